"""The event memory: what lies before a day, and nothing later."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.core.errors import SettingsError
from standoff.outlook.candidates import blocks, candidate_rows, questions_on
from standoff.outlook.counters import Counters, faded
from standoff.outlook.features import Block, columns_of
from standoff.outlook.memory import EventMemory, Facts, KeyIndex, number
from standoff.outlook.rules import RuleBook

ACTORS, RELATIONS = 6, 3
FACTS = st.lists(
    st.tuples(
        st.integers(0, ACTORS - 1), st.integers(0, RELATIONS - 1), st.integers(0, ACTORS - 1), st.integers(0, 12)
    ),
    min_size=1,
    max_size=40,
    unique=True,
)


def facts(rows: list[tuple[int, int, int, int]]) -> Facts:
    table = np.array(rows, np.int64)
    return Facts(
        table[:, 0],
        table[:, 1],
        table[:, 2],
        table[:, 3],
        root=np.array([0, 0, 1]),
        country=np.array([0, 0, 1, 1, -1, -1]),
        sector=np.array([0, 1, 0, 1, -1, -1]),
    )


@given(FACTS, st.integers(0, 13), st.integers(0, 5))
def test_an_index_finds_what_lies_between_two_days(
    rows: list[tuple[int, int, int, int]], before: int, since: int
) -> None:
    table = np.array(rows)
    query, row = KeyIndex(table[:, 0], table[:, 3], 14).past(np.arange(ACTORS), before, since)
    expected = {(s, n) for n, (s, _, _, t) in enumerate(rows) if since <= t < before}
    assert set(zip(query.tolist(), row.tolist(), strict=True)) == (expected if since <= before else set())


@settings(max_examples=25, deadline=None)
@given(FACTS, st.integers(1, 12))
def test_nothing_later_changes_what_is_known_of_a_day(rows: list[tuple[int, int, int, int]], day: int) -> None:
    past = [row for row in rows if row[3] < day] or [(0, 0, 1, 0)]
    whole = sorted({*past, *((row) for row in rows if row[3] >= day)})
    seen = []
    for known in (past, whole):
        counters = Counters(EventMemory(facts(known)))
        while counters.day < day:
            counters.advance()
        seen.append(columns_of(Block(counters, np.array([0, 1]), np.array([0, 4]))))
    for name, column in seen[0].items():
        np.testing.assert_allclose(column, seen[1][name], rtol=1e-4, atol=1e-4, err_msg=name)


@settings(max_examples=15, deadline=None)
@given(FACTS)
def test_the_order_of_the_facts_changes_nothing(rows: list[tuple[int, int, int, int]]) -> None:
    made = []
    for given_rows in (rows, rows[::-1]):
        counters = Counters(EventMemory(facts(given_rows)))
        while counters.day < 8:
            counters.advance()
        made.append(columns_of(Block(counters, np.array([2]), np.array([1]))))
    for name, column in made[0].items():
        np.testing.assert_allclose(column, made[1][name], rtol=1e-4, atol=1e-4, err_msg=name)


def test_fading_counts_follow_their_half_life() -> None:
    memory = EventMemory(facts([(0, 0, 1, 0), (0, 0, 1, 3), (0, 1, 2, 5)]))
    counters = Counters(memory)
    while counters.day < 6:
        counters.advance()
    found = columns_of(Block(counters, np.array([0]), np.array([0])))
    assert found["same_3d"][0, 1] == pytest.approx(2 ** (-6 / 3) + 2 ** (-3 / 3))
    assert found["same_gap"][0, 1] == 3
    assert found["pair_count"][0].tolist() == [0, 2, 1, 0, 0, 0]
    assert faded(np.array([15]), 15.0)[0] == pytest.approx(0.5)


def test_a_rule_counts_how_often_one_act_follows_another() -> None:
    rows = [(0, 1, 1, day) for day in range(0, 20, 2)] + [(0, 0, 1, day) for day in range(1, 20, 2)]
    memory = EventMemory(facts(rows))
    book = RuleBook(memory)
    for day in range(20):
        book.learn(day)
    fired = book.fire(np.array([0]), np.array([0]), 19)
    latest = memory.relation[fired.row].tolist().index(1)
    rule = fired.rule[latest]
    assert (book.hits[rule], book.trials[rule]) == (10, 10)
    assert book.confidence(fired.rule[latest : latest + 1])[0] == pytest.approx(10.02 / 12)
    assert memory.fact_of(fired.row)[latest] == 9


def test_candidates_hold_the_answers_and_say_which_they_are() -> None:
    memory = EventMemory(facts([(0, 0, 1, day) for day in range(6)] + [(2, 1, 3, 4)]))
    counters = Counters(memory)
    while counters.day < 5:
        counters.advance()
    actor, relation = questions_on(memory, 5)
    assert sorted(zip(actor.tolist(), relation.tolist(), strict=True)) == [(0, 0), (1, 3)]
    (block,) = blocks(counters, actor, relation)
    rows = candidate_rows(block)
    assert rows.values.shape == (len(rows.candidate), len(rows.names))
    assert sorted(rows.candidate[rows.true].tolist()) == [0, 1]
    assert rows.answers.tolist() == [1, 1]


def test_facts_must_make_sense() -> None:
    with pytest.raises(SettingsError, match="at least one row"):
        facts([(0, 0, 1, 0)]).__class__(*(np.zeros(0, np.int64),) * 4, *(np.zeros(1, np.int64),) * 3)
    with pytest.raises(SettingsError, match="count from 0"):
        facts([(0, 0, 1, -1)])
    assert number(["b", None, "a"]).tolist() == [1, -1, 0]
