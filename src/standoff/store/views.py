"""A case's tables in DuckDB: views over the files that a manifest names, after a look at whether these files are what
they must be."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa

from standoff.core.errors import CaseError
from standoff.store.catalogue import LAYER_TABLES, REPORTS_SCHEMA, catalogue_tables
from standoff.store.durable import Entry, find_fault
from standoff.store.manifest import (
    ARRIVALS,
    DOCUMENTS,
    EVENTS_TABLE,
    ISSUES,
    Manifest,
    derived_path,
    layer_path,
    read_path,
)
from standoff.store.outline import Outline
from standoff.store.parts import ARRIVALS_SCHEMA, DOCUMENTS_SCHEMA, ISSUES_SCHEMA

PRODUCTS = {"events": EVENTS_TABLE} | {layer: layer for layer in LAYER_TABLES}
"""Tables that the stages make, and the product of a part that holds each."""
SCHEMAS = {DOCUMENTS: DOCUMENTS_SCHEMA, ARRIVALS: ARRIVALS_SCHEMA, ISSUES: ISSUES_SCHEMA}
"""Columns of the tables that reading makes."""
_CHECKS_AT_ONCE = 4


def table_files(manifest: Manifest) -> dict[str, dict[str, Entry]]:
    """Give, per table, the files that hold it (relative to the case) and what each must be."""
    files: dict[str, dict[str, Entry]] = {name: {} for name in (DOCUMENTS, ARRIVALS, ISSUES, *PRODUCTS)}
    for part in manifest.parts:
        for table, entry in part.read.items():
            files[table][read_path(table, part.part_id)] = entry
        for table, product in PRODUCTS.items():
            if product in part.layers:
                entry = part.layers[product]
                files[table][layer_path(product, part.part_id, entry.key)] = entry
    files["index"] = manifest.index
    for table, entry in manifest.derived.items():
        files[table] = {derived_path(table, entry.key): entry}
    return files


def find_faults(folder: Path, files: Mapping[str, Entry], *, whole: bool = True) -> dict[str, str]:
    """Say what is wrong with files, by their path; empty if all is well."""
    with ThreadPoolExecutor(_CHECKS_AT_ONCE) as pool:
        found = pool.map(lambda item: (item[0], find_fault(folder / item[0], item[1], whole=whole)), files.items())
        return {path: fault for path, fault in found if fault}


class Views:
    """What one reader sees of a case: one manifest, and each of its files checked before it is first read."""

    def __init__(self, folder: Path, manifest: Manifest, without: Container[str] = ()) -> None:
        """Take a manifest; files in `without` are left out, which is for telling how a damaged case stands."""
        self.folder = folder
        self.manifest = manifest
        self.files = {
            table: {path: entry for path, entry in files.items() if path not in without}
            for table, files in table_files(manifest).items()
        }
        self._checked: set[str] = set()

    def paths(self) -> list[str]:
        """Give the paths of all files, relative to the case."""
        return [path for files in self.files.values() for path in files]

    def check(self, tables: Iterable[str]) -> None:
        """Compare the files of some tables with the digests that the manifest holds, each once.

        Raises:
            CaseError: a file is missing, cut short or changed.
        """
        self.check_files({path: entry for table in tables for path, entry in self.files.get(table, {}).items()})

    def check_files(self, files: Mapping[str, Entry]) -> None:
        """Compare files with their digests, each once; see `check`."""
        todo = {path: entry for path, entry in files.items() if path not in self._checked}
        faults = find_faults(self.folder, todo)
        if faults:
            path, fault = next(iter(faults.items()))
            raise CaseError(
                f"{self.folder / path} cannot be trusted; found {fault} ({len(faults)} such file(s)); "
                f"run `standoff case rebuild {self.folder}` to make it again"
            )
        self._checked |= set(todo)

    def event_files(self, may_fit: Callable[[Outline], bool]) -> dict[str, Entry]:
        """Give the files of those parts that may hold events that fit, by what the manifest tells of them."""
        known = {
            layer_path(EVENTS_TABLE, part.part_id, part.layers[EVENTS_TABLE].key): part.outline
            for part in self.manifest.parts
            if EVENTS_TABLE in part.layers and part.outline is not None
        }
        return {p: entry for p, entry in self.files["events"].items() if p not in known or may_fit(known[p])}

    def events(self, files: Collection[str], as_of: str | None = None) -> duckdb.DuckDBPyConnection:
        """Give a connection with some events alone: making views of every layer's files takes longer than the answer.

        Args:
            files: those of `event_files`, once checked.
            as_of: ISO day; events of reports that were known later are left out.
        """
        connection = _connect()
        if as_of is not None:
            self._create_reports(connection, as_of)
        self._create_events(connection, files, as_of)
        return connection

    def connect(self, as_of: str | None = None) -> duckdb.DuckDBPyConnection:
        """Open a connection with the views `reports`, `events`, one per layer, `arrivals` and `issues`; checks nothing.

        Args:
            as_of: ISO day; reports that were known later, and their rows, are left out.
        """
        connection = _connect()
        self._create_reports(connection, as_of)
        for table in PRODUCTS:
            self._create_product(connection, table, as_of)
        self.create(connection, ARRIVALS, ARRIVALS)
        self.create(connection, ISSUES, "read_issues")
        add_table(connection, "stage_issues", pa.Table.from_pylist(self._stage_issues(), schema=ISSUES_SCHEMA))
        connection.execute("create view issues as select * from read_issues union all select * from stage_issues")
        return connection

    def _create_reports(self, connection: duckdb.DuckDBPyConnection, as_of: str | None) -> None:
        self.create(connection, DOCUMENTS, "all_documents")
        columns = ", ".join(f'"{name}"' for name in REPORTS_SCHEMA.names if name != "known")
        known = "coalesce(published, added[:10])"
        until = f"where {known} <= '{as_of}'" if as_of else ""
        connection.execute(f"create view reports as select {columns}, {known} as known from all_documents {until}")

    def _create_product(self, connection: duckdb.DuckDBPyConnection, table: str, as_of: str | None) -> None:
        if as_of is None:
            self.create(connection, table, table)
        else:
            self.create(connection, table, f"all_{table}")
            kept = "doc_id in (select doc_id from reports)"
            connection.execute(f"create view {table} as select * from all_{table} where {kept}")

    def create(self, connection: duckdb.DuckDBPyConnection, table: str, name: str) -> None:
        """Make a view of a table's files, under a name."""
        paths = [str(self.folder / path) for path in self.files[table]]
        if paths:
            listed = ", ".join(map(quoted, paths))
            connection.execute(f"create view {name} as select * from read_parquet([{listed}])")
        else:
            empty = SCHEMAS[table].empty_table() if table in SCHEMAS else catalogue_tables([])[table]
            add_table(connection, name, empty)

    def _create_events(self, connection: duckdb.DuckDBPyConnection, files: Collection[str], as_of: str | None) -> None:
        """Make the view `filed_events`: the events, each with the file that holds it."""
        if files:
            listed = ", ".join(quoted(str(self.folder / path)) for path in files)
            source = f"select * from read_parquet([{listed}], filename = true)"
            if as_of is not None:
                source += " where doc_id in (select doc_id from reports)"
        else:
            add_table(connection, "events", catalogue_tables([])["events"])
            source = "select *, null::varchar as filename from events"
        connection.execute(f"create view filed_events as {source}")

    def _stage_issues(self) -> list[dict[str, object]]:
        issues = [issue for part in self.manifest.parts for rows in part.problems.values() for issue in rows]
        return [msgspec.to_builtins(issue) | {"noted": None} for issue in issues]


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def quoted(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def add_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Put an Arrow table into a connection so that its cursors see it, too."""
    passing = f"arrow_{name}"
    connection.register(passing, table)
    connection.execute(f'create or replace table "{name}" as select * from {passing}')
    connection.unregister(passing)
