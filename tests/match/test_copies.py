"""Copies: who repeats whom, word for word."""

from itertools import permutations

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.layers import Sentence
from standoff.match.copies import find_copies, long_sentences

ONE = "Valdora moved four brigades to the river in the night of Monday"
TWO = "The Kestrian ministry published a map of their new positions on Tuesday"
THREE = "Nobody in the villages along the road had seen a tank before dawn"
FOUR = "The harbour of Lindhaven stayed open to ferries and to fishing boats"


def report(doc_id: str, *sentences: str, published: str | None = "2031-05-07") -> DocumentView:
    text, rows = "", []
    for sentence in sentences:
        rows.append(Sentence(len(text), len(text) + len(sentence) + 1, "test/1"))
        text += f"{sentence}. "
    none = (None,) * 5
    doc = Document(doc_id, f"{doc_id}.txt", *none, published, None, "en", text, 0, text_digest(text))
    return DocumentView(doc, {"sentences": rows})


def test_the_earlier_report_is_the_original_in_any_order() -> None:
    views = [
        report("late", ONE, TWO, published="2031-05-09"),
        report("early", ONE, TWO, THREE, published="2031-05-07"),
        report("other", FOUR, published="2031-05-01"),
    ]
    for order in permutations(views):
        assert find_copies(order) == {"late": "early", "early": "early", "other": "other"}


def test_a_copy_of_a_copy_goes_back_to_the_origin() -> None:
    views = [
        report("a", ONE, TWO, published="2031-05-01"),
        report("b", ONE, TWO, published="2031-05-02"),
        report("c", ONE, TWO, published="2031-05-03"),
    ]
    assert set(find_copies(views).values()) == {"a"}


def test_case_and_punctuation_do_not_hide_a_copy() -> None:
    views = [report("a", ONE, published="2031-05-01"), report("b", f"{ONE.upper()} -", published="2031-05-02")]
    assert find_copies(views)["b"] == "a"


def test_half_of_the_sentences_make_a_copy_and_less_does_not() -> None:
    first = report("a", ONE, published="2031-05-01")
    assert find_copies([first, report("b", ONE, TWO, published="2031-05-02")])["b"] == "a"
    assert find_copies([first, report("b", ONE, TWO, THREE, published="2031-05-02")])["b"] == "b"


def test_short_sentences_prove_nothing() -> None:
    views = [report("a", "The port is shut", published="2031-05-01"), report("b", "The port is shut")]
    assert find_copies(views) == {"a": "a", "b": "b"}
    assert long_sentences(views[0]) == set()


def test_a_report_without_a_date_is_never_the_original_of_a_dated_one() -> None:
    assert find_copies([report("a", ONE, published=None), report("b", ONE)]) == {"a": "b", "b": "b"}


def test_a_report_whose_parse_failed_copies_nobody() -> None:
    empty = DocumentView(report("x", ONE).doc)
    assert find_copies([report("a", ONE), empty]) == {"a": "a", "x": "x"}
