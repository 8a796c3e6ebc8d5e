"""What the web app shows: a case on disk or in memory, through the few things that it asks of either."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb

from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.core.judgement import Judgement, details_of, judgement_of, targets_of
from standoff.run.case import Case
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.run.reader import utc_now
from standoff.store.catalogue import open_catalogue
from standoff.store.corrections import correct_tables
from standoff.store.journal import JournalLine, journal_table
from standoff.store.search import Searcher


class ShownCase(Protocol):
    """A case as the web app needs it."""

    @property
    def name(self) -> str:
        """What the case is called."""

    @property
    def folder(self) -> Path | None:
        """The folder in which it keeps forecasts; None where nothing is kept."""

    def state(self) -> str:
        """Give a digest of all that is there; it changes with every report, judgement or table."""

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables of the case as they stood on an ISO day; None = now."""

    def issues(self) -> Sequence[Issue]:
        """List what could not be read or done."""

    def searcher(self) -> Searcher | None:
        """Give what searches the text of its reports; None where the index is not made yet."""

    def judge(self, row: Judgement) -> None:
        """Write a judgement into the journal, which gives it its number and time."""


@dataclass(slots=True)
class MemoryCase:
    """Annotated reports that are kept nowhere, shown as a case."""

    name: str
    views: Sequence[DocumentView]
    problems: Sequence[Issue] = ()
    number: int = 0
    """Counts up with every change, so that the state changes too."""
    lines: list[JournalLine] = field(default_factory=list)
    clock: Callable[[], str] = utc_now
    index: Searcher | None = None

    @property
    def folder(self) -> Path | None:
        """Nowhere."""
        return None

    def state(self) -> str:
        """Give the number of the state."""
        return f"memory-{len(self.views)}-{self.number}-{len(self.lines)}"

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables of the reports known by a day."""
        known = [v for v in self.views if as_of is None or (v.doc.published is not None and v.doc.published <= as_of)]
        connection = open_catalogue(known)
        connection.register("journal", journal_table(self.lines))
        correct_tables(connection)
        run_steps(connection, CORPUS_STEPS)
        return connection

    def issues(self) -> Sequence[Issue]:
        """List what could not be read or done."""
        return self.problems

    def searcher(self) -> Searcher:
        """Index the reports when they are first searched; nothing is added to them."""
        if self.index is None:
            with open_catalogue(self.views) as connection:
                self.index = Searcher(None, connection.sql("select * from reports").to_arrow_table().to_pylist())
        return self.index

    def judge(self, row: Judgement) -> None:
        """Keep a judgement for as long as the case is shown."""
        made = JournalLine(
            len(self.lines) + 1,
            self.clock(),
            row.who,
            row.action.value,
            tuple(targets_of(row)),
            tuple(anchor.words for anchor in row.anchors),
            details_of(row),
        )
        judgement_of(journal_table([made]).to_pylist()[0])
        self.lines.append(made)


class FolderCase:
    """A case on disk, which others may add to while it is shown."""

    def __init__(self, folder: str | Path) -> None:
        """Open the case.

        Raises:
            CaseError: it is none, it is damaged, or of a newer format.
        """
        self._case = Case.open(folder)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What the case is called."""
        return self._case.head.name

    @property
    def folder(self) -> Path | None:
        """The folder of the case."""
        return self._case.folder

    def state(self) -> str:
        """Give the state that was finished last."""
        with self._lock:
            return self._case.state()

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables as of a day."""
        with self._lock:
            return self._case.catalogue(as_of)

    def issues(self) -> Sequence[Issue]:
        """List what could not be read or done."""
        with self._lock:
            rows = self._case.issues().to_arrow().to_pylist()
        return [Issue(**{name: row[name] for name in ISSUE_FIELDS}) for row in rows]

    def searcher(self) -> Searcher | None:
        """Give the index of the case as it is now."""
        with self._lock:
            return self._case.searcher()

    def judge(self, row: Judgement) -> None:
        """Write a judgement into the journal of the case."""
        quoted = [anchor.words for anchor in row.anchors]
        self._case.judge(row.action.value, targets=targets_of(row), quoted=quoted, who=row.who, **details_of(row))


ISSUE_FIELDS = ("input", "stage", "what", "found", "do", "fatal")
