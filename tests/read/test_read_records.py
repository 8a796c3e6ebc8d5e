"""JSONL and JSON: a record is a document."""

import io
import json
import time
from typing import Any

import pytest

from standoff.core.document import Document, document_id
from standoff.core.issues import Issue
from standoff.core.vocabulary import ValueBasis
from standoff.read import records
from standoff.read.records import MAX_LINE_BYTES, read_lines, read_whole

TEXT = "The harbour master has closed the eastern quay for a week."


def lines(*rows: object) -> bytes:
    return b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)


def read(raw: bytes) -> tuple[list[Document], list[Issue]]:
    found = list(read_lines(io.BytesIO(raw), "in/quay.jsonl"))
    return [row for row in found if isinstance(row, Document)], [row for row in found if isinstance(row, Issue)]


def one(**fields: Any) -> Document:
    (doc,), issues = read(lines({"id": "a1", "text": TEXT} | fields))
    assert not issues
    return doc


def test_all_fields_are_read() -> None:
    doc = one(
        date="2031-03-12",
        title="Quay\nshut",
        url="https://post.example.org/1",
        outlet="Harbour Post",
        author="Jane Doe",
    )
    assert (doc.name, doc.ref, doc.url) == ("quay:a1", "a1", "https://post.example.org/1")
    assert (doc.title, doc.outlet, doc.author) == ("Quay shut", "Harbour Post", "Jane Doe")
    assert (doc.published, doc.published_basis) == ("2031-03-12", ValueBasis.STATED)
    assert (doc.text, doc.language, doc.body_start) == (TEXT, "en", 0)


def test_the_id_is_made_of_address_and_line() -> None:
    raw = lines({"id": "a1", "text": TEXT})
    assert read(b"  " + raw + b" \r\n")[0][0].doc_id == document_id("a1", raw)
    raw = lines({"id": "a1", "url": "https://x.example.org", "text": TEXT})
    assert read(raw)[0][0].doc_id == document_id("https://x.example.org", raw)
    raw = lines({"text": TEXT})
    assert read(raw)[0][0].doc_id == document_id("quay:1", raw)


def test_sources_stand_in_for_an_outlet() -> None:
    assert one(sources=["Harbour Post", " The Meridian ", 7, ""]).outlet == "Harbour Post, The Meridian"
    assert one(sources=["Harbour Post"], outlet="North Wire").outlet == "North Wire"
    assert one(sources=[]).outlet is None


def test_odd_types_of_metadata_are_passed_over() -> None:
    doc = one(id=17, title=3.5, url={"a": 1}, author=["Jane Doe", "John Roe"], outlet=True)
    assert (doc.ref, doc.name, doc.title, doc.url, doc.outlet) == ("17", "quay:17", None, None, None)
    assert doc.author == "Jane Doe, John Roe"


def test_metadata_of_the_record_win_over_the_text() -> None:
    text = f"By Ann Bell, North Wire\n12 March 2031\n\n{TEXT}"
    doc = one(text=text, date="2031-03-14", outlet="Harbour Post", author="Jane Doe")
    assert (doc.published, doc.outlet, doc.author) == ("2031-03-14", "Harbour Post", "Jane Doe")
    assert doc.text[doc.body_start :] == TEXT
    doc = one(text=text)
    assert (doc.published, doc.outlet, doc.author) == ("2031-03-12", "North Wire", "Ann Bell")
    assert doc.published_basis is ValueBasis.STATED


@pytest.mark.parametrize("date", [None, ""])
def test_a_record_may_lack_a_date(date: object) -> None:
    doc = one(date=date)
    assert (doc.published, doc.published_basis) == (None, None)


