"""Forecasts: how likely it is that one party does an act of a type to another within some days.

Beside every probability stand the base rate (how often it followed for any active dyad) and recurrence (what this
dyad's own pace would give). Where the history is too thin to learn from, the probability is the base rate, and says so;
where it is too thin even for that, there is none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from standoff.core.vocabulary import EventType
from standoff.outlook.acts import QUADS, TYPES, Act, History, first_known_day, make_history
from standoff.outlook.dyads import HALF_LIVES, DyadPass, Panel, column_names, panel_of
from standoff.outlook.likelihood import Likelihood, fit_regression, grow_trees
from standoff.outlook.memory import Floats
from standoff.outlook.reasons import ReasonBook

LEAST_ACTS, LEAST_DAYS = 20, 21
"""Fewer dated acts between two parties, or days of reporting, give no number at all."""
REPORTED = timedelta(days=7)
"""What lies farther before the first report is background: nobody reported on those days as they came."""
MODEL_ACTS, MODEL_CAME = 100, 50
"""From so many acts, and so many rows in which the act followed, a model is learned; below, the base rate stands."""
TREE_ACTS, TREE_CAME = 3000, 1000
"""From so many acts, and rows in which the act followed, trees are grown, if they can be; below, a regression on a few
columns, drawn hard towards the base rate, does better."""
TREE_ROUNDS = 100
FEW_PENALTY = 30.0
"""Set on samples of 1.5% to 12% of ICEWS14's days before its test days (docs/decisions.md, 2026-11-23)."""
RATE = 50.0
"""What the base rate is multiplied with, so that its logarithm tells rates of a hundredth apart."""
DYAD_ACTS = 5
"""Of a dyad with fewer acts in its past it is said how few they are."""
CALIBRATION_SHARE = 0.25
"""The last part of the days, on which the model is calibrated."""
PANEL_ROWS = 200_000
"""Rows to learn from at most; more days are skipped evenly."""
RECURRENCE = HALF_LIVES.index(30.0)
"""The fading count from which a dyad's own pace is taken."""
DEFAULT_HORIZONS = (7, 30)
BASE_RATE = "base rate"


@dataclass(frozen=True, slots=True)
class Reason:
    """A past event behind a forecast, and what it is to it."""

    event_id: str
    day: str
    what: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance that `actor` does an act of `type` to `other` in the `horizon_days` after `as_of`."""

    actor: str
    other: str
    type: EventType
    as_of: str
    horizon_days: int
    probability: float
    base_rate: float
    recurrence: float
    basis: str
    """`model`, or `base rate` where the forecast abstains."""
    why: str
    new: bool
    """Whether the actor never did such an act to the other before."""
    reasons: tuple[Reason, ...]

    @property
    def abstains(self) -> bool:
        """Whether the probability is the base rate, and tells this dyad apart in nothing."""
        return self.basis == BASE_RATE


@dataclass(frozen=True, slots=True)
class Chances:
    """Everything that is forecast on a day, and what cannot be said."""

    as_of: str
    acts: int
    undated: int
    first: str | None
    method: str
    statements: tuple[str, ...]
    unsaid: tuple[tuple[int, str], ...]
    """Horizons of which nothing can be said, in days, and why."""
    forecasts: tuple[Forecast, ...]


def forecast(
    acts: Sequence[Act],
    as_of: date,
    horizons: Sequence[int] = DEFAULT_HORIZONS,
    *,
    parties: Collection[str] | None = None,
    most: int | None = None,
    explain: bool = True,
) -> Chances:
    """Forecast every type of act for the dyads that were active of late.

    Args:
        acts: `known_by(as_of)`, with those of an imported table before them.
        as_of: the last day that may be looked at.
        horizons: how many days ahead.
        parties: codes of those to ask about, None = all; everybody's acts are learned from.
        most: so many of each horizon, the likeliest; None = all.
        explain: look for the events behind each forecast, which takes longer than the forecast itself.
    """
    undated = sum(1 for act in acts if act.happened and act.day is None)
    begin = first_known_day(acts)
    history = make_history(act for act in acts if begin is None or act.day is None or act.day >= begin - REPORTED)
    count = 0 if history is None else len(set(history.acts))
    lacks = {horizon: _lack(count, begin, as_of, horizon, undated) for horizon in horizons}
    unsaid = tuple((horizon, lack) for horizon, lack in lacks.items() if lack)
    found, methods = list[Forecast](), set[str]()
    if history is not None and len(unsaid) < len(horizons):
        reasons = ReasonBook(history, history.number_of(as_of))
        for horizon in (h for h in horizons if not lacks[h]):
            made, method = _at_horizon(history, as_of, horizon, reasons, parties)
            kept = sorted(made, key=_rank)[:most]
            found += [replace(f, reasons=_reasons(f, history, reasons)) for f in kept] if explain else kept
            methods.add(method)
    return Chances(
        as_of=as_of.isoformat(),
        acts=count,
        undated=undated,
        first=None if history is None else history.first.isoformat(),
        method=", ".join(sorted(methods)) or "none",
        statements=(*(lack for _, lack in unsaid), *([_thin(count)] if BASE_RATE in methods else [])),
        unsaid=unsaid,
        forecasts=tuple(found),
    )


def _rank(f: Forecast) -> tuple[bool, float, float, str, str, str]:
    """Sort what tells dyads apart before what doesn't, each by how likely it is."""
    return f.abstains, -f.probability, -f.recurrence, f.actor, f.other, f.type


