"""Times in plain words, as short as they can be said without saying more than is known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class When:
    """A time to show, and its machine-readable form where HTML has one."""

    text: str
    iso: str | None = None


def say_day(day: date, *, with_year: bool = True) -> str:
    """Write a day: "9 Apr 2031"."""
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if with_year else ''}"


def say_date(value: str | None) -> When | None:
    """Write an ISO date; what can't be read as one stays as it is."""
    if value is None:
        return None
    day = _day(value)
    return When(value) if day is None else When(say_day(day), value)


def say_when(value: str | None) -> When | None:
    """Write a line's time: a day, or an interval whose open ends are said ("from", "until")."""
    if value is None or ".." not in value:
        return say_date(value)
    first, _, last = value.partition("..")
    earliest, latest = _day(first), _day(last)
    if earliest and latest:
        return When(say_span(earliest, latest))
    if earliest and not last:
        return When(f"from {say_day(earliest)}", first)
    if latest and not first:
        return When(f"until {say_day(latest)}", last)
    return When(value)


def say_span(earliest: date, latest: date) -> str:
    """Write an interval of days, whole months and years by their names."""
    if earliest == latest:
        return say_day(earliest)
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return _joined(str(earliest.year), str(latest.year))
    if earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]:
        month = f"{MONTHS[latest.month - 1]} {latest.year}"
        return _joined(f"{MONTHS[earliest.month - 1]} {earliest.year}", month)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{say_day(latest)}"
    return f"{say_day(earliest, with_year=earliest.year != latest.year)} – {say_day(latest)}"


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
