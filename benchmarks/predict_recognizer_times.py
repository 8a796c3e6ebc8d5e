"""Our times as the recognizers' sentences write them: ranges leave out their last day, parts of the day have hours.

What a convention of those sentences decides stands here: that the morning is 8 to 12, that "several" is three, that the
next three days begin tomorrow, that "two weeks ago" is one day, that a range ends where its last period begins.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from standoff.annotate.time_timex3 import parts_of, render_timex3
from standoff.annotate.time_values import days_of, period
from standoff.core.layers import Time
from standoff.core.vocabulary import Granularity, TimeKind

SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400, "TH": 3_600, "TM": 60, "TS": 1}
"""Length of ISO 8601's units as those sentences count it; those of the time of day after a T."""
HOURS: Mapping[str, tuple[str, str]] = {
    "MO": ("08:00:00", "12:00:00"),
    "AF": ("12:00:00", "16:00:00"),
    "EV": ("16:00:00", "20:00:00"),
    "NI": ("20:00:00", "23:59:59"),
}
"""Hours of the parts of the day."""
EXACT = frozenset({Granularity.DAY, Granularity.HOUR, Granularity.MINUTE})
HALVED = frozenset({"relative", "edge", "month", "turn"})
"""Rules whose early or late part is a half."""
NOT_RESOLVED = "not resolved"

_EARLY = re.compile(r"(?<!\w)(?:early|earlier|beginning|start)(?!\w)", re.I)
_LATE = re.compile(r"(?<!\w)(?:late|later|end|close)(?!\w)", re.I)
_CLOCK = re.compile(r"T\d\d:\d\d(?::\d\d)?")
_PERIOD = re.compile(r"(\d+(?:\.\d+)?|X)([YMWDHS])|(T)")


def recognizer_values(time: Time, text: str, reference: str) -> list[str]:
    """Give a time's value as the recognizers' sentences write it.

    Args:
        time: a row of the layer `times`.
        text: the frozen text.
        reference: the moment from which the sentence is said.
    """
    rule = time.maker.partition(":")[2]
    if time.kind is TimeKind.SET:
        return [NOT_RESOLVED]
    if time.kind is TimeKind.DURATION:
        seconds = duration_seconds(time.value or "")
        return [] if seconds is None else [f"{seconds:g}" if seconds < 1e6 else f"{seconds:.0f}"]
    tag = render_timex3(time, text, reference)[0]
    if tag.value == "PRESENT_REF":
        return [reference.replace("T", " ")]
    code = tag.value[-2:] if tag.value[-2:] in HOURS and time.kind is TimeKind.TIME else ""
    if code and not _CLOCK.search(time.value or ""):
        return [_hours_of(code, time.earliest, text[time.start : time.end])]
    if time.earliest is None and time.latest is None:
        return _clock_values(time.value or "") or [NOT_RESOLVED]
    half = _half(time, text)
    if half:
        return [half]
    return [_days_value(time, rule, text, date.fromisoformat(reference[:10]))]


def _hours_of(code: str, day: str | None, words: str) -> str:
    first, last = HOURS[code]
    if code != "NI":
        middle = f"{int(first[:2]) + 2:02}:00:00"
        first, last = (
            (first, middle) if _EARLY.search(words) else (middle, last) if _LATE.search(words) else (first, last)
        )
    return "/".join(f"{day[:10]} {hour}" if day else hour for hour in (first, last))


def _half(time: Time, text: str) -> str | None:
    """Cut an early or late week, month or year in two, as those sentences do."""
    words = text[time.start : time.end]
    early, late = _EARLY.search(words), _LATE.search(words)
    rule = time.maker.partition(":")[2]
    if not (early or late) or time.earliest is None or time.latest is None or rule not in HALVED:
        return None
    day = date.fromisoformat(time.earliest[:10])
    whole = days_of(period(time.granularity.value, day).value) if time.granularity else None
    if whole is None or whole[0] is None or whole[1] is None or whole[0] == whole[1]:
        return None
    middle = {
        Granularity.WEEK: whole[0] + timedelta(3),
        Granularity.MONTH: whole[0] + timedelta(15),
        Granularity.YEAR: date(whole[0].year, 7, 1),
    }.get(time.granularity or Granularity.DAY)
    if middle is None:
        return None
    return f"{whole[0]}/{middle}" if early else f"{middle}/{whole[1] + timedelta(1)}"


