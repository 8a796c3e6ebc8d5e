"""Times of day: 10:30, 3 p.m., half past seven, from 9 to 11 a.m., seven in the evening; and how they stand on a day.

A time of day without a day has a value ("T15:00", "T09:00/T11:00") and no interval. An hour of which nothing tells the
half of the day is read as written: 7:30 is T07:30.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from standoff.annotate.numerals import parse_words
from standoff.annotate.time_grammar import calendar_words
from standoff.annotate.time_readings import Groups, Outlook, Reading
from standoff.core.vocabulary import Granularity, TimeKind

NIGHT_HOURS = frozenset({12, 1, 2, 3, 4, 5})
"""Hours "at night" that fall after midnight."""
_SPLIT = re.compile(r"[:.\s-]+")
_BARE = re.compile(r"T\d\d:\d\d(?::\d\d)?")


def clock_value(hour: int, minute: int, second: str | None = None, zone: str = "") -> str:
    """Write a time of day.

    Args:
        hour: 0 to 23.
        minute: 0 to 59.
        second: two digits, if stated.
        zone: Z for UTC, else empty.

    Raises:
        ValueError: there is no such time of day.
    """
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        raise ValueError("no such time of day")
    return f"T{hour:02}:{minute:02}{':' + second if second else ''}{zone}"


def half_of(mark: str | None, part: str | None, hour: int) -> str:
    """Tell which half of the day "p.m." or "in the evening" means: a, p, or nothing."""
    if mark:
        return mark[0].lower()
    code = calendar_words("daypart").get((part or "").lower(), "")
    if code == "NI":
        return "a" if hour in NIGHT_HOURS else "p"
    return {"MO": "a", "AF": "p", "EV": "p"}.get(code, "")


def _first(groups: Groups, names: Sequence[str]) -> str | None:
    return next((groups[name] for name in names if groups.get(name)), None)


def _number(words: str) -> int:
    found = int(words) if words.isdigit() else parse_words(words.lower().replace("oh ", ""))
    if found is None or found != int(found):
        raise ValueError("no such hour")
    return int(found)


def _hour_and_minute(words: str) -> tuple[int, int, bool]:
    """Read "9", "9:30", "nine thirty"; and tell whether minutes were said."""
    if words[:1].isdigit():
        parts = _SPLIT.split(words)
        return int(parts[0]), int(parts[1]) if len(parts) > 1 else 0, len(parts) > 1
    first, _, rest = words.strip().partition(" ")
    return _number(first), _number(rest.strip()) if rest.strip() else 0, bool(rest.strip())


def _turn(hour: int, half: str) -> int:
    if half and not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half == "p" else 0) if half else hour


def _zone(groups: Groups) -> str:
    return "Z" if _first(groups, ("zone1", "zone2", "zone3", "zone4")) in {"GMT", "UTC", "Z"} else ""


def read_clock(groups: Groups, outlook: Outlook) -> Reading:
    """Read a time of day; it has no interval until a day stands beside it."""
    if groups["word"]:
        value = "T00:00" if groups["word"].lower() == "midnight" else "T12:00"
        return Reading(TimeKind.TIME, None, value, Granularity.HOUR)
    if groups["off"] or groups["off2"]:
        return _read_past(groups)
    words = _first(groups, ("h", "h2", "h3", "h4", "h5", "h7")) or ""
    hour, minute, exact = _hour_and_minute(words)
    said = _first(groups, ("min", "min2", "min4"))
    hour = _turn(hour, half_of(groups["ap"] or groups["ap3"], groups["dp"] or groups["dp7"], hour))
    value = clock_value(hour, int(said) if said else minute, _first(groups, ("sec", "sec2")), _zone(groups))
    return Reading(TimeKind.TIME, None, value, Granularity.MINUTE if said or exact else Granularity.HOUR)


def _read_past(groups: Groups) -> Reading:
    """Read "half past seven", "ten minutes to eight"."""
    words = re.sub(r"\s*min(?:ute)?s?$", "", (groups["off"] or groups["off2"] or "").lower()).removeprefix("a ")
    minutes = {"half": 30, "quarter": 15}.get(words.strip()) or _number(words)
    hour = _number(groups["h6"] or "")
    hour = _turn(hour, half_of(None, groups["dp"], hour))
    total = hour * 60 + (-minutes if (groups["way"] or "").lower() == "to" else minutes)
    return Reading(TimeKind.TIME, None, clock_value(total // 60 % 24, total % 60), Granularity.MINUTE)


def read_hour(groups: Groups, outlook: Outlook) -> Reading:
    """Read the hour in "Friday at 7"."""
    hour, minute, exact = _hour_and_minute(groups["h"] or "")
    return Reading(
        TimeKind.TIME, None, clock_value(hour, minute), Granularity.MINUTE if exact else Granularity.HOUR
    )  # fmt: skip


def read_hours(groups: Groups, outlook: Outlook) -> Reading:
    """Read "3-8pm", "from 10:30 to 3": what the later end says holds for the earlier one unless that turns them."""
    (hour, minute, exact), (hour2, minute2, exact2) = (_hour_and_minute(groups[k] or "") for k in ("h1", "h2"))
    half2 = half_of(groups["ap2"], groups["dp"], hour2)
    half = half_of(groups["ap1"], None, hour) or half2
    first, last = _turn(hour, half), _turn(hour2, half2)
    if not groups["ap1"] and (first, minute) >= (last, minute2) and first >= 12:
        first -= 12
    if not half2 and last <= 12 and (last, minute2) <= (first, minute):
        last += 12
    ends = (clock_value(first, minute), clock_value(last, minute2))
    grain = Granularity.MINUTE if exact or exact2 else Granularity.HOUR
    return Reading(TimeKind.TIME, None, "/".join(ends), grain)


def is_plain_range(groups: Groups) -> bool:
    """Tell whether two hours are surely times of day: a half of the day is said, or minutes twice."""
    minutes = all(":" in (groups[k] or "") for k in ("h1", "h2"))
    return bool(groups["ap1"] or groups["ap2"] or groups["dp"] or minutes)


def in_part(clock: Reading, part: str) -> Reading:
    """Move a time of day into the part of the day that stands beside it ("in the afternoon at 7")."""
    ends = []
    for end in (clock.value or "").split("/"):
        hour = int(end[1:3])
        half = half_of(None, part, hour) if 1 <= hour <= 12 else ""
        ends.append(f"T{_turn(hour, half):02}{end[3:]}" if half else end)
    return replace(clock, value="/".join(ends))


def at_clock(when: Reading, clock: Reading) -> Reading:
    """Put a time of day, or two with a stretch between them, on a day."""
    x, value = when.interval, clock.value
    if x is None or x.earliest is None or x.earliest != x.latest or value is None:
        return Reading(TimeKind.TIME, None, None if x is None else value, clock.granularity)
    grain = clock.granularity or Granularity.MINUTE
    ends = value.split("/")
    if len(ends) == 1:
        bare = _bare(value)
        made = replace(x, value=f"{x.earliest.isoformat()}{value}", granularity=grain, clocks=(bare, bare))
        return Reading(TimeKind.TIME, made)
    last = x.earliest + timedelta(1 if _bare(ends[1]) and _bare(ends[1]) < _bare(ends[0]) else 0)
    days = (None if ends[0] == ".." else x.earliest, None if ends[1] == ".." else last)
    written = "/".join(".." if d is None else d.isoformat() + end for d, end in zip(days, ends, strict=True))
    clocks = (_bare(ends[0]), _bare(ends[1]))
    return Reading(
        TimeKind.TIME, replace(x, earliest=days[0], latest=days[1], value=written, granularity=grain, clocks=clocks)
    )


def _bare(value: str) -> str:
    match = _BARE.match(value)
    return match.group() if match else ""


def clock_limit(clock: Reading, *, opened: bool) -> Reading:
    """Open a time of day without a day: "after 5 p.m."."""
    ends = (clock.value or "").split("/")
    return replace(clock, value=f"{ends[0]}/.." if opened else f"../{ends[-1]}")
