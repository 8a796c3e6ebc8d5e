"""Tension over time: per dyad and for the whole case, by day or week, with change points and heat as of each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from standoff.outlook.acts import Act, first_known_day
from standoff.outlook.changepoints import Change, detect_changes
from standoff.outlook.heat import Heat, fit_heat

SEVERE = -7.0
"""PLOVER scores from here down count as severe: coercion, assault and what is scored like them."""
CONFLICT_QUADS = frozenset({3, 4})
REPORTED = timedelta(days=365)
"""What lies farther before the first report is no part of a series: its days were hardly reported on."""
WHOLE_CASE = ""
"""The name of both sides in the series of the whole case."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day, or week, of one dyad; of the whole case where `actor` and `other` are empty."""

    day: str
    """ISO day; of a week its Monday."""
    actor: str
    other: str
    acts: int
    told_day: int
    """Of these acts, how many whose words gave the day; the others count for the day of their report."""
    tension: float
    """Sum of PLOVER scores with the sign turned: hostile acts raise it, friendly ones lower it."""
    severe: int
    conflict: int
    run_days: int | None
    changed: float | None
    """Probability that the pace of conflict changed within the last week."""
    alarm: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one dyad, or of the whole case, without gaps, and how it stands at the end."""

    actor: str
    other: str
    points: tuple[Point, ...]
    heat: Heat | None


def tension_series(acts: Sequence[Act], until: date, *, most: int | None = None) -> list[Series]:
    """Lay out tension by day: first of the whole case, then of each unordered pair, the liveliest first.

    Args:
        acts: those known by a day; only what happened, on a day known, between two parties counts.
        until: the last day of every series.
        most: so many pairs, None = all.
    """
    groups: dict[tuple[str, str], list[Act]] = {(WHOLE_CASE, WHOLE_CASE): []}
    first = (first_known_day(acts) or date.min + REPORTED) - REPORTED
    for act in acts:
        if act.happened and act.day is not None and first <= act.day <= until and act.pairs:
            groups[WHOLE_CASE, WHOLE_CASE].append(act)
            for pair in sorted({(min(pair), max(pair)) for pair in act.pairs}):
                groups.setdefault(pair, []).append(act)
    order = sorted(groups, key=lambda pair: (pair != (WHOLE_CASE, WHOLE_CASE), -len(groups[pair]), pair))
    begin = min((act.day for act in groups[WHOLE_CASE, WHOLE_CASE] if act.day), default=None)
    if begin is None:
        return []
    return [_series(pair, groups[pair], begin, until) for pair in order[: None if most is None else most + 1]]


def _series(pair: tuple[str, str], acts: Sequence[Act], begin: date, until: date) -> Series:
    days = (until - begin).days + 1
    by_day: list[list[Act]] = [[] for _ in range(days)]
    for act in acts:
        if act.day is not None:
            by_day[(act.day - begin).days].append(act)
    conflict = np.array([sum(1 for act in day if act.quad in CONFLICT_QUADS) for day in by_day])
    changes = detect_changes(conflict)
    points = tuple(_point(begin + timedelta(days=n), pair, day, changes[n]) for n, day in enumerate(by_day))
    return Series(*pair, points, fit_heat(conflict))


def _point(day: date, pair: tuple[str, str], acts: Sequence[Act], change: Change) -> Point:
    return Point(
        day=day.isoformat(),
        actor=pair[0],
        other=pair[1],
        acts=len(acts),
        told_day=sum(1 for act in acts if act.dated),
        tension=round(-sum(act.intensity for act in acts), 2) + 0.0,
        severe=sum(1 for act in acts if act.intensity <= SEVERE),
        conflict=sum(1 for act in acts if act.quad in CONFLICT_QUADS),
        run_days=change.run_days,
        changed=round(change.recent, 4),
        alarm=change.alarm,
    )


def by_week(series: Series) -> Series:
    """Add the days of a series up by ISO week; an alarm of any day is the week's."""
    weeks: dict[date, list[Point]] = {}
    for point in series.points:
        day = date.fromisoformat(point.day)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(point)
    points = tuple(_week(monday, points) for monday, points in weeks.items())
    return Series(series.actor, series.other, points, series.heat)


def _week(monday: date, points: Sequence[Point]) -> Point:
    last = points[-1]
    return Point(
        day=monday.isoformat(),
        actor=last.actor,
        other=last.other,
        acts=sum(p.acts for p in points),
        told_day=sum(p.told_day for p in points),
        tension=round(sum(p.tension for p in points), 2),
        severe=sum(p.severe for p in points),
        conflict=sum(p.conflict for p in points),
        run_days=last.run_days,
        changed=last.changed,
        alarm=any(p.alarm for p in points),
    )


BARS = " ▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float]) -> str:
    """Draw values as a line of bars, from nothing at zero and below to full at the highest."""
    top = max(values, default=0.0)
    scaled: npt.NDArray[np.int64] = np.array(
        [0 if top <= 0 or value <= 0 else max(1, round(value / top * (len(BARS) - 1))) for value in values], np.int64
    )
    return "".join(BARS[n] for n in scaled)
