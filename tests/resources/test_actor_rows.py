"""Roles and organisations are found in their own examples, and organisations in no counter-example."""

from collections.abc import Callable, Sequence
from functools import cache

from standoff.core.layers import Actor
from standoff.resources.tables import read_rows
from tests.resources.lexicon_report import annotate_texts

FLOORS = {"roles": 0.95, "organisations": 0.98}
"""Share of the rows that must pass, set as in `test_lexicon_rows`."""
SHOWN = 30

Row = dict[str, str]


@cache
def rows_with_examples(name: str) -> tuple[Row, ...]:
    """Read the rows of a lexicon that carry an example; a modifier names no actor by itself."""
    rows = read_rows(f"lexicons/{name}.csv", ("example", "counter"))
    return tuple(row for row in rows if row["example"] and row.get("kind") != "modifier")


def find_actors(texts: Sequence[str]) -> list[Sequence[Actor]]:
    """Find the actors of each sentence."""
    return [view.rows("actors") for view in annotate_texts(texts)]


def failing(name: str, column: str, is_it: Callable[[Row, Actor], bool], *, wanted: bool) -> list[str]:
    """List the rows whose sentence shows the actor although it must not, or the other way round."""
    rows = [row for row in rows_with_examples(name) if row[column]]
    found = find_actors([row[column] for row in rows])
    return [
        f"{next(iter(row.values()))}: {row[column]!r} gave {[actor.name or actor.office for actor in actors]}"
        for row, actors in zip(rows, found, strict=True)
        if any(is_it(row, actor) for actor in actors) is not wanted
    ]


def is_role(row: Row, actor: Actor) -> bool:
    """Tell whether an actor was found by this row of the roles."""
    return actor.office == row["phrase"]


def is_organisation(row: Row, actor: Actor) -> bool:
    """Tell whether an actor is this row's organisation, or is placed by its name."""
    return actor.name == row["name"]


def assert_share(name: str, failed: list[str]) -> None:
    """Fail below the floor, showing the first rows that failed."""
    share = 1 - len(failed) / len(rows_with_examples(name))
    lines = "\n".join(failed[:SHOWN])
    assert share >= FLOORS[name], f"{share:.3f} of the rows pass, the floor is {FLOORS[name]}:\n{lines}"


def test_roles_are_found_in_their_examples() -> None:
    assert_share("roles", failing("roles", "example", is_role, wanted=True))


def test_organisations_are_found_in_their_examples_only() -> None:
    failed = failing("organisations", "example", is_organisation, wanted=True)
    assert_share("organisations", failed + failing("organisations", "counter", is_organisation, wanted=False))
