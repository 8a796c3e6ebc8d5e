"""Packed files, archives and tables; and files that were made to do harm."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.document import Document
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read import archives, unpacking
from standoff.read.files import fetch_bytes
from standoff.read.inputs import documents_of, read_inputs

TEXT = "The harbour master has closed the eastern quay for a week."
PAGE = f"<!DOCTYPE html><html><head><title>Quay</title></head><body><article><p>{TEXT}</p></article></body></html>"
ROW = json.dumps({"id": "1", "date": "2031-03-12", "text": TEXT}).encode()
MEGABYTE = 1_000_000


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return made.getvalue()


def tarred(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return made.getvalue()


def zstd(raw: bytes) -> bytes:
    return bytes(pa.compress(raw, codec="zstd", asbytes=True))


def parquet(rows: list[dict[str, object]]) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), made)
    return made.getvalue()


def warc_record(url: str, body: bytes, *, status: int = 200, kind: str = "text/html", coding: str = "") -> bytes:
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-12T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def read(raw: bytes, name: str) -> tuple[list[Document], list[Issue]]:
    docs, issues = [], []
    for row in fetch_bytes(raw, f"in/{name}", name):
        found, flaws = ([], [row]) if isinstance(row, Issue) else documents_of(row)
        docs += found
        issues += flaws
    return docs, issues


def fetched(raw: bytes, name: str) -> list[Fetched]:
    return [row for row in fetch_bytes(raw, f"in/{name}", name) if isinstance(row, Fetched)]


def the_issue(raw: bytes, name: str) -> Issue:
    docs, (issue,) = read(raw, name)
    assert not docs
    return issue


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt.gz", gzip.compress(TEXT.encode())),
        ("a.gz", gzip.compress(TEXT.encode())),
        ("a.txt", gzip.compress(TEXT.encode())),
        ("a.txt.gz", gzip.compress(TEXT[:20].encode()) + gzip.compress(TEXT[20:].encode())),
        ("a.txt.zst", zstd(TEXT.encode())),
        ("a.html.gz", gzip.compress(PAGE.encode())),
        ("a.zip", zipped({"deep/a.txt": TEXT.encode()})),
        ("a.zip", zipped({"a.html.gz": gzip.compress(PAGE.encode())})),
        ("a.zip", zipped({"b.zip": zipped({"a.txt": TEXT.encode()})})),
        ("a.tar", tarred({"deep/a.md": TEXT.encode()})),
        ("a.tar.gz", gzip.compress(tarred({"a.txt": TEXT.encode()}))),
        ("a.tgz", gzip.compress(tarred({"a.zip": zipped({"a.txt": TEXT.encode()})}))),
        ("a.jsonl.gz", gzip.compress(ROW)),
        ("a.gz", gzip.compress(ROW)),
        ("a.csv", f"id,text\n1,{TEXT}\n".encode()),
        ("a.csv.zst", zstd(f"id;text\n1;{TEXT}\n".encode())),
        ("a.tsv", f"text\tid\n{TEXT}\t1\n".encode()),
        ("a.csv", f'text\n"{TEXT}"'.encode("utf-16")),
        ("a.parquet", parquet([{"text": TEXT, "other": 1}])),
        ("a.zip", zipped({"a.parquet": parquet([{"text": TEXT}])})),
        ("a.warc", warc_record("https://post.example.org/quay", PAGE.encode())),
        ("a.warc.gz", gzip.compress(warc_record("https://post.example.org/quay", PAGE.encode()))),
        ("a.wacz", zipped({"datapackage.json": b"{}", "pages/pages.jsonl": b"{}", "archive/a.warc.gz": gzip.compress(
            warc_record("https://post.example.org/quay", PAGE.encode()))})),
    ],
)  # fmt: skip
def test_every_kind_of_packing(name: str, raw: bytes) -> None:
    (doc,), issues = read(raw, name)
    assert doc.text.strip() == TEXT
    assert not issues


def test_addresses_say_where_a_member_was() -> None:
    (found,) = fetched(zipped({"deep/b.jsonl.gz": gzip.compress(b"\n" + ROW)}), "a.zip")
    assert found.address == "in/a.zip!/deep/b.jsonl.gz:2"
    assert found.via == ("in/a.zip", "in/a.zip!/deep/b.jsonl.gz", "in/a.zip!/deep/b.jsonl.gz")
    assert documents_of(found)[0][0].name == "b:1"


def test_a_row_of_a_table_is_the_report_that_a_line_of_json_is() -> None:
    row = {"id": "7", "date": "2031-03-12", "title": "Quay shut", "outlet": "Harbour Post", "text": TEXT}
    as_csv = "id,date,title,outlet,text,stray\n" + ",".join(row.values()) + ",x\n"
    (from_line,), _ = read(json.dumps(row, sort_keys=True).encode(), "a.jsonl")
    (from_csv,), _ = read(as_csv.encode(), "a.csv")
    (from_parquet,), _ = read(parquet([row]), "a.parquet")
    assert from_csv == from_line == from_parquet
    assert (from_csv.published, from_csv.outlet, from_csv.ref) == ("2031-03-12", "Harbour Post", "7")


def test_dates_and_empty_cells_of_tables() -> None:
    import datetime

    docs, issues = read(parquet([{"date": datetime.date(2031, 3, 12), "id": None, "text": TEXT}]), "a.parquet")
    assert (docs[0].published, docs[0].ref, issues) == ("2031-03-12", None, [])
    docs, issues = read(f"date,text\n,{TEXT}\n".encode(), "a.csv")
    assert (docs[0].published, issues) == (None, [])


def test_bad_tables() -> None:
    assert the_issue(b"id,body\n1,x\n", "a.csv").what == "table without `text`"
    assert the_issue(b"id,text\n", "a.csv").what == "no record in it"
    assert the_issue(b"\0\1\2", "a.csv").what == "not a text file"
    assert the_issue(parquet([{"body": TEXT}]), "a.parquet").what == "table without `text`"
    assert the_issue(b"PAR1 no", "a.parquet").what == "damaged Parquet file"
    docs, (issue,) = read(f"id,text\n1,{TEXT}\n2,{TEXT},x,y\n".encode(), "a.csv")
    assert len(docs) == 2
    assert (issue.what, issue.input, issue.fatal) == ("row longer than the header", "in/a.csv:2", False)
    docs, (issue,) = read(f"id,text\n1,{TEXT}\n2,The caf\xe9 by the quay is shut.\n".encode("cp1252"), "a.csv")
    assert docs[1].text == "The café by the quay is shut."
    assert (issue.input, issue.fatal) == ("in/a.csv:2", False)


def test_an_open_quotation_mark_does_not_fill_the_memory() -> None:
    docs, (issue,) = read(b'id,text\n1,%s\n2,"%s' % (TEXT.encode(), b"quay " * 4_000_000), "a.csv")
    assert len(docs) == 1
    assert issue.what == "row not readable"


def test_tables_of_other_things_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("name,country\nx,y\n")
    (tmp_path / "reports.csv").write_text(f"text\n{TEXT}\n")
    docs, issues = read_inputs([tmp_path])
    assert [doc.name for doc in docs] == ["reports:1"]
    assert not issues


def test_a_page_of_a_web_archive_has_its_address_and_time() -> None:
    (found,) = fetched(warc_record("https://post.example.org/2031/quay", PAGE.encode()), "a.warc")
    assert (found.address, found.url) == ("https://post.example.org/2031/quay",) * 2
    assert (found.name, found.fetched_at) == ("post.example.org/quay", "2031-03-12T10:00:00Z")
    assert found.via == ("in/a.warc",)


def test_records_of_a_web_archive_that_are_passed_over() -> None:
    raw = (
        warc_record("https://x.example.org/a", b"gone", status=404)
        + warc_record("https://x.example.org/b", b"\x89PNG", kind="image/png")
        + warc_record("https://x.example.org/c", gzip.compress(PAGE.encode()), coding="Content-Encoding: gzip\r\n")
        + warc_record("https://x.example.org/d", b"\x1f\x8bbroken", coding="Content-Encoding: gzip\r\n")
    )
    docs, issues = read(raw, "a.warc")
    assert [doc.text for doc in docs] == [TEXT]
    assert [issue.what for issue in issues] == ["not a text file", "records passed over"]
    assert issues[1].found == "1 of status 404, 1 of type image/png"
    assert the_issue(b"", "a.warc").what == "no page in it"
    cut = warc_record("https://x.example.org/a", PAGE.encode())
    docs, issues = read(cut + cut[: len(cut) // 2], "a.warc")
    assert len(docs) >= 1


def test_other_files_in_an_archive_are_counted() -> None:
    docs, (issue,) = read(zipped({"a.txt": TEXT.encode(), "b.png": b"x", "__MACOSX/._a": b"x"}), "a.zip")
    assert len(docs) == 1
    assert (issue.what[:19], issue.found, issue.fatal) == (
        "members passed over",
        "2 of 3 members, such as 'b.png'",
        False,
    )
    assert the_issue(zipped({"b.png": b"x"}), "a.zip").fatal
    assert the_issue(zipped({}), "a.zip").found == "no member"


def test_broken_archives_are_told_and_what_came_before_is_read() -> None:
    whole = gzip.compress(b"\n".join(b'{"text": "%s %d"}' % (TEXT.encode(), number) for number in range(3_000)))
    docs, issues = read(whole[: len(whole) // 2], "a.jsonl.gz")
    assert len(docs) > 300
    assert issues[-1].what == "damaged archive"
    assert the_issue(b"PK\x03\x04 no", "a.zip").what == "damaged archive"
    flipped = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}, zipfile.ZIP_STORED))
    flipped[flipped.index(b"harbour")] ^= 1
    docs, issues = read(bytes(flipped), "a.zip")
    assert [doc.name for doc in docs] == ["b.txt"]
    assert [(issue.input, issue.what) for issue in issues] == [("in/a.zip!/a.txt", "damaged archive")]


def test_an_encrypted_member_is_told() -> None:
    raw = bytearray(zipped({"a.txt": TEXT.encode()}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(magic) + offset] |= 1
    assert the_issue(bytes(raw), "a.zip").what == "encrypted"


def test_an_office_document_is_no_archive() -> None:
    word = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert the_issue(word, "a.docx").found == "a Word document"


# Made to do harm.


def test_a_gzip_bomb_is_stopped() -> None:
    bomb = gzip.compress(bytes(60 * MEGABYTE), 9)
    for name in ("a.jsonl.gz", "a.csv.gz", "a.warc.gz", "a.txt.gz", "a.tar.gz"):
        issue = the_issue(bomb, name) if name != "a.txt.gz" else read(bomb, name)[1][0]
        assert issue.fatal, name
        assert issue.what in ("unpacks to too much", "file too large", "not a text file", "damaged archive"), name


def test_bytes_that_keep_coming_are_stopped_by_the_ratio() -> None:
    bomb = gzip.compress((b'{"id": "%s"}\n' % (b"1" * 10_000)) * 6000, 9)
    docs, issues = read(bomb, "a.jsonl.gz")
    assert not docs
    assert issues[-1].what == "unpacks to too much"


def test_a_nested_zip_bomb_is_stopped() -> None:
    inner = zipped({"0.txt": b" " * 15 * MEGABYTE})
    middle = zipped({f"{number}.zip": inner for number in range(20)})
    issue = read(zipped({f"{number}.zip": middle for number in range(20)}), "a.zip")[1][-1]
    assert issue.what == "unpacks to too much"


def test_archives_packed_too_deeply_are_not_opened() -> None:
    raw = TEXT.encode()
    for _ in range(8):
        raw = zipped({"a.zip": raw})
    assert the_issue(raw, "a.zip").what == "packed too deeply"


def test_an_archive_of_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 10)
    many = {f"{number}.txt": f"{TEXT} {number}".encode() for number in range(20)}
    for raw, name in ((zipped(many), "a.zip"), (tarred(many), "a.tar")):
        docs, issues = read(raw, name)
        assert len(docs) == 10
        assert issues[-1].found == "more than 10 members"
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 100)
    assert "list of contents" in the_issue(zipped(many), "a.zip").found


def test_a_zip_that_lies_about_its_sizes() -> None:
    raw = bytearray(zipped({"a.txt": b"quay " * MEGABYTE}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", raw, raw.index(magic) + offset, 10)
    docs, issues = read(bytes(raw), "a.zip")
    assert not docs
    assert issues[0].fatal


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "..\\..\\passwd.txt", "C:\\passwd.txt"])
def test_names_that_lead_elsewhere_are_labels(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for raw, archive in ((zipped({name: TEXT.encode()}), "a.zip"), (tarred({name: TEXT.encode()}), "a.tar")):
        (found,) = fetched(raw, archive)
        assert ".." not in found.address
        assert found.name == "passwd.txt"
    assert not list(tmp_path.iterdir())


def test_links_in_a_tar_are_not_followed() -> None:
    docs, (issue,) = read(tarred({"a.txt": TEXT.encode()}, {"b.txt": "/etc/passwd"}), "a.tar")
    assert len(docs) == 1
    assert "b.txt" in issue.found


def test_control_characters_in_names_do_not_reach_the_terminal() -> None:
    (found,) = fetched(zipped({"a\x1b[31m.txt": TEXT.encode()}), "a.zip")
    assert "\x1b" not in found.address + found.name


def test_a_body_that_unpacks_without_end_is_cut_off() -> None:
    bomb = zlib.compress(bytes(60 * MEGABYTE), 9)
    raw = warc_record("https://x.example.org/a", bomb, coding="Content-Encoding: deflate\r\n")
    assert the_issue(raw, "a.warc").what == "page too large"


@given(st.binary(max_size=400), st.sampled_from(["a.zip", "a.gz", "a.tar", "a.warc", "a.parquet", "a.csv", "a.zst"]))
def test_any_bytes_under_any_name_are_read_or_told(raw: bytes, name: str) -> None:
    docs, issues = read(raw, name)
    assert docs or issues


@given(st.data())
def test_damage_anywhere_in_an_archive_raises_nothing(data: st.DataObject) -> None:
    name, whole = data.draw(
        st.sampled_from(
            [
                ("a.zip", zipped({"a.txt": TEXT.encode(), "b.jsonl": ROW})),
                ("a.txt.gz", gzip.compress(TEXT.encode())),
                ("a.tar", tarred({"a.txt": TEXT.encode()})),
                ("a.warc", warc_record("https://x.example.org/a", PAGE.encode())),
                ("a.parquet", parquet([{"text": TEXT}])),
                ("a.txt.zst", zstd(TEXT.encode())),
            ]
        )
    )
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole[: data.draw(st.sampled_from([at, len(whole)]))])
    if at < len(damaged):
        damaged[at] ^= data.draw(st.integers(1, 255))
    docs, issues = read(bytes(damaged), name)
    assert docs or issues
