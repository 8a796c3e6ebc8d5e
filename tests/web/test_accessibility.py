"""Every view against axe-core's rules: labels, landmarks, roles, contrast, order of headings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.app_case import example_case
from tests.web.served import Served, Watched, browser, pytestmark

__all__ = ["browser", "pytestmark"]


AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
"""Read off disk by the test and put into the page by the driver: the page's policy lets no other script in."""
RUN = """axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.map(
  (one) => `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).slice(0, 3).join(" | ")}`))"""
PATHS = (
    "/", "/timeline", "/map", "/claims", "/positions", "/figures", "/network", "/outlook", "/reports", "/judgements",
    "/issues", "/search", "/search?q=ships", "/positions?q=nothing+of+the+kind",
)  # fmt: skip
SOME = ("/", "/claims", "/outlook", "/reports")
FOLDS = "document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    running = Served(example_case())
    yield running
    running.close()


def faults(seen: Watched) -> list[str]:
    """Tell what axe objects to in the page as it stands, with everything unfolded."""
    seen.tab.evaluate(FOLDS)
    seen.tab.evaluate(AXE)
    found: list[str] = seen.tab.evaluate(RUN)
    return found


@pytest.mark.parametrize(
    ("width", "scheme", "paths"),
    [("wide", "light", PATHS), ("narrow", "dark", ("/", "/claims", "/outlook", "/reports"))],
)
def test_no_view_breaks_a_rule(browser: Any, served: Served, width: str, scheme: str, paths: tuple[str, ...]) -> None:
    seen = Watched(browser, served.url, width, color_scheme=scheme)
    found = {}
    for path in paths:
        seen.open(path)
        found[path] = faults(seen)
    assert {path: told for path, told in found.items() if told} == {}
    seen.finish()


def test_neither_does_the_evidence_a_report_or_a_dialog(browser: Any, served: Served) -> None:
    seen = Watched(browser, served.url)
    seen.open("/claims?order=origins")
    seen.tab.locator(".line a", has_text="Evidence").first.click()
    seen.tab.wait_for_selector(".judging")
    assert faults(seen) == []
    seen.tab.locator(".origin .line a.cite").first.click()
    seen.tab.wait_for_selector(".panel mark.lit")
    while (off := seen.tab.locator(".panel .layers button[aria-pressed=false]")).count():
        off.first.click()
    assert faults(seen) == []
    seen.tab.keyboard.press("Escape")
    seen.tab.locator(".judging button", has_text="Re-grade").click()
    seen.tab.wait_for_selector("dialog[open]")
    assert faults(seen) == []
    seen.finish()


def test_the_rules_find_what_is_wrong(browser: Any, served: Served) -> None:
    seen = Watched(browser, served.url)
    seen.open("/issues")
    seen.tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any("button-name" in told for told in faults(seen))
    seen.finish()
