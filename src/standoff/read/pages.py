"""Web pages: the main text, and what the page's own metadata state."""

import logging
import re
from dataclasses import dataclass
from typing import Any

from standoff.core.issues import Issue
from standoff.read.dates import parse_stated
from standoff.read.problems import problem

MAX_PAGE_BYTES = 5_000_000
"""The largest page that is taken apart."""
MAX_TAGS = 100_000
"""The most tags in it: the time grows with their square, and pages with this many already take some seconds."""

_SNIFFED = 2048
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time og:article:published_time og:published_time datepublished date pubdate publishdate "
    "publish-date publish_date publication_date publication-date dc.date.issued dcterms.issued dc.date dcterms.date "
    "dc.date.created dcterms.created parsely-pub-date sailthru.date citation_publication_date article.published"
)
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_TIMES = (
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
    "//time[ancestor-or-self::*[contains(@class, 'byline') or contains(@class, 'dateline')"
    " or contains(@class, 'publish') or contains(@class, 'posted')]]/@datetime",
)
_CLOCKLESS = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""Keeps the date finder off the clock; its finding is a guess and is not used."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's main text, and what its metadata state."""

    text: str
    title: str | None
    author: str | None
    outlet: str | None
    url: str | None
    published: str | None


def is_page(raw: bytes) -> bool:
    """Tell from its first bytes whether a file is a web page."""
    return bool(_PAGE.match(raw[:_SNIFFED].replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")))


def declared_encoding(raw: bytes) -> str | None:
    """Give the encoding that a page says it is in, as ASCII."""
    match = _CHARSET.search(raw[:_SNIFFED])
    return match[1].decode("ascii", "replace") if match else None


def read_page(html: str, source: str) -> Page | Issue:
    """Take the main text and the metadata out of a page.

    Args:
        html: the page.
        source: the file, for messages.

    Returns:
        The page's content, paragraphs separated by blank lines; or the reason why there is none.
    """
    tags = html.count("<")
    if tags > MAX_TAGS:
        return problem(source, "page too large", found=f"{tags} tags", do="save its text as .txt")
    from trafilatura import bare_extraction  # here, not above: it takes half a second to import

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        found: Any = bare_extraction(
            html,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dict(_CLOCKLESS),
        )
        published = _stated_date(html) if found is not None else None
    except Exception as error:  # foreign code over foreign pages: whatever it raises is this page's problem
        found_text = f"{type(error).__name__}: {error}"
        return problem(source, "page could not be taken apart", found=found_text, do="save its text as .txt")
    text = "\n\n".join(line.strip() for line in (found.text or "").splitlines() if line.strip()) if found else ""
    if not re.search(r"\w", text):
        shown = f"{len(html)} characters of HTML"
        return problem(source, "page without a main text", found=shown, do="save its text as .txt")
    author = found.author.replace("; ", ", ") if found.author else None
    return Page(text, found.title, author, found.sitename, found.url, published)


def _stated_date(html: str) -> str | None:
    """Find the date of publication that the page's metadata state; the first that can be read."""
    from trafilatura import load_html

    tree: Any = load_html(html)
    named: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        named.setdefault(key, meta.get("content") or "")
    candidates = [named[name] for name in _DATE_NAMES.split() if name in named]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        candidates += _LINKED_DATE.findall(script)
    for path in _TIMES:
        candidates += tree.xpath(path)
    return next(filter(None, map(parse_stated, candidates)), None)
