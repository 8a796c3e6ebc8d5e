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
    "num_leaves": 7,
    "learning_rate": 0.1,
    "min_data_in_leaf": 1000,
    "feature_fraction": 0.3,
    "lambda_l2": 20.0,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "max_bin": 127,
    "num_threads": 2,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
"""Set on four windows before ICEWS14's test days (docs/decisions.md, 2026-11-23): more leaves learn noise."""
RIDGE, STEPS, HALVINGS = 1.0, 30, 20
"""Penalty of the logistic regressions, the most Newton steps that they take, and the most halvings of a step: a whole
step can overshoot and never come back where the act is rare."""
SPREAD = 5.0
"""What counts are multiplied with before their logarithm: a fading count of a tenth is told from none."""
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


def fit_regression(values: Floats, came: npt.NDArray[np.bool_], *, penalty: float = RIDGE) -> Likelihood:
    """Learn by a logistic regression over the logarithms of the columns, with a ridge penalty."""
    logged = np.log1p(np.maximum(values, 0) * SPREAD)
    centre, scale = logged.mean(0), logged.std(0) + SMALL
    weights = fit_logistic((logged - centre) / scale, came, penalty=penalty)

    def raw(rows: Floats) -> Probabilities:
        return expit(weights[0] + (np.log1p(np.maximum(rows, 0) * SPREAD) - centre) / scale @ weights[1:])

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
    ridge = np.array([SMALL, *[penalty] * (table.shape[1] - 1)])
    weights = np.zeros(table.shape[1])
    weights[0] = logit(np.array([(came.sum() + 0.5) / (len(came) + 1)]))[0]
    loss = _loss(table, came, weights, ridge)
    for _ in range(STEPS):
        share = expit(table @ weights)
        slope = table.T @ (share - came) + ridge * weights
        curve = (table * (share * (1 - share))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        for _ in range(HALVINGS):
            found = _loss(table, came, weights - step, ridge)
            if found <= loss:
                break
            step /= 2
        else:
            break
        weights, loss = weights - step, found
        if np.abs(step).max() < SMALL:
            break
    return weights


def _loss(table: Probabilities, came: npt.NDArray[np.bool_], weights: Probabilities, ridge: Probabilities) -> float:
    odds = table @ weights
    return float(np.sum(np.logaddexp(0, odds) - odds * came) + ridge @ weights**2 / 2)


def logit(share: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Give log odds of probabilities, held away from 0 and 1."""
    held = np.clip(np.asarray(share, np.float64), SMALL, 1 - SMALL)
    return np.asarray(np.log(held / (1 - held)), np.float64)


def expit(odds: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Give probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))), np.float64)
