"""The page: safe with hostile text, exact in what a mark leads to, whole in one file."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.picture.brief import Brief, ClaimLine
from standoff.picture.lines import Mark
from standoff.picture.network import Tie
from standoff.picture.position_lines import ActorPositions, Position
from standoff.web.markup import block_digest, safe_link, shown
from standoff.web.page import content_policy, read_asset, render_page
from standoff.web.passages import mark_id, passage
from standoff.web.sections import lines_of, marks_of
from standoff.web.wording import say_date, say_when
from tests.web.case import EMPTY, FIRST, SECOND, Page, body_text, head_of, line_of, make_case, make_view, mark_of

RTL = "\u202e"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "</style><style>*{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- ]]> &lt;b&gt; &amp;",
    f"the ships {RTL}sliar\u2066 of the port",
    "javascript:alert(1)",
    "\u2028\u2029 \x00\x07 \ud800 \r end",
)


@pytest.fixture(scope="module")
def html() -> str:
    return render_page(*make_case())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


# -- every mark leads to its words ------------------------------------------------------------------


def test_every_mark_leads_to_exactly_its_words(page: Page) -> None:
    brief, views = make_case()
    texts = {view.doc.doc_id: view.text for view in views}
    hrefs = {given["href"] for given in page.named("a") if given.get("class") == "mark"}
    marks = list(marks_of(brief))
    assert len(marks) == sum(len(line.marks) for line in lines_of(brief)) == 8
    for mark in marks:
        assert f"#{mark_id(mark)}" in hrefs
        assert page.texts[mark_id(mark)] == texts[mark.doc_id][mark.start : mark.end]


def test_whole_texts_stand_in_the_page_in_the_order_of_their_numbers(page: Page) -> None:
    assert [body_text(page, n) for n in (0, 1)] == [FIRST, SECOND]


def test_sentences_are_numbered_and_addressable(page: Page) -> None:
    assert page.texts["s-1-1"].startswith("🚢🚢 Valdora")
    assert page.texts["s-1-2"] == "Kestria's ministry said the ships “blocked” two ferries & a tug."


def test_ids_are_given_once_and_every_inner_link_has_its_goal(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    inner = {given["href"][1:] for given in page.named("a") if given["href"].startswith("#")}
    assert inner <= set(page.ids)


def test_by_line_stands_apart_from_the_report(page: Page) -> None:
    assert [given.get("class") for given in page.named("p")].count("byline") == 1


TEXT = "Ab 🚢é. Cd e\u0301f g.\n\nHi 𝔍k lm? No."


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=12))
def test_crossing_marks_keep_the_text_and_their_words(spans: list[tuple[int, int]]) -> None:
    view = make_view("x", TEXT)
    marks = [Mark(1, 1, "x", *span) for span in spans]
    page = Page(f'<div class="text">{passage(view, 1, marks)}</div>')
    assert page.bodies == [TEXT]
    assert len(page.ids) == len(set(page.ids))
    for mark in marks:
        if mark.start < mark.end:
            assert page.texts[mark_id(mark)] == TEXT[mark.start : mark.end]
    for n, row in enumerate(view.rows("sentences"), start=1):
        assert page.texts[f"s-1-{n}"] == TEXT[row.start : row.end]


def test_words_outside_the_text_lead_to_the_sentence_or_nowhere() -> None:
    view = make_view("x", "One sentence.")
    line = line_of([Mark(1, 1, "x", 5, 99), Mark(1, 7, "x", 50, 99), Mark(3, 1, "gone", 0, 2)], "One")
    page = Page(render_page(replace(EMPTY, reports=[head_of(1, view)], timeline=[line]), [view]))
    assert [given["href"] for given in page.named("a") if given.get("class") == "mark"] == ["#s-1-1"]
    assert [given.get("class") for given in page.named("span")].count("mark dead") == 3, (
        "two of the line, one explained"
    )


def test_report_without_sentences_or_without_text_still_stands() -> None:
    view = DocumentView(make_view("x", "No layer was made.").doc)
    heads = [head_of(1, view), replace(head_of(2, view), doc_id="gone")]
    line = line_of([mark_of(1, make_view("x", "No layer was made."), "layer")], "layer")
    html = render_page(replace(EMPTY, reports=heads, figures=[line]), [view])
    assert Page(html).texts["m-1-3-8"] == "layer"
    assert "The text of this report was not handed to the page." in html


# -- hostile text -----------------------------------------------------------------------------------


def hostile_page(text: str) -> str:
    """Put a text everywhere that a report's words can reach."""
    view = make_view("x", f"Before {text} after.", url=text, name=text)
    mark = Mark(1, 1, "x", 7, 7 + len(text))
    line = line_of([mark], text, what=text, when=text, who=text, whom=text, note=text)
    head = replace(head_of(1, view, text), outlet=text, author=text, published=text)
    issue = Issue(text, text, text, text, text, fatal=False)
    brief = Brief(
        [head], [line], [line], [ActorPositions(text, [Position("demands", line)])], [line],
        [ClaimLine(line, [text], 1, [line])], [line], [line], [Tie(text, text, 1, 1, 0.0)], [issue],
    )  # fmt: skip
    return render_page(brief, [view])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    html = hostile_page(text)
    html.encode()
    page, calm = Page(html), Page(hostile_page("calm"))
    kinds = [tag for tag, given in page.tags if given.get("class") != "control"]
    assert sorted(kinds) == sorted(tag for tag, _ in calm.tags)
    assert {name for _, given in page.tags for name in given} <= {name for _, g in calm.tags for name in g} | {
        "data-code"
    }
    assert not [given for _, given in page.tags if any(name.startswith("on") or name == "style" for name in given)]
    wanted = text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    assert page.texts[f"m-1-7-{7 + len(text)}"] == wanted
    assert not [given for given in page.named("a") if not re.match(r"#[mrs]-|#brief$|#reports$", given["href"])]


