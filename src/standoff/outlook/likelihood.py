"""Likelihood: how probable it is that a dyad sees an act of a kind within some days, learned from what followed before.

Two models give it: boosted trees where `lightgbm` is installed (the extra `forecast`), and a logistic regression in
numpy. Both are calibrated on days later than those they learned from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.outlook.memory import Floats

Probabilities = npt.NDArray[np.float64]
TREE_SETTINGS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "max_bin": 127,
    "num_threads": 2,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
"""Set on ICEWS14's validation days (docs/decisions.md, 2026-11-23)."""
RIDGE, STEPS = 1.0, 30
"""Penalty of the logistic regressions, and the most Newton steps that they take."""
SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A model of a panel's rows, and the line in log odds that calibrates it."""

    raw: Callable[[Floats], Probabilities]
    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, values: Floats) -> Probabilities:
        """Give the probability of each row."""
        return expit(self.slope * logit(self.raw(values)) + self.shift)

    def calibrated(self, values: Floats, came: npt.NDArray[np.bool_]) -> "Likelihood":
        """Fit the line that brings log odds into agreement with what came on days that the model has not learned from.

        Source: Platt 1999, over log odds instead of margins.
        """
        if came.all() or not came.any():
            return self
        shift, slope = fit_logistic(logit(self.raw(values))[:, None], came, penalty=SMALL)
        return Likelihood(self.raw, float(slope), float(shift))


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees."""

    trees: Any

    def __call__(self, values: Floats, rounds: int | None = None) -> Probabilities:
        """Give the raw probability of each row, by the first so many trees if a number is given."""
        return np.asarray(self.trees.predict(values, num_iteration=rounds), np.float64)


def grow_trees(values: Floats, came: npt.NDArray[np.bool_], rounds: int) -> Trees:
    """Learn by boosted trees; needs the extra `forecast`."""
    import lightgbm

    return Trees(lightgbm.train(TREE_SETTINGS, lightgbm.Dataset(values, came), rounds))


def fit_regression(values: Floats, came: npt.NDArray[np.bool_]) -> Likelihood:
    """Learn by a logistic regression over the logarithms of the columns, with a ridge penalty."""
    logged = np.log1p(np.maximum(values, 0))
    centre, scale = logged.mean(0), logged.std(0) + SMALL
    weights = fit_logistic((logged - centre) / scale, came, penalty=RIDGE)

    def raw(rows: Floats) -> Probabilities:
        return expit(weights[0] + (np.log1p(np.maximum(rows, 0)) - centre) / scale @ weights[1:])

    return Likelihood(raw)


def fit_logistic(
    columns: npt.NDArray[np.floating], came: npt.NDArray[np.bool_], *, penalty: float
) -> npt.NDArray[np.float64]:
    """Fit a logistic regression by Newton's method.

    Args:
        columns: a row an observation; a constant is added in front.
        came: what happened.
        penalty: of the squared weights, the constant's excepted.

    Returns:
        The constant and the weights.
    """
    table = np.column_stack([np.ones(len(came)), np.asarray(columns, np.float64)])
    ridge = np.diag([SMALL, *[penalty] * (table.shape[1] - 1)])
    weights = np.zeros(table.shape[1])
    weights[0] = logit(np.array([(came.sum() + 0.5) / (len(came) + 1)]))[0]
    for _ in range(STEPS):
        share = expit(table @ weights)
        slope = table.T @ (share - came) + ridge @ weights
        curve = (table * (share * (1 - share))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < SMALL:
            break
    return weights


def logit(share: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Give log odds of probabilities, held away from 0 and 1."""
    held = np.clip(np.asarray(share, np.float64), SMALL, 1 - SMALL)
    return np.asarray(np.log(held / (1 - held)), np.float64)


def expit(odds: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Give probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))), np.float64)
