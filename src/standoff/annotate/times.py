"""Time expressions: what they say, and the interval of days that this comes to.

A span holds the expression itself ("6 December 2021", "two weeks ago", "the past six months"). The preposition
belongs to it only where it makes the interval: since, after, before, until, till, through, by, from ... to,
between ... and. "in", "on", "at", "for", "within", "over" and "during" are left outside. Early, mid, late, later and
earlier belong to the span.

Relative expressions are resolved against the report's date and never against the clock of the machine; with no date
of publication they keep their span and have no value. Expressions that count from a day of the story ("two days later",
"the following week") have none either. Clock times without a day have a value and no interval.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from standoff.annotate import time_values as values
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tense import direction
from standoff.annotate.time_grammar import Core, find_cores, key_words
from standoff.annotate.time_readings import Outlook, Reading
from standoff.annotate.time_relative import offset
from standoff.annotate.time_resolution import at_clock, resolve
from standoff.annotate.time_screen import is_time
from standoff.core.document import DocumentView
from standoff.core.layers import Time
from standoff.core.vocabulary import Granularity, TimeKind, ValueBasis

NAME = "times"
VERSION = "1"

PERIODS = frozenset(
    {"month", "month_year", "year", "decade", "century", "season", "bare_season", "quarter", "relative", "year_range"}
)
"""Rules whose match may have an early, middle or late part."""
YEARLESS = frozenset(
    {"day_month", "month_day", "day_range", "month_range", "month", "bare_season", "quarter", "nth", "weekday"}
)
"""Rules that leave something open which the other end of a range may lend."""
AHEAD_PREPOSITIONS = frozenset({"by", "until", "till", "within", "before"})
"""Where the clause leaves open whether it looks ahead, these do."""

_DIGIT = re.compile(r"\d")
_PART = re.compile(
    r"(?<!\w)(?:(?:the\s+)?(early|mid|late)(?:\s*-\s*|\s+(?:in\s+)?(?:the\s+)?)|"
    r"(?:the\s+)?(beginning|start|middle|end|close)\s+of\s+)$", re.I
)  # fmt: skip
_TURN = re.compile(r"(?<!\w)(later|earlier|late|early)\s+(?:in\s+|on\s+)?$", re.I)
_LIMIT = re.compile(
    r"(?<!\w)(since|after|before|(?:up\s+)?until|till|through|by|from)\s+(?:at\s+|on\s+|in\s+|about\s+)?$", re.I
)
_FROM = re.compile(r"(?<!\w)(from|between)\s+(?:at\s+|on\s+)?$", re.I)
_TO = re.compile(r"\s*[-–—]\s*|\s+(to|until|till|through|and)\s+(?:on\s+|at\s+|in\s+)?", re.I)
_BESIDE = re.compile(r"\s*,?\s+(?:on\s+|at\s+|around\s+|about\s+)?(?:the\s+)?", re.I)
_APART = re.compile(r"\s+(after|before)\s+", re.I)
_SPAN_LIMIT = 48
"""How far back a preposition may stand (code points)."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: str
    core: Core
    outlook: Outlook
    reading: Reading


def annotate(view: DocumentView) -> dict[str, list[Time]]:
    """Find the time expressions of a document.

    Args:
        view: a document with the layers `sentences` and `tokens`.

    Returns:
        The layer `times`, in text order, none overlapping.
    """
    finder = _Finder(view.text, view.derive(build_syntax), read_anchor(view.doc.published))
    rows: list[Time] = []
    words, at = finder.syntax.words, 0
    keys = key_words()
    for number, sentence in enumerate(view.rows("sentences")):
        end = bisect_left(finder.starts, sentence.end, at)
        if _DIGIT.search(view.text, sentence.start, sentence.end) or not keys.isdisjoint(words[at:end]):
            rows += [_row(found, number) for found in finder.find(sentence.start, sentence.end)]
        at = end
    return {"times": rows}


