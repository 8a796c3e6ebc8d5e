"""From a thing as it was fetched to the documents in it."""

from collections.abc import Iterator

from standoff.core.document import Document
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.dates import date_in_name
from standoff.read.decode import declared_charset, decode, find_binary
from standoff.read.freeze import Known, Translate, freeze, too_long
from standoff.read.kinds import LINES, PAGE, RECORDS, essence
from standoff.read.pages import MAX_PAGE_BYTES, declared_encoding, is_page, read_page
from standoff.read.problems import problem
from standoff.read.records import read_line, read_whole

_MARKED = frozenset({"text/xml", "text/css", "text/javascript", "text/csv", "text/calendar", "text/vcard"})
"""Kinds of text that are no prose."""
PAGES = frozenset({PAGE, "application/xhtml+xml"})
Found = Iterator[Document | Issue]


def documents_of(fetched: Fetched, *, translate: Translate | None = None) -> tuple[list[Document], list[Issue]]:
    """Read the documents in a thing that was fetched.

    Args:
        fetched: its bytes, and what its container states of it.
        translate: puts texts that are not in English into English; without it they are issues.

    Returns:
        The documents in it - one, or one for each record -, and a row for each problem. The same bytes at the same
        address always give the same documents.
    """
    found = list(_read(fetched, translate))
    return [row for row in found if isinstance(row, Document)], [row for row in found if isinstance(row, Issue)]


def _read(fetched: Fetched, translate: Translate | None) -> Found:
    raw, source, kind = fetched.raw, fetched.address, essence(fetched.media_type)
    binary = find_binary(raw, source)
    if binary:
        yield binary
    elif kind == LINES:
        yield from read_line(raw, where=source, source=fetched.name, number=fetched.number or 1, translate=translate)
    elif kind == RECORDS:
        text, flaws = decode(raw, source)
        yield from flaws
        yield from read_whole(text, source, translate)
    elif kind in PAGES or is_page(raw):
        yield from _read_report(fetched, translate, as_page=True)
    elif not kind or (kind.startswith("text/") and kind not in _MARKED):
        yield from _read_report(fetched, translate, as_page=False)
    else:
        yield problem(source, "not a kind of thing that is read", found=f"type {kind}", do="save its text as .txt")


def _read_report(fetched: Fetched, translate: Translate | None, *, as_page: bool) -> Found:
    """Read a thing that holds one report, as a page or as plain text."""
    raw, source = fetched.raw, fetched.address
    if as_page and len(raw) > MAX_PAGE_BYTES:
        yield too_long(len(raw), source, what="page too large", most=MAX_PAGE_BYTES)
        return
    declared = declared_charset(fetched.media_type) or (declared_encoding(raw) if as_page else None)
    text, flaws = decode(raw, source, declared=declared)
    yield from flaws
    known = Known(
        fetched.name,
        url=fetched.url,
        title=fetched.title,
        outlet=fetched.outlet,
        author=fetched.author,
        published=fetched.published,
        inferred=date_in_name(fetched.name),
    )
    if as_page:
        page = read_page(text, source)
        if isinstance(page, Issue):
            yield page
            return
        text = page.text
        known = Known(
            known.name,
            url=page.url or known.url,
            title=page.title or known.title,
            outlet=known.outlet or page.outlet,
            author=page.author or known.author,
            published=page.published or known.published,
            inferred=known.inferred,
        )
    yield from freeze(text, known, raw=raw, source=source, translate=translate)
