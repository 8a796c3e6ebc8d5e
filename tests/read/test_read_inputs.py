"""Files, folders, standard input and text to documents."""

import io
import json
import os
from pathlib import Path

import pytest

from standoff.core.document import document_id, text_digest
from standoff.core.errors import InputError, SettingsError
from standoff.core.vocabulary import ValueBasis
from standoff.read import files, inputs
from standoff.read.inputs import read_inputs, read_text

TEXT = "The harbour master has closed the eastern quay for a week."
MORE = "Nobody was hurt when the crane fell on Monday."
GERMAN = "Der Hafen und die Stadt hat am Montag die Fähre und das Boot an der Mole gesperrt."
HEAD = "<!DOCTYPE html><html><head><title>Quay</title></head>"
PAGE = f"{HEAD}<body><article><p>{TEXT}</p><p>{MORE}</p></article></body></html>"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def record(**fields: str) -> str:
    return json.dumps(fields | {"text": TEXT})


def the_issue(path: Path | str) -> tuple[str, str]:
    docs, issues = read_inputs([path])
    assert not docs
    (issue,) = issues
    assert issue.stage == "read"
    assert issue.fatal
    assert issue.do
    assert issue.input == str(path)
    return issue.what, issue.found


def test_plain_text(tmp_path: Path) -> None:
    raw = f"LINDHAVEN, March 12, 2031 (North Wire) - {TEXT}\r\n".encode()
    (doc,), issues = read_inputs([put(tmp_path, "quay.txt", raw)])
    assert not issues
    assert doc.text == f"LINDHAVEN, March 12, 2031 (North Wire) - {TEXT}\n"
    assert doc.text[doc.body_start :] == TEXT + "\n"
    assert (doc.name, doc.ref, doc.url, doc.title) == ("quay.txt", None, None, None)
    assert (doc.outlet, doc.author, doc.language) == ("North Wire", None, "en")
    assert (doc.published, doc.published_basis) == ("2031-03-12", ValueBasis.STATED)
    assert doc.doc_id == document_id("quay.txt", raw)
    assert doc.text_sha == text_digest(doc.text)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.txt", "a.md"])
def test_pages_by_suffix_or_first_bytes(tmp_path: Path, name: str) -> None:
    (doc,), issues = read_inputs([put(tmp_path, name, PAGE)])
    assert not issues
    assert doc.text == f"{TEXT}\n\n{MORE}"
    assert doc.title == "Quay"


def test_page_metadata_reach_the_document(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://post.example.org/q"><meta name="author" content="Jane Doe">'
        '<meta property="og:site_name" content="Harbour Post"><meta name="date" content="2031-03-19">'
    )
    raw = PAGE.replace("<title>", head + "<title>").encode()
    (doc,), _ = read_inputs([put(tmp_path, "2031-03-20.html", raw)])
    assert (doc.url, doc.author, doc.outlet) == ("https://post.example.org/q", "Jane Doe", "Harbour Post")
    assert (doc.published, doc.published_basis) == ("2031-03-19", ValueBasis.STATED)
    assert doc.doc_id == document_id("https://post.example.org/q", raw)


def test_page_in_its_declared_encoding(tmp_path: Path) -> None:
    html = PAGE.replace("<title>", '<meta charset="iso-8859-2"><title>').replace(
        "harbour master", "harbour master Đorđe Šimić"
    )
    (doc,), issues = read_inputs([put(tmp_path, "a.html", html.encode("iso-8859-2"))])
    assert "Đorđe Šimić" in doc.text
    assert not issues


def test_page_without_metadata_gives_its_byline(tmp_path: Path) -> None:
    html = PAGE.replace(f"<p>{TEXT}</p>", f"<p>LINDHAVEN, March 12, 2031 (North Wire) - {TEXT}</p>", 1)
    (doc,), _ = read_inputs([put(tmp_path, "a.html", html)])
    assert (doc.published, doc.outlet) == ("2031-03-12", "North Wire")
    assert doc.text[doc.body_start :].startswith("The harbour")


def test_a_date_in_the_name_is_only_inferred(tmp_path: Path) -> None:
    (named, stated), _ = read_inputs(
        [put(tmp_path, "2031-03-12-wire.txt", TEXT), put(tmp_path, "2031-03-13-b.txt", f"14 March 2031\n\n{TEXT}")],
    )
    assert (named.published, named.published_basis) == ("2031-03-12", ValueBasis.INFERRED)
    assert (stated.published, stated.published_basis) == ("2031-03-14", ValueBasis.STATED)


