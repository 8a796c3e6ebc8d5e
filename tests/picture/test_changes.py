"""What changed between two states of knowledge, the checks before printing, and the forms of the page."""

from dataclasses import replace

import pytest

from standoff import api
from standoff.core.vocabulary import EventType, Status
from standoff.picture.brief import Brief
from standoff.picture.changes import KINDS, find_changes
from standoff.picture.checking import find_flaw
from standoff.picture.importance import WEIGHTS
from standoff.picture.lines import Against, Grade, Line, Mark, Standing
from standoff.web.markdown import escape, render_markdown
from standoff.web.typeset import brief_values, render_pdf
from tests.records import record

TEXT = "Valdora moved its tugs. Kestria protested."
MARK = Mark(1, 1, "d", 0, 23)
EMPTY = Brief([], [], [], [], [], [], [], [], [], [])


def line(**changes: object) -> Line:
    return replace(Line(None, "Valdora", None, "Move", "Valdora moved its tugs.", None, [MARK], [], id="c1"), **changes)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (
            {},
            {"against": [Against("denies", "denied", "Kestria protested.", [Mark(1, 2, "d", 24, 42)])]},
            "contradicted",
        ),
        ({"standing": Standing("open", None, [])}, {"standing": Standing("took_place", "told", [MARK])}, "resolved"),
        ({"standing": Standing("open", None, [])}, {"standing": Standing("repeated", None, [])}, "changed"),
        ({"grade": Grade("B3", "")}, {"grade": Grade("B2", "")}, "changed"),
        ({"when": None}, {"when": "2031-05-02"}, "changed"),
        ({"id": "other"}, {}, "new"),
    ],
)
def test_kinds_of_change(before: dict[str, object], after: dict[str, object], kind: str) -> None:
    old, new = replace(EMPTY, timeline=[line(**before)]), replace(EMPTY, timeline=[line(**after)])
    assert [c.kind for c in find_changes(old, new, "2031-05-01", None).changes] == [kind]
    assert find_changes(new, new, "2031-05-01", None).changes == []


def test_a_line_that_is_joined_to_another_is_told() -> None:
    old = replace(EMPTY, timeline=[line(events=["d:0"]), line(id="c2", events=["d:1"])])
    new = replace(EMPTY, timeline=[line(events=["d:0", "d:1"])])
    (change,) = find_changes(old, new, "2031-05-01", None).changes
    assert (change.kind, change.line.id) == ("changed", "c1")


@pytest.mark.parametrize(
    ("changes", "flawed"),
    [
        ({}, False),
        ({"words": "Valdora sank its tugs."}, True),
        ({"words": "… moved its tugs."}, False),
        ({"marks": []}, True),
        ({"marks": [Mark(1, 1, "d", 0, 99)]}, True),
        ({"against": [Against("denies", "denied", "Norway protested.", [MARK])]}, True),
        ({"events": ["d1:0"]}, True),
    ],
)
def test_no_line_is_printed_whose_words_do_not_stand_there(changes: dict[str, object], flawed: bool) -> None:
    one = record(EventType.MOBILIZE, status=Status.OCCURRED, doc_id="d")
    found = find_flaw(line(**changes), {"d": TEXT}, {"d1:0": one})
    assert (found is not None) == flawed


def test_the_parts_of_importance_make_a_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_markdown_and_pdf_hold_the_page() -> None:
    brief = replace(EMPTY, timeline=[line(words="Valdora moved its *tugs*.", grade=Grade("B2", "why"))])
    assert "Valdora moved its \\*tugs\\*.” B2" in render_markdown(brief)
    assert escape("a_b\n[c]") == "a\\_b \\[c\\]"
    assert "#panic()" in str(brief_values(replace(EMPTY, timeline=[line(words="#panic()")])))
    assert render_pdf(replace(EMPTY, timeline=[line(words="#panic() $x$ ”")])).startswith(b"%PDF")


def test_the_example_changed_since_a_day() -> None:
    reports = api.read_text(
        "OSLO, 3 February 2031 (Fjord Press) - Norway expelled two Icelandic diplomats on Monday.",
        published="2031-02-03",
    )
    found = api.changes(reports, "2031-02-01")
    assert found.reports == 1
    assert {change.kind for change in found.changes} == {"new"} <= set(KINDS)
    with pytest.raises(api.StandoffError, match="earlier"):
        api.changes(reports, "2031-02-01", as_of="2031-01-01")
