"""A report, frozen, and the read-only view of it that a stage gets."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeVar

import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import layer_array, layer_type, row_from_dict
from standoff.core.errors import PipelineError
from standoff.core.layers import LAYERS
from standoff.core.vocabulary import ValueBasis

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Document:
    """One report: NFC text that never changes, and what is known of its making."""

    doc_id: Annotated[str, Meta(description="hash of address and raw bytes")]
    name: Annotated[str, Meta(description="short label for citations, e.g. the file's name")]
    ref: Annotated[str | None, Meta(description="the record's own id, where it has one")]
    url: str | None
    title: str | None
    outlet: str | None
    author: str | None
    published: Annotated[str | None, Meta(description="ISO date of publication, null where none is given")]
    published_basis: Annotated[ValueBasis | None, Meta(description="stated, or inferred; null with no date")]
    language: Annotated[str | None, Meta(description="ISO 639-1 code of the text")]
    text: str
    body_start: Annotated[int, Meta(description="code point where the report begins, after a by-line or dateline")]
    text_sha: Annotated[str, Meta(description="SHA-256 of the text in UTF-8; guards the offsets")]


def text_digest(text: str) -> str:
    """Give the digest that guards a text's offsets."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(address: str, raw: bytes) -> str:
    """Give a document's id: a hash of where it came from and its raw bytes (16 hexadecimal digits)."""
    return hashlib.sha256(address.encode() + b"\0" + raw).hexdigest()[:16]


class DocumentView:
    """A short-lived view of one document: its text, and the layers that a stage may read.

    Rows are typed (`core.layers`). A layer that failed or did not run raises, so that no stage mistakes it
    for an empty one.
    """

    __slots__ = ("_layers", "_memo", "doc")

    def __init__(self, doc: Document, layers: dict[str, Sequence[Any] | None] | None = None) -> None:
        """Wrap a document and the layers that are already there."""
        self.doc = doc
        self._layers: dict[str, Sequence[Any] | None] = dict(layers or {})
        self._memo: dict[object, Any] = {}

    @property
    def text(self) -> str:
        """The frozen text."""
        return self.doc.text

    def has(self, layer: str) -> bool:
        """Tell whether the layer is there (made, even if empty)."""
        return self._layers.get(layer) is not None

    def rows(self, layer: str) -> Sequence[Any]:
        """Give a layer's rows.

        Raises:
            PipelineError: the layer was not made for this document.
        """
        found = self._layers.get(layer)
        if found is None:
            raise PipelineError(f"layer {layer!r} is not there for {self.doc.name!r}: its stage did not run or failed")
        return found

    def get(self, layer: str) -> Sequence[Any] | None:
        """Give a layer's rows, or None where it was not made."""
        return self._layers.get(layer)

    def add(self, layer: str, rows: Sequence[Any] | None) -> None:
        """Add a new layer.

        Raises:
            PipelineError: the layer is already there.
        """
        if layer in self._layers:
            raise PipelineError(f"layer {layer!r} is already there: a layer is written once, by one stage")
        self._layers[layer] = rows

    def derive(self, build: "Callable[[DocumentView], T]") -> T:
        """Build something from this view once and keep it as long as the view lives."""
        if build not in self._memo:
            self._memo[build] = build(self)
        made: T = self._memo[build]
        return made


DOCUMENT_COLUMNS = tuple(field.name for field in fields(Document))


def _column_type(name: str) -> pa.DataType:
    return pa.int32() if name == "body_start" else pa.string()


def batch_schema() -> pa.Schema:
    """Give the Arrow schema of a batch: a row per document, a column per layer."""
    return pa.schema(
        [(name, _column_type(name)) for name in DOCUMENT_COLUMNS] + [(name, layer_type(name)) for name in LAYERS],
    )


def to_batch(views: Sequence[DocumentView]) -> pa.RecordBatch:
    """Write documents and their layers as one Arrow record batch."""
    columns: list[pa.Array] = [
        pa.array([getattr(view.doc, name) for view in views], _column_type(name)) for name in DOCUMENT_COLUMNS
    ]
    columns += [layer_array(name, [view.get(name) for view in views]) for name in LAYERS]
    return pa.RecordBatch.from_arrays(columns, schema=batch_schema())


def from_batch(batch: pa.RecordBatch, layers: Sequence[str] | None = None) -> list[DocumentView]:
    """Read documents back from a batch, with the layers asked for (all by default)."""
    wanted = tuple(LAYERS) if layers is None else tuple(layers)
    heads = batch.select(list(DOCUMENT_COLUMNS)).to_pylist()
    columns = {name: batch.column(name).to_pylist() for name in wanted}
    views = []
    for position, head in enumerate(heads):
        basis = head.pop("published_basis")
        doc = Document(**head, published_basis=ValueBasis(basis) if basis else None)
        view = DocumentView(doc)
        for name in wanted:
            plain = columns[name][position]
            if plain is not None:
                view.add(name, [row_from_dict(LAYERS[name], dict(row)) for row in plain])
        views.append(view)
    return views
