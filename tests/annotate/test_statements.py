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
    return dict(zip(marked, code_texts([unmark(text)[0] for text in marked]), strict=True))


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
