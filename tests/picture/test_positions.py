"""Positions across reports: grouped, and put into a state by what came later."""

from typing import Any

import pytest

from standoff.core.vocabulary import EventType, Polarity, Status
from standoff.picture.outcomes import outcome_rules, tells_withdrawal
from standoff.picture.positions import POSITIONS, STATES
from standoff.picture.stances import POSITION_ORDER
from standoff.resources.tables import read_rows
from standoff.store.records import EventRecord
from tests.picture.tables import catalogue_of, rows_of, told
from tests.records import actor, day, record, speaker

DEMAND = record(EventType.RETREAT, "XVA", "XKE", status=Status.DEMANDED, speakers=[speaker(actor("XKE"))])
THREAT = record(EventType.SANCTION, "XKE", "XVA", status=Status.THREATENED)
PROMISE = record(EventType.AID, "NOR", "XKE", status=Status.PROMISED)


def states(*records: EventRecord) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in rows_of(POSITIONS, catalogue_of(records))]


def said(one: EventRecord, report: str = "r1", published: str = "2031-05-01", words: str = "", **changes: Any) -> Any:
    return told(one, report, published, words or "the harbour troops shall leave the island", **changes)


def done(kind: EventType, source: str, target: str | None, **changes: Any) -> EventRecord:
    made = record(kind, source, target)
    return told(made, "r2", "2031-05-09", "the harbour troops left the island", **changes)


@pytest.mark.parametrize(
    ("position", "later", "state"),
    [
        (DEMAND, done(EventType.RETREAT, "XVA", "XKE"), "met"),
        (DEMAND, done(EventType.RETREAT, "NOR", "XKE"), "open"),
        (DEMAND, done(EventType.REJECT, "XVA", "XKE"), "refused"),
        (DEMAND, done(EventType.RETREAT, "XVA", "XKE", status=Status.REFUSED), "refused"),
        (THREAT, done(EventType.SANCTION, "XKE", "XVA"), "carried out"),
        (THREAT, done(EventType.SANCTION, "XKE", "NOR"), "open"),
        (THREAT, done(EventType.SANCTION, "XKE", "XVA", status=Status.DENIED), "contradicted"),
        (PROMISE, done(EventType.AID, "NOR", "XKE"), "carried out"),
        (PROMISE, done(EventType.AID, "NOR", "XVA"), "open"),
        (PROMISE, done(EventType.SANCTION, "NOR", "XKE"), "broken"),
        (PROMISE, done(EventType.AID, "NOR", "XKE", speakers=[speaker(actor("NOR"))]), "open"),
        (PROMISE, done(EventType.AID, "NOR", "XKE", polarity=Polarity.NEGATIVE), "open"),
        (PROMISE, done(EventType.AID, "NOR", "XKE", status=Status.PLANNED), "open"),
        (PROMISE, done(EventType.AID, "NOR", "XKE", status=Status.HISTORICAL), "open"),
    ],
)
def test_what_came_later_decides(position: EventRecord, later: EventRecord, state: str) -> None:
    assert states(said(position), later)[0][1] == state


def test_an_act_before_the_words_decides_nothing() -> None:
    before = told(record(EventType.AID, "NOR", "XKE"), "r0", "2031-04-01", "the harbour got its aid")
    assert states(before, said(PROMISE)) == [("promises", "open")]


def test_a_position_said_again_is_one_and_stays_what_it_is() -> None:
    (row,) = rows_of(POSITIONS, catalogue_of([said(DEMAND), said(DEMAND, "r2", "2031-05-11")]))
    assert (row["state"], row["mentions"], row["first_known"], row["last_known"]) == (
        "repeated", 2, "2031-05-01", "2031-05-11",
    )  # fmt: skip
    (alone,) = rows_of(POSITIONS, catalogue_of([said(DEMAND)]))
    assert alone["position_id"] == row["position_id"]
    assert (row["holder"], row["addressee"], row["about"]) == ("XKE", "XVA", "RETREAT")


def test_what_is_said_after_it_was_settled_is_a_new_position() -> None:
    kept = told(record(EventType.AID, "NOR", "XKE"), "r2", "2031-05-09", "the harbour got its aid")
    assert states(said(PROMISE), kept, said(PROMISE, "r3", "2031-05-20")) == [
        ("promises", "carried out"),
        ("promises", "open"),
    ]


def test_two_sums_are_two_promises_and_long_silence_ends_one() -> None:
    assert len(states(said(DEMAND), said(DEMAND, "r2", "2031-12-01"))) == 2
    assert len(states(said(DEMAND), said(DEMAND, "r2", "2031-05-02", times=[day("2031-07-01")]))) == 1


def test_a_threat_is_withdrawn_by_words_that_share_a_word_with_it() -> None:
    threat = said(THREAT, words="it will close the strait to the ships of its neighbour")
    about = told(
        record(EventType.CONCEDE, "XKE", "XVA"), "r2", "2031-05-09", "it dropped its threat to close the strait"
    )
    (row,) = [r for r in rows_of(POSITIONS, catalogue_of([threat, about])) if r["kind"] == "threatens"]
    assert (row["state"], row["reasons"]) == ("withdrawn", ["r2:0"])
    other = told(record(EventType.CONCEDE, "XKE", "XVA"), "r2", "2031-05-09", "it dropped its objection to a loan")
    assert ("threatens", "open") in states(threat, other)


def test_who_speaks_for_protesters_does_not_speak_for_the_state() -> None:
    crowd = record(EventType.REQUEST, None, "XKE", sources=[actor("XVA", sector="CVL")])
    (row,) = rows_of(POSITIONS, catalogue_of([said(crowd)]))
    assert row["holder"] == "XVA:CVL"


def test_rules_name_what_the_program_knows() -> None:
    for rule in outcome_rules():
        assert rule.kind in POSITION_ORDER
        assert rule.state in STATES
        assert {rule.doer, rule.receiver} <= {"holder", "addressee", "any"}
        assert rule.how in {"done", "refused", "denied"}
        assert rule.content in {"*", *EventType}
        assert rule.act in {"same", *EventType}


def test_words_of_withdrawal_are_told_from_other_uses() -> None:
    for row in read_rows("lexicons/withdrawals.csv", ("example", "counter", "kind")):
        kind, other = ("denies", "promises") if row["kind"] == "said" else ("promises", "denies")
        words = row["example"].replace("{", "").replace("}", "")
        assert tells_withdrawal(words, kind)
        assert not tells_withdrawal(words, other)
        assert not tells_withdrawal(row["counter"], kind)


def test_who_is_said_to_mean_harm_has_threatened_nobody() -> None:
    alleged = record(EventType.ASSAULT, "XVA", "XKE", status=Status.THREATENED, speakers=[speaker(actor("NOR"))])
    assert rows_of(POSITIONS, catalogue_of([said(alleged)])) == []
    own = record(EventType.ASSAULT, "XVA", "XKE", status=Status.THREATENED, speakers=[speaker(actor("XVA"))])
    assert states(said(own)) == [("threatens", "open")]
