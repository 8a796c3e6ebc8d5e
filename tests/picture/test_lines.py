"""Lines and figures: short words that stand in the text, and one line per quantity."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.vocabulary import Basis, Bound, Certainty, Polarity, Status
from standoff.picture.brief import Brief, build_brief
from standoff.picture.figure_lines import quantity
from standoff.picture.lines import QUOTE_LENGTH, Line, name_side, shorten, status_note, when_of
from standoff.run.corpus import open_picture
from standoff.store.records import Span, TimeRecord
from tests.coded import example_case
from tests.records import actor, day, record, speaker


def figure(value: float | None = 12, **known: object) -> dict[str, object]:
    made = {"value": value, "low": value, "high": value, "bound": Bound.EXACT, "unit": None, "currency": None}
    return made | known


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (figure(15000), "15,000"),
        (figure(15000, bound=Bound.ABOUT), "about 15,000"),
        (figure(15000, bound=Bound.AT_LEAST), "at least 15,000"),
        (figure(None, low=12, high=15, bound=Bound.RANGE), "12 to 15"),
        (figure(None, low=12, high=None, bound=Bound.AT_LEAST), "at least 12"),
        (figure(None, low=None, high=12, bound=Bound.AT_MOST), "at most 12"),
        (figure(4.9e9, currency="USD"), "USD 4,900,000,000"),
        (figure(2.5, unit="percent"), "2.5 percent"),
        (figure(0), "0"),
    ],
)
def test_quantities_in_words(row: dict[str, object], words: str) -> None:
    assert quantity(row) == words


@given(
    st.text(alphabet="ab \n", min_size=1, max_size=600), st.integers(0, 600), st.integers(0, 600), st.integers(0, 600)
)
def test_shortened_words_stand_in_the_text_and_hold_what_must_stay(text: str, a: int, b: int, c: int) -> None:
    start, keep, end = sorted(min(n, len(text)) for n in (a, b, c))
    keep_end = min(end, keep + 5)
    words = shorten(text, start, end, keep, keep_end)
    bare = words.removeprefix("… ").removesuffix(" …")
    assert bare in re.sub(r"\s+", " ", text[start:end])
    assert re.sub(r"\s+", " ", text[keep:keep_end]).strip() in bare
    if end - start <= QUOTE_LENGTH:
        assert "…" not in words


def test_sides_are_named_once_with_their_codes() -> None:
    side = [actor("XVA", name="Valdora"), actor("XVA", name="Valdora"), actor(None, text="the\ncrew")]
    assert name_side(side) == "Valdora (XVA), the crew"
    assert name_side([]) is None


def test_open_times_stay_open() -> None:
    after = TimeRecord(0, 5, "after 9 June", "2031-06-09/..", "2031-06-09", None, "stated")
    before = TimeRecord(0, 5, "before 9 June", "../2031-06-09", None, "2031-06-09", "stated")
    vague = TimeRecord(0, 5, "soon", None, None, None, None)
    assert when_of([after]) == "2031-06-09.."
    assert when_of([before]) == "..2031-06-09"
    assert when_of([vague]) is None
    assert when_of([vague, day("2031-05-01")]) == "2031-05-01"


def test_what_limits_a_line_is_said() -> None:
    one = record(
        status=Status.PLANNED,
        polarity=Polarity.NEGATIVE,
        certainty=Certainty.POSSIBLE,
        condition=Span(0, 10, "if it\nrains"),
        speakers=[speaker(actor("XKE", name="Oda Lund")), speaker(None, basis=Basis.SATELLITE)],
    )
    assert status_note(one) == (
        "not; planned; according to Oda Lund; according to satellite; possible; on condition: “if it rains”"
    )
    assert status_note(one, with_status=False) == (
        "according to Oda Lund; according to satellite; on condition: “if it rains”"
    )
    assert status_note(record()) is None


def test_a_denier_is_named_as_such() -> None:
    assert status_note(record(speakers=[speaker(actor("XVA", name="Valdora"), kind="denies")])) == "denied by Valdora"


# -- the brief of the example case ----------------------------------------------------------------


@pytest.fixture(scope="module")
def brief() -> Brief:
    case = example_case()
    return build_brief(open_picture(case.views), case.issues)


def all_lines(brief: Brief) -> list[Line]:
    found = [*brief.timeline, *brief.agenda, *brief.figures, *brief.questions, *brief.assessments]
    found += [position.line for holder in brief.positions for position in holder.positions]
    return found + [line for claim in brief.claims for line in (claim.line, *claim.denials)]


def test_every_line_s_words_stand_in_the_text_at_its_first_mark(brief: Brief) -> None:
    texts = {view.doc.doc_id: view.text for view in example_case().views}
    for line in all_lines(brief):
        first = line.marks[0]
        marked = " ".join(texts[first.doc_id][first.start : first.end].split())
        bare = line.words.removeprefix("… ").removesuffix(" …")
        assert bare in marked or marked in bare, (line.words, marked)
        assert bare in " ".join(texts[first.doc_id].split())


def test_every_mark_points_into_its_sentence(brief: Brief) -> None:
    views = {view.doc.doc_id: view for view in example_case().views}
    numbers = {report.number: report.doc_id for report in brief.reports}
    for line in all_lines(brief):
        assert line.marks
        for found in line.marks:
            assert numbers[found.report] == found.doc_id
            sentence = views[found.doc_id].rows("sentences")[found.sentence - 1]
            assert found.start < found.end
            assert found.start < sentence.end
            assert sentence.start < found.end


def test_nothing_is_called_what_the_text_does_not_call_it(brief: Brief) -> None:
    names = {"Valdora", "Kestria", "Norway", "Turkey", "United States", "European Union"}
    known = {record for view in example_case().views for record in (i.name for i in view.rows("identities")) if record}
    assert names <= known | names
    for line in [*brief.timeline, *brief.agenda]:
        assert line.who is None or line.who.strip()


def test_events_behind_the_lines_exist(brief: Brief) -> None:
    sizes = {view.doc.doc_id: len(view.rows("events")) for view in example_case().views}
    for line in all_lines(brief):
        for event in line.events:
            doc_id, _, at = event.rpartition(":")
            assert int(at) < sizes[doc_id]


def test_copies_are_named_in_the_head(brief: Brief) -> None:
    by_name = {report.name: report for report in brief.reports}
    original = by_name["2031-03-12-wire-build-up.txt"]
    assert by_name["2031-03-13-courier-build-up-copy.txt"].copy_of == original.number
    assert original.copy_of is None


def test_the_order_of_reports_changes_nothing(brief: Brief) -> None:
    case = example_case()
    assert build_brief(open_picture(case.views[::-1]), case.issues) == brief
