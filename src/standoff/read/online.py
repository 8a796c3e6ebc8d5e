"""What stands at web addresses: pages, files, feeds with the pages of their items, sitemaps."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.archives import Fetches, packing_of
from standoff.read.clock import iso
from standoff.read.documents import documents_of
from standoff.read.feeds import (
    FEED,
    MAX_FEED_BYTES,
    OTHER_XML,
    SITEMAP,
    SITEMAP_INDEX,
    Feed,
    Item,
    find_entities,
    read_feed,
    sniff_xml,
)
from standoff.read.files import fetch_bytes
from standoff.read.freeze import NOT_IN_ENGLISH, too_long
from standoff.read.kinds import MEDIA_TYPES, RECORDS, STREAMED, TEXT, essence
from standoff.read.network import WebError
from standoff.read.problems import printable, problem
from standoff.read.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from standoff.read.warc import READ_TYPES, name_of_url
from standoff.read.web import Answer, Web

FILES = STREAMED | {RECORDS}
"""Kinds that hold many reports."""
MAX_SITEMAPS = 100
"""The most sitemaps read for one that was given."""
MAX_SITEMAP_PAGES = 1_000
"""The most pages fetched for one sitemap that was given: at a second's pause, a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap lists, and what it takes to ask only for news the next time."""

    items: tuple[Item, ...]
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False
    issues: tuple[Issue, ...] = ()
    """Why some of the sitemaps that an index names were not to be had."""


def web_issue(source: str, error: WebError) -> Issue:
    """Make the row that tells why something was not fetched."""
    return problem(source, error.what, found=error.found, do=error.do)


def fetch_url(url: str, web: Web) -> Fetches:
    """Fetch what stands at an address: a page or file, or all that a feed or a sitemap lists.

    Args:
        url: the address.
        web: what fetches.

    Returns:
        Each thing as it was fetched, or the problem that it has.
    """
    try:
        answer = web.get(url)
    except WebError as error:
        yield web_issue(url, error)
        return
    listing = _listing_of(answer, url, web)
    if isinstance(listing, Issue):
        yield listing
    elif listing is None:
        yield from _fetch_answer(answer, url)
    else:
        yield from listing.issues
        for item in listing.items[:MAX_SITEMAP_PAGES]:
            yield from fetch_item(item, url, web)
        if len(listing.items) > MAX_SITEMAP_PAGES:
            do = "give the addresses of the pages or sitemaps that matter"
            found = f"{len(listing.items)} pages where at most {MAX_SITEMAP_PAGES} are fetched"
            yield problem(url, "too many pages listed", found=found, do=do)


def fetch_listing(url: str, web: Web, *, etag: str | None = None, modified: str | None = None) -> Listing | Issue:
    """Fetch a feed or sitemap that may have been fetched before; robots.txt is not asked for it, since it is named.

    Args:
        url: its address.
        web: what fetches.
        etag: what the server called the version at hand.
        modified: when that was last modified, as the server wrote it.

    Returns:
        What it lists, or what is wrong with it.

    Raises:
        WebError: it was not to be had.
    """
    answer = web.get(url, etag=etag, modified=modified, robots=False)
    if answer.status == 304:
        return Listing((), etag=etag, modified=modified, unchanged=True)
    found = _listing_of(answer, url, web)
    if found is None:
        do = "give the address of an RSS or Atom feed or of a sitemap"
        return problem(url, "not a feed", found=f"type {essence(answer.media_type) or 'unknown'}", do=do)
    if isinstance(found, Issue):
        return found
    return replace(found, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))


def _listing_of(answer: Answer, url: str, web: Web) -> Listing | Issue | None:
    """Read an answer as a feed or sitemap; None for one that is neither."""
    raw = _unpacked(answer.body)
    kind = sniff_xml(raw)
    if kind == FEED:
        if len(raw) > MAX_FEED_BYTES:
            return too_long(len(raw), url, what="feed too large", most=MAX_FEED_BYTES)
        feed = read_feed(raw, answer.url, media_type=answer.media_type)
        return Listing(feed.items, feed.title) if isinstance(feed, Feed) else feed
    if kind in (SITEMAP, SITEMAP_INDEX):
        return _collect_pages(raw, url, web)
    if kind == OTHER_XML:
        do = "give the address of a page, an RSS or Atom feed or a sitemap"
        return find_entities(raw, url) or problem(url, "XML of another kind", found="no feed or sitemap", do=do)
    return None


