"""How neighbouring time expressions make one: a day and its clock, a duration and the day it counts from, two ends.

Every join takes two neighbours and gives the expression that they make, or None where they stay apart.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from standoff.annotate import time_values as values
from standoff.annotate.numerals import alternatives
from standoff.annotate.time_clock import at_clock, clock_limit, in_part
from standoff.annotate.time_grammar import Core, calendar_words, singular
from standoff.annotate.time_readings import GRANULARITY, Outlook, Reading, count_of, dated, number_of
from standoff.annotate.time_relative import offset
from standoff.annotate.time_resolution import resolve
from standoff.core.vocabulary import Granularity, TimeKind

YEARLESS = frozenset(
    {"day_month", "month_day", "day_range", "month_range", "month", "bare_season", "quarter", "nth", "weekday"}
)
"""Rules that leave something open which the other end of a range may lend."""
CLOCKS = frozenset({"clock", "hours", "hour"})
"""Rules for times of day."""
SPAN_LIMIT = 48
"""How far back a preposition may stand (code points)."""
STARTS = (
    ["from"],
    ["starting"],
    ["starting", "from"],
    ["starting", "at"],
    ["beginning"],
    [",", "from"],
    ["starting", "on"],
)
"""Words between a duration and what it begins with."""
DAY_BOUND = frozenset({"last", "final"})
_HALVES = ("ap", "ap1", "ap2", "ap3", "dp", "dp7")
"""Groups of a time of day that say which half of the day it is in."""
_OPENING = frozenset({"since", "after"})
_LIMITS = alternatives(calendar_words("limit"))
FROM = re.compile(r"(?<!\w)(from|between)\s+(?:at\s+|on\s+)?$", re.I)
_TO = re.compile(r"\s*[-–—~]\s*|\s+(to|until|till|through|and)\s+(?:on\s+|at\s+|in\s+)?", re.I)
_BESIDE = re.compile(
    rf"\s*,?\s*(?:(?:(?P<limit>{_LIMITS})|on|at|@|in|around|about|of|from|between|the|for)\s+){{0,3}}", re.I
)  # fmt: skip
_APART = re.compile(r"\s+(after|before|from|since|following|prior\s+to)\s+(?:the\s+)?", re.I)
_MORE = re.compile(r"\s*,?\s+(?:and\s+)?", re.I)
_OF = re.compile(r"\s+(?:of|in)\s+", re.I)
_IN_WEEK = re.compile(r"\s*,?\s+(?:(?:of|in|on)\s+)?", re.I)
_NTH = re.compile(r"(?:the\s+)?(?P<n>[\w-]+)(?:\s+(?P<k>[\w-]+))?\s+(?P<unit>[a-z]+)", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """An expression found so far: where it stands, what found it and what it means."""

    start: int
    end: int
    rule: str
    core: Core
    outlook: Outlook
    reading: Reading


Join = Callable[[str, Found, Found, int], Found | None]
"""Takes the text, two neighbours, and the end of what stands before them."""


def look_back(pattern: re.Pattern[str], text: str, start: int, floor: int) -> re.Match[str] | None:
    """Search for what stands right before a code point, and after a floor."""
    return pattern.search(text, max(floor, start - SPAN_LIMIT), start)


def merge(text: str, found: Sequence[Found], join: Join, start: int) -> list[Found]:
    """Join neighbours as far as one kind of join goes.

    Args:
        text: the frozen text.
        found: the expressions, in order.
        join: the kind of join.
        start: first code point of the sentence.
    """
    made: list[Found] = []
    for item in found:
        floor = made[-2].end if len(made) > 1 else start
        both = join(text, made[-1], item, floor) if made else None
        if both is not None:
            made[-1] = both
        else:
            made.append(item)
    return made


def join_clock(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join a time of day, or a part of the day, with the day or the time beside it."""
    link = _BESIDE.fullmatch(text, a.end, b.start) if b.start - a.end <= SPAN_LIMIT else None
    if link is None or not {a.rule, b.rule} & (CLOCKS | {"part"}):
        return None
    if "part" in {a.rule, b.rule}:
        part, other = (a, b) if a.rule == "part" else (b, a)
        word = (part.core.groups["dp"] or "night").lower()
        if other.rule in CLOCKS and other.reading.value:
            return replace(other, start=a.start, end=b.end, rule="clock", reading=in_part(other.reading, word))
        x = other.reading.interval
        if other.reading.kind is TimeKind.DATE and other.rule != "vague" and (x is None or x.earliest == x.latest):
            return replace(other, start=a.start, end=b.end, reading=replace(other.reading, kind=TimeKind.TIME))
        return None
    clock, day = (a, b) if a.rule in CLOCKS else (b, a)
    part_of_day = _part_of_day(day)
    timed = day.reading.kind is TimeKind.TIME and bool(part_of_day)
    if day.rule in CLOCKS or day.rule in {"vague", "month", "year"} or not (day.reading.kind is TimeKind.DATE or timed):
        return None
    x = day.reading.interval
    if clock.reading.value is None or day.rule == "running" or (x is not None and x.earliest != x.latest):
        return None
    if clock.rule == "hour" and clock is a and not text[a.end : b.start].isspace():
        return None
    reading = clock.reading
    if timed and not any(clock.core.groups.get(name) for name in _HALVES):
        reading = in_part(reading, part_of_day)
    limit = calendar_words("limit").get(" ".join((link["limit"] or "").lower().split()), "") if clock is b else ""
    if limit and "/" not in (reading.value or "/"):
        reading = clock_limit(reading, opened=limit in _OPENING)
    made = at_clock(replace(day.reading, kind=TimeKind.DATE), reading)
    head = look_back(FROM, text, a.start, floor) if a.rule == "hours" else None
    return replace(day, start=head.start() if head else a.start, end=b.end, rule=limit or "moment", reading=made)


