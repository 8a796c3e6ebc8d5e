"""What the web app shows: a case on disk or in memory, through the few things that it asks of either."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import duckdb

from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import open_catalogue


class ShownCase(Protocol):
    """A case as the web app needs it."""

    @property
    def name(self) -> str:
        """What the case is called."""

    def state(self) -> str:
        """Give a digest of all that is there; it changes with every report, judgement or table."""

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables of the case as they stood on an ISO day; None = now."""

    def issues(self) -> Sequence[Issue]:
        """List what could not be read or done."""


@dataclass(slots=True)
class MemoryCase:
    """Annotated reports that are kept nowhere, shown as a case."""

    name: str
    views: Sequence[DocumentView]
    problems: Sequence[Issue] = ()
    number: int = field(default=0)
    """Counts up with every change, so that the state changes too."""

    def state(self) -> str:
        """Give the number of the state."""
        return f"memory-{len(self.views)}-{self.number}"

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables of the reports known by a day."""
        known = [v for v in self.views if as_of is None or (v.doc.published is not None and v.doc.published <= as_of)]
        connection = open_catalogue(known)
        run_steps(connection, CORPUS_STEPS)
        return connection

    def issues(self) -> Sequence[Issue]:
        """List what could not be read or done."""
        return self.problems
