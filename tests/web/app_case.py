"""The example case, coded once per test session, as the web app shows it."""

from functools import cache

from standoff import api
from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.web.shown import MemoryCase

ISSUE = Issue("notes.docx", "read", "not a kind of file that Standoff reads", "a zip file", "save it as text or HTML")


@cache
def example_views() -> tuple[DocumentView, ...]:
    """Code the example's reports, by rule alone: the views ask for no trained model."""
    paths, actors = api.example_inputs()
    return tuple(api.read(*paths, actors=actors, coder=False).views())


def example_case() -> MemoryCase:
    """Give the example case with one issue."""
    return MemoryCase("example", example_views(), [ISSUE])
