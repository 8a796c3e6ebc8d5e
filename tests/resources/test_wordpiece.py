"""WordPiece against the reference library, on texts of ours and on random ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.resources.event_lexicon import COLUMNS, event_files
from standoff.resources.tables import read_rows, read_text
from standoff.resources.wordpiece import WordPiece

tokenizers = pytest.importorskip("tokenizers")
DATA = read_text("coder/tokenizer.json")
OURS = WordPiece(DATA)
THEIRS = tokenizers.Tokenizer.from_str(DATA)
TEXTS = [
    "Norway's prime minister won't \u201cgo\u201d \u2014 says \u00c9lys\u00e9e.",
    "\u0130stanbul \u6771\u4eac \u0645\u0635\u0631 na\u00efve co-operate",
    "a" * 101 + " b",
    "tab\tnew\nline \u00a0 nbsp\u200bzero \ufffd end",
    "",
]


def same(text: str) -> None:
    theirs = THEIRS.encode(text, add_special_tokens=False)
    assert OURS.encode(text) == (theirs.ids, [tuple(span) for span in theirs.offsets])


@pytest.mark.parametrize("text", TEXTS)
def test_chosen_texts(text: str) -> None:
    same(text)


def test_all_examples_of_the_lexicon() -> None:
    for path in event_files():
        for row in read_rows(path, COLUMNS):
            same(row["example"])


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_categories=("Cs", "Cn")), max_size=60))
def test_random_latin_texts(text: str) -> None:
    same(text)
