"""Figures: quantities with their bounds, unit or currency, what they count and for when.

A span holds the number with its magnitude, currency and unit ("$4.9 billion", "300 km"); a range holds both numbers.
Words that bound it ("about", "more than", "between") and what it counts stand outside. `value` is the number stated. An
exact number has `low` = `high` = `value`; an approximate one has a value and no bounds; "at least" has `low` and "at
most" `high`; a range has both and no value. Vague quantities ("dozens") are ranges by `lexicons/numerals.csv`.
Fractions are percentages. A number that dates, ages, ranks, names or enumerates is no figure.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from standoff.annotate.figure_grammar import Quantity, bound_after, find_quantities
from standoff.annotate.figure_nouns import Counted, find_counted, is_count, is_kept
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Figure, Time
from standoff.core.vocabulary import Bound, Granularity, TimeKind

NAME = "figures"
VERSION = "1"

NARROW = frozenset({Granularity.DAY, Granularity.HOUR, Granularity.MINUTE})
"""Times of these units are no period of a figure, unless they stand for a longer interval."""


def annotate(view: DocumentView) -> dict[str, list[Figure]]:
    """Find the figures of a document.

    Args:
        view: a document with the layers `sentences`, `tokens` and `times`.

    Returns:
        The layer `figures`, in text order, none overlapping.
    """
    finder = _Finder(view.text, view.derive(build_syntax), view.rows("times"))
    rows: list[Figure] = []
    for number, sentence in enumerate(view.rows("sentences")):
        for made in find_quantities(view.text, sentence.start, sentence.end):
            row = finder.row(made, number)
            if row is not None:
                rows.append(row)
    return {"figures": rows}


class _Finder:
    """Turns the quantities of one document into rows."""

    def __init__(self, text: str, syntax: Syntax, times: Sequence[Time]) -> None:
        """Take what all sentences share."""
        self.text = text
        self.syntax = syntax
        self.times = times
        self.time_starts = [t.start for t in times]
        self.starts = [t.start for t in syntax.tokens]

    def row(self, made: Quantity, sentence: int) -> Figure | None:
        """Make the row of a quantity, or None where it is no figure."""
        if self._in_time(made):
            return None
        first, last = self._token(made.start), self._token(made.end - 1)
        if not is_count(made, self.text, self.syntax, first, last):
            return None
        counted = find_counted(made, self.syntax, first, last)
        if counted is not None and self._counts_time(counted):
            counted = None
        if not is_kept(made, counted):
            return None
        return self._figure(made, sentence, counted, self._period(last, sentence))

    def _token(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _in_time(self, made: Quantity) -> bool:
        at = bisect_left(self.time_starts, made.end) - 1
        return at >= 0 and self.times[at].end > made.start

    def _counts_time(self, counted: Counted) -> bool:
        if counted.first is None:
            return False
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

    def _figure(self, made: Quantity, sentence: int, counted: Counted | None, period: list[int]) -> Figure:
        start = end = None
        if counted is not None and counted.first is not None and counted.last is not None:
            start, end = self.syntax.tokens[counted.first].start, self.syntax.tokens[counted.last].end
            after = bound_after(self.text, end, len(self.text)) if made.bound is Bound.EXACT else None
            made = made if after is None else replace(made, bound=after)
        value, low, high = _numbers(made)
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
            counted=None if start is None else self.text[start:end],
            counted_start=start,
            counted_end=end,
            period=period,
            giver=None,
            receiver=None,
            maker=f"{NAME}/{VERSION}:{made.rule}",
            confidence=None,
        )


def _numbers(made: Quantity) -> tuple[float | None, float | None, float | None]:
    if made.bound is Bound.RANGE:
        return None, made.low, made.high
    low = made.low if made.bound in {Bound.EXACT, Bound.AT_LEAST} else None
    high = made.high if made.bound in {Bound.EXACT, Bound.AT_MOST} else None
    return made.low, low, high


def _is_stretch(time: Time) -> bool:
    if time.kind is not TimeKind.DATE or (time.earliest is None and time.latest is None):
        return False
    return time.granularity not in NARROW or time.earliest != time.latest
