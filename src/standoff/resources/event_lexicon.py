"""The event lexicon: which words name which kind of act (`lexicons/events/*.csv`; format in `docs/lexicons.md`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from standoff.core.errors import ResourceError
from standoff.core.vocabulary import EventType
from standoff.resources.tables import ROOT, read_rows, split_cell

COLUMNS = ("lemma", "pos", "frame", "type", "mode", "source", "target", "example", "counter")
ANY_NAME = "@name"
"""In a frame: any proper noun."""
KINDS = frozenset({"verb", "noun", "adj"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand of a frame: a slot that is filled (by one of these words), or is not."""

    slot: str
    words: frozenset[str] | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon, compiled."""

    label: str
    lemma: tuple[str, ...]
    particle: str
    pos: str
    conditions: tuple[Condition, ...]
    type: EventType
    mode: str | None
    source: tuple[tuple[str, ...], ...]
    target: tuple[tuple[str, ...], ...]

    @property
    def weight(self) -> tuple[int, int]:
        """How particular a row is: its positive conditions, those with words first."""
        positive = [c for c in self.conditions if not c.negated]
        words = 2 if self.particle or len(self.lemma) > 1 else 0
        return words + sum(2 if c.words else 1 for c in positive), len(self.conditions)


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """All rows by the trigger's part of speech and last (nouns) or first (verbs) word."""

    entries: Mapping[tuple[str, str], tuple[Entry, ...]]
    light: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    size: int


@cache
def load_classes() -> Mapping[str, frozenset[str]]:
    """Load the word classes that frames share."""
    made: dict[str, set[str]] = {}
    for row in read_rows("lexicons/classes.csv", ("class", "lemma")):
        made.setdefault(row["class"], set()).add(row["lemma"])
    return {name: frozenset(words) for name, words in made.items()}


def parse_frame(cell: str, where: str) -> tuple[Condition, ...]:
    """Compile a frame cell.

    Args:
        cell: conditions separated by semicolons, as `docs/lexicons.md` defines them.
        where: what to name in an error.

    Raises:
        ResourceError: an unknown class.
    """
    classes = load_classes()
    made = []
    for part in (piece.strip() for piece in cell.split(";")):
        if not part:
            continue
        negated = part.startswith("!")
        slot, _, listed = part.lstrip("!").partition("=")
        words: set[str] = set()
        for word in split_cell(listed):
            if word.startswith("@") and word != ANY_NAME:
                if word[1:] not in classes:
                    raise ResourceError(f"{where}: unknown class {word!r}; known: {', '.join(sorted(classes))}")
                words |= classes[word[1:]]
            else:
                words.add(word)
        made.append(Condition(slot.strip(), frozenset(words) or None, negated))
    return tuple(made)


def parse_slots(cell: str) -> tuple[tuple[str, ...], ...]:
    """Compile a source or target cell: alternatives, each a union of slots."""
    if cell.strip() in {"", "-"}:
        return ()
    return tuple(tuple(slot.strip() for slot in part.split("+")) for part in cell.split("|"))


def compile_row(row: Mapping[str, str], where: str) -> Entry:
    """Compile one row.

    Raises:
        ResourceError: an unknown part of speech, type or class.
    """
    if row["pos"] not in KINDS:
        raise ResourceError(f"{where}: pos {row['pos']!r} is none of {', '.join(sorted(KINDS))}")
    words = tuple(row["lemma"].split())
    verb = row["pos"] == "verb" and len(words) == 2
    return Entry(
        label=where,
        lemma=words[:1] if verb else words,
        particle=words[1] if verb else "",
        pos=row["pos"],
        conditions=parse_frame(row["frame"], where),
        type=EventType(row["type"]),
        mode=row["mode"] or None,
        source=parse_slots(row["source"]),
        target=parse_slots(row["target"]),
    )


def event_files() -> list[str]:
    """List the lexicon's files, relative to `standoff/resources`."""
    names = (entry.name for entry in ROOT.joinpath("lexicons", "events").iterdir())
    return sorted(f"lexicons/events/{name}" for name in names if name.endswith(".csv"))


@cache
def hyphenated_forms() -> Mapping[str, str]:
    """Give the regular forms of the lexicon's hyphenated words, so that no tokeniser splits them, and their lemmas."""
    lemmas = {
        word
        for path in event_files()
        for row in read_rows(path, COLUMNS)
        for word in row["lemma"].split()
        if "-" in word
    }
    made: dict[str, str] = {}
    for lemma in sorted(lemmas):
        stem = lemma.removesuffix("e")
        for form in (lemma, f"{lemma}s", f"{lemma}es", f"{stem}ed", f"{stem}ing", f"{lemma}{lemma[-1]}ed"):
            made.setdefault(form, lemma)
    return made


@cache
def load_event_lexicon() -> EventLexicon:
    """Load and compile the whole lexicon, once per process."""
    entries: dict[tuple[str, str], list[Entry]] = {}
    size = 0
    for path in event_files():
        stem = path.rsplit("/", 1)[1].removesuffix(".csv")
        for number, row in enumerate(read_rows(path, COLUMNS), start=2):
            entry = compile_row(row, f"{stem}:{number}")
            key = entry.lemma[0] if entry.pos == "verb" else entry.lemma[-1]
            entries.setdefault((entry.pos, key), []).append(entry)
            size += 1
    classes = load_classes()
    ranked = {key: tuple(sorted(rows, key=lambda e: e.weight, reverse=True)) for key, rows in entries.items()}
    return EventLexicon(ranked, classes["light"], classes, size)
