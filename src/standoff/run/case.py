"""A case: everything that is kept of a crisis in one folder, and what can be done with it."""

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from standoff.core.errors import CaseError, SettingsError
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.freeze import Translate
from standoff.read.inputs import fetch_inputs
from standoff.run.asking import EventFilter, run_query, select_events
from standoff.run.intake import Added, Intake
from standoff.run.plugins import load_plugin
from standoff.run.running import Progress, Ran, derive, derived_key, open_tables, run_parts, save_derived
from standoff.run.settings import Settings
from standoff.run.status import CaseStatus, take_status
from standoff.store import durable, format, lock, log
from standoff.store import journal as journal_file
from standoff.store.journal import Journal, JournalLine
from standoff.store.manifest import Manifest, load_manifest, save_manifest
from standoff.store.tables import Table
from standoff.store.views import Views

Clock = Callable[[], str]
KEPT_CATALOGUES = 4
"""So many pictures of a case (as of different days) are kept in memory at most."""
ACTORS = "actors.csv"


def utc_now() -> str:
    """Give the time in UTC as ISO text, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Case:
    """A case on disk. Any number of readers may have it open; one at a time may add to it or run it."""

    def __init__(self, folder: Path, head: format.Head, clock: Clock) -> None:
        """Take an open case; use `Case.open` or `Case.new`."""
        self.folder = folder
        self.head = head
        self.clock = clock
        self._views: Views | None = None
        self._catalogues: dict[tuple[int, str, str | None], duckdb.DuckDBPyConnection] = {}

    @classmethod
    def new(
        cls,
        folder: str | Path,
        *,
        name: str | None = None,
        actors: str | Path | None = None,
        coder: bool = True,
        plugins: Sequence[str] = (),
        translator: str | None = None,
        clock: Clock = utc_now,
    ) -> "Case":
        """Make an empty case.

        Args:
            folder: where; it must not exist, or be empty.
            name: what to call it; by default the folder's name.
            actors: a CSV of further actors, with the columns of `countries.csv`; it is copied into the case.
            coder: let the trained coder weigh and complete the rules' events.
            plugins: functions that give stages in place of ours, as `module:function`.
            translator: a function that puts texts into English, as `module:function` (docs/sources.md).
            clock: gives the time in UTC as ISO text.

        Raises:
            CaseError: there is something in the folder, or it cannot be written.
            SettingsError: the table of actors cannot be read.
        """
        folder = Path(folder).absolute()
        with durable.explained(folder, "made"):
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise CaseError(f"{folder} is not empty; name a new folder for the case")
            folder.mkdir(parents=True, exist_ok=True)
        if actors is not None:
            try:
                durable.write_bytes(folder / ACTORS, Path(actors).read_bytes())
            except OSError as error:
                raise SettingsError(f"cannot read the table of actors {actors!r}: {error}; name a CSV file") from error
        save_manifest(folder, Manifest())
        settings: dict[str, Any] = {"actors": actors is not None, "coder": coder, "plugins": list(plugins)}
        if translator is not None:
            load_plugin(translator)
            settings["translator"] = translator
        format.write_head(folder, format.Head(name or folder.name, clock(), settings))
        return cls.open(folder, clock=clock)

    @classmethod
    def open(cls, folder: str | Path, *, clock: Clock = utc_now) -> "Case":
        """Open a case.

        Raises:
            CaseError: it is none, it is damaged, or of a newer format.
        """
        folder = Path(folder).absolute()
        if format.read_version(folder) < format.FORMAT:
            with lock.hold_lock(folder):
                format.migrate(folder)
        case = cls(folder, format.read_head(folder), clock)
        case.views()
        return case

    # -- reading ----------------------------------------------------------------------------------

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
        views = self.views()
        views.check(("events", "documents"))
        with views.connect(as_of) as connection:
            return Table(select_events(connection, wanted), [])

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

    # -- writing ----------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Manifest]:
        """Hold the right to write into the case, and give its manifest.

        Raises:
            CaseError: somebody else holds it, or the case cannot be written.
        """
        with lock.hold_lock(self.folder):
            manifest = load_manifest(self.folder)
            durable.remove_temporary(self.folder)
            yield manifest

    def add(self, *inputs: str | Path | Fetched | Issue, stdin: BinaryIO | None = None) -> Added:
        """Add files, folders, or things that were fetched.

        Args:
            inputs: paths as for `standoff.read`, or what a reader of feeds or pages gives.
            stdin: what `-` reads.

        Returns:
            How many reports came in, how many the case held already, and what could not be read.

        Raises:
            CaseError: the case is being written by somebody else, or cannot be written.
        """
        return self.add_all(_fetch(inputs, stdin))

    def add_all(self, found: Iterable[Fetched | Issue]) -> Added:
        """Add things as they are fetched; see `add`."""
        with self.writing() as manifest:
            intake = Intake(self.folder, manifest, self.clock, self._translate())
            added = intake.take_all(found)
            self._log("added", documents=added.documents, repeated=added.repeated, issues=len(added.issues))
        return added

    def run(self, *, jobs: int = 1, cluster: str | None = None, progress: Progress | None = None) -> Ran:
        """Bring everything up to date: does only what is missing or would come out otherwise.

        Args:
            jobs: how many processes of this machine to use.
            cluster: address of a dask.distributed scheduler to use instead, e.g. tcp://127.0.0.1:8786.
            progress: called with the number of reports done and of all that are to be done.

        Raises:
            CaseError: the case is being written by somebody else, or cannot be written.
        """
        with self.writing() as manifest:
            Intake(self.folder, manifest, self.clock, self._translate()).take_all(())
            ran = run_parts(self.folder, manifest, self.settings, processes=jobs, cluster=cluster, progress=progress)
            derived = save_derived(self.folder, manifest, self.journal.read())
            if ran.parts or derived:
                self._log("run", documents=ran.documents, parts=ran.parts, made=ran.made, seconds=round(ran.seconds, 1))
        return ran

    def judge(
        self,
        decision: str,
        *,
        targets: Sequence[str] = (),
        quoted: Sequence[str] = (),
        who: str | None = None,
        **details: Any,
    ) -> JournalLine:
        """Write a judgement into the journal.

        Args:
            decision: what was decided.
            targets: ids of what it is about.
            quoted: the words that it was decided on.
            who: who decided; by default the user's login name.
            details: whatever else belongs to it.

        Raises:
            SettingsError: it is no judgement that `core.judgement` knows.
        """
        with lock.hold_lock(self.folder, journal_file.LOCK):
            name = who or getpass.getuser()
            return self.journal.append(decision, at=self.clock(), who=name, targets=targets, quoted=quoted, **details)

    def _translate(self) -> Translate | None:
        """Give the function that puts texts into English, if the case has one."""
        translator = self.head.settings.get("translator")
        return load_plugin(translator) if translator else None

    def _log(self, event: str, **known: Any) -> None:
        log.log_event(self.folder, event, at=self.clock(), **known)


def _fetch(inputs: Sequence[str | Path | Fetched | Issue], stdin: BinaryIO | None) -> Iterator[Fetched | Issue]:
    for one in inputs:
        if isinstance(one, Fetched | Issue):
            yield one
        else:
            yield from map(_placed, fetch_inputs([one], stdin=stdin))


def _placed(found: Fetched | Issue) -> Fetched | Issue:
    """Give a file's address in full, so that it is the same from wherever it is added."""
    if isinstance(found, Issue) or "://" in found.address or found.address == "stdin":
        return found
    return replace(found, address=str(Path(found.address).absolute()))


def check_day(day: str | None) -> None:
    """Check that a day is an ISO date.

    Raises:
        SettingsError: it is not.
    """
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError("not in the form YYYY-MM-DD")
    except ValueError as error:
        raise SettingsError(f"a day must be an ISO date; found {day!r}; write it as YYYY-MM-DD") from error