def read_anchor(published: str | None) -> date | None:
    """Read the day of publication, or None where there is none or it is no ISO date."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


_Join = Callable[["_Found", "_Found", int], "_Found | None"]


class _Finder:
    """Finds the expressions of one document, sentence by sentence."""

    def __init__(self, text: str, syntax: Syntax, anchor: date | None) -> None:
        """Take what all sentences share."""
        self.text = text
        self.syntax = syntax
        self.anchor = anchor
        self.starts = [t.start for t in syntax.tokens]

    def find(self, start: int, end: int) -> Iterator[_Found]:
        """Find the expressions of one sentence."""
        found: list[_Found] = []
        for core in find_cores(self.text, start, end):
            if self._is_time(core):
                floor = found[-1].end if found else start
                found.append(self._with_part(self._read(core, floor), floor))
        for join in (self._on_clock, self._apart, self._range):
            found = self._merge(found, join, start)
        floor = start
        for item in found:
            made = self._with_limit(self._within(item, floor), floor)
            floor = made.end
            yield made

    def token_at(self, start: int) -> int:
        """Give the token that holds a code point."""
        at = bisect_left(self.starts, start)
        return at if at < len(self.starts) and self.starts[at] == start else max(0, at - 1)

    def _is_time(self, core: Core) -> bool:
        return is_time(core, self.text, self.syntax, self.token_at(core.start))

    def _read(self, core: Core, floor: int) -> _Found:
        outlook = Outlook(self.anchor, self._direction(core, floor) if self.anchor else 0)
        return _Found(core.start, core.end, core.rule, core, outlook, resolve(core.rule, core.groups, outlook))

    def _direction(self, core: Core, floor: int) -> int:
        found = direction(self.syntax, self.token_at(core.end - 1))
        before = self.text[max(floor, core.start - _SPAN_LIMIT) : core.start].split()
        ahead = bool(before) and before[-1].lower() in AHEAD_PREPOSITIONS
        return 1 if ahead and found == 0 else found

    def _back(self, pattern: re.Pattern[str], start: int, floor: int) -> re.Match[str] | None:
        return pattern.search(self.text, max(floor, start - _SPAN_LIMIT), start)

    def _with_part(self, found: _Found, floor: int) -> _Found:
        """Put early, mid, late, "the end of" before a period; earlier and later before any date."""
        reading = found.reading
        part = self._back(_PART, found.start, floor) if found.rule in PERIODS else None
        if part is not None:
            x = reading.interval
            cut = x and values.third(x, (part.group(1) or part.group(2)).lower())
            return replace(found, start=part.start(), reading=replace(reading, interval=cut))
        turn = self._back(_TURN, found.start, floor) if reading.kind is TimeKind.DATE else None
        if turn is None or found.rule in {"ago", "bare_ago"}:
            return found
        made = self._turned(turn.group(1).lower(), reading)
        return replace(found, start=turn.start(), reading=made)

    def _turned(self, word: str, reading: Reading) -> Reading:
        """Cut "later this year" at the report's date."""
        x = reading.interval
        if x is None or x.earliest is None or x.latest is None or self.anchor is None or word in {"early", "late"}:
            return reading
        if not x.earliest <= self.anchor <= x.latest or x.earliest == x.latest:
            return reading
        ends = (self.anchor, x.latest) if word == "later" else (x.earliest, self.anchor)
        return replace(reading, interval=values.span(*ends, x.granularity))

    def _merge(self, found: list[_Found], join: "_Join", start: int) -> list[_Found]:
        made: list[_Found] = []
        for item in found:
            floor = made[-2].end if len(made) > 1 else start
            both = join(made[-1], item, floor) if made else None
            if both is not None:
                made[-1] = both
            else:
                made.append(item)
        return made

    def _on_clock(self, a: _Found, b: _Found, floor: int) -> _Found | None:
        """Join a time of day with the day beside it."""
        clock, day = (a, b) if a.rule == "clock" else (b, a)
        if clock.rule != "clock" or day.reading.kind is not TimeKind.DATE or not self._between(_BESIDE, a, b):
            return None
        return replace(day, start=a.start, end=b.end, reading=at_clock(day.reading, clock.reading))

    def _apart(self, a: _Found, b: _Found, floor: int) -> _Found | None:
        """Read "two days after December 6"."""
        match = self._between(_APART, a, b)
        reading, x = a.reading, b.reading.interval
        if match is None or a.rule != "duration" or b.reading.kind is not TimeKind.DATE or reading.unit is None:
            return None
        made = Reading(TimeKind.DATE)
        if x is not None and x.earliest is not None and x.earliest == x.latest and reading.count is not None:
            sign = -1 if match.group(1).lower() == "before" else 1
            made = _safe_offset(x.earliest, sign * reading.count, reading.unit)
            made = replace(made, interval=made.interval and replace(made.interval, stated=x.stated))
        return replace(b, start=a.start, reading=made)

    def _between(self, pattern: re.Pattern[str], a: _Found, b: _Found) -> re.Match[str] | None:
        return pattern.fullmatch(self.text, a.end, b.start)

    def _range(self, a: _Found, b: _Found, floor: int) -> _Found | None:
        """Join "from A to B", "between A and B", "A-B"."""
        link = self._between(_TO, a, b)
        head = self._back(_FROM, a.start, floor)
        if link is None or {a.reading.kind, b.reading.kind} & {TimeKind.DURATION, TimeKind.SET}:
            return None
        word = (link.group(1) or "").lower()
        if word == "and" and (head is None or head.group(1).lower() != "between"):
            return None
        if not word and {a.rule, b.rule} & {"relative", "deictic", "run", "ago"}:
            return None
        if head is None and word not in {"", "to", "through", "until", "till"}:
            return None
        first, last = self._shared(a, b)
        if first.interval is None or last.interval is None:
            made = replace(b.reading, interval=None, value=None)
        else:
            both = values.join(first.interval, last.interval)
            if both is None:
                return None
            made = replace(last, interval=both)
        return replace(b, start=head.start() if head else a.start, rule="range", reading=made)

    def _shared(self, a: _Found, b: _Found) -> tuple[Reading, Reading]:
        """Let the end that has a year, or a day, lend it to the other one."""
        first, last = a.reading, b.reading
        x, y = first.interval, last.interval
        if x is None and y is not None and y.clocks and y.earliest and first.value:
            lent = replace(y, granularity=Granularity.DAY)
            return at_clock(Reading(TimeKind.DATE, lent), first), last
        if y is not None and y.stated and y.earliest and not (x and x.stated) and a.rule in YEARLESS:
            return _resolve_beside(a, Outlook(y.earliest, -1), stated=True), last
        if x is not None and x.latest and b.rule in YEARLESS:
            if x.stated and not (y and y.stated):
                return first, _resolve_beside(b, Outlook(x.latest, 2), stated=True)
            if y is not None and (y.latest or x.latest) < x.latest:
                return first, _resolve_beside(b, Outlook(x.latest, 2), stated=y.stated)
        return first, last

    def _within(self, found: _Found, floor: int) -> _Found:
        """Read the days that "in three days" and "within 48 hours" come to where the clause looks ahead."""
        reading = found.reading
        if found.rule != "duration" or reading.unit is None or reading.count is None or self.anchor is None:
            return found
        before = self.text[max(floor, found.start - _SPAN_LIMIT) : found.start].lower().split()
        word = before[-1] if before else ""
        after = self.text[found.end : found.end + 4].lower()
        if word not in {"in", "within"} or found.outlook.direction <= 0 or after.startswith(" of "):
            return found
        made = _safe_offset(self.anchor, reading.count, reading.unit)
        if word == "within" and made.interval is not None and made.interval.latest is not None:
            moved = values.shift(self.anchor, reading.count, reading.unit)
            made = replace(made, interval=values.span(self.anchor, moved, made.interval.granularity))
        return replace(found, rule="ahead", reading=made)

    def _with_limit(self, found: _Found, floor: int) -> _Found:
        """Take since, after, before, until and by into the span and open the interval."""
        if found.reading.kind not in {TimeKind.DATE, TimeKind.TIME} or found.rule in {"range", "ahead", "run"}:
            return found if found.rule != "day_range" else self._with_head(found, floor)
        match = self._back(_LIMIT, found.start, floor)
        word = match.group(1).lower().split()[-1] if match else ""
        if match is None or word == "from":
            return self._with_head(found, floor)
        x = found.reading.interval
        if x is not None:
            opened = word in {"since", "after"}
            make = values.open_after if opened else values.open_before
            x = make(x, inclusive=word not in {"after", "before"})
        reading = replace(found.reading, interval=x, value=None)
        return replace(found, start=match.start(), rule=word, reading=reading)

    def _with_head(self, found: _Found, floor: int) -> _Found:
        if found.rule not in {"day_range", "month_range", "year_range"}:
            return found
        head = self._back(_FROM, found.start, floor)
        return replace(found, start=head.start(), rule="range") if head else found


