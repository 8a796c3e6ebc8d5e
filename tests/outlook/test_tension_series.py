"""Tension over time, change points and heat."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.vocabulary import EventType
from standoff.outlook.changepoints import detect_changes
from standoff.outlook.heat import excitement, fit_heat
from standoff.outlook.series import by_week, sparkline, tension_series
from tests.outlook.made_acts import START, act

COUNTS = st.lists(st.integers(0, 20), min_size=1, max_size=60).map(np.array)


def test_a_jump_raises_an_alarm_and_only_then() -> None:
    draw = np.random.default_rng(4)
    counts = np.concatenate([draw.poisson(0.5, 60), draw.poisson(6.0, 20)])
    changes = detect_changes(counts)
    assert not any(change.alarm for change in changes[:60])
    first = next(n for n, change in enumerate(changes) if change.alarm)
    assert 60 <= first <= 62
    assert changes[-1].run_days == pytest.approx(20, abs=2)
    assert changes[-1].level == pytest.approx(6, abs=1.5)


def test_a_fall_raises_no_alarm() -> None:
    counts = np.array([6] * 40 + [0] * 20)
    changes = detect_changes(counts)
    assert max(change.recent for change in changes[40:50]) > 0.5
    assert not any(change.alarm for change in changes[40:])


@given(COUNTS)
def test_a_day_is_judged_by_the_days_up_to_it(counts: np.typing.NDArray[np.int64]) -> None:
    whole = detect_changes(counts)
    half = len(counts) // 2
    assert detect_changes(counts[: half + 1]) == whole[: half + 1]
    assert all(0 <= change.recent <= 1 + 1e-9 for change in whole)


def test_the_first_step_of_the_recursion_is_the_papers() -> None:
    # With a gamma(1, 1) prior the chance of a count x is 2 ** -(x + 1) before anything is seen. Run length 1 keeps the
    # level, run length 0 begins anew; both saw the same first day, so the hazard alone parts them.
    first = detect_changes(np.array([3]), expected_run_days=4.0)[0]
    assert first.recent == pytest.approx(1.0)
    assert first.level == pytest.approx(0.25 * 1.0 + 0.75 * (1 + 3) / 2)


def test_a_self_exciting_series_is_told_from_a_steady_one() -> None:
    draw = np.random.default_rng(5)
    steady, excited = draw.poisson(1.0, 400), np.zeros(400, np.int64)
    pull = 0.0
    for day in range(400):
        excited[day] = draw.poisson(0.3 + 0.7 * pull)
        pull = 0.7 * pull + 0.3 * excited[day]
    calm, hot = fit_heat(steady), fit_heat(excited)
    assert calm is not None
    assert hot is not None
    assert hot.branching == pytest.approx(0.7, abs=0.15)
    assert hot.background == pytest.approx(0.3, abs=0.15)
    assert calm.branching < 0.3
    assert calm.mean == pytest.approx(1.0, abs=0.2)


def test_a_burst_heats_up_and_too_little_says_nothing() -> None:
    burst = np.array([0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 2, 4, 6])
    found = fit_heat(burst)
    assert found is not None
    assert found.heating
    assert fit_heat(burst[:15]) is None
    assert fit_heat(np.array([30])) is None


def test_the_pull_of_an_act_adds_up_to_one() -> None:
    assert excitement(np.array([1.0] + [0.0] * 200), 0.8).sum() == pytest.approx(1.0)


def test_a_series_has_no_gaps_and_counts_only_what_happened() -> None:
    acts = [
        act(EventType.ASSAULT, 0),
        act(EventType.AID, 3, "XKE", "XVA"),
        act(EventType.ASSAULT, 3, status="threatened", number=1),
        act(EventType.ASSAULT, 3, polarity="-", number=2),
        act(EventType.ASSAULT, None, number=3),
    ]
    whole, pair = tension_series(acts, START + timedelta(days=4))
    assert (pair.actor, pair.other) == ("XKE", "XVA")
    assert [p.acts for p in pair.points] == [1, 0, 0, 1, 0]
    assert [p.severe for p in pair.points] == [1, 0, 0, 0, 0]
    assert pair.points[0].tension > 0 > pair.points[3].tension
    assert whole.points[0].tension == pair.points[0].tension
    assert tension_series([acts[-1]], START) == []


def test_weeks_add_days_up() -> None:
    acts = [act(EventType.ACCUSE, day, number=day) for day in range(20)]
    days = tension_series(acts, START + timedelta(days=19))[0]
    weeks = by_week(days)
    assert sum(p.acts for p in weeks.points) == 20
    assert sum(p.tension for p in weeks.points) == pytest.approx(sum(p.tension for p in days.points))
    assert all(p.day in {"2030-12-30", "2031-01-06", "2031-01-13", "2031-01-20"} for p in weeks.points)


@pytest.mark.parametrize(("values", "line"), [([], ""), ([-1.0, 0.0], "  "), ([1.0, 8.0, 0.01], "▁█▁")])
def test_a_line_of_bars(values: list[float], line: str) -> None:
    assert sparkline(values) == line
