"""The lines of a picture: short, in plain words, each with the exact words that it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

from standoff.annotate.rule_coder import TRAINED
from standoff.core.vocabulary import Status
from standoff.store.records import ActorRecord, EventRecord, TimeRecord

CODER_ALONE = "coder alone"
"""Note on a line that no rule has found: in news, about half of those are right."""
QUOTE_LENGTH = 150
"""Longest quotation in a line (code points); longer ones are cut around the trigger and marked by an ellipsis."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a line's words stand."""

    report: Annotated[int, Meta(description="number of the report in the brief, from 1")]
    sentence: Annotated[int, Meta(description="number of the sentence in the report, from 1")]
    doc_id: str
    start: Annotated[int, Meta(description="first code point of the words")]
    end: Annotated[int, Meta(description="code point after them")]

    def label(self) -> str:
        """Give the mark as printed."""
        return f"{self.report}.{self.sentence}"


@dataclass(frozen=True, slots=True)
class Grade:
    """A claim's grade on both axes of the Admiralty system."""

    label: Annotated[str, Meta(description="reliability of the best source A..F and credibility 1..6, e.g. B2")]
    why: Annotated[str, Meta(description="how both came about, in a sentence each")]


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a line's importance."""

    name: str
    value: Annotated[float, Meta(description="0..1")]
    weight: float
    saw: Annotated[str, Meta(description="what the value rests on, in plain words")]


@dataclass(frozen=True, slots=True)
class Importance:
    """How much a line matters to a reader with an hour, and why."""

    score: Annotated[float, Meta(description="0..1: the weighted sum of the parts")]
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a plan or a position."""

    state: Annotated[str, Meta(description="see docs/picture.md for the states of plans and of positions")]
    why: str | None
    reasons: Annotated[list[Mark], Meta(description="where the later words stand that decided it")]
    reason_words: Annotated[str | None, Meta(description="the first of these words")] = None


@dataclass(frozen=True, slots=True)
class Against:
    """Another account of what a line tells."""

    kind: Annotated[str, Meta(description="denies, rival, contradicts or changed_figure")]
    reason: Annotated[str, Meta(description="in which way it says otherwise")]
    words: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the picture."""

    when: Annotated[str | None, Meta(description="the time, as an ISO date or interval, else null")]
    who: Annotated[str | None, Meta(description="the acting side")]
    whom: Annotated[str | None, Meta(description="the side acted on")]
    what: Annotated[str, Meta(description="the kind of act or figure, in plain words")]
    words: Annotated[str, Meta(description="words of the text, shortened")]
    note: Annotated[str | None, Meta(description="status, speaker, certainty, condition: whatever limits the line")]
    marks: list[Mark]
    events: Annotated[list[str], Meta(description="ids of the event records behind the line")]
    id: Annotated[str | None, Meta(description="id of the claim, position, plan or figure; stays the same")] = None
    actors: Annotated[list[str], Meta(description="country codes or names of all who take part")] = field(
        default_factory=list
    )
    first_known: Annotated[str | None, Meta(description="ISO day from which it is known")] = None
    last_known: Annotated[str | None, Meta(description="ISO day of its last telling")] = None
    grade: Grade | None = None
    importance: Importance | None = None
    standing: Standing | None = None
    against: list[Against] = field(default_factory=list)


def name_side(side: Sequence[ActorRecord]) -> str | None:
    """Name a side: canonical names with codes, each actor once."""
    found: dict[str, None] = {}
    for actor in side:
        label = actor.name or " ".join(actor.text.split())
        if actor.country and actor.country not in label:
            label = f"{label} ({actor.country})"
        found.setdefault(label)
    return ", ".join(found) or None


def when_of(times: Sequence[TimeRecord]) -> str | None:
    """Give the interval of an event's first resolved time, open ends as "..".

    Times that nothing resolves give null, not a guess.
    """
    for time in times:
        if time.earliest is None and time.latest is None:
            continue
        if time.earliest == time.latest:
            return time.earliest
        return f"{time.earliest or ''}..{time.latest or ''}"
    return None


def shorten(text: str, start: int, end: int, keep_start: int, keep_end: int) -> str:
    """Give the words of a span on one line, cut around the part to keep when they are long.

    Args:
        text: the whole text.
        start: first code point of the span.
        end: code point after it.
        keep_start: first code point that must stay.
        keep_end: code point after the last one that must stay.
    """
    if end - start > QUOTE_LENGTH:
        room = max(0, QUOTE_LENGTH - (keep_end - keep_start))
        first = max(start, keep_start - room // 3)
        last = min(end, first + QUOTE_LENGTH)
        first, last = _to_words(text, first, last, start, end)
        words = text[first:last]
        return f"{'… ' if first > start else ''}{_flat(words)}{' …' if last < end else ''}"
    return _flat(text[start:end])


def _to_words(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    while first > start and not text[first - 1].isspace():
        first -= 1
    while last < end and not text[last].isspace():
        last += 1
    return first, last


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def status_note(record: EventRecord, *, with_status: bool = True) -> str | None:
    """Say what limits an event: who says so, how certain, on what condition, on what evidence.

    Args:
        record: the event.
        with_status: name status, polarity and certainty too; a position's kind says them already.
    """
    parts = []
    for speaker in record.speakers:
        label = None
        if speaker.actor is not None:
            label = speaker.actor.name or f"“{_flat(speaker.actor.text)}”"
        if speaker.basis is not None and (
            label is None or speaker.basis.value not in {"official_statement", "media_report"}
        ):
            basis = speaker.basis.value.replace("_", " ")
            label = f"{label}: {basis}" if label else basis
        if label:
            verb = "denied by" if speaker.kind == "denies" else "according to"
            parts.append(f"{verb} {label}")
    negated = record.polarity is not None and record.polarity.value == "-"
    said = record.status in {Status.DENIED, Status.REFUSED}
    if with_status and record.status is not None and record.status is not Status.OCCURRED:
        parts.insert(0, record.status.value)
    if with_status and negated and not said:
        parts.insert(0, "not")
    if with_status and record.certainty is not None and record.certainty.value != "certain":
        parts.append(record.certainty.value)
    if record.condition is not None:
        parts.append(f"on condition: “{_flat(record.condition.text)}”")
    if record.maker.endswith(f":{TRAINED}"):
        parts.append(CODER_ALONE)
    return "; ".join(dict.fromkeys(parts)) or None
