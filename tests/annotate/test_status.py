"""Whether it happened (`tests/cases/status.csv`): status and polarity of the event at the words marked `[E:...]`.

Where two statuses are right, `|` stands between them. Reports are dated 7 May 2031.
"""

import pytest

from standoff.core.vocabulary import Status
from standoff.store.records import EventRecord, event_records
from tests.case_files import Row, parametrized, read_cases, share_known_wrong, unmark
from tests.coded import code_texts

CASES = read_cases("status")
KNOWN_WRONG_CEILING = 0.17
"""Largest share of rows that may be marked as known to be wrong."""


@pytest.fixture(scope="module")
def records() -> dict[str, list[EventRecord]]:
    """Give the event records of every row, by its marked text."""
    marked = [row["text"] for row in CASES]
    views = code_texts([unmark(text)[0] for text in marked], coder=False)
    return {text: event_records(view) for text, view in zip(marked, views, strict=True)}


@pytest.mark.parametrize("row", parametrized(CASES))
def test_status(row: Row, records: dict[str, list[EventRecord]]) -> None:
    ((start, end),) = unmark(row["text"])[1]["E"]
    found = records[row["text"]]
    here = [r for r in found if r.start < end and start < r.end]
    assert here, f"no event there, but {[(r.text, r.type.value) for r in found]}"
    right = {(status, row["polarity"]) for status in row["status"].split("|")}
    assert {(r.status, r.polarity) for r in here} <= right


def test_every_status_has_cases() -> None:
    assert {status for row in CASES for status in row["status"].split("|")} == {status.value for status in Status}


def test_few_rows_are_known_wrong() -> None:
    assert len(CASES) >= 80
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING
