"""Predictors for the event tasks: who does what to whom."""

from collections.abc import Iterator, Sequence

from benchmarks.coding import PLOVER, Convention, keep_events
from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.core.vocabulary import EventType, Status
from standoff.run.classify import classify
from standoff.run.marked import parse_marked
from standoff.store.records import ActorRecord, EventRecord, event_records

AHEAD = frozenset({Status.PLANNED, Status.PROMISED})
YIELDING = frozenset({EventType.CONCEDE, EventType.RETREAT})


def predict_plv_zsp(rows: Sequence[Row]) -> Iterator[Row]:
    """Name the type of the act between two given spans; each row holds one, and the question says so.

    The set's types were made from CAMEO roots: the intent to yield is there under 03 (035), so what is AGREE here is
    CONCEDE in PLOVER's manual (section 3.4). The quad class is left to the scorer, whose classes put YIELD elsewhere
    than PLOVER puts CONCEDE.
    """
    for row, found in zip(rows, classify([parse_marked(row["marked"]) for row in rows], act_known=True), strict=True):
        kind = EventType.AGREE if found.type in YIELDING and found.status in AHEAD else found.type
        yield {"id": row["id"], "root": kind.value if kind else ""}


def predict_plover_gsr(rows: Sequence[Row]) -> Iterator[Row]:
    """Code whole sentences: source, type, target."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        yield coded_row(row, event_records(view), PLOVER)


def coded_row(row: Row, records: Sequence[EventRecord], convention: Convention) -> Row:
    """Write a sentence's events as the gold records do, under a convention."""
    kept = keep_events(records, convention)
    return {"id": row["id"], "events": [_coded(record, kind, convention) for record, kind in kept]}


def _coded(record: EventRecord, kind: EventType, convention: Convention) -> Row:
    here = {place.country for place in record.places if place.country} if convention.places_for_unnamed else set()
    home = here.pop() if len(here) == 1 else ""
    sides = {"sources": _sides(record.sources, home), "targets": _sides(record.targets, home)}
    return {"event": kind.value, "mode": record.mode, **sides}


def _sides(actors: Sequence[ActorRecord], home: str) -> list[Row]:
    return [{"text": actor.text, "code": actor.country or home} for actor in actors]
