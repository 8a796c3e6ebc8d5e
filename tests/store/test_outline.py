"""What the manifest tells of a part's events: enough to leave a file out, and never one that holds an answer."""

import pytest

from standoff.store.outline import Outline, join_outlines, join_stretches

OUTLINE = Outline({"ASSAULT": [("2031-03-01", "2031-03-09")], "REQUEST": []}, ["nld", "us"])


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ({}, True),
        ({"type": "ASSAULT"}, True),
        ({"type": "AID"}, False),
        ({"type": "REQUEST"}, True),
        ({"type": "REQUEST", "since": "2031-01-01"}, False),
        ({"since": "2031-03-09"}, True),
        ({"since": "2031-03-10"}, False),
        ({"until": "2031-03-01"}, True),
        ({"until": "2031-02-28"}, False),
        ({"side": "NLD"}, True),
        ({"side": "US"}, True),
        ({"side": "NOR"}, False),
        ({"side": "Norway"}, True),
    ],
)
def test_what_cannot_be_there_is_known(asked: dict[str, str], held: bool) -> None:
    assert OUTLINE.may_hold(**asked) is held


def test_stretches_that_lie_close_are_one() -> None:
    found = join_stretches([("2031-05-01", "2031-05-02"), ("2031-03-01", "2031-03-20"), ("2031-03-30", "2031-03-30")])
    assert found == [("2031-03-01", "2031-03-30"), ("2031-05-01", "2031-05-02")]
    other = Outline({"ASSAULT": [("2031-03-08", "2031-03-12")], "AID": []}, ["nor"])
    both = Outline({"AID": [], "ASSAULT": [("2031-03-01", "2031-03-12")], "REQUEST": []}, ["nld", "nor", "us"])
    assert join_outlines([OUTLINE, other]) == both
    assert join_outlines([OUTLINE, None]) is None
