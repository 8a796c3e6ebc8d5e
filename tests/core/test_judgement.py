"""Judgements: checked when they are made, read back from the journal, undone and put back."""

import json
from typing import Any

import pytest

from standoff.core.errors import SettingsError
from standoff.core.judgement import Action, details_of, judgement_of, standing, targets_of

AT = "2031-05-07T09:30:00+00:00"


def line(number: int, action: str, *targets: str, at: str = AT, who: str = "Ada", **details: Any) -> dict[str, Any]:
    quoted = ["x" * (int(t.split(":")[2]) - int(t.split(":")[1])) for t in targets]
    rest = json.dumps(details)
    return {
        "number": number, "at": at, "who": who, "decision": action, "targets": list(targets), "quoted": quoted,
        "details": rest,
    }  # fmt: skip


def test_a_line_comes_back_as_it_was() -> None:
    row = judgement_of(line(1, "correct_actor", "d1:3:9", value="Iceland", country="ISL", note="a slip"))
    assert row.action is Action.CORRECT_ACTOR
    assert targets_of(row) == ["d1:3:9"]
    assert details_of(row) == {"value": "Iceland", "country": "ISL", "note": "a slip"}


def test_what_is_undone_does_not_count_until_the_undo_is_undone() -> None:
    rows = [judgement_of(line(1, "confirm", "d1:3:9")), judgement_of(line(2, "undo", undoes=1))]
    assert standing(rows) == []
    assert standing([*rows, judgement_of(line(3, "undo", undoes=2))]) == rows[:1]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (line(1, "shout", "d1:3:9"), "'shout' is none of confirm"),
        (line(1, "confirm"), "needs at least 1 mention"),
        (line(1, "merge", "d1:3:9"), "needs at least 2 mention"),
        (line(1, "confirm", "d1:3:9", who=" "), "no name to it"),
        (line(1, "confirm", "d1:3:9", at="today"), "is not ISO 8601"),
        (line(1, "confirm", "d1:3:9", at="2031-05-07T09:30:00"), "offset from UTC"),
        (line(1, "grade_claim", "d1:3:9", value="7"), "needs one of 1, 2"),
        (line(1, "grade_source", value="B"), "needs the id of a source"),
        (line(1, "correct_actor", "d1:3:9"), "found neither"),
        (line(1, "undo"), "needs the number"),
        (line(1, "confirm", "d1:3:9") | {"targets": ["d1"]}, "is no span"),
        (line(1, "confirm", "d1:3:9") | {"quoted": ["too long for it"]}, "no span with its words"),
    ],
)
def test_what_is_wrong_is_said(row: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        judgement_of(row)
