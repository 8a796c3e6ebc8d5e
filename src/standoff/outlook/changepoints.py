"""Change points: on each day, how likely it is that a series has just changed its level, from the past alone.

Source: Adams and MacKay 2007, Bayesian online changepoint detection, with counts that are Poisson and a gamma prior,
so that the predictive distribution is negative binomial.
"""

from dataclasses import dataclass
from math import lgamma

import numpy as np
import numpy.typing as npt

EXPECTED_RUN_DAYS = 60.0
"""How long a level lasts on average: the hazard is one over it (a crisis changes pace every couple of months)."""
PRIOR_SHAPE = 1.0
LONGEST_RUN = 400
"""Run lengths above are cut off; what they held is spread over the others."""
RECENT_DAYS = 7
"""A change within these days is what an alarm is about."""
ALARM = 0.5
"""An alarm: more likely than not, the level changed within the recent days, and it rose."""
LEAST_DAYS = 14
"""A shorter series raises no alarm: there is no level yet that it could have left."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the days up to one say of the level on it."""

    run_days: int
    """The likeliest number of days since the level changed."""
    recent: float
    """Probability that it changed within the last `RECENT_DAYS` days."""
    level: float
    """Expected count a day now."""
    before: float
    """Mean count a day before the likeliest change; the mean so far where there was none."""
    alarm: bool


def detect_changes(counts: npt.NDArray[np.integer], *, expected_run_days: float = EXPECTED_RUN_DAYS) -> list[Change]:
    """Follow a series of daily counts.

    Args:
        counts: one a day, without gaps.
        expected_run_days: mean days between changes.

    Returns:
        One per day, each from that day and those before it.
    """
    hazard, found = 1 / expected_run_days, list[Change]()
    runs = np.ones(1)
    shape, rate = np.array([PRIOR_SHAPE]), np.array([1.0])
    for day, count in enumerate(counts.tolist()):
        chance = runs * _predict(count, shape, rate)
        grown, changed = chance * (1 - hazard), float((chance * hazard).sum())
        runs = np.concatenate([[changed], grown])[:LONGEST_RUN]
        runs /= runs.sum()
        shape = np.concatenate([[PRIOR_SHAPE], shape + count])[:LONGEST_RUN]
        rate = np.concatenate([[1.0], rate + 1])[:LONGEST_RUN]
        found.append(_describe(counts[: day + 1], runs, shape / rate))
    return found


def _predict(count: int, shape: npt.NDArray[np.float64], rate: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give the chance of a count under each run length: negative binomial."""
    ways = np.array([lgamma(s + count) - lgamma(s) for s in shape.tolist()]) - lgamma(count + 1)
    return np.asarray(np.exp(ways + shape * np.log(rate / (rate + 1)) - count * np.log(rate + 1)))


def _describe(
    counts: npt.NDArray[np.integer], runs: npt.NDArray[np.float64], levels: npt.NDArray[np.float64]
) -> Change:
    run = int(np.argmax(runs))
    start = max(len(counts) - run, 0)
    before = float(counts[:start].mean()) if start else float(counts.mean())
    level = float(runs @ levels)
    recent = float(runs[: RECENT_DAYS + 1].sum())
    alarm = len(counts) >= LEAST_DAYS and recent > ALARM and level > before
    return Change(run, recent, level, before, alarm)
