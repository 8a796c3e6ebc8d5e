"""Figures: quantities with their bounds, unit or currency, what they count, for when, and who gives them to whom.

A span holds the number with its magnitude, currency and unit ("$4.9 billion", "300 km"); a range holds both numbers.
Words that bound it ("about", "more than", "between"), what it counts and for what each it is told ("a day") stand
outside. `value` is the number stated. An exact number has `low` = `high` = `value`; an approximate one has a value and
no bounds; "at least" has `low` and "at most" `high`; a range has both and no value. Vague quantities ("dozens") are
ranges by `lexicons/numerals.csv`. Fractions are percentages. A number that cannot be trusted ("$$5", "1,2,3,4") has
neither value nor bounds. A number that dates, ranks, names or enumerates is no figure. A number without a noun counts
what the last one did, or has its unit, where their sizes are alike ("200 tanks in the north and 40 in the south").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from standoff.annotate.figure_bounds import bound_after
from standoff.annotate.figure_grammar import find_quantities
from standoff.annotate.figure_nouns import Counted, classify, find_counted, stands_alone
from standoff.annotate.figure_numbers import Quantity, may_hold_number
from standoff.annotate.figure_roles import Parties, find_change, is_paid, pair_changes
from standoff.annotate.figure_units import read_per
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.time_grammar import calendar_words
from standoff.core.document import DocumentView
from standoff.core.layers import Figure, Time
from standoff.core.vocabulary import Bound, FigureKind, Granularity, TimeKind

NAME = "figures"
VERSION = "2"

NARROW = frozenset({Granularity.DAY, Granularity.HOUR, Granularity.MINUTE})
"""Times of these units are no period of a figure, unless they stand for a longer interval."""
IN_TIMES = frozenset({FigureKind.DURATION, FigureKind.AGE})
"""Kinds that may stand within an expression of time ("the last three months")."""
_LEVEL = re.compile(r"\b(?:to|at)\s$")
LIKE = 20.0
"""A number without unit takes the one before it only where neither is more than this many times the other."""


def annotate(view: DocumentView) -> dict[str, list[Figure]]:
    """Find the figures of a document.

    Args:
        view: a document with the layers `sentences`, `tokens`, `times`, `actors` and `identities`.

    Returns:
        The layer `figures`, in text order, none overlapping.
    """
    syntax = view.derive(build_syntax)
    finder = _Finder(view.text, syntax, view.rows("times"), Parties(view, syntax))
    rows: list[Figure] = []
    for number, sentence in enumerate(view.rows("sentences")):
        if not finder.may_have(sentence.start, sentence.end):
            continue
        before: Figure | None = None
        for made in find_quantities(view.text, sentence.start, sentence.end):
            row = finder.row(made, number, sentence.end, before)
            if row is not None:
                if before is not None and rows and rows[-1] is before:
                    rows[-1], row = pair_changes(view.text, before, row)
                rows.append(row)
                before = before if row.kind in IN_TIMES else row
    return {"figures": rows}


class _Finder:
    """Turns the quantities of one document into rows."""

    def __init__(self, text: str, syntax: Syntax, times: Sequence[Time], parties: Parties) -> None:
        """Take what all sentences share."""
        self.text = text
        self.syntax = syntax
        self.times = times
        self.parties = parties
        self.time_starts = [t.start for t in times]
        self.starts = [t.start for t in syntax.tokens]

    def may_have(self, start: int, end: int) -> bool:
        """Tell whether there may be a number between two code points."""
        words = self.syntax.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return may_hold_number(self.text, start, end, words)

    def row(self, found: Quantity, sentence: int, end: int, before: Figure | None) -> Figure | None:
        """Make the row of a quantity, or None where it is no figure."""
        if found.kind not in IN_TIMES and self._in_time(found):
            return None
        first, last = self._token(found.start), self._token(found.end - 1)
        made = classify(found, self.text, self.syntax, first, last)
        if made is None:
            return None
        if made.unit == "pound" and made.money and not (made.scaled or is_paid(self.syntax, last)):
            made = replace(made, kind=FigureKind.MEASURE)
        counted = None if made.kind in IN_TIMES else find_counted(made, self.syntax, first, last)
        if counted is not None and (self._counts_time(counted) or counted.lemma in calendar_words("unit")):
            if made.plain:
                return None
            counted = None
        span = self._span(counted)
        if made.plain and counted is None and not stands_alone(made, self.text, self.syntax, last):
            return None
        if made.plain and (counted is None or (span is not None and span[0] < made.start)):
            span, made = self._completed(made, span, before)
        return self._figure(made, sentence, span, last, end)

    def _completed(
        self, made: Quantity, span: tuple[int, int] | None, before: Figure | None
    ) -> tuple[tuple[int, int] | None, Quantity]:
        """Give a number without a noun the unit, or the thing counted, of the figure before it where that fits."""
        if before is None or made.rule in {"unread", "vague"} or not _is_like(before, made):
            return span, made
        if before.kind is FigureKind.COUNT:
            known = before.counted_start, before.counted_end
            if span is None and known[0] is not None and known[1] is not None and known[0] > before.start:
                return (known[0], known[1]), replace(made, rule="ellipsis")
            return span, made
        if before.kind in IN_TIMES or (
            before.kind is FigureKind.SHARE and _LEVEL.search(self.text, max(0, made.start - 4), made.start)
        ):
            return span, made
        return span, replace(made, rule="ellipsis", kind=before.kind, unit=before.unit, currency=before.currency)

    def _span(self, counted: Counted | None) -> tuple[int, int] | None:
        if counted is None:
            return None
        return self.syntax.tokens[counted.first].start, self.syntax.tokens[counted.last].end

    def _token(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _in_time(self, made: Quantity) -> bool:
        at = bisect_left(self.time_starts, made.end) - 1
        return at >= 0 and self.times[at].end > made.start

    def _counts_time(self, counted: Counted) -> bool:
        start = self.syntax.tokens[counted.first].start
        at = bisect_right(self.time_starts, start) - 1
        return at >= 0 and self.times[at].end > start

    def _period(self, token: int, sentence: int) -> list[int]:
        """Find the times in the figure's clause that stand for a stretch: since, this year, in 2014."""
        verb = self._clause(token)
        found = []
        at = bisect_left(self.time_starts, self.starts[token]) - 1
        while at >= 0 and self.times[at].sentence == sentence:
            at -= 1
        for i in range(at + 1, len(self.times)):
            time = self.times[i]
            if time.sentence != sentence:
                break
            if _is_stretch(time) and self._clause(self._token(time.start)) == verb:
                found.append(i)
        return found

    def _clause(self, token: int) -> int:
        """Give the verb that governs a token, or its root."""
        for at in (token, *self.syntax.ancestors(token)):
            if self.syntax.is_verb(at):
                return at
            token = at
        return token

    def _figure(self, made: Quantity, sentence: int, span: tuple[int, int] | None, last: int, end: int) -> Figure:
        start, stop = span or (None, None)
        if stop is not None and stop > made.end:
            after = bound_after(self.text, stop, end) if made.bound is Bound.EXACT else None
            per = read_per(self.text, stop, end) if made.per is None else None
            made = replace(made, bound=after or made.bound, per=per[0] if per else made.per)
        value, low, high = _numbers(made)
        first = self._token(made.start)
        change, part = find_change(self.syntax, first, last, made.kind)
        giver, receiver = self.parties.find(first, last, made.kind)
        return Figure(
            start=made.start,
            end=made.end,
            sentence=sentence,
            value=value,
            low=low,
            high=high,
            bound=made.bound,
            unit=made.unit,
            currency=made.currency,
            kind=made.kind,
            per=made.per,
            change=change,
            change_part=part,
            counted=None if start is None else self.text[start:stop],
            counted_start=start,
            counted_end=stop,
            period=self._period(last, sentence),
            giver=giver,
            receiver=receiver,
            maker=f"{NAME}/{VERSION}:{made.rule}",
            confidence=None,
        )


def _is_like(before: Figure, made: Quantity) -> bool:
    known = next((abs(v) for v in (before.value, before.high, before.low) if v is not None), 0.0)
    most = abs(made.high)
    return 0 < known <= LIKE * most and most <= LIKE * known


def _numbers(made: Quantity) -> tuple[float | None, float | None, float | None]:
    if made.rule == "unread":
        return None, None, None
    if made.bound is Bound.RANGE:
        return None, made.low, made.high
    low = made.low if made.bound in {Bound.EXACT, Bound.AT_LEAST} else None
    high = made.high if made.bound in {Bound.EXACT, Bound.AT_MOST} else None
    return made.low, low, high


def _is_stretch(time: Time) -> bool:
    if time.kind is not TimeKind.DATE or (time.earliest is None and time.latest is None):
        return False
    return time.granularity not in NARROW or time.earliest != time.latest
