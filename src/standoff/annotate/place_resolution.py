"""Which place a name means in a report: what the words add, what else the report names, how many people live there.

All names of a report are weighed together. A name followed by its region ("Springfield, Illinois") lies in it. The
other names, as far as they are clear, speak for places in their country, in their region and nearby; a second round
lets those that have become clear speak too. One name means one place throughout a report, unless a region is added.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sqrt
from typing import Any

from standoff.annotate.place_candidates import SETTLED, Candidate, Namer
from standoff.core.vocabulary import GROUP_CODES, PlaceKind
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.place_names import fold_name
from standoff.resources.places import KnownPlace, load_places

INSIDE = 6.0
"""Added to a place that lies in the region or country written right behind its name."""
COUNTRY, REGION, NEARBY = 2.5, 2.5, 2.0
"""Added in full where all, or at least FULL, that is clear in the report speaks for the country, region or vicinity.
Set by hand; on the LGL and GeoVirus articles anything within half a point does as well."""
FULL = 2.0
ROUNDS = 2
NAMED = 0.5
"""Weight of a country each time that it or its people, seat or bodies are named."""
CLEAR = 0.15
"""Share from which on a candidate speaks for others."""
AGAIN, MOST_AGAIN = 0.25, 4
"""What each further mention adds to the weight of a name, and for how many of them."""
SMALL_KM = 120.0
"""Only places that reach less far speak for what lies near them."""
SAME_KM = 30.0
"""A town and its district are no different answers."""
WIDE = frozenset({PlaceKind.CONTINENT, PlaceKind.SEA})
CONTAINERS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.TERRITORY, PlaceKind.DISTRICT, PlaceKind.AREA})

_CONTAINER = re.compile(
    r"(?:,\s+(?:in\s+|a\s+\w+\s+in\s+)?(?:(?:north|south|east|west|central)\w*\s+)?(?:the\s+)?|\s+\(|\s+in\s+(?:the\s+)?)"
    r"([A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place that a name means, and how sure that is beside the other places of the name."""

    place: KnownPlace
    confidence: float


@dataclass
class _Name:
    """A name of the report with the regions written behind it."""

    candidates: tuple[Candidate, ...]
    containers: list[KnownPlace] = field(default_factory=list)
    count: int = 0
    shares: list[float] = field(default_factory=list)


