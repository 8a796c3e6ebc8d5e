"""What each rule of the time grammar means: groups of a match to an interval, a duration or a set.

Nothing here looks at the text around a match. What depends on the report's date, or on whether the clause looks back or
ahead, takes both from `Outlook`; where there is no date, it has no interval.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from standoff.annotate import time_values as values
from standoff.annotate.time_clock import at_clock, clock_value, read_clock, read_hour, read_hours
from standoff.annotate.time_feasts import read_feast
from standoff.annotate.time_grammar import calendar_words, singular
from standoff.annotate.time_readings import (
    GRANULARITY,
    Groups,
    Outlook,
    Reading,
    count_of,
    dated,
    month_of,
    number_of,
    yearly,
)
from standoff.annotate.time_relative import (
    from_story,
    read_ago,
    read_beside,
    read_deictic,
    read_nth,
    read_relative,
    read_run,
    read_running,
    read_weekday,
)
from standoff.annotate.time_values import Interval
from standoff.core.vocabulary import Granularity, TimeKind

SET_UNITS = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}


def _day(groups: Groups, outlook: Outlook) -> Reading:
    number, month = number_of(groups["d"]), month_of(groups["m"])
    return yearly(groups, outlook, lambda y: values.day(date(y, month, number)))


def _day_range(groups: Groups, outlook: Outlook) -> Reading:
    first, last, month = number_of(groups["d"]), number_of(groups["d2"]), month_of(groups["m"])
    if first > last:
        raise ValueError("days run backwards")
    return yearly(groups, outlook, lambda y: values.span(date(y, month, first), date(y, month, last), Granularity.DAY))


def _month_alone(groups: Groups, outlook: Outlook) -> Reading:
    if groups.get("m0"):
        return dated(values.month(int(groups["y0"] or ""), month_of(groups["m0"])), stated=True)
    number = month_of(groups["m"])
    return yearly(groups, outlook, lambda y: values.month(y, number))


def _season(groups: Groups, outlook: Outlook) -> Reading:
    code = int(calendar_words("season")[(groups["s"] or "").lower()])
    return yearly(groups, outlook, lambda y: values.season(y, code))


def _iso(groups: Groups, outlook: Outlook) -> Reading:
    made = values.day(date(int(groups["y"] or ""), int(groups["m"] or ""), int(groups["d"] or "")))
    if groups.get("h"):
        zone = "Z" if groups.get("zone") else ""
        clock = clock_value(int(groups["h"] or ""), int(groups["min"] or ""), None, zone)
        return at_clock(
            Reading(TimeKind.DATE, replace(made, stated=True)), Reading(TimeKind.TIME, None, clock, Granularity.MINUTE)
        )
    return dated(made, stated=True)


def _year_first(groups: Groups, outlook: Outlook) -> Reading:
    if groups["mn"]:
        return dated(
            values.day(date(int(groups["y"] or ""), month_of(groups["mn"]), int(groups["dn"] or ""))), stated=True
        )
    return dated(values.day(date(*(int(groups[name] or "") for name in "ymd"))), stated=True)


def _numeric(groups: Groups, outlook: Outlook) -> Reading:
    """Read 6/12/2021: both orders are kept where both are possible; dots are day first."""
    year = int(groups["y"] or groups["y2"] or groups["y3"] or "")
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    a, b = int(groups["a"] or ""), int(groups["b"] or groups["b2"] or groups["b3"] or "")
    orders = [(b, a)] if groups["b2"] else [(b, a), (a, b)]
    days = sorted({date(year, m, d) for m, d in orders if 1 <= m <= 12 and 1 <= d <= 31})
    if len(days) < 2:
        return dated(values.day(days[0]) if days else None, stated=True)
    both = Interval(days[0], days[1], f"[{days[0].isoformat()},{days[1].isoformat()}]", Granularity.DAY)
    return dated(both, stated=True)


def _month_and_day(groups: Groups, outlook: Outlook) -> Reading:
    """Read 5/12: both orders are kept where both are possible."""
    a, b = int(groups["a"] or ""), int(groups["b"] or "")
    if outlook.anchor is None:
        return dated(None)
    found = [_in_year(month, number, outlook) for month, number in {(a, b), (b, a)} if 1 <= month <= 12]
    kept = {x.earliest for x in found if x is not None and x.earliest is not None}
    days = sorted(kept)
    if len(days) < 2:
        return dated(values.day(days[0]) if days else None)
    return dated(Interval(days[0], days[-1], f"[{days[0].isoformat()},{days[-1].isoformat()}]", Granularity.DAY))


def _in_year(month: int, number: int, outlook: Outlook) -> Interval | None:
    return yearly({}, outlook, lambda y: values.day(date(y, month, number))).interval


def _year(groups: Groups, outlook: Outlook) -> Reading:
    """Read a year; two digits are read back from the report's date."""
    if groups["y2"]:
        if outlook.anchor is None:
            return dated(None)
        number = outlook.anchor.year // 100 * 100 + int(groups["y2"])
        return dated(values.year(number if number <= outlook.anchor.year else number - 100))
    return dated(values.year(int(groups["y"] or "")), stated=True)