@pytest.mark.parametrize("date", ["yesterday", "03/04/2031", "2031-02-30", "2031", 20310312, ["2031-03-12"], " "])
def test_a_bad_date_is_told_and_the_record_kept_without(date: object) -> None:
    docs, issues = read(lines({"id": "a1", "date": date, "text": f"12 March 2031\n\n{TEXT}"}))
    assert (docs[0].published, docs[0].published_basis) == (None, None)
    (issue,) = issues
    assert (issue.input, issue.what, issue.fatal) == ("in/quay.jsonl:1", "date not readable", False)
    assert issue.found == repr(date)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (b'{"id": "a1", "text": ', "not JSON"),
        (b"The quay is shut.", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"text": "a b c d", "id": ' + b"9" * 5000 + b"}", "not JSON"),
        ([1, 2], "not an object"),
        ("text", "not an object"),
        (b"null", "not an object"),
        ({"id": "a1", "body": TEXT}, "record without `text`"),
        ({"text": None}, "record without `text`"),
        ({"text": [TEXT]}, "record without `text`"),
        ({"text": ""}, "fewer than 3 words"),
        ({"text": "Quay shut"}, "fewer than 3 words"),
        ({"text": "1 2 3 4 5"}, "fewer than 3 words"),
        (
            {"text": "Der Hafen und die Stadt hat am Montag die Fähre und das Boot an der Mole gesperrt"},
            "not in English",
        ),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(row: object, what: str) -> None:
    docs, issues = read(lines({"id": "x", "text": TEXT}, b"", row, {"id": "y", "text": TEXT}))
    assert [doc.ref for doc in docs] == ["x", "y"]
    (issue,) = issues
    assert (issue.input, issue.stage, issue.what, issue.fatal) == ("in/quay.jsonl:3", "read", what, True)
    assert issue.found
    assert issue.do


def test_a_broken_line_is_repaired_and_told() -> None:
    docs, issues = read(b'{"id": "a", "text": "The caf\xc3\xa9 by the quay is\xff shut."}\n' + lines({"text": TEXT}))
    assert len(docs) == 2
    assert [(issue.input, issue.fatal) for issue in issues] == [("in/quay.jsonl:1", False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    rows = "\r\n".join(json.dumps({"id": str(n), "text": f"Ardalı: {TEXT}"}, ensure_ascii=False) for n in range(3))
    docs, issues = read(rows.encode(encoding))
    assert [doc.ref for doc in docs] == ["0", "1", "2"]
    assert docs[0].text.startswith("Ardalı")
    assert not issues


def test_lines_shorter_than_what_is_read_ahead() -> None:
    docs, issues = read(b"\n\n1\n" + lines({"text": TEXT}))
    assert [issue.input for issue in issues] == ["in/quay.jsonl:3"]
    assert docs[0].name == "quay:4"
    assert read(b"") == ([], [])
    assert read(b"\n") == ([], [])


def test_lone_surrogates_do_not_stop_anything() -> None:
    doc = one(id="a\ud800", url="https://x.example.org/\udfff", title="Quay \ud800", text=TEXT + " \ud800")
    doc.text.encode()
    (doc.name + str(doc.url) + str(doc.title)).encode()


def test_a_huge_line_is_skipped_fast_and_once() -> None:
    class Counting(io.BytesIO):
        most = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            Counting.most = max(Counting.most, len(line))
            return line

    huge = b'{"text": "' + b"quay " * 10_000_000 + b'"}\n'
    begin = time.perf_counter()
    found = list(read_lines(Counting(huge + lines({"id": "y", "text": TEXT})), "quay.jsonl"))
    assert time.perf_counter() - begin < 2
    assert Counting.most <= MAX_LINE_BYTES + 1
    assert isinstance(found[0], Issue)
    assert (found[0].input, found[0].what) == ("quay.jsonl:1", "line too long")
    assert found[0].found == "50.0 MB where at most 16 MB are read"
    assert isinstance(found[1], Document)


def test_a_huge_last_line_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_LINE_BYTES", 100)
    _, issues = read(b"x" * 250)
    assert [issue.what for issue in issues] == ["line too long"]


def test_a_text_over_the_limit_is_told() -> None:
    _, issues = read(lines({"id": "a", "text": "quay " * 1_100_000}))
    assert [(issue.input, issue.what) for issue in issues] == [("in/quay.jsonl:1", "text too long")]
    assert issues[0].found == "5.5 MB where at most 5 MB are read"


def whole(text: str) -> list[Document | Issue]:
    return list(read_whole(text, "quay.json"))


def test_json_holds_one_record_or_an_array() -> None:
    (doc,) = whole(json.dumps({"id": "a", "text": TEXT}, indent=1))
    assert isinstance(doc, Document)
    assert doc.name == "quay:a"
    found = whole(json.dumps([{"id": "a", "text": TEXT}, 5, {"text": TEXT}]))
    assert [row.name if isinstance(row, Document) else row.input for row in found] == [
        "quay:a",
        "quay.json[1]",
        "quay:3",
    ]


def test_json_that_is_lines_is_read_as_lines() -> None:
    found = whole(lines({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}).decode())
    assert [row.name for row in found if isinstance(row, Document)] == ["quay:a", "quay:b"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[]", "no record in it"),
        ("{", "not JSON"),
        ("", "not JSON"),
        ("7", "not an object"),
        ("{}", "record without `text`"),
    ],
)
def test_bad_json(text: str, what: str) -> None:
    (issue,) = whole(text)
    assert isinstance(issue, Issue)
    assert (issue.input, issue.what) == ("quay.json", what)
