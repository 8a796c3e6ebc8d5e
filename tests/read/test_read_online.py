"""Pages, files, feeds and sitemaps at web addresses, on servers of this machine."""

import gzip
import json
from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

import pytest
from tests.loopback import PRIVATE_HOST, Site, make_web, serving

from standoff.core.document import Document
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.core.vocabulary import ValueBasis
from standoff.read import feeds, online
from standoff.read.feeds import Feed, Item, plain_text, read_feed, sniff_xml, stated_day
from standoff.read.inputs import documents_of, read_inputs
from standoff.read.online import fetch_listing, fetch_url
from standoff.read.sitemaps import read_sitemap

TEXT = "The harbour master has closed the eastern quay for a week."
OWN = "The feed says that the ferry to the islands will not sail before Friday."
GERMAN = "Der Hafen und die Stadt hat am Montag die Fähre und das Boot an der Mole gesperrt."


def page(text: str = TEXT, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Quay</title>{head}</head><body><article><p>{text}</p></article></body>"


def rss(*items: str, title: str = "Harbour Post - World") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(link: str | None, text: str = OWN, more: str = "") -> str:
    shown = f"<link>{escape(link)}</link>" if link else ""
    return f"<item><title>Ferry</title>{shown}<description>{escape(text)}</description>{more}</item>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def fetch(url: str) -> tuple[list[Fetched], list[Issue]]:
    found = list(fetch_url(url, make_web()))
    return [row for row in found if isinstance(row, Fetched)], [row for row in found if isinstance(row, Issue)]


def read(url: str) -> tuple[list[Document], list[Issue]]:
    return read_inputs([url], web=partial(fetch_url, web=make_web()))


def test_a_page(site: Site) -> None:
    site.pages["/2031/quay"] = page()
    (found,), issues = fetch(site.url("/2031/quay"))
    assert not issues
    assert (found.address, found.url, found.name) == (
        site.url("/2031/quay"),
        site.url("/2031/quay"),
        "news.example/quay",
    )
    assert (found.media_type, found.fetched_at) == ("text/html; charset=utf-8", "2031-03-12T10:00:01Z")
    assert found.raw == page().encode()
    (doc,), _ = documents_of(found)
    assert (doc.text, doc.title, doc.url) == (TEXT, "Quay", site.url("/2031/quay"))


def test_a_page_in_the_charset_that_the_server_names_wrongly(site: Site) -> None:
    site.pages["/a"] = page(f"{TEXT} Its owner is Đorđe Šimić.").encode("iso-8859-2")
    site.types["/a"] = "text/html; charset=iso-8859-2"
    assert "Đorđe Šimić" in read(site.url("/a"))[0][0].text
    site.types["/a"] = "text/html; charset=no-such-thing"
    docs, _ = read(site.url("/a"))
    assert docs[0].text.startswith(TEXT)
    site.pages["/b"] = page(f"{TEXT} The café is shut.")
    site.types["/b"] = "text/html; charset=iso-8859-1"
    assert "café" in read(site.url("/b"))[0][0].text


def test_files_at_an_address(site: Site) -> None:
    row = json.dumps({"id": "1", "text": TEXT})
    site.pages |= {"/a.jsonl": row, "/b.txt": TEXT, "/c.jsonl.gz": gzip.compress(row.encode()), "/api": f"[{row}]"}
    site.types |= {"/api": "application/json", "/b.txt": "text/plain"}
    for path in site.pages:
        docs, issues = read(site.url(path))
        assert ([doc.text for doc in docs], issues) == ([TEXT], []), path


def test_what_cannot_be_fetched_is_told(site: Site) -> None:
    site.pages["/pdf"] = b"%PDF-1.4"
    site.types["/pdf"] = "application/pdf"
    site.pages["/liar"] = b"%PDF-1.4"
    for path, what in (("/none", "refused by the server"), ("/pdf", "not a text file"), ("/liar", "not a text file")):
        docs, (issue,) = read(site.url(path))
        assert (docs, issue.what, issue.input, issue.fatal) == ([], what, site.url(path), True)
    docs, (issue,) = read(site.url("/a", PRIVATE_HOST))
    assert "address in a private network" in issue.found


def test_the_pages_of_a_feed(site: Site) -> None:
    dated = "<pubDate>Wed, 12 Mar 2031 23:30:00 -0500</pubDate><author>Jane Doe</author>"
    source = '<source url="http://wire.example/feed">North Wire</source>'
    site.pages |= {"/feed": rss(item(site.url("/a"), more=dated), item(site.url("/b"), more=source)), "/a": page()}
    site.pages["/b"] = page(TEXT + " Again.", '<meta property="og:site_name" content="Harbour Post">')
    (first, second), issues = read(site.url("/feed"))
    assert not issues
    assert (first.text, first.published, first.published_basis) == (TEXT, "2031-03-12", ValueBasis.STATED)
    assert (first.author, first.outlet) == ("Jane Doe", None)
    assert second.outlet == "North Wire"
    (found, _), _ = fetch(site.url("/feed"))
    assert found.via == (site.url("/feed"),)


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("/none", "refused by the server"),
        ("/binary", "not a text file"),
        ("/picture", "not a text"),
        ("/empty", "page without a main text"),
        ("/table", "not a page"),
        ("/barred", "not allowed by robots.txt"),
        ("javascript:alert(document.cookie)", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("data:text/html,<p>x</p>", "not a web address"),
        (None, "item without a link"),
    ],
)  # fmt: skip
def test_where_a_page_is_not_to_be_had_the_items_own_text_is_read_and_said_so(
    site: Site, link: str | None, what: str
) -> None:
    site.pages |= {"/binary": b"\x00\x01\x02" * 100, "/picture": b"x", "/empty": "<html><body></body></html>"}
    site.pages |= {"/robots.txt": "User-agent: *\nDisallow: /barred\n", "/table": b"x"}
    site.types |= {"/picture": "image/png", "/table": "application/vnd.ms-excel"}
    address = site.url(link) if link and link.startswith("/") else link
    site.pages["/feed"] = rss(item(address, f"<p>{OWN}</p><script>alert(1)</script>"))
    (doc,), (issue,) = read(site.url("/feed"))
    assert (doc.text, doc.title) == (OWN, "Ferry")
    assert doc.url is None or doc.url.startswith("http://")
    assert (issue.what, issue.fatal) == (what, False)
    assert issue.do == f"nothing: the item's own text ({len(OWN)} characters) was read"


