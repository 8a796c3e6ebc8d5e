"""Rows of a view as a file: streamed, so that a million rows cost no more memory than a thousand."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from standoff.core.errors import SettingsError
from standoff.web import conditions
from standoff.web.filters import Filters, Where
from standoff.web.snapshot import Snapshot

Form = Literal["csv", "jsonl", "parquet", "geojson"]
BATCH_ROWS = 5_000
MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
FORMULA_STARTS = "=+-@\t\r"
"""A spreadsheet takes a cell that begins so for a formula. Source: OWASP, CSV Injection."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A table that can be saved."""

    table: str
    where: Callable[[Filters], Where]
    order: str
    columns: str = "l.*"
    geographic: bool = False


EVENT_COLUMNS = "l.* exclude (line, day, last_day, dated, told_as_fact)"
CLAIM_COLUMNS = "l.* exclude (line, day, last_day, dated, recent, against, rank)"
POSITION_COLUMNS = "l.* exclude (recent, number)"
EXPORTED = {
    "events": Exported("lines", conditions.event_conditions, "l.line", EVENT_COLUMNS),
    "claims": Exported("claim_lines", conditions.claim_conditions, "l.claim_id", CLAIM_COLUMNS),
    "positions": Exported("position_lines", conditions.position_conditions, "l.position_id", POSITION_COLUMNS),
    "figures": Exported("ledger_lines", conditions.figure_conditions, "l.series_id, l.place", "l.* exclude (place)"),
    "agenda": Exported("agenda_lines", conditions.agenda_conditions, "l.due, l.agenda_id", "l.* exclude (due)"),
    "ties": Exported("ties", conditions.tie_conditions, "l.line, l.source, l.target", "l.* exclude (line)"),
    "places": Exported("spots", conditions.spot_conditions, "l.line, l.start", "l.* exclude (line)", geographic=True),
    "reports": Exported("report_lines", conditions.report_conditions, "l.published, l.doc_id"),
    "issues": Exported("issues", conditions.no_conditions, "l.input, l.stage"),
    "judgements": Exported("journal", conditions.no_conditions, "l.number"),
    "forecasts": Exported("forecast_lines", conditions.forecast_conditions, "l.number", "l.* exclude (number)"),
    "tension": Exported("tension_days", conditions.point_conditions, "l.actor, l.other, l.day"),
    "indicators": Exported("firings", conditions.firing_conditions, "l.number", "l.* exclude (number)"),
}
"""What can be saved, by the name in its address; events are saved as GeoJSON by their places."""


def export_rows(snapshot: Snapshot, name: str, form: Form, filters: Filters) -> Iterator[bytes]:
    """Write the rows of a table under some filters.

    Args:
        snapshot: what is queried.
        name: one of `EXPORTED`.
        form: csv, jsonl, parquet or geojson.
        filters: the same as for the view.

    Raises:
        SettingsError: there is no such table in this case, or it has no places.
    """
    if form == "geojson" and name == "events":
        name = "places"
    exported = EXPORTED.get(name)
    if exported is None or not snapshot.has(exported.table):
        raise SettingsError(f"there is no table {name[:40]!r} to export; there are: {', '.join(EXPORTED)}")
    if form == "geojson" and not exported.geographic:
        raise SettingsError(f"{name} have no places; choose csv, jsonl or parquet")
    where = exported.where(filters)
    sql = f"select {exported.columns} from {exported.table} l where {where.sql} order by {exported.order}"
    return _written(snapshot.cursor(), sql, where.parameters, form)


def _written(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: list[object], form: Form) -> Iterator[bytes]:
    try:
        reader = cursor.sql(sql, params=parameters).to_arrow_reader(BATCH_ROWS)
        yield from WRITERS[form](reader)
    finally:
        cursor.close()


def _write_jsonl(reader: pa.RecordBatchReader) -> Iterator[bytes]:
    for batch in reader:
        yield b"".join(msgspec.json.encode(row) + b"\n" for row in batch.to_pylist())


def _write_geojson(reader: pa.RecordBatchReader) -> Iterator[bytes]:
    """Write a feature per place; one without a spot has no geometry (RFC 7946 allows null)."""
    yield b'{"type":"FeatureCollection","features":['
    first = True
    for batch in reader:
        for row in batch.to_pylist():
            yield (b"" if first else b",\n") + msgspec.json.encode(_feature(row))
            first = False
    yield b"]}\n"


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = row.pop("latitude"), row.pop("longitude")
    point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": point, "properties": row}


def _write_csv(reader: pa.RecordBatchReader) -> Iterator[bytes]:
    sink = io.BytesIO()
    schema = pa.schema([pa.field(field.name, pa.string()) for field in reader.schema])
    with pa_csv.CSVWriter(sink, schema) as writer:
        for batch in reader:
            columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
            writer.write_batch(pa.record_batch([pa.array(c, pa.string()) for c in columns], schema=schema))
            yield _taken(sink)
    yield _taken(sink)


def _cell(value: object) -> str | None:
    """Write a value for a spreadsheet: lists joined, text that would be run as a formula marked as text."""
    if value is None:
        return None
    if isinstance(value, str):
        return f"'{value}" if value.startswith(tuple(FORMULA_STARTS)) else value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _cell("; ".join(value))
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    return str(value)


def _write_parquet(reader: pa.RecordBatchReader) -> Iterator[bytes]:
    sink = io.BytesIO()
    with pa_parquet.ParquetWriter(_Kept(sink), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            yield _taken(sink)
    yield _taken(sink)


class _Kept(io.RawIOBase):
    """A file that only grows: what was taken out of its buffer still counts for the position."""

    def __init__(self, sink: io.BytesIO) -> None:
        self.sink = sink
        self.written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.written

    def write(self, data: Any) -> int:
        size = self.sink.write(bytes(data))
        self.written += size
        return size


def _taken(sink: io.BytesIO) -> bytes:
    found = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return found


WRITERS: dict[str, Callable[[pa.RecordBatchReader], Iterator[bytes]]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
    "geojson": _write_geojson,
}
