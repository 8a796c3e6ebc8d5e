"""The gazetteer of places: GeoNames packed into two Parquet files, and areas, waters, bases and crossings by hand.

`places/*.parquet` are made by `gazetteer/build.py` from GeoNames (CC BY 4.0, see `places/NOTICE`);
`lexicons/places.csv` and `lexicons/place_aliases.csv` are ours. Nothing is read before a name is looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

from standoff.core.errors import ResourceError
from standoff.core.vocabulary import PlaceKind
from standoff.resources.place_names import fold_name
from standoff.resources.tables import ROOT, read_rows, split_cell

PLACE_COLUMNS = ("name", "aliases", "kind", "country", "parties", "latitude", "longitude", "radius_km", "source")
ALIAS_COLUMNS = ("name", "kind", "country", "aliases", "parties", "source")
TOWN_KM, PER_ROOT_KM, CITY_KM = 2.0, 0.009, 25.0
"""A settlement of n people reaches about 2 km + 0.009 km times the root of n from its middle, at most 25 km: a town of
10,000 people 3 km, a city of a million 11 km."""


FORMATS: dict[int, Literal["b", "h", "i"]] = {8: "b", 16: "h", 32: "i"}
"""Formats of memoryviews by width; a view reads Arrow's memory without numpy or pandas."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the gazetteer.

    `latitude` and `longitude` are of its middle; for countries, regions and waters that is where a map would write the
    name, and no place where something happened: `radius_km` says how far the place reaches.
    """

    index: int
    name: str
    kind: PlaceKind
    country: str | None
    region: int | None
    latitude: float
    longitude: float
    population: int
    radius_km: float
    place_id: str
    parties: tuple[str, ...] = ()


class _Keys:
    """The sorted names of a Parquet column, read where they lie."""

    def __init__(self, column: Any) -> None:
        self._buffers = column.buffers()
        self._ends = memoryview(self._buffers[1]).cast("i")
        self._bytes = memoryview(self._buffers[2])
        self._size = len(column)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, n: int) -> bytes:
        return bytes(self._bytes[self._ends[n] : self._ends[n + 1]])


class _Packed:
    """The two Parquet files in memory: some 40 MB."""

    def __init__(self) -> None:
        names, table = _read_table("names"), _read_table("places")
        self.keys = _Keys(_whole(names, "key"))
        self.places = _numbers(names, "place")
        self.main = names.column("main").combine_chunks()
        self.name = table.column("name").combine_chunks()
        self.kinds = [PlaceKind(value) for value in _whole(table, "kind").dictionary.to_pylist()]
        self.countries = _whole(table, "country").dictionary.to_pylist()
        self.kind = _numbers(table, "kind")
        self.country = _numbers(table, "country")
        self.region = _numbers(table, "region")
        self.latitude = _numbers(table, "latitude")
        self.longitude = _numbers(table, "longitude")
        self.population = _numbers(table, "population")
        self.radius = _numbers(table, "radius_km")
        self.geonames = _numbers(table, "geonames")
        self.size = len(self.kind)


def _read_table(name: str) -> Any:
    from pyarrow import BufferReader, parquet

    try:
        raw = ROOT.joinpath("places", f"{name}.parquet").read_bytes()
        return parquet.ParquetFile(BufferReader(raw)).read(use_threads=False)
    except (OSError, ValueError) as error:
        raise ResourceError(f"the gazetteer of places cannot be read: {error}; reinstall standoff") from error


def _whole(table: Any, column: str) -> Any:
    found = table.column(column).combine_chunks()
    return found.chunk(0) if hasattr(found, "chunk") else found


def _numbers(table: Any, column: str) -> Any:
    found = _whole(table, column)
    numbers = found.indices if hasattr(found, "indices") else found
    return memoryview(numbers.buffers()[1]).cast(FORMATS[numbers.type.bit_width])[: len(numbers)]


class PlaceTable:
    """All places by name."""

    @cached_property
    def _packed(self) -> _Packed:
        return _Packed()

    @cached_property
    def _own(self) -> list[dict[str, str]]:
        return read_rows("lexicons/places.csv", PLACE_COLUMNS)

    @cached_property
    def _aliases(self) -> tuple[dict[str, list[tuple[int, bool]]], dict[int, tuple[str, ...]]]:
        """Further names, and the parties to a dispute by place."""
        names: dict[str, list[tuple[int, bool]]] = {}
        parties: dict[int, tuple[str, ...]] = {}
        for n, row in enumerate(self._own):
            for name in dict.fromkeys(fold_name(name) for name in [row["name"], *split_cell(row["aliases"])]):
                names.setdefault(name, []).append((self._packed.size + n, True))
        for row in read_rows("lexicons/place_aliases.csv", ALIAS_COLUMNS):
            index = self._packed_place(row["name"], row["kind"], row["country"])
            for name in split_cell(row["aliases"]):
                names.setdefault(fold_name(name), []).append((index, True))
            if row["parties"]:
                parties[index] = tuple(split_cell(row["parties"]))
        return names, parties

    def _packed_place(self, name: str, kind: str, country: str) -> int:
        found = [self.place(n) for n, _ in self._stored(fold_name(name))]
        settled = {PlaceKind.CITY, PlaceKind.CAPITAL}
        wanted = settled if PlaceKind(kind) in settled else {PlaceKind(kind)}
        fitting = [place for place in found if place.country == country and place.kind in wanted]
        if not fitting:
            raise ResourceError(f"place_aliases.csv names {name!r} ({kind}, {country}), which the gazetteer lacks")
        return max(fitting, key=lambda place: place.population).index

    def _stored(self, key: str) -> Iterator[tuple[int, bool]]:
        packed, wanted = self._packed, key.encode()
        at = _bisect(packed.keys, wanted)
        while at < len(packed.keys) and packed.keys[at] == wanted:
            yield packed.places[at], packed.main[at].as_py()
            at += 1

    @lru_cache(maxsize=20000)  # noqa: B019 (there is one table per process)
    def named(self, key: str) -> tuple[tuple[KnownPlace, bool], ...]:
        """Give the places that have a folded name, and whether it is their main name.

        Args:
            key: a name as `fold_name` gives it.
        """
        if not key:
            return ()
        found = dict(self._stored(key))
        for index, main in self._aliases[0].get(key, ()):
            found[index] = main or found.get(index, False)
        return tuple((self.place(index), main) for index, main in found.items())

    def find(self, name: str) -> list[KnownPlace]:
        """Give the places of a name as written, the most populous first."""
        places = [place for place, _ in self.named(fold_name(name))]
        return sorted(places, key=lambda place: (-place.population, place.index))

    @lru_cache(maxsize=50000)  # noqa: B019 (there is one table per process)
    def place(self, index: int) -> KnownPlace:
        """Give a place by its position."""
        packed = self._packed
        if index >= packed.size:
            return self._own_place(index)
        kind = packed.kinds[packed.kind[index]]
        people = packed.population[index]
        radius = float(packed.radius[index])
        if kind in {PlaceKind.CITY, PlaceKind.CAPITAL}:
            radius = min(CITY_KM, TOWN_KM + PER_ROOT_KM * people**0.5)
        country = packed.countries[packed.country[index]]
        name = packed.name[index].as_py()
        region = packed.region[index]
        number = packed.geonames[index]
        place_id = f"geonames:{number}" if number else f"{kind.value}:{country}:{fold_name(name).replace(' ', '-')}"
        return KnownPlace(
            index, name, kind, country, region if region >= 0 else None, packed.latitude[index] / 1000,
            packed.longitude[index] / 1000, people, radius, place_id,
        )  # fmt: skip

    def _own_place(self, index: int) -> KnownPlace:
        row = self._own[index - self._packed.size]
        place_id = f"standoff:{fold_name(row['name']).replace(' ', '-')}"
        return KnownPlace(
            index, row["name"], PlaceKind(row["kind"]), row["country"] or None, None, float(row["latitude"]),
            float(row["longitude"]), 0, float(row["radius_km"]), place_id, tuple(split_cell(row["parties"])),
        )  # fmt: skip

    @cached_property
    def countries(self) -> dict[str, KnownPlace]:
        """Countries and territories by ISO 3166-1 alpha-3 code."""
        first = list(self._packed.kinds).index(PlaceKind.COUNTRY)
        found = {}
        for n in range(self._packed.size):
            if self._packed.kind[n] != first:
                break
            place = self.place(n)
            found[place.country or ""] = place
        return found

    def parties(self, place: KnownPlace) -> tuple[str, ...]:
        """Give the states that dispute a place: its own, or those of the region that it lies in."""
        known = self._aliases[1]
        return (
            place.parties or known.get(place.index, ()) or known.get(-1 if place.region is None else place.region, ())
        )


def _bisect(keys: _Keys, wanted: bytes) -> int:
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@cache
def load_places() -> PlaceTable:
    """Give the gazetteer of places, one per process; it reads its files when it is first asked."""
    return PlaceTable()
