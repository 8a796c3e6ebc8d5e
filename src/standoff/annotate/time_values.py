"""Calendar arithmetic for time expressions: days to intervals, and their EDTF values.

Values follow EDTF (ISO 8601-2): `2021-12-06`, `2021-12`, `2021`, `199X`, `19XX`, seasons `2021-21` to `2021-24`,
quarters `2021-33` to `2021-36`, halves `2021-40` and `2021-41`, intervals `a/b` with `..` for an open end, alternatives
`[a,b]`; weeks are ISO weeks (`2021-W49`). Seasons are the northern hemisphere's, by whole months: spring is March to
May, and the winter of 2021 ends in February 2022.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from standoff.core.vocabulary import Granularity

UNIT_CODES = {
    "second": "T{}S",
    "minute": "T{}M",
    "hour": "T{}H",
    "day": "{}D",
    "week": "{}W",
    "month": "{}M",
    "year": "{}Y",
}
LARGER_UNITS = {
    "night": (1, "day"),
    "fortnight": (2, "week"),
    "quarter": (3, "month"),
    "decade": (10, "year"),
    "century": (100, "year"),
}
"""Units that durations are written without, as (count, unit)."""
DAYS_PER_MONTH = 30
"""Used for fractions of a month only."""
CLOSE_DAYS = 14
"""A day without a year this near is meant even where the clause's tense looks the other way."""
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2}
"""Words for a third of a period, by its number."""
_VALUE = re.compile(
    r"(?P<decade>\d{3})X|(?P<century>\d\d)XX|(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<month>\d\d)"
    r"(?:-(?P<day>\d\d)(?:T[\d:]+Z?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `earliest` to `latest` (None = open), with the value and unit they were stated in."""

    earliest: date | None
    latest: date | None
    value: str
    granularity: Granularity
    stated: bool = False
    clocks: tuple[str, str] | None = None
    """Times of day of both ends, such as T10:00, where one was stated."""


def day(d: date) -> Interval:
    """Give one day."""
    return Interval(d, d, d.isoformat(), Granularity.DAY)


def month(year: int, number: int) -> Interval:
    """Give a month."""
    first = date(year, number, 1)
    return Interval(first, shift(first, 1, "month") - timedelta(1), f"{year:04}-{number:02}", Granularity.MONTH)


def months(year: int, first: int, count: int, *, value: str, granularity: Granularity) -> Interval:
    """Give a run of months, such as a season, with a value of its own."""
    start = date(year, first, 1)
    return Interval(start, shift(start, count, "month") - timedelta(1), value, granularity)


def years(first: int, last: int, value: str, granularity: Granularity) -> Interval:
    """Give whole years."""
    return Interval(date(first, 1, 1), date(last, 12, 31), value, granularity)


def year(number: int) -> Interval:
    """Give a year."""
    return years(number, number, f"{number:04}", Granularity.YEAR)


def decade(first: int) -> Interval:
    """Give the ten years that begin with `first`."""
    return years(first, first + 9, f"{first // 10:03}X", Granularity.DECADE)


def century(number: int) -> Interval:
    """Give a century by its ordinal; the 20th is taken as the years 1900 to 1999, as EDTF does."""
    first = (number - 1) * 100
    return years(max(first, 1), first + 99, f"{number - 1:02}XX", Granularity.CENTURY)


def season(number: int, code: int) -> Interval:
    """Give a season.

    Args:
        number: the year in which it begins.
        code: EDTF code, 21 (spring) to 24 (winter).
    """
    return months(number, 3 * (code - 20), 3, value=f"{number:04}-{code}", granularity=Granularity.SEASON)


def quarter(number: int, which: int) -> Interval:
    """Give a quarter, 1 to 4, of a year."""
    return months(number, 3 * which - 2, 3, value=f"{number:04}-{32 + which}", granularity=Granularity.QUARTER)


def half_year(number: int, which: int) -> Interval:
    """Give a half, 1 or 2, of a year."""
    return months(number, 6 * which - 5, 6, value=f"{number:04}-{39 + which}", granularity=Granularity.MONTH)


def week(d: date) -> Interval:
    """Give the ISO week that a day is in."""
    monday = d - timedelta(d.weekday())
    number = monday.isocalendar()
    return Interval(monday, monday + timedelta(6), f"{number.year:04}-W{number.week:02}", Granularity.WEEK)


def weekend(d: date) -> Interval:
    """Give the Saturday and Sunday of the ISO week that a day is in."""
    saturday = d - timedelta(d.weekday()) + timedelta(5)
    return span(saturday, saturday + timedelta(1), Granularity.DAY)


def span(first: date, last: date, granularity: Granularity) -> Interval:
    """Give the days from one to another."""
    return Interval(first, last, f"{first.isoformat()}/{last.isoformat()}", granularity)


def period(unit: str, d: date) -> Interval:
    """Give the calendar unit that a day is in.

    Args:
        unit: day, week, fortnight, weekend, month, quarter, year, decade or century.
        d: the day.
    """
    makers: dict[str, Callable[[], Interval]] = {
        "day": lambda: day(d),
        "week": lambda: week(d),
        "fortnight": lambda: week(d),
        "weekend": lambda: weekend(d),
        "month": lambda: month(d.year, d.month),
        "quarter": lambda: quarter(d.year, (d.month + 2) // 3),
        "year": lambda: year(d.year),
        "decade": lambda: decade(d.year // 10 * 10),
        "century": lambda: century(d.year // 100 + 1),
    }
    return makers[unit]() if unit in makers else day(d)


def shift(d: date, count: float, unit: str) -> date:
    """Move a day by a number of units; the last of a month stays within its month.

    Args:
        d: the day.
        count: how many, negative for backwards; parts of a day count as a whole one.
        unit: as `period` takes, or hour, minute, second.

    Raises:
        OverflowError, ValueError: the calendar ends before.
    """
    size, base = LARGER_UNITS.get(unit, (1, unit))
    count *= size
    if base in {"month", "year"}:
        total = count * (12 if base == "year" else 1)
        whole = int(total)
        moved = _add_months(d, whole)
        return moved + timedelta(round((total - whole) * DAYS_PER_MONTH))
    per_day = {"hour": 24, "minute": 1440, "second": 86400}.get(base, 1)
    days = count * (7 if base in {"week", "weekend"} else 1) / per_day
    return d + timedelta(int(days) if days == int(days) else int(days + (1 if days > 0 else -1)))


def _add_months(d: date, count: int) -> date:
    index = d.year * 12 + d.month - 1 + count
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return first + timedelta(min(d.day, (following - first).days) - 1)


def third(whole: Interval, part: str) -> Interval:
    """Give the early, middle or late third of a period; a day has no thirds.

    Args:
        whole: a closed interval.
        part: a key of `PARTS`.
    """
    if whole.earliest is None or whole.latest is None or whole.earliest == whole.latest:
        return whole
    which = PARTS[part]
    length = (whole.latest - whole.earliest).days + 1
    if whole.granularity is Granularity.WEEK:
        bounds = ((0, 2), (2, 4), (4, 6))[which]
    elif whole.granularity is Granularity.MONTH:
        bounds = ((0, 9), (10, 19), (20, length - 1))[which]
    elif whole.granularity in {Granularity.YEAR, Granularity.DECADE, Granularity.CENTURY}:
        return _third_of_years(whole.earliest, whole.latest, which, whole)
    else:
        bounds = (length * which // 3, length * (which + 1) // 3 - 1)
    made = span(whole.earliest + timedelta(bounds[0]), whole.earliest + timedelta(bounds[1]), whole.granularity)
    return replace(made, stated=whole.stated)


def _third_of_years(first: date, last: date, which: int, whole: Interval) -> Interval:
    """Cut years by months: 4 of 12, 40 of 120, 400 of 1,200."""
    size = (last.year - first.year + 1) * 4
    start = shift(first, size * which, "month")
    made = span(start, shift(start, size, "month") - timedelta(1), whole.granularity)
    return replace(made, stated=whole.stated)


def open_after(x: Interval, *, inclusive: bool) -> Interval:
    """Give what begins with an interval ("since", inclusive) or once it is over ("after")."""
    first = x.earliest if inclusive else x.latest
    return replace(x, earliest=first, latest=None, value=f"{x.value.split('/')[0 if inclusive else -1]}/..")


def open_before(x: Interval, *, inclusive: bool) -> Interval:
    """Give what ends with an interval ("until", "by", inclusive) or when it begins ("before")."""
    last = x.latest if inclusive else x.earliest
    return replace(x, earliest=None, latest=last, value=f"../{x.value.split('/')[-1 if inclusive else 0]}")


def join(a: Interval, b: Interval) -> Interval | None:
    """Give the interval from one to another, or None where it would run backwards."""
    if a.earliest is None or b.latest is None or a.earliest > b.latest:
        return None
    clocks = (a.clocks[0], b.clocks[1]) if a.clocks and b.clocks else None
    if a.earliest == b.latest and clocks and clocks[0] > clocks[1]:
        return None
    value = f"{a.value.split('/')[0]}/{b.value.split('/')[-1]}"
    return Interval(a.earliest, b.latest, value, b.granularity, a.stated and b.stated, clocks)


def duration_value(count: float | None, unit: str) -> str:
    """Write a duration, such as P3W, PT48H, P1.5Y; X for a number that is not given."""
    size, base = LARGER_UNITS.get(unit, (1, unit))
    number = "X" if count is None else f"{count * size:.10g}"
    return "P" + UNIT_CODES[base].format(number)


def nearest(anchor: date, direction: int, make: Callable[[int], Interval]) -> Interval | None:
    """Choose the year of something that comes once a year.

    Args:
        anchor: the day from which to look.
        direction: -1 for the last one that has begun, 2 for the first one not over, 0 and 1 for the nearest one.
            A day far back yields to one that is close ahead ("announced talks on December 6").
        make: builds the interval in a given year; raises ValueError where that year has none.

    Returns:
        The interval, or None where no year near has one.
    """
    found = []
    for number in range(max(1, anchor.year - 8), min(9990, anchor.year + 9)):
        try:
            found.append(make(number))
        except (ValueError, OverflowError):
            continue
    if direction < 0:
        close = min(found, key=lambda x: _distance(x, anchor), default=None)
        if close is not None and close.granularity is Granularity.DAY and _distance(close, anchor) <= CLOSE_DAYS:
            return close
        found = [x for x in found if x.earliest is not None and x.earliest <= anchor][-1:]
    elif direction > 1:
        found = [x for x in found if x.latest is not None and x.latest >= anchor][:1]
    return min(found, key=lambda x: _distance(x, anchor), default=None)


def _distance(x: Interval, d: date) -> int:
    if x.earliest is None or x.latest is None:
        return 0
    return max(0, (x.earliest - d).days, (d - x.latest).days)


def days_of(value: str) -> tuple[date | None, date | None] | None:
    """Give the first and last day of an EDTF value.

    Args:
        value: as rows of the layer `times` hold it.

    Returns:
        Two days, None for an open end; or None for what has no days (durations, sets, times of day, bad values).
    """
    if value.startswith("[") and value.endswith("]"):
        found = [days_of(part) for part in value.strip("[]").split(",")]
        return (found[0][0], found[-1][1]) if found and found[0] and found[-1] else None
    if "/" in value:
        first, last = value.split("/")[0], value.split("/")[-1]
        begin = (None, None) if first in {"", ".."} else days_of(first)
        end = (None, None) if last in {"", ".."} else days_of(last)
        return (begin[0], end[1]) if begin and end else None
    try:
        made = _of_plain(value)
    except (ValueError, OverflowError):
        return None
    return (made.earliest, made.latest) if made else None


def _of_plain(value: str) -> Interval | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    if match["decade"]:
        return decade(int(match["decade"]) * 10)
    if match["century"]:
        return century(int(match["century"]) + 1)
    number = int(match["year"])
    if match["week"]:
        return week(date.fromisocalendar(number, int(match["week"]), 1))
    if not match["month"]:
        return year(number)
    code = int(match["month"])
    if match["day"]:
        return day(date(number, code, int(match["day"])))
    if 21 <= code <= 24:
        return season(number, code)
    if 33 <= code <= 36:
        return quarter(number, code - 32)
    return half_year(number, code - 39) if code in {40, 41} else month(number, code)
