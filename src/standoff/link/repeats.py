"""The same act told again in one report: headline, lead and a later mention point at the first telling.

Two tellings are one act where their types agree, their sides are the same as far as both name them (with at least one
side named by both), their times overlap as far as both have one, both lie in the same part of reality (happened, or not
yet), and no figure tied to them differs. Acts of one sentence are never the same: a sentence that tells two means two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.core.document import DocumentView
from standoff.core.layers import Argument, Circumstance, Event, EventStatus, Identity, Repeat, Token
from standoff.core.stage import Layers
from standoff.core.vocabulary import Polarity, Status

NAME = "repeats"
VERSION = "1"

REAL = frozenset({Status.OCCURRED, Status.ONGOING, Status.HISTORICAL})
LIKE_WORDS, SAME_SIDES = 0.8, 0.6
"""Confidence where the triggers share a word, and where only type and both sides agree."""

Interval = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is compared of an event."""

    event: Event
    sources: frozenset[str]
    targets: frozenset[str]
    when: Interval | None
    real: bool
    negative: bool
    lemma: str
    figures: frozenset[float]


def annotate(view: DocumentView) -> Layers:
    """Point each act at the first telling of the same act before it."""
    tellings = _tellings(view)
    rows: list[Repeat] = []
    first: dict[int, int] = {}
    for at, telling in enumerate(tellings):
        for earlier in range(at):
            if earlier in first:
                continue
            confidence = _same(tellings[earlier], telling)
            if confidence is not None:
                first[at] = earlier
                event = telling.event
                rows.append(Repeat(event.start, event.end, at, earlier, f"{NAME}/{VERSION}:sides", confidence))
                break
    return {"repeats": rows}


def _tellings(view: DocumentView) -> list[Telling]:
    events: Sequence[Event] = view.rows("events")
    statuses: Sequence[EventStatus] = view.rows("status")
    circumstances: Sequence[Circumstance] = view.rows("circumstances")
    tokens: Sequence[Token] = view.rows("tokens")
    identities: Sequence[Identity] = view.rows("identities")
    times, figures = view.rows("times"), view.rows("figures")
    made = []
    for event, status, tied in zip(events, statuses, circumstances, strict=True):
        when = next((times[n] for n in tied.times if times[n].earliest or times[n].latest), None)
        made.append(
            Telling(
                event,
                _side(event.sources, identities),
                _side(event.targets, identities),
                None if when is None else ((when.earliest or "")[:10], (when.latest or "9999")[:10]),
                status.status in REAL,
                status.polarity is Polarity.NEGATIVE,
                tokens[event.token].lemma.lower(),
                frozenset(figures[n].value for n in tied.figures if figures[n].value is not None),
            )
        )
    return made


def _side(arguments: Sequence[Argument], identities: Sequence[Identity]) -> frozenset[str]:
    """Name a side by who its actors are; those whom nothing identifies are left out."""
    rows = [identities[a.actor] for a in arguments if a.actor is not None]
    return frozenset(row.name or row.country or "" for row in rows if row.name or row.country)


def _same(one: Telling, other: Telling) -> float | None:
    """Tell how surely two tellings are of one act; None where they are not."""
    if one.event.type is not other.event.type or one.event.sentence == other.event.sentence:
        return None
    if one.real != other.real or one.negative != other.negative or not _overlap(one.when, other.when):
        return None
    if one.figures and other.figures and not one.figures & other.figures:
        return None
    pairs = ((one.sources, other.sources), (one.targets, other.targets))
    named = [bool(a and b) for a, b in pairs]
    agree = [bool(a & b) for a, b in pairs]
    if not any(named) or any(n and not a for n, a in zip(named, agree, strict=True)):
        return None
    if one.lemma == other.lemma:
        return LIKE_WORDS
    return SAME_SIDES if all(agree) else None


def _overlap(one: Interval | None, other: Interval | None) -> bool:
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])
