"""One open file of a known kind, or one path: into documents."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from standoff.core.document import Document
from standoff.core.issues import Issue
from standoff.read.dates import date_in_name
from standoff.read.decode import SNIFFED_BYTES, decode, find_binary
from standoff.read.freeze import MAX_TEXT_BYTES, Known, freeze, too_long
from standoff.read.pages import MAX_PAGE_BYTES, Page, declared_encoding, is_page, read_page
from standoff.read.problems import problem
from standoff.read.records import read_lines, read_whole

MAX_FILE_BYTES = 200_000_000
"""The largest file that is read."""
TEXTS = frozenset({".txt", ".md"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
RECORDS = frozenset({".json"})
LINES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXTS | PAGES | RECORDS | LINES
_MAX_BYTES = dict.fromkeys(TEXTS, 4 * MAX_TEXT_BYTES) | dict.fromkeys(PAGES, MAX_PAGE_BYTES)
KINDS = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
Found = Iterator[Document | Issue]


def read_file(path: Path, source: str) -> Found:
    """Read one file by its kind; raises what the system raises."""
    suffix = path.suffix.lower()
    status = path.stat()
    most = min(MAX_FILE_BYTES, _MAX_BYTES.get(suffix, MAX_FILE_BYTES))
    if not stat.S_ISREG(status.st_mode):
        yield problem(source, "not a regular file", found="a device, pipe or socket", do="pipe it in and give `-`")
    elif not status.st_size:
        yield problem(source, "empty file", found="0 bytes", do="give the report's text")
    elif suffix not in SUFFIXES:
        yield _unknown_kind(path, source)
    elif status.st_size > most:
        yield too_long(status.st_size, source, what="file too large", most=most)
    else:
        with path.open("rb") as stream:
            yield from read_stream(stream, suffix, source, path.name)


def _unknown_kind(path: Path, source: str) -> Issue:
    """Say what a file is whose kind is not read."""
    with path.open("rb") as stream:
        binary = find_binary(stream.read(SNIFFED_BYTES), source)
    do = f"give one of these kinds: {KINDS}"
    return binary or problem(source, "not a kind of file that is read", found=f"suffix {path.suffix!r}", do=do)


def read_stream(stream: BinaryIO, suffix: str, source: str, name: str) -> Found:
    """Read an open file of a known kind."""
    head = stream.read(SNIFFED_BYTES)
    binary = find_binary(head, source)
    if binary:
        yield binary
        return
    if suffix in LINES:
        stream.seek(0)
        blank = True
        for found in read_lines(stream, source):
            blank = False
            yield found
        if blank:
            yield problem(source, "no record in it", found="blank lines only", do="write a record a line")
        return
    raw = head + stream.read()
    binary = find_binary(raw, source)
    if binary:
        yield binary
    elif suffix in RECORDS:
        text, flaws = decode(raw, source)
        yield from flaws
        yield from read_whole(text, source)
    else:
        yield from _read_report(raw, suffix, source, name)


def _read_report(raw: bytes, suffix: str, source: str, name: str) -> Found:
    """Read a file that holds one report, as a page or as plain text."""
    as_page = suffix in PAGES or is_page(raw)
    if as_page and len(raw) > MAX_PAGE_BYTES:
        yield too_long(len(raw), source, what="page too large", most=MAX_PAGE_BYTES)
        return
    text, flaws = decode(raw, source, declared=declared_encoding(raw) if as_page else None)
    yield from flaws
    known = Known(name, inferred=date_in_name(name))
    if as_page:
        page = read_page(text, source)
        if isinstance(page, Issue):
            yield page
            return
        text, known = page.text, _known_of_page(page, known)
    yield freeze(text, known, raw=raw, source=source)


def _known_of_page(page: Page, known: Known) -> Known:
    """Add what a page states to what is known of its file."""
    return replace(
        known,
        url=page.url,
        title=page.title,
        outlet=page.outlet,
        author=page.author,
        published=page.published,
    )