def _clock_values(value: str) -> list[str]:
    ends = [end.strip("TZ") if end != ".." else "" for end in value.split("/")]
    return ["/".join(f"{end}:00" if end.count(":") == 1 else end for end in ends)] if any(ends) else []


def _days_value(time: Time, rule: str, text: str, reference: date) -> str:
    first, last = time.earliest, time.latest
    if any("T" in end for end in (first, last) if end):
        return _moment(first or "") if first == last and first else f"{_moment(first or '')}/{_moment(last or '')}"
    if (time.value or "").startswith("["):
        return "/".join(_american(end, words) for end, words in _worded_ends(time, text))
    begin, end = (None if x is None else date.fromisoformat(x) for x in (first, last))
    if (
        rule in {"ago", "ahead", "apart"}
        and begin
        and end
        and "/" not in (time.value or "")
        and time.granularity not in EXACT
    ):
        return _same_place(time.granularity, begin, reference).isoformat()
    if rule in {"run", "relative"} and begin == reference and end and end != begin and rule == "run":
        return f"{reference + timedelta(1)}/{end + timedelta(1)}"
    if rule in {"run", "relative"} and "/" in (time.value or "") and begin and end == reference:
        return f"{begin}/{end}"
    if rule in {"range", "day_range", "month_range", "year_range"} and "/" in (time.value or ""):
        last_days = days_of((time.value or "").split("/")[1])
        return f"{begin}/{last_days[0] if last_days else end}"
    return _plain_days(time, begin, end)


def _plain_days(time: Time, begin: date | None, end: date | None) -> str:
    rule = time.maker.partition(":")[2]
    if begin is None:
        return f"/{end}"
    if end is None:
        after = rule == "after" and time.granularity is not Granularity.DAY
        return f"{begin + timedelta(1) if after else begin}/"
    return begin.isoformat() if begin == end else f"{begin}/{end + timedelta(1)}"


def _same_place(grain: Granularity | None, begin: date, reference: date) -> date:
    """Give the day of a period that lies in it as the reference does in its own."""
    if grain is Granularity.WEEK:
        return begin + timedelta(reference.weekday())
    month = begin.month if grain is Granularity.MONTH else reference.month
    year = begin.year if grain is not Granularity.DECADE else begin.year + reference.year % 10
    for back in range(4):
        try:
            return date(year, month, reference.day - back)
        except ValueError:
            continue
    return begin


def _worded_ends(time: Time, text: str) -> list[tuple[str, str]]:
    return [(part.value or "", text[part.start : part.end]) for part in parts_of(time, text)]


def _american(value: str, words: str) -> str:
    """Choose month before day."""
    days = value.strip("[]").split(",")
    number = re.match(r"\d+", words)
    return next((d for d in days if number and int(d[5:7]) == int(number.group())), days[0])


def _moment(value: str) -> str:
    day, _, clock = value.rstrip("Z").partition("T")
    return day if not clock else f"{day} {clock if len(clock) == 8 else clock + ':00'}"


def duration_seconds(value: str) -> float | None:
    """Give an ISO 8601 duration in seconds, three for a number that is not said; None for what is no duration."""
    total, clock, seen = 0.0, "", False
    for number, unit, mark in _PERIOD.findall(value):
        if mark:
            clock = "T"
            continue
        key = unit if unit in {"Y", "W", "D"} or not clock else clock + unit
        total, seen = total + (3.0 if number == "X" else float(number)) * SECONDS[key], True
    return total if seen else None