def _unpacked(raw: bytes) -> bytes:
    """Unpack a sitemap that is a gzip file by itself; anything else, or too large a one, is left as it is."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        found = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, MAX_SITEMAP_BYTES + 1)
    except zlib.error:
        return raw
    return found if len(found) <= MAX_SITEMAP_BYTES and sniff_xml(found) else raw


def _collect_pages(raw: bytes, url: str, web: Web) -> Listing | Issue:
    """Collect the pages of a sitemap and of those that it names, each of them once."""
    found = read_sitemap(raw, url)
    if isinstance(found, Issue):
        return found
    pages, waiting = found
    seen, issues = {url}, []
    while waiting and len(seen) < MAX_SITEMAPS and len(pages) <= MAX_SITEMAP_PAGES:
        link = waiting.pop(0)
        if link in seen:
            continue
        seen.add(link)
        try:
            further = read_sitemap(_unpacked(web.get(link).body), link)
        except WebError as error:
            further = web_issue(link, error)
        if isinstance(further, Issue):
            issues.append(further)
        else:
            pages += further[0]
            waiting += further[1]
    return Listing(tuple({page.key: page for page in pages}.values()), issues=tuple(issues))


def _fetch_answer(answer: Answer, url: str) -> Fetches:
    """Fetch what an answer holds: a page, or the records or members of a file."""
    kind = essence(answer.media_type)
    name = name_of_url(answer.url)
    by_suffix = MEDIA_TYPES.get(PurePath(name).suffix.lower())
    if packing_of(answer.body, name) or kind in FILES or by_suffix in FILES:
        for found in fetch_bytes(answer.body, url, name, None if by_suffix or kind not in FILES else kind):
            yield replace(found, fetched_at=answer.fetched_at) if isinstance(found, Fetched) else found
    else:
        yield page_of(answer, url)


def page_of(answer: Answer, url: str) -> Fetched:
    """Make a fetched thing of an answer that is a page."""
    return Fetched(
        address=printable(url),
        name=name_of_url(answer.url),
        raw=answer.body,
        media_type=answer.media_type or TEXT,
        fetched_at=answer.fetched_at,
        url=answer.url,
    )


def fetch_item(item: Item, listed_in: str, web: Web) -> Fetches:
    """Fetch the page of an item, or give the item's own text where the page is not to be had, and say so.

    Args:
        item: the item.
        listed_in: the address of the feed or sitemap.
        web: what fetches.

    Returns:
        One thing, with what the feed states of it; before it what stood in the way.
    """
    try:
        found = fetch_item_page(item, listed_in, web)
    except WebError as error:
        found = web_issue(item.link or item.key, error)
    yield from page_or_text(found, item, listed_in, web)


def fetch_item_page(item: Item, listed_in: str, web: Web) -> Fetched | Issue:
    """Fetch the page that an item links to.

    Returns:
        The page with what the feed states of it, or why it cannot be used.

    Raises:
        WebError: it was not to be had.
    """
    if not item.link:
        return problem(item.key, "item without a link", found=item.title or "no title", do="nothing")
    answer = web.get(item.link)
    kind = essence(answer.media_type)
    if kind and kind not in READ_TYPES:
        return problem(item.link, "not a page", found=f"type {kind}", do="get it by hand if you need it")
    page = replace(
        page_of(answer, item.link),
        via=(printable(listed_in),),
        outlet=item.outlet,
        title=item.title,
        author=item.author,
        published=item.published,
    )
    documents, flaws = documents_of(page)
    fatal = next((flaw for flaw in flaws if flaw.fatal), None)
    return page if documents or fatal is None or fatal.what == NOT_IN_ENGLISH or not item.text else fatal


def page_or_text(found: Fetched | Issue, item: Item, listed_in: str, web: Web) -> Iterator[Fetched | Issue]:
    """Give an item's page; or what stood in its way, and the item's own text in its place.

    Args:
        found: the page, or why there is none.
        item: the item.
        listed_in: the address of the feed or sitemap.
        web: tells the time.
    """
    if isinstance(found, Fetched):
        yield found
        return
    if not item.text:
        yield found
        return
    yield replace(found, do=f"nothing: the item's own text ({len(item.text)} characters) was read", fatal=False)
    yield text_of(item, listed_in, web)


def text_of(item: Item, listed_in: str, web: Web) -> Fetched:
    """Make a fetched thing of an item's own text."""
    address = printable(item.link or f"{listed_in}#{item.key}")
    return Fetched(
        address=address,
        name=name_of_url(address),
        raw=item.text.encode("utf-8", "replace"),
        media_type=f"{TEXT}; charset=utf-8",
        fetched_at=iso(web.clock.now()),
        url=address if item.link and item.link.startswith(("http://", "https://")) else None,
        outlet=item.outlet,
        title=item.title,
        published=item.published,
        author=item.author,
        via=(printable(listed_in),),
    )
