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
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from standoff.annotate import time_values as values
from standoff.annotate.numerals import alternatives
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tense import direction
from standoff.annotate.time_anchored import EventDays, anchor_to_events
from standoff.annotate.time_clock import clock_limit, is_plain_range
from standoff.annotate.time_grammar import Core, calendar_words, find_cores, find_starts
from standoff.annotate.time_joins import (
    CLOCKS,
    FROM,
    SPAN_LIMIT,
    Found,
    Join,
    join_apart,
    join_clock,
    join_durations,
    join_part,
    join_range,
    join_stretch,
    join_week,
    join_weekday,
    look_back,
    merge,
    safe_offset,
)
from standoff.annotate.time_readings import Outlook, Reading
from standoff.annotate.time_relative import from_moment, stretch_between
from standoff.annotate.time_resolution import resolve
from standoff.annotate.time_screen import is_time
from standoff.annotate.time_values import Interval
from standoff.core.document import DocumentView
from standoff.core.layers import Time
from standoff.core.vocabulary import Granularity, TimeKind, ValueBasis

NAME = "times"
VERSION = "2"

PERIODS = frozenset(
    {"month", "month_year", "year", "decade", "century", "season", "bare_season", "quarter", "relative", "year_range"}
)
"""Rules whose match may have an early, middle or late part."""
AHEAD_PREPOSITIONS = frozenset({"by", "until", "till", "within", "before"})
"""Where the clause leaves open whether it looks ahead, these do."""

OPENING = frozenset({"starting", "beginning"})
"""Where these stand before a day, the nearest one is meant, whatever the tense."""
WEAK = frozenset({"hour", "nth_part"})
"""Rules whose matches are no times by themselves."""
STORY_SENTENCES = 2
"""How many sentences back "two days later" may count from."""
STORY_GRAINS = frozenset(Granularity) - {Granularity.DECADE, Granularity.CENTURY}

_PART = re.compile(
    r"(?<!\w)(?:(?:the\s+)?(early|mid|late)(?:\s*-\s*|\s+(?:in\s+)?(?:the\s+)?)|"
    r"(?:the\s+)?(beginning|start|middle|end|close)\s+of\s+)$", re.I
)  # fmt: skip
_TURN = re.compile(r"(?<!\w)(later|earlier|late|early)\s+(?:in\s+|on\s+)?$", re.I)
_LIMIT = re.compile(
    rf"(?<!\w)({alternatives(calendar_words('limit'))})\s+(?:at\s+|on\s+|in\s+|about\s+|around\s+)?$", re.I
)
_WEEK_OF = re.compile(
    r"(?<!\w)(?:the\s+)?week\s+(?:of|beginning|starting|commencing|ending)\s+(?:on\s+)?(?:the\s+)?$", re.I
)
_OF_OTHER = re.compile(r"\s+of\s+(?:the|a|an|his|her|its|their|our|my|your)(?!\w)", re.I)
_END = re.compile(r"(?:the\s+)?(?:end|close)\s+of\s", re.I)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_AFTERWARDS = re.compile(r"\s+(?:or|and)\s+(later|earlier|after|before)(?!\s+\w*\d)(?!\w)", re.I)
_JOINS: tuple[Join, ...] = (
    join_durations,
    join_weekday,
    join_week,
    join_part,
    join_clock,
    join_stretch,
    join_apart,
    join_range,
)
_SENSE = {"later": "since", "after": "since", "earlier": "by", "before": "by"}


def annotate(view: DocumentView) -> dict[str, list[Time]]:
    """Find the time expressions of a document.

    Args:
        view: a document with the layers `sentences` and `tokens`.

    Returns:
        The layer `times`, in text order, none overlapping.
    """
    published = view.doc.published
    finder = _Finder(view.text, view.derive(build_syntax), read_anchor(published), read_moment(published))
    rows: list[Time] = []
    at = 0
    for number, sentence in enumerate(view.rows("sentences")):
        end = bisect_left(finder.starts, sentence.end, at)
        rows += [_row(found, number) for found in finder.find(number, sentence.start, sentence.end, at, end)]
        at = end
    return {"times": rows}


