"""Stages fit together before anything runs, and a layer is written once."""

import pytest

from standoff.core.document import DocumentView
from standoff.core.errors import PipelineError
from standoff.core.stage import Stage, check_stages, each
from tests.coded import all_stages, document


def stage(name: str, needs: tuple[str, ...] = (), makes: tuple[str, ...] = ()) -> Stage:
    return Stage(name, "1", needs, makes, each(lambda view: {layer: [] for layer in makes}))


def test_the_real_list_fits_and_makes_every_layer_once() -> None:
    check_stages(all_stages())


def test_an_empty_list_fits() -> None:
    check_stages([])


def test_an_unknown_layer_is_named_with_those_that_are_known() -> None:
    with pytest.raises(PipelineError, match=r"'guess' names the layer 'moods'; known: sentences"):
        check_stages([stage("guess", makes=("moods",))])
    with pytest.raises(PipelineError, match="'moods'"):
        check_stages([stage("guess", needs=("moods",))])


def test_a_layer_made_twice_names_both_stages() -> None:
    with pytest.raises(PipelineError, match=r"'first' and 'second' both make 'times'"):
        check_stages([stage("first", makes=("times",)), stage("second", makes=("times",))])


def test_a_layer_needed_too_early_says_so() -> None:
    with pytest.raises(PipelineError, match=r"'early' needs 'tokens', which no earlier stage makes"):
        check_stages([stage("early", needs=("tokens",)), stage("parse", makes=("tokens",))])


def test_a_stage_may_not_need_what_it_makes() -> None:
    with pytest.raises(PipelineError, match="needs 'times'"):
        check_stages([stage("loop", needs=("times",), makes=("times",))])


def test_each_turns_an_exception_into_a_result() -> None:
    def annotate(view: DocumentView) -> dict[str, list[object]]:
        if view.doc.name == "bad":
            raise ValueError("no")
        return {"times": []}

    views = [DocumentView(document("One.", name=name)) for name in ("good", "bad", "last")]
    first, second, third = each(annotate)(views)
    assert first == third == {"times": []}
    assert isinstance(second, ValueError)


def test_a_view_tells_null_from_empty() -> None:
    view = DocumentView(document("One."), {"times": [], "figures": None})
    assert view.has("times")
    assert view.rows("times") == []
    assert not view.has("figures")
    assert view.get("figures") is None
    for missing in ("figures", "actors"):
        with pytest.raises(PipelineError, match=missing):
            view.rows(missing)


def test_a_layer_is_written_once() -> None:
    view = DocumentView(document("One."))
    view.add("times", [])
    with pytest.raises(PipelineError, match="written once"):
        view.add("times", [])


def test_what_is_derived_is_built_once() -> None:
    view = DocumentView(document("One."))
    built: list[str] = []

    def build(seen: DocumentView) -> int:
        built.append(seen.text)
        return len(built)

    assert (view.derive(build), view.derive(build)) == (1, 1)
    assert built == ["One."]
