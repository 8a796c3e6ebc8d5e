"""What the real coder makes of the lexicon's own examples.

Every row of `lexicons/events/*.csv` carries a sentence in which it must fire and one in which it must not. Run as a
program this prints the rows that fail, with the reason, so that a row, its example or the coder can be mended:

    python -m tests.resources.lexicon_report            all files
    python -m tests.resources.lexicon_report aid agree  these files
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from standoff.annotate import actors, events, parse, places, statements
from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.errors import ResourceError
from standoff.core.layers import Argument, Event
from standoff.core.stage import each
from standoff.link import identities
from standoff.resources.codebook import load_codebook
from standoff.resources.event_lexicon import COLUMNS, Entry, compile_row, event_files, load_event_lexicon
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.roles import load_roles
from standoff.resources.tables import read_rows

OPENERS = {"{": "trigger", "[S:": "source", "[T:": "target"}
CLOSERS = {"}": "{", "]": "["}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """An example without its marks, and the spans that they named (half-open code points)."""

    text: str
    trigger: Span
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A lexicon row whose form is right, ready to be tried."""

    entry: Entry
    example: Marked
    counter: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """How one file's rows did."""

    stem: str
    size: int
    malformed: tuple[str, ...]
    """Rows that do not compile or whose marks are wrong; they count as failed too."""
    failed: tuple[str, ...]
    """Rows of good form that the coder does not read as they say, with the reason."""

    @property
    def share(self) -> float:
        """Share of rows whose example fires and whose counter does not (0..1)."""
        return 1 - (len(self.failed) + len(self.malformed)) / self.size if self.size else 0.0


def read_marks(example: str) -> Marked:
    """Take the marks out of an example.

    Raises:
        ValueError: a mark is unbalanced, empty or unknown, or there is not exactly one trigger.
    """
    spans: dict[str, list[Span]] = {"trigger": [], "source": [], "target": []}
    kept: list[str] = []
    opened: list[tuple[str, int]] = []
    at = size = 0
    while at < len(example):
        opener = next((mark for mark in OPENERS if example.startswith(mark, at)), None)
        sign = example[at]
        if opener:
            opened.append((opener, size))
            at += len(opener)
            continue
        at += 1
        if sign == "[":
            raise ValueError(f"a bracket that is neither [S:…] nor [T:…]: {example!r}")
        if sign not in CLOSERS:
            kept.append(sign)
            size += 1
            continue
        if not opened or opened[-1][0][0] != CLOSERS[sign]:
            raise ValueError(f"{sign!r} closes nothing: {example!r}")
        mark, start = opened.pop()
        if start == size:
            raise ValueError(f"an empty mark {mark!r}: {example!r}")
        spans[OPENERS[mark]].append((start, size))
    if opened:
        raise ValueError(f"{opened[-1][0]!r} is never closed: {example!r}")
    if len(spans["trigger"]) != 1:
        raise ValueError(f"{len(spans['trigger'])} triggers, one is needed: {example!r}")
    return Marked("".join(kept), spans["trigger"][0], tuple(spans["source"]), tuple(spans["target"]))


def read_row(row: dict[str, str], where: str) -> Row:
    """Compile a row and read its two sentences.

    Raises:
        ValueError: the marks, the type, the mode or a side are not what they must be.
        ResourceError: the row does not compile.
    """
    entry = compile_row(row, where)
    modes = load_codebook().types[entry.type].modes
    if entry.mode is not None and entry.mode not in modes:
        raise ValueError(f"mode {entry.mode!r} is none of {entry.type}'s: {', '.join(modes) or 'it has none'}")
    example = read_marks(row["example"])
    for name, slots, spans in (("source", entry.source, example.sources), ("target", entry.target, example.targets)):
        if spans and not slots:
            raise ValueError(f"the example marks a {name}, but the row names no slot for it")
    counter = row["counter"].strip()
    if not counter or any(sign in counter for sign in "{}[]"):
        raise ValueError(f"a counter is a plain sentence without marks, found {counter!r}")
    return Row(entry, example, counter)


def read_file(path: str) -> tuple[list[Row], list[str]]:
    """Read a file of the lexicon.

    Returns:
        The rows whose form is right, and a line for each of the others.
    """
    stem = path.rsplit("/", 1)[-1].removesuffix(".csv")
    good: list[Row] = []
    bad: list[str] = []
    for number, row in enumerate(read_rows(path, COLUMNS), start=2):
        try:
            good.append(read_row(row, f"{stem}:{number}"))
        except (ValueError, ResourceError) as error:
            bad.append(f"{stem}:{number} {row['lemma']}: {error}")
    return good, bad


