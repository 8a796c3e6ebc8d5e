"""Where quotations begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.annotate.quotations import Quotations, find_quotations


def found(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No marks at all.", []),
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('She said "the ford is open" twice.', ['"the ford is open"']),
        ("''We left,'' he said.", ["''We left,''"]),
        ("«Genug», sagte er.", ["«Genug»"]),
        ("‘We left,’ he said.", ["‘We left,’"]),
        ("The boys’ boats and the girls’ boats.", []),
        ("“The ‘ghost army’ left,” he said.", ["“The ‘ghost army’ left,”"]),
        ("“We crossed it.\n\n“Nobody shot.”", ["“We crossed it.", "“Nobody shot.”"]),
        ('A pipe of 3" and nothing else.', []),
    ],
)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_word_at_arms_length_is_no_speech() -> None:
    (word,) = find_quotations("The “ghost army” left.")
    (speech,) = find_quotations("“We left,” he said.")
    assert not word.speech
    assert speech.speech


def test_a_content_takes_in_the_whole_quotation_that_it_cuts() -> None:
    text = "“We left. It was late,” he said."
    start = text.index("It was")
    assert Quotations(text).fit(start, start + 11, text.index("said")) == (0, text.index(" he"))


def test_what_is_said_inside_a_quotation_stays_inside() -> None:
    text = "“I think it rains,” he said."
    inside = Quotations(text).fit(text.index("it"), len(text), text.index("think"))
    assert inside == (text.index("it"), text.index(" he"))


TEXTS = st.text(alphabet="ab .,\n“”\"'‘’«»", max_size=60)


@given(TEXTS)
def test_quotations_lie_apart_and_in_the_text(text: str) -> None:
    rows = find_quotations(text)
    assert all(0 <= q.start < q.end <= len(text) and "\n" not in text[q.start : q.end] for q in rows)
    assert all(one.end <= other.start for one, other in pairwise(rows))


@given(TEXTS, st.integers(0, 59), st.integers(1, 60), st.integers(0, 59))
def test_a_fitted_content_lies_in_the_text(text: str, start: int, length: int, cue: int) -> None:
    end = min(start + length, len(text))
    if start >= end or cue >= len(text):
        return
    fitted = Quotations(text).fit(start, end, cue)
    assert fitted is None or 0 <= fitted[0] < fitted[1] <= len(text)
