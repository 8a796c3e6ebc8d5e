"""Copies: who repeats whom, word for word or slightly edited."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.core.document import Document, DocumentView, text_digest
from standoff.match.copies import Copy, Text, find_copies, trace_copies

ONE = "Valdora moved four brigades to the river in the night of Monday"
TWO = "The Kestrian ministry published a map of their new positions on Tuesday"
THREE = "Nobody in the villages along the road had seen a tank before dawn"
FOUR = "The harbour of Lindhaven stayed open to ferries and to fishing boats"
FIVE = "Engineers measured the depth of the ford twice while a drone circled above their heads"
SPEECH = '"We shall not move a single soldier until the last of their guns has left the hills above our town"'


def report(doc_id: str, *sentences: str, published: str | None = "2031-05-07") -> DocumentView:
    text = " ".join(f"{sentence}." for sentence in sentences)
    none = (None,) * 5
    return DocumentView(Document(doc_id, f"{doc_id}.txt", *none, published, None, "en", text, 0, text_digest(text)))


def traced(*texts: str) -> list[Copy]:
    return trace_copies([Text(f"r{n}", text, (f"2031-05-0{n}",)) for n, text in enumerate(texts)])


def test_the_earlier_report_is_the_original_in_any_order() -> None:
    views = [
        report("late", ONE, TWO, published="2031-05-09"),
        report("early", ONE, TWO, THREE, published="2031-05-07"),
        report("other", FOUR, published="2031-05-01"),
    ]
    for order in permutations(views):
        assert find_copies(order) == {"late": "early", "early": "early", "other": "other"}


def test_a_copy_of_a_copy_goes_back_to_the_origin() -> None:
    views = [report(name, ONE, TWO, published=f"2031-05-0{n}") for n, name in enumerate("abc", start=1)]
    assert set(find_copies(views).values()) == {"a"}


def test_case_and_punctuation_do_not_hide_a_copy() -> None:
    views = [report("a", ONE, published="2031-05-01"), report("b", f"{ONE.upper()} -", published="2031-05-02")]
    assert find_copies(views)["b"] == "a"


def test_a_daily_bulletin_is_no_copy_of_yesterday_s_but_a_reprint_of_it_is() -> None:
    def bulletin(shells: int, wounded: int, total: str) -> str:
        return f"The observers counted {shells} shells and {wounded} wounded in one day, bringing the total to {total}."

    one, two = bulletin(41, 6, "1,204"), bulletin(57, 9, "1,213")
    found = trace_copies(
        [
            Text("monday", one, ("2031-05-05",)),
            Text("tuesday", two, ("2031-05-06",)),
            Text("reprint", two, ("2031-05-07",)),
            Text("slip", bulletin(57, 8, "1,231"), ("2031-05-06", "later")),
        ]
    )
    kinds = {copy.doc_id: (copy.kind, copy.original) for copy in found}
    assert kinds["tuesday"] == ("original", "tuesday")
    assert kinds["reprint"] == ("copy", "tuesday")
    assert kinds["slip"] == ("copy", "tuesday")


def test_half_of_the_words_make_a_copy_and_less_does_not() -> None:
    first = report("a", ONE, published="2031-05-01")
    assert find_copies([first, report("b", ONE, TWO, published="2031-05-02")])["b"] == "a"
    assert find_copies([first, report("b", ONE, TWO, THREE, published="2031-05-02")])["b"] == "b"


def test_short_sentences_prove_nothing() -> None:
    views = [report("a", "The port is shut", published="2031-05-01"), report("b", "The port is shut")]
    assert find_copies(views) == {"a": "a", "b": "b"}


def test_an_undated_report_comes_last() -> None:
    assert find_copies([report("a", ONE, published=None), report("b", ONE)]) == {"a": "b", "b": "b"}


def test_a_text_without_words_is_its_own() -> None:
    assert find_copies([report("a", ONE), report("x", "")]) == {"a": "a", "x": "x"}


def test_a_copied_paragraph_in_a_new_article_is_found_with_both_places() -> None:
    old = f"{FOUR}. {ONE}. {TWO}."
    new = f"{THREE}. {ONE}. {TWO}. {FIVE}. " + " ".join(f"Something else number {n} was told there." for n in range(9))
    found = traced(old, new)[1]
    assert (found.kind, found.original) == ("partial", "r1")
    (passage,) = found.passages
    assert new[passage.start : passage.end] == old[passage.from_start : passage.from_end] == f"{ONE}. {TWO}"
    assert passage.from_doc == "r0"


def test_a_quoted_speech_is_not_copied_from_another_reporter() -> None:
    first, second = traced(f"{ONE}. {SPEECH}, the general said. {TWO}.", f"{THREE}. {SPEECH}, he said. {FOUR}. {FIVE}.")
    assert (second.kind, second.share) == ("original", 0.0)
    assert [passage.quoted for passage in second.passages] == [True]
    assert first.family == "r0"


def test_a_longer_later_version_is_of_the_family_but_no_copy() -> None:
    flash, story = traced(f"{ONE}.", f"{ONE}. {TWO}. {THREE}. {FOUR}. {FIVE}.")
    assert (story.kind, story.original, story.family) == ("original", "r1", flash.doc_id)


def test_reordered_sentences_are_copied() -> None:
    assert traced(f"{ONE}. {TWO}. {FIVE}.", f"{FIVE}. {ONE}. {TWO}.")[1].share == 1.0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_word_in_six_changed_hides_no_copy(data: st.DataObject) -> None:
    words = f"{ONE}. {TWO}. {THREE}. {FOUR}. {FIVE}.".split()
    changed = list(words)
    for at in range(0, len(words), 6):
        changed[data.draw(st.integers(at, min(at + 1, len(words) - 1)))] = "whatever"
    assert traced(" ".join(words), " ".join(changed))[1].original == "r0"


@settings(max_examples=30, deadline=None)
@given(st.permutations([ONE, TWO, THREE, FOUR, FIVE]), st.permutations(range(4)))
def test_the_order_in_which_reports_come_changes_nothing(sentences: list[str], order: list[int]) -> None:
    texts = [Text(f"r{n}", f"{sentences[n]}. {sentences[n + 1]}. {ONE}.", (f"2031-05-0{n}",)) for n in range(4)]
    assert trace_copies(texts) == trace_copies([texts[n] for n in order])
