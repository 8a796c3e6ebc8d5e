"""Differences: where two tellings of one happening cannot both be exact, with the reason in words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from standoff.core.vocabulary import GROUP_CODES, EventType, PlaceKind
from standoff.resources.tables import read_rows, split_cell
from standoff.store.records import EventRecord, FigureRecord, PlaceRecord, TimeRecord

ABOUT_SHARE = 0.25
""""About 10,000" is taken to reach this far to both sides: 9,000 and 12,000 are no contradiction of it."""
ROUNDED_SHARE = 0.02
"""Two exact figures closer than this are one figure, rounded differently."""
NEAR_KM = 40.0
"""Places closer than this, beyond how exactly both are known, are one place told in two ways (km)."""
COUNTED = frozenset({"count", "money", "measure"})
"""Kinds of figure that can contradict each other; ages, shares and durations are told of many things at once."""
MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
"""Acts that two sides do together: who is named first means nothing."""
WIDE = frozenset(
    {PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.REGION, PlaceKind.AREA, PlaceKind.TERRITORY, PlaceKind.DISTRICT,
     PlaceKind.SEA, PlaceKind.BORDER, PlaceKind.RIVER, PlaceKind.MOUNTAINS, PlaceKind.DESERT}
)  # fmt: skip
"""Kinds of place that may hold another place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One point in which two tellings exclude each other."""

    kind: str
    """doer, figure, place or time."""
    reason: str
    """Both values, in words."""


Counted = Mapping[str, Sequence[FigureRecord]]
"""What is counted, and the numbers given for it."""
Interval = tuple[str, str]
"""First and last ISO day."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points in which a telling may exclude another, worked out once."""

    type: EventType
    states: frozenset[str]
    """The doers' states."""
    figures: Counted
    spots: Sequence[PlaceRecord]
    intervals: Sequence[Interval]


@cache
def _groups() -> Mapping[str, str]:
    rows = read_rows("lexicons/counted.csv", ("group", "words", "example"))
    return {word: row["group"] for row in rows for word in split_cell(row["words"])}


def thing_counted(figure: FigureRecord) -> str | None:
    """Name what a figure counts, so that like things have like names; None where the words do not say.

    The last word decides ("mechanised brigades"), in the singular, its group where the table knows it. Money is counted
    by its currency; a measure by its unit and the first word ("tonnes of food", "tonnes of food aid").
    """
    if figure.currency:
        return f"money {figure.currency}"
    words = [_singular(word) for word in (figure.counted or "").lower().split()]
    if figure.unit:
        return " ".join([figure.unit, *words[:1]])
    return _groups().get(words[-1], words[-1]) if words else None


