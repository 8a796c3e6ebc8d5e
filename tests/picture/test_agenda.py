"""The agenda: plans of one thing as one item, and what became of each."""

from typing import Any

import pytest

from standoff.core.vocabulary import Certainty, EventType, Polarity, Status
from standoff.picture.agenda import AGENDA, outcome_word
from standoff.resources.tables import read_rows
from standoff.store.records import EventRecord
from tests.picture.tables import catalogue_of, rows_of, told
from tests.records import actor, day, record, speaker

SUMMIT = record(EventType.CONSULT, None, None, sources=[actor("XVA"), actor("XKE")])
WORDS = "the two presidents meet in the harbour"


def plan(report: str = "r1", published: str = "2031-05-01", words: str = WORDS, **changes: Any) -> EventRecord:
    given = {"status": Status.PLANNED, "times": [day("2031-05-10")]} | changes
    return told(SUMMIT, report, published, words, **given)


def later(published: str, words: str = WORDS, **changes: Any) -> EventRecord:
    return told(SUMMIT, "r2", published, words, **changes)


def outcome(*records: EventRecord) -> str:
    (row,) = rows_of(AGENDA, catalogue_of(records))
    return str(row["outcome"])


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (later("2031-05-11"), "took_place"),
        (later("2031-05-05"), "open"),
        (later("2031-05-11", speakers=[speaker(actor("XVA"))]), "unknown"),
        (later("2031-05-05", "the two presidents postponed the meeting in the harbour"), "postponed"),
        (later("2031-05-05", "the meeting was called off", polarity=Polarity.NEGATIVE), "cancelled"),
        (later("2031-05-11", sources=[actor("XVA"), actor("NOR")]), "unknown"),
        (later("2031-05-05", sources=[actor("NOR")]), "open"),
    ],
)
def test_what_became_of_it(known: EventRecord, expected: str) -> None:
    assert outcome(plan(), known) == expected


def test_one_plan_told_twice_is_one_item_that_keeps_its_id() -> None:
    (one,) = rows_of(AGENDA, catalogue_of([plan()]))
    (row,) = rows_of(AGENDA, catalogue_of([plan(), plan("r2", "2031-05-02", times=[])]))
    assert (row["events"], row["earliest"], row["latest"]) == (["r1:0", "r2:0"], "2031-05-10", "2031-05-10")
    assert row["agenda_id"] == one["agenda_id"]
    assert len(rows_of(AGENDA, catalogue_of([plan(), plan("r2", "2031-05-02", times=[day("2031-06-20")])]))) == 2


def test_a_plan_without_a_date_is_unknown_after_long_silence() -> None:
    assert outcome(plan(times=[])) == "open"
    assert outcome(plan(times=[]), told(record(), "r9", "2031-09-01", "shells fell")) == "unknown"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.PROMISED},
        {"polarity": Polarity.NEGATIVE},
        {"certainty": Certainty.POSSIBLE},
        {"speakers": [speaker(actor("XVA"), kind="denies")]},
        {"content_of": "r1:9"},
    ],
)
def test_what_is_no_plan(changes: dict[str, Any]) -> None:
    assert rows_of(AGENDA, catalogue_of([plan(**changes)])) == []


def test_words_of_postponing_and_cancelling() -> None:
    for row in read_rows("lexicons/agenda_outcomes.csv", ("outcome", "example", "counter")):
        found = outcome_word(row["example"].replace("{", "").replace("}", ""))
        assert found is not None
        assert found[0] == row["outcome"]
        assert outcome_word(row["counter"]) is None
