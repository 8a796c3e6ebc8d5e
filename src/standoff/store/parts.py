"""Parts: finished Parquet files that hold a table of some reports, and the way from layers to such tables and back.

At rest a layer is a long table: a row per row of the layer, with `doc_id`, its `position` in the layer and, where
people query it, its words.
Which reports the layer is null for (its stage failed or did not run) stands in the file's metadata, so that it is
never mistaken
for empty.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from standoff.core.arrow import layer_type, row_from_dict, row_to_dict
from standoff.core.document import DOCUMENT_COLUMNS, Document, DocumentView
from standoff.core.errors import CaseError
from standoff.core.layers import LAYERS
from standoff.core.vocabulary import ValueBasis
from standoff.store.catalogue import LAYER_TABLES
from standoff.store.durable import Entry, find_fault, make_entry, write_file

MISSING = "missing"
"""Metadata of a layer's part: the reports for which the layer is null."""
PROBLEMS = "problems"
"""Metadata of a layer's part: the issues of the stage that made it."""
DOCUMENTS_SCHEMA = pa.schema(
    [pa.field(name, pa.int32() if name == "body_start" else pa.string()) for name in DOCUMENT_COLUMNS]
    + [pa.field("added", pa.string())]
)
"""A document's fields, and the ISO time in UTC at which it came into the case."""
ARRIVALS_SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("address", pa.string()),
        ("name", pa.string()),
        ("url", pa.string()),
        ("outlet", pa.string()),
        ("media_type", pa.string()),
        ("via", pa.list_(pa.string())),
        ("bytes", pa.int64()),
        ("fetched_at", pa.string()),
        ("arrived", pa.string()),
        ("segment", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("documents", pa.int32()),
        ("issues", pa.int32()),
    ]
)
"""A thing that came in (`core.fetched.Fetched`): where its bytes lie in `raw/`, and what was found in them."""
ISSUES_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("input", "stage", "what", "found", "do")]
    + [("fatal", pa.bool_()), ("noted", pa.string())]
)
"""An issue (`core.issues.Issue`), and the ISO time in UTC at which it was noted."""
_COMPRESSION, _LEVEL = "zstd", 3
_ARROW_OWN = b"ARROW:schema"
_SCALARS = (str, int, float, bool, type(None))


def write_table(path: Path, table: pa.Table, key: str, metadata: dict[str, Any] | None = None) -> Entry:
    """Write a part.

    Args:
        path: its place.
        table: its rows.
        key: the key of what made it.
        metadata: what to keep in the file beside the rows, as JSON.

    Returns:
        What the file now is.
    """
    told = {name.encode(): json.dumps(value).encode() for name, value in (metadata or {}).items()}
    table = table.replace_schema_metadata(told or None)

    def write(passing: Path) -> None:
        pq.write_table(table, passing, compression=_COMPRESSION, compression_level=_LEVEL, write_page_checksum=True)

    write_file(path, write, force=False)
    return make_entry(path, key)


def read_table(path: Path, entry: Entry | None = None) -> tuple[pa.Table, dict[str, Any]]:
    """Read a part, and what is kept beside its rows.

    Args:
        path: its place.
        entry: what the file must be, where that is known; else the checksum of each of its pages decides.

    Raises:
        CaseError: the file is missing, cut short or changed.
    """
    fault = find_fault(path, entry) if entry else None
    if fault is None:
        try:
            table = pq.read_table(path, page_checksum_verification=True, partitioning=None)
            return table, _told(table.schema)
        except (OSError, pa.ArrowException, ValueError) as error:
            fault = str(error)
    raise CaseError(f"{path} cannot be trusted; found {fault}; run `standoff case run` to make it again")


def read_metadata(path: Path) -> dict[str, Any]:
    """Read what is kept in a part beside its rows."""
    return _told(pq.read_schema(path))


def _told(schema: pa.Schema) -> dict[str, Any]:
    return {key.decode(): json.loads(value) for key, value in (schema.metadata or {}).items() if key != _ARROW_OWN}


# -- documents ------------------------------------------------------------------------------------


def documents_table(rows: Iterable[tuple[Document, str]]) -> pa.Table:
    """Give documents, each with the time at which it was added, as a table."""
    plain = [{name: getattr(doc, name) for name in DOCUMENT_COLUMNS} | {"added": added} for doc, added in rows]
    return pa.Table.from_pylist(plain, schema=DOCUMENTS_SCHEMA)


def documents_from(table: pa.Table) -> list[Document]:
    """Read documents back from their table."""
    made = []
    for row in table.select(list(DOCUMENT_COLUMNS)).to_pylist():
        basis = row.pop("published_basis")
        made.append(Document(**row, published_basis=ValueBasis(basis) if basis else None))
    return made


def report_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Give documents as rows of the table `reports`, each with the day from which it counts as known."""
    return [row | {"known": row["published"] or row["added"][:10]} for row in table.to_pylist()]


# -- layers ---------------------------------------------------------------------------------------


def layer_part(layer: str, views: Sequence[DocumentView]) -> tuple[pa.Table, list[str]]:
    """Give a layer of some reports as a long table, and the ids of those for which it is null."""
    ids: list[str] = []
    positions: list[int] = []
    words: list[str] = []
    rows: list[Any] = []
    missing = [view.doc.doc_id for view in views if not view.has(layer)]
    worded = layer in LAYER_TABLES
    for view in views:
        found = view.get(layer) or ()
        ids += [view.doc.doc_id] * len(found)
        positions += range(len(found))
        rows += found
        if worded:
            text = view.text
            words += [text[row.start : row.end] for row in found]
    struct = layer_type(layer).value_type
    arrays = {field.name: pa.array(_column(rows, field), field.type) for field in struct}
    columns: dict[str, pa.Array] = {"doc_id": pa.array(ids, pa.string()), "position": pa.array(positions, pa.int32())}
    columns |= {name: arrays.pop(name) for name in ("start", "end")}
    if worded:
        columns["text"] = pa.array(words, pa.string())
    return pa.table(columns | arrays), missing


def _column(rows: Sequence[Any], field: pa.Field) -> list[Any]:
    values = [getattr(row, field.name) for row in rows]
    if not pa.types.is_nested(field.type):
        return values
    return [[_plain(item) for item in value] for value in values]


def _plain(item: Any) -> Any:
    return item if isinstance(item, _SCALARS) else row_to_dict(item)


def read_layer(layer: str, table: pa.Table, missing: Sequence[str]) -> Callable[[str], list[Any] | None]:
    """Read a layer's rows back: gives a function from a report's id to its rows, None where the layer is null."""
    names = [field.name for field in fields(LAYERS[layer])]
    by_id: dict[str, list[Any]] = defaultdict(list)
    plain = table.select(["doc_id", *names]).to_pylist()
    for row in plain:
        by_id[row.pop("doc_id")].append(row_from_dict(LAYERS[layer], row))
    absent = frozenset(missing)
    return lambda doc_id: None if doc_id in absent else by_id.get(doc_id, [])
