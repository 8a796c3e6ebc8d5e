"""Brings the parts of a case up to date, and the tables across reports after them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from standoff.core.stage import Left
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.run.executors import execute
from standoff.run.fingerprints import digest, product_keys
from standoff.run.memory import across_key, recall, remember
from standoff.run.parts import PartJob
from standoff.run.pipeline import build_stages
from standoff.run.settings import Settings
from standoff.store.corrections import correct_tables
from standoff.store.journal import JournalLine, journal_table
from standoff.store.manifest import DOCUMENTS, Manifest, Part, derived_path, read_path, save_manifest
from standoff.store.parts import read_table, report_rows, write_table
from standoff.store.search import index_entries, index_reports
from standoff.store.views import PRODUCTS, Views, add_table

Progress = Callable[[int, int], None]
SAVE_EVERY_S = 5.0
"""So often at most the manifest is written during a run: a killed run finds the parts made since by their names."""


@dataclass(slots=True)
class Ran:
    """What came of a run."""

    documents: int = 0
    """Reports in the parts that something was made of."""
    parts: int = 0
    made: int = 0
    """Files that were made."""
    joined: int = 0
    """Small parts that are gone because they were put together."""
    seconds: float = 0.0
    """Wall time."""
    cpu_s: float = 0.0
    """Processor time of making parts, in seconds, whichever process made them."""
    peak_mb: float | None = None
    """The most memory of a worker, in megabytes."""
    mended: dict[str, str] = field(default_factory=dict)
    """Files that were not what had been written, and what was wrong; they were made again."""


def pending(part: Part, keys: Mapping[str, str]) -> bool:
    """Tell whether something of a part is missing or was made by something else than what would make it now."""
    return part.documents > 0 and {name: entry.key for name, entry in part.layers.items()} != dict(keys)


def current_keys(settings: Settings) -> dict[str, str]:
    """Give the keys that the layers of a case must have to be up to date."""
    return product_keys(build_stages(settings), settings)


def run_parts(
    folder: Path,
    manifest: Manifest,
    settings: Settings,
    *,
    processes: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Ran:
    """Make what is missing of every part, and put it into the manifest as it comes."""
    keys = current_keys(settings)
    todo = {part.part_id: part for part in manifest.parts if pending(part, keys)}
    total = sum(part.documents for part in todo.values())
    jobs = [
        PartJob(str(folder), part.part_id, part.read[DOCUMENTS], part.layers, settings, keys) for part in todo.values()
    ]
    ran, began = Ran(), time.monotonic()
    saved = began
    try:
        for result in execute(jobs, processes=processes, cluster=cluster):
            part = todo[result.part_id]
            part.layers, part.problems, part.outline = result.layers, result.problems, result.outline
            ran.parts += 1
            ran.documents += part.documents
            ran.made += len(result.made)
            ran.cpu_s += result.cpu_s
            ran.peak_mb = max(filter(None, (ran.peak_mb, result.peak_mb)), default=None)
            if progress is not None:
                progress(ran.documents, total)
            if time.monotonic() - saved > SAVE_EVERY_S:
                save_manifest(folder, manifest)
                saved = time.monotonic()
    finally:
        if ran.parts:
            save_manifest(folder, manifest)
    ran.seconds = time.monotonic() - began
    return ran


def index_parts(folder: Path, manifest: Manifest) -> None:
    """Put the reports that the full-text index does not hold yet into it."""
    todo = [part for part in manifest.parts if part.documents and not part.indexed]
    if not todo:
        return
    files = {part.part_id: folder / read_path(DOCUMENTS, part.part_id) for part in todo}
    tables = (read_table(files[part.part_id], part.read[DOCUMENTS])[0] for part in todo)
    index_reports(folder, (report_rows(table) for table in tables))
    for part in todo:
        part.indexed = True
    manifest.index = index_entries(folder, manifest.index)
    save_manifest(folder, manifest)


def derived_key(manifest: Manifest, judgements: list[JournalLine]) -> str:
    """Give the key of the tables across reports: everything that they are made of and by."""
    parts = sorted(
        (atom, sorted((n, e.key) for n, e in part.layers.items()))
        for part in manifest.parts
        if part.documents
        for atom in part.atoms()
    )
    last = judgements[-1].digest if judgements else ""
    return digest(parts, across_key(), last)


def derive(
    views: Views, judgements: list[JournalLine], *, as_of: str | None = None, left: dict[str, Left] | None = None
) -> tuple[duckdb.DuckDBPyConnection, dict[str, pa.Table]]:
    """Run the steps across reports over what a reader sees; the connection given holds all tables.

    Args:
        views: the case.
        judgements: its journal.
        as_of: ISO day; reports and judgements that came later are left out.
        left: as for `run_steps`.
    """
    views.check((DOCUMENTS, *PRODUCTS))
    connection = open_tables(views, judgements, as_of)
    made = run_steps(connection, CORPUS_STEPS, left)
    for name, table in made.items():
        connection.unregister(name)
        add_table(connection, name, table)
    return connection, made


def open_tables(views: Views, judgements: list[JournalLine], as_of: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open a connection with every table that is there before any step across reports runs."""
    connection = views.connect(as_of)
    kept = [row for row in judgements if as_of is None or row.at[:10] <= as_of]
    add_table(connection, "journal", journal_table(kept))
    correct_tables(connection)
    return connection


def save_derived(folder: Path, manifest: Manifest, judgements: list[JournalLine]) -> bool:
    """Make the tables across reports again if anything that they are made of changed; tells whether it did."""
    key = derived_key(manifest, judgements)
    wanted = {name for step in CORPUS_STEPS for name in step.makes}
    if {name: entry.key for name, entry in manifest.derived.items()} == dict.fromkeys(wanted, key):
        return False
    left = recall(folder, manifest)
    connection, made = derive(Views(folder, manifest), judgements, left=left)
    connection.close()
    manifest.derived = {name: write_table(folder / derived_path(name, key), table, key) for name, table in made.items()}
    manifest.memory = remember(folder, left, key)
    save_manifest(folder, manifest)
    return True
