"""Texts run through the whole pipeline for tests, each once: single sentences, and the example case that ships."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from standoff import api
from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.issues import Issue
from standoff.core.stage import Stage
from standoff.core.vocabulary import ValueBasis
from standoff.read.inputs import read_inputs
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch, run_documents
from standoff.run.settings import Settings

PUBLISHED = "2031-05-07"
"""The day that the cases' reports are dated: a Wednesday."""


def example_actors() -> str:
    """Give the path of the example case's table of actors, which makes Valdora and Kestria known."""
    return api.example_inputs()[1]


def all_stages(*, coder: bool = True) -> tuple[Stage, ...]:
    """Give the real list of stages, with the invented states known; without the coder where rules are tested."""
    return build_stages(Settings(actors=example_actors(), coder=coder))


def document(text: str, *, name: str = "case", published: str | None = PUBLISHED) -> Document:
    """Make a frozen document of a text."""
    basis = ValueBasis.STATED if published else None
    return Document(name, name, None, None, None, None, None, published, basis, "en", text, 0, text_digest(text))


def code_texts(texts: Sequence[str], *, published: str | None = PUBLISHED, coder: bool = True) -> list[DocumentView]:
    """Run all stages over texts, a document each, in one batch."""
    views = [DocumentView(document(text, name=f"case{n}", published=published)) for n, text in enumerate(texts)]
    issues = run_batch(views, all_stages(coder=coder))
    assert not issues, [issue.line() for issue in issues]
    return views


@cache
def code_text(text: str) -> DocumentView:
    """Run all stages over one text."""
    return code_texts([text])[0]


@dataclass(frozen=True)
class ExampleCase:
    """The example case: its documents, their views with all layers, and what went wrong."""

    documents: list[Document]
    views: list[DocumentView]
    issues: list[Issue]


@cache
def example_case() -> ExampleCase:
    """Read and annotate the example case, once per run."""
    paths, _ = api.example_inputs()
    documents, issues = read_inputs(paths)
    views: list[DocumentView] = []
    for made, failures in run_documents(documents, all_stages()):
        views += made
        issues += failures
    return ExampleCase(documents, views, issues)
