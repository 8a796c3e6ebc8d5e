"""The page in a real browser: what a click, a key and an address do. Skipped where there is no browser to ask."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standoff.web.page import render_page
from tests.web.case import make_case

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: apt-get install chromium")

WIDTHS = {"wide": (1280, 800), "narrow": (390, 844)}
IN_VIEW = """element => {
  const box = element.getClientRects()[0];
  const pane = document.getElementById("reports").getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + 2, box.top + 4);
  return box.top >= pane.top && box.top < Math.min(pane.bottom, innerHeight) && element.contains(hit);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(render_page(*make_case()), encoding="utf-8")
    return path.as_uri()


class Watched:
    """A tab of which every request and complaint is kept."""

    def __init__(self, browser: Any, width: str, **given: Any) -> None:
        size = WIDTHS[width]
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **given)
        self.tab = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.tab.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))
        self.tab.on("console", lambda message: self.faults.append(message.text))
        self.tab.on("pageerror", lambda error: self.faults.append(str(error)))

    def is_in_view(self, selector: str) -> bool:
        """Tell whether an element stands in the visible part of the reports, with nothing over it."""
        return bool(self.tab.locator(selector).evaluate(IN_VIEW))

    def lit(self) -> list[str]:
        """Give the words that are marked as a source."""
        return [str(text) for text in self.tab.locator(".text mark.lit").all_text_contents()]

    def focused(self) -> str:
        """Name what has the focus: its id, else its class."""
        return str(self.tab.evaluate("document.activeElement.id || document.activeElement.className"))


@pytest.fixture(params=WIDTHS)
def watched(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Watched]:
    seen = Watched(browser, request.param)
    seen.tab.goto(address)
    yield seen
    assert seen.faults == []
    assert set(seen.requests) == {address}
    seen.context.close()


def test_click_on_a_line_shows_its_words(watched: Watched) -> None:
    watched.tab.locator("#questions .line").click()
    words = "Will anyone still believe in the meeting?"
    assert watched.lit() == [words]
    lit = watched.tab.locator(".sentence.lit")
    assert lit.text_content() == words
    assert watched.is_in_view(".sentence.lit")
    assert watched.tab.evaluate("location.hash") == watched.tab.locator("#questions a.mark").get_attribute("href")
    assert watched.focused() == lit.get_attribute("id")
    assert watched.tab.locator("#questions .line").evaluate("l => l.getBoundingClientRect().top") >= 0


def test_click_on_a_mark_shows_words_beyond_the_basic_plane(watched: Watched) -> None:
    watched.tab.locator("#happened a.mark").click()
    assert watched.lit()[0] == "🚢🚢 Valdora moved 30 ships 🇳🇴 into the Strait of Orlen"
    assert watched.is_in_view("mark.lit >> nth=0")


def test_address_works_on_load_and_on_going_back(watched: Watched, address: str) -> None:
    first = str(watched.tab.locator("#happened a.mark").get_attribute("href"))
    watched.tab.locator("#questions .line").click()
    watched.tab.locator("#voice .line").click()
    watched.tab.go_back()
    assert watched.lit() == ["Will anyone still believe in the meeting?"]
    watched.tab.go_back()
    assert watched.lit() == []
    watched.tab.goto("about:blank")
    watched.requests.clear()
    watched.tab.goto(address + first)
    assert watched.is_in_view(first)
    assert watched.tab.locator("#happened .line.chosen").count() == 1


def test_keys_walk_open_and_go_back(watched: Watched) -> None:
    watched.tab.keyboard.press("j")
    watched.tab.keyboard.press("j")
    watched.tab.keyboard.press("ArrowUp")
    watched.tab.keyboard.press("ArrowDown")
    assert watched.tab.evaluate("document.activeElement.closest('.part').id") == "planned"
    watched.tab.keyboard.press("Enter")
    assert watched.lit() == ["The two sides are to meet in Bergen"]
    watched.tab.keyboard.press("Escape")
    assert watched.lit() == []
    assert watched.tab.evaluate("location.hash") == ""
    assert watched.focused() == "line"
    watched.tab.keyboard.press("k")
    assert watched.tab.evaluate("document.activeElement.closest('.part').id") == "happened"


def test_filter_by_words_and_by_section(watched: Watched) -> None:
    watched.tab.locator("#find").fill("kestria FERRIES")
    assert watched.tab.locator(".line:visible").count() == 1
    assert watched.tab.locator("#shown-count").text_content() == "1 of 10 lines"
    assert watched.tab.locator("#claims h2 .n").text_content() == "1 of 1"
    watched.tab.locator("#find").fill("no such words")
    assert watched.tab.locator("#nothing").is_visible()
    watched.tab.locator("#find").press("Escape")
    assert watched.tab.locator("#claims h2 .n").text_content() == "1"
    watched.tab.locator(".chip[data-section=planned]").click()
    assert watched.tab.locator(".part:visible").count() == 1
    watched.tab.locator(".chip[data-section='']").click()
    assert watched.tab.locator(".part:visible").count() == 9


def test_words_in_a_report_lead_back_to_their_line(watched: Watched) -> None:
    watched.tab.locator(".text mark", has_text="looks staged").click()
    assert watched.tab.locator("#voice .line.chosen").count() == 1


def test_nothing_is_wider_than_the_screen(watched: Watched) -> None:
    assert watched.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_theme_switch_goes_round(watched: Watched) -> None:
    switch = watched.tab.locator("#theme")
    seen = [switch.text_content()]
    for _ in range(3):
        switch.click()
        seen.append(switch.text_content())
    assert seen == ["Theme: system", "Theme: light", "Theme: dark", "Theme: system"]


@pytest.mark.parametrize("width", WIDTHS)
def test_without_javascript_marks_lead_to_their_words(browser: Any, address: str, width: str) -> None:
    seen = Watched(browser, width, java_script_enabled=False)
    seen.tab.goto(address)
    assert not seen.tab.locator("#filter").is_visible()
    seen.tab.locator("#questions a.mark").click()
    target = seen.tab.locator("mark:target")
    assert target.text_content() == "Will anyone still believe in the meeting?"
    box, size = target.bounding_box(), WIDTHS[width]
    assert box is not None
    assert 0 <= box["y"] < size[1]
    seen.context.close()


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return Array.from(canvas.getImageData(0, 0, 1, 1).data);
  };
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c[3] === 255) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const e of document.querySelectorAll("body *")) {
    const bare = !Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
    if (bare || !e.offsetParent || e.closest("script, .unseen")) continue;
    const pair = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) poor.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(browser: Any, address: str, scheme: str) -> None:
    seen = Watched(browser, "wide", color_scheme=scheme)
    seen.tab.goto(address)
    seen.tab.locator("#questions .line").click()
    assert seen.tab.evaluate(CONTRAST) == []
    seen.context.close()


def test_prints_brief_and_reports_in_full(browser: Any, address: str, tmp_path: Path) -> None:
    seen = Watched(browser, "wide")
    seen.tab.goto(address)
    seen.tab.emulate_media(media="print")
    assert seen.tab.evaluate("getComputedStyle(document.getElementById('brief')).overflowY") == "visible"
    assert not seen.tab.locator("#filter").is_visible()
    seen.tab.pdf(path=str(tmp_path / "brief.pdf"))
    assert (tmp_path / "brief.pdf").stat().st_size > 10_000
    seen.context.close()
