"""Bytes to characters, and files that hold no text."""

import codecs

import pytest

from standoff.read.decode import decode, find_binary

TEXT = "Kemal Ardalı said “no” — twice."
PROSE = "The café in Møllby stayed open while the ministers talked about the naïve plan. " * 3


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
)
def test_clean_unicode_is_read_without_a_word(raw: bytes) -> None:
    assert find_binary(raw, "a.txt") is None
    assert decode(raw, "a.txt") == (TEXT, [])


def test_western_bytes_are_read_as_cp1252_and_told() -> None:
    text, issues = decode(PROSE.encode("cp1252"), "a.txt")
    assert text == PROSE
    (issue,) = issues
    assert (issue.input, issue.stage, issue.fatal) == ("a.txt", "read", False)
    assert "cp1252" in issue.what
    assert issue.found == "byte 0xE9 at offset 7"


def test_cp1252_quotation_marks_are_read() -> None:
    text, issues = decode("The mayor said “no” – and ‘never’.".encode("cp1252"), "a.txt")
    assert text == "The mayor said “no” – and ‘never’."
    assert len(issues) == 1


def test_broken_utf8_is_counted_and_located() -> None:
    raw = b"The caf\xc3\xa9 was shut\xe2\x80 and the street\xff was empty."
    text, issues = decode(raw, "a.txt")
    assert text.count("\ufffd") == 2
    (issue,) = issues
    assert not issue.fatal
    assert issue.what == "broken text encoding"
    assert issue.found.startswith("2 replacement characters")
    assert "offset 18" in issue.found


def test_replacement_characters_that_were_there_are_not_counted() -> None:
    raw = "already \ufffd here, café, ".encode() + b"and one \xff more"
    assert decode(raw, "a.txt")[1][0].found.startswith("1 replacement character put in")


def test_offset_counts_the_byte_order_mark() -> None:
    raw = codecs.BOM_UTF8 + "é ".encode() + b"\xff"
    assert "offset 6" in decode(raw, "a.txt")[1][0].found


def test_truncated_utf8_is_not_taken_for_cp1252() -> None:
    text, issues = decode(b"The plan was cut off in the middle of caf\xc3", "a.txt")
    assert text.endswith("caf\ufffd")
    assert issues[0].what == "broken text encoding"


def test_bytes_mostly_above_127_are_not_taken_for_cp1252() -> None:
    _, issues = decode("Совет собрался".encode("cp1251"), "a.txt")
    assert issues[0].what == "broken text encoding"


def test_odd_utf16_is_told() -> None:
    text, issues = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c", "a.txt")
    assert text == "ab\ufffd"
    assert not issues[0].fatal


def test_declared_encoding_is_used_for_pages() -> None:
    assert decode("Ардалы".encode("cp1251"), "a.html", declared="windows-1251") == ("Ардалы", [])


@pytest.mark.parametrize("declared", ["utf-8", "no-such-encoding", "hex", "ascii"])
def test_wrong_declarations_fall_back(declared: str) -> None:
    text, issues = decode("The café in the square.".encode("cp1252"), "a.html", declared=declared)
    assert text == "The café in the square."
    assert len(issues) == 1


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7 text", "a PDF document"),
        (b"PK\x03\x04......word/document.xml", "a Word document"),
        (b"PK\x03\x04......data.csv", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1 hello}", "an RTF document"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"some words\x00 and a NUL", "binary data (1 NUL bytes)"),
        (bytes(range(1, 9)) * 9, "binary data (72 control bytes)"),
    ],
)
def test_binary_files_are_named(raw: bytes, kind: str) -> None:
    issue = find_binary(raw, "a.txt")
    assert issue is not None
    assert issue.found == kind
    assert issue.fatal
    assert issue.do


def test_text_with_a_few_escapes_is_text() -> None:
    assert find_binary(b"\x1b[1mBold\x1b[0m words and more words in a line.", "a.txt") is None