def _part_of_day(day: Found) -> str:
    """Give the part of the day that is said with a day: morning, night."""
    groups = day.core.groups
    if day.rule == "deictic" and (groups.get("word") or "").lower() == "tonight":
        return "night"
    return groups.get("dp") or (groups.get("part") if day.rule == "relative" else "") or ""


def join_weekday(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "Friday 5/12", "this Friday, 12 May": the date counts."""
    named = a.rule == "weekday" or (a.rule == "relative" and a.core.groups.get("w"))
    if not named or b.rule not in {"month_and_day", "numeric", "iso", "day_month", "month_day"}:
        return None
    if a.core.groups.get("d") or text[a.end : b.start].strip(" ,"):
        return None
    return replace(b, start=a.start)


def join_durations(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "two hours and 30 minutes"."""
    if a.rule != "duration" or b.rule != "duration" or not _MORE.fullmatch(text, a.end, b.start):
        return None
    first, second = a.reading, b.reading
    grains = list(Granularity)
    fine = [r.granularity is None or r.count is None for r in (first, second)]
    if any(fine) or first.granularity is None or second.granularity is None or not first.value or not second.value:
        return None
    if grains.index(second.granularity) >= grains.index(first.granularity):
        return None
    tail = second.value.removeprefix("P")
    value = first.value + (tail.removeprefix("T") if "T" in first.value else tail)
    return replace(a, end=b.end, reading=replace(first, value=value, unit=None, granularity=second.granularity))


def join_week(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "Monday of next week", "next week on Tuesday", "Wednesday this week"."""
    day, week = (a, b) if a.rule == "weekday" else (b, a)
    x = week.reading.interval
    if day.rule != "weekday" or week.rule != "relative" or x is None or x.earliest is None or day.core.groups.get("d"):
        return None
    if x.granularity is not Granularity.WEEK or not _IN_WEEK.fullmatch(text, a.end, b.start):
        return None
    number = int(calendar_words("weekday")[(day.core.groups["w"] or "").lower().rstrip(".")])
    made = values.day(x.earliest + timedelta(number - 1))
    return replace(day, start=a.start, end=b.end, rule="day", reading=replace(day.reading, interval=made))


def join_part(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "the first week" and "the last three months" with what they are parts of."""
    x = b.reading.interval
    if a.rule not in {"nth_part", "relative", "run"} or not _OF.fullmatch(text, a.end, b.start):
        return None
    match = _NTH.match(text, a.start, a.end)
    if match is None or (a.rule != "nth_part" and match["n"].lower() not in DAY_BOUND):
        return None
    made: Reading = dated(None)
    if x is not None and x.earliest is not None and x.latest is not None:
        made = _nth_of(a, match, x.earliest, x.latest)
        made = replace(made, interval=made.interval and replace(made.interval, stated=x.stated))
    return replace(b, start=a.start, end=b.end, rule="nth_of", reading=made)


def _nth_of(a: Found, match: re.Match[str], first: date, last: date) -> Reading:
    word, unit = match["n"].lower(), singular(match["unit"].lower())
    backward = word in DAY_BOUND
    try:
        which = 1 if backward else number_of(word)
        many = int(count_of(match["k"]) or 1) if match["k"] else 1
        if a.core.groups.get("w"):
            return _nth_weekday(a, which, first, last, backward=backward)
        if unit == "week":
            return _nth_weeks(which, many, first, last, backward=backward)
        if backward:
            end = values.shift(values.shift(last, 1, "day"), -many, unit)
            made = values.span(end, last, GRANULARITY.get(unit, Granularity.DAY))
        else:
            begin = values.shift(first, (which - 1) * many, unit)
            end = values.shift(values.shift(begin, many, unit), -1, "day")
            made = values.period(unit, begin) if many == 1 else values.span(begin, end, GRANULARITY[unit])
    except (ValueError, OverflowError, KeyError):
        return dated(None)
    inside = made.earliest is not None and first <= made.earliest <= last
    return dated(made if inside else None)


def _nth_weekday(a: Found, which: int, first: date, last: date, *, backward: bool) -> Reading:
    number = int(calendar_words("weekday")[(a.core.groups["w"] or "").lower().rstrip(".")])
    if backward:
        found = last - timedelta((last.isoweekday() - number) % 7)
    else:
        found = first + timedelta((number - first.isoweekday()) % 7 + 7 * (which - 1))
    return dated(values.day(found) if first <= found <= last else None)


def _nth_weeks(which: int, many: int, first: date, last: date, *, backward: bool) -> Reading:
    """Count ISO weeks: those with more than half of their days in the period."""
    thursday = first + timedelta((4 - first.isoweekday()) % 7)
    start = thursday + timedelta(7 * (which - 1))
    if backward:
        start = last - timedelta((last.isoweekday() - 4) % 7) - timedelta(7 * (many - 1))
    if not first <= start <= last:
        return dated(None)
    one, end = values.week(start), values.week(start + timedelta(7 * (many - 1)))
    if many == 1 or one.earliest is None or end.latest is None:
        return dated(one)
    return dated(values.span(one.earliest, end.latest, Granularity.WEEK))


def join_stretch(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "for 3 hours from 10 a.m.", "from 20 December for two weeks"."""
    link = text[a.end : b.start].lower().split()
    first = text[max(floor, a.start - SPAN_LIMIT) : a.start].lower().split()
    if a.rule == "duration" and link in STARTS and first[-1:] == ["for"]:
        length, begin = a.reading, b
    elif b.rule == "duration" and link == ["for"] and (first[-1:] == ["from"] or a.rule in CLOCKS):
        length, begin = b.reading, a
    else:
        return None
    made = _stretch(begin.reading, length)
    return None if made is None else replace(begin, start=a.start, end=b.end, rule="stretch", reading=made)


def _stretch(begin: Reading, length: Reading) -> Reading | None:
    seconds = seconds_of(length.value or "")
    x, clock = begin.interval, begin.value
    if not seconds:
        return None
    if x is not None and x.clocks is None:
        if x.earliest is None or x.earliest != x.latest or seconds % 86400:
            return None
        made = values.span(x.earliest, x.earliest + timedelta(seconds // 86400 - 1), Granularity.DAY)
        return replace(begin, interval=replace(made, stated=x.stated))
    day, clock = (x.earliest, x.clocks[0]) if x is not None and x.clocks else (None, clock or "")
    if "/" in clock or (x is not None and (day is None or x.earliest != x.latest)):
        return None
    try:
        start = datetime.fromisoformat((day or date(2000, 1, 1)).isoformat() + clock.rstrip("Z"))
    except ValueError:
        return None
    if seconds >= 86400:
        return None
    both = f"{start:T%H:%M}/{start + timedelta(seconds=seconds):T%H:%M}"
    when = Reading(TimeKind.DATE, values.day(day) if day else None)
    moved = at_clock(when, Reading(TimeKind.TIME, None, both, Granularity.MINUTE))
    return moved if day else replace(moved, value=both)


def seconds_of(value: str) -> int:
    """Give the length of a duration in days, hours and minutes; 0 for one that has no fixed length or none."""
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value)
    if match is None:
        return 0
    sizes = (604800, 86400, 3600, 60, 1)
    return int(sum(float(part or 0) * size for part, size in zip(match.groups(), sizes, strict=True)))


def join_apart(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Read "two days after December 6", "three weeks from tomorrow"."""
    match = _APART.fullmatch(text, a.end, b.start)
    reading, x = a.reading, b.reading.interval
    if match is None or a.rule != "duration" or b.reading.kind is not TimeKind.DATE or reading.unit is None:
        return None
    if b.rule == "vague":
        return None
    word = match.group(1).lower()
    made = dated(None)
    if x is not None and x.earliest is not None and reading.count is not None:
        if word == "from" and text[max(floor, a.start - 4) : a.start].lower() == "for ":
            return None
        sign = -1 if word.startswith(("before", "prior")) else 1
        made = safe_offset(x.earliest, sign * reading.count, reading.unit)
        if reading.unit in {"week", "fortnight"} and x.granularity is Granularity.DAY and made.interval is not None:
            made = dated(values.day(values.shift(x.earliest, sign * reading.count, reading.unit)))
        made = replace(made, interval=made.interval and replace(made.interval, stated=x.stated))
    return replace(b, start=a.start, end=b.end, rule="apart", reading=made)


def join_range(text: str, a: Found, b: Found, floor: int) -> Found | None:
    """Join "from A to B", "between A and B", "A-B"."""
    link = _TO.fullmatch(text, a.end, b.start)
    if link is None or {a.reading.kind, b.reading.kind} & {TimeKind.DURATION, TimeKind.SET}:
        return None
    head = look_back(FROM, text, a.start, floor)
    word = (link.group(1) or "").lower()
    if word == "and" and (head is None or head.group(1).lower() != "between"):
        return None
    if not word and {a.rule, b.rule} & {"relative", "deictic", "run", "ago", "vague"}:
        return None
    if head is None and word not in {"", "to", "through", "until", "till"}:
        return None
    first, last = _shared(a, b)
    both = None
    if first.interval is None or last.interval is None:
        made = replace(b.reading, interval=None, value=_clock_range(first, last))
    else:
        both = values.join(first.interval, last.interval)
        if both is None:
            return None
        made = replace(last, interval=both)
    return replace(b, start=head.start() if head else a.start, end=b.end, rule="range", reading=made)


def _clock_range(first: Reading, last: Reading) -> str | None:
    ends = (first.value, last.value)
    if not all(end and end.startswith("T") and "/" not in end for end in ends):
        return None
    return f"{first.value}/{last.value}"


def _shared(a: Found, b: Found) -> tuple[Reading, Reading]:
    """Let the end that has a year, or a day, lend it to the other one."""
    first, last = a.reading, b.reading
    x, y = first.interval, last.interval
    if x is None and y is not None and y.clocks and y.earliest and first.value:
        lent = replace(y, granularity=Granularity.DAY, latest=y.earliest)
        return at_clock(Reading(TimeKind.DATE, lent), first), last
    if y is None and x is not None and x.clocks and x.earliest and last.value:
        lent = replace(x, granularity=Granularity.DAY, latest=x.earliest)
        return first, at_clock(Reading(TimeKind.DATE, lent), last)
    if y is not None and y.stated and y.earliest and not (x and x.stated) and a.rule in YEARLESS:
        return _resolve_beside(a, Outlook(y.earliest, -1), stated=True), last
    if x is not None and x.latest and b.rule in YEARLESS:
        if x.stated and not (y and y.stated):
            return first, _resolve_beside(b, Outlook(x.latest, 2), stated=True)
        if y is not None and (y.latest or x.latest) < x.latest:
            return first, _resolve_beside(b, Outlook(x.latest, 2), stated=y.stated)
    return first, last


def _resolve_beside(found: Found, outlook: Outlook, *, stated: bool) -> Reading:
    reading = resolve(found.rule, found.core.groups, outlook)
    return replace(reading, interval=reading.interval and replace(reading.interval, stated=stated))


def safe_offset(anchor: date, count: float, unit: str) -> Reading:
    """Give the unit that lies some units from a day, or nothing where the calendar ends before."""
    try:
        return offset(anchor, count, unit)
    except (ValueError, OverflowError):
        return Reading(TimeKind.DATE)
