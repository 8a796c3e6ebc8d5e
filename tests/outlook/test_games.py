"""The games behind what-if: equilibrium conditions checked apart from the solver, and parameters found again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, norm

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.signalling import Stakes, answer_of_a, find_equilibria, normal
from standoff.outlook.strategic_probit import Design, end_chances, fit_strategic_probit
from standoff.outlook.what_if import read_changes, read_ranges, reference_class, what_if
from tests.outlook.made_acts import act

STAKES = Stakes(0.0, 1.0, 0.0, -1.0, -0.8, -0.5, 1.0)
VALUES = st.floats(-2.0, 1.0)


@settings(max_examples=15, deadline=None)
@given(VALUES, VALUES, VALUES)
def test_every_equilibrium_meets_the_published_conditions(war_a: float, war_b: float, back_down: float) -> None:
    stakes = Stakes(0.0, 1.0, 0.0, war_a, war_b, back_down, 1.0)
    for found in find_equilibria(stakes):
        # Lewis and Schultz 2003, written anew with scipy's normal distributions.
        bar = (stakes.status_quo_a - (1 - found.resist) * stakes.concession_a) / found.resist
        challenge = 1 - norm.cdf(bar - war_a) * norm.cdf(bar - back_down)
        both = multivariate_normal([0, 0], [[1, np.sqrt(0.5)], [np.sqrt(0.5), 1]])
        fights = both.cdf([(war_a - back_down) / np.sqrt(2), war_a - bar])
        worth = found.fight * war_b + (1 - found.fight) * stakes.back_down_b - stakes.concession_b
        assert found.challenge == pytest.approx(challenge, abs=1e-4)
        assert found.challenge * found.fight == pytest.approx(fights, abs=1e-4)
        if found.fight > 1e-6:
            assert found.resist == pytest.approx(norm.cdf(worth / found.fight), abs=1e-4)
        assert sum(found.ends.values()) == pytest.approx(1)


def test_a_simulated_crisis_ends_as_the_equilibrium_says() -> None:
    (found,) = find_equilibria(STAKES)
    draw = np.random.default_rng(7)
    war, down, war_b = (draw.normal(size=400_000) for _ in range(3))
    fight, retreat = STAKES.war_a + war, STAKES.back_down_a + down
    worth = found.resist * np.maximum(fight, retreat) + (1 - found.resist) * STAKES.concession_a
    challenged = worth >= STAKES.status_quo_a
    resisted = found.fight * (STAKES.war_b + war_b) + (1 - found.fight) * STAKES.back_down_b >= STAKES.concession_b
    shares = {
        "status quo": (~challenged).mean(),
        "B concedes": (challenged & ~resisted).mean(),
        "A backs down": (challenged & resisted & (fight < retreat)).mean(),
        "fight": (challenged & resisted & (fight >= retreat)).mean(),
    }
    assert found.ends == pytest.approx(shares, abs=4e-3)


def test_a_side_that_never_resists_is_always_challenged_for_gain() -> None:
    challenge, fights = answer_of_a(STAKES, 1e-9)
    assert challenge == pytest.approx(1)
    assert 0 <= fights <= 1
    with pytest.raises(SettingsError, match="finite"):
        find_equilibria(Stakes(0, 1, 0, float("nan"), 0, 0, 1))


def test_known_stakes_are_found_again_from_simulated_crises() -> None:
    draw = np.random.default_rng(8)
    (truth,) = find_equilibria(STAKES)
    counts = draw.multinomial(200_000, list(truth.ends.values()))

    def loss(values: np.typing.NDArray[np.float64]) -> float:
        found = find_equilibria(Stakes(0.0, 1.0, 0.0, *values.tolist(), 1.0))
        if len(found) != 1:
            return 1e9
        return float(-(counts * np.log(np.maximum(list(found[0].ends.values()), 1e-12))).sum()) / counts.sum()

    options = {"xatol": 1e-3, "fatol": 1e-9, "maxiter": 90}
    found = minimize(loss, np.array([-0.8, -1.0, -0.3]), method="Nelder-Mead", options=options)
    np.testing.assert_allclose(found.x, [STAKES.war_a, STAKES.war_b, STAKES.back_down_a], atol=0.06)


def test_the_strategic_probit_is_solved_backwards() -> None:
    design = Design(np.array([[0.3]]), np.array([[0.8]]), np.array([[-0.4]]), np.array([[0.2]]))
    resist = norm.cdf(0.2 / np.sqrt(2))
    worth = resist * -0.4 + (1 - resist) * 0.8 - 0.3
    challenge = norm.cdf(worth / np.sqrt(1 + resist**2 + (1 - resist) ** 2))
    expected = [1 - challenge, challenge * (1 - resist), challenge * resist]
    np.testing.assert_allclose(end_chances(design, np.ones(4))[0], expected, atol=1e-6)
    np.testing.assert_allclose(normal(np.array([-1.0, 0.0, 1.96])), norm.cdf([-1.0, 0.0, 1.96]), atol=1e-12)


def test_known_coefficients_are_found_again() -> None:
    draw = np.random.default_rng(9)
    n = 6000
    columns = [draw.normal(size=(n, 1)) for _ in range(3)]
    constant = np.ones((n, 1))
    design = Design(np.hstack([constant, columns[0]]), columns[1], columns[2], np.hstack([constant, columns[0]]))
    truth = np.array([0.2, -0.6, 0.9, 0.7, 0.4, -0.8])
    chances = end_chances(design, truth)
    ends = (draw.random((n, 1)) > chances.cumsum(1)[:, :2]).sum(1)
    found = fit_strategic_probit(design, ends)
    assert (np.abs(found.coefficients - truth) < 4 * found.errors).all()
    assert (found.errors < 0.15).all()
    with pytest.raises(SettingsError, match="never occur"):
        fit_strategic_probit(design, np.zeros(n, np.int64))


RANGES = {"war_a": (-1.4, -1.0), "war_b": (-1.0, -0.6), "back_down_a": (-0.6, -0.4)}


def test_a_costlier_bluff_is_called_less() -> None:
    found = what_if(RANGES, {"back_down_a": -0.3})
    spans = {span.end: span for span in found.spans}
    assert spans["A backs down"].rises == 0 < spans["A backs down"].falls
    assert spans["A backs down"].before[0] <= spans["A backs down"].before[1]
    assert found.reference is None
    assert "not a forecast" in found.caution


def test_the_reference_class_counts_threats_whose_time_is_over() -> None:
    acts = [
        act(EventType.THREATEN, 0),
        act(EventType.ASSAULT, 10),
        act(EventType.THREATEN, 50, "XKE", "XVA"),
        act(EventType.ASSAULT, 55),
        act(EventType.THREATEN, 95),
        act(EventType.AID, 100),
    ]
    found = reference_class(acts)
    assert (found.threats, found.followed) == (2, 1)


@pytest.mark.parametrize(
    ("ranges", "changes", "words"),
    [
        ({}, {"war_a": 1.0}, "give a range for back_down_a"),
        (RANGES | {"luck": (0.0, 1.0)}, {"war_a": 1.0}, "no stake is called luck"),
        (RANGES, {}, "say what changes"),
        (RANGES | {"war_a": (1.0, -1.0)}, {"war_a": 1.0}, "upside down"),
    ],
)
def test_wrong_stakes_say_what_is_wrong(
    ranges: dict[str, tuple[float, float]], changes: dict[str, float], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        what_if(ranges, changes)


def test_stakes_are_read_from_text() -> None:
    assert read_ranges(["war_a=-1.5:-0.5", "war_b=2"]) == {"war_a": (-1.5, -0.5), "war_b": (2.0, 2.0)}
    assert read_changes(["back_down_a=-0.5"]) == {"back_down_a": -0.5}
    for wrong in ("war_a", "war_a=much", "war_a=nan"):
        with pytest.raises(SettingsError):
            read_ranges([wrong])
