"""Feasts that the calendar fixes: by their day of the year, by a weekday of a month, or by Easter.

`lexicons/feasts.csv` says how: `12-25`; `11-thursday-4` for the fourth Thursday of November, `last` for the last one;
`easter-2` for two days before Easter; with `+1` for a day after. Feasts of other calendars, or on days that differ by
country, have none: they are marked as times and have no value.
"""

import re
from datetime import date, timedelta

from standoff.annotate import time_values as values
from standoff.annotate.time_grammar import calendar_words, feasts
from standoff.annotate.time_readings import Groups, Outlook, Reading, dated
from standoff.annotate.time_values import Interval

_FORMULA = re.compile(r"(?:(\d{4})-)?(?:(easter)|(\d\d)-(?:(\d\d)|([a-z]+)-(\d|last)))([+-]\d+)?")


def easter(year: int) -> date:
    """Give Easter Sunday of the western churches, after the anonymous Gregorian rule.

    Args:
        year: a year of the Gregorian calendar.

    Returns:
        A Sunday from 22 March to 25 April.
    """
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def feast_day(formula: str, year: int) -> date:
    """Find the day of a feast in a year.

    Args:
        formula: as in `lexicons/feasts.csv`.
        year: the year.

    Returns:
        The day.

    Raises:
        ValueError: the formula is none, or the year has no such day.
    """
    match = _FORMULA.fullmatch(formula)
    if match is None:
        raise ValueError(f"{formula!r} is no way to find a day")
    _, moved, month, day, weekday, which, shift = match.groups()
    if moved:
        found = easter(year)
    elif day:
        found = date(year, int(month), int(day))
    else:
        found = _nth_weekday(year, int(month), int(calendar_words("weekday")[weekday]), which)
    return found + timedelta(int(shift or 0))


def _nth_weekday(year: int, month: int, weekday: int, which: str) -> date:
    first = date(year, month, 1)
    found = first + timedelta((weekday - first.isoweekday()) % 7)
    if which != "last":
        return found + timedelta(7 * (int(which) - 1))
    while (found + timedelta(7)).month == month:
        found += timedelta(7)
    return found


def read_feast(groups: Groups, outlook: Outlook) -> Reading:
    """Read a feast, in the year stated or the one that the outlook gives; no value where no rule gives its day."""
    formula = feasts()[" ".join((groups["word"] or "").lower().replace("’", "'").split())]
    if not formula:
        return dated(None)
    if formula[:4].isdigit():
        return dated(values.day(feast_day(formula, int(formula[:4]))), stated=True)
    if groups["y"]:
        return dated(values.day(feast_day(formula, int(groups["y"]))), stated=True)
    if outlook.anchor is None:
        return dated(None)
    step = {"last": -1, "next": 1}.get((groups["dir"] or "").lower(), 0)
    if not step:
        return dated(values.nearest(outlook.anchor, outlook.direction, lambda y: values.day(feast_day(formula, y))))
    days = [feast_day(formula, outlook.anchor.year + n) for n in (-1, 0, 1)]
    beyond = [d for d in days if (d - outlook.anchor).days * step > 0]
    return dated(_closest_of(beyond, outlook.anchor))


def _closest_of(days: list[date], anchor: date) -> Interval | None:
    return values.day(min(days, key=lambda d: abs((d - anchor).days))) if days else None