def test_an_item_with_neither_page_nor_text_is_told(site: Site) -> None:
    site.pages["/feed"] = rss(item(site.url("/none"), ""))
    docs, (issue,) = read(site.url("/feed"))
    assert not docs
    assert (issue.what, issue.fatal) == ("refused by the server", True)


def test_a_page_that_is_not_in_english_is_told_as_such(site: Site) -> None:
    site.pages |= {"/feed": rss(item(site.url("/a"))), "/a": page(GERMAN)}
    docs, (issue,) = read(site.url("/feed"))
    assert (docs, issue.what, issue.fatal) == ([], "not in English", True)


def test_one_bad_item_does_not_stop_the_others(site: Site) -> None:
    site.pages |= {"/feed": rss(item(site.url("/none"), ""), item(site.url("/a"))), "/a": page()}
    docs, issues = read(site.url("/feed"))
    assert (len(docs), len(issues)) == (1, 1)


def test_atom_with_relative_links_and_sources(site: Site) -> None:
    site.pages["/deep/feed"] = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>All</title><entry>'
        '<id>urn:1</id><title type="html">Quay &amp;amp; ferry</title><link href="../a"/><published>2031-03-12T23:00:00'
        "-08:00</published><source><title>North Wire</title></source><summary>x</summary></entry></feed>"
    )
    site.pages["/a"] = page().replace("<title>Quay</title>", "")
    (doc,), _ = read(site.url("/deep/feed"))
    assert (doc.outlet, doc.published, doc.url) == ("North Wire", "2031-03-12", site.url("/a"))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><title>&k;</title><item><title>&k;</title></item></channel></rss>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
    "<title>x</title><item><title>&x;</title><description>&x;</description></item></channel></rss>"
)


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE, LAUGHS.replace("rss", "urlset"), LAUGHS.replace("rss", "other")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_refused_before_they_are_parsed(site: Site, bomb: str, encoding: str) -> None:
    site.pages["/feed"] = bomb.encode(encoding)
    site.types["/feed"] = "application/rss+xml"
    docs, (issue,) = read(site.url("/feed"))
    assert not docs
    assert issue.what == "XML with entities of its own"
    assert isinstance(read_feed(bomb.encode(encoding), "x"), Issue)
    assert isinstance(read_sitemap(bomb.encode(encoding), "x"), Issue)


def test_other_xml_is_no_report(site: Site) -> None:
    site.pages["/a"] = '<?xml version="1.0"?><data><row>The quay is shut for a week</row></data>'
    docs, (issue,) = read(site.url("/a"))
    assert (docs, issue.what) == ([], "XML of another kind")


def test_a_broken_feed_gives_what_can_be_read(site: Site) -> None:
    site.pages |= {"/feed": rss(item(site.url("/a")))[:-20], "/a": page()}
    assert len(read(site.url("/feed"))[0]) == 1
    site.pages["/feed"] = '<rss version="2.0"><channel>'
    docs, _ = read(site.url("/feed"))
    assert not docs


