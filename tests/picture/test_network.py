"""Ties between countries."""

import pytest

from standoff.core.vocabulary import EventType
from standoff.picture.network import find_ties
from tests.records import actor, record


def test_a_tie_has_a_direction_and_counts_by_quad() -> None:
    first, second = find_ties(
        [record(EventType.ASSAULT), record(EventType.AID), record(EventType.ASSAULT, "XKE", "XVA")],
    )
    assert (first.source, first.target, first.cooperation, first.conflict) == ("XVA", "XKE", 1, 1)
    assert (second.source, second.target, second.cooperation, second.conflict) == ("XKE", "XVA", 0, 1)
    assert second.mean_intensity == pytest.approx(record(EventType.ASSAULT).intensity)


def test_mutual_acts_count_once_each_way() -> None:
    both = record(EventType.CONSULT, sources=[actor("XVA"), actor("XKE")], targets=[])
    assert {(t.source, t.target, t.cooperation) for t in find_ties([both])} == {("XVA", "XKE", 1), ("XKE", "XVA", 1)}


def test_two_actors_of_one_country_are_one_side() -> None:
    (tie,) = find_ties([record(sources=[actor("XVA", sector="MIL"), actor("XVA", sector="GOV")])])
    assert tie.conflict == 1


def test_the_unknown_and_oneself_make_no_tie() -> None:
    assert find_ties([record(source=None), record(target="XVA"), record(target=None)]) == []


def test_the_busiest_tie_comes_first_and_equals_by_name() -> None:
    ties = find_ties([record(), record(), record(source="NOR"), record(source="FIN")])
    assert [(t.source, t.conflict) for t in ties] == [("XVA", 2), ("FIN", 1), ("NOR", 1)]
