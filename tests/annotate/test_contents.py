"""Which act is about which (`tests/cases/contents.csv`): the speech act `[A:...]` is about every act `[B:...]`.

Acts marked `[N:...]` are not the content of `[A:...]`, nor of each other.
"""

import pytest

from standoff.core.document import DocumentView
from tests.case_files import Row, parametrized, read_cases, share_known_wrong, unmark
from tests.coded import code_texts

CASES = read_cases("contents")
KNOWN_WRONG_CEILING = 0.35
"""Largest share of rows that may be marked as known to be wrong."""


@pytest.fixture(scope="module")
def views() -> dict[str, DocumentView]:
    """Give the annotated view of every row, by its marked text."""
    marked = [row["text"] for row in CASES]
    return dict(zip(marked, code_texts([unmark(text)[0] for text in marked], coder=False), strict=True))


def event_at(view: DocumentView, span: tuple[int, int]) -> int:
    here = [n for n, e in enumerate(view.rows("events")) if e.start < span[1] and span[0] < e.end]
    assert here, f"no event at {view.text[span[0] : span[1]]!r}"
    return here[0]


@pytest.mark.parametrize("row", parametrized(CASES))
def test_contents(row: Row, views: dict[str, DocumentView]) -> None:
    view = views[row["text"]]
    spans = unmark(row["text"])[1]
    links = {(c.event, c.about) for c in view.rows("contents")}
    acts = [event_at(view, span) for span in spans.get("A", [])]
    told = [event_at(view, span) for span in spans.get("B", [])]
    others = [event_at(view, span) for span in spans.get("N", [])]
    assert {(a, b) for a in acts for b in told} <= links
    assert not {(a, n) for a in (*acts, *others) for n in others} & links


def test_few_rows_are_known_wrong() -> None:
    assert len(CASES) >= 20
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING
