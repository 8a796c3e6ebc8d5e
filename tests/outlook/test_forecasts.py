"""Forecasts, their reasons, and when there are none."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook import forecasts
from standoff.outlook.acts import Act, check_as_of, known_by, primed
from standoff.outlook.forecasts import forecast, recurrence
from standoff.outlook.likelihood import Likelihood, expit, fit_logistic, fit_regression, grow_trees, logit
from tests.outlook.made_acts import START, act

ASSAULT, ACCUSE, AID = EventType.ASSAULT, EventType.ACCUSE, EventType.AID


def later(days: int) -> object:
    return START + timedelta(days=days)


def lively(days: int = 150) -> list[Act]:
    """XVA assaults XKE two days after every accusation; four other pairs talk and help."""
    draw = np.random.default_rng(1)
    made = []
    for day in range(days):
        if draw.random() < 0.25:
            made.append(act(ACCUSE, day, number=day))
            made.append(act(ASSAULT, day + 2, number=day))
        for n, pair in enumerate((("XVA", "XTA"), ("XKE", "XTA"), ("XTA", "XVA"), ("XTA", "XKE"))):
            if draw.random() < 0.5:
                made.append(act(AID, day, *pair, number=n))
    return [a for a in made if a.day is not None and a.day <= later(days)]  # type: ignore[operator]


@pytest.fixture(scope="module")
def chances() -> forecasts.Chances:
    return forecast(lively(), START + timedelta(days=150), (7,))


def test_a_model_tells_the_warring_dyad_from_the_others(chances: forecasts.Chances) -> None:
    said = {(f.actor, f.other): f for f in chances.forecasts if f.type is ASSAULT}
    war, peace = said["XVA", "XKE"], said["XVA", "XTA"]
    assert chances.method == "model"
    assert war.basis == peace.basis == "model"
    assert war.probability > 0.5 > 0.1 > peace.probability
    assert peace.new
    assert not war.new


def test_every_forecast_has_its_base_rate_recurrence_and_reasons(chances: forecasts.Chances) -> None:
    known = {a.event_id for a in lively()}
    for f in chances.forecasts:
        assert 0 < f.base_rate < 1
        assert 0 <= f.recurrence < 1
        assert len(f.reasons) <= 5
        assert {r.event_id for r in f.reasons} <= known
        assert all(r.day <= f.as_of for r in f.reasons)
    war = next(f for f in chances.forecasts if (f.actor, f.other, f.type) == ("XVA", "XKE", ASSAULT))
    assert war.reasons


def test_a_thin_history_gives_the_base_rate_and_says_so() -> None:
    found = forecast(lively(40)[:60], START + timedelta(days=30), (7,))
    assert found.method == "base rate"
    assert "every probability is the base rate" in found.statements[0]
    assert all(f.probability == f.base_rate and f.basis == "base rate" for f in found.forecasts)


def test_a_strange_dyad_is_drawn_towards_the_base_rate_and_says_so() -> None:
    found = forecast([*lively(), act(ACCUSE, 149, "XQU", "XVA")], START + timedelta(days=150), (7,))
    odd = [f for f in found.forecasts if f.actor == "XQU"]
    war = next(f for f in found.forecasts if (f.actor, f.other, f.type) == ("XVA", "XKE", ASSAULT))
    assert odd
    assert all("only 1 acts" in f.why for f in odd)
    assert next(f for f in odd if f.type is ASSAULT).probability < war.probability


def test_the_same_is_said_without_lightgbm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecasts, "TREE_ACTS", 100)
    monkeypatch.setattr(forecasts, "TREE_CAME", 100)
    day, acts = START + timedelta(days=150), lively()
    with_trees = forecast(acts, day, (7,))
    monkeypatch.setattr(forecasts, "has_trees", lambda: False)
    without = forecast(acts, day, (7,))
    assert {f.basis for f in without.forecasts} == {f.basis for f in with_trees.forecasts} == {"model"}
    assert [f.probability for f in without.forecasts] != [f.probability for f in with_trees.forecasts]
    likeliest = without.forecasts[0]
    assert likeliest.actor in {"XVA", "XKE", "XTA"}
    assert 0 < likeliest.probability < 1


def test_a_rare_act_does_not_throw_the_regression_off() -> None:
    draw = np.random.default_rng(3)
    columns = np.where(draw.random((4000, 6)) < 0.02, draw.exponential(40, (4000, 6)), 0).astype(np.float32)
    came = draw.random(4000) < 0.002 + 0.5 * (columns[:, 0] > 0)
    model = fit_regression(columns, came)
    error = np.mean((model(columns) - came) ** 2)
    assert error < 0.9 * np.mean((came.mean() - came) ** 2)


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ([], "no dated act"),
        ([act(ASSAULT, None)], "and 1 that tell no day"),
        ([act(ASSAULT, 3)], "1 dated acts"),
        ([act(ASSAULT, 3, number=n) for n in range(50)], "over 1 days"),
        ([act(ASSAULT, n, status="threatened", number=n) for n in range(50)], "no dated act"),
    ],
)
def test_too_little_gives_a_statement_and_no_number(acts: list[Act], words: str) -> None:
    found = forecast(acts, START + timedelta(days=3), (7,))
    assert found.forecasts == ()
    assert words in found.statements[0]
    assert "No forecast" in found.statements[0]


def test_a_long_chronology_in_one_report_gives_no_number() -> None:
    acts = [replace(one, known="2031-05-30") for one in lively()]
    found = forecast(acts, START + timedelta(days=150), (7,))
    assert found.forecasts == ()
    assert "reported over 2 days" in found.statements[0]


def test_what_lies_long_before_the_first_report_is_not_learned_from() -> None:
    day, acts = START + timedelta(days=150), lively()
    old = [replace(act(ASSAULT, -4000 + n, "XVA", "XTA", number=n), known="2031-01-01") for n in range(50)]
    assert forecast([*old, *acts], day, (7,)) == forecast(acts, day, (7,))


def test_only_the_likeliest_are_given_where_so_many_are_asked_for(chances: forecasts.Chances) -> None:
    few = forecast(lively(), START + timedelta(days=150), (7,), most=3)
    assert few.forecasts == chances.forecasts[:3]


def test_a_short_history_answers_the_near_question_only() -> None:
    found = forecast(lively(28), START + timedelta(days=28), (7, 30))
    assert {f.horizon_days for f in found.forecasts} == {7}
    assert any("No forecast for 30 days" in s for s in found.statements)


def test_nothing_known_later_changes_a_forecast() -> None:
    acts, day = lively(), START + timedelta(days=80)
    whole, past = known_by(acts, day), [a for a in acts if a.day is not None and a.day <= day]
    assert forecast(whole, day, (7,)) == forecast(past, day, (7,))


def test_order_of_the_acts_changes_nothing() -> None:
    acts = lively(60)
    assert forecast(acts, START + timedelta(days=60), (7,)) == forecast(acts[::-1], START + timedelta(days=60), (7,))


def test_the_future_cannot_be_looked_from() -> None:
    last = START + timedelta(days=3)
    with pytest.raises(SettingsError, match="lies in the future"):
        check_as_of("2031-02-01", last, START)
    with pytest.raises(SettingsError, match="ISO day"):
        check_as_of("yesterday", last, START)
    assert check_as_of(None, last, START) == last
    assert check_as_of(None, None, START) == START


def test_a_table_counts_only_before_the_case_begins() -> None:
    own = [act(ASSAULT, 10), act(ASSAULT, 6, known=10, number=9)]
    table = [act(ASSAULT, 5, number=1), act(ASSAULT, 10, number=2)]
    assert [a.event_id for a in primed(own, table)] == [table[0].event_id, own[0].event_id]


def test_recurrence_is_a_poisson_process() -> None:
    assert recurrence(0.0, 7) == 0
    pace = 0.2
    steady = sum(2 ** (-n / 30) for n in range(2000)) * pace
    assert recurrence(steady, 7) == pytest.approx(1 - np.exp(-7 * pace), abs=0.02)


def test_a_logistic_regression_finds_the_weights() -> None:
    draw = np.random.default_rng(2)
    columns = draw.normal(size=(20_000, 2))
    came = draw.random(20_000) < expit(-1 + columns @ np.array([0.8, -0.5]))
    np.testing.assert_allclose(fit_logistic(columns, came, penalty=0.0), [-1, 0.8, -0.5], atol=0.06)
    np.testing.assert_allclose(expit(logit(np.array([0.1, 0.9]))), [0.1, 0.9])


@pytest.mark.parametrize("way", ["regression", "trees"])
def test_calibration_takes_an_overstatement_back(way: str) -> None:
    draw = np.random.default_rng(3)
    values = draw.exponential(size=(8000, 3)).astype(np.float32)
    came = draw.random(8000) < expit(-3 + values[:, 0])
    raw = fit_regression(values, came) if way == "regression" else Likelihood(grow_trees(values, came, 40))
    bold = Likelihood(lambda rows: expit(3 * logit(raw(rows)) + 1))
    mended = bold.calibrated(values, came)(values)
    assert abs(float(bold(values).mean() - came.mean())) > 0.02
    assert float(mended.mean()) == pytest.approx(float(came.mean()), abs=1e-3)


def test_only_the_parties_asked_about_are_forecast() -> None:
    found = forecast(lively(), START + timedelta(days=150), (7,), parties={"XVA", "XKE"})
    assert {(f.actor, f.other) for f in found.forecasts} == {("XVA", "XKE")}
