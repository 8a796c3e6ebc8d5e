"""Scoreboard: forecasts as they were made, what came of them, and how good they were.

Forecasts lie in the case under `forecasts/`, one file per day looked ahead from and state of the case, never changed.
Resolutions by hand are lines of `forecasts/resolutions.jsonl`; the last one for a forecast counts.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from standoff.core.errors import SettingsError
from standoff.outlook.acts import Act
from standoff.outlook.forecasts import Chances

FOLDER, RESOLUTIONS = "forecasts", "resolutions.jsonl"
BINS = 10
SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Stored:
    """A forecast as it was made."""

    forecast_id: str
    as_of: str
    state: str
    """State of the case that it was made from."""
    primed_by: str
    """Imported tables that it also learned from, else empty."""
    actor: str
    other: str
    type: str
    horizon_days: int
    probability: float
    base_rate: float
    recurrence: float
    basis: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a forecast; `came` is None while its time is not over."""

    forecast: Stored
    came: bool | None
    by: str
    """`events`, or who resolved it by hand."""
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like probability: how many, their mean probability, and the share that came."""

    low: float
    high: float
    forecasts: int
    mean: float | None
    came: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """How good some forecasts were; the figures are None where none is resolved."""

    group: str
    forecasts: int
    resolved: int
    came: int
    brier: float | None
    log_score: float | None
    skill: float | None
    """One less the ratio of the Brier score to that of the base rates given with the forecasts."""
    skill_over_recurrence: float | None
    calibration_error: float | None
    reliability: tuple[Bin, ...]


def store(folder: Path, chances: Chances, *, state: str, primed_by: str = "") -> Path | None:
    """Keep forecasts in a case; the same ones from the same state are kept once.

    Args:
        folder: the case's folder.
        chances: what was forecast.
        state: `Case.state()`, which says what was known.
        primed_by: names of imported tables.

    Returns:
        The file; None where there is no forecast to keep.
    """
    if not chances.forecasts:
        return None
    rows = []
    for f in chances.forecasts:
        key = f"{f.as_of}|{state}|{primed_by}|{f.actor}|{f.other}|{f.type}|{f.horizon_days}"
        head = (_digest(key), f.as_of, state, primed_by, f.actor, f.other, str(f.type), f.horizon_days)
        rows.append(asdict(Stored(*head, f.probability, f.base_rate, f.recurrence, f.basis)))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path = folder / FOLDER / f"{chances.as_of}-{_digest(text)}.jsonl"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        unfinished = path.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    return path


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_stored(folder: Path) -> list[Stored]:
    """Read every forecast of a case, each id once."""
    found: dict[str, Stored] = {}
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        if path.name != RESOLUTIONS:
            for row in _read(path):
                found.setdefault(row["forecast_id"], Stored(**row))
    return sorted(found.values(), key=lambda f: (f.as_of, f.horizon_days, f.forecast_id))


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def resolve_by_hand(folder: Path, forecast_id: str, came: bool, *, by: str, note: str, day: str) -> None:
    """Say what came of a forecast, whatever the events tell.

    Args:
        folder: the case's folder.
        forecast_id: as stored.
        came: whether the act followed.
        by: who says so.
        note: why.
        day: ISO day of the judgement.

    Raises:
        SettingsError: the case holds no such forecast.
    """
    if forecast_id not in {f.forecast_id for f in read_stored(folder)}:
        raise SettingsError(f"no forecast {forecast_id!r} in {folder / FOLDER}; `standoff outlook score` lists them")
    row = {"forecast_id": forecast_id, "came": came, "by": by, "note": note, "day": day}
    with (folder / FOLDER / RESOLUTIONS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def resolve(folder: Path, acts: Sequence[Act], until: date) -> list[Outcome]:
    """Find what came of each forecast: by hand where somebody said so, else by the acts known now.

    Args:
        folder: the case's folder.
        acts: all acts known now.
        until: the last day on which anything became known; later days are not over.
    """
    path = folder / FOLDER / RESOLUTIONS
    hand = {row["forecast_id"]: row for row in _read(path)} if path.exists() else {}
    done: dict[tuple[str, str, str], list[Act]] = {}
    for act in acts:
        if act.happened and act.day is not None:
            for pair in act.pairs:
                done.setdefault((*pair, str(act.type)), []).append(act)
    return [_outcome(stored, hand, done, until) for stored in read_stored(folder)]


def _outcome(
    stored: Stored, hand: dict[str, dict[str, Any]], done: dict[tuple[str, str, str], list[Act]], until: date
) -> Outcome:
    if stored.forecast_id in hand:
        row = hand[stored.forecast_id]
        return Outcome(stored, bool(row["came"]), str(row["by"]), ())
    start = date.fromisoformat(stored.as_of)
    end = start + timedelta(days=stored.horizon_days)
    acts = done.get((stored.actor, stored.other, stored.type), [])
    ids = tuple(act.event_id for act in acts if act.day is not None and start < act.day <= end)
    if ids:
        return Outcome(stored, True, "events", ids)
    return Outcome(stored, False if end <= until else None, "events", ())


def score(outcomes: Iterable[Outcome]) -> list[Score]:
    """Score forecasts: all, then by horizon, by type and by what they rest on."""
    every = list(outcomes)
    groups: dict[str, list[Outcome]] = {"all": every}
    for outcome in every:
        f = outcome.forecast
        for name in (f"{f.horizon_days} days", f.type, f.basis):
            groups.setdefault(name, []).append(outcome)
    order = sorted(groups, key=lambda name: (name != "all", not name[0].isdigit(), name.zfill(12)))
    return [_score(name, groups[name]) for name in order]


def _score(group: str, outcomes: Sequence[Outcome]) -> Score:
    over = [o for o in outcomes if o.came is not None]
    if not over:
        return Score(group, len(outcomes), 0, 0, None, None, None, None, None, ())
    came = np.array([bool(o.came) for o in over], np.float64)
    said, base, pace = (
        np.array([getattr(o.forecast, name) for o in over]) for name in ("probability", "base_rate", "recurrence")
    )
    brier, of_base, of_pace = (float(np.mean((p - came) ** 2)) for p in (said, base, pace))
    held = np.clip(said, SMALL, 1 - SMALL)
    return Score(
        group=group,
        forecasts=len(outcomes),
        resolved=len(over),
        came=int(came.sum()),
        brier=brier,
        log_score=float(np.mean(np.where(came == 1, np.log(held), np.log(1 - held)))),
        skill=1 - brier / of_base if of_base else None,
        skill_over_recurrence=1 - brier / of_pace if of_pace else None,
        calibration_error=_calibration_error(said, came),
        reliability=_reliability(said, came),
    )


def _calibration_error(said: np.typing.NDArray[np.float64], came: np.typing.NDArray[np.float64]) -> float:
    """Give the mean gap between what was said and what came, in bins of equal size."""
    order = np.argsort(said, kind="stable")
    return float(sum(abs((said[part] - came[part]).sum()) for part in np.array_split(order, BINS)) / len(said))


def _reliability(said: np.typing.NDArray[np.float64], came: np.typing.NDArray[np.float64]) -> tuple[Bin, ...]:
    at = np.minimum((said * BINS).astype(int), BINS - 1)
    made = []
    for n in range(BINS):
        inside = at == n
        means = (float(said[inside].mean()), float(came[inside].mean())) if inside.any() else (None, None)
        made.append(Bin(n / BINS, (n + 1) / BINS, int(inside.sum()), *means))
    return tuple(made)
