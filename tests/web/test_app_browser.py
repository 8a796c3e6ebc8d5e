"""The web app in a real browser: every view, clicks down to the words, no complaint and no request that leaves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standoff.run.case import Case
from standoff.web.shown import FolderCase, MemoryCase
from tests.web.app_case import example_case, example_views
from tests.web.served import VIEWS, WIDTHS, Served, Watched, browser, pytestmark
from tests.web.test_page_browser import CONTRAST

__all__ = ["browser", "pytestmark"]

FEW = 4


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    running = Served(example_case())
    yield running
    running.close()


@pytest.fixture(scope="module")
def few() -> Iterator[Served]:
    """Serve some reports only, so that what a judgement changes is worked out quickly."""
    running = Served(MemoryCase("some", example_views()[:FEW]))
    yield running
    running.close()


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    seen = Watched(browser, served.url)
    yield seen
    seen.finish()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_draws_and_fits(browser: Any, served: Served, width: str) -> None:
    seen = Watched(browser, served.url, width)
    for view in VIEWS:
        seen.open("/" if view == "now" else f"/{view}")
        assert seen.tab.locator("main h1").count() == 1, view
        assert seen.tab.locator("main .fault").count() == 0, view
        assert seen.tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        assert seen.tab.locator("nav a[aria-current=page]").count() == 1, view
    seen.finish()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_click_on_a_line_shows_its_words(browser: Any, served: Served, width: str) -> None:
    seen = Watched(browser, served.url, width)
    seen.open("/timeline?type=THREATEN")
    line = seen.tab.locator("main .dated > .line").first
    line.locator(".said").click()
    lit = seen.tab.locator(".panel mark.lit").first
    lit.wait_for()
    assert "read=" in seen.tab.url
    sentence = "".join(seen.tab.locator(".panel .in-sentence").all_text_contents())
    words = line.locator(".said q").text_content() or ""
    assert words.split()[0] in sentence
    box = lit.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < WIDTHS[width][1]
    seen.tab.keyboard.press("Escape")
    seen.tab.wait_for_selector(".panel", state="detached")
    assert "read=" not in seen.tab.url
    seen.finish()


def test_address_holds_the_state(watched: Watched) -> None:
    watched.open("/timeline?actor=XVA&status=planned&as_of=2031-03-28")
    first = watched.tab.locator("main .dated > .line").count()
    assert first > 0
    assert watched.tab.locator(".as-of-note").count() == 1
    watched.tab.locator(".line a.cite").first.click()
    watched.tab.wait_for_selector(".panel mark.lit")
    address = watched.tab.url
    watched.open(address.removeprefix(watched.url))
    watched.tab.wait_for_selector(".panel mark.lit")
    assert watched.tab.locator("main .dated > .line").count() == first
    watched.tab.go_back()
    watched.tab.locator("nav a", has_text="Claims").click()
    watched.settled()
    assert "as_of=2031-03-28" in watched.tab.url


def test_from_a_claim_to_its_evidence_to_the_words(watched: Watched) -> None:
    watched.open("/claims?order=origins")
    watched.tab.locator(".line a", has_text="Evidence").first.click()
    watched.settled()
    watched.tab.wait_for_selector(".origin")
    watched.tab.locator(".origin .line a.cite").first.click()
    watched.tab.wait_for_selector(".panel mark.lit")


def test_from_a_forecast_and_an_indicator_to_the_words(watched: Watched) -> None:
    watched.open("/outlook?actor=XKE")
    for part in (".chances", "section:has(.records) > [aria-busy] > .dated"):
        line = watched.tab.locator(f"{part} > .line").first
        line.locator("summary").first.click()
        line.locator("a.cite").first.click()
        watched.tab.wait_for_selector(".panel mark.lit")
        watched.tab.keyboard.press("Escape")
        watched.tab.wait_for_selector(".panel", state="detached")
    watched.tab.locator(".tension a").first.click()
    watched.tab.wait_for_url("**/timeline?**")
    watched.settled()
    assert watched.tab.locator(".dated > .line").count() > 0


def test_layers_are_switched(watched: Watched) -> None:
    watched.open("/reports")
    watched.tab.locator("td a").first.click()
    watched.tab.wait_for_selector(".report .text")
    assert watched.tab.locator(".on-actors").count() == 0
    watched.tab.locator(".layers button", has_text="Actors").click()
    assert watched.tab.locator(".on-actors").count() > 0
    watched.tab.locator(".on-actors").first.click()
    assert "Actors" in (watched.tab.locator(".picked").text_content() or "")


def test_keys_go_everywhere(watched: Watched) -> None:
    watched.open("/")
    watched.tab.keyboard.press("g")
    watched.tab.keyboard.press("r")
    watched.tab.wait_for_url("**/reports")
    watched.settled()
    watched.tab.keyboard.press("/")
    watched.tab.keyboard.type("orlen")
    watched.tab.keyboard.press("Enter")
    watched.tab.wait_for_url("**/search?q=orlen")
    watched.settled()
    watched.tab.keyboard.press("Escape")
    watched.tab.keyboard.press("j")
    watched.tab.keyboard.press("j")
    watched.tab.keyboard.press("Enter")
    watched.tab.wait_for_selector(".panel mark.lit")
    watched.tab.keyboard.press("Escape")
    watched.tab.keyboard.press("?")
    watched.tab.wait_for_selector("dialog[open]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(browser: Any, served: Served, scheme: str) -> None:
    seen = Watched(browser, served.url, color_scheme=scheme)
    for path in ("/", "/timeline", "/claims", "/figures", "/outlook", "/reports", "/search?q=orlen"):
        seen.open(path)
        assert seen.tab.evaluate(CONTRAST) == [], path
    seen.tab.locator(".line a.cite").first.click()
    seen.tab.wait_for_selector(".panel mark.lit")
    for name in ("Actors", "Places", "Times", "Figures", "Said"):
        seen.tab.locator(".panel .layers button", has_text=name).click()
    assert seen.tab.evaluate(CONTRAST) == []
    seen.finish()


def test_a_judgement_is_made_and_undone(watched: Watched) -> None:
    watched.open("/claims")
    watched.tab.locator(".line a", has_text="Evidence").first.click()
    watched.tab.wait_for_selector(".judging")
    watched.tab.locator(".judging button", has_text="Reject").click()
    watched.tab.locator("dialog input[name=who]").fill("N. Ilvess")
    watched.tab.locator("dialog textarea").fill("the quay was empty")
    watched.tab.locator("dialog button.main").click()
    watched.tab.wait_for_selector("dialog", state="detached")
    watched.tab.wait_for_selector("main .head .tag:text-is('rejected')")
    watched.tab.keyboard.press("g")
    watched.tab.keyboard.press("j")
    watched.tab.wait_for_url("**/judgements")
    row = watched.tab.locator(".line", has_text="the quay was empty")
    row.wait_for()
    assert "N. Ilvess" in (row.text_content() or "")
    row.locator("button", has_text="Undo").click()
    watched.tab.locator("dialog button.main").click()
    watched.tab.wait_for_selector(".line.undone")


def judge(seen: Watched, button: Any, **given: str) -> None:
    """Fill in the form that a button opens, and send it."""
    button.click()
    for name, value in ({"who": "N. Ilvess"} | given).items():
        field = seen.tab.locator(f"dialog [name={name}]")
        (field.select_option if field.evaluate("e => e.tagName") == "SELECT" else field.fill)(value)
    seen.tab.locator("dialog button.main").click()
    seen.tab.wait_for_selector("dialog", state="detached")
    seen.settled()


def undo(seen: Watched, note: str) -> None:
    """Take a judgement back in the journal."""
    seen.open("/judgements")
    judge(seen, seen.tab.locator(".line", has_text=note).locator("button", has_text="Undo"))
    seen.tab.wait_for_selector(f".line.undone:has-text('{note}')")


def claims_of(seen: Watched) -> int:
    """Count the claims of the case."""
    seen.open("/claims")
    return int((seen.tab.locator("nav a[aria-current] .n").text_content() or "0").replace(",", ""))


def test_claims_are_merged_and_split_and_both_taken_back(browser: Any, few: Served) -> None:
    seen = Watched(browser, few.url)
    before = claims_of(seen)
    seen.tab.locator(".line a", has_text="Evidence").first.click()
    seen.tab.wait_for_selector(".judging")
    seen.tab.locator(".judging button", has_text="Merge").click()
    seen.tab.locator("dialog input[type=search]").fill("the")
    seen.tab.locator("dialog .offered input").first.check()
    seen.tab.locator("dialog input[name=who]").fill("N. Ilvess")
    seen.tab.locator("dialog textarea").fill("one and the same")
    seen.tab.locator("dialog button.main").click()
    seen.tab.wait_for_selector("dialog", state="detached")
    seen.tab.wait_for_selector(".origin .line >> nth=1")
    address = seen.tab.url.removeprefix(few.url)
    assert claims_of(seen) == before - 1
    seen.open(address)
    split = seen.tab.locator(".origin .line button", has_text="Split off").last
    judge(seen, split, note="not the same at all")
    assert claims_of(seen) == before
    undo(seen, "not the same at all")
    assert claims_of(seen) == before - 1
    undo(seen, "one and the same")
    assert claims_of(seen) == before
    seen.finish()


def test_a_claim_and_a_source_are_graded_anew(browser: Any, few: Served) -> None:
    seen = Watched(browser, few.url)
    seen.open("/claims")
    seen.tab.locator(".line a", has_text="Evidence").first.click()
    seen.tab.wait_for_selector(".judging")
    address = seen.tab.url.removeprefix(few.url)
    worked_out = seen.tab.locator("main .working .grade b").text_content()
    other = "5" if worked_out != "5" else "4"
    judge(seen, seen.tab.locator(".judging button", has_text="Re-grade"), value=other, note="I was there")
    seen.tab.wait_for_selector(f"main .working .grade.g{other}")
    judge(seen, seen.tab.locator("td button", has_text="Re-grade").first, value="E", note="often wrong")
    seen.tab.wait_for_selector("td b:text-is('E')")
    for note in ("I was there", "often wrong"):
        undo(seen, note)
    seen.open(address)
    assert seen.tab.locator("main .working .grade b").text_content() == worked_out
    assert seen.tab.locator("td b:text-is('E')").count() == 0
    seen.finish()


def test_an_actor_is_corrected(browser: Any, few: Served) -> None:
    seen = Watched(browser, few.url)
    seen.open("/timeline")
    seen.tab.locator(".dated > .line a.cite").first.click()
    seen.tab.locator(".panel .layers button", has_text="Actors").click()
    seen.tab.locator(".panel .in-sentence.on-events.on-actors, .panel .on-actors").first.click()
    judge(seen, seen.tab.locator(".picked button", has_text="Correct").first, value="Harbour Guild", note="misnamed")
    seen.open("/timeline")
    assert seen.tab.locator(".dated > .line .sides", has_text="Harbour Guild").count() > 0
    undo(seen, "misnamed")
    seen.open("/timeline")
    assert seen.tab.locator(".dated > .line .sides", has_text="Harbour Guild").count() == 0
    seen.finish()


def test_a_judgement_is_made_with_keys_alone(browser: Any, few: Served) -> None:
    seen = Watched(browser, few.url)
    seen.open("/")
    press = seen.tab.keyboard.press
    press("g")
    press("c")
    seen.tab.wait_for_url("**/claims")
    seen.settled()
    press("j")
    press("Shift+Tab")
    assert seen.tab.evaluate("document.activeElement.textContent") == "Evidence"
    press("Enter")
    seen.tab.wait_for_selector(".judging")
    for _ in range(12):
        press("Tab")
        if seen.tab.evaluate("document.activeElement.textContent") == "Confirm":
            break
    press("Enter")
    seen.tab.wait_for_selector("dialog[open] input[name=who]")
    for _ in range(4):
        if seen.tab.evaluate("document.activeElement.name") == "who":
            break
        press("Tab")
    seen.tab.keyboard.type("N. Ilvess")
    press("Enter")
    seen.tab.wait_for_selector("dialog", state="detached")
    seen.tab.wait_for_selector("main .head .tag:text-is('confirmed')")
    seen.finish()


GOOD = "Valdora's army shelled a Norwegian ship on Monday. Norway demanded that Valdora withdraw its army.\n"


def test_a_case_that_grows_is_shown_without_a_restart(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(f"OSLO, May 7, 2031 (North Wire) - {GOOD}", encoding="utf-8")
    (tmp_path / "second.txt").write_text(f"OSLO, May 9, 2031 (Harbour Post) - Later. {GOOD}", encoding="utf-8")
    case = Case.new(tmp_path / "case", coder=False)
    case.add(tmp_path / "first.txt")
    case.run()
    running = Served(FolderCase(tmp_path / "case"))
    seen = Watched(browser, running.url)
    seen.open("/reports")
    assert seen.tab.locator("tbody tr").count() == 1
    case.add(tmp_path / "second.txt")
    case.run()
    seen.tab.wait_for_selector("tbody tr >> nth=1")
    assert "Harbour Post" in (seen.tab.locator("tbody").text_content() or "")
    seen.finish()
    running.close()
