"""What is compared of an event mention: who, to whom, what word, when, where, how many, and in what report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from standoff.core.vocabulary import EventType, Status
from standoff.match.actors import is_person, key_of
from standoff.match.days import day_number
from standoff.match.stems import stem
from standoff.match.story_words import content_stems

BATCH = 2_000
"""Rows read at a time; more only costs memory."""
REAL = frozenset({Status.OCCURRED.value, Status.ONGOING.value, Status.HISTORICAL.value})
"""Statuses of what has happened; the others are still ahead, or only in somebody's mind."""
POINTS = frozenset({"city", "capital", "site", "base", "crossing", "island", "district"})
"""Kinds of place that are one spot: an event at one of them is not at another."""

WHOLE = frozenset({"country", "continent"})
"""Kinds of place that most acts of a case share: they tie no two mentions together."""

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
    """Stems of the sentence's other words, the actors' names left out."""
    focus: float = 1.0
    """How much its report keeps to one thing, 0..1: the more acts a report tells, the less its story says of each."""
    persons: frozenset[tuple[str, str]] = frozenset()
    """Persons who act or are acted upon: the key of their side, and their full name."""
    possible: bool = False
    """Whether it is only thought possible."""
    about: frozenset[str] = frozenset()
    """Types of the acts that an act of speech is about."""


MENTIONS = """
    with contents as (
        select content_of as event_id, list(distinct type order by type) as about
        from events where content_of is not null group by content_of
    )
    select least(1.0, 20.0 / count(*) over (partition by e.doc_id)) as focus,
        e.event_id, e.doc_id, e.type, e.text, e.sentence, e.sources, e.targets, e.status, e.times, e.places,
        e.figures, s.story_id, r.known, c.about
    from events e join reports r using (doc_id) left join stories s using (doc_id) left join contents c using (event_id)
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
        places=frozenset(place["name"].lower() for place in row["places"] if _is_spot(place)),
        spots=tuple(
            _spot(place) for place in row["places"] if place["kind"] in POINTS and place["latitude"] is not None
        ),
        figures=frozenset(found for figure in row["figures"] if (found := _figure(figure)) is not None),
        real=None if row["status"] is None else row["status"] in REAL,
        story=row["story_id"],
        words=frozenset(content_stems(row["sentence"]["text"])) - stems - _names(row),
        focus=float(row["focus"]),
        persons=_persons(row),
        possible=_is_possible(row["type"], row["status"]),
        about=frozenset(row["about"] or ()),
    )


def actor_key(actor: Mapping[str, Any]) -> str:
    """Name an actor by its key across reports; in small letters, by name or last word, where no country is known."""
    key = key_of(actor["name"], actor["country"], actor["sector"])
    if key is None:
        return stem((actor["text"].split() or [""])[-1])
    return key if actor["country"] else key.lower()


def _names(row: Mapping[str, Any]) -> frozenset[str]:
    """Give the stems of the actors' names: whoever acts is compared as a side, not once more as words."""
    actors = [*row["sources"], *row["targets"]]
    return frozenset(content_stems(" ".join(f"{actor['text']} {actor['name'] or ''}" for actor in actors)))


def _is_possible(kind: str, status: str | None) -> bool:
    """Tell whether an act is only thought possible, or an attack that is only said to be meant."""
    meant = {Status.PLANNED.value, Status.THREATENED.value}
    return status == Status.SPECULATED.value or (kind == EventType.ASSAULT.value and status in meant)


def _persons(row: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (actor_key(actor), actor["name"])
        for actor in (*row["sources"], *row["targets"])
        if actor["name"] and actor["sector"] and is_person(actor["name"])
    )


def _interval(times: Sequence[Mapping[str, Any]]) -> Interval | None:
    for time in times:
        first, last = day_number(time["earliest"]), day_number(time["latest"])
        if first is not None and last is not None:
            return first, last
    return None


def _is_spot(place: Mapping[str, Any]) -> bool:
    """Tell whether a place is named, and small enough to tie two mentions together; "the embassy" may be any."""
    return place["kind"] not in WHOLE and not place["name"].islower()


def _spot(place: Mapping[str, Any]) -> Spot:
    return place["name"].lower(), place["latitude"], place["longitude"], place["precision_km"] or 0.0


def _figure(figure: Mapping[str, Any]) -> tuple[str, float] | None:
    if figure["value"] is None or figure["kind"] in {"age", "duration"}:
        return None
    counted = " ".join(sorted(content_stems(figure["counted"] or "")))
    return counted or figure["unit"] or figure["currency"] or "", figure["value"]
