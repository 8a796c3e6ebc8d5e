"""Two hundred hostile reports in a real browser: nothing of theirs runs, loads, links or turns the page round."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.hostile import REPORTS, hostile_case
from tests.web.served import VIEWS, Served, Watched, browser, pytestmark, sync_api

__all__ = ["browser", "pytestmark"]

INERT = """() => [
  window.hacked,
  ...Array.from(document.querySelectorAll("a[href], area[href]"))
    .filter((a) => !["http:", "https:", "blob:"].includes(new URL(a.href, location).protocol) || /evil/.test(a.hostname))
    .map((a) => a.outerHTML),
  ...Array.from(document.querySelectorAll("body *"))
    .filter((e) => Array.from(e.attributes).some((a) => a.name.startsWith("on")) || ["IFRAME", "OBJECT", "EMBED", "BASE"].includes(e.tagName))
    .map((e) => e.outerHTML.slice(0, 200)),
  document.querySelectorAll("script:not([src]):not([type='application/json'])").length || undefined,
].filter((found) => found !== undefined)"""  # noqa: E501
BIDI = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) && !node.parentElement.closest("bdi.control, script")) loose.push(node.data.slice(0, 80));
  return loose;
}"""  # noqa: E501
GO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    running = Served(hostile_case())
    yield running
    running.close()


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    seen = Watched(browser, served.url)
    seen.tab.on("dialog", lambda dialog: seen.faults.append(f"dialog: {dialog.message}"))
    yield seen
    seen.finish()


def check(watched: Watched, where: str) -> None:
    assert watched.tab.evaluate(INERT) == [], where
    assert watched.tab.evaluate(BIDI) == [], where


def test_every_view_is_inert(watched: Watched) -> None:
    for view in VIEWS:
        watched.open("/" if view == "now" else f"/{view}" + ("?q=moved" if view == "search" else ""))
        assert watched.tab.locator("main .fault").count() == 0, view
        check(watched, view)


def test_a_claim_and_its_evidence_are_inert(watched: Watched) -> None:
    watched.open("/claims")
    watched.tab.locator(".line a", has_text="Evidence").first.click()
    watched.tab.wait_for_selector(".origin")
    check(watched, "claim")


def test_every_report_is_inert(watched: Watched) -> None:
    watched.open("/reports")
    for n in range(REPORTS):
        watched.tab.evaluate(GO, f"/reports/hostile{n:04d}?at=0-4")
        watched.tab.wait_for_selector(f".report-title:has-text('Title {n}:')")
        check(watched, f"report {n}")
    assert watched.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


assert sync_api
