"""Strategic probit: A acts or not, B answers or gives in, and each looks ahead with error.

Source: Signorino 1999, Strategic interaction and the statistical analysis of international conflict; Signorino 2003,
Structure and uncertainty in discrete choice models (private information: standard normal terms on each end's worth).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.core.errors import SettingsError
from standoff.outlook.signalling import normal

Reals = npt.NDArray[np.float64]
TINY = 1e-300
NUDGE = 1e-5
"""Step of the numeric slopes."""


@dataclass(frozen=True, slots=True)
class Design:
    """Regressors of each end's worth, a row an observation; the columns that are left out are worth nothing.

    `status_quo_a`, `concession_a` and `war_a` are A's; `war_b` is B's, over what conceding is worth to it.
    """

    status_quo_a: Reals
    concession_a: Reals
    war_a: Reals
    war_b: Reals

    @property
    def widths(self) -> tuple[int, int, int, int]:
        """How many regressors each worth has."""
        parts = (self.status_quo_a, self.concession_a, self.war_a, self.war_b)
        return tuple(part.shape[1] for part in parts)


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients in the order of the design, their standard errors, and the log likelihood.

    Source of the errors: Berndt, Hall, Hall and Hausman 1974 (outer product of the observations' scores).
    """

    coefficients: Reals
    errors: Reals
    log_likelihood: float


def end_chances(design: Design, coefficients: Reals) -> Reals:
    """Give the chances of the three ends, a row an observation: status quo, B concedes, war."""
    parts = np.split(coefficients, np.cumsum(design.widths)[:-1])
    regressors = (design.status_quo_a, design.concession_a, design.war_a, design.war_b)
    quo, conceded, war, war_b = (x @ beta for x, beta in zip(regressors, parts, strict=True))
    resist = normal(war_b / np.sqrt(2))
    spread = np.sqrt(1 + resist**2 + (1 - resist) ** 2)
    act = normal((resist * war + (1 - resist) * conceded - quo) / spread)
    return np.stack([1 - act, act * (1 - resist), act * resist], 1)


def fit_strategic_probit(design: Design, ends: npt.NDArray[np.int64]) -> Fit:
    """Estimate the coefficients by maximum likelihood; needs the extra `forecast`.

    Args:
        design: the regressors.
        ends: per observation 0 status quo, 1 B concedes, 2 war.

    Raises:
        SettingsError: an end never occurs, so that nothing can be learned of it.
    """
    from scipy.optimize import minimize

    missing = sorted({0, 1, 2} - set(np.unique(ends).tolist()))
    if missing:
        raise SettingsError(f"ends {missing} never occur among {len(ends)} observations; all three are needed")

    def logs(coefficients: Reals) -> Reals:
        chances = end_chances(design, coefficients)[np.arange(len(ends)), ends]
        return np.asarray(np.log(np.maximum(chances, TINY)), np.float64)

    found = minimize(lambda coefficients: -logs(coefficients).sum(), np.zeros(sum(design.widths)), method="BFGS")
    slopes = [(logs(found.x + move) - logs(found.x - move)) / (2 * NUDGE) for move in NUDGE * np.eye(len(found.x))]
    scores = np.stack(slopes)
    errors = np.sqrt(np.diag(np.linalg.inv(scores @ scores.T)))
    return Fit(found.x, errors, float(-found.fun))