def test_direction_overrides_are_isolated_and_visible() -> None:
    html = hostile_page(f"the ships {RTL}sliar")
    assert html.count(RTL) == html.count(f'<bdi class="control" data-code="U+202E">{RTL}</bdi>') > 5


def test_shown_keeps_every_character() -> None:
    assert shown("a<b>&\"'") == "a&lt;b&gt;&amp;&#34;&#39;"
    assert shown("e\u0301 🚢\u200d") == "e\u0301 🚢\u200d"
    assert shown("a\rb") == "a&#13;b"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//host/path",
        "https://",
        "https://[broken",
        "http://a b",
        f"https://example.org/{RTL}gpj",
        "/relative",
        "",
        None,
    ],
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert safe_link(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=<2>", "HTTP://example.org"])
def test_web_addresses_are_kept(url: str) -> None:
    assert safe_link(url) == url


# -- one file ---------------------------------------------------------------------------------------


def test_nothing_is_fetched_from_elsewhere(html: str, page: Page) -> None:
    assert not {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "embed", "base", "audio", "video"}
    assert not [given for _, given in page.tags if "src" in given or "srcset" in given]
    outward = [given for given in page.named("a") if not given["href"].startswith("#")]
    assert [given["href"] for given in outward] == ["https://wire.example.org/orlen?a=1&b=2"]
    assert all({"noopener", "noreferrer"} <= set(given["rel"].split()) for given in outward)
    assert "url(" not in html
    assert "@import" not in html


def test_policy_lets_in_just_the_two_blocks_of_the_page(html: str, page: Page) -> None:
    policies = [
        given["content"] for given in page.named("meta") if given.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [content_policy(read_asset("page.css"), read_asset("page.js"))]
    assert policies[0].startswith("default-src 'none';")
    for tag in ("style", "script"):
        blocks = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(blocks) == len(page.named(tag)) == 1
        assert f"{tag}-src {block_digest(blocks[0])}" in policies[0]


def test_same_brief_gives_the_same_page_in_any_order_of_views(html: str) -> None:
    brief, views = make_case()
    assert render_page(brief, views[::-1]) == html


# -- what the reader sees ---------------------------------------------------------------------------


def test_sections_stand_in_their_order(html: str) -> None:
    titles = re.findall(r'<h2 id="h-(\w+)"', html)
    wanted = "happened planned positions figures claims questions voice network issues reports"
    assert titles == wanted.split()


def test_lines_say_when_who_and_on_whose_word(html: str) -> None:
    flat = " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())
    assert "2 reports 3 May 2031" in flat
    assert "from 9 May 2031 Valdora, Kestria" in flat
    assert "2 independent origins" in flat
    assert "Said by Kestria" in flat
    assert "Denied by Valdora any ferry was stopped" in flat
    assert "Demands → to Valdora (XVA)" in flat
    assert "\u22124.2" in flat
    assert "scan.pdf not a text" in flat
    assert "copy of 1" in flat


def test_claim_that_is_only_denied_stands_once() -> None:
    view = make_view("x", "Nobody was hurt.")
    line = line_of([mark_of(1, view, "hurt")], "hurt", note="denied by Kestria")
    html = render_page(replace(EMPTY, reports=[head_of(1, view)], claims=[ClaimLine(line, [], 0, [line])]), [view])
    assert "only denied" in html
    assert html.count('href="#m-1-11-15"') == 1


def test_empty_brief_is_a_page_too() -> None:
    html = render_page(EMPTY, [])
    Page(html)
    assert "<h1>No report</h1>" in html
    assert "Everything was read." in html
    assert 'class="line"' not in html


def test_empty_text_is_no_trouble() -> None:
    view = make_view("x", "")
    assert body_text(Page(render_page(replace(EMPTY, reports=[head_of(1, view)]), [view])), 0) == ""


@pytest.mark.parametrize(
    ("value", "text", "iso"),
    [
        ("2031-05-09", "9 May 2031", "2031-05-09"),
        ("2031-05-09..", "from 9 May 2031", "2031-05-09"),
        ("..2031-05-09", "until 9 May 2031", "2031-05-09"),
        ("2031-05-09..2031-05-12", "9–12 May 2031", None),
        ("2031-04-28..2031-05-02", "28 Apr – 2 May 2031", None),
        ("2030-12-28..2031-01-02", "28 Dec 2030 – 2 Jan 2031", None),
        ("2028-02-01..2028-02-29", "Feb 2028", None),
        ("2028-02-01..2028-04-30", "Feb 2028 – Apr 2028", None),
        ("2014-01-01..2014-12-31", "2014", None),
        ("2014-01-01..2021-12-31", "2014 – 2021", None),
        ("some day", "some day", None),
        ("soon..later", "soon..later", None),
    ],
)
def test_times_in_words(value: str, text: str, iso: str | None) -> None:
    when = say_when(value)
    assert when is not None
    assert (when.text, when.iso) == (text, iso)


def test_no_time_is_no_time() -> None:
    assert say_when(None) is None
    assert say_date(None) is None