def _reasons(f: Forecast, history: History, reasons: ReasonBook) -> tuple[Reason, ...]:
    actor, other = history.parties.index(f.actor), history.parties.index(f.other)
    return tuple(Reason(*reason) for reason in reasons.why(actor, other, f.type))


def _lack(acts: int, begin: date | None, as_of: date, horizon: int, undated: int) -> str:
    """Say why nothing can be said; empty where something can."""
    least_days = max(LEAST_DAYS, 2 * horizon)
    days = 0 if begin is None else (as_of - begin).days + 1
    if acts >= LEAST_ACTS and days >= least_days:
        return ""
    told = f", and {undated} that tell no day" if undated else ""
    if acts:
        found = f"{acts} dated acts of one party towards another{told}, reported over {days} days"
    else:
        found = f"no dated act of one party towards another{told}"
    return (
        f"No forecast for {horizon} days ahead: found {found}; {LEAST_ACTS} acts and {least_days} days of reporting "
        "are needed at least: add reports, ask for fewer days ahead, or prime with an event table."
    )


def _thin(acts: int) -> str:
    return (
        f"The history is thin ({acts} acts; a model needs {MODEL_ACTS} acts and {MODEL_CAME} cases in which the act "
        "followed): every probability is the base rate over all active dyads, and tells them apart in nothing."
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """The panels of all types, one below the other, with what followed."""

    values: Floats
    day: npt.NDArray[np.int64]
    came: npt.NDArray[np.bool_]
    rates: dict[EventType, float]


def _at_horizon(
    history: History, as_of: date, horizon: int, reasons: ReasonBook, parties: Collection[str] | None
) -> tuple[list[Forecast], str]:
    last = history.number_of(as_of)
    pool = _pool(history, last, horizon)
    model = _learn(pool, len(set(history.acts)), horizon)
    asked = [n for n, code in enumerate(history.parties) if parties is None or code in parties]
    made: list[Forecast] = []
    for kind in TYPES:
        if kind in pool.rates:
            made += _of_type(history, kind, last, horizon, pool.rates[kind], model, reasons, asked)
    return made, BASE_RATE if model is None else "model"


def _pool(history: History, last: int, horizon: int) -> _Pool:
    """Put the panels of all types that ever occurred together; the type's base rate is a column of its own."""
    parts, came, rates = list[Panel](), list[npt.NDArray[np.bool_]](), dict[EventType, float]()
    values = []
    days = range(min(horizon, max((last - horizon) // 3, 1)), last - horizon + 1)
    step = _step(history, days)
    for kind in TYPES:
        acts = history.dyads(kind)
        if not acts.wanted.any():
            continue
        panel = panel_of(acts, days[::step])
        if not len(panel.day):
            continue
        followed = DyadPass(acts).followed(panel, horizon)
        rates[kind] = float((followed.sum() + 0.5) / (len(followed) + 1))
        values.append(_with_rate(panel.values, rates[kind]))
        parts.append(panel)
        came.append(followed)
    return _Pool(np.concatenate(values), np.concatenate([p.day for p in parts]), np.concatenate(came), rates)


def _step(history: History, days: range) -> int:
    """Give every how many days a panel is taken, so that no more rows come out than can be learned from."""
    dyads = len(np.unique(history.actor * len(history.parties) + history.other))
    return max(1, len(days) * dyads * len(TYPES) // PANEL_ROWS)


def _with_rate(values: Floats, rate: float) -> Floats:
    column = np.full((len(values), 1), rate, np.float32)
    return np.concatenate([values, column], 1)


def _learn(pool: _Pool, acts: int, horizon: int) -> Likelihood | None:
    """Learn a model; None where the history is too thin. Trees are calibrated on the later days."""
    if acts < MODEL_ACTS or pool.came.sum() < MODEL_CAME:
        return None
    border = np.quantile(pool.day, 1 - CALIBRATION_SHARE)
    early, late = pool.day < border - horizon, pool.day >= border
    if acts >= TREE_ACTS and pool.came[early].sum() >= TREE_CAME and has_trees():
        trees = Likelihood(grow_trees(pool.values[early], pool.came[early], TREE_ROUNDS))
        return trees.calibrated(pool.values[late], pool.came[late])
    few = fit_regression(few_columns(pool.values), pool.came, penalty=FEW_PENALTY)
    return Likelihood(lambda values: few(few_columns(values)))


_COLUMNS = column_names(QUADS)
_FEW = tuple(_COLUMNS.index(f"wanted_{what}") for what in ("done_30d", "done_120d", "received_30d"))
_SUMS = tuple(
    tuple(_COLUMNS.index(f"kind{kind}_{what}") for kind in range(QUADS))
    for what in ("done_30d", "received_30d", "done_120d")
)


def few_columns(values: Floats) -> Floats:
    """Give what matters most of a panel's rows: acts of the type and of any, both ways, and the type's base rate.

    Args:
        values: columns as `column_names` names them, and the base rate.
    """
    parts = [values[:, _FEW], *(values[:, columns].sum(1, keepdims=True) for columns in _SUMS), values[:, -1:] * RATE]
    return np.concatenate(parts, 1)


def has_trees() -> bool:
    """Tell whether the extra `forecast` is installed."""
    from importlib.util import find_spec

    return find_spec("lightgbm") is not None


def _of_type(
    history: History,
    kind: EventType,
    last: int,
    horizon: int,
    rate: float,
    model: Likelihood | None,
    reasons: ReasonBook,
    asked: Sequence[int],
) -> list[Forecast]:
    walk = DyadPass(history.dyads(kind))
    while walk.day < last:
        walk.advance()
    keys = walk.active()
    size = len(history.parties)
    panel = walk.look(keys[np.isin(keys // size, asked) & np.isin(keys % size, asked)])
    chances = np.full(len(panel.day), rate) if model is None else model(_with_rate(panel.values, rate))
    as_of = (history.first + timedelta(days=last)).isoformat()
    made = []
    for n, (actor, other) in enumerate(zip(panel.actor, panel.other, strict=True)):
        past = reasons.count(actor, other)
        made.append(
            Forecast(
                actor=history.parties[actor],
                other=history.parties[other],
                type=kind,
                as_of=as_of,
                horizon_days=horizon,
                probability=float(chances[n]),
                base_rate=rate,
                recurrence=recurrence(float(panel.values[n, RECURRENCE]), horizon),
                basis=BASE_RATE if model is None else "model",
                why=_why(model, past),
                new=not reasons.did(actor, other, kind),
                reasons=(),
            )
        )
    return made


def _why(model: Likelihood | None, past: int) -> str:
    if model is None:
        return "abstains: the case's history is too thin to learn from"
    if past < DYAD_ACTS:
        return f"learned from the history of all dyads; of this one only {past} acts are known"
    return f"learned from the case's history; {past} acts of this dyad are known"


def recurrence(count: float, horizon: int) -> float:
    """Give the chance of at least one more act at the pace of a fading count: a Poisson process of that rate.

    Args:
        count: fading count with the half-life `HALF_LIVES[RECURRENCE]` days.
        horizon: days ahead.
    """
    pace = count * np.log(2) / HALF_LIVES[RECURRENCE]
    return float(1 - np.exp(-pace * horizon))
