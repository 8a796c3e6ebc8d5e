"""What freezing changes in a text, and what it leaves."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.read.clean import clean_label, clean_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("page\fpage\vline\u2028line\u2029end", "page\npage\nline\nline\nend"),
        ("a\x00b\x07c\x7fd\te", "abcd\te"),
        ("Cafe\u0301", "Café"),
        ("“curled” ‘quotes’ – kept", "“curled” ‘quotes’ – kept"),
        ("the mayorâ€™s plan", "the mayor’s plan"),
        ("black &amp; white", "black & white"),
        ("<p> shows\nblack &amp; white", "<p> shows\nblack &amp; white"),
        ("40\u00a0kilometres\u202fnorth", "40 kilometres north"),
        ("inter\u00adnational zero\u200bwidth \u200emark", "international zerowidth mark"),
        ("a lone \ud800 surrogate", "a lone \ufffd surrogate"),
        ("\x1b[31mred\x1b[0m words", "red words"),
        ("  margin stays  ", "  margin stays  "),
        ("", ""),
    ],
)
def test_cleaning(before: str, after: str) -> None:
    assert clean_text(before) == after


@given(st.text(max_size=200))
def test_cleaned_text_is_nfc_and_has_no_controls(text: str) -> None:
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


def test_many_lines_take_no_time() -> None:
    begin = time.perf_counter()
    assert clean_text("\n" * 1_000_000) == "\n" * 1_000_000
    assert time.perf_counter() - begin < 2


def test_labels_are_one_line() -> None:
    assert clean_label("  Two\n lines &amp; more ") == "Two lines & more"
    assert clean_label(" \n ") is None
    assert clean_label(None) is None
    assert clean_label(7) is None
