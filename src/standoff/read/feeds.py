"""RSS and Atom feeds: their items, and what they state of each; the feed's bytes were fetched by us."""

import email.utils
import io
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from standoff.core.issues import Issue
from standoff.read.clean import clean_label
from standoff.read.dates import parse_iso
from standoff.read.pages import is_page
from standoff.read.problems import problem

MAX_FEED_BYTES = 10_000_000
"""The largest feed."""
MAX_ITEMS = 2_000
"""The most items taken out of one feed."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
_BEFORE_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*>\s*)*", re.DOTALL | re.I
)
_SNIFFED = 16_384
FEED, SITEMAP, SITEMAP_INDEX = "feed", "urlset", "sitemapindex"
OTHER_XML = "xml"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, or one page of a sitemap, with what is stated of it."""

    key: str
    """What tells it from the others: its id, or its link."""
    link: str | None
    title: str | None = None
    outlet: str | None = None
    """The source that the item itself names, which is not the feed."""
    author: str | None = None
    published: str | None = None
    """ISO date, as stated."""
    text: str = ""
    """The item's own text, plain, paragraphs separated by blank lines."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title and its items, in its order."""

    title: str | None
    items: tuple[Item, ...]


def sniff_xml(raw: bytes) -> str | None:
    """Tell from the first bytes what XML something is.

    Returns:
        `feed`, `urlset` (a sitemap), `sitemapindex`, `xml` for any other, None for what is a page or no XML.
    """
    head = raw[:_SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    begin = _BEFORE_ROOT.match(head)
    root = _ROOT.match(head, begin.end() if begin else 0)
    if root:
        name = root[1].lower().decode()
        return FEED if name in ("rss", "feed", "rdf") else name
    return OTHER_XML if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and not is_page(raw) else None


def find_entities(raw: bytes, source: str) -> Issue | None:
    """Refuse XML that declares entities of its own, before any parser sees it; feeds have no use for them."""
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:64]
    text = raw.replace(b"\0", b"") if wide else raw
    if not _ENTITY.search(text):
        return None
    return problem(source, "XML with entities of its own", found="<!ENTITY", do="do not use this feed")


def read_feed(raw: bytes, source: str, *, media_type: str = "") -> Feed | Issue:
    """Read a feed.

    Args:
        raw: its bytes.
        source: its address, against which links in it are resolved.
        media_type: as the server gave it, for its encoding.

    Returns:
        The feed; or what is wrong with it.
    """
    harm = find_entities(raw, source)
    if harm:
        return harm
    import feedparser  # here, not above: it is needed for feeds only

    headers = {"content-location": source} | ({"content-type": media_type} if media_type else {})
    try:
        found: Any = feedparser.parse(io.BytesIO(raw), response_headers=headers)
        items = tuple(_read_item(entry, source) for entry in found.entries[:MAX_ITEMS])
    except Exception as error:  # foreign code over foreign files: whatever it raises is this feed's problem
        return problem(source, "feed not readable", found=f"{type(error).__name__}: {error}", do="check the address")
    if not items and not found.version:
        reason = str(found.get("bozo_exception") or "no feed")
        return problem(source, "not a feed", found=reason, do="give the address of an RSS or Atom feed")
    return Feed(clean_label(found.feed.get("title")), items)


def _read_item(entry: Any, source: str) -> Item:
    link = (entry.get("link") or "").strip() or None
    link = urljoin(source, link) if link else None
    title = clean_label(plain_text(entry.get("title") or ""))
    text = _own_text(entry)
    origin = entry.get("source") or {}
    return Item(
        key=(entry.get("id") or link or f"{title}\n{text}").strip(),
        link=link,
        title=title,
        outlet=clean_label(origin.get("title") or origin.get("value")),
        author=clean_label(entry.get("author")),
        published=stated_day(entry.get("published") or entry.get("created") or ""),
        text=text,
    )


def _own_text(entry: Any) -> str:
    """Give the longest text that an item has of its own."""
    given = [str(part.get("value") or "") for part in entry.get("content") or []]
    given.append(str(entry.get("summary") or ""))
    return max((plain_text(text) for text in given), key=len)


def stated_day(value: str) -> str | None:
    """Read the day of a date in ISO 8601 or as in e-mail, in the time zone in which it is stated."""
    day = parse_iso(value)
    if day or not value.strip():
        return day
    try:
        return email.utils.parsedate_to_datetime(value).date().isoformat()
    except (ValueError, IndexError):
        return None


_BLOCK = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h[1-6]|blockquote|tr|table|section|article)|br)\b[^>]*>", re.IGNORECASE)


def plain_text(markup: str) -> str:
    """Give the words of a fragment of HTML, paragraphs separated by blank lines."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml.etree import ParserError
    from lxml.html import fromstring

    parts = []
    for block in _BLOCK.split(markup):
        try:
            tree: Any = fromstring(f"<div>{block}</div>")
        except (ParserError, ValueError):
            continue
        for hidden in tree.xpath("//script | //style"):
            hidden.drop_tree()
        parts.append(" ".join(tree.text_content().split()))
    return "\n\n".join(part for part in parts if part)
