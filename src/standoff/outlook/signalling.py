"""The crisis signalling game: a challenge, resistance, and then a fight or backing down, with private costs.

A challenges or leaves things as they are. B concedes or resists. If B resists, A fights or backs down. Each side's
value of a fight, and A's of backing down, carries a standard normal term that only that side knows.
Source: Lewis and Schultz 2003, Revealing preferences: empirical estimation of a crisis bargaining game with incomplete
information. That there may be several equilibria: Crisman-Cox and Gibilisco 2021, Estimating signaling games in
international relations.
"""

from dataclasses import dataclass
from functools import cache
from math import erf, sqrt

import numpy as np
import numpy.typing as npt

from standoff.core.errors import SettingsError

Reals = npt.NDArray[np.float64]
GRID = 401
"""Points from 0 to 1 between which roots are looked for; two that lie closer together are missed."""
NEARLY = 1e-12
WIDEST = 8.5
"""Standard deviations beyond which the normal density is taken for nothing."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """What each end is worth, in standard deviations of the private terms."""

    status_quo_a: float
    concession_a: float
    """A's value if B concedes."""
    concession_b: float
    """B's value of conceding."""
    war_a: float
    war_b: float
    back_down_a: float
    """A's value of having challenged and backed down: audience costs make it low."""
    back_down_b: float
    """B's value if A backs down."""


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """One equilibrium: what each side does, and how the game ends."""

    challenge: float
    resist: float
    fight: float
    """Chance that A fights, once challenged and resisted."""

    @property
    def ends(self) -> dict[str, float]:
        """Chances of the four ends."""
        resisted = self.challenge * self.resist
        return {
            "status quo": 1 - self.challenge,
            "B concedes": self.challenge * (1 - self.resist),
            "A backs down": resisted * (1 - self.fight),
            "fight": resisted * self.fight,
        }


def find_equilibria(stakes: Stakes) -> list[Equilibrium]:
    """Find all equilibria in which every move has some chance, by the chance that B resists, lowest first.

    Raises:
        SettingsError: a value is no finite number.
    """
    values = [getattr(stakes, name) for name in Stakes.__slots__]
    if not np.isfinite(values).all():
        raise SettingsError(f"stakes must be finite numbers; found {stakes}")
    grid = np.linspace(0, 1, GRID)[1:-1]
    gaps = np.array([gap(stakes, resist) for resist in grid])
    roots = [
        _root(stakes, float(grid[n]), float(grid[n + 1]))
        for n in np.flatnonzero(np.sign(gaps[:-1]) * np.sign(gaps[1:]) <= 0)
    ]
    return [_moves(stakes, root) for root in roots]


def gap(stakes: Stakes, resist: float) -> float:
    """Give how far a chance of resisting is from B's best answer to what A does about it; 0 in equilibrium."""
    return answer_of_b(stakes, _moves(stakes, resist).fight) - resist


def answer_of_b(stakes: Stakes, fight: float) -> float:
    """Give the chance that B resists when A would fight with some chance."""
    worth = fight * stakes.war_b + (1 - fight) * stakes.back_down_b - stakes.concession_b
    return float(normal(np.array([worth / max(fight, NEARLY)]))[0])


def answer_of_a(stakes: Stakes, resist: float) -> tuple[float, float]:
    """Give the chances that A challenges, and that it challenges and would fight, when B resists with some chance."""
    bar = (stakes.status_quo_a - (1 - resist) * stakes.concession_a) / max(resist, NEARLY)
    stay = float(normal(np.array([bar - stakes.war_a]))[0]) * float(normal(np.array([bar - stakes.back_down_a]))[0])
    return 1 - stay, _fights(stakes, bar)


def _fights(stakes: Stakes, bar: float) -> float:
    """Integrate over A's private value of a fight: it must beat the bar, and backing down."""
    low, high = max(bar - stakes.war_a, -WIDEST), WIDEST
    if low >= high:
        return 0.0
    points, weights = _quadrature()
    term = low + (points + 1) / 2 * (high - low)
    density = np.exp(-(term**2) / 2) / np.sqrt(2 * np.pi)
    return float((weights * density * normal(stakes.war_a + term - stakes.back_down_a)).sum() * (high - low) / 2)


@cache
def _quadrature() -> tuple[Reals, Reals]:
    points, weights = np.polynomial.legendre.leggauss(48)
    return points, weights


def _moves(stakes: Stakes, resist: float) -> Equilibrium:
    challenge, fights = answer_of_a(stakes, resist)
    return Equilibrium(challenge, resist, min(fights / max(challenge, NEARLY), 1.0))


def _root(stakes: Stakes, low: float, high: float) -> float:
    """Halve an interval that holds an equilibrium until nothing is left of it."""
    sign = np.sign(gap(stakes, low))
    for _ in range(60):
        middle = (low + high) / 2
        if np.sign(gap(stakes, middle)) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2


_ERF = np.vectorize(erf, otypes=[np.float64])


def normal(values: npt.NDArray[np.float64]) -> Reals:
    """Give the standard normal distribution function."""
    return np.asarray((1 + _ERF(values / sqrt(2))) / 2, np.float64)
