"""Shared by the tests of the annotate room: views of short texts, parsed by the real model, which is loaded once."""

from collections.abc import Callable

import pytest

from standoff.annotate import parse
from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.vocabulary import ValueBasis
from standoff.resources.gazetteer import load_gazetteer

PUBLISHED = "2021-12-03"
"""A Friday: the day that the cases' reports are dated, where a case names no other."""


def make_view(text: str, published: str | None = PUBLISHED) -> DocumentView:
    """Build a parsed view of a text.

    Args:
        text: the report.
        published: its ISO date, or None.

    Returns:
        A view with the layers `sentences` and `tokens`.
    """
    basis = ValueBasis.STATED if published else None
    doc = Document("0" * 16, "case", None, None, None, None, None, published, basis, "en", text, 0, text_digest(text))
    view = DocumentView(doc)
    for made in parse.parse_batch([view], load_gazetteer()):
        if isinstance(made, Exception):
            raise made
        for layer, rows in made.items():
            view.add(layer, rows)
    return view


@pytest.fixture(scope="session")
def view_of() -> Callable[..., DocumentView]:
    """Give the maker of parsed views; its first call loads the model."""
    return make_view
