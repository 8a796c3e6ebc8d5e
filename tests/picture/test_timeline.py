"""What may stand in the timeline, the agenda and the network: a property over event records made at random."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.core.document import DocumentView
from standoff.core.layers import Sentence
from standoff.core.vocabulary import Certainty, EventType, Polarity, Status
from standoff.picture.brief import Brief, build_brief
from standoff.picture.evidence import HAPPENED
from standoff.picture.stances import POSITION_OF_TYPE
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import catalogue_tables
from standoff.store.records import EventRecord, Span, events_table
from tests.coded import document
from tests.records import TEXT, actor, day, record, speaker


def brief_of(records: Sequence[EventRecord]) -> Brief:
    """Build the brief of records that one report is said to hold."""
    view = DocumentView(document(TEXT, name="d1"), {"sentences": [Sentence(0, len(TEXT), "test/1")], "statements": []})
    tables = catalogue_tables([view]) | {"events": events_table(list(records))}
    connection = duckdb.connect()
    for name, table in tables.items():
        connection.register(name, table)
    run_steps(connection, CORPUS_STEPS)
    return build_brief(connection, [])


SPEAKERS = st.lists(
    st.builds(
        speaker,
        st.sampled_from([None, actor("XVA", sector="GOV"), actor("XKE", name="Oda Lund")]),
        kind=st.sampled_from(["asserts", "denies", "demands", "confirms", "expects", "shows"]),
    ),
    max_size=2,
)
RECORDS = st.builds(
    record,
    st.sampled_from(list(EventType)),
    st.sampled_from(["XVA", "XKE", None]),
    st.sampled_from(["XVA", "XKE", None]),
    status=st.sampled_from(list(Status)),
    polarity=st.sampled_from(list(Polarity)),
    certainty=st.sampled_from(list(Certainty)),
    speakers=SPEAKERS,
    content_of=st.sampled_from([None, "d1:99"]),
    times=st.sampled_from([[], [day("2031-05-01")], [day("2031-06-01")]]),
)
"""Any event record that one report might give."""


FEW = settings(max_examples=10, deadline=None)
"""A brief runs all steps across reports: a quarter of a second each."""


def numbered(records: Sequence[EventRecord]) -> list[EventRecord]:
    return [replace(one, event_id=f"d1:{n}", start=n, end=n + 8, text=TEXT[n : n + 8]) for n, one in enumerate(records)]


@FEW
@given(st.lists(RECORDS, max_size=8))
def test_the_timeline_holds_only_what_the_reports_tell_as_fact(drawn: list[EventRecord]) -> None:
    records = numbered(drawn)
    by_id = {one.event_id: one for one in records}
    shown = [by_id[event] for line in brief_of(records).timeline for event in line.events]
    for one in shown:
        assert one.status in {Status.OCCURRED, Status.ONGOING, Status.HISTORICAL}
        assert one.polarity is Polarity.POSITIVE
        assert one.speakers == []
        assert one.content_of is None
    assert len(shown) == len({one.event_id for one in shown})


@FEW
@given(st.lists(RECORDS, max_size=8))
def test_nothing_told_as_fact_of_somebody_is_lost(drawn: list[EventRecord]) -> None:
    records = numbered(drawn)
    made = brief_of(records)
    shown = {event for line in made.timeline for event in line.events}
    shown |= {event for holder in made.positions for position in holder.positions for event in position.line.events}
    told = {
        one.event_id
        for one in records
        if one.status in HAPPENED and one.polarity is Polarity.POSITIVE and not one.speakers and one.content_of is None
        if one.sources or one.targets
    }
    assert told <= shown


@FEW
@given(st.lists(RECORDS, max_size=8))
def test_the_agenda_holds_only_plans(drawn: list[EventRecord]) -> None:
    records = numbered(drawn)
    by_id = {one.event_id: one for one in records}
    for line in brief_of(records).agenda:
        for one in (by_id[event] for event in line.events):
            assert one.status is Status.PLANNED
            assert one.polarity is Polarity.POSITIVE


@FEW
@given(st.lists(RECORDS, max_size=8))
def test_the_network_counts_what_the_timeline_shows(drawn: list[EventRecord]) -> None:
    made = brief_of(numbered(drawn))
    if not made.timeline:
        assert made.network == []


@FEW
@given(st.lists(RECORDS, max_size=6))
def test_swapped_countries_give_swapped_lines(drawn: list[EventRecord]) -> None:
    swap = {"XVA": "XKE", "XKE": "XVA"}

    def swapped(one: EventRecord) -> EventRecord:
        sides = {
            name: [replace(a, country=swap.get(a.country, a.country), name=swap.get(a.name, a.name)) for a in side]
            for name, side in (("sources", one.sources), ("targets", one.targets))
        }
        return replace(one, **sides, speakers=[])

    records = [replace(one, speakers=[]) for one in numbered(drawn)]
    forth, back = brief_of(records), brief_of([swapped(one) for one in records])
    assert [line.events for line in forth.timeline] == [line.events for line in back.timeline]
    assert [line.what for line in forth.agenda] == [line.what for line in back.agenda]


def test_one_act_told_twice_is_one_line_with_both_marks() -> None:
    first, second = numbered([record(times=[day("2031-05-01")]), record(times=[day("2031-05-01")])])
    second = replace(second, clause=Span(9, len(TEXT), TEXT[9:]))
    (line,) = brief_of([first, second]).timeline
    assert line.events == ["d1:0", "d1:1"]
    assert [mark.start for mark in line.marks] == [0, 9]


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (record(EventType.THREATEN), "threatens"),
        (record(EventType.REQUEST), "demands"),
        (record(EventType.AGREE), "promises"),
        (record(EventType.CONCEDE), "concedes"),
        (record(EventType.REJECT), "refuses"),
        (record(EventType.ACCUSE), "accuses"),
        (record(EventType.THREATEN, mode="red-line"), "draws a red line"),
        (record(EventType.THREATEN, mode="red-line", polarity=Polarity.NEGATIVE), "draws no red line"),
        (record(EventType.AGREE, polarity=Polarity.NEGATIVE), "refuses"),
        (record(EventType.SANCTION, status=Status.THREATENED), "threatens"),
        (record(EventType.RETREAT, status=Status.PROMISED), "promises"),
        (record(EventType.RETREAT, status=Status.REFUSED, polarity=Polarity.NEGATIVE), "refuses"),
        (record(EventType.RETREAT, status=Status.DEMANDED, speakers=[speaker(actor("XKE"))]), "demands"),
        (record(EventType.ASSAULT, status=Status.PLANNED, speakers=[speaker(actor("XVA"))]), "threatens"),
        (record(EventType.THREATEN, status=Status.DENIED, polarity=Polarity.NEGATIVE), None),
        (record(EventType.THREATEN, status=Status.SPECULATED), None),
        (record(EventType.REQUEST, content_of="d1:9"), None),
        (record(EventType.ASSAULT), None),
        (record(EventType.CONSULT, status=Status.PLANNED), None),
    ],
)
def test_what_is_a_position(one: EventRecord, kind: str | None) -> None:
    made = brief_of([one])
    assert [position.kind for holder in made.positions for position in holder.positions] == ([kind] if kind else [])
    if kind is not None:
        assert made.timeline == []
        assert made.agenda == []


def test_a_demand_in_other_words_is_its_speaker_s() -> None:
    one = record(EventType.RETREAT, target=None, status=Status.DEMANDED, speakers=[speaker(actor("XKE"))])
    (holder,) = brief_of([one]).positions
    assert "XKE" in holder.actor


def test_a_denied_plan_is_on_no_agenda() -> None:
    one = record(EventType.CONSULT, status=Status.PLANNED, speakers=[speaker(actor("XVA"), kind="denies")])
    assert brief_of([one]).agenda == []


def test_a_denied_accusation_is_no_position_of_the_accused() -> None:
    made = brief_of(numbered([record(EventType.ACCUSE, status=Status.DENIED, polarity=Polarity.NEGATIVE)]))
    assert made.positions == []


def test_acts_of_speech_are_positions_by_type() -> None:
    assert set(POSITION_OF_TYPE) == {
        EventType.REQUEST, EventType.THREATEN, EventType.AGREE, EventType.CONCEDE, EventType.REJECT, EventType.ACCUSE,
    }  # fmt: skip