def test_the_name_of_a_file_of_records_dates_nothing(tmp_path: Path) -> None:
    (doc,), _ = read_inputs([put(tmp_path, "2031-03-12.jsonl", record())])
    assert doc.published is None


def test_folders_are_read_in_order_and_not_deeply(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", TEXT)
    put(tmp_path, "a.md", TEXT)
    put(tmp_path, "README.md", TEXT)
    put(tmp_path, "c.ndjson", record(id="1"))
    put(tmp_path, "d.json", f"[{record(id='2')}]")
    put(tmp_path, "actors.csv", "x")
    put(tmp_path, ".hidden", "x")
    (tmp_path / "within.txt").mkdir()
    put(tmp_path / "within.txt", "e.txt", TEXT)
    docs, issues = read_inputs([tmp_path])
    assert [doc.name for doc in docs] == ["README.md", "a.md", "b.txt", "c:1", "d:2"]
    assert not issues


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    put(tmp_path, "table.csv", "x")
    assert the_issue(tmp_path) == ("no file to read in this folder", "1 entries")


def test_bad_files(tmp_path: Path) -> None:
    assert the_issue(tmp_path / "none.txt")[0] == "no such file"
    assert the_issue("")[0] == "no such file"
    assert the_issue("a\0b.txt")[0] == "could not be read"
    assert the_issue(put(tmp_path, "a.txt", "")) == ("empty file", "0 bytes")
    assert the_issue(put(tmp_path, "b.txt", " \n\t")) == ("fewer than 3 words", "nothing but blanks")
    assert the_issue(put(tmp_path, "c.txt", "Quay shut.")) == ("fewer than 3 words", "2 words: 'Quay shut.'")
    assert the_issue(put(tmp_path, "d.txt", b"%PDF-1.4 x")) == ("not a text file", "a PDF document")
    assert the_issue(put(tmp_path, "e.pdf", b"%PDF-1.4 x")) == ("not a text file", "a PDF document")
    assert the_issue(put(tmp_path, "f.csv", "a,b")) == ("table without `text`", "columns ['a', 'b']")
    assert the_issue(put(tmp_path, "f.doc", "a,b")) == ("not a kind of file that is read", "suffix '.doc'")
    assert the_issue(put(tmp_path, "plain", TEXT)) == ("not a kind of file that is read", "suffix ''")
    assert the_issue(put(tmp_path, "g.txt", b"abc\0def ghi jkl"))[0] == "not a text file"
    assert the_issue(put(tmp_path, "h.txt", b"a b c " * 20_000 + b"\0"))[0] == "not a text file"
    assert the_issue(put(tmp_path, "i.html", "<html><body></body></html>"))[0] == "page without a main text"
    assert the_issue(put(tmp_path, "j.jsonl", "\n \n"))[0] == "no record in it"
    assert the_issue(put(tmp_path, "k.jsonl", b"\x1f\x8b\x08\0"))[0] == "damaged archive"
    assert the_issue(put(tmp_path, "l.txt", GERMAN))[0] == "not in English"
    assert the_issue(put(tmp_path, "m.json", "{}"))[0] == "record without `text`"


def test_not_english_says_what_to_do(tmp_path: Path) -> None:
    _, (issue,) = read_inputs([put(tmp_path, "a.txt", GERMAN)])
    assert issue.do == "translate it first"
    assert "'de'" in issue.found


def test_special_files_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert the_issue(tmp_path / "pipe.txt")[0] == "not a regular file"


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.txt", TEXT)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert the_issue(path) == ("could not be read", "Permission denied")


def test_large_files_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.json", "")
    os.truncate(path, 200_000_001)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Path, "open", fail)
    assert the_issue(path) == ("file too large", "200.0 MB where at most 200 MB are read")


def test_a_long_text_is_told(tmp_path: Path) -> None:
    assert the_issue(put(tmp_path, "a.txt", "quay " * 1_100_000))[0] == "text too long"


def test_a_large_page_is_told(tmp_path: Path) -> None:
    html = PAGE.replace("</article>", "<p>quay</p>" * 500_000 + "</article>")
    assert the_issue(put(tmp_path, "a.txt", html))[0] == "page too large"
    assert the_issue(put(tmp_path, "a.html", html))[0] == "file too large"


def test_bad_inputs_do_not_stop_the_others(tmp_path: Path) -> None:
    good = [put(tmp_path, f"{n}.txt", f"{TEXT} {n}") for n in range(2)]
    docs, issues = read_inputs([tmp_path / "none.txt", good[0], put(tmp_path, "x.txt", b"\0"), str(good[1])])
    assert [doc.name for doc in docs] == ["0.txt", "1.txt"]
    assert [issue.what for issue in issues] == ["no such file", "not a text file"]


def test_the_same_report_is_read_once(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "b.jsonl", f"{record(id='1')}\n" * 2)
    docs, issues = read_inputs([path, tmp_path])
    assert [doc.name for doc in docs] == ["a.txt", "b:1"]
    assert [(issue.what, issue.fatal) for issue in issues] == [("the same report again", False)] * 2


def test_other_encodings_are_told_but_read(tmp_path: Path) -> None:
    paths = [
        put(tmp_path, "a.txt", "The café by the quay was shut for a week.".encode("cp1252")),
        put(tmp_path, "b.txt", "The café by the quay was shut for two weeks.".encode() + b"\xff"),
        put(tmp_path, "c.txt", "The café by the quay was shut for three weeks.".encode("utf-16")),
    ]
    docs, issues = read_inputs(paths)
    assert [doc.text[:8] for doc in docs] == ["The café"] * 3
    assert [(Path(issue.input).name, issue.fatal) for issue in issues] == [("a.txt", False), ("b.txt", False)]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (TEXT.encode(), ["stdin"]),
        (PAGE.encode(), ["stdin"]),
        (
            b'{"id": "1", "text": "%s"}\n{"id": "2", "text": "%s"}\n' % (TEXT.encode(), TEXT.encode()),
            ["stdin:1", "stdin:2"],
        ),
        (b'{"id": "1",\n "text": "%s"}' % TEXT.encode(), ["stdin:1"]),
        (b'[\n {"id": "1", "text": "%s"}]' % TEXT.encode(), ["stdin:1"]),
        (b"[Editor's note] " + TEXT.encode(), ["stdin"]),
    ],
)
def test_standard_input_of_every_kind(raw: bytes, names: list[str]) -> None:
    docs, issues = read_inputs(["-"], stdin=io.BytesIO(raw))
    assert [doc.name for doc in docs] == names
    assert not issues


def test_bad_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [issue.what for issue in read_inputs(["-"], stdin=io.BytesIO(b" \n"))[1]] == ["empty input"]
    closed = io.BytesIO()
    closed.close()
    assert [issue.what for issue in read_inputs(["-"], stdin=closed)[1]] == ["could not be read"]
    monkeypatch.setattr(inputs, "MAX_FILE_BYTES", 10)
    assert [issue.what for issue in read_inputs(["-"], stdin=io.BytesIO(TEXT.encode()))[1]] == ["input too large"]


def test_names_in_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (doc,), _ = read_inputs([path])
    assert doc.name == "caf?.txt"
    docs, (issue,) = read_inputs([str(path) + "x"])
    assert not docs
    issue.line().encode()


def test_read_text() -> None:
    doc = read_text(f"12 March 2031\n\n{TEXT}", name="note", outlet="Harbour Post", published="2031-03-14T10:00")
    assert (doc.name, doc.outlet, doc.published) == ("note", "Harbour Post", "2031-03-14")
    assert doc.published_basis is ValueBasis.STATED
    assert doc.text[doc.body_start :] == TEXT
    assert read_text(f"12 March 2031\n\n{TEXT}").published == "2031-03-12"
    plain = read_text(TEXT, ref="r", url="https://x.example.org", title="T", author="A B")
    assert (plain.ref, plain.url, plain.title, plain.author, plain.published) == (
        "r",
        "https://x.example.org",
        "T",
        "A B",
        None,
    )


@pytest.mark.parametrize("text", ["", "Quay shut", GERMAN, "quay " * 1_100_000, None])
def test_read_text_raises_for_what_is_no_report(text: str) -> None:
    with pytest.raises(InputError, match="found"):
        read_text(text)


def test_read_text_raises_for_a_bad_date() -> None:
    with pytest.raises(SettingsError, match="YYYY-MM-DD"):
        read_text(TEXT, published="12 March 2031")


def test_kinds_that_are_read() -> None:
    assert files.KINDS == (
        "csv, gz, htm, html, json, jsonl, md, ndjson, parquet, tar, tgz, tsv, txt, wacz, warc, xhtml, zip, zst"
    )