def _year_range(groups: Groups, outlook: Outlook) -> Reading:
    first, tail = groups["y"] or "", groups["y2"] or ""
    last = int(first[: 4 - len(tail)] + tail)
    if last <= int(first):
        raise ValueError("years run backwards")
    return dated(values.years(int(first), last, f"{first}/{last}", Granularity.YEAR), stated=True)


def _decade(groups: Groups, outlook: Outlook) -> Reading:
    if groups["y"] or groups["y0"]:
        return dated(values.decade(int(groups["y"] or groups["y0"] or "") * 10), stated=True)
    digit = groups["y2"] or groups["y3"] or calendar_words("decade")[(groups["word"] or "").lower()]
    return dated(values.decade(1900 + int(digit) * 10))


def _century(groups: Groups, outlook: Outlook) -> Reading:
    return dated(values.century(number_of(groups["n"] or groups["word"])), stated=True)


def _which_year(groups: Groups, outlook: Outlook) -> int | None:
    if groups.get("y"):
        return int(groups["y"] or "")
    step = {"last": -1, "next": 1}.get((groups.get("dir") or "").lower(), 0)
    return None if outlook.anchor is None else outlook.anchor.year + step


def _quarter(groups: Groups, outlook: Outlook) -> Reading:
    word = groups.get("n2") or (groups["n"] or "").lower()
    if word == "last" and not groups["y"] and not groups.get("dir"):
        whole = outlook.anchor and values.period("quarter", values.shift(outlook.anchor, -1, "quarter"))
        return dated(whole or None)
    which = 4 if word in {"last", "final"} else number_of(word)
    if not groups["y"] and not groups.get("dir"):
        return yearly({}, outlook, lambda y: values.quarter(y, which))
    year = _which_year(groups, outlook)
    return dated((year and values.quarter(year, which)) or None, stated=bool(groups["y"]))


def _half(groups: Groups, outlook: Outlook) -> Reading:
    if groups["n2"] or groups["n3"]:
        which_year, which_half = groups["y2"] or groups["y3"] or "", groups["n2"] or groups["n3"] or ""
        return dated(values.half_year(int(which_year), int(which_half)), stated=True)
    year = _which_year(groups, outlook)
    which = 1 if (groups["n"] or "").lower() == "first" else 2
    return dated((year and values.half_year(year, which)) or None, stated=bool(groups["y"]))


def _edge(groups: Groups, outlook: Outlook) -> Reading:
    if outlook.anchor is None:
        return dated(None)
    unit = (groups["unit"] or groups["unit2"] or "").lower()
    part = (groups["part"] or groups["part2"] or "").lower()
    step = {"last": -1, "previous": -1, "next": 1}.get((groups["dir"] or "").lower(), 0)
    whole = values.period(unit, values.shift(outlook.anchor, step, unit))
    if part in {"rest", "remainder"}:
        first = max(outlook.anchor, whole.earliest or outlook.anchor)
        return dated(values.span(first, whole.latest or first, whole.granularity))
    return dated(values.third(whole, part))


def _vague(groups: Groups, outlook: Outlook) -> Reading:
    """Read "now", "recently", "soon": the report's day, up to it, from it on."""
    anchor = outlook.anchor
    if anchor is None:
        return dated(None)
    value = calendar_words("vague")[" ".join((groups["word"] or "").lower().split())]
    whole = values.day(anchor)
    if value == "PRESENT_REF":
        return dated(whole)
    opened = value == "FUTURE_REF"
    return dated((values.open_after if opened else values.open_before)(whole, inclusive=True))


def _turn(groups: Groups, outlook: Outlook) -> Reading:
    """Read "later in the week": of the day or week that the text told of last, else of the report's."""
    unit, turn = (groups["unit"] or "").lower(), (groups["turn"] or "").lower()
    made = from_story(outlook, 0, unit)
    if made.interval is not None or unit == "day" or outlook.anchor is None:
        return made
    whole = values.period(unit, outlook.anchor)
    if turn in {"early", "late"} or whole.earliest is None or whole.latest is None:
        return dated(values.third(whole, turn) if turn in {"early", "late"} else whole)
    ends = (outlook.anchor, whole.latest) if turn == "later" else (whole.earliest, outlook.anchor)
    return dated(values.span(*ends, whole.granularity))


def _part(groups: Groups, outlook: Outlook) -> Reading:
    """Read "in the morning": it has no day until one stands beside it."""
    return Reading(TimeKind.TIME)


