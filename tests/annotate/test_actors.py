"""Actor mentions as the words alone give them (`tests/cases/actors.csv`): kind, country and sector of given words.

A cell `-` is null; several countries are joined by `+`. Kind `none` means that the words are no actor there.
"""

import pytest

from standoff.core.layers import Actor
from tests.case_files import Row, parametrized, read_cases, share_known_wrong
from tests.coded import code_texts

CASES = read_cases("actors")
KNOWN_WRONG_CEILING = 0.12
"""Largest share of rows that may be marked as known to be wrong."""


@pytest.fixture(scope="module")
def mentions() -> dict[str, tuple[str, list[Actor], list[tuple[int, int]]]]:
    """Give, per text of the table, its actors and the spans of their head tokens."""
    texts = list(dict.fromkeys(row["text"] for row in CASES))
    found = {}
    for text, view in zip(texts, code_texts(texts, coder=False), strict=True):
        actors, tokens = list(view.rows("actors")), view.rows("tokens")
        found[text] = (text, actors, [(tokens[a.head].start, tokens[a.head].end) for a in actors])
    return found


def code(values: set[str | None]) -> str:
    return "+".join(sorted(value or "-" for value in values))


@pytest.mark.parametrize("row", parametrized(CASES))
def test_actors(row: Row, mentions: dict[str, tuple[str, list[Actor], list[tuple[int, int]]]]) -> None:
    text, actors, heads = mentions[row["text"]]
    start = text.index(row["words"])
    end = start + len(row["words"])
    here = [a for a, (first, last) in zip(actors, heads, strict=True) if start <= first and last <= end]
    if row["kind"] == "none":
        assert not here
        return
    assert here, f"no actor at {row['words']!r}"
    assert code({a.kind.value for a in here}) == row["kind"]
    assert code({a.country for a in here}) == "+".join(sorted(row["country"].split("+")))
    assert code({a.sector for a in here}) == row["sector"]


def test_few_rows_are_known_wrong() -> None:
    assert len(CASES) >= 60
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING
