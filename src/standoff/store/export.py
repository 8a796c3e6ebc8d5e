"""Tables for other programs: CSV, JSON lines, Parquet, and plain columns for people."""

import io
from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

EVENT_COLUMNS = {
    "date": "published",
    "type": "type",
    "status": "status",
    "who": "sources.name|text",
    "to whom": "targets.name|text",
    "words": "text",
    "said by": "speakers.actor.name|text",
    "report": "report",
    "event": "event_id",
}
"""What a table of events shows people: title, and where it stands in the record; after `|` what is shown in quotation
marks, as words of the text, where there is nothing."""
CELL_WIDTH = 48
"""The longest cell of a table for people; longer ones are cut."""


def export_table(table: pa.Table, form: str, columns: Mapping[str, str] | None = None) -> bytes:
    """Write a table in a form.

    Args:
        table: the rows.
        form: csv, jsonl, parquet, or table (for people).
        columns: for people only: the columns to show, as title and dotted path; by default all that are not nested.
    """
    if form == "parquet":
        out = io.BytesIO()
        pq.write_table(table, out, compression="zstd")
        return out.getvalue()
    if form == "csv":
        out = io.BytesIO()
        pacsv.write_csv(_flat(table), out)
        return out.getvalue()
    if form == "jsonl":
        return b"".join(msgspec.json.encode(row) + b"\n" for row in table.to_pylist())
    return _columns(table, columns or {name: name for name in table.column_names}).encode()


def _flat(table: pa.Table) -> pa.Table:
    """Write nested cells as JSON, which CSV has no other way to hold."""
    for at, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            cells = [None if value is None else msgspec.json.encode(value).decode() for value in table[at].to_pylist()]
            table = table.set_column(at, field.name, pa.array(cells, pa.string()))
    return table


def _columns(table: pa.Table, columns: Mapping[str, str]) -> str:
    rows = [list(columns)]
    rows += [[_cell(row, path) for path in columns.values()] for row in table.to_pylist()]
    widths = [max(len(row[at]) for row in rows) for at in range(len(columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def _cell(row: Mapping[str, Any], path: str) -> str:
    value: Any = row
    for name in path.split("."):
        if isinstance(value, list):
            value = [_field(item, name) for item in value]
        else:
            value = _field(value, name)
    if isinstance(value, list):
        value = ", ".join(str(item) for item in value if item is not None)
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= CELL_WIDTH else text[: CELL_WIDTH - 1] + "…"


def _field(item: Mapping[str, Any] | None, name: str) -> Any:
    """Give a field; of `name|other` the other one in quotation marks where the first is null."""
    if item is None:
        return None
    first, _, other = name.partition("|")
    value = item.get(first)
    return f"“{item[other]}”" if value is None and other and item.get(other) else value