class _Clues:
    """Weights of countries, of regions and of cells of a degree that names speak for."""

    def __init__(self, countries: Mapping[str, float] | None = None) -> None:
        self.countries: dict[str, float] = dict(countries or {})
        self.regions: dict[int, float] = {}
        self.cells: dict[tuple[int, int], float] = {}

    def add(self, place: KnownPlace, weight: float) -> None:
        if place.country:
            self.countries[place.country] = self.countries.get(place.country, 0) + weight
        region = place.index if place.kind is PlaceKind.REGION else place.region
        if region is not None:
            self.regions[region] = self.regions.get(region, 0) + weight
        if place.kind is not PlaceKind.COUNTRY and place.radius_km < SMALL_KM:
            cell = _cell(place)
            self.cells[cell] = self.cells.get(cell, 0) + weight

    def merge(self, other: "_Clues") -> None:
        for country, weight in other.countries.items():
            self.countries[country] = self.countries.get(country, 0) + weight
        for region, weight in other.regions.items():
            self.regions[region] = self.regions.get(region, 0) + weight
        for cell, weight in other.cells.items():
            self.cells[cell] = self.cells.get(cell, 0) + weight

    def near(self, place: KnownPlace) -> float:
        y, x = _cell(place)
        return sum(self.cells.get((y + dy, x + dx), 0) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


def resolve_spans(
    text: str, spans: Sequence[tuple[int, int]], namer: Namer, evidence: Mapping[str, float] | None = None
) -> list[Resolved | None]:
    """Resolve names that somebody has found in a text.

    Args:
        text: the report.
        spans: half-open code points of the names, in any order.
        namer: finds candidates.
        evidence: weights of countries (ISO 3166-1 alpha-3) that speak for their places, such as those of the actors.

    Returns:
        One place per span, in their order; None where no table knows the name.
    """
    names: dict[str, _Name] = {}
    keys = []
    for start, end in spans:
        surface = " ".join(text[start:end].split())
        candidates = namer.candidates(surface)
        container = find_container(text, end, namer)
        if container is not None and not _may_lie_in(candidates, container):
            container = None
        key = fold_name(surface)
        if container is not None:
            key = f"{key}|{container.index}"
        keys.append(key)
        name = names.setdefault(key, _Name(candidates))
        name.count += 1
        if container is not None and not name.containers:
            name.containers.append(container)
    _share_containers(names)
    _weigh(names, evidence or {})
    return [_best(names[key]) for key in keys]


def describe(resolved: Resolved) -> dict[str, Any]:
    """Give a resolved place as plain values."""
    place, table = resolved.place, load_places()
    return {
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "region": table.place(place.region).name if place.region is not None else None,
        "parties": list(table.parties(place)),
        "place_id": place.place_id,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": round(place.radius_km, 1),
        "confidence": resolved.confidence,
    }


def country_evidence(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """Weigh the countries by how often their names, peoples, seats and bodies stand in a text."""
    codes = (match.name.country for match in gazetteer.find(text))
    found = Counter(code for code in codes if code is not None and code not in GROUP_CODES)
    return Counter({code: NAMED * count for code, count in found.items()})


def find_container(text: str, end: int, namer: Namer) -> KnownPlace | None:
    """Find the region or country written right behind a name ("Springfield, Illinois"; "Springfield in Illinois")."""
    match = _CONTAINER.match(text, end)
    if match is None:
        return None
    words = match[1].split(" ")
    for length in range(len(words), 0, -1):
        part = " ".join(words[:length]).rstrip(",'’")
        for surface in (part, part.rstrip(".")):
            fitting = [c for c in namer.candidates(surface) if c.place.kind in CONTAINERS]
            if fitting and fitting[0].prior >= namer.candidates(surface)[0].prior - 1.5:
                return fitting[0].place
    return None


def _may_lie_in(candidates: Sequence[Candidate], container: KnownPlace) -> bool:
    """A list of countries ("Mexico, Canada") says nothing of the first one's whereabouts."""
    listed = bool(candidates) and candidates[0].place.kind is PlaceKind.COUNTRY is container.kind
    return not listed and any(lies_in(c.place, container) for c in candidates)


def _share_containers(names: dict[str, _Name]) -> None:
    """A name with a region added once means that place wherever it stands without one."""
    for key, name in names.items():
        if not name.containers:
            said = [other.containers[0] for full, other in names.items() if full.startswith(f"{key}|")]
            name.containers = said[:1]


def _weigh(names: Mapping[str, _Name], evidence: Mapping[str, float]) -> None:
    for name in names.values():
        name.shares = _shares([c.prior + _inside(c, name) for c in name.candidates])
    for _ in range(ROUNDS):
        clues, own = _Clues(evidence), {key: _spoken_for(name) for key, name in names.items()}
        for spoken in own.values():
            clues.merge(spoken)
        total = sum(clues.countries.values())
        for key, name in names.items():
            if len(name.candidates) > 1:
                scores = [
                    c.prior + _inside(c, name) + _support(c.place, clues, own[key], total) for c in name.candidates
                ]
                name.shares = _shares(scores)


def _spoken_for(name: _Name) -> _Clues:
    """What a name says for the others, as far as it is clear itself; more often named, it says more."""
    clues = _Clues()
    weight = 1 + AGAIN * min(name.count - 1, MOST_AGAIN)
    for candidate, share in zip(name.candidates, name.shares, strict=True):
        if share >= CLEAR and candidate.place.kind not in WIDE:
            clues.add(candidate.place, weight * share)
    return clues


def _support(place: KnownPlace, clues: _Clues, own: _Clues, total: float) -> float:
    score = 0.0
    others = total - sum(own.countries.values())
    if place.country and others > 0:
        said = clues.countries.get(place.country, 0) - own.countries.get(place.country, 0)
        score += COUNTRY * said / max(others, 1)
    region = place.index if place.kind is PlaceKind.REGION else place.region
    if region is not None:
        score += REGION * min(1.0, (clues.regions.get(region, 0) - own.regions.get(region, 0)) / FULL)
    if place.kind in SETTLED or place.kind is PlaceKind.DISTRICT:
        score += NEARBY * min(1.0, (clues.near(place) - own.near(place)) / FULL)
    return score


def _inside(candidate: Candidate, name: _Name) -> float:
    if not name.containers:
        return 0.0
    return INSIDE if lies_in(candidate.place, name.containers[0]) else 0.0


def lies_in(place: KnownPlace, container: KnownPlace) -> bool:
    """Tell whether a place lies in a region or country, as far as the tables know."""
    if place.index == container.index:
        return False
    if container.kind is PlaceKind.COUNTRY:
        return place.country == container.country
    if container.kind is PlaceKind.REGION:
        return place.region == container.index
    same = place.country == container.country or container.country is None or place.country is None
    return same and distance_km(place, container) <= container.radius_km * 1.5


def distance_km(one: KnownPlace, other: KnownPlace) -> float:
    """Give the distance of two places, exactly enough for ranking."""
    middle = radians((one.latitude + other.latitude) / 2)
    x = (one.longitude - other.longitude + 180) % 360 - 180
    return 111.2 * sqrt((one.latitude - other.latitude) ** 2 + (x * cos(middle)) ** 2)


def _cell(place: KnownPlace) -> tuple[int, int]:
    return round(place.latitude), round(place.longitude)


def _shares(scores: Iterable[float]) -> list[float]:
    powers = list(scores)
    top = max(powers, default=0.0)
    weights = [10 ** (power - top) for power in powers]
    total = sum(weights)
    return [weight / total for weight in weights]


def _best(name: _Name) -> Resolved | None:
    if not name.candidates:
        return None
    n = max(range(len(name.shares)), key=lambda at: name.shares[at])
    place = name.candidates[n].place
    alike = max(SAME_KM, place.radius_km) if place.kind is not PlaceKind.COUNTRY else 0
    near = [s for c, s in zip(name.candidates, name.shares, strict=True) if distance_km(c.place, place) <= alike]
    return Resolved(place, round(min(1.0, sum(near)), 3))
