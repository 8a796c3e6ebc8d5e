"""The gazetteer of places: complete, searchable, honest about how far a place reaches."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.annotate.place_candidates import load_place_words
from standoff.core.errors import ResourceError
from standoff.core.vocabulary import PlaceKind
from standoff.resources.place_names import fold_name
from standoff.resources.places import ALIAS_COLUMNS, PLACE_COLUMNS, PlaceTable, load_places
from standoff.resources.tables import ROOT, read_rows, split_cell

PACKED_MB = 12.0
CODE = re.compile(r"[A-Z]{3}")


def test_a_name_is_found_however_it_is_spelt() -> None:
    table = load_places()
    ids = {table.find(name)[0].place_id for name in ("Zürich", "Zurich", "ZURICH", "zurich")}
    assert len(ids) == 1
    assert {p.country for p in table.find("St. Petersburg")} >= {"RUS", "USA"}


def test_one_name_many_places_the_largest_first() -> None:
    found = load_places().find("Springfield")
    assert len(found) > 10
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


def test_an_unknown_name_gives_nothing() -> None:
    assert load_places().find("Qwertzuiop") == []
    assert load_places().find("") == []


def test_a_town_knows_its_region_and_who_disputes_it() -> None:
    table = load_places()
    simferopol = next(p for p in table.find("Simferopol") if p.kind is PlaceKind.CITY)
    assert simferopol.region is not None
    assert table.place(simferopol.region).kind is PlaceKind.REGION
    assert table.parties(simferopol) == ("RUS", "UKR")
    assert table.parties(table.find("Lyon")[0]) == ()


def test_radii_grow_with_the_place() -> None:
    table = load_places()
    city, capital = table.find("Bar-le-Duc")[0], next(p for p in table.find("Paris") if p.kind is PlaceKind.CAPITAL)
    region = next(p for p in table.find("Bavaria") if p.kind is PlaceKind.REGION)
    assert city.radius_km < capital.radius_km < region.radius_km < table.countries["DEU"].radius_km


def test_every_country_of_ours_that_is_one_today_has_a_point() -> None:
    codes = {row["code"] for row in read_rows("lexicons/countries.csv", ("code", "to")) if not row["to"]}
    missing = {code for code in codes if CODE.fullmatch(code)} - set(load_places().countries)
    assert len(missing) <= 3, missing


@pytest.mark.parametrize("row", read_rows("lexicons/places.csv", PLACE_COLUMNS), ids=lambda row: row["name"])
def test_rows_by_hand_are_sound(row: dict[str, str]) -> None:
    PlaceKind(row["kind"])
    assert -90 <= float(row["latitude"]) <= 90
    assert -180 <= float(row["longitude"]) <= 180
    assert float(row["radius_km"]) > 0
    assert row["source"]
    codes = [row["country"]] * bool(row["country"]) + split_cell(row["parties"])
    assert all(CODE.fullmatch(code) for code in codes)
    assert split_cell(row["parties"]) == sorted(split_cell(row["parties"])), "no party comes first but by the alphabet"


def test_aliases_name_places_that_are_there() -> None:
    table = load_places()
    for row in read_rows("lexicons/place_aliases.csv", ALIAS_COLUMNS):
        for alias in split_cell(row["aliases"]):
            assert table.named(fold_name(alias)), alias


def test_words_have_a_use() -> None:
    words = load_place_words()
    assert {"before", "after", "side", "locative", "directional", "relation", "unit", "compass", "struck"} <= set(words)
    assert all(0 <= float(value) < 360 for value in words["compass"].values())


def test_the_files_are_small_and_say_whose_they_are() -> None:
    folder = ROOT.joinpath("places")
    size = sum(len(folder.joinpath(name).read_bytes()) for name in ("names.parquet", "places.parquet"))
    assert size < PACKED_MB * 1e6
    assert "GeoNames" in folder.joinpath("NOTICE").read_text()


def test_a_spoilt_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(_: object) -> bytes:
        return b"no parquet"

    monkeypatch.setattr("pathlib.Path.read_bytes", spoilt)
    with pytest.raises(ResourceError, match="reinstall"):
        PlaceTable().find("Lyon")


def test_nothing_is_read_before_a_name_is_looked_up() -> None:
    code = (
        "import sys; from standoff.resources.places import load_places; load_places();"
        "print('pyarrow' in sys.modules, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["False", "False"]


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    once = fold_name(name)
    assert fold_name(once) == once
    assert once == once.strip()


@given(st.text(max_size=20))
def test_any_name_may_be_looked_up(name: str) -> None:
    for place in load_places().find(name):
        assert -90 <= place.latitude <= 90
        assert place.radius_km > 0
