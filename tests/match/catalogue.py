"""A catalogue of hand-made event records, with the tables that claims are made of."""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from standoff.core.document import DOCUMENT_COLUMNS
from standoff.match.claim_tables import make_claims
from standoff.store.catalogue import JOURNAL_SCHEMA, REPORTS_SCHEMA
from standoff.store.records import EventRecord, events_table, layer_table

Rows = list[dict[str, object]]


def connect(
    records: Sequence[EventRecord],
    *,
    happenings: Mapping[str, str] | None = None,
    copies: Mapping[str, str] | None = None,
    journal: Sequence[Mapping[str, object]] = (),
) -> duckdb.DuckDBPyConnection:
    """Open a catalogue of some records.

    Args:
        records: at most one outlet and date per report.
        happenings: by event_id; all one happening where not given.
        copies: the original of each copied report.
        journal: rows of the table `journal`.
    """
    docs = {r.doc_id: r for r in reversed(records)}
    empty = dict.fromkeys(DOCUMENT_COLUMNS)
    reports = [
        empty | {"doc_id": d, "name": r.report, "outlet": r.outlet, "published": r.published, "known": r.published}
        for d, r in sorted(docs.items())
    ]
    copied = dict(copies or {})
    connection = duckdb.connect()
    tables = {
        "reports": pa.Table.from_pylist(reports, schema=REPORTS_SCHEMA),
        "events": events_table(records),
        "journal": pa.Table.from_pylist(list(journal), schema=JOURNAL_SCHEMA),
        "copies": pa.Table.from_pylist(
            [{"doc_id": d, "original": copied.get(d, d), "kind": "copy" if d in copied else "original"} for d in docs],
            schema=pa.schema([("doc_id", pa.string()), ("original", pa.string()), ("kind", pa.string())]),
        ),
        "copied_passages": pa.schema(
            [
                ("doc_id", pa.string()),
                ("start", pa.int32()),
                ("end", pa.int32()),
                ("from_doc", pa.string()),
                ("quoted", pa.bool_()),
            ]
        ).empty_table(),
        "stories": pa.Table.from_pylist(
            [{"doc_id": d, "story_id": "s"} for d in docs],
            schema=pa.schema([("doc_id", pa.string()), ("story_id", pa.string())]),
        ),
        "happenings": pa.Table.from_pylist(
            [{"event_id": r.event_id, "happening_id": (happenings or {}).get(r.event_id, "h")} for r in records],
            schema=pa.schema([("event_id", pa.string()), ("happening_id", pa.string())]),
        ),
    }
    tables |= {name: layer_table(name, []) for name in ("sentences", "statements", "actors", "identities")}
    for name in ("sentences", "statements", "actors", "identities"):
        tables[name] = tables[name].add_column(1, "position", pa.array([], pa.int32()))
    for name, table in tables.items():
        connection.register(name, table)
    return connection


def claim_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Rows]:
    """Run the step and give its tables as rows."""
    return {name: table.to_pylist() for name, table in make_claims(connection).items()}
