"""Heat: whether acts of late call forth more acts than they used to, by a self-exciting rate.

Source: Hawkes 1971; here by days, with a geometrically fading kernel, fitted by expectation and maximisation (Veen and
Schoenberg 2008) for each fading on a grid.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FADINGS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
"""Shares of an act's pull that are left from one day to the next: half-lives of about half a day to two weeks."""
ROUNDS = 60
LEAST_ACTS, LEAST_DAYS = 10, 14
"""With fewer acts or days no rate is fitted."""
HEATING = 1.5
"""Heating up: tomorrow's rate is at least so many times the series' mean, and ..."""
HEATING_EXCITED = 0.5
"""... at least this share of it is called forth by acts of late."""
SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Heat:
    """A fitted rate, and where it stands on the morning after the last day."""

    background: float
    """Acts a day that come of themselves."""
    branching: float
    """How many acts one act calls forth on average."""
    fading: float
    rate: float
    """Acts expected on the next day."""
    mean: float
    heating: bool


def fit_heat(counts: npt.NDArray[np.integer]) -> Heat | None:
    """Fit a self-exciting rate to daily counts; None where there are too few to say.

    Args:
        counts: one a day, without gaps, oldest first.
    """
    if counts.sum() < LEAST_ACTS or len(counts) < LEAST_DAYS:
        return None
    fits = [_fit(counts.astype(np.float64), fading) for fading in FADINGS]
    _, background, branching, fading = max(fits)
    pull = excitement(counts.astype(np.float64), fading)
    rate, mean = background + branching * pull[-1], float(counts.mean())
    heating = rate >= HEATING * mean and branching * pull[-1] >= HEATING_EXCITED * rate
    return Heat(background, branching, fading, float(rate), mean, bool(heating))


def excitement(counts: npt.NDArray[np.float64], fading: float) -> npt.NDArray[np.float64]:
    """Give the pull of all earlier acts on each day, and on the day after the last; each act's pull adds up to one."""
    pull = np.zeros(len(counts) + 1)
    for day, count in enumerate(counts):
        pull[day + 1] = fading * pull[day] + (1 - fading) * count
    return pull


def _fit(counts: npt.NDArray[np.float64], fading: float) -> tuple[float, float, float, float]:
    pull = excitement(counts, fading)[:-1]
    background, branching = counts.mean() / 2 + SMALL, 0.5
    for _ in range(ROUNDS):
        rate = background + branching * pull + SMALL
        background = float((counts * background / rate).mean())
        branching = float((counts * branching * pull / rate).sum() / (pull.sum() + SMALL))
    rate = background + branching * pull + SMALL
    return float((counts * np.log(rate) - rate).sum()), background, branching, fading
