"""Catalogues of records made by hand, and the tables that a step makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from standoff.core.document import DocumentView
from standoff.core.stage import CorpusStep
from standoff.store.catalogue import catalogue_tables
from standoff.store.records import EventRecord, Span, events_table
from tests.coded import document


def told(one: EventRecord, report: str, published: str, words: str, **changes: Any) -> EventRecord:
    """Put an event into a report of its own, told in given words."""
    span = Span(0, len(words), words)
    made = replace(one, event_id=f"{report}:0", doc_id=report, report=report, published=published)
    return replace(made, start=0, end=len(words), text=words, sentence=span, clause=span, **changes)


def catalogue_of(records: Sequence[EventRecord], layers: Mapping[str, Sequence[Any]] | None = None) -> Any:
    """Open a catalogue of reports that hold these events; a report's text is that of its first sentence."""
    texts: dict[str, EventRecord] = {}
    for record in records:
        texts.setdefault(record.doc_id, record)
    views = [
        DocumentView(document(record.sentence.text, name=doc_id, published=record.published), dict(layers or {}))
        for doc_id, record in texts.items()
    ]
    return connected(catalogue_tables(views) | {"events": events_table(records)})


def connected(tables: Mapping[str, pa.Table]) -> Any:
    """Open a connection with tables in which no report copies another and each is a story of its own."""
    docs = tables["reports"].column("doc_id")
    alone = pa.array(["original"] * len(docs), pa.string())
    made = {"copies": pa.table({"doc_id": docs, "original": docs, "kind": alone})}
    made["stories"] = pa.table({"doc_id": docs, "story_id": docs})
    connection = duckdb.connect()
    for name, table in {**tables, **made}.items():
        connection.register(name, table)
    return connection


def rows_of(step: CorpusStep, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Run a step that makes one table and give its rows."""
    (table,) = step.run(connection).values()
    assert isinstance(table, pa.Table)
    return table.to_pylist()
