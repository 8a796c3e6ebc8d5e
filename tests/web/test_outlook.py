"""Looking ahead in the app: forecasts and their reasons, tension, indicators, scores, and what cannot be said."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from standoff.core.vocabulary import EventType
from standoff.outlook.acts import Act, read_acts
from standoff.outlook.forecasts import forecast
from standoff.outlook.scoreboard import store
from standoff.web import snapshot
from standoff.web.app import build_app
from standoff.web.flat_outlook import FORECAST_LINES
from standoff.web.guard import App
from standoff.web.shown import MemoryCase
from tests.outlook.made_acts import act
from tests.web.app_case import example_case, example_views
from tests.web.test_api import HOST, ask, read_csv


@pytest.fixture(scope="module")
def app() -> App:
    return build_app(example_case(), hosts=[HOST])


@dataclass(slots=True)
class KeepingCase(MemoryCase):
    """Reports in memory beside a folder that keeps forecasts."""

    kept: Path | None = None

    @property
    def folder(self) -> Path | None:
        """The folder."""
        return self.kept


def made_acts() -> list[Act]:
    """Make up enough acts of two parties long before, so that something can be forecast."""
    return [act(EventType.CONSULT, day, "XVA", "XKE", number=day) for day in range(0, 60, 2)]


def test_a_forecast_stands_beside_what_is_usual_and_on_past_events(app: App) -> None:
    page = ask(app, "/api/forecasts", limit=100).json
    assert page["total"] > 0
    for row in page["items"]:
        assert 0 <= row["probability"] <= 1
        assert 0 <= row["base_rate"] <= 1
        assert row["abstained"] is True
        assert row["probability"] == row["base_rate"]
    reasons = [reason for row in page["items"] for reason in row["reasons"]]
    assert reasons
    for reason in reasons:
        assert reason["event"]["cite"]["doc_id"]
        assert reason["event"]["day"] <= page["as_of"]
    assert page["learned"] == 0


def test_forecasts_are_filtered_by_the_page(app: App) -> None:
    mine = ask(app, "/api/forecasts", actor="XKE", type="AGREE", horizon=7, limit=2).json
    assert mine["items"]
    assert all("XKE" in (row["actor"], row["other"]) and row["type"] == "AGREE" for row in mine["items"])
    after = ask(app, "/api/forecasts", actor="XKE", type="AGREE", horizon=7, limit=2, cursor=mine["next"]).json
    assert {(row["actor"], row["other"]) for row in after["items"]}.isdisjoint(
        (row["actor"], row["other"]) for row in mine["items"]
    )
    assert ask(app, "/api/forecasts", horizon=99).json["total"] == 0


def test_what_was_learned_stands_before_what_tells_nothing_apart() -> None:
    made = duckdb.connect()
    rows = [("a", 7, 0.1, 0.9, True), ("b", 7, 0.2, 0.1, False), ("c", 7, 0.4, 0.2, False), ("d", 7, 0.1, 0.95, True)]
    made.execute("create table forecasts (forecast_id text, horizon_days int, probability double, recurrence double, "
                 "abstained bool, actor text, as_of text)")  # fmt: skip
    made.executemany("insert into forecasts values (?, ?, ?, ?, ?, 'XVA', '2031-04-01')", rows)
    made.execute("insert into forecasts values ('e', 30, null, null, true, null, '2031-04-01')")
    made.execute(FORECAST_LINES)
    assert made.sql("select forecast_id from forecast_lines order by number").fetchall() == [
        ("c",), ("b",), ("d",), ("a",),
    ]  # fmt: skip


def test_as_of_knows_nothing_later(app: App) -> None:
    page = ask(app, "/api/forecasts", as_of="2031-03-28").json
    assert page["as_of"] == "2031-03-28"
    tension = ask(app, "/api/tension", as_of="2031-03-28").json
    assert all(point["start"] <= "2031-03-28" for line in tension["series"] for point in line["points"])


def test_tension_adds_up_however_it_is_counted(app: App) -> None:
    days = ask(app, "/api/tension").json
    whole = days["series"][0]
    assert (whole["actor"], whole["other"]) == ("", "")
    assert sum(point["acts"] for point in whole["points"]) == whole["acts"] > 0
    part = ask(app, "/api/tension", since="2031-03-20", until="2031-03-31").json
    assert all("2031-03-20" <= point["start"] <= "2031-03-31" for point in part["series"][0]["points"])
    pair = ask(app, "/api/tension", actor="XKE").json["series"]
    assert len(pair) > 1
    assert all("XKE" in (line["actor"], line["other"]) for line in pair[1:])


def test_an_indicator_leads_to_the_acts_that_made_it_fire(app: App) -> None:
    page = ask(app, "/api/indicators").json
    assert page["total"] == len(page["items"]) > 0
    assert [row["day"] for row in page["items"]] == sorted((row["day"] for row in page["items"]), reverse=True)
    assert all(event["cite"]["doc_id"] for row in page["items"] for event in row["events"])
    fired = {row["indicator"] for row in page["items"]}
    assert fired == {row["indicator"] for row in page["records"] if row["firings"]}
    assert any(row["firings"] == 0 for row in page["records"])


def test_the_outlook_is_saved(app: App) -> None:
    for name, path in {"forecasts": "forecasts", "indicators": "indicators"}.items():
        assert read_csv(ask(app, f"/api/export/{name}.csv").body) == ask(app, f"/api/{path}").json["total"]
    assert read_csv(ask(app, "/api/export/tension.csv", actor="XKE").body) > 0


def test_too_few_events_are_told_so() -> None:
    few = build_app(MemoryCase("few", example_views()[:1]), hosts=[HOST])
    page = ask(few, "/api/forecasts").json
    assert page["items"] == []
    assert [row["horizon_days"] for row in page["unsaid"]] == [7, 30]
    assert all("needed" in row["why"] for row in page["unsaid"])
    none = build_app(MemoryCase("none", []), hosts=[HOST])
    for path in ("forecasts", "tension", "indicators", "scores"):
        assert ask(none, f"/api/{path}").status == 200


def test_forecasts_that_a_case_keeps_are_scored(tmp_path: Path) -> None:
    kept = KeepingCase("example", example_views(), kept=tmp_path)
    acts = read_acts(kept.catalogue(None))
    then, later = date(2031, 3, 30), date(2031, 4, 8)
    own = [one for one in acts if one.day is None or one.day <= then]
    store(tmp_path, forecast([*own, *made_acts()], then, [7]), state="1-a")
    store(tmp_path, forecast([*acts, *made_acts()], later, [7]), state="2-b")
    board = ask(build_app(kept, hosts=[HOST]), "/api/scores").json
    whole = board["scores"][0]
    assert 0 < whole["resolved"] < whole["forecasts"]
    assert whole["came"] > 0
    assert sum(one["forecasts"] for one in whole["reliability"]) == whole["resolved"]
    before = ask(build_app(kept, hosts=[HOST]), "/api/scores", as_of="2031-03-29").json
    assert before["scores"][0]["forecasts"] == 0


def test_too_many_claims_to_score_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "SCORED_CLAIMS_MOST", 3)
    kept = KeepingCase("example", example_views(), kept=tmp_path)
    assert ask(build_app(kept, hosts=[HOST]), "/api/scores").json["too_large"] is True


def test_a_case_in_memory_keeps_no_forecasts(app: App) -> None:
    board = ask(app, "/api/scores").json
    assert board["scores"] == []
    assert board["kept"] is False
