"""Time expressions as TIMEX3 (ISO-TimeML) writes them, for those who work with that standard.

TIMEX3 marks the two ends of a range by themselves, leaves "since" and "by" outside, writes `2013-W10`, `2013-SU`,
`199`, `P3D`, `2013-03-22TMO`, PRESENT_REF, and takes a stretch up to the report's day ("the past six months") for a
duration.
"""

import re
from dataclasses import dataclass
from datetime import date

from standoff.annotate import time_values as values
from standoff.annotate.numerals import alternatives
from standoff.annotate.time_grammar import calendar_words, match_rule, singular
from standoff.annotate.time_readings import count_of
from standoff.core.layers import Time
from standoff.core.vocabulary import Granularity, TimeKind

BEYOND_MONTHS = {
    "21": "SP", "22": "SU", "23": "FA", "24": "WI",
    "33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4", "40": "H1", "41": "H2",
}  # fmt: skip
"""EDTF's numbers beyond the months, and TIMEX3's letters for them."""
WHOLE_RULES = frozenset({"range", "since", "after", "before", "until", "till", "by", "through"})
"""Rules that put words around an expression which TIMEX3 leaves outside."""

_HEAD = re.compile(
    rf"(?:{alternatives(calendar_words('limit'))}|from|between)\s+(?:(?:at|on|in|about|around)\s+)?", re.I
)
_TAIL = re.compile(r"\s+(?:or|and)\s+(?:later|earlier|after|before)$", re.I)
_LINK = re.compile(r"\s+(?:to|until|till|through|and)\s+(?:(?:on|at|in)\s+)?|\s*[-–—~/]\s*", re.I)
_BEYOND = re.compile(r"(\d{4})-(2[1-4]|3[3-6]|4[01])")
_DAYPART = re.compile(rf"(?<!\w)({alternatives(calendar_words('daypart'))})(?!\w)", re.I)
_NIGHT = re.compile(r"(?<!\w)(?:to|over)night(?!\w)", re.I)
_WEEKEND = re.compile(r"(?<!\w)weekend(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Timex3:
    """One TIMEX3 tag: half-open code points, type and value; a value that is not known is empty."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One end of a time expression, or all of it: half-open code points and the EDTF value."""

    start: int
    end: int
    value: str | None


def parts_of(time: Time, text: str) -> list[Part]:
    """Cut a time expression into what is said of each of its ends, without the words that open or close it.

    Args:
        time: a row of the layer `times`.
        text: the frozen text.

    Returns:
        One part, or two for a range whose ends both have words.
    """
    start, end = time.start, time.end
    if _rule(time) in WHOLE_RULES or _HEAD.match(text, start, end):
        head = _HEAD.match(text, start, end)
        start = head.end() if head else start
        tail = _TAIL.search(text, start, end)
        end = tail.start() if tail else end
    ends = (time.value or "").split("/")
    if len(ends) != 2 or _rule(time) not in {"range", "day_range", "month_range", "year_range", "hours", "moment"}:
        return [Part(start, end, _closed_end(time))]
    links = list(_LINK.finditer(text, start, end))
    dashes = [m for m in links if m.group().strip() != "/"]
    worded = [m for m in links if m.group().strip()[:1].isalpha()] or dashes or links
    if len(worded) != 1:
        return [Part(start, end, time.value)]
    return [Part(start, worded[0].start(), ends[0]), Part(worded[0].end(), end, ends[1])]


def _rule(time: Time) -> str:
    return time.maker.partition(":")[2]


def _closed_end(time: Time) -> str | None:
    """Give the one end of "since 1958", or the whole value of what no word opened."""
    value = time.value
    if value is None or _rule(time) not in WHOLE_RULES:
        return value
    ends = [end for end in value.split("/") if end not in {"", ".."}]
    return ends[0] if len(ends) == 1 else value


def render_timex3(time: Time, text: str, published: str | None = None) -> list[Timex3]:
    """Write a time expression as TIMEX3 tags.

    Args:
        time: a row of the layer `times`.
        text: the frozen text.
        published: the report's ISO date: the day of a time of day that stands without one.

    Returns:
        One tag, or two for a range.
    """
    words = text[time.start : time.end]
    special = _of_rule(time, words)
    if special is not None:
        part = parts_of(time, text)[0]
        return [Timex3(part.start, part.end, *special)]
    made = []
    for part in parts_of(time, text):
        value = _value(part, time, text[part.start : part.end], published)
        made.append(Timex3(part.start, part.end, time.kind.value.upper(), value))
    return made


def _of_rule(time: Time, words: str) -> tuple[str, str] | None:
    """Write what TIMEX3 takes for something else than an interval of days: type and value."""
    rule = _rule(time)
    if rule == "vague":
        return "DATE", calendar_words("vague").get(" ".join(words.lower().split()), "")
    if time.kind is TimeKind.SET:
        return "SET", (time.value or "").removeprefix("R/")
    if rule == "run" and (match := match_rule("run", words)) is not None:
        count = count_of(match["n"] or match["n2"])
        return "DURATION", values.duration_value(count, singular(match["units"]))
    if rule == "ahead" and (match := match_rule("duration", words)) is not None and match["unit"]:
        return "DURATION", values.duration_value(count_of(match["n"]), singular(match["unit"]))
    if rule in {"ago", "bare_ago"} and time.value and ".." in time.value:
        return "DATE", "PAST_REF" if time.earliest is None else "FUTURE_REF"
    if rule == "anchored" and (match := match_rule("duration", words)) is not None and match["unit"]:
        return "DURATION", values.duration_value(count_of(match["n"]), singular(match["unit"]))
    past = match_rule("relative", words) if rule == "relative" else None
    if past is not None and past["dir"].lower() == "past" and past["unit"] and past["unit"].lower() != "weekend":
        return "DURATION", values.duration_value(1, past["unit"].lower())
    return None


def _value(part: Part, time: Time, words: str, published: str | None) -> str:
    value = part.value
    if time.kind is TimeKind.DURATION:
        return value or ""
    found = _DAYPART.search(words)
    code = "NI" if _NIGHT.search(words) else calendar_words("daypart")[found.group(1).lower()] if found else ""
    if value is None:
        day = (published or "")[:10] or "XXXX-XX-XX"
        return f"{day}T{code}" if code and time.kind is TimeKind.TIME else ""
    if value.startswith("["):
        value = value.strip("[]").split(",")[0]
    if value.startswith("T"):
        value = f"{(published or '')[:10] or 'XXXX-XX-XX'}{value}"
    if code and "T" not in value and "/" not in value and time.kind is TimeKind.TIME:
        return f"{value}T{code}"
    if "/" in value or (_rule(time) in WHOLE_RULES - {"range"} and len(value) == len("2021-12-31")):
        value = _unit_around(value, time, words)
    beyond = _BEYOND.fullmatch(value)
    if beyond:
        return f"{beyond[1]}-{BEYOND_MONTHS[beyond[2]]}"
    return value.rstrip("X") if re.fullmatch(r"\d+X+", value) else value


def _unit_around(value: str, time: Time, words: str) -> str:
    """Write the unit that a part of it lies in ("early 2006", "later this week"), since TIMEX3 has no shorter value."""
    first, _, last = value.partition("/")
    try:
        day = date.fromisoformat(first[:10])
    except ValueError:
        return first if first != ".." else last
    if _WEEKEND.search(words):
        return values.week(day).value + "-WE"
    if time.granularity is None or time.granularity is Granularity.DAY:
        return first
    return values.period(time.granularity.value, day).value