def test_a_feed_of_too_many_items_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ITEMS", 3)
    found = read_feed(rss(*[item(f"http://x.example/{number}") for number in range(9)]).encode(), "http://x.example/")
    assert isinstance(found, Feed)
    assert len(found.items) == 3


def test_sitemaps_and_news_sitemaps(site: Site) -> None:
    news = (
        "<news:news><news:publication><news:name>Harbour Post</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2031-03-12T10:00:00Z</news:publication_date>"
        "<news:title>Quay shut</news:title></news:news>"
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    inner = f"<urlset {names}><url><loc>{site.url('/a')}</loc>{news}</url></urlset>"
    index = (
        f"<sitemapindex {names}><sitemap><loc>{site.url('/1.xml.gz')}</loc></sitemap><sitemap>"
        f"<loc>{site.url('/index.xml')}</loc></sitemap><sitemap><loc>{site.url('/none')}</loc></sitemap></sitemapindex>"
    )
    site.pages |= {"/index.xml": index, "/1.xml.gz": gzip.compress(inner.encode()), "/a": page()}
    (doc,), (issue,) = read(site.url("/index.xml"))
    assert (issue.input, issue.found) == (site.url("/none"), "status 404")
    assert (doc.outlet, doc.published, doc.title) == ("Harbour Post", "2031-03-12", "Quay")
    assert site.paths().count("/index.xml") == 1


def test_a_sitemap_of_too_many_pages_is_cut_and_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(online, "MAX_SITEMAP_PAGES", 2)
    links = "".join(f"<url><loc>{site.url(f'/{number}')}</loc></url>" for number in range(5))
    site.pages |= {f"/{number}": page(f"{TEXT} {number}") for number in range(5)}
    site.pages["/map"] = f"<urlset>{links}</urlset>"
    docs, issues = read(site.url("/map"))
    assert len(docs) == 2
    assert [issue.what for issue in issues] == ["too many pages listed"]


def test_a_listing_that_did_not_change_costs_nothing(site: Site) -> None:
    def feed(request: object) -> None:
        if request.headers.get("If-None-Match") == "v1":  # type: ignore[attr-defined]
            request.send(b"", status=304)  # type: ignore[attr-defined]
        else:
            request.send(rss(item(None)).encode(), etag="v1")  # type: ignore[attr-defined]

    site.pages["/feed"] = feed
    first = fetch_listing(site.url("/feed"), make_web())
    assert not isinstance(first, Issue)
    assert (first.etag, first.unchanged, len(first.items), first.title) == ("v1", False, 1, "Harbour Post - World")
    again = fetch_listing(site.url("/feed"), make_web(), etag=first.etag)
    assert not isinstance(again, Issue)
    assert (again.unchanged, again.items, again.etag) == (True, (), "v1")


def test_a_page_is_no_listing(site: Site) -> None:
    site.pages["/a"] = page()
    found = fetch_listing(site.url("/a"), make_web())
    assert isinstance(found, Issue)
    assert found.what == "not a feed"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<rss version='2.0'>", "feed"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><feed xmlns='x'>", "feed"),
        (b"<?xml version='1.0'?><rdf:RDF>", "feed"),
        (b"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'x'><rss>", "feed"),
        (b"<urlset>", "urlset"),
        (b"<sitemapindex>", "sitemapindex"),
        (b"<?xml version='1.0'?><svg>", "xml"),
        (b"<?xml version='1.0'?><html>", None),
        (b"<html>", None),
        (b"rss", None),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), "feed"),
    ],
)
def test_xml_is_told_by_its_root(raw: bytes, kind: str | None) -> None:
    assert sniff_xml(raw) == kind


def test_days_are_those_of_the_stated_zone() -> None:
    assert stated_day("Wed, 12 Mar 2031 23:30:00 -0500") == "2031-03-12"
    assert stated_day("2031-03-12T23:30:00-05:00") == "2031-03-12"
    assert stated_day("Wed, 12 Mar 2031 23:30:00 EST") == "2031-03-12"
    assert stated_day("yesterday") is None
    assert stated_day("") is None


def test_plain_text() -> None:
    assert plain_text("<p>One &amp; <b>two</b></p><p>three<br>four</p>") == "One & two\n\nthree\n\nfour"
    assert plain_text("no markup") == "no markup"
    assert plain_text("<p></p>") == ""


def test_an_item_without_an_id_is_told_from_others_by_its_link_or_words() -> None:
    found = read_feed(rss(item("http://x.example/1"), item(None, "one two"), item(None, "three")).encode(), "http://x/")
    assert isinstance(found, Feed)
    keys = [entry.key for entry in found.items]
    assert keys[0] == "http://x.example/1"
    assert len(set(keys)) == 3
    assert Item("k", None).text == ""