def _whole(groups: Groups, outlook: Outlook) -> Reading:
    """Read "all week", "the entire year", "week-long", "decades-long"."""
    unit = (groups["unit"] or groups["long"] or "").lower()
    count = None if unit != singular(unit) else 1.0
    unit = singular(unit)
    if unit == "weekend":
        return Reading(TimeKind.DURATION, None, "P2D", Granularity.DAY, 2.0, "day")
    return Reading(TimeKind.DURATION, None, values.duration_value(count, unit), GRANULARITY.get(unit), count, unit)


def _nth_part(groups: Groups, outlook: Outlook) -> Reading:
    """Read "the first week" of something: nothing until it is known of what."""
    return dated(None)


def _set(value: str, unit: str | None = None) -> Reading:
    return Reading(TimeKind.SET, None, value, GRANULARITY.get(unit or ""))


def _every(groups: Groups, outlook: Outlook) -> Reading:
    if groups["w"]:
        return _weekdays({"w": groups["w"], "word": None}, outlook)
    if groups["m"]:
        return _set(f"XXXX-{month_of(groups['m']):02}", "month")
    if groups["part"]:
        low = groups["part"].lower()
        return _set("R/P1W" if low == "weekend" else "R/P1Y" if low in calendar_words("season") else "R/P1D")
    unit = singular(groups["unit"] or "")
    count = 2.0 if groups["other"] else count_of(groups["n"]) if groups["n"] else 1.0
    return _set("R/" + values.duration_value(count, unit), unit)


def _rate(groups: Groups, outlook: Outlook) -> Reading:
    unit = singular(groups["unit"] or groups["unit2"] or "")
    return _set("R/" + values.duration_value(1, unit), unit)


def _frequency(groups: Groups, outlook: Outlook) -> Reading:
    value = calendar_words("set")[(groups["word"] or "").lower()]
    return _set(value, SET_UNITS.get(value[-1]))


def _weekdays(groups: Groups, outlook: Outlook) -> Reading:
    """Write repeated weekdays as TIMEX3 does, for want of an ISO way."""
    if groups["word"]:
        return _set("R/P1D" if groups["word"].lower() == "weekdays" else "R/P1W", "day")
    return _set(f"XXXX-WXX-{calendar_words('weekday')[(groups['w'] or '').lower().rstrip('.')]}", "day")


def _duration(groups: Groups, outlook: Outlook) -> Reading:
    unit, count = singular(groups["unit"] or ""), count_of(groups.get("n"))
    if groups.get("short"):
        unit, count = calendar_words("unit_short")[(groups["short"] or "").lower()], float(groups["n2"] or "")
    if count is not None and groups.get("half"):
        count += 0.5
    grain = GRANULARITY.get(unit, Granularity.WEEK if unit == "fortnight" else Granularity.MINUTE)
    return Reading(TimeKind.DURATION, None, values.duration_value(count, unit), grain, count, unit)


RESOLVERS: Mapping[str, Callable[[Groups, Outlook], Reading]] = {
    "iso": _iso, "year_first": _year_first, "numeric": _numeric, "day_range": _day_range, "month_range": _day_range,
    "day_month": _day, "month_day": _day, "month_year": _month_alone, "year_range": _year_range, "decade": _decade,
    "century": _century, "half": _half, "quarter": _quarter, "season": _season, "edge": _edge, "run": read_run,
    "relative": read_relative, "ago": read_ago, "bare_ago": read_ago, "deictic": read_deictic, "every": _every,
    "rate": _rate, "frequency": _frequency, "weekdays": _weekdays, "clock": read_clock, "weekday": read_weekday,
    "nth": read_nth, "year": _year, "month": _month_alone, "bare_season": _season, "duration": _duration,
    "bare_duration": _duration, "hours": read_hours, "hour": read_hour, "quarter_after": _quarter, "vague": _vague,
    "feast": read_feast, "beside": read_beside, "part": _part, "whole": _whole, "nth_part": _nth_part, "turn": _turn,
    "running": read_running,
    "month_and_day": _month_and_day,
}  # fmt: skip
"""What reads each rule of the grammar."""


def resolve(rule: str, groups: Groups, outlook: Outlook) -> Reading:
    """Say what a match of the grammar means.

    Args:
        rule: name of the rule.
        groups: its named groups.
        outlook: the report's date and the clause's direction.

    Returns:
        The reading; without interval and value where the calendar has no such day.
    """
    try:
        made = RESOLVERS[rule](groups, outlook)
    except (ValueError, OverflowError, KeyError):
        return Reading(TimeKind.TIME if rule in {"clock", "hour", "hours"} else TimeKind.DATE)
    timed = (
        groups.get("dp")
        or (rule == "deictic" and (groups.get("word") or "").lower() == "tonight")
        or (rule == "relative" and groups.get("part"))
    )
    return replace(made, kind=TimeKind.TIME) if timed and made.kind is TimeKind.DATE else made