def _singular(word: str) -> str:
    for ending, stem in (("sses", "ss"), ("ies", "y"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and word not in _groups():
            return word[: -len(ending)] + stem
    return word


def figure_bounds(figure: FigureRecord) -> tuple[float, float] | None:
    """Give what a figure leaves possible, as [low, high]; None where it has no value."""
    low, high, value = figure.low, figure.high, figure.value
    if figure.bound == "about" and value is not None:
        return value * (1 - ABOUT_SHARE), value * (1 + ABOUT_SHARE)
    if figure.bound == "exact" and value is not None:
        return value * (1 - ROUNDED_SHARE), value * (1 + ROUNDED_SHARE)
    if low is None and high is None:
        return None
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def figure_difference(one: Sequence[FigureRecord], other: Sequence[FigureRecord]) -> Difference | None:
    """Find like things counted with numbers that exclude each other.

    Nothing differs where any number of one thing is found on both sides: reports give totals and parts.
    """
    return _counted_difference(_by_thing(one), _by_thing(other))


def _counted_difference(one: Counted, other: Counted) -> Difference | None:
    for thing, mine in one.items():
        theirs = other.get(thing, ())
        pairs = [(a, b) for a in mine for b in theirs]
        pairs = [(a, b) for a, b in pairs if _same_people(a, b)]
        if pairs and not any(_compatible(a, b) for a, b in pairs):
            return Difference("figure", f"{_told(pairs[0][0])} against {_told(pairs[0][1])}")
    return None


def _same_people(one: FigureRecord, other: FigureRecord) -> bool:
    """Tell whether the names in what is counted agree: Valdoran soldiers are not Kestrian soldiers."""
    mine, theirs = ({w for w in (f.counted or "").split() if w[:1].isupper()} for f in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _by_thing(figures: Sequence[FigureRecord]) -> Counted:
    found: dict[str, list[FigureRecord]] = {}
    for figure in figures:
        thing = thing_counted(figure)
        if thing is not None and figure.kind in COUNTED and figure_bounds(figure) is not None:
            found.setdefault(thing, []).append(figure)
    return found


def _compatible(one: FigureRecord, other: FigureRecord) -> bool:
    a, b = figure_bounds(one), figure_bounds(other)
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _told(figure: FigureRecord) -> str:
    words = " ".join(figure.text.split())
    counted = " ".join((figure.counted or "").split())
    return words if not counted or counted.lower() in words.lower() else f"{words} {counted}"


def place_difference(mine: Sequence[PlaceRecord], theirs: Sequence[PlaceRecord]) -> Difference | None:
    """Find that two tellings put an act at spots that exclude each other; wide places exclude nothing inside them."""
    if not mine or not theirs or any(_same_place(a, b) for a in mine for b in theirs):
        return None
    return Difference("place", f"in {mine[0].name} against in {theirs[0].name}")


def _spots(places: Sequence[PlaceRecord]) -> list[PlaceRecord]:
    return [place for place in places if place.kind not in WIDE]


def _same_place(one: PlaceRecord, other: PlaceRecord) -> bool:
    if one.name == other.name or (one.place_id is not None and one.place_id == other.place_id):
        return True
    distance = _distance_km(one, other)
    if distance is None:
        return False
    return distance <= NEAR_KM + (one.precision_km or 0.0) + (other.precision_km or 0.0)


def _distance_km(one: PlaceRecord, other: PlaceRecord) -> float | None:
    """Give the great-circle distance of two points; None where one has no point."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    square = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(square))


def time_difference(mine: Sequence[Interval], theirs: Sequence[Interval]) -> Difference | None:
    """Find that two tellings date an act to days that exclude each other; open ends exclude nothing."""
    if not mine or not theirs:
        return None
    if any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs):
        return None
    return Difference("time", f"{_dated(mine[0])} against {_dated(theirs[0])}")


def _closed(times: Sequence[TimeRecord]) -> list[Interval]:
    return [(t.earliest[:10], t.latest[:10]) for t in times if t.earliest and t.latest]


def _dated(interval: Interval) -> str:
    return interval[0] if interval[0] == interval[1] else f"{interval[0]} to {interval[1]}"


def doer_difference(one: EventRecord, other: EventRecord) -> Difference | None:
    """Find that two tellings name different states as the doer of one act."""
    return _doer_difference(points_of(one), points_of(other))


def _doer_difference(one: Points, other: Points) -> Difference | None:
    if one.type in MUTUAL or one.type is not other.type:
        return None
    mine, theirs = one.states, other.states
    if not mine or not theirs or mine & theirs:
        return None
    return Difference("doer", f"who did it: {', '.join(sorted(mine))} against {', '.join(sorted(theirs))}")


def _states(record: EventRecord) -> frozenset[str]:
    """Give the doers' states; none where a doer is not known to be of a state."""
    codes = [a.country for a in record.sources]
    return frozenset(str(code) for code in codes) if all(c and c not in GROUP_CODES for c in codes) else frozenset()


def points_of(record: EventRecord) -> Points:
    """Gather the points in which a telling may exclude another."""
    times = _closed(record.times)
    return Points(record.type, _states(record), _by_thing(record.figures), _spots(record.places), times)


def differences(one: EventRecord, other: EventRecord) -> list[Difference]:
    """Find all points in which two tellings exclude each other."""
    return list(find_differences(points_of(one), points_of(other)))


def find_differences(one: Points, other: Points) -> Iterator[Difference]:
    """Give the points in which two tellings exclude each other, one after the other."""
    return (found for found in _compared(one, other) if found is not None)


def _compared(one: Points, other: Points) -> Iterator[Difference | None]:
    yield _doer_difference(one, other)
    yield _counted_difference(one.figures, other.figures)
    yield place_difference(one.spots, other.spots)
    yield time_difference(one.intervals, other.intervals)


def excludes(one: Points, other: Points) -> bool:
    """Tell whether two tellings exclude each other in any point."""
    return next(find_differences(one, other), None) is not None
