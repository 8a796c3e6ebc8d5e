"""Cue words: of speech, of status, of evidence, and of the author's own voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from standoff.core.vocabulary import Basis, Certainty, Polarity, StatementKind, Status, VoiceKind
from standoff.resources.tables import read_rows, split_cell


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes the status of the event that it governs."""

    words: tuple[str, ...]
    pos: str
    slots: frozenset[str]
    status: Status | None
    polarity: Polarity
    certainty: Certainty
    needs_be: bool
    """Whether a form of *be* must go with it ("is said to", not "said that")."""


@cache
def load_speech() -> Mapping[tuple[str, str], StatementKind]:
    """Load words of saying and showing: (part of speech, lemma) to what the speaker does."""
    rows = read_rows("lexicons/speech.csv", ("lemma", "pos", "kind"))
    return {(row["pos"], row["lemma"]): StatementKind(row["kind"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Attitude:
    """A word by which somebody judges, wants, asks, knows or names something, and what its content may be."""

    pos: str
    kind: StatementKind
    takes: frozenset[str]


@cache
def load_attitudes() -> Mapping[tuple[str, str], Attitude]:
    """Load words of attitude: (part of speech, lemma) to kind and content."""
    rows = read_rows("lexicons/attitudes.csv", ("lemma", "pos", "kind", "takes"))
    return {
        (row["pos"], row["lemma"]): Attitude(
            row["pos"], StatementKind(row["kind"]), frozenset(split_cell(row["takes"]))
        )
        for row in rows
    }


def _core(words: list[str]) -> tuple[str, ...]:
    core = words[1:] if words[0] == "be" and len(words) > 1 else words
    if len(core) > 1 and core[-1] in {"to", "that", "of"}:
        core = core[:-1]
    return tuple(core)


@cache
def load_operators() -> Mapping[str, tuple[Operator, ...]]:
    """Load status operators by each of their words.

    Of a phrase the verb *be* and the word that opens its slot (to, that, of) are left out: the tree shows them.
    """
    made: dict[str, list[Operator]] = {}
    for row in read_rows("lexicons/status.csv", ("lemma", "pos", "slot", "status", "polarity", "certainty")):
        words = _core(row["lemma"].split()) if row["pos"] == "phrase" else tuple(row["lemma"].split())
        operator = Operator(
            words=words,
            pos=row["pos"],
            slots=frozenset(split_cell(row["slot"])),
            status=Status(row["status"]) if row["status"] else None,
            polarity=Polarity(row["polarity"] or "+"),
            certainty=Certainty(row["certainty"] or "certain"),
            needs_be=row["pos"] == "phrase" and row["lemma"].startswith("be "),
        )
        for word in dict.fromkeys(words):
            made.setdefault(word, []).append(operator)
    return {word: tuple(sorted(rows, key=lambda o: -len(o.words))) for word, rows in made.items()}


@cache
def load_evidence() -> Mapping[tuple[str, ...], Basis]:
    """Load noun phrases (lemmas) that name what a statement rests on."""
    rows = read_rows("lexicons/evidence.csv", ("phrase", "basis"))
    return {tuple(row["phrase"].split()): Basis(row["basis"]) for row in rows}


@cache
def load_voice() -> Mapping[tuple[str, ...], VoiceKind]:
    """Load phrases (lemmas) by which an author judges or predicts."""
    rows = read_rows("lexicons/voice.csv", ("phrase", "kind"))
    return {tuple(row["phrase"].split()): VoiceKind(row["kind"]) for row in rows}
