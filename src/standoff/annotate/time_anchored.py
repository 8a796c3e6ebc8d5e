"""Times that count from an event: "three months after the invasion", "the day before the vote".

They are kept as such. Where the text says when the event was ("the invasion of 24 February 2022", "the vote was held on
Sunday"), they are resolved; else they have no value.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from standoff.annotate.syntax import Syntax
from standoff.annotate.time_joins import Found, safe_offset
from standoff.annotate.time_readings import Reading, dated
from standoff.annotate.time_resolution import resolve
from standoff.annotate.time_values import Interval
from standoff.core.vocabulary import Granularity, TimeKind

_WAY = re.compile(r"\s+(after|before|following|since|prior\s+to)\s+", re.I)
_BESIDE = re.compile(r"\s(after|before|prior)$", re.I)
_DIRECTION = re.compile(r"\b(after|following|since|before|prior)\b", re.I)
_AHEAD = frozenset({"after", "following", "since"})
_NOUNS = frozenset({"NOUN", "PROPN"})
FINE = frozenset({Granularity.DAY, Granularity.HOUR, Granularity.MINUTE})
"""Granularities of a time that others can count from."""
MOST_STEPS = 4
"""How far above a date the word may stand whose date it is."""


class EventDays:
    """Remembers which words the text gives a day to."""

    def __init__(self, syntax: Syntax) -> None:
        """Begin with none."""
        self.syntax = syntax
        self.days: dict[str, Interval] = {}

    def note(self, token: int, x: Interval) -> None:
        """Remember the day of the nouns that a date hangs on, by themselves or by their verb.

        Args:
            token: the date's last token.
            x: its interval.
        """
        if x.earliest is None or x.earliest != x.latest or x.granularity not in FINE:
            return
        for at in islice(self.syntax.ancestors(token), MOST_STEPS):
            if self.syntax.tokens[at].pos in _NOUNS:
                self.days[self.syntax.lemma(at)] = x
            if self.syntax.is_verb(at):
                for noun in self.syntax.kids(at, "nsubj", "nsubjpass", "dobj"):
                    if self.syntax.tokens[noun].pos == "NOUN":
                        self.days[self.syntax.lemma(noun)] = x
                return


def anchor_to_events(items: Sequence[Found], days: EventDays, text: str) -> list[Found]:
    """Join durations with the event that they count from.

    Args:
        items: the expressions of a sentence, in order.
        days: which events have a day.
        text: the frozen text.

    Returns:
        The expressions; a date that says when the event was has become part of what counts from it.
    """
    made: list[Found] = []
    for item in items:
        if made and made[-1].end > item.start:
            before = made.pop()
            if before.reading.interval is None and item.reading.interval is not None:
                resolved = _counted(before, item.reading.interval, text)
                before = replace(before, end=max(before.end, item.end), reading=resolved)
            made.append(before)
            continue
        made.append(_anchored(item, days, text) or item)
    return made


def _anchored(item: Found, days: EventDays, text: str) -> Found | None:
    way = _way(item, text)
    if way is None:
        return None
    syntax = days.syntax
    starts = [token.start for token in syntax.tokens]
    at = bisect_left(starts, way.end(1)) if item.rule == "duration" else bisect_left(starts, item.end)
    noun = _event_noun(syntax, at)
    if noun is None:
        return None
    whole = replace(item, end=syntax.tokens[noun].end, rule="anchored")
    x = days.days.get(syntax.lemma(noun))
    return replace(whole, reading=_counted(whole, x, text) if x is not None else Reading(TimeKind.DATE))


def _way(item: Found, text: str) -> re.Match[str] | None:
    if item.rule == "duration" and item.reading.unit is not None:
        return _WAY.match(text, item.end)
    if item.rule == "beside":
        return _BESIDE.search(text, item.start, item.end)
    return None


def _event_noun(syntax: Syntax, at: int) -> int | None:
    """Find the head of the noun phrase that begins at a token; a pronoun or a clause has none."""
    for j in range(at, min(at + 8, len(syntax.tokens))):
        token = syntax.tokens[j]
        if token.pos in _NOUNS and syntax.dep(j) in {"pobj", "npadvmod", "dobj"}:
            return j
        if token.pos not in {"DET", "ADJ", "NUM", "PROPN", "NOUN", "PART", "ADP", "SCONJ", "PRON"} or (
            j > at and token.pos in {"ADP", "SCONJ"}
        ):
            return None
    return None


def _counted(item: Found, x: Interval, text: str) -> Reading:
    """Count the item's units from a day, towards where its preposition points."""
    length, way = _length(item), _DIRECTION.search(text, item.start, item.end)
    if x.earliest is None or length is None or way is None:
        return dated(None)
    sign = 1 if way.group(1).lower() in _AHEAD else -1
    return replace(safe_offset(x.earliest, sign * length[0], length[1]), kind=TimeKind.DATE)


def _length(item: Found) -> tuple[float, str] | None:
    """Give the number of units that a time counts: those of its duration, or one for "the day after"."""
    if item.core.rule == "beside":
        return 1.0, (item.core.groups["unit"] or "day").lower()
    made = resolve(item.core.rule, item.core.groups, item.outlook)
    return None if made.count is None or made.unit is None else (made.count, made.unit)