def read_anchor(published: str | None) -> date | None:
    """Read the day of publication, or None where there is none or it is no ISO date."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def read_moment(published: str | None) -> datetime | None:
    """Read the time of publication, or None where only the day is known."""
    try:
        return datetime.fromisoformat(published).replace(tzinfo=None) if published and "T" in published else None
    except ValueError:
        return None


class _Finder:
    """Finds the expressions of one document, sentence by sentence."""

    def __init__(self, text: str, syntax: Syntax, anchor: date | None, moment: datetime | None) -> None:
        """Take what all sentences share."""
        self.text = text
        self.syntax = syntax
        self.anchor = anchor
        self.moment = moment
        self.starts = [t.start for t in syntax.tokens]
        self.days = EventDays(syntax)
        self.story: tuple[int, Interval] | None = None

    def find(self, number: int, start: int, end: int, first: int, last: int) -> Iterator[Found]:
        """Find the expressions of one sentence.

        Args:
            number: the sentence's.
            start: its first code point.
            end: the code point after it.
            first: its first token.
            last: the token after it.
        """
        at = list(find_starts(self.syntax.words, self.starts, first, last))
        if not at:
            return
        found: list[Found] = []
        for core in find_cores(self.text, at, end, self._is_time):
            floor = found[-1].end if found else start
            found.append(self._with_part(self._read(core, floor, number), floor))
        for join in _JOINS:
            found = merge(self.text, found, join, start)
        for item in found:
            if item.reading.kind is TimeKind.DATE and item.reading.interval is not None:
                self.days.note(self.token_at(item.end - 1), item.reading.interval)
        found = anchor_to_events(found, self.days, self.text)
        floor = start
        for item in found:
            if item.rule in WEAK or (item.rule == "hours" and not is_plain_range(item.core.groups)):
                continue
            made = self._with_limit(self._within(item, floor), floor, end)
            floor = made.end
            yield made

    def token_at(self, start: int) -> int:
        """Give the token that holds a code point."""
        at = bisect_left(self.starts, start)
        return at if at < len(self.starts) and self.starts[at] == start else max(0, at - 1)

    def _is_time(self, core: Core) -> bool:
        return is_time(core, self.text, self.syntax, self.token_at(core.start))

    def _read(self, core: Core, floor: int, number: int) -> Found:
        near = self.story is not None and (number - self.story[0] <= STORY_SENTENCES or core.rule == "running")
        story = self.story[1] if self.story and near else None
        outlook = Outlook(self.anchor, self._direction(core, floor) if self.anchor or story else 0, story, self.moment)
        reading = resolve(core.rule, core.groups, outlook)
        x = reading.interval
        closed = x is not None and x.earliest is not None and x.latest is not None
        if x is not None and closed and core.rule not in {"run", "vague"} and x.granularity in STORY_GRAINS:
            self.story = (number, x)
        return Found(core.start, core.end, core.rule, core, outlook, reading)

    def _direction(self, core: Core, floor: int) -> int:
        found = direction(self.syntax, self.token_at(core.end - 1))
        before = self.text[max(floor, core.start - SPAN_LIMIT) : core.start].split()
        before = before[:-1] if before[-1:] in (["on"], ["in"], ["from"]) else before
        if before[-1:] and before[-1].lower() in OPENING and found < 2:
            return 0
        ahead = bool(before) and before[-1].lower() in AHEAD_PREPOSITIONS
        return 1 if ahead and found == 0 else found

    def _with_part(self, found: Found, floor: int) -> Found:
        """Put early, mid, late, "the end of" before a period; earlier and later before any date."""
        reading = found.reading
        if found.rule == "run" and _OF_OTHER.match(self.text, found.end):
            return replace(found, reading=replace(reading, interval=None))
        week = look_back(_WEEK_OF, self.text, found.start, floor)
        if week is not None and reading.interval is not None and reading.interval.granularity is Granularity.DAY:
            return replace(found, start=week.start(), rule="week_of", reading=_week_of(reading))
        part = look_back(_PART, self.text, found.start, floor) if found.rule in PERIODS else None
        if part is not None:
            x = reading.interval
            cut = x and values.third(x, (part.group(1) or part.group(2)).lower())
            return replace(found, start=part.start(), reading=replace(reading, interval=cut))
        turn = (
            look_back(_TURN, self.text, found.start, floor) if reading.kind in {TimeKind.DATE, TimeKind.TIME} else None
        )
        if turn is None or found.rule in {"ago", "bare_ago", "vague", "feast"} | CLOCKS:
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

    def _within(self, found: Found, floor: int) -> Found:
        """Read the days that "in three days" and "within 48 hours" come to where the clause looks ahead."""
        reading = found.reading
        if found.rule != "duration" or reading.unit is None or reading.count is None or self.anchor is None:
            return found
        before = self.text[max(floor, found.start - SPAN_LIMIT) : found.start].lower().split()
        word = before[-1] if before else ""
        after = self.text[found.end : found.end + 4].lower()
        if word not in {"in", "within"} or found.outlook.direction <= 0 or after.startswith(" of "):
            return found
        exact = from_moment(self.moment, reading.count, reading.unit)
        if exact is not None and self.moment is not None:
            made = stretch_between(self.moment, exact) if word == "within" else exact
            return replace(found, rule="ahead", reading=made)
        made = safe_offset(self.anchor, reading.count, reading.unit)
        if word == "within" and made.interval is not None and made.interval.latest is not None:
            moved = values.shift(self.anchor, reading.count, reading.unit)
            made = replace(made, interval=values.span(self.anchor, moved, made.interval.granularity))
        return replace(found, rule="ahead", reading=made)

    def _with_limit(self, found: Found, floor: int, end: int) -> Found:
        """Take since, after, before, until and by into the span and open the interval."""
        closed = {"range", "ahead", "run", "vague", "part", "hours", "anchored"}
        if found.reading.kind not in {TimeKind.DATE, TimeKind.TIME} or found.rule in closed:
            return self._with_head(found, floor)
        match = look_back(_LIMIT, self.text, found.start, floor)
        word = calendar_words("limit")[" ".join(match.group(1).lower().split())] if match else ""
        start, last = (match.start() if match else found.start), found.end
        after = _AFTERWARDS.match(self.text, found.end, end) if not word else None
        if after is not None:
            word, last = _SENSE[after.group(1).lower()], after.end()
        if not word or (word == "by" and _POSSESSIVE.match(self.text, found.end)):
            return self._with_head(found, floor)
        x, opened = found.reading.interval, word in {"since", "after"}
        value = None
        if x is not None:
            make = values.open_after if opened else values.open_before
            ends = word == "before" and _END.match(self.text, found.start, found.end) is not None
            x = make(x, inclusive=word not in {"after", "before"} or ends)
        elif found.rule in CLOCKS and found.reading.value and "/" not in found.reading.value:
            value = clock_limit(found.reading, opened=opened).value
        reading = replace(found.reading, interval=x, value=value)
        return replace(found, start=start, end=last, rule=word, reading=reading)

    def _with_head(self, found: Found, floor: int) -> Found:
        if found.rule not in {"day_range", "month_range", "year_range", "hours"}:
            return found
        head = look_back(FROM, self.text, found.start, floor)
        rule = found.rule if found.rule == "hours" else "range"
        return replace(found, start=head.start(), rule=rule) if head else found


def _week_of(reading: Reading) -> Reading:
    """Read "the week of 6 December": the calendar week that holds the day."""
    x = reading.interval
    whole = values.week(x.earliest) if x and x.earliest and x.earliest == x.latest else None
    return replace(reading, interval=whole and replace(whole, stated=x.stated if x else False))


def _row(found: Found, sentence: int) -> Time:
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
