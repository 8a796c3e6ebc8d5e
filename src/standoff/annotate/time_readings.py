"""What time expressions are read into, and the readers of the small words in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from standoff.annotate import time_values as values
from standoff.annotate.numerals import numeral_words, parse_number
from standoff.annotate.time_grammar import calendar_words
from standoff.annotate.time_values import Interval
from standoff.core.vocabulary import Granularity, TimeKind

Groups = Mapping[str, str | None]

VAGUE = frozenset({"several", "many", "few", "a few", "an few"})
GRANULARITY = {unit.value: unit for unit in Granularity} | {"night": Granularity.DAY}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The day from which a report looks; whether its clause looks back (-1), ahead (1; 2 if surely) or neither (0)."""

    anchor: date | None
    direction: int
    story: Interval | None = None
    """The day, or month, or year, that the text told of last, a sentence or two before at most."""
    moment: datetime | None = None
    """The report's time of day, where that is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a time expression means; with no interval and no value, it could not be resolved."""

    kind: TimeKind
    interval: Interval | None = None
    value: str | None = None
    granularity: Granularity | None = None
    count: float | None = None
    unit: str | None = None


def dated(interval: Interval | None, *, stated: bool = False) -> Reading:
    """Read a date; with no interval it could not be resolved."""
    return Reading(TimeKind.DATE, interval and replace(interval, stated=stated))


def number_of(text: str | None) -> int:
    """Read an ordinal in words or digits: 6, 6th, sixth."""
    words = numeral_words("ordinal")
    low = "-".join((text or "").lower().split())
    plain = low.rstrip("stndrh") if low[:1].isdigit() else low
    if plain not in words and not plain.isdigit():
        return int(parse_number(plain) or 0)
    return int(words[plain]) if plain in words else int(plain)


def month_of(text: str | None) -> int:
    """Read a month's name, 1 to 12."""
    return int(calendar_words("month")[(text or "").lower().rstrip(".")])


def yearly(groups: Groups, outlook: Outlook, make: Callable[[int], Interval]) -> Reading:
    """Read something that comes once a year: in the year stated, or the one that the outlook gives."""
    if groups.get("y"):
        return dated(make(int(groups["y"] or "")), stated=True)
    if outlook.anchor is None:
        return dated(None)
    return dated(values.nearest(outlook.anchor, outlook.direction, make))


def count_of(text: str | None) -> float | None:
    """Give a number of units, None for a vague one."""
    low = " ".join((text or "").lower().split())
    if not low or low in VAGUE:
        return None
    if low.startswith("half"):
        return 0.5
    if "couple" in low:
        return 2.0
    return parse_number(low)
