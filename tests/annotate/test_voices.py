"""The author's own voice (`tests/cases/voices.csv`): kind and cue; `none` where nobody judges, or somebody else."""

import pytest

from standoff.core.document import DocumentView
from tests.case_files import Row, parametrized, read_cases, share_known_wrong
from tests.coded import code_text, code_texts

CASES = read_cases("voices")
KNOWN_WRONG_CEILING = 0.35
"""Largest share of rows that may be marked as known to be wrong."""


@pytest.fixture(scope="module")
def views() -> dict[str, DocumentView]:
    """Give the annotated view of every row."""
    texts = [row["text"] for row in CASES]
    return dict(zip(texts, code_texts(texts), strict=True))


@pytest.mark.parametrize("row", parametrized(CASES))
def test_voices(row: Row, views: dict[str, DocumentView]) -> None:
    view = views[row["text"]]
    found = [(v.kind.value, view.text[v.cue_start : v.cue_end]) for v in view.rows("voices")]
    assert found == ([] if row["kind"] == "none" else [(row["kind"], row["cue"])])


def test_few_rows_are_known_wrong() -> None:
    assert share_known_wrong(CASES) <= KNOWN_WRONG_CEILING


def test_a_question_in_a_report_is_one_sentence() -> None:
    view = code_text("The ships are gone. Will they come back? Nobody knows.")
    (voice,) = view.rows("voices")
    assert view.text[voice.start : voice.end] == "Will they come back?"
    assert voice.sentence == 1
