"""One state of a case as the web app queries it: frozen, flat, and replaced as a whole when the case changes."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from standoff.core.judgement import judgement_of, standing
from standoff.outlook.acts import last_known_day, read_acts
from standoff.outlook.scoreboard import Score, read_stored, resolve, score
from standoff.picture.brief import Brief, build_brief
from standoff.picture.evidence import read_evidence
from standoff.resources.tables import read_rows
from standoff.store.catalogue import REPORTS_SCHEMA, report_views
from standoff.web.corrected import correct_actors
from standoff.web.flat import FLAT_TABLES, QUOTED, QUOTED_NEEDS
from standoff.web.flat_statements import SAID, SAID_NEEDS
from standoff.web.page import render_page
from standoff.web.shown import ShownCase

KEPT = 4
"""Snapshots kept at once: now, and the last dates asked for. At 1,000,000 events one takes about 0.5 GB."""
HEAD_COLUMNS = tuple(name for name in REPORTS_SCHEMA.names if name != "text")
LEAD = "regexp_replace(trim(substr(text, body_start + 1, 160)), '\\s+', ' ', 'g')"
"""How a report begins, for those without a title; the texts themselves stay in the catalogue."""
ISSUES = dict.fromkeys(("input", "stage", "what", "found", '"do"'), "varchar") | {"fatal": "boolean"}
COPIED = (
    "reports", "events", "statements", "voices", "journal", "copies", "copied_passages", "stories", "happenings",
    "claims", "claim_mentions", "claim_links", "origins", "sources", "positions", "ledger", "agenda",
    "forecasts", "tension", "indicators",
)  # fmt: skip
"""Tables that the views ask for. Texts and the layers that only the reader asks for stay in the catalogue."""
BRIEF_EVENTS_MOST = 20_000
"""A brief is one page; of more events it would take minutes and tell less than the views do."""
SCORED_CLAIMS_MOST = 100_000
"""Forecasts are scored by all acts of a case; more of them would take minutes."""
LATE_ROWS = 1_000
"""Up to so many rows of a sorted list are looked up by their place, so that wide columns are read for those alone."""
ANSWERS, ANSWER_ROWS = 500, 500
"""Answers kept, and the longest kept (rows)."""
Parameters = Sequence[object]


class Snapshot:
    """The tables of a case in one state, as of one day."""

    def __init__(self, case: ShownCase, state: str, as_of: str | None) -> None:
        """Copy what the views need out of the case's catalogue."""
        self.state = state
        self.as_of = as_of
        self.issues = case.issues()
        self._catalogue = case.catalogue(as_of)
        self._catalogue_lock = threading.Lock()
        self._memory = duckdb.connect()
        self._memory.execute(f"set late_materialization_max_rows = {LATE_ROWS}")
        self._answers: OrderedDict[tuple[str, str], list[dict[str, Any]]] = OrderedDict()
        self._answers_lock = threading.Lock()
        self._brief: Brief | None = None
        self._brief_lock = threading.Lock()
        self._scores: tuple[Score, ...] | None = None
        self._scores_lock = threading.Lock()
        self._folder = case.folder
        self.searcher = case.searcher
        self._fill()
        self.tables = frozenset(name for (name,) in self._memory.execute("show tables").fetchall())
        self._memory.execute("set enable_external_access = false")
        self._memory.execute("set lock_configuration = true")

    def _fill(self) -> None:
        there = {name for (name,) in self._catalogue.execute("show tables").fetchall()}
        names: list[str] = [name for name in COPIED if name in there]
        for name in names:
            columns = f"{', '.join(HEAD_COLUMNS)}, {LEAD} as lead" if name == "reports" else "*"
            self._copy(name, f'select {columns} from "{name}"')
        self._memory.execute(f"create table issues ({', '.join(f'{name} {kind}' for name, kind in ISSUES.items())})")
        if self.issues:
            holes = ", ".join("?" for _ in ISSUES)
            rows = [[getattr(issue, name.strip('"')) for name in ISSUES] for issue in self.issues]
            self._memory.executemany(f"insert into issues values ({holes})", rows)
        if there.issuperset(QUOTED_NEEDS):
            self._copy("quoted", QUOTED)
            names.append("quoted")
        if there.issuperset(SAID_NEEDS):
            self._copy("said", SAID)
            names.append("said")
        if "journal" in names:
            made = [judgement_of(row) for row in _rows(self._memory, "select * from journal", ())]
            correct_actors(self._memory, standing(made))
        known = [(row["code"], row["name"]) for row in read_rows("lexicons/countries.csv", ("code", "name"))]
        self._memory.execute("create table country_codes (code varchar, name varchar)")
        self._memory.executemany("insert into country_codes values (?, ?)", known)
        for table in FLAT_TABLES:
            if set(names).issuperset(table.needs):
                self._memory.execute(table.sql)
        self._memory.execute("drop table events")

    def _copy(self, name: str, sql: str) -> None:
        self._memory.register("incoming", self._catalogue.sql(sql).to_arrow_table())
        self._memory.execute(f'create table "{name}" as select * from incoming')
        self._memory.unregister("incoming")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """Query the snapshot's tables; safe from several threads at once."""
        asked = (sql, repr(parameters))
        with self._answers_lock:
            known = self._answers.get(asked)
        if known is None:
            with self._memory.cursor() as cursor:
                known = _rows(cursor, sql, parameters)
            self._keep(asked, known)
        return [dict(row) for row in known]

    def _keep(self, asked: tuple[str, str], rows: list[dict[str, Any]]) -> None:
        """Keep short answers: the tables never change, and the first page of a view is asked for often."""
        if len(rows) <= ANSWER_ROWS:
            with self._answers_lock:
                self._answers[asked] = rows
                while len(self._answers) > ANSWERS:
                    self._answers.popitem(last=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Open a cursor of its own for a long read; the caller closes it."""
        return self._memory.cursor()

    def catalogue_rows(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        """Query the catalogue itself: texts and layers, which the snapshot leaves where they are."""
        with self._catalogue_lock:
            return _rows(self._catalogue, sql, parameters)

    def brief(self) -> Brief | None:
        """Give the brief of this state, made when it is first asked for; None where there are too many events."""
        if self.rows("select count(*) as n from lines")[0]["n"] > BRIEF_EVENTS_MOST:
            return None
        with self._brief_lock:
            if self._brief is None:
                with self._catalogue_lock:
                    self._brief = build_brief(self._catalogue, self.issues)
            return self._brief

    def page(self) -> str | None:
        """Give the brief as one self-contained HTML page; None where there are too many events."""
        made = self.brief()
        if made is None:
            return None
        with self._catalogue_lock:
            return render_page(made, report_views(self._catalogue), read_evidence(self._catalogue).records)

    def scores(self) -> tuple[Score, ...] | None:
        """Score the forecasts that the case keeps, once; None where nothing is kept or claims are too many."""
        if self._folder is None or self.rows("select count(*) as n from claims")[0]["n"] > SCORED_CLAIMS_MOST:
            return None
        with self._scores_lock:
            if self._scores is None:
                self._scores = self._score(self._folder)
            return self._scores

    def _score(self, folder: Path) -> tuple[Score, ...]:
        with self._catalogue_lock:
            last = last_known_day(self._catalogue)
            acts = read_acts(self._catalogue) if last and read_stored(folder) else []
        if last is None:
            return ()
        made = resolve(folder, acts, last)
        return tuple(score(one for one in made if one.forecast.as_of <= last.isoformat()))

    @property
    def keeps_forecasts(self) -> bool:
        """Whether there is a folder in which forecasts are kept to be scored."""
        return self._folder is not None

    def has(self, table: str) -> bool:
        """Tell whether a table is there at all; one that is not was never made, which is not the same as empty."""
        return table in self.tables


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = connection.sql(sql, params=list(parameters)).to_arrow_table().to_pylist()
    return found


class Snapshots:
    """The snapshots in use, by date; a new state of the case is prepared beside the old one, which stays until then."""

    def __init__(self, case: ShownCase) -> None:
        """Remember the case; nothing is read before the first question."""
        self.case = case
        self._kept: OrderedDict[str | None, Snapshot] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[str | None, threading.Lock] = {}
        self._threads: dict[str | None, threading.Thread] = {}

    def get(self, as_of: str | None = None, *, wait: bool = False) -> Snapshot:
        """Give the snapshot of a day.

        Args:
            as_of: ISO day, None for now.
            wait: where the case has changed, wait for its new state instead of answering from the last one.
        """
        state = self.case.state()
        with self._lock:
            kept = self._kept.get(as_of)
        if kept is not None and kept.state == state:
            return kept
        if kept is None or wait:
            return self._make(as_of)
        self._make_beside(as_of)
        return kept

    def _make(self, as_of: str | None) -> Snapshot:
        with self._lock:
            gate = self._making.setdefault(as_of, threading.Lock())
        with gate:
            state = self.case.state()
            with self._lock:
                kept = self._kept.get(as_of)
            if kept is not None and kept.state == state:
                return kept
            made = Snapshot(self.case, state, as_of)
            with self._lock:
                self._kept[as_of] = made
                self._kept.move_to_end(as_of)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return made

    def _make_beside(self, as_of: str | None) -> None:
        with self._lock:
            running = self._threads.get(as_of)
            if running is not None and running.is_alive():
                return
            thread = threading.Thread(target=self._make, args=(as_of,), daemon=True, name="standoff-snapshot")
            self._threads[as_of] = thread
        thread.start()
