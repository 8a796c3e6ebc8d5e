"""Predictors for the event tasks: who does what to whom."""

import re
from collections.abc import Iterator, Sequence

from benchmarks.coding import PLOVER, Convention, keep_events, main_event
from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.core.vocabulary import EventType, Quad
from standoff.resources.codebook import load_codebook
from standoff.run.classify import classify
from standoff.run.marked import parse_marked
from standoff.store.records import ActorRecord, EventRecord, event_records


def predict_plv_zsp(rows: Sequence[Row]) -> Iterator[Row]:
    """Name the type of the act between two given spans; where none is found the row stays without an answer.

    The quad class is left to the scorer, whose classes put YIELD elsewhere than PLOVER puts CONCEDE.
    """
    for row, found in zip(rows, classify([parse_marked(row["marked"]) for row in rows]), strict=True):
        yield {"id": row["id"], "root": found.type.value if found.type else ""}


def predict_plover_gsr(rows: Sequence[Row]) -> Iterator[Row]:
    """Code whole sentences: source, type, target."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        yield coded_row(row, event_records(view), PLOVER)


def coded_row(row: Row, records: Sequence[EventRecord], convention: Convention) -> Row:
    """Write a sentence's events as the gold records do, under a convention."""
    return {"id": row["id"], "events": [_coded(record, kind) for record, kind in keep_events(records, convention)]}


def _coded(record: EventRecord, kind: EventType) -> Row:
    sides = {"sources": _sides(record.sources), "targets": _sides(record.targets)}
    return {"event": kind.value, "mode": record.mode, **sides}


def _sides(actors: Sequence[ActorRecord]) -> list[Row]:
    return [{"text": actor.text, "code": actor.country or ""} for actor in actors]


def predict_cameo_spans(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the sides of a sentence's main act as spans, and its quad class; without an act it is a mere statement."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        records = event_records(view)
        spans: list[Row] = []
        quad = 0
        if records:
            main, kind = next(iter(keep_events(records, PLOVER)), None) or _any_event(records)
            quad, spans = _cameo_quad(main, kind), _role_spans(main)
        yield {"id": row["id"], "quad": quad, "spans": spans}


DEMANDS = frozenset({"demand", "insist", "order", "ultimatum", "must", "require", "command", "instruct"})
"""Triggers of requests that CAMEO calls demands (root 10); all others are its appeals (root 02)."""


def _cameo_quad(record: EventRecord, kind: EventType) -> int:
    """Give the quad class as this set has it, which is CAMEO's and not PLOVER's.

    All yielding is material cooperation; an appeal, unlike a demand, is no more than a statement (class 0); reducing
    relations (embargoes, expulsions: SANCTION) is verbal conflict.
    """
    if kind is EventType.CONCEDE:
        return int(Quad.MATERIAL_COOPERATION)
    if kind is EventType.SANCTION:
        return int(Quad.VERBAL_CONFLICT)
    if kind is EventType.REQUEST:
        words = set(re.findall(r"[a-z]+?(?=(?:ed|s|ing)?\b)", record.text.lower()))
        return int(Quad.VERBAL_CONFLICT) if words & DEMANDS else 0
    return int(load_codebook().types[kind].quad)


def _any_event(records: Sequence[EventRecord]) -> tuple[EventRecord, EventType]:
    main = main_event(records)
    return main, main.type


def _role_spans(record: EventRecord) -> list[Row]:
    together = not record.targets and len(record.sources) > 1
    roles = [("both" if together else "source", actor) for actor in record.sources]
    roles += [("target", actor) for actor in record.targets]
    unique = dict.fromkeys((actor.start, actor.end, role) for role, actor in roles)
    return [{"start": start, "end": end, "role": role} for start, end, role in unique]
