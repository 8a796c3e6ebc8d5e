"""Sitemaps: the pages that a site lists, with what a news sitemap states of them."""

from typing import Any

from standoff.core.issues import Issue
from standoff.read.clean import clean_label
from standoff.read.dates import parse_iso
from standoff.read.feeds import SITEMAP_INDEX, Item, find_entities, sniff_xml
from standoff.read.problems import problem

MAX_SITEMAP_BYTES = 50_000_000
"""The largest sitemap, unpacked.

Source: sitemaps.org, protocol 0.9."""
MAX_PAGES = 50_000
"""The most pages in one.

Source: sitemaps.org, protocol 0.9."""


def read_sitemap(raw: bytes, source: str) -> tuple[list[Item], list[str]] | Issue:
    """Read a sitemap or an index of sitemaps.

    Args:
        raw: its bytes, unpacked.
        source: its address.

    Returns:
        The pages, and the addresses of further sitemaps; or what is wrong with it.
    """
    harm = find_entities(raw, source)
    if harm:
        return harm
    from lxml import etree  # here, not above: it is needed for sitemaps only

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root: Any = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return problem(source, "sitemap not readable", found=str(error), do="check the address")
    if root is None:
        return problem(source, "sitemap not readable", found="no XML", do="check the address")
    entries = [entry for entry in root if isinstance(entry.tag, str)][:MAX_PAGES]
    if sniff_xml(raw) == SITEMAP_INDEX:
        return [], [link for link in (_text(entry, "loc") for entry in entries) if link]
    return [_read_entry(entry) for entry in entries if _text(entry, "loc")], []


def _read_entry(entry: Any) -> Item:
    link = _text(entry, "loc") or ""
    return Item(
        key=link,
        link=link,
        title=clean_label(_text(entry, "title")),
        outlet=clean_label(_text(entry, "name")),
        published=parse_iso(_text(entry, "publication_date") or ""),
    )


def _text(entry: Any, name: str) -> str | None:
    """Give the text of the first element of a name within an entry, whatever its namespace (an image's left out)."""
    for element in entry.iter(f"{{*}}{name}"):
        if "image" not in element.tag and "video" not in element.tag and element.text:
            return str(element.text).strip()
    return None
