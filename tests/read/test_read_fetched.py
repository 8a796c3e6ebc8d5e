"""Things as they are fetched, and the documents in them."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from standoff.core.document import document_id
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.core.vocabulary import ValueBasis
from standoff.read.inputs import documents_of, fetch_inputs, read_inputs

TEXT = "The harbour master has closed the eastern quay for a week."
PAGE = f"<!DOCTYPE html><html><head><title>Quay</title></head><body><article><p>{TEXT}</p></article></body></html>"


def fetch(path: Path) -> list[Fetched]:
    return [row for row in fetch_inputs([path]) if isinstance(row, Fetched)]


def test_a_file_is_fetched_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "quay.txt"
    path.write_bytes(TEXT.encode() + b"\r\n")
    (found,) = fetch(path)
    assert found == Fetched(str(path), "quay.txt", TEXT.encode() + b"\r\n", "text/plain")


def test_each_line_of_records_is_fetched_by_itself(tmp_path: Path) -> None:
    rows = [json.dumps({"id": name, "text": f"{TEXT} {name}"}) for name in "ab"]
    path = tmp_path / "quay.jsonl"
    path.write_text(f"{rows[0]}\n\n{rows[1]}\n")
    found = fetch(path)
    assert [(row.address, row.name, row.number) for row in found] == [
        (f"{path}:1", "quay.jsonl", 1),
        (f"{path}:3", "quay.jsonl", 3),
    ]
    assert [row.raw.decode() for row in found] == rows
    assert {row.via for row in found} == {(str(path),)}
    assert [doc.name for row in found for doc in documents_of(row)[0]] == ["quay:a", "quay:b"]


def test_reading_what_was_fetched_gives_what_reading_gives(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.json").write_text(json.dumps([{"text": f"{TEXT} {number}"} for number in range(2)]))
    (tmp_path / "d.jsonl").write_text(json.dumps({"text": TEXT}) + "\n{\n")
    docs, issues = read_inputs([tmp_path])
    again = [documents_of(row) for row in fetch_inputs([tmp_path]) if isinstance(row, Fetched)]
    assert [doc for found, _ in again for doc in found] == docs
    assert [flaw for _, flaws in again for flaw in flaws] == issues
    assert len(docs) == 5


def test_what_a_container_states_is_kept() -> None:
    given_by_feed = Fetched(
        "https://post.example.org/quay",
        "quay",
        TEXT.encode(),
        "text/plain; charset=utf-8",
        fetched_at="2031-03-12T10:00:00Z",
        url="https://post.example.org/quay",
        outlet="Harbour Post",
        title="Quay shut",
        published="2031-03-12",
        author="Jane Doe",
        via=("https://post.example.org/feed",),
    )
    (doc,), issues = documents_of(given_by_feed)
    assert not issues
    assert (doc.url, doc.outlet, doc.title, doc.author) == (
        "https://post.example.org/quay",
        "Harbour Post",
        "Quay shut",
        "Jane Doe",
    )
    assert (doc.published, doc.published_basis) == ("2031-03-12", ValueBasis.STATED)
    assert doc.doc_id == document_id("https://post.example.org/quay", TEXT.encode())


def test_a_page_states_its_own_making_and_the_container_fills_in() -> None:
    head = '<meta name="author" content="Ann Bell"><meta name="date" content="2031-03-11"><title>'
    page = PAGE.replace("<title>", head).encode()
    (doc,), _ = documents_of(Fetched("a", "a", page, "text/html", author="Jane Doe", published="2031-03-12"))
    assert (doc.author, doc.published) == ("Ann Bell", "2031-03-11")
    (doc,), _ = documents_of(Fetched("a", "a", PAGE.encode(), "text/html", author="Jane Doe", published="2031-03-12"))
    assert (doc.author, doc.published) == ("Jane Doe", "2031-03-12")


def test_the_charset_of_the_media_type_is_heeded() -> None:
    raw = f"{TEXT} Its owner is Đorđe Šimić.".encode("iso-8859-2")
    (doc,), issues = documents_of(Fetched("a", "a", raw, "text/plain; charset=ISO-8859-2"))
    assert "Đorđe Šimić" in doc.text
    assert not issues


@given(st.binary(max_size=300), st.sampled_from(["text/plain", "text/html", "application/json", "image/png", ""]))
def test_any_bytes_give_documents_or_a_reason(raw: bytes, media_type: str) -> None:
    docs, issues = documents_of(Fetched("a", "a", raw, media_type))
    assert docs or all(isinstance(issue, Issue) and issue.do for issue in issues)
    assert docs or issues
