"""Who says what (`tests/cases/statements.csv`): speaker `[S:...]`, cue `{...}`, content `[C:...]`.

Content in several pieces counts from the first to the last. Quotation marks and stops at its ends may be in or out.
Kind `none` means that nothing is said; `|` stands between values that are both right, `-` is null.
"""

import re

import pytest

from standoff.core.document import DocumentView
from standoff.core.layers import Statement
from tests.case_files import Row, parametrized, read_cases, share_known_wrong, unmark
from tests.coded import code_text, code_texts

CASES = read_cases("statements")
KNOWN_WRONG_CEILING = 0.25
"""Largest share of rows that may be marked as known to be wrong."""
EDGES = " .,:;!?\"“”'’"


@pytest.fixture(scope="module")
def views() -> dict[str, DocumentView]:
    """Give the annotated view of every row, by its marked text."""
    marked = [row["text"] for row in CASES]
    return dict(zip(marked, code_texts([unmark(text)[0] for text in marked], coder=False), strict=True))


def words(text: str, start: int, end: int) -> str:
    found = text[start:end].strip(EDGES).lower()
    return re.sub("^(the|an?|that|whether) ", "", re.sub("^(that|whether) ", "", found))


def told(view: DocumentView, row: Statement) -> tuple[str, str, str]:
    source = words(view.text, row.source_start, row.source_end) if row.source_start is not None else "-"
    return source, view.text[row.cue_start : row.cue_end], words(view.text, row.start, row.end)


@pytest.mark.parametrize("row", parametrized(CASES))
def test_statements(row: Row, views: dict[str, DocumentView]) -> None:
    view = views[row["text"]]
    found = view.rows("statements")
    if row["kind"] == "none":
        assert not [told(view, s) for s in found]
        return
    text, spans = unmark(row["text"])
    (cue,) = spans["{"]
    here = [s for s in found if s.cue_start < cue[1] and cue[0] < s.cue_end]
    assert len(here) == 1, [told(view, s) for s in found]
    (source,) = spans["S"]
    content = words(text, spans["C"][0][0], spans["C"][-1][1])
    assert told(view, here[0]) == (words(text, *source), text[cue[0] : cue[1]], content)
    assert here[0].kind in row["kind"].split("|")
    assert here[0].directness == row["directness"]
    assert (here[0].basis or "-") in row["basis"].split("|")


def test_few_rows_are_known_wrong() -> None:
    assert len(CASES) >= 40
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    view = code_text("“The bridge is safe,” said the Valdoran minister. “We have checked every bolt of it.”")
    first, second = view.rows("statements")
    assert (second.source_start, second.source_end) == (first.source_start, first.source_end)
    assert view.text[second.start : second.end] == "“We have checked every bolt of it.”"


def test_a_statement_of_a_ministry_is_its_own_voice() -> None:
    view = code_text("Ministry of Foreign Affairs of Valdora\n\nKestria has closed the strait. Nobody told us why.")
    house = [row for row in view.rows("statements") if row.maker.endswith(":house")]
    assert len(house) == 1
    assert house[0].source_start == 0
    assert "Nobody told us why." in view.text[house[0].start : house[0].end]


def test_chains_begin_with_the_innermost_speaker() -> None:
    text = "The Kestrian army said the Valdoran minister had admitted that his troops attacked the mill."
    view = code_text(text)
    (at,) = [n for n, e in enumerate(view.rows("events")) if text[e.start : e.end] == "attacked"]
    chain = [view.rows("statements")[n] for n in view.rows("circumstances")[at].statements]
    assert [text[s.cue_start : s.cue_end] for s in chain] == ["admitted", "said"]


def contents(text: str) -> list[str]:
    """Give what the statements of a text say, in their order."""
    return [text[row.start : row.end] for row in code_text(text).rows("statements")]


def test_a_quotation_of_several_sentences_is_one_statement() -> None:
    text = "“The ford is open. We crossed it at dawn,” the Valdoran envoy said."
    assert contents(text) == ["“The ford is open. We crossed it at dawn,”"]


def test_a_quotation_goes_on_in_the_next_paragraph_only_if_it_was_left_open() -> None:
    left_open = "“The ford is open,” the envoy said. “We crossed it.\n\n“Nobody shot at us.”"
    closed = "“The ford is open,” the envoy said. “We crossed it.”\n\n“Nobody shot at us.”"
    assert contents(left_open)[-1] == "“Nobody shot at us.”"
    assert contents(closed)[-1] == "“We crossed it.”"


def test_a_word_in_quotation_marks_is_no_statement() -> None:
    assert contents("The so-called “ghost army” left the valley.") == []


def test_a_new_cue_takes_the_quotation_behind_it() -> None:
    text = "“The ford is open,” the envoy said. The Kestrian general replied: “The ford is mined.”"
    first, second = code_text(text).rows("statements")
    assert text[first.source_start : first.source_end] == "the envoy"
    assert text[second.source_start : second.source_end] == "The Kestrian general"


def test_what_follows_a_colon_is_said_by_an_office_but_not_by_a_country() -> None:
    assert contents("Minister: the talks have failed\n\nNobody signed.") == ["the talks have failed"]
    assert contents("Valdora: the talks have failed\n\nNobody signed.") == []


def test_a_dash_and_a_name_sign_a_quotation() -> None:
    text = "“We never saw the fleet again.” — Anna Brisk"
    (row,) = code_text(text).rows("statements")
    assert text[row.start : row.end] == "“We never saw the fleet again.”"
    assert (row.source_start, row.source_end) == (text.index("Anna"), len(text))


def test_a_promise_of_silence_makes_an_unnamed_source() -> None:
    named = code_text("A Valdoran diplomat said that the deal was close.").rows("statements")[0]
    unnamed = code_text("A Valdoran diplomat said on condition of anonymity that the deal was close.").rows(
        "statements"
    )[0]
    assert named.basis == "official_statement"
    assert unnamed.basis == "unnamed_source"


def test_who_denies_a_claim_does_not_make_it() -> None:
    text = "The claim that the port was shelled was denied by the Kestrian premier."
    (claim,) = [row for row in code_text(text).rows("statements") if text[row.cue_start : row.cue_end] == "claim"]
    assert claim.source_start is None


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("The Valdoran premier said Kestrian troops attacked the mill.", True),
        ("The Valdoran premier praised the troops that attacked the Kestrian mill.", False),
        ("The Valdoran premier learned that Kestrian troops attacked the mill.", False),
        ("The Valdoran premier feared that Kestrian troops attacked the mill.", True),
        ("The Valdoran premier grumbled that Kestrian troops attacked the mill.", True),
        ("The Valdoran premier heard that Kestrian troops attacked the mill.", True),
        ("The Valdoran premier asked whether Kestrian troops attacked the mill.", True),
    ],
)
def test_only_a_claim_puts_its_content_on_the_speakers_word(text: str, claimed: bool) -> None:
    view = code_text(text)
    (at,) = [n for n, e in enumerate(view.rows("events")) if text[e.start : e.end] == "attacked"]
    assert bool(view.rows("circumstances")[at].statements) is claimed


def test_a_call_for_attention_is_no_speaker() -> None:
    view = code_text("URGENT: Kestria shelled the mill, the ministry said.")
    assert [view.text[row.source_start : row.source_end] for row in view.rows("statements")] == ["the ministry"]
