"""The scoreboard: kept forecasts, what came of them, and their scores."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.forecasts import Chances, Forecast
from standoff.outlook.scoreboard import Outcome, Stored, read_stored, resolve, resolve_by_hand, score, store
from tests.outlook.made_acts import START, act

AS_OF = "2031-01-11"


def chances(*said: float, kind: EventType = EventType.ASSAULT, horizon: int = 7) -> Chances:
    made = tuple(
        Forecast("XVA", f"X{n}", kind, AS_OF, horizon, p, 0.2, 0.1, "model", "", False, ()) for n, p in enumerate(said)
    )
    return Chances(AS_OF, 100, 0, "2030-01-01", "model", (), (), made)


def test_forecasts_are_kept_once_per_state(tmp_path: Path) -> None:
    first = store(tmp_path, chances(0.1, 0.9), state="1-a")
    assert first == store(tmp_path, chances(0.1, 0.9), state="1-a")
    assert first != store(tmp_path, chances(0.1, 0.9), state="2-b")
    assert len(read_stored(tmp_path)) == 4
    assert {f.as_of for f in read_stored(tmp_path)} == {AS_OF}
    assert store(tmp_path, Chances(AS_OF, 0, 0, None, "none", ("nothing",), (), ()), state="1") is None


def test_acts_resolve_forecasts_whose_time_is_over(tmp_path: Path) -> None:
    store(tmp_path, chances(0.5, 0.5, 0.5), state="1")
    acts = [
        act(EventType.ASSAULT, 12, "XVA", "X0"),
        act(EventType.ASSAULT, 10, "XVA", "X1"),
        act(EventType.ASSAULT, 12, "XVA", "X1", status="threatened"),
    ]
    early = {o.forecast.other: o.came for o in resolve(tmp_path, acts, START + timedelta(days=13))}
    late = {o.forecast.other: o.came for o in resolve(tmp_path, acts, START + timedelta(days=17))}
    assert early == {"X0": True, "X1": None, "X2": None}
    assert late == {"X0": True, "X1": False, "X2": False}


def test_a_word_by_hand_counts_more(tmp_path: Path) -> None:
    store(tmp_path, chances(0.5), state="1")
    (kept,) = read_stored(tmp_path)
    resolve_by_hand(tmp_path, kept.forecast_id, True, by="A. N. Analyst", note="seen", day="2031-01-20")
    (found,) = resolve(tmp_path, [], START)
    assert (found.came, found.by) == (True, "A. N. Analyst")
    with pytest.raises(SettingsError, match="no forecast 'nonsense'"):
        resolve_by_hand(tmp_path, "nonsense", True, by="x", note="", day="2031-01-20")


def outcomes(said: list[float], came: list[bool | None]) -> list[Outcome]:
    return [
        Outcome(Stored(str(n), AS_OF, "1", "", "XVA", "XKE", "AID", 7, p, 0.5, 0.25, "model"), c, "events", ())
        for n, (p, c) in enumerate(zip(said, came, strict=True))
    ]


def test_scores_by_hand() -> None:
    whole = score(outcomes([1.0, 0.5, 0.2, 0.9], [True, False, False, None]))[0]
    assert (whole.group, whole.forecasts, whole.resolved, whole.came) == ("all", 4, 3, 1)
    assert whole.brier == pytest.approx((0 + 0.25 + 0.04) / 3)
    assert whole.skill == pytest.approx(1 - (0.29 / 3) / 0.25)
    assert whole.log_score == pytest.approx((np.log(1 - 1e-6) + np.log(0.5) + np.log(0.8)) / 3)
    assert [b.forecasts for b in whole.reliability] == [0, 0, 1, 0, 0, 1, 0, 0, 0, 1]


def test_what_is_open_has_no_score() -> None:
    for found in score(outcomes([0.3], [None])):
        assert found.brier is None
        assert found.resolved == 0
    assert score([])[0].forecasts == 0


def test_a_calibrated_forecaster_is_told_from_a_bold_one() -> None:
    draw = np.random.default_rng(6)
    truth = draw.random(4000)
    came = (draw.random(4000) < truth).tolist()
    fair, bold = (score(outcomes(p.tolist(), came))[0] for p in (truth, np.round(truth)))
    assert fair.calibration_error is not None
    assert bold.calibration_error is not None
    assert fair.calibration_error < 0.03 < bold.calibration_error
    assert fair.skill is not None
    assert bold.skill is not None
    assert fair.skill > bold.skill
    assert {s.group for s in score(outcomes([0.1], [True]))} == {"all", "7 days", "AID", "model"}
