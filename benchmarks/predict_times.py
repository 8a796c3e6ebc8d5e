"""Predictors for time expressions, and our values in the notations of the benchmarks.

Standoff writes EDTF and takes "since", "after", "by" and the like into the span, because they make the interval; TIMEX3
and TEI leave them outside.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.layers import Time
from standoff.core.vocabulary import TimeKind

SEASONS = {
    "21": "SP",
    "22": "SU",
    "23": "FA",
    "24": "WI",
    "33": "Q1",
    "34": "Q2",
    "35": "Q3",
    "36": "Q4",
    "40": "H1",
    "41": "H2",
}
"""EDTF's numbers beyond the months, and TIMEX3's letters for them."""
SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400, "TH": 3_600, "TM": 60, "TS": 1}
"""Length of ISO 8601's units as the recognizers' sentences count it; those of the time of day after a T."""

_LIMIT = re.compile(
    r"(?:since|after|before|(?:up\s+)?until|till|through|by|from|between)\s+(?:at\s+|on\s+|in\s+|about\s+)?", re.I
)
_BEYOND_MONTHS = re.compile(r"(\d{4})-(2[1-4]|3[3-6]|4[01])")
_PLAIN = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?(?:T[\d:]+)?")
_PERIOD = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])|(T)")


def predict_gum_dates(rows: Sequence[Row]) -> Iterator[Row]:
    """Find dates, and write them as TEI does: a day, a month, a year, or first and last day."""
    for row, view in read_views(rows, stages_for("times")):
        found = [t for t in view.rows("times") if t.kind in {TimeKind.DATE, TimeKind.TIME}]
        made = [span_of(t, view.text) | {"type": t.kind.value.upper(), "value": tei_value(t)} for t in found]
        yield {"id": row["id"], "timex": made}


def span_of(time: Time, text: str) -> Row:
    """Give a time's span without a limiting preposition in front."""
    match = _LIMIT.match(text, time.start, time.end)
    return {"start": match.end() if match else time.start, "end": time.end}


def tei_value(time: Time) -> str | None:
    """Give a calendar value where EDTF and TEI agree (the one end of "since 1958"), else the interval's days."""
    ends = [end for end in (time.value or "").split("/") if end not in {"", ".."}]
    if len(ends) == 1 and _PLAIN.fullmatch(ends[0]):
        return ends[0]
    if time.earliest is None and time.latest is None:
        return None
    return f"{(time.earliest or '')[:10]}/{(time.latest or '')[:10]}".rstrip("/")


def timex_value(time: Time) -> str | None:
    """Give a time's value as TIMEX3 writes it."""
    value = time.value
    if value is None:
        return None
    if value.startswith("["):
        value = value.strip("[]").split(",")[0]
    ends = [end for end in value.split("/") if end not in {"", ".."}]
    value = ends[0] if ends else value
    beyond = _BEYOND_MONTHS.fullmatch(value)
    if beyond:
        return f"{beyond[1]}-{SEASONS[beyond[2]]}"
    return value.rstrip("X") if re.fullmatch(r"\d+X+", value) else value


def recognizer_values(time: Time, reference: str) -> list[str]:
    """Give a time's value as the recognizers' sentences write it: ranges leave out their last day."""
    if time.kind is TimeKind.SET:
        return ["not resolved"]
    if time.kind is TimeKind.DURATION:
        seconds = duration_seconds(time.value or "")
        return [f"{seconds:g}" if seconds is None or seconds < 1e6 else f"{seconds:.0f}"] if seconds is not None else []
    if time.value == "PRESENT_REF":
        return [reference.replace("T", " ")]
    if time.earliest is None and time.latest is None:
        return _clock_values(time.value or "")
    return [_range_value(time.earliest, time.latest)]


def _clock_values(value: str) -> list[str]:
    ends = [end[1:] for end in value.split("/") if re.fullmatch(r"T\d\d:\d\d(:\d\d)?", end)]
    return ["/".join(end if len(end) == 8 else end + ":00" for end in ends)] if ends else []


def _range_value(earliest: str | None, latest: str | None) -> str:
    if earliest is not None and earliest == latest:
        return _moment(earliest)
    first = _moment(earliest) if earliest else ""
    if latest is None:
        return f"{first}/"
    last = _moment(latest) if "T" in latest else (date.fromisoformat(latest) + timedelta(1)).isoformat()
    return f"{first}/{last}"


def _moment(value: str) -> str:
    day, _, clock = value.rstrip("Z").partition("T")
    return day if not clock else f"{day} {clock if len(clock) == 8 else clock + ':00'}"


def duration_seconds(value: str) -> float | None:
    """Give an ISO 8601 duration in seconds, or None where it has no number."""
    total, clock, seen = 0.0, "", False
    for number, unit, mark in _PERIOD.findall(value):
        if mark:
            clock = "T"
            continue
        key = unit if unit in {"Y", "W", "D"} or not clock else clock + unit
        total, seen = total + float(number) * SECONDS[key], True
    return total if seen else None
