"""Looking ahead in the app: forecasts and their reasons, tension, indicators, scores, and what cannot be said."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.acts import Act
from standoff.outlook.forecasts import forecast
from standoff.outlook.scoreboard import store
from standoff.web import snapshot
from standoff.web.app import build_app
from standoff.web.foresight import look_ahead
from standoff.web.guard import App
from standoff.web.shown import MemoryCase
from tests.outlook.made_acts import START, act
from tests.web.app_case import example_case, example_views
from tests.web.test_api import HOST, ask, read_csv


@pytest.fixture(scope="module")
def app() -> App:
    return build_app(example_case(), hosts=[HOST])


def made_acts(days: int, a_day: float) -> list[Act]:
    """Make up acts of four parties, hostile ones in the last week."""
    draw = random.Random(7)
    parties = ["XVA", "XKE", "XLO", "XMI"]
    found = []
    for n in range(int(days * a_day)):
        day = int(n / a_day)
        one, other = draw.sample(parties, 2)
        kinds = [EventType.ASSAULT, EventType.COERCE] if day > days - 7 else [EventType.CONSULT, EventType.ACCUSE]
        found.append(act(draw.choice(kinds), day, one, other, number=n))
    return found


def test_a_forecast_stands_beside_what_is_usual_and_on_past_events(app: App) -> None:
    page = ask(app, "/api/forecasts", limit=100).json
    assert page["total"] > 0
    for row in page["items"]:
        assert 0 <= row["probability"] <= 1
        assert 0 <= row["base_rate"] <= 1
        assert row["basis"] == "base rate"
        assert row["probability"] == row["base_rate"]
    reasons = [reason for row in page["items"] for reason in row["reasons"]]
    assert reasons
    for reason in reasons:
        assert reason["event"]["cite"]["doc_id"]
        assert reason["event"]["day"] <= page["note"]["as_of"]
    assert any("thin" in text for text in page["note"]["statements"])


def test_forecasts_are_filtered_by_the_page(app: App) -> None:
    mine = ask(app, "/api/forecasts", actor="XKE", type="AGREE", horizon=7, limit=2).json
    assert mine["items"]
    assert all("XKE" in (row["actor"], row["other"]) and row["type"] == "AGREE" for row in mine["items"])
    after = ask(app, "/api/forecasts", actor="XKE", type="AGREE", horizon=7, limit=2, cursor=mine["next"]).json
    assert {(row["actor"], row["other"]) for row in after["items"]}.isdisjoint(
        (row["actor"], row["other"]) for row in mine["items"]
    )
    assert ask(app, "/api/forecasts", horizon=99).json["total"] == 0


def test_what_was_learned_stands_before_what_tells_nothing_apart(tmp_path: Path) -> None:
    made = look_ahead(made_acts(120, 4), None, None).tables["forecasts"].to_pylist()
    bare = [(row["horizon_days"], row["basis"] == "base rate") for row in made]
    assert bare == sorted(bare)
    assert (7, False) in bare
    paces = [row["recurrence"] for row in made if row["basis"] == "base rate" and row["horizon_days"] == 7]
    assert paces == sorted(paces, reverse=True)


def test_as_of_knows_nothing_later(app: App) -> None:
    page = ask(app, "/api/forecasts", as_of="2031-03-28").json
    assert page["note"]["as_of"] == "2031-03-28"
    tension = ask(app, "/api/tension", as_of="2031-03-28").json
    assert all(point["start"] <= "2031-03-28" for line in tension["series"] for point in line["points"])
    assert ask(app, "/api/forecasts", as_of="2999-01-01").status == 400


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


def test_too_few_events_are_told_so(tmp_path: Path) -> None:
    few = build_app(MemoryCase("few", example_views()[:1]), hosts=[HOST])
    page = ask(few, "/api/forecasts").json
    assert page["items"] == []
    assert len(page["note"]["statements"]) == 2
    assert all("No forecast for" in text for text in page["note"]["statements"])
    none = build_app(MemoryCase("none", []), hosts=[HOST])
    for path in ("forecasts", "tension", "indicators", "scores"):
        assert ask(none, f"/api/{path}").status == 200


def test_too_many_acts_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "ACTS_MOST", 3)
    app = build_app(example_case(), hosts=[HOST])
    for path in ("forecasts", "tension", "indicators", "scores"):
        assert ask(app, f"/api/{path}").json["too_large"] is True
    assert ask(app, "/api/export/forecasts.csv").status == 400


def test_forecasts_that_a_case_keeps_are_scored(tmp_path: Path) -> None:
    acts = made_acts(90, 3)
    then = START + timedelta(days=60)
    store(tmp_path, forecast([one for one in acts if one.day and one.day <= then], then, [7]), state="1-a")
    later = START + timedelta(days=200)
    store(tmp_path, forecast(acts, later, [7]), state="2-b")
    scored = look_ahead(acts, None, tmp_path).scores
    assert scored[0].resolved == scored[0].forecasts > 0
    assert sum(b.forecasts for b in scored[0].reliability) == scored[0].resolved
    early = look_ahead(acts, (then - timedelta(days=1)).isoformat(), tmp_path).scores
    assert early[0].forecasts == 0


def test_no_outlook_from_a_day_to_come() -> None:
    with pytest.raises(SettingsError, match="future"):
        look_ahead([act(EventType.CONSULT, 1)], date.max.isoformat(), None)


def test_a_case_in_memory_keeps_no_forecasts(app: App) -> None:
    board: dict[str, Any] = ask(app, "/api/scores").json
    assert board["scores"] == []
    assert board["kept"] is False
