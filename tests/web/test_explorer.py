"""The views' queries from Python: the same rows as the API's."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from standoff.core.errors import SettingsError
from standoff.web.app import build_app
from standoff.web.explorer import Explorer
from standoff.web.filters import Filters
from standoff.web.guard import App
from standoff.web.routes import HANDLERS
from tests.web.app_case import example_case
from tests.web.test_api import HOST, ask

NOT_QUERIES = {"state", "export"}
"""Addresses under `/api` that are no view's query: what the page polls, and files."""
MINE = Filters(actors=("XKE",))


@pytest.fixture(scope="module")
def seen() -> Explorer:
    return Explorer(example_case())


@pytest.fixture(scope="module")
def app() -> App:
    return build_app(example_case(), hosts=[HOST])


def plain(answer: Any) -> Any:
    """Give an answer as the API would write it."""
    return json.loads(msgspec.json.encode(answer))


def test_every_address_has_its_method() -> None:
    paths = {path.strip("/").split("/")[0] for handler in HANDLERS for path in handler.paths} - NOT_QUERIES
    assert paths
    assert {path for path in paths if not callable(getattr(Explorer, path, None))} == set()


@pytest.mark.parametrize(
    "name", ["events", "timeline", "map", "claims", "positions", "figures", "agenda", "network", "forecasts", "tension",
             "indicators", "reports"],
)  # fmt: skip
def test_the_same_question_has_the_same_answer(seen: Explorer, app: App, name: str) -> None:
    for filters, given in ((Filters(), {}), (MINE, {"actor": "XKE"})):
        assert plain(getattr(seen, name)(filters)) == ask(app, f"/api/{name}", **given).json


@pytest.mark.parametrize("name", ["overview", "briefing", "holders", "scores", "judgements", "issues"])
def test_what_takes_no_filter(seen: Explorer, app: App, name: str) -> None:
    assert plain(getattr(seen, name)()) == ask(app, f"/api/{name}").json


def test_single_things(seen: Explorer, app: App) -> None:
    claim = seen.claims().items[0].claim_id
    assert plain(seen.claim(claim)) == ask(app, f"/api/claims/{claim}").json
    report = seen.reports().items[0].doc_id
    assert plain(seen.report(report, at=(5, 9))) == ask(app, f"/api/reports/{report}", at="5-9").json
    assert plain(seen.search("ship", limit=3)) == ask(app, "/api/search", q="ship", limit=3).json
    assert plain(seen.changes(date(2031, 3, 28))) == ask(app, "/api/changes", since="2031-03-28").json
    assert b"".join(seen.export("claims", "csv", MINE)) == ask(app, "/api/export/claims.csv", actor="XKE").body


def test_what_is_not_there_is_told(seen: Explorer) -> None:
    for wrong in (lambda: seen.claim("none"), lambda: seen.report("none"), lambda: seen.export("none", "csv")):
        with pytest.raises(SettingsError, match="none"):
            next(iter(wrong()))


def test_as_of_a_day(app: App) -> None:
    then = Explorer(example_case(), "2031-03-28")
    assert plain(then.claims(MINE)) == ask(app, "/api/claims", actor="XKE", as_of="2031-03-28").json
