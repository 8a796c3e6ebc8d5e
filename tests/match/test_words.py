"""Words as numbers: the same words at the same offsets as a plain regular expression finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from standoff.match.words import BATCH_CHARS, read_words, shingle

TEXTS = st.lists(st.text("aZé9 _.,\n\"'“”ß-😀中", max_size=40), max_size=6)


@given(TEXTS)
def test_offsets_are_those_of_the_words(texts: list[str]) -> None:
    found = read_words(texts)
    for n, text in enumerate(texts):
        first, last = found.bounds[n], found.bounds[n + 1]
        spans = list(zip(found.starts[first:last].tolist(), found.ends[first:last].tolist(), strict=True))
        assert spans == [match.span() for match in re.finditer(r"\w+", text)]


@given(TEXTS)
def test_equal_words_have_equal_hashes_and_others_do_not(texts: list[str]) -> None:
    found = read_words(texts)
    words = [word.lower() for text in texts for word in re.findall(r"\w+", text)]
    hashes = found.hashes.tolist()
    assert len(set(zip(words, hashes, strict=True))) == len(set(words)) == len(set(hashes))


def test_a_word_has_one_hash_whatever_stands_around_it_and_in_whichever_batch() -> None:
    long = "x" * BATCH_CHARS
    found = read_words(["Tank tank, TANK", long, "a tank"])
    assert len({int(found.hashes[n]) for n in (0, 1, 2, 5)}) == 1
    assert found.hashes[0] == 10205488980181800250, "hashes are the same on every machine"


def test_quotation_marks_hold_until_the_paragraph_ends() -> None:
    found = read_words(['He said "we go" now\n"open mark\nnext']).quoted.tolist()
    assert found == [False, False, True, True, False, True, True, False]


def test_runs_depend_on_the_order_of_words() -> None:
    one, other = (shingle(read_words([text]).hashes, 2).tolist() for text in ("a b a", "b a b"))
    assert one == other[::-1]
    assert len(set(one)) == 2
    assert shingle(read_words(["a"]).hashes, 2).tolist() == []
