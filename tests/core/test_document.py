"""Documents, ids and digests; batches in Arrow and back."""

import pyarrow as pa
import pytest

from standoff.core.arrow import layer_array, layer_type, row_from_dict, row_to_dict
from standoff.core.document import (
    DocumentView,
    batch_schema,
    document_id,
    from_batch,
    text_digest,
    to_batch,
)
from standoff.core.issues import Issue
from standoff.core.layers import LAYERS, Sentence
from tests.coded import document, example_case


def test_ids_depend_on_address_and_bytes_alone() -> None:
    assert document_id("a.txt", b"one") == document_id("a.txt", b"one")
    assert len({document_id("a.txt", b"one"), document_id("b.txt", b"one"), document_id("a.txt", b"two")}) == 3
    assert len(document_id("", b"")) == 16


def test_address_and_bytes_cannot_be_mixed_up() -> None:
    assert document_id("ab", b"c") != document_id("a", b"bc")


def test_digests_stand_lone_surrogates() -> None:
    assert text_digest("a\ud800") != text_digest("a")


def test_the_batch_has_a_column_per_layer() -> None:
    schema = batch_schema()
    assert schema.names[-len(LAYERS) :] == list(LAYERS)
    assert all(schema.field(name).type == layer_type(name) for name in LAYERS)


def test_null_and_empty_survive_arrow() -> None:
    view = DocumentView(document("One."), {"times": [], "figures": None})
    (back,) = from_batch(to_batch([view]))
    assert back.get("times") == []
    assert back.get("figures") is None
    assert back.get("actors") is None
    assert back.doc == view.doc


def test_the_example_case_survives_arrow() -> None:
    views = example_case().views
    back = from_batch(to_batch(views))
    assert [view.doc for view in back] == [view.doc for view in views]
    for name in LAYERS:
        assert [list(view.rows(name)) for view in back] == [list(view.rows(name)) for view in views], name


def test_the_example_case_survives_a_file(tmp_path: object) -> None:
    batch = to_batch(example_case().views[:3])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    (again,) = pa.ipc.open_stream(sink.getvalue())
    assert again.equals(batch)
    again.validate(full=True)


def test_only_the_layers_asked_for_are_read() -> None:
    (view,) = from_batch(to_batch(example_case().views[:1]), ["sentences"])
    assert view.has("sentences")
    assert not view.has("tokens")


@pytest.mark.parametrize("name", list(LAYERS))
def test_rows_survive_plain_values(name: str) -> None:
    rows = [row for view in example_case().views for row in view.rows(name)][:40]
    assert rows
    assert [row_from_dict(LAYERS[name], row_to_dict(row)) for row in rows] == rows


def test_a_layer_s_column() -> None:
    column = layer_array("sentences", [[Sentence(0, 4, "test/1")], [], None])
    assert column.to_pylist() == [[{"start": 0, "end": 4, "maker": "test/1"}], [], None]


def test_an_issue_is_one_line() -> None:
    issue = Issue("a.txt", "read", "empty file", "0 bytes", "give a report")
    assert issue.line() == "a.txt: empty file; found 0 bytes; give a report"
    assert issue.fatal
