"""Web pages: main text and stated metadata."""

import subprocess
import sys

import pytest

from standoff.core.issues import Issue
from standoff.read.pages import Page, declared_encoding, is_page, read_page

PARAGRAPHS = (
    "<p>The harbour master has closed the eastern quay for a week, the council said.</p>"
    "<p>Nobody was hurt when the crane fell, and the ferry to Oslo goes from the western quay until further notice.</p>"
    "<h2>Work begins at once</h2><p>A firm from Bergen will mend the wall. &ldquo;We start tonight,&rdquo; it said.</p>"
)


def page_with(head: str = "", body: str = PARAGRAPHS) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Quay shut</title>{head}</head><body><article>{body}</article></body></html>"
    )


def read(html: str) -> Page:
    page = read_page(html, "a.html")
    assert isinstance(page, Page)
    return page


def test_main_text_has_paragraphs_and_no_navigation() -> None:
    menu = "<nav><ul><li><a href='/s'>Sport</a></li></ul></nav><div class='cookie-banner'>Accept all cookies</div>"
    html = page_with().replace("<article>", menu + "<article>")
    paragraphs = read(html).text.split("\n\n")
    assert paragraphs[0].startswith("The harbour master")
    assert paragraphs[-1] == "A firm from Bergen will mend the wall. “We start tonight,” it said."
    assert "Sport" not in read(html).text
    assert "cookies" not in read(html).text


def test_metadata_are_read() -> None:
    head = (
        '<link rel="canonical" href="https://post.example.org/2031/quay">'
        '<meta property="og:title" content="Quay shut for a week">'
        '<meta property="og:site_name" content="Harbour Post">'
        '<meta name="author" content="Jane Doe">'
        '<meta property="article:published_time" content="2031-03-19T17:40:00+01:00">'
    )
    page = read(page_with(head))
    assert (page.title, page.outlet, page.author) == ("Quay shut for a week", "Harbour Post", "Jane Doe")
    assert (page.url, page.published) == ("https://post.example.org/2031/quay", "2031-03-19")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2031-03-19">',
        '<meta name="DC.date.issued" content="2031-03-19">',
        '<meta itemprop="datePublished" content="2031-03-19T10:00Z">',
        '<meta name="pubdate" content="19 March 2031">',
        '<meta name="date" content="03/04/2031"><meta name="pubdate" content="2031-03-19">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-03-19T10:00:00Z"}</script>',
    ],
)
def test_stated_dates(head: str) -> None:
    assert read(page_with(head)).published == "2031-03-19"


@pytest.mark.parametrize(
    "line",
    [
        '<p><time itemprop="datePublished" datetime="2031-03-19">Wednesday</time></p>',
        '<p class="byline">By Jane Doe <time datetime="2031-03-19T08:00">19 March</time></p>',
        '<p><time pubdate datetime="2031-03-19">19 March</time></p>',
    ],
)
def test_dates_in_marked_times(line: str) -> None:
    assert read(page_with(body=line + PARAGRAPHS)).published == "2031-03-19"


@pytest.mark.parametrize(
    "addition",
    [
        "<p>The old quay was built on 19 March 1931 and rebuilt in May 2030.</p>",
        '<p>The vote is on <time datetime="2031-05-02">2 May</time>.</p>',
        "<footer>Copyright 2031-03-19</footer>",
        '<meta name="date" content="03/04/2031">',
        '<meta property="article:modified_time" content="2031-03-20">',
    ],
)
def test_dates_in_the_text_and_ambiguous_ones_are_no_metadata(addition: str) -> None:
    assert read(page_with(body=PARAGRAPHS + addition)).published is None


def test_several_authors() -> None:
    head = '<meta name="author" content="Jane Doe"><meta name="author" content="John Roe">'
    assert read(page_with(head)).author in ("Jane Doe, John Roe", "Jane Doe")


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", "<html></html>", "<html><body><img src='a.png'></body></html>"]
)
def test_pages_without_text_are_told(html: str) -> None:
    issue = read_page(html, "a.html")
    assert isinstance(issue, Issue)
    assert issue.what == "page without a main text"
    assert issue.fatal


def test_whatever_the_extractor_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    issue = read_page(page_with(), "a.html")
    assert isinstance(issue, Issue)
    assert "RecursionError" in issue.found


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf \n<html lang='en'>", True),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE html>", True),
        (b"<!-- saved --> <HTML>", True),
        ("<html>".encode("utf-16"), True),
        (b"The tag <html> begins a page.", False),
        (b"<b>Quay</b> shut", False),
        (b"<!-- x -->" * 200, False),
        (b"", False),
    ],
)
def test_pages_are_told_by_their_first_bytes(raw: bytes, expected: bool) -> None:
    assert is_page(raw) is expected


def test_declared_encodings() -> None:
    assert declared_encoding(b'<meta charset="windows-1252">') == "windows-1252"
    assert declared_encoding(b"<meta content='text/html; charset=iso-8859-1'>") == "iso-8859-1"
    assert declared_encoding(b"<html>") is None


def test_a_page_of_too_many_tags_is_told() -> None:
    issue = read_page(page_with(body="<p>quay" * 100_001), "a.html")
    assert isinstance(issue, Issue)
    assert issue.what == "page too large"


def test_reading_text_does_not_load_the_extractor() -> None:
    code = "import sys, standoff.read.inputs; sys.exit('trafilatura' in sys.modules or 'py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
