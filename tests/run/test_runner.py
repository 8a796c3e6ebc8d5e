"""The runner: failures stay with their document, and how documents are split and ordered changes nothing."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.core.document import DocumentView, from_batch, to_batch
from standoff.core.errors import PipelineError, ResourceError
from standoff.core.layers import LAYERS, Sentence, Time
from standoff.core.stage import Layers, Stage, each
from standoff.run.runner import run_batch, run_documents
from standoff.store.records import event_records
from tests.coded import all_stages, document, example_case

MAKER = re.compile(r"[a-z_]+/\d+(:.+)?")


def views_of(*names: str) -> list[DocumentView]:
    return [DocumentView(document("The port is shut.", name=name)) for name in names]


def whole_sentence(view: DocumentView) -> Layers:
    return {"sentences": [Sentence(0, len(view.text), "cut/1")]}


def fails_on_bad(view: DocumentView) -> Layers:
    if view.doc.name == "bad":
        raise ZeroDivisionError("seven by nought")
    return {"times": []}


CUT = Stage("cut", "1", (), ("sentences",), each(whole_sentence))
FAILING = Stage("failing", "1", ("sentences",), ("times",), each(fails_on_bad))
NEEDY = Stage("needy", "1", ("times",), ("figures",), each(lambda view: {"figures": list(view.rows("times"))}))
FREE = Stage("free", "1", ("sentences",), ("places",), each(lambda view: {"places": []}))


def test_a_failure_costs_one_document_its_layers_and_those_that_need_them() -> None:
    good, bad, last = views = views_of("good", "bad", "last")
    (issue,) = run_batch(views, [CUT, FAILING, NEEDY, FREE])
    assert (issue.input, issue.stage, issue.fatal) == ("bad", "failing", True)
    assert issue.found == "ZeroDivisionError: seven by nought"
    assert issue.do
    for view in (good, last):
        assert [view.get(name) for name in ("times", "figures", "places")] == [[], [], []]
    assert [bad.get(name) for name in ("times", "figures", "places")] == [None, None, []]
    assert bad.rows("sentences")


def test_a_failed_document_is_null_in_arrow() -> None:
    documents = [view.doc for view in views_of("good", "bad")]
    ((views, _),) = run_documents(documents, [CUT, FAILING])
    good, bad = from_batch(to_batch(views))
    assert (good.get("times"), bad.get("times")) == ([], None)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_or_too_many_results_stop_the_run(count: int) -> None:
    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        yield from [{"times": []}] * count

    with pytest.raises(PipelineError, match=f"'lazy' gave {count} results for 2 documents"):
        run_batch(views_of("a", "b"), [Stage("lazy", "1", (), ("times",), run)])


@pytest.mark.parametrize("made", [{}, {"places": []}, {"times": [], "places": []}])
def test_making_something_else_stops_the_run(made: dict[str, list[object]]) -> None:
    with pytest.raises(PipelineError, match=r"'other' made .* promised \['times'\]"):
        run_batch(views_of("a"), [Stage("other", "1", (), ("times",), each(lambda view: made))])


def test_a_missing_resource_is_no_document_s_fault() -> None:
    def annotate(view: DocumentView) -> Layers:
        raise ResourceError("the lexicon is gone")

    with pytest.raises(ResourceError, match="the lexicon is gone"):
        run_batch(views_of("a", "b"), [Stage("broken", "1", (), ("times",), each(annotate))])


def test_a_stage_that_raises_for_a_whole_batch_is_a_bug_and_is_seen() -> None:
    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        raise KeyError("bug")
        yield {}

    with pytest.raises(KeyError):
        run_batch(views_of("a"), [Stage("buggy", "1", (), ("times",), run)])


def test_progress_counts_documents() -> None:
    told: list[int] = []
    documents = [view.doc for view in views_of("a", "b", "c", "d", "e")]
    sizes = [len(views) for views, _ in run_documents(documents, [CUT], batch_size=2, progress=told.append)]
    assert (sizes, told) == ([2, 2, 1], [2, 4, 5])


def test_no_documents_are_no_batches() -> None:
    assert list(run_documents([], [CUT])) == []


def test_a_document_without_words_has_empty_layers() -> None:
    view = DocumentView(document("\n \n"))
    assert run_batch([view], all_stages()) == []
    assert all(view.get(name) == [] for name in LAYERS)


# -- the real stages over the example case --------------------------------------------------------


def test_the_example_case_runs_without_an_issue() -> None:
    case = example_case()
    assert [issue.line() for issue in case.issues] == []
    assert len(case.views) == 16


@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_split_and_order_of_batches_change_nothing(batch_size: int) -> None:
    case = example_case()
    expected = {view.doc.doc_id: view for view in case.views}
    documents = case.documents[::-1]
    for views, issues in run_documents(documents, all_stages(), batch_size=batch_size):
        assert not issues
        for view in views:
            for name in LAYERS:
                assert view.rows(name) == expected[view.doc.doc_id].rows(name), (view.doc.name, name)


@pytest.mark.parametrize("name", list(LAYERS))
def test_every_row_points_into_its_text_and_names_its_maker(name: str) -> None:
    versions = {stage.name: stage.version for stage in all_stages() for _ in stage.makes}
    for view in example_case().views:
        for row in view.rows(name):
            assert 0 <= row.start <= row.end <= len(view.text)
            assert MAKER.fullmatch(row.maker), row.maker
            stage, _, version = row.maker.split(":")[0].partition("/")
            assert versions[stage] == version
            confidence = getattr(row, "confidence", None)
            assert confidence is None or 0 <= confidence <= 1


@pytest.mark.parametrize("name", [name for name in LAYERS if name not in {"sentences", "tokens"}])
def test_every_maker_names_its_rule(name: str) -> None:
    makers = {row.maker for view in example_case().views for row in view.rows(name)}
    assert [maker for maker in makers if ":" not in maker] == []


def test_positions_point_at_rows_that_are_there() -> None:
    for view in example_case().views:
        size = {name: len(view.rows(name)) for name in LAYERS}
        assert size["identities"] == size["actors"]
        assert size["status"] == size["circumstances"] == size["events"]
        assert all(row.head < size["tokens"] for name in ("tokens", "actors") for row in view.rows(name))
        assert all(n < size["actors"] for row in view.rows("identities") for n in (row.actor, *row.antecedents))
        assert all(max(row.event, row.about) < size["events"] for row in view.rows("contents"))
        for row in view.rows("circumstances"):
            for layer in ("times", "places", "figures", "statements"):
                assert all(n < size[layer] for n in getattr(row, layer))
        for name in ("times", "figures", "places", "actors", "statements", "voices", "events"):
            for row in view.rows(name):
                assert row.sentence < size["sentences"]


def test_sentences_hold_their_rows() -> None:
    for view in example_case().views:
        sentences = view.rows("sentences")
        for name in ("times", "figures", "places", "actors", "events"):
            for row in view.rows(name):
                sentence = sentences[row.sentence]
                assert sentence.start <= row.start <= row.end <= sentence.end, (view.doc.name, name, row)


# -- any text -------------------------------------------------------------------------------------

PIECES = (
    "Valdora expelled two Kestrian diplomats on Monday.", "“We shall not wait,” said the Kestrian premier, Oda Lund.",
    "VALDORA SHELLS HARBOUR", "Its president, who had threatened to close the strait, denied any role in the attack.",
    "Will the truce hold?", "Both sides agreed to meet after 9 June.", "\n\n", "\n", " ", "🚢🇳🇴", "café ", "1. ", "…",
    "According to two witnesses, about 12,000 soldiers crossed the river Orr; some fired.", "a\u0301", "\u200b", "(",
    "If Kestria blocks the port again, its neighbour “will act”.", "Nobody was hurt - so they say -", "the of", "”",
)  # fmt: skip


def spans_of(value: object) -> Iterator[tuple[int, int, str]]:
    """Find everything in a record that has a start, an end and a text."""
    if hasattr(value, "text") and hasattr(value, "start"):
        yield value.start, value.end, value.text
    if isinstance(value, list):
        for item in value:
            yield from spans_of(item)
    for name in getattr(value, "__slots__", ()):
        yield from spans_of(getattr(value, name))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_any_text_gives_valid_spans(text: str) -> None:
    view = DocumentView(document(text))
    assert run_batch([view], all_stages()) == []
    for name in LAYERS:
        for row in view.rows(name):
            assert 0 <= row.start <= row.end <= len(text), (name, row)
            for field in row.__slots__:
                if field.endswith("_start"):
                    start, end = getattr(row, field), getattr(row, field.replace("_start", "_end"))
                    assert (start is None) == (end is None)
                    assert start is None or 0 <= start <= end <= len(text)
    for record in event_records(view):
        assert all(words == text[start:end] for start, end, words in spans_of(record))
        assert record.text.strip()


def test_times_are_rows_too() -> None:
    assert all(isinstance(row, Time) for view in example_case().views for row in view.rows("times"))
