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


@cache
def load_speech() -> Mapping[tuple[str, str], StatementKind]:
    """Load words of saying and showing: (part of speech, lemma) to what the speaker does."""
    rows = read_rows("lexicons/speech.csv", ("lemma", "pos", "kind"))
    return {(row["pos"], row["lemma"]): StatementKind(row["kind"]) for row in rows}


@cache
def load_operators() -> Mapping[str, tuple[Operator, ...]]:
    """Load status operators by their first word."""
    made: dict[str, list[Operator]] = {}
    for row in read_rows("lexicons/status.csv", ("lemma", "pos", "slot", "status", "polarity", "certainty")):
        words = tuple(row["lemma"].split())
        operator = Operator(
            words=words,
            pos=row["pos"],
            slots=frozenset(split_cell(row["slot"])),
            status=Status(row["status"]) if row["status"] else None,
            polarity=Polarity(row["polarity"] or "+"),
            certainty=Certainty(row["certainty"] or "certain"),
        )
        made.setdefault(words[0], []).append(operator)
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
