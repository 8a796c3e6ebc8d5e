"""The ledger: one line per quantity, rivals side by side, sums only where the text adds."""

from collections.abc import Sequence
from typing import Any

import pytest

from standoff.picture.ledger import LEDGER
from standoff.picture.quantities import name_thing, singular
from standoff.store.catalogue import catalogue_tables
from tests.coded import code_texts
from tests.picture.tables import connected, rows_of


def lines(*texts: str, days: Sequence[str] = ()) -> list[dict[str, Any]]:
    views = [
        view
        for n, text in enumerate(texts)
        for view in code_texts([text], published=days[n] if days else "2031-05-07", coder=False)
    ]
    for n, view in enumerate(views):
        object.__setattr__(view.doc, "doc_id", f"r{n}")
    return rows_of(LEDGER, connected(catalogue_tables(views)))


def test_rival_values_stand_in_one_series() -> None:
    one, other = lines(
        "Police counted 20,000 marchers in Lindhaven, while the organisers said there were 45,000 marchers."
    )
    assert one["series_id"] == other["series_id"]
    assert (one["rivals"], other["rivals"]) == ([other["line_id"]], [one["line_id"]])


def test_what_fits_the_bounds_of_another_is_no_rival() -> None:
    first, second = lines("Norway deployed 3,000 soldiers.", "Norway deployed about 3,100 soldiers.")
    assert first["holder"] == second["holder"] == "NOR"
    assert not first["rival"]


def test_a_change_over_time_is_no_rival() -> None:
    rows = lines(
        "Norway deployed 3,000 soldiers.", "Norway deployed 9,000 soldiers.", days=("2031-05-01", "2031-06-01")
    )
    assert len({row["series_id"] for row in rows}) == 1
    assert not any(row["rival"] for row in rows)


def test_only_what_the_text_adds_is_added() -> None:
    days = ("2031-05-01", "2031-05-10")
    first, more = lines("Norway deployed 3,000 soldiers.", "Norway deployed a further 500 soldiers.", days=days)
    assert (first["total"], more["total"]) == (None, 3500)
    assert more["total_why"]
    plain = lines("Norway deployed 3,000 soldiers.", "Norway deployed 500 soldiers.", days=days)
    assert [row["total"] for row in plain] == [None, None]


def test_one_quantity_told_by_two_reports_is_one_line_with_two_tellings() -> None:
    (row,) = lines("Norway deployed 3,000 soldiers.", "Norway deployed 3,000 soldiers on Monday.")
    assert [t["doc_id"] for t in row["tellings"]] == ["r0", "r1"]


@pytest.mark.parametrize(
    ("counted", "fate", "thing"),
    [
        ("soldiers", None, ("soldiers", "troops")),
        ("villagers", "killed", ("villagers, killed", "killed")),
        ("dead", None, ("dead", "killed")),
        ("merchant ships of Kestria", None, ("merchant ships of Kestria", "ship")),
        (None, None, ("money", "money")),
    ],
)
def test_things_have_names_and_families(counted: str | None, fate: str | None, thing: tuple[str, str]) -> None:
    assert name_thing(counted, fate) == thing


@pytest.mark.parametrize(
    ("word", "one"),
    [("ships", "ship"), ("countries", "country"), ("boxes", "box"), ("crisis", "crisis"), ("loss", "loss")],
)
def test_singulars(word: str, one: str) -> None:
    assert singular(word) == one


def test_a_part_that_the_author_names_beside_the_whole_is_no_rival() -> None:
    rows = lines("The packet is worth 230 million this year, of which the first 90 come by May.")
    assert not any(row["rival"] for row in rows)
