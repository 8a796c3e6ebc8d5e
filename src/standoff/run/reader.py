"""What readers of a case can ask: its tables, events, texts, and how it stands.

Events and words are answered without loading a stage or a step: `running` is imported where it is needed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import duckdb

from standoff.core.judgement import Action
from standoff.run.asking import EventFilter, check_day, run_query, select_events
from standoff.run.settings import Settings
from standoff.run.status import CaseStatus, take_status
from standoff.store import format, lock
from standoff.store import journal as journal_file
from standoff.store.journal import Journal, JournalLine
from standoff.store.manifest import DOCUMENTS, load_manifest
from standoff.store.search import HITS_SCHEMA, Searcher
from standoff.store.tables import Table
from standoff.store.views import PRODUCTS, Views

Clock = Callable[[], str]
KEPT_CATALOGUES = 4
"""So many pictures of a case (as of different days) are kept in memory at most."""
ACTORS = "actors.csv"
"""The case's own copy of its table of further actors."""


def utc_now() -> str:
    """Give the time in UTC as ISO text, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class CaseReader:
    """A case as its readers see it; they change nothing, and always see what was finished at one moment."""

    def __init__(self, folder: Path, head: format.Head, clock: Clock) -> None:
        """Take an open case; use `Case.open` or `Case.new`."""
        self.folder = folder
        self.head = head
        self.clock = clock
        self._views: Views | None = None
        self._searcher: tuple[int, Searcher] | None = None
        self._catalogues: dict[tuple[int, str, str | None], duckdb.DuckDBPyConnection] = {}

    @classmethod
    def open(cls, folder: str | Path, *, clock: Clock = utc_now, check: bool = True) -> Self:
        """Open a case.

        Args:
            folder: where it lies.
            clock: gives the time in UTC as ISO text.
            check: look whether its manifest can be read; False only to rebuild it.

        Raises:
            CaseError: it is none, it is damaged, or of a newer format.
        """
        folder = Path(folder).absolute()
        if format.read_version(folder) < format.FORMAT:
            with lock.hold_lock(folder):
                format.migrate(folder)
        case = cls(folder, format.read_head(folder), clock)
        if check:
            case.views()
        return case

    @property
    def settings(self) -> Settings:
        """What decides how its reports are read."""
        chosen = dict(self.head.settings)
        actors = str(self.folder / ACTORS) if chosen.pop("actors", False) else None
        return Settings(actors=actors, coder=chosen["coder"], plugins=tuple(chosen.get("plugins", ())))

    @property
    def journal(self) -> Journal:
        """The judgements made so far."""
        return Journal(self.folder / journal_file.NAME)

    def views(self) -> Views:
        """Give the case as it is now: what was finished when the manifest was last replaced."""
        manifest = load_manifest(self.folder)
        if self._views is None or self._views.manifest.generation != manifest.generation:
            self._views = Views(self.folder, manifest)
        return self._views

    def state(self) -> str:
        """Give a short text that changes whenever the case does."""
        rows = self.journal.read()
        return f"{self.views().manifest.generation}-{rows[-1].digest if rows else ''}"

    def catalogue(self, as_of: str | None = None) -> duckdb.DuckDBPyConnection:
        """Give a connection with all tables of the case, those of the steps across reports among them.

        Args:
            as_of: ISO day; reports that were known later, and everything that rests on them, are left out.

        Returns:
            A connection of its own for each caller, over tables that are kept in memory while the case does not change.

        Raises:
            CaseError: a file of the case is missing or changed.
            SettingsError: `as_of` is no ISO day.
        """
        check_day(as_of)
        views, rows = self.views(), self.journal.read()
        at = (views.manifest.generation, rows[-1].digest if rows else "", as_of)
        if at not in self._catalogues:
            while len(self._catalogues) >= KEPT_CATALOGUES:
                self._catalogues.pop(next(iter(self._catalogues)))
            self._catalogues[at] = self._build(views, rows, as_of)
        return self._catalogues[at].cursor()

    def _build(self, views: Views, rows: list[JournalLine], as_of: str | None) -> duckdb.DuckDBPyConnection:
        from standoff.run.running import derive, derived_key, open_tables

        derived = views.manifest.derived
        key = derived_key(views.manifest, rows)
        if as_of is not None or not derived or {entry.key for entry in derived.values()} != {key}:
            return derive(views, rows, as_of=as_of)[0]
        views.check(views.files)
        connection = open_tables(views, rows)
        for table in derived:
            views.create(connection, table, table)
        return connection

    def issues(self) -> Table:
        """Give everything that could not be read or done."""
        views = self.views()
        views.check(("issues",))
        with views.connect() as connection:
            return Table(connection.sql("select * from issues order by noted, input, stage, what").to_arrow_table(), [])

    def events(self, wanted: EventFilter | None = None, *, as_of: str | None = None, **fields: str | None) -> Table:
        """Give events.

        Args:
            wanted: which ones.
            as_of: ISO day; reports that were known later are left out.
            fields: those of `EventFilter`, instead of one.

        Raises:
            SettingsError: there is no such type, status or day.
        """
        wanted = wanted or EventFilter(**fields)
        for day in (wanted.since, wanted.until, as_of):
            check_day(day)
        views, rows = self.views(), self.journal.read()
        if any(row.decision == Action.CORRECT_ACTOR.value for row in rows):
            return self._corrected_events(views, rows, wanted, as_of)
        files = views.event_files(wanted.may_fit)
        views.check_files(files)
        views.check(() if as_of is None else (DOCUMENTS,))
        with views.events(files, as_of) as connection:
            return Table(select_events(connection, wanted), [])

    def _corrected_events(self, views: Views, rows: list[JournalLine], wanted: EventFilter, as_of: str | None) -> Table:
        from standoff.run.running import open_tables

        views.check((DOCUMENTS, *PRODUCTS))
        with open_tables(views, rows, as_of) as connection:
            connection.execute("create view filed_events as select *, null::varchar as filename from events")
            return Table(select_events(connection, wanted), [])

    def find(self, words: str, *, limit: int = 20, as_of: str | None = None, skip: int = 0) -> Table:
        """Find the reports that hold words, best first, with the passages and the spans of the words in them.

        Args:
            words: all must be there; `"in quotes"` one after the other; OR, NOT and brackets work.
            limit: at most so many reports.
            as_of: ISO day; reports that were known later are left out.
            skip: leave out so many of the best.

        Raises:
            CaseError: the index is damaged.
            SettingsError: the words are no query.
        """
        check_day(as_of)
        searcher = self.searcher()
        if searcher is None:
            return Table(HITS_SCHEMA.empty_table(), [])
        return Table(searcher.find(words, limit=limit, until=as_of, skip=skip), [])

    def searcher(self) -> Searcher | None:
        """Give what searches the text index as it is now; None where `run` has not made it yet.

        Raises:
            CaseError: the index is damaged.
        """
        views = self.views()
        if not views.manifest.index:
            return None
        if self._searcher is None or self._searcher[0] != views.manifest.generation:
            views.check(("index",))
            self._searcher = (views.manifest.generation, Searcher(self.folder))
        return self._searcher[1]

    def sql(self, query: str, *, as_of: str | None = None) -> Table:
        """Answer a query in SQL over the tables of docs/case.md; it can read them and do nothing else.

        Args:
            query: one SELECT, in DuckDB's SQL.
            as_of: ISO day; reports that were known later, and everything that rests on them, are left out.

        Raises:
            SettingsError: it is no SELECT, or it is wrong.
        """
        check_day(as_of)
        views, rows = self.views(), self.journal.read()
        connection = self._build(views, rows, as_of)
        with connection:
            return Table(run_query(connection, query, [str(self.folder / path) for path in views.paths()]), [])

    def status(self, *, check: bool = False) -> CaseStatus:
        """Say how the case stands: what came in, from where, what is done, what failed and why.

        Args:
            check: compare the digest of every file with what was written, not only its length.
        """
        head = (self.head.name, self.head.created)
        return take_status(self.folder, head, self.views(), self.settings, check=check)
