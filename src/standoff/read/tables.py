"""Tables of reports, a row each: CSV and Parquet; a row is fetched as the line of JSON that it amounts to."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.decode import decode, wide_encoding
from standoff.read.kinds import LINES
from standoff.read.problems import problem, quote
from standoff.read.records import MAX_LINE_BYTES
from standoff.read.unpacking import Place, seekable

TEXT_COLUMN = "text"
"""The column that makes a table one of reports."""
FIELDS = ("id", "date", "title", "url", "outlet", "sources", "author", TEXT_COLUMN)
"""The columns that are read, as in a record of JSONL."""
MAX_GROUP_BYTES = 2_000_000_000
"""The largest row group of a Parquet file, by its own count: one is read at a time."""
_BATCH_ROWS = 64
_DELIMITERS = ",;\t|"
Fetches = Iterator[Fetched | Issue]


def _without_text(place: Place, columns: list[str]) -> Issue:
    do = f"call the column with the reports' text `{TEXT_COLUMN}`, and the others {', '.join(FIELDS[:-1])}"
    return problem(place.source, f"table without `{TEXT_COLUMN}`", found=f"columns {quote(columns)}", do=do)


def _row(cells: Mapping[str, Any], number: int, place: Place) -> Fetched:
    """Write a row as a line of JSON, always in the same way."""
    raw = json.dumps(cells, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    via = (*place.via, place.source)
    return Fetched(f"{place.source}:{number}", place.name, raw, LINES, number=number, via=via)


def has_text_column(head: bytes) -> bool:
    """Tell from the first bytes of a CSV file whether it is a table of reports."""
    text, _ = decode(head, "")
    line = text.partition("\n")[0]
    return TEXT_COLUMN in next(csv.reader([line], delimiter=_delimiter(line)), [])


def _delimiter(line: str) -> str:
    """Give the delimiter of which the header has most."""
    return max(_DELIMITERS, key=line.count)


def read_csv(stream: io.BufferedReader, head: bytes, place: Place) -> Fetches:
    """Fetch the rows of a CSV file; its delimiter is told from its header.

    Args:
        stream: in UTF-8, cp1252, or UTF-16 with a byte order mark.
        head: its first bytes.
        place: where it stands.
    """
    csv.field_size_limit(MAX_LINE_BYTES)  # the library's own limit, 131,072 characters, is below a long report
    wide = wide_encoding(head)
    lines = io.TextIOWrapper(stream, wide or "utf-8-sig", "replace" if wide else "surrogateescape", newline="")
    first, _ = decode(head, place.source)
    rows = csv.reader(lines, delimiter=_delimiter(first.partition("\n")[0]))
    columns = [name.strip() for name in next(rows, [])]
    if TEXT_COLUMN not in columns:
        yield _without_text(place, columns)
        return
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if cells:
                yield from _read_cells(columns, cells, number, place)
    except csv.Error as error:
        do = "check its quotation marks from there on; the rows before were read"
        yield problem(f"{place.source}:{number + 1}", "row not readable", found=str(error), do=do)
    if not number:
        yield problem(place.source, "no record in it", found="a header only", do="write a row for each report")


def _read_cells(columns: list[str], cells: list[str], number: int, place: Place) -> Fetches:
    """Fetch one row, repairing what is not UTF-8."""
    where = f"{place.source}:{number}"
    repaired = []
    for cell in cells:
        text, flaws = decode(cell.encode("utf-8", "surrogateescape"), where)
        yield from flaws
        repaired.append(text)
    if len(cells) > len(columns):
        found = f"{len(cells)} cells under {len(columns)} columns"
        yield problem(where, "row longer than the header", found=found, do="check its quotation marks", fatal=False)
    row = {name: cell for name, cell in zip(columns, repaired, strict=False) if name in FIELDS and cell}
    yield _row(row, number, place)


def read_parquet(stream: io.BufferedReader, place: Place) -> Fetches:
    """Fetch the rows of a Parquet file.

    Args:
        stream: the file.
        place: where it stands.
    """
    try:
        file = pq.ParquetFile(seekable(stream))
        columns = file.schema_arrow.names
        if TEXT_COLUMN not in columns:
            yield _without_text(place, columns)
            return
        sizes = [file.metadata.row_group(index).total_byte_size for index in range(file.metadata.num_row_groups)]
        if max(sizes, default=0) > MAX_GROUP_BYTES:
            do = "write it anew in smaller row groups"
            yield problem(place.source, "row group too large", found=f"{max(sizes) / 1e9:.1f} GB", do=do)
            return
        number = 0
        for batch in file.iter_batches(_BATCH_ROWS, columns=[name for name in FIELDS if name in columns]):
            for cells in batch.to_pylist():
                number += 1
                row = _row({name: _plain(cell) for name, cell in cells.items() if cell is not None}, number, place)
                place.allowance.take(len(row.raw))
                yield row
        if not number:
            yield problem(place.source, "no record in it", found="no row", do="write a row for each report")
    except (pa.ArrowException, OSError) as error:
        found = f"{type(error).__name__}: {error}".splitlines()[0]
        yield problem(place.source, "damaged Parquet file", found=found, do="write it anew")


def _plain(cell: Any) -> Any:
    """Give a cell as JSON can hold it: dates and times in ISO."""
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
