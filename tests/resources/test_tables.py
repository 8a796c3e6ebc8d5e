"""The tables themselves: complete, within range, free of contradictions."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import pytest

from standoff.core.errors import ResourceError
from standoff.core.vocabulary import (
    Basis,
    Bound,
    Certainty,
    Directness,
    EventType,
    Polarity,
    Quad,
    Sector,
    StatementKind,
    Status,
    VoiceKind,
)
from standoff.resources.codebook import load_codebook
from standoff.resources.cues import load_attitudes, load_evidence, load_operators, load_speech, load_voice
from standoff.resources.event_lexicon import COLUMNS, event_files, load_classes, load_event_lexicon
from standoff.resources.gazetteer import COUNTRY_COLUMNS, HOLDER_COLUMNS, ORGANISATION_COLUMNS, Holding, load_gazetteer
from standoff.resources.roles import COLUMNS as ROLE_COLUMNS
from standoff.resources.roles import load_roles
from standoff.resources.tables import ROOT, parse_rows, read_rows, read_yaml, split_cell

GROUP_CODES = frozenset({"IGO", "NGO", "IMG", "MNC", "INT"})
"""What stands in the place of a country for actors that have none."""
NAME_COLUMNS = ("name", "aliases", "adjectives", "people", "capital", "metonyms")
ROLE_KINDS = frozenset({"office", "group", "body", "modifier"})
INTENSITY = (-10.0, 10.0)
"""Bounds of the Goldstein scale."""

COLUMN_VALUES: dict[str, type[StrEnum]] = {
    "status": Status,
    "polarity": Polarity,
    "certainty": Certainty,
    "basis": Basis,
    "bound": Bound,
    "directness": Directness,
    "sector": Sector,
    "type": EventType,
}
"""Columns that mean the same in every lexicon; an empty cell says nothing."""
KIND_VALUES: dict[str, type[StrEnum]] = {
    "speech": StatementKind,
    "attitudes": StatementKind,
    "voice": VoiceKind,
}
"""What `kind` means, by lexicon."""


@cache
def raw_codebook() -> dict[str, Any]:
    """Read the codebook as it stands in the file."""
    raw: dict[str, Any] = read_yaml("codebooks/plover.yml")
    return raw


def countries() -> list[dict[str, str]]:
    """Read the table of countries."""
    return read_rows("lexicons/countries.csv", COUNTRY_COLUMNS)


def organisations() -> list[dict[str, str]]:
    """Read the table of organisations."""
    return read_rows("lexicons/organisations.csv", ORGANISATION_COLUMNS)


def holders() -> list[dict[str, str]]:
    """Read the table of office-holders."""
    return read_rows("lexicons/office_holders.csv", HOLDER_COLUMNS)


def lexicon_names() -> list[str]:
    """List the lexicons beside the event lexicon."""
    names = (entry.name for entry in ROOT.joinpath("lexicons").iterdir())
    return sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv"))


def lexicon_rows(name: str) -> list[dict[str, str]]:
    """Read a lexicon whatever its columns are."""
    return read_rows(f"lexicons/{name}.csv", ())


def repeated(items: Iterator[Any] | list[Any]) -> list[Any]:
    """Give what occurs more than once."""
    return [item for item, count in Counter(items).items() if count > 1]


# -- the codebook -------------------------------------------------------------------------------------


def test_the_codebook_has_every_type_once() -> None:
    codes = [entry["code"] for entry in raw_codebook()["types"]]
    assert sorted(codes) == sorted(EventType)
    assert set(load_codebook().types) == set(EventType)


@pytest.mark.parametrize("code", list(EventType))
def test_a_type_is_described_in_full(code: EventType) -> None:
    entry = load_codebook().types[code]
    assert entry.label
    assert entry.past
    assert entry.link == entry.link.strip()
    assert len(entry.definition) > 40
    assert all(entry.modes.values()), "a mode without a label"
    raw = next(item for item in raw_codebook()["types"] if item["code"] == code)
    assert not repeated([mode["code"] for mode in raw["modes"]])
    assert len(raw["examples"]) >= 2
    assert raw["roles"]["source"]
    assert raw["roles"]["target"]


@pytest.mark.parametrize("code", list(EventType))
def test_quad_and_intensity_agree(code: EventType) -> None:
    entry = load_codebook().types[code]
    assert INTENSITY[0] <= entry.intensity <= INTENSITY[1]
    friendly = entry.quad in {Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION}
    assert (entry.intensity > 0) == friendly


def test_quads_are_plover_s_four() -> None:
    assert sorted(raw_codebook()["quads"].values()) == sorted(Quad)
    assert set(raw_codebook()["quad_labels"]) == set(raw_codebook()["quads"])


def test_confusions_name_known_types() -> None:
    confusions = raw_codebook()["confusions"]
    for entry in confusions:
        pair = entry["pair"]
        assert len(set(pair)) == 2, pair
        assert set(pair) <= set(EventType), pair
        assert entry["basis"] in {"manual", "ours"}, pair
        assert entry["rule"], pair
        assert {example["type"] for example in entry["examples"]} <= set(EventType), pair
        assert set(pair) <= {example["type"] for example in entry["examples"]}, pair
    assert not repeated([tuple(sorted(entry["pair"])) for entry in confusions])


def test_future_folding_makes_words_of_deeds() -> None:
    codebook = load_codebook()
    assert codebook.future_statuses
    for kind, folded in codebook.future.items():
        cooperative = codebook.types[kind].quad in {Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION}
        assert codebook.types[folded].quad is (Quad.VERBAL_COOPERATION if cooperative else Quad.VERBAL_CONFLICT)
    assert codebook.fold_future(EventType.AID, Status.PLANNED) is EventType.AGREE
    assert codebook.fold_future(EventType.AID, Status.OCCURRED) is EventType.AID


# -- the event lexicon --------------------------------------------------------------------------------


def test_the_lexicon_is_as_large_as_promised() -> None:
    rows = {path: read_rows(path, COLUMNS) for path in event_files()}
    assert load_event_lexicon().size == sum(map(len, rows.values())) >= 600
    assert {row["type"] for found in rows.values() for row in found} == set(EventType)


def test_a_file_holds_the_rows_of_its_type() -> None:
    strays = [
        f"{path}:{number} {row['lemma']} is {row['type']}"
        for path in event_files()
        for number, row in enumerate(read_rows(path, COLUMNS), start=2)
        if row["type"].lower() != path.rsplit("/", 1)[-1].removesuffix(".csv")
    ]
    assert not strays


def test_modes_of_the_lexicon_are_in_the_codebook() -> None:
    codebook = load_codebook()
    unknown = [
        f"{path}: {row['lemma']} has mode {row['mode']!r}"
        for path in event_files()
        for row in read_rows(path, COLUMNS)
        if row["mode"] and row["mode"] not in codebook.types[EventType(row["type"])].modes
    ]
    assert not unknown


def test_no_row_of_the_lexicon_stands_twice() -> None:
    keys = [
        (row["lemma"], row["pos"], row["frame"], row["type"])
        for path in event_files()
        for row in read_rows(path, COLUMNS)
    ]
    assert not repeated(keys)


def test_classes_hold_words() -> None:
    classes = load_classes()
    assert classes
    for name, words in classes.items():
        assert re.fullmatch(r"[a-z_]+", name), name
        assert words, name
        assert all(word == word.strip() and word for word in words), name


# -- names of actors ----------------------------------------------------------------------------------


def test_countries_have_codes_of_their_own() -> None:
    codes = [row["code"] for row in countries()]
    assert not repeated(codes)
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)] == []
    assert not set(codes) & GROUP_CODES


def test_countries_have_names() -> None:
    for row in countries():
        assert row["name"].strip(), row
        for column in NAME_COLUMNS[1:]:
            cell = row[column]
            assert not cell or all(part.strip() for part in cell.split("|")), f"{row['code']}: empty name in {column}"


def test_no_name_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for row in countries():
        for column in NAME_COLUMNS:
            for surface in split_cell(row[column]):
                owners.setdefault(surface, set()).add(row["code"])
    assert not {surface: codes for surface, codes in owners.items() if len(codes) > 1}


def test_organisations_are_named_and_placed() -> None:
    known = {row["code"] for row in countries()} | GROUP_CODES
    rows = organisations()
    assert not repeated([row["name"] for row in rows])
    for row in rows:
        assert row["name"].strip(), row
        assert row["code"] in known, f"{row['name']}: code {row['code']!r}"
        assert row["sector"] in set(Sector), f"{row['name']}: sector {row['sector']!r}"


def test_no_name_belongs_to_two_organisations() -> None:
    owners: dict[str, set[str]] = {}
    for row in organisations():
        for surface in [row["name"], *split_cell(row["aliases"]), *split_cell(row["metonyms"])]:
            owners.setdefault(surface, set()).add(row["name"])
    assert not {surface: names for surface, names in owners.items() if len(names) > 1}


def test_roles_are_of_a_kind_and_a_sector() -> None:
    rows = read_rows("lexicons/roles.csv", ROLE_COLUMNS)
    for row in rows:
        assert row["phrase"].strip(), row
        assert row["kind"] in ROLE_KINDS, f"{row['phrase']}: kind {row['kind']!r}"
        assert not row["sector"] or row["sector"] in set(Sector), f"{row['phrase']}: sector {row['sector']!r}"
    assert not repeated([(row["phrase"], row["kind"] == "modifier") for row in rows])
    assert all(lengths[-1] >= 2 for lengths in load_roles().lengths.values())


def stated_date(cell: str) -> tuple[date, date] | None:
    """Read a date given to the year, month or day as its first and last possible day; None where the cell is empty."""
    if not cell:
        return None
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", cell):
        raise ValueError(f"not a date: {cell!r}")
    year, month, day = (*map(int, cell.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    following = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


def test_office_holders_dates_are_dates_in_order() -> None:
    wrong = []
    for row in holders():
        try:
            since, until = stated_date(row["from"]), stated_date(row["to"])
        except ValueError as error:
            wrong.append(f"{row['name']}, {row['office']}: {error}")
            continue
        if since and until and since[0] > until[1]:
            wrong.append(f"{row['name']}, {row['office']}: from {row['from']} to {row['to']}")
    assert not wrong


def test_office_holders_are_placed() -> None:
    known = {row["code"] for row in countries()} | GROUP_CODES
    for row in holders():
        assert row["name"].strip(), row
        assert row["office"].strip(), row
        assert row["country"] in known, f"{row['name']}: country {row['country']!r}"
        assert row["sector"] in set(Sector), f"{row['name']}: sector {row['sector']!r}"
    assert not repeated([tuple(row[column] for column in HOLDER_COLUMNS) for row in holders()])


@pytest.mark.parametrize(
    ("day", "held"),
    [("2003-12-31", False), ("2004-01-01", True), ("2005-06-15", True), ("2006-03-31", True), ("2006-04-01", False)],
)
def test_an_office_covers_its_dates(day: str, held: bool) -> None:
    assert Holding("A. Nobody", "NOR", "GOV", "minister", "2004", "2006-03").covers(day) is held


def test_names_are_found_as_whole_words() -> None:
    gazetteer = load_gazetteer()
    found = [match.name.name for match in gazetteer.find("Chad's envoy met Chadwick, then flew to Norway.")]
    assert found == ["Chad", "Norway"]


def test_a_user_s_table_wins(tmp_path: Any) -> None:
    path = tmp_path / "more.csv"
    path.write_text("code,name,aliases,adjectives,people,capital,metonyms\nVAL,Valdora,,,,Oslo,\n", encoding="utf-8")
    found = {match.name.country for match in load_gazetteer(str(path)).find("Valdora spoke and Oslo listened.")}
    assert found == {"VAL"}


def test_a_table_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(ResourceError, match="lacks the column"):
        parse_rows("code,name\nNOR,Norway\n", COUNTRY_COLUMNS, "made up.csv")


# -- cue words ----------------------------------------------------------------------------------------

CUE_KEYS = {
    "speech": ("lemma", "pos"),
    "attitudes": ("lemma", "pos"),
    "status": ("lemma", "pos", "slot"),
    "evidence": ("phrase",),
    "voice": ("phrase",),
}
"""The columns that decide which row is meant: no two rows of a lexicon may agree in them."""


@pytest.mark.parametrize("name", list(CUE_KEYS))
def test_no_cue_stands_twice(name: str) -> None:
    assert not repeated([tuple(row[column] for column in CUE_KEYS[name]) for row in lexicon_rows(name)])


@pytest.mark.parametrize("name", list(CUE_KEYS))
def test_cues_are_lower_case_lemmas(name: str) -> None:
    column = CUE_KEYS[name][0]
    wrong = [row[column] for row in lexicon_rows(name) if not row[column].strip() or row[column] != row[column].lower()]
    assert not wrong


def test_cues_load() -> None:
    loaded = (load_speech(), load_attitudes(), load_operators(), load_evidence(), load_voice())
    assert all(len(table) > 20 for table in loaded)
    assert load_speech()["verb", "deny"] is StatementKind.DENIES


def test_what_an_attitude_takes_is_known() -> None:
    prepositions = {"about", "against", "at", "by", "for", "from", "in", "into", "of", "on", "out", "over", "to_np"}
    known = {"that", "to", "ing", "obj", "obj_as", "toward", "towards", "upon", "with", *prepositions}
    assert {taken for attitude in load_attitudes().values() for taken in attitude.takes} <= known


# -- all lexicons -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", lexicon_names())
def test_cells_hold_known_values(name: str) -> None:
    values = dict(COLUMN_VALUES)
    if name in KIND_VALUES:
        values["kind"] = KIND_VALUES[name]
    wrong = [
        f"{name}:{number} {column} {row[column]!r}"
        for number, row in enumerate(lexicon_rows(name), start=2)
        for column, enum in values.items()
        if row.get(column) and row[column] not in set(enum)
    ]
    assert not wrong


@pytest.mark.parametrize("name", lexicon_names())
def test_rows_are_as_wide_as_their_header(name: str) -> None:
    text = ROOT.joinpath("lexicons", f"{name}.csv").read_text(encoding="utf-8")
    assert len(lexicon_rows(name)) == len(text.rstrip("\n").split("\n")) - 1, "a quoted line break or a blank line"
    assert not [row for row in lexicon_rows(name) if not any(cell.strip() for cell in row.values())]
