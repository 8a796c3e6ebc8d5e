"""What is compared of an event mention: who, to whom, what word, when, where, how many, and in what report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from standoff.core.vocabulary import Status
from standoff.match.days import day_number
from standoff.match.stems import stem
from standoff.match.story_words import content_stems

BATCH = 2_000
"""Rows read at a time; more only costs memory."""
REAL = frozenset({Status.OCCURRED.value, Status.ONGOING.value, Status.HISTORICAL.value})
"""Statuses of what has happened; the others are still ahead, or only in somebody's mind."""
POINTS = frozenset({"city", "capital", "site", "base", "crossing", "island", "district"})
"""Kinds of place that are one spot: an event at one of them is not at another."""

Interval = tuple[int, int]
"""First and last day, as ordinals."""
Spot = tuple[str, float, float, float]
"""A place's name, latitude, longitude and radius in km."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An event mention, reduced to what is compared."""

    event_id: str
    doc_id: str
    sentence: int
    """First code point of its sentence."""
    day: int | None
    """Day from which its report is known, as an ordinal."""
    type: str | None
    trigger: str
    stems: frozenset[str]
    """Stems of the trigger's words."""
    sources: frozenset[str]
    targets: frozenset[str]
    when: Interval | None
    places: frozenset[str]
    spots: tuple[Spot, ...]
    figures: frozenset[tuple[str, float]]
    """What is counted (stems), and the number."""
    real: bool | None
    """Whether it is told as having happened; None where nothing says."""
    story: str | None
    words: frozenset[str] = frozenset()
    """Stems of the sentence's other words."""
    focus: float = 1.0
    """How much its report keeps to one thing, 0..1: the more acts a report tells, the less its story says of each."""


MENTIONS = """
    select least(1.0, 20.0 / count(*) over (partition by e.doc_id)) as focus,
        e.event_id, e.doc_id, e.type, e.text, e.sentence, e.sources, e.targets, e.status, e.times, e.places,
        e.figures, s.story_id, r.known
    from events e join reports r using (doc_id) left join stories s using (doc_id)
    where r.known >= $since or $since is null
    order by r.known nulls last, r.published nulls last, r.name, e.doc_id, e.start, e."end", e.event_id
"""
"""Every event with its report's day, story and focus, in the order in which they became known.

A report of up to twenty acts counts as focused: agency reports have about ten, transcripts a hundred and more.
"""


def read_tellings(connection: duckdb.DuckDBPyConnection, since: str | None = None) -> list[Telling]:
    """Read the mentions of a catalogue, in the order in which they became known.

    Args:
        connection: a catalogue.
        since: ISO day; only those of reports known from it on.
    """
    shared: dict[frozenset[Any], frozenset[Any]] = {}
    batches = connection.sql(MENTIONS, params={"since": since}).to_arrow_reader(BATCH)
    return [_with_shared(telling_of(row), shared) for batch in batches for row in batch.to_pylist()]


def _with_shared(told: Telling, shared: dict[frozenset[Any], frozenset[Any]]) -> Telling:
    """Let equal sets of actors and places be one object: a million mentions name the same few."""
    sources, targets, places = (shared.setdefault(s, s) for s in (told.sources, told.targets, told.places))
    return replace(told, sources=sources, targets=targets, places=places)


def telling_of(row: Mapping[str, Any]) -> Telling:
    """Reduce an event record with `known` and `story_id` to what is compared."""
    stems = frozenset(content_stems(row["text"])) or frozenset({stem(row["text"])})
    return Telling(
        event_id=row["event_id"],
        doc_id=row["doc_id"],
        sentence=row["sentence"]["start"],
        day=day_number(row["known"]),
        type=row["type"],
        trigger=row["text"],
        stems=stems,
        sources=frozenset(actor_key(actor) for actor in row["sources"]),
        targets=frozenset(actor_key(actor) for actor in row["targets"]),
        when=_interval(row["times"]),
        places=frozenset(place["name"].lower() for place in row["places"]),
        spots=tuple(
            _spot(place) for place in row["places"] if place["kind"] in POINTS and place["latitude"] is not None
        ),
        figures=frozenset(found for figure in row["figures"] if (found := _figure(figure)) is not None),
        real=None if row["status"] is None else row["status"] in REAL,
        story=row["story_id"],
        words=frozenset(content_stems(row["sentence"]["text"])) - stems,
        focus=float(row["focus"]),
    )


def actor_key(actor: Mapping[str, Any]) -> str:
    """Name an actor by its country, else its canonical name, else the stem of its last word."""
    if actor["country"]:
        return str(actor["country"])
    words = (actor["name"] or actor["text"]).split()
    return str(actor["name"]) if actor["name"] else stem(words[-1] if words else "")


def _interval(times: Sequence[Mapping[str, Any]]) -> Interval | None:
    for time in times:
        first, last = day_number(time["earliest"]), day_number(time["latest"])
        if first is not None and last is not None:
            return first, last
    return None


def _spot(place: Mapping[str, Any]) -> Spot:
    return place["name"].lower(), place["latitude"], place["longitude"], place["precision_km"] or 0.0


def _figure(figure: Mapping[str, Any]) -> tuple[str, float] | None:
    if figure["value"] is None or figure["kind"] in {"age", "duration"}:
        return None
    counted = " ".join(sorted(content_stems(figure["counted"] or "")))
    return counted or figure["unit"] or figure["currency"] or "", figure["value"]
