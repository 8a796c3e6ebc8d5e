"""The same act told again in one report points at its first telling."""

import pytest

from tests.coded import code_text

SAME = [
    "Kestria expelled the Valdoran envoy on Monday.\n\nAll was calm. Kestria expelled the envoy of Valdora.",
    "Valdora and Kestria signed a truce.\n\nIt rained all day. Valdora and Kestria signed the truce in a tent.",
]
OTHER = [
    "Kestria expelled the Valdoran envoy on Monday.\n\nValdora expelled the Kestrian envoy.",
    "Kestria expelled the Valdoran envoy on 3 May 2031.\n\nKestria expelled the Valdoran envoy on 12 April 2031.",
    "Kestria attacked Valdora on Monday.\n\nKestria will attack Valdora again, the premier said.",
    "Kestria attacked Valdora.\n\nKestria did not attack Valdora on Sunday.",
    "Kestria attacked Valdora and Kestria attacked Norway.",
]


@pytest.mark.parametrize("text", SAME)
def test_a_second_telling_points_at_the_first(text: str) -> None:
    view = code_text(text)
    row = view.rows("repeats")[0]
    first, again = view.rows("events")[row.first], view.rows("events")[row.event]
    assert first.type is again.type
    assert first.start < again.start


@pytest.mark.parametrize("text", OTHER)
def test_like_acts_are_not_the_same(text: str) -> None:
    view = code_text(text)
    assert view.rows("events")
    assert not view.rows("repeats")
