"""Predictors for time expressions, and our values in the notations of the benchmarks.

Standoff writes EDTF and takes "since", "after", "by" and the like into the span, because they make the interval; TIMEX3
and TEI leave them outside.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.annotate.time_timex3 import parts_of, render_timex3
from standoff.annotate.time_values import days_of
from standoff.core.layers import Time
from standoff.core.vocabulary import TimeKind

_DAYPART = re.compile(r"\s+(?:late\s+|early\s+)?(?:morning|afternoon|evening|night)$", re.I)
_PLAIN = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?(?:T[\d:]+)?")


def predict_gum_dates(rows: Sequence[Row]) -> Iterator[Row]:
    """Find dates, and write them as TEI does: a day, a month, a year, or first and last day."""
    for row, view in read_views(rows, stages_for("times")):
        yield {"id": row["id"], "timex": gum_rows(view.rows("times"), view.text)}


def predict_timex(rows: Sequence[Row]) -> Iterator[Row]:
    """Find all times, and write them as TIMEX3 does."""
    for row, view in read_views(rows, stages_for("times")):
        yield {"id": row["id"], "timex": timex_rows(view.rows("times"), view.text, view.doc.published)}


def gum_rows(times: Iterable[Time], text: str) -> list[Row]:
    """Write what stands on the calendar; the corpus leaves out the part of the day, and marks both ends of a range."""
    made = []
    for time in times:
        if time.kind not in {TimeKind.DATE, TimeKind.TIME} or time.maker.endswith((":vague", ":part", ":ahead")):
            continue
        for part in parts_of(time, text):
            value = tei_value(part.value)
            cut = _DAYPART.search(text, part.start, part.end)
            end = cut.start() if cut and time.kind is TimeKind.TIME and part.start < cut.start() else part.end
            if value is not None:
                made.append({"start": part.start, "end": end, "type": "DATE", "value": value})
    return made


def timex_rows(times: Iterable[Time], text: str, published: str | None) -> list[Row]:
    """Write times as TIMEX3 tags."""
    tags = [tag for time in times for tag in render_timex3(time, text, published)]
    return [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in tags]


def tei_value(value: str | None) -> str | None:
    """Give a calendar value where EDTF and TEI agree, else the interval's days."""
    if value is None or _PLAIN.fullmatch(value):
        return value
    if re.fullmatch(r"T[\d:]+Z?", value):
        return value.strip("TZ") + (":00" if value.count(":") == 1 else "")
    ends = days_of(value)
    return None if ends is None else f"{ends[0] or ''}/{ends[1] or ''}".rstrip("/")
