"""Who did what to whom (`tests/cases/events.csv`): type, and the codes of both sides, of the event at given words.

A side's code is its country, else `?` and its sector; several are joined by `+`, `-` is an empty side. Type `none`
means that the text tells no political event at all.
"""

from collections.abc import Sequence

import pytest

from standoff.store.records import ActorRecord, EventRecord, event_records
from tests.case_files import Row, parametrized, read_cases, share_known_wrong
from tests.coded import code_texts

CASES = read_cases("events")
KNOWN_WRONG_CEILING = 0.2
"""Largest share of rows that may be marked as known to be wrong."""


@pytest.fixture(scope="module")
def records() -> dict[str, list[EventRecord]]:
    """Give the event records of every text of the table."""
    texts = list(dict.fromkeys(row["text"] for row in CASES))
    return {text: event_records(view) for text, view in zip(texts, code_texts(texts, coder=False), strict=True)}


def side_code(side: Sequence[ActorRecord]) -> str:
    return "+".join(sorted({actor.country or f"?{actor.sector or ''}" for actor in side})) or "-"


@pytest.mark.parametrize("row", parametrized(CASES))
def test_events(row: Row, records: dict[str, list[EventRecord]]) -> None:
    text, found = row["text"], records[row["text"]]
    told = [f"{r.text}: {r.type} {side_code(r.sources)} > {side_code(r.targets)}" for r in found]
    if row["type"] == "none":
        assert not told
        return
    start = text.index(row["words"])
    end = start + len(row["words"])
    here = [r for r in found if r.start < end and start < r.end]
    assert (row["type"], row["source"], row["target"]) in [
        (r.type.value, side_code(r.sources), side_code(r.targets)) for r in here
    ], told


def test_every_type_has_cases() -> None:
    counts = [sum(row["type"] == code for row in CASES) for code in {row["type"] for row in CASES}]
    assert len(counts) == 16 + 1
    assert min(counts) >= 3


def test_few_rows_are_known_wrong() -> None:
    assert len(CASES) >= 60
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING
