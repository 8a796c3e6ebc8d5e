"""The catalogue: all reports of a run as tables in one DuckDB connection, which the corpus steps query.

The tables `reports`, `events` and one per layer of `LAYER_TABLES` are the same whether the reports are in memory
(`open_catalogue`) or in a case on disk.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from standoff.core.document import DOCUMENT_COLUMNS, Document, DocumentView
from standoff.core.layers import Sentence
from standoff.core.vocabulary import ValueBasis
from standoff.store.records import event_records, events_table, layer_records, layer_table

LAYER_TABLES = ("sentences", "times", "figures", "places", "actors", "identities", "statements", "voices")
"""Layers that are tables of their own: a row each, with `doc_id`, `position` in the layer, and `text`."""
TABLES = ("reports", "events", *LAYER_TABLES, "journal")
"""What is there before any corpus step runs."""
JOURNAL_SCHEMA = pa.schema(
    [
        ("number", pa.int32()),
        ("at", pa.string()),
        ("who", pa.string()),
        ("decision", pa.string()),
        ("targets", pa.list_(pa.string())),
        ("quoted", pa.list_(pa.string())),
        ("details", pa.string()),
    ]
)
"""The analysts' judgements (`core.judgement`), in the order in which they were made; `details` is JSON."""

REPORTS_SCHEMA = pa.schema(
    [pa.field(name, pa.int32() if name == "body_start" else pa.string()) for name in DOCUMENT_COLUMNS]
    + [pa.field("known", pa.string())]
)
"""A report's columns (`Document`), and `known`: the ISO day from which it counts as known, null where nobody knows."""


def report_row(doc: Document, added: str | None = None) -> dict[str, object]:
    """Give a report as a row of the table `reports`.

    Args:
        doc: the report.
        added: ISO day on which it came into the case, if it is in one.
    """
    return {name: getattr(doc, name) for name in DOCUMENT_COLUMNS} | {"known": doc.published or added}


def catalogue_tables(views: Sequence[DocumentView]) -> dict[str, pa.Table]:
    """Give the tables of some annotated reports, by name; rows in the order of the reports and of the text."""
    made = {"reports": pa.Table.from_pylist([report_row(view.doc) for view in views], schema=REPORTS_SCHEMA)}
    made["events"] = events_table([record for view in views for record in event_records(view)])
    for layer in LAYER_TABLES:
        rows = [{"position": n} | row for view in views for n, row in enumerate(layer_records(view, layer))]
        made[layer] = _with_position(layer, rows)
    made["journal"] = JOURNAL_SCHEMA.empty_table()
    return made


def _with_position(layer: str, rows: Sequence[dict[str, object]]) -> pa.Table:
    table = layer_table(layer, rows)
    return table.add_column(1, "position", pa.array([row["position"] for row in rows], pa.int32()))


def report_views(connection: duckdb.DuckDBPyConnection) -> list[DocumentView]:
    """Read the reports of a catalogue back as documents with their sentences."""
    columns = ", ".join(DOCUMENT_COLUMNS)
    views = {
        row["doc_id"]: DocumentView(Document(**row | {"published_basis": _basis(row["published_basis"])}))
        for row in connection.sql(f"select {columns} from reports order by doc_id").to_arrow_table().to_pylist()
    }
    spans: dict[str, list[Sentence]] = {doc_id: [] for doc_id in views}
    rows = connection.sql('select doc_id, start, "end", maker from sentences order by doc_id, position').fetchall()
    for doc_id, start, end, maker in rows:
        spans[doc_id].append(Sentence(start, end, maker))
    for doc_id, sentences in spans.items():
        views[doc_id].add("sentences", sentences)
    return list(views.values())


def _basis(value: str | None) -> ValueBasis | None:
    return ValueBasis(value) if value else None


def open_catalogue(views: Sequence[DocumentView]) -> duckdb.DuckDBPyConnection:
    """Open a connection that holds the tables of some annotated reports."""
    connection = duckdb.connect()
    for name, table in catalogue_tables(views).items():
        connection.register(name, table)
    return connection