def _resolve_beside(found: _Found, outlook: Outlook, *, stated: bool) -> Reading:
    reading = resolve(found.rule, found.core.groups, outlook)
    return replace(reading, interval=reading.interval and replace(reading.interval, stated=stated))


def _safe_offset(anchor: date, count: float, unit: str) -> Reading:
    try:
        return offset(anchor, count, unit)
    except (ValueError, OverflowError):
        return Reading(TimeKind.DATE)


def _row(found: _Found, sentence: int) -> Time:
    reading, x = found.reading, found.reading.interval
    basis = ValueBasis.STATED if reading.value else None
    if x is not None:
        basis = ValueBasis.STATED if x.stated else ValueBasis.INFERRED
    clocks = (x.clocks if x else None) or ("", "")
    return Time(
        start=found.start,
        end=found.end,
        sentence=sentence,
        kind=reading.kind,
        value=x.value if x else reading.value,
        earliest=_iso(x.earliest, clocks[0]) if x else None,
        latest=_iso(x.latest, clocks[1]) if x else None,
        granularity=x.granularity if x else reading.granularity,
        basis=basis,
        maker=f"{NAME}/{VERSION}:{found.rule}",
        confidence=None,
    )


def _iso(d: date | None, clock: str) -> str | None:
    return None if d is None else d.isoformat() + clock
