"""Properties of the status layer on broken text, and of what it takes for a lasting property."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.annotate.syntax import build_syntax
from standoff.annotate.tense import is_generic
from tests.case_files import read_cases, unmark
from tests.coded import code_texts

WORDS = sorted({word for row in read_cases("status_pairs")[::7] for word in unmark(row["text"])[0].split()})
PIECES = [*WORDS, ";", ":", "?", "“", "”", "if", "not", "\n\n"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))
def test_every_event_has_one_status_and_cues_lie_in_the_text(words: list[str]) -> None:
    view = code_texts([" ".join(words)])[0]
    rows = view.rows("status")
    assert [row.event for row in rows] == list(range(len(view.rows("events"))))
    for row in rows:
        for start, end in ((row.cue_start, row.cue_end), (row.condition_start, row.condition_end)):
            assert (start is None) == (end is None)
            assert start is None or (end is not None and 0 <= start < end <= len(view.text))


@pytest.mark.parametrize(
    ("text", "word", "generic"),
    [
        ("The island has two harbours.", "has", True),
        ("The island had two harbours.", "had", False),
        ("The navy patrols the strait.", "patrols", False),
        ("The fleet includes nine tugs.", "includes", True),
        ("The fleet will include nine tugs.", "include", False),
    ],
)
def test_lasting_properties_stand_in_the_simple_present(text: str, word: str, generic: bool) -> None:
    syntax = code_texts([text])[0].derive(build_syntax)
    assert is_generic(syntax, syntax.words.index(word)) is generic


def test_the_condition_of_an_act_is_marked() -> None:
    view = code_texts(["Valdora will attack Kestria unless the dam is opened."])[0]
    ((start, end),) = [(row.condition_start, row.condition_end) for row in view.rows("status")]
    assert start is not None
    assert view.text[start:end] == "unless the dam is opened"


def test_a_semicolon_parts_what_is_demanded_from_what_happened() -> None:
    view = code_texts(["Valdora shelled the Kestrian port; Norway demanded talks with Valdora."])[0]
    by_word = {view.text[row.start : row.end]: row.status for row in view.rows("status")}
    assert by_word["shelled"] == "occurred"
