"""What the words of a name make of it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.resources.name_shapes import COLUMNS, KINDS, load_name_shapes
from standoff.resources.tables import read_rows

WORDS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Z")), min_size=1), min_size=1)


def test_the_table_is_sound() -> None:
    rows = read_rows("lexicons/name_shapes.csv", COLUMNS)
    assert {row["position"] for row in rows} == {"title", "first", "last", "any"}
    assert {row["kind"] for row in rows} <= KINDS
    assert all(row["word"] == row["word"].lower() for row in rows)
    assert not [key for key, n in Counter((row["word"], row["position"]) for row in rows).items() if n > 1]
    sectors = [row for row in rows if row["sector"]]
    assert all(row["kind"] in {"organisation", "vessel"} or row["position"] == "title" for row in sectors)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harbour Workers Party", "organisation"),
        ("Front for the Freedom of Ardia", "organisation"),
        ("Orla Province", "place"),
        ("Orla Accord", "document"),
        ("Orla Brand", None),
    ],
)
def test_the_head_of_a_name_says_its_kind(name: str, kind: str | None) -> None:
    shape = load_name_shapes().ending(name.split())
    assert (shape.kind if shape else None) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Mount Orla", "place"),
        ("USS Orla", "vessel"),
        ("Uss Orla", None),
        ("Dr. Orla", "person"),
        ("Operation Orla", "act"),
        ("Mount", None),
    ],
)
def test_the_first_word_of_a_name_says_its_kind(name: str, kind: str | None) -> None:
    shape = load_name_shapes().opening(name.split())
    assert (shape.kind if shape else None) == kind


@given(WORDS)
def test_any_words_have_a_shape_or_none(words: list[str]) -> None:
    shapes = load_name_shapes()
    for shape in (shapes.ending(words), shapes.opening(words)):
        assert shape is None or shape.kind in KINDS
    assert shapes.particle(words) in {True, False}
    assert shapes.without_titles(words)


def test_titles_are_no_part_of_the_name() -> None:
    shapes = load_name_shapes()
    assert shapes.without_titles(["Lt.", "Gen.", "Ola", "Brand"]) == ["Ola", "Brand"]
    assert shapes.without_titles(["Abu", "Brand"]) == ["Abu", "Brand"]
    assert shapes.without_titles(["General"]) == ["General"]
