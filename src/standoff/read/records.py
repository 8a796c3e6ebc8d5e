"""Records: one report each, in the lines of a JSONL file or in a JSON file."""

import io
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, BinaryIO

from standoff.core.document import Document
from standoff.core.issues import Issue
from standoff.read.dates import parse_iso
from standoff.read.decode import decode, wide_encoding
from standoff.read.freeze import MAX_TEXT_BYTES, Known, Translate, check_size, freeze, too_long
from standoff.read.problems import problem, quote

MAX_LINE_BYTES = 3 * MAX_TEXT_BYTES + 1_000_000
"""The longest line: a text in which every character is escaped, and its other fields."""
MAX_WIDE_BYTES = 200_000_000
"""The largest file in UTF-16, which is read as a whole."""
_CHUNK = 1 << 20


def read_lines(stream: BinaryIO, source: str, translate: Translate | None = None) -> Iterator[Document | Issue]:
    """Read records, one a line.

    Args:
        stream: JSONL, in UTF-8 (or UTF-16 with a byte order mark).
        source: the file, for names and messages.
        translate: as for `freeze`.

    Returns:
        Per line the document, or what is wrong with the line; blank lines are passed over.
    """
    for line in split_lines(stream, source):
        if isinstance(line, Issue):
            yield line
        else:
            yield from read_line(
                line[1], where=f"{source}:{line[0]}", source=source, number=line[0], translate=translate
            )


def split_lines(stream: BinaryIO, source: str) -> Iterator[tuple[int, bytes] | Issue]:
    """Split a file of records into its lines, without reading them.

    Args:
        stream: JSONL, in UTF-8 (or UTF-16 with a byte order mark).
        source: the file, for messages.

    Returns:
        Number (from 1) and bytes of each line that is not blank; a problem for one that is too long.
    """
    head = stream.read(4)
    if wide_encoding(head):
        raw = head + stream.read(MAX_WIDE_BYTES + 1)
        if len(raw) > MAX_WIDE_BYTES:
            yield too_long(len(raw), source, what="file too large for UTF-16", most=MAX_WIDE_BYTES)
            return
        text, flaws = decode(raw, source)
        yield from flaws
        head, stream = b"", io.BytesIO(text.encode("utf-8", "replace"))
    for number, line, size in _split(stream, head):
        if line is None:
            yield too_long(size, f"{source}:{number}", what="line too long", most=MAX_LINE_BYTES)
        elif line.strip():
            yield number, line.strip()


def _split(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, bytes | None, int]]:
    """Give number, bytes and size of each line; the bytes of one that is too long are never held together."""
    number = 0
    while True:
        line = stream.readline(MAX_LINE_BYTES + 1) if b"\n" not in head else b""
        line, head = _join(head, line)
        if not line:
            return
        number += 1
        size = len(line)
        if size <= MAX_LINE_BYTES or line.endswith(b"\n"):
            yield number, line, size
            continue
        while not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
            if not line:
                break
            size += len(line)
        yield number, None, size


def _join(head: bytes, line: bytes) -> tuple[bytes, bytes]:
    """Put bytes read ahead in front of a line; what follows a line end among them is kept for later."""
    first, end, rest = head.partition(b"\n")
    return (first + end, rest) if end else (head + line, b"")


def read_line(
    line: bytes, *, where: str, source: str, number: int, translate: Translate | None = None
) -> Iterator[Document | Issue]:
    """Read one line.

    Args:
        line: its bytes.
        where: the file and line, for messages.
        source: the file, for the document's name.
        number: the line's number in the file.
        translate: as for `freeze`.

    Returns:
        The document, and what is wrong with it.
    """
    text, flaws = decode(line, where)
    yield from flaws
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield _not_json(error, text, where)
        return
    yield from read_record(record, line, where=where, source=source, number=number, translate=translate)


def _not_json(error: Exception, text: str, where: str) -> Issue:
    place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
    return problem(where, "not JSON", found=f"{quote(text)} ({reason}{place})", do="repair it or write it anew")


def read_whole(text: str, source: str, translate: Translate | None = None) -> Iterator[Document | Issue]:
    """Read a JSON file: one record, or an array of records.

    Args:
        text: the whole file, decoded.
        source: the file, for names and messages.
        translate: as for `freeze`.

    Returns:
        Per record the document, or what is wrong with it. Records in lines (JSONL) are read as such.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            yield from read_lines(io.BytesIO(text.encode("utf-8", "surrogatepass")), source, translate)
        else:
            yield _not_json(error, text, source)
        return
    if not isinstance(found, list):
        yield from read_record(found, _canonical(found), where=source, source=source, number=1, translate=translate)
        return
    if not found:
        yield problem(source, "no record in it", found="an empty array", do="give an array of records")
    for number, record in enumerate(found, 1):
        where = f"{source}[{number - 1}]"
        yield from read_record(
            record, _canonical(record), where=where, source=source, number=number, translate=translate
        )


def _canonical(record: object) -> bytes:
    """Write a record out of an array in one way, since its own bytes are not kept."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def read_record(
    record: Any, raw: bytes, *, where: str, source: str, number: int, translate: Translate | None = None
) -> Iterator[Document | Issue]:
    """Read one record.

    Args:
        record: what JSON made of it.
        raw: its bytes, for the document's id.
        where: the file and line, for messages.
        source: the file, for the document's name.
        number: the record's number in the file, for the name of one without an id.
        translate: as for `freeze`.

    Returns:
        The document or what is fatally wrong, after what is wrong but not fatal.
    """
    if not isinstance(record, dict):
        do = 'write a record as {"id": …, "date": …, "text": …}'
        yield problem(where, "not an object", found=quote(record), do=do)
        return
    text = record.get("text")
    if not isinstance(text, str):
        found = f"text {quote(text)}" if "text" in record else f"fields {quote(list(record))}"
        do = "put the report's text into the field `text`, as a string"
        yield problem(where, "record without `text`", found=found, do=do)
        return
    flaw = check_size(text, where) or _check_date(record.get("date"), where)
    if flaw:
        yield flaw
        if flaw.fatal:
            return
    yield from freeze(text, _known(record, source, number), raw=raw, source=where, translate=translate)


def _check_date(value: object, where: str) -> Issue | None:
    if value is None or value == "" or (isinstance(value, str) and parse_iso(value)):
        return None
    do = "write it as YYYY-MM-DD; the report was read without a date"
    return problem(where, "date not readable", found=quote(value), do=do, fatal=False)


def _known(record: dict[str, Any], source: str, number: int) -> Known:
    """Gather a record's metadata."""
    given = record.get("date")
    ref = _string(record.get("id"))
    published = parse_iso(given) if isinstance(given, str) else None
    return Known(
        name=f"{PurePath(source).stem}:{ref or number}",
        ref=ref,
        url=_string(record.get("url")),
        title=_string(record.get("title")),
        outlet=_string(record.get("outlet")) or _string(record.get("sources")),
        author=_string(record.get("author")),
        published=published,
        unreadable_date=published is None and given not in (None, ""),
    )


def _string(value: object) -> str | None:
    """Give a field as text: a number as written, a list joined, or None."""
    if isinstance(value, list):
        return ", ".join(item.strip() for item in value if isinstance(item, str) and item.strip()) or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return (value.strip() or None) if isinstance(value, str) else None
