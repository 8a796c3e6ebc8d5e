"""Minimal pairs of status (`tests/cases/status_pairs.csv`): one act after the other in every frame that changes it.

Status and polarity of the event at the words marked `[E:...]` are checked; `|` stands between statuses that are both
right. `source` and `target` name the sides, for whoever reads the table. Reports are dated 7 May 2031.
"""

from collections import Counter

import pytest

from standoff.store.records import EventRecord, event_records
from tests.case_files import Row, parametrized, read_cases, unmark
from tests.coded import code_texts

CASES = read_cases("status_pairs")
FLOOR = 0.97
"""Share of all pairs, those known to be wrong included, whose status and polarity are right; last reached 0.987."""


@pytest.fixture(scope="module")
def records() -> dict[str, list[EventRecord]]:
    """Give the event records of every row, by its marked text."""
    marked = [row["text"] for row in CASES]
    views = code_texts([unmark(text)[0] for text in marked], coder=False)
    return {text: event_records(view) for text, view in zip(marked, views, strict=True)}


def is_right(row: Row, records: dict[str, list[EventRecord]]) -> bool:
    """Tell whether an event stands at the mark and every event there has the status wanted."""
    ((start, end),) = unmark(row["text"])[1]["E"]
    here = [r for r in records[row["text"]] if r.start < end and start < r.end]
    wanted = {(status, row["polarity"]) for status in row["status"].split("|")}
    return bool(here) and {(r.status, r.polarity) for r in here} <= wanted


@pytest.mark.parametrize("row", parametrized(CASES))
def test_status_pair(row: Row, records: dict[str, list[EventRecord]]) -> None:
    found = [(r.text, r.type.value, r.status.value, r.polarity.value) for r in records[row["text"]]]
    assert is_right(row, records), f"{row['text']}: wanted {row['status']} {row['polarity']}, found {found}"


def test_share_of_right_pairs(records: dict[str, list[EventRecord]]) -> None:
    right = sum(is_right(row, records) for row in CASES)
    print(f"status pairs: {right} of {len(CASES)} right, {right / len(CASES):.3f}")
    assert len(CASES) >= 300
    assert right / len(CASES) >= FLOOR


def test_pairs_cover_the_acts() -> None:
    assert len(Counter(row["type"] for row in CASES)) >= 13
    assert not [text for text, count in Counter(row["text"] for row in CASES).items() if count > 1]
