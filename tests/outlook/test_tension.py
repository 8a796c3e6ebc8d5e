"""Tension by day and pair of countries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.vocabulary import EventType, Polarity, Status
from standoff.outlook.tension import country_pairs, daily_tension, event_day
from tests.records import actor, day, record


def test_a_row_per_day_and_pair_with_the_worst_act() -> None:
    records = [
        record(EventType.ASSAULT, times=[day("2031-05-01")]),
        record(EventType.AID, "XKE", "XVA", times=[day("2031-05-01")]),
        record(EventType.CONSULT, times=[day("2031-05-02")]),
    ]
    rows = daily_tension(records).to_pylist()
    assert [(r["day"], r["actor"], r["other"], r["events"]) for r in rows] == [
        ("2031-05-01", "XKE", "XVA", 2),
        ("2031-05-02", "XKE", "XVA", 1),
    ]
    assert rows[0]["worst"] == records[0].intensity
    assert rows[0]["mean_intensity"] == pytest.approx((records[0].intensity + records[1].intensity) / 2)


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.OCCURRED, Status.ONGOING}])
def test_only_what_happened_counts(status: Status) -> None:
    assert daily_tension([record(status=status)]).num_rows == 0


def test_what_did_not_happen_does_not_count() -> None:
    assert daily_tension([record(polarity=Polarity.NEGATIVE)]).num_rows == 0


def test_the_report_s_day_stands_in_and_without_one_nothing_is_counted() -> None:
    assert event_day(record()) == ("2031-05-07", 1)
    assert event_day(record(times=[day("2031-05-01")])) == ("2031-05-01", 0)
    assert event_day(record(published=None)) == (None, 1)
    (row,) = daily_tension([record(), record(times=[day("2031-05-07")])]).to_pylist()
    assert (row["events"], row["inferred_days"]) == (2, 1)
    assert daily_tension([record(published=None)]).num_rows == 0


def test_mutual_acts_join_their_sources() -> None:
    both = record(EventType.CONSULT, sources=[actor("XVA"), actor("XKE"), actor("NOR")], targets=[])
    assert country_pairs(both) == {("XKE", "XVA"), ("NOR", "XVA"), ("NOR", "XKE")}


def test_nobody_is_in_tension_with_himself_or_with_the_unknown() -> None:
    assert country_pairs(record(source="XVA", target="XVA")) == set()
    assert country_pairs(record(target=None)) == set()
    assert country_pairs(record(source=None)) == set()


@given(st.lists(st.sampled_from(list(EventType)), max_size=12))
def test_swapping_the_sides_changes_nothing(types: list[EventType]) -> None:
    forth = daily_tension([record(kind, "XVA", "XKE") for kind in types])
    assert forth.equals(daily_tension([record(kind, "XKE", "XVA") for kind in types]))