def annotate_texts(texts: Sequence[str]) -> list[DocumentView]:
    """Run sentences through parse, actors and events, all in one batch."""
    views = [DocumentView(_document(n, text)) for n, text in enumerate(texts)]
    stages = (
        parse.make_runner(load_gazetteer()),
        each(places.make_annotator(load_gazetteer())),
        each(actors.make_annotator(load_gazetteer(), load_roles())),
        each(statements.make_annotator()),
        each(identities.make_linker(load_gazetteer())),
        each(events.make_annotator(load_event_lexicon(), load_codebook(), load_gazetteer(), None)),
    )
    for run in stages:
        for view, made in zip(views, run(views), strict=True):
            if isinstance(made, Exception):
                raise made
            for layer, rows in made.items():
                view.add(layer, rows)
    return views


def code_texts(texts: Sequence[str]) -> list[list[Event]]:
    """Give each sentence's events."""
    return [list(view.rows("events")) for view in annotate_texts(texts)]


def _document(number: int, text: str) -> Document:
    return Document(
        doc_id=f"{number:016x}",
        name=f"sentence {number}",
        ref=None,
        url=None,
        title=None,
        outlet=None,
        author=None,
        published=None,
        published_basis=None,
        language="en",
        text=text,
        body_start=0,
        text_sha=text_digest(text),
    )


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two half-open spans share a code point."""
    return one[0] < other[1] and other[0] < one[1]


def example_fault(row: Row, found: Iterable[Event]) -> str | None:
    """Say why an example was not read as its row says, or None where it was."""
    text = row.example.text
    found = list(found)
    at_trigger = [event for event in found if overlap((event.start, event.end), row.example.trigger)]
    if not at_trigger:  # a noun and the verb that governs it are one event, at the verb
        around = [event for event in found if overlap((event.clause_start, event.clause_end), row.example.trigger)]
        at_trigger = [event for event in around if event.type is row.entry.type]
    if not at_trigger:
        return "no event at the trigger"
    typed = [event for event in at_trigger if event.type is row.entry.type]
    if not typed:
        other = at_trigger[0]
        return f"read as {other.type} by {other.maker.partition(':')[2]}"
    faults = [_side_fault(row, event, text) for event in typed]
    return None if None in faults else faults[0]


def _side_fault(row: Row, event: Event, text: str) -> str | None:
    maker = event.maker.partition(":")[2]
    by = "" if maker == row.entry.label else f" (by {maker})"
    sides = (("source", row.example.sources, event.sources), ("target", row.example.targets, event.targets))
    for name, wanted, got in sides:
        for span in wanted:
            if not any(overlap(span, (arg.start, arg.end)) for arg in got):
                return f"{name} {text[slice(*span)]!r} missed, got {_surfaces(text, got)}{by}"
    return None


def _surfaces(text: str, got: Sequence[Argument]) -> str:
    return " and ".join(repr(text[arg.start : arg.end]) for arg in got) or "none"


def counter_fault(row: Row, found: Iterable[Event]) -> str | None:
    """Say that the row fired in its counter-example, or None where it kept still."""
    if any(event.maker.endswith(f":{row.entry.label}") for event in found):
        return f"fires in its counter: {row.counter!r}"
    return None


@cache
def report_file(path: str) -> FileReport:
    """Try all rows of a file, its sentences in one batch."""
    rows, malformed = read_file(path)
    coded = code_texts([row.example.text for row in rows] + [row.counter for row in rows])
    failed = []
    for row, example, counter in zip(rows, coded, coded[len(rows) :], strict=False):
        fault = example_fault(row, example)
        reasons = [
            reason for reason in (fault and f"{fault}: {row.example.text!r}", counter_fault(row, counter)) if reason
        ]
        if reasons:
            failed.append(f"{row.entry.label} {' '.join(row.entry.lemma)} {row.entry.particle}: {'; '.join(reasons)}")
    stem = path.rsplit("/", 1)[-1].removesuffix(".csv")
    return FileReport(stem, len(rows) + len(malformed), tuple(malformed), tuple(failed))


def main(stems: Sequence[str]) -> int:
    """Print the rows that fail, file by file, then a table of shares."""
    paths = [path for path in event_files() if not stems or path.rsplit("/", 1)[-1].removesuffix(".csv") in stems]
    if not paths:
        print(f"no lexicon file is called {', '.join(stems)}; there are: {', '.join(event_files())}", file=sys.stderr)
        return 2
    reports = [report_file(path) for path in paths]
    for report in reports:
        print(*report.malformed, *report.failed, sep="\n")
    for report in reports:
        print(f"{report.stem:<10} {report.size:>4} rows  {report.share:.3f} pass  {len(report.malformed)} malformed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
