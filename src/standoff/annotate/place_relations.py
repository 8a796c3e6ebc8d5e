"""How a place is tied to what happens: in it, near it, 50 km east of it, off its coast, at its border.

A distance with a direction moves the point; everything else widens the radius within which the point is right, or
takes the point away where the words name a line and no spot ("along the border of").
"""

import re
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

from standoff.annotate.place_candidates import load_place_words
from standoff.annotate.syntax import Syntax
from standoff.core.vocabulary import PlaceKind
from standoff.resources.places import KnownPlace

NEAR_KM = 15.0
"""How far "near" and "outside" reach beyond the place."""
SIDE_KM = 50.0
"""How far "north of" reaches where no distance is given."""
SPREAD = 0.25
"""The part of a stated distance by which it may be wrong: "50 km east" is said of 40 to 60 km, east to north-east."""
WIDEST_KM = 300.0
"""A place that reaches farther has no point: its middle is not where anything happened."""
POINTLESS = frozenset({PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.BORDER, PlaceKind.RIVER})
LOOK_BACK = 9
"""So many tokens before a name may relate it."""
DEGREE_KM = 111.2


@dataclass(frozen=True, slots=True)
class Relation:
    """What the words before a place's name say of the spot meant."""

    words: str
    kind: str
    distance_km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A spot and the radius in km within which it is right."""

    latitude: float
    longitude: float
    precision_km: float


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = load_place_words()
    units, sides = "|".join(words["unit"]), "|".join(sorted(words["compass"], key=len, reverse=True))
    amount = r"(?P<amount>\d[\d,]*(?:\.\d+)?)[\s-]*(?:-\s*)?"
    tail = r"(?:\s+(?:the\s+)?(?:city|town|village|port)\s+of)?(?:\s+the)?"
    direction = rf"(?:to\s+the\s+)?(?P<side>{sides})(?:ern)?"
    return (
        (
            "distance",
            re.compile(
                rf"{amount}(?P<unit>{units})\s+(?:{direction}\s+)?(?:of|from|away\s+from|off\s+the\s+coast\s+of|off|outside){tail}$"
            ),
        ),
        ("side", re.compile(rf"(?:just\s+)?{direction}\s+of{tail}$")),
        *((value, re.compile(rf"{word}{tail}$")) for word, value in words["relation"].items()),
    )


def find_relation(syntax: Syntax, first: int, sentence_start: int) -> Relation | None:
    """Read the words before a name.

    Args:
        syntax: the document's tree.
        first: the name's first token.
        sentence_start: code point at which its sentence begins.
    """
    tokens = syntax.tokens
    start = max(sentence_start, tokens[max(0, first - LOOK_BACK)].start)
    before = " ".join(syntax.text[start : tokens[first].start].lower().split())
    for kind, pattern in _patterns():
        match = pattern.search(before)
        if match is None or (match.start() and before[match.start() - 1].isalnum()):
            continue
        found = match.groupdict()
        words = load_place_words()
        amount = found.get("amount")
        factor = float(words["unit"][found["unit"]]) if amount else 0.0
        side = found.get("side")
        bearing = float(words["compass"][side]) if side else None
        return Relation(match[0], kind, float(amount.replace(",", "")) * factor if amount else None, bearing)
    return None


def point_of(place: KnownPlace, relation: Relation | None) -> Point | None:
    """Give the spot meant, or None where the words name none: a country, a sea, a border, a coast.

    Args:
        place: the place named.
        relation: what the words before it say, if anything.
    """
    if place.kind in POINTLESS or place.radius_km > WIDEST_KM or (relation is not None and relation.kind == "line"):
        return None
    here = Point(place.latitude, place.longitude, place.radius_km)
    if relation is None:
        return here
    if relation.kind == "distance" and relation.distance_km is not None:
        return _shift(here, relation.distance_km, relation.bearing)
    wider = {"side": SIDE_KM, "near": NEAR_KM}.get(relation.kind, 0.0)
    return Point(here.latitude, here.longitude, round(here.precision_km + wider, 1))


def _shift(here: Point, km: float, bearing: float | None) -> Point | None:
    if bearing is None:
        precision = here.precision_km + km
        return Point(here.latitude, here.longitude, round(precision, 1)) if precision <= WIDEST_KM else None
    latitude = here.latitude + km * cos(radians(bearing)) / DEGREE_KM
    width = DEGREE_KM * cos(radians(here.latitude))
    precision = here.precision_km + SPREAD * km
    if abs(latitude) >= 89 or width < 1 or precision > WIDEST_KM:
        return None
    longitude = (here.longitude + km * sin(radians(bearing)) / width + 180) % 360 - 180
    return Point(round(latitude, 3), round(longitude, 3), round(precision, 1))
