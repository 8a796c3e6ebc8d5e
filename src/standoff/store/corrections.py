"""Corrected actors: an analyst's word on who stands at a span, put into the tables before anything is made of them."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from standoff.core.judgement import Action, Judgement, judgement_of, standing
from standoff.store.records import ActorRecord, EventRecord, events_table, records_of_table

FOUND = "found"
"""What is put before the name of a table that holds what the stages found, where a corrected one took its place."""


def correct_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Let `events` and `identities` say what analysts corrected; what the stages found stays under `found_...`.

    Args:
        connection: a catalogue with `events` and `journal`; `identities` where it has them.
    """
    rows = connection.sql("select * from journal order by number").to_arrow_table().to_pylist()
    judged = [row for row in standing(map(judgement_of, rows)) if row.action is Action.CORRECT_ACTOR]
    if not judged:
        return
    docs = sorted({row.anchors[0].doc_id for row in judged})
    there = connection.execute(
        "select table_name, table_type from information_schema.tables where table_name in ('events', 'identities')"
    ).fetchall()
    for name, kind in sorted(there):
        connection.execute(f"alter {'view' if kind == 'VIEW' else 'table'} {name} rename to {FOUND}_{name}")
        {"events": _correct_events, "identities": _correct_identities}[name](connection, judged, docs)


def _correct_events(connection: duckdb.DuckDBPyConnection, judged: Sequence[Judgement], docs: Sequence[str]) -> None:
    query = "select * from found_events where doc_id in (select unnest($docs))"
    table = connection.sql(query, params={"docs": list(docs)}).to_arrow_table()
    records = [correct_record(record, judged) for record in records_of_table(table)]
    connection.register("arrow_corrected", events_table(records))
    connection.execute("create table corrected_events as select * from arrow_corrected")
    connection.unregister("arrow_corrected")
    connection.execute(
        "create view events as select * from found_events where doc_id not in (select doc_id from corrected_events) "
        "union all by name select * from corrected_events"
    )


def _correct_identities(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[Judgement], docs: Sequence[str]
) -> None:
    rows = [(r.anchors[0].doc_id, r.anchors[0].start, r.anchors[0].end, r.number, r.value, r.country) for r in judged]
    connection.execute(
        "create table actor_corrections "
        '(doc_id varchar, start integer, "end" integer, number integer, name varchar, country varchar)'
    )
    connection.executemany("insert into actor_corrections values (?, ?, ?, ?, ?, ?)", rows)
    said = (
        '(select arg_max(c.{0}, c.number) from actor_corrections c where c.doc_id = i.doc_id and i.start < c."end" '
        'and c.start < i."end" and c.{0} is not null)'
    )
    name, country = (f"coalesce({said.format(column)}, i.{column}) as {column}" for column in ("name", "country"))
    connection.execute(f"create view identities as select i.* replace ({name}, {country}) from found_identities i")


def correct_record(record: EventRecord, judged: Sequence[Judgement]) -> EventRecord:
    """Give an event record with its actors corrected, in the order in which it was judged."""
    for row in judged:
        if row.anchors[0].doc_id == record.doc_id:
            record = replace(
                record,
                sources=[_correct(actor, row) for actor in record.sources],
                targets=[_correct(actor, row) for actor in record.targets],
                speakers=[replace(s, actor=_correct(s.actor, row)) if s.actor else s for s in record.speakers],
            )
    return record


def _correct(actor: ActorRecord, row: Judgement) -> ActorRecord:
    anchor = row.anchors[0]
    if not (actor.start < anchor.end and anchor.start < actor.end):
        return actor
    return replace(actor, name=row.value or actor.name, country=row.country or actor.country)
