"""Which places of the gazetteer a name may mean, and how likely each is before the text is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log10

from standoff.core.vocabulary import ActorKind, PlaceKind
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.place_names import fold_name
from standoff.resources.places import KnownPlace, PlaceTable, load_places
from standoff.resources.tables import read_rows

SETTLED = frozenset({PlaceKind.CITY, PlaceKind.CAPITAL})
BONUS = {PlaceKind.COUNTRY: 2.0, PlaceKind.CAPITAL: 1.5, PlaceKind.REGION: 0.3, PlaceKind.DISTRICT: -1.0}
"""Added to the decimal logarithm of the population; below, what places without a population count instead of it."""
STANDING = {PlaceKind.CONTINENT: 10.0, PlaceKind.RIVER: 6.5, PlaceKind.SITE: 6.0, PlaceKind.BASE: 6.5}
USUAL = 7.0
OTHER_NAME, SHORT_NAME = 1.0, 0.5
"""Taken off where the name is not the place's main one; where it is the beginning of the main one."""
FOREIGN_NAME = 1.5
"""Taken off besides where English is spoken: there the other names are former or foreign ones (Odessa is no Odesa)."""
ENGLISH = frozenset({"USA", "GBR", "IRL", "CAN", "AUS", "NZL"})
SEAT, BEHIND = 4.5, 1.0
"""From that prior on a town takes its name from the region around it, which then comes that much behind."""
MOST = 60
"""So many places of a name are weighed, the likeliest."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; `prior` is on a scale of powers of ten."""

    place: KnownPlace
    prior: float


@cache
def load_place_words() -> dict[str, dict[str, str]]:
    """Load `lexicons/place_words.csv`: per use the words, with what they say of the place."""
    found: dict[str, dict[str, str]] = {}
    for row in read_rows("lexicons/place_words.csv", ("word", "use", "value", "note")):
        found.setdefault(row["use"], {})[row["word"]] = row["value"]
    return found


class Namer:
    """Finds candidates for names as they are written."""

    def __init__(self, gazetteer: Gazetteer, table: PlaceTable | None = None) -> None:
        """Take the names of states and peoples from the gazetteer of actors, places from the other one."""
        self.gazetteer = gazetteer
        self.table = table or load_places()
        words = load_place_words()
        self._before = tuple(words["before"].items())
        self._after = tuple(words["after"].items())
        self._sides = tuple(words["side"])
        self.candidates = lru_cache(maxsize=8192)(self._candidates)

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        """Give what a name may mean, the likeliest first; () where no table knows it."""
        key = fold_name(name)
        state = self._state(name)
        found = {p.index: c for p, c in self._direct(key, name)}
        if state is not None:
            found[state.index] = Candidate(state, prior_of(state))
        if not found:
            found = {c.place.index: c for c in self._by_parts(key)}
        stem = key.rstrip("s")
        if not found and stem.endswith(("n", "i")):  # the people or adjective of a place: Crimean, Ossetians, Kashmiri
            found = {p.index: Candidate(p, c.prior - 1) for p, c in self._direct(stem[:-1], name)}
        _prefer_seats(found, key)
        return tuple(sorted(found.values(), key=lambda c: (-c.prior, c.place.index))[:MOST])

    def _state(self, name: str) -> KnownPlace | None:
        matches = [m for m in self.gazetteer.find(name) if m.end - m.start == len(name)]
        if not matches or matches[0].name.country is None:
            return None
        known = matches[0].name
        named = known.kind in {ActorKind.COUNTRY, ActorKind.PEOPLE} and not known.sector
        return self.table.countries.get(known.country or "") if named else None

    def _direct(self, key: str, name: str) -> Iterable[tuple[KnownPlace, Candidate]]:
        for place, main in self.table.named(key.removeprefix("the ")):
            if len(key) < 4 and name.isupper() and not place.name.isupper() and fold_name(place.name) == key:
                continue  # EU is not Eu
            short = not main and fold_name(place.name).startswith(f"{key} ")
            other = OTHER_NAME + (FOREIGN_NAME if place.country in ENGLISH else 0)
            yield place, Candidate(place, prior_of(place) - (0 if main else SHORT_NAME if short else other))

    def _by_parts(self, key: str) -> list[Candidate]:
        """Read "Kharkiv province", "the city of Kharkiv", "northern Kharkiv" as their main part."""
        for word, kind in self._after:
            if key.endswith(f" {word}"):
                return self._leaning(key[: -len(word) - 1], kind)
        for word, kind in self._before:
            if key.startswith(f"{word} "):
                return self._leaning(key[len(word) + 1 :], kind)
        first, _, rest = key.partition(" ")
        if rest and first in self._sides:
            return self._leaning(rest, "")
        return []

    def _leaning(self, key: str, kind: str) -> list[Candidate]:
        found = [c for _, c in self._direct(key, key.title())]
        kinds = {PlaceKind(k) for k in kind.split("|") if k}
        return [Candidate(c.place, c.prior + (2 if c.place.kind in kinds else 0)) for c in found]


def _prefer_seats(found: dict[int, Candidate], key: str) -> None:
    """A bare name shared by a region and its chief town means the town; a country's name does not mean its capital."""
    state = any(c.place.kind is PlaceKind.COUNTRY for c in found.values())
    for index, candidate in list(found.items()):
        region = found.get(-1 if candidate.place.region is None else candidate.place.region)
        if candidate.place.kind not in SETTLED:
            continue
        seat = fold_name(candidate.place.name) == key and candidate.prior >= SEAT
        if region is not None and seat and region.prior > candidate.prior - BEHIND:
            found[region.place.index] = Candidate(region.place, candidate.prior - BEHIND)
        if state and fold_name(candidate.place.name).endswith(" city"):
            found[index] = Candidate(candidate.place, candidate.prior - 3 * BEHIND)


def prior_of(place: KnownPlace) -> float:
    """Say how likely a place is to be written about, before anything is read, on a scale of powers of ten."""
    if place.population:
        return log10(place.population + 1) + BONUS.get(place.kind, 0)
    return STANDING.get(place.kind, 4.0 if place.kind in SETTLED else USUAL)
