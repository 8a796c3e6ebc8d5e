"""Finds files of a case that are not what was written, and makes them again from what they came from.

The order of trust: raw files, documents made from them, layers made from these, tables across reports and the index
made from all. The
raw files and the journal come from nowhere else; if they are damaged, that is said.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from standoff.core.document import Document
from standoff.read.freeze import Translate
from standoff.run.intake import MADE_BY_READING, make_tables, read_documents
from standoff.store.durable import explained
from standoff.store.manifest import DOCUMENTS, EVENTS_TABLE, Manifest, Part, every_file, layer_path, read_path
from standoff.store.parts import documents_from, read_table, write_table
from standoff.store.search import FOLDER as INDEX_FOLDER
from standoff.store.views import Views, find_faults
from standoff.store.warc import Segments

GRACE = timedelta(days=1)
"""A file that nothing refers to any more is deleted after so long: a reader who opened the case before may still use
it."""
_COLLECTED = ("documents", "arrivals", "issues", "layers", "events", "derived", "memory")


def repair(
    folder: Path, manifest: Manifest, translate: Translate | None = None, *, deep: bool = False
) -> dict[str, str]:
    """Take what is damaged out of the manifest, so that a run makes it again; read reports again whose files are
    damaged.

    Args:
        folder: the case.
        manifest: changed in place.
        translate: the case's translator, if it has one.
        deep: compare the digests of all files, also of those that only stages read; these are checked anyhow before
        use.

    Returns:
        What was wrong, by path relative to the case.

    Raises:
        CaseError: a raw file that is needed is damaged.
    """
    seen = {path for files in Views(folder, manifest).files.values() for path in files}
    files = every_file(manifest)
    faults = find_faults(folder, {path: entry for path, entry in files.items() if deep or path in seen})
    faults |= find_faults(folder, {path: entry for path, entry in files.items() if path not in faults}, whole=False)
    for path in faults:
        with explained(folder / path, "deleted"):
            (folder / path).unlink(missing_ok=True)
    for part in manifest.parts:
        if any(read_path(table, part.part_id) in faults for table in part.read):
            reread(folder, manifest, part, translate)
        for product, entry in list(part.layers.items()):
            if layer_path(product, part.part_id, entry.key) in faults:
                del part.layers[product]
                part.outline = part.outline if product != EVENTS_TABLE else None
    if any(path in faults for path in manifest.index):
        drop_index(folder, manifest)
    if any(path.startswith("derived/") for path in faults):
        manifest.derived = {}
    if any(path.startswith(("derived/", "memory/")) for path in faults):
        manifest.memory = {}
    return faults


def drop_index(folder: Path, manifest: Manifest) -> None:
    """Take the full-text index away, so that a run builds it again."""
    with explained(folder / INDEX_FOLDER, "deleted"):
        shutil.rmtree(folder / INDEX_FOLDER, ignore_errors=True)
    manifest.index = {}
    for part in manifest.parts:
        part.indexed = False


def reread(folder: Path, manifest: Manifest, part: Part, translate: Translate | None = None) -> bool:
    """Read a part again from the raw files; tells whether its reports changed, in which case its layers are dropped.

    Raises:
        CaseError: a raw file is damaged.
    """
    elsewhere = _ids_of_others(folder, manifest, part)
    segments, found = Segments(folder / "raw"), []
    documents: dict[str, tuple[Document, str]] = {}
    for name, start, end in part.raw:
        for raw in segments.read(name, start, end):
            docs, issues = read_documents(raw.fetched, translate)
            fresh = [doc for doc in docs if doc.doc_id not in elsewhere and doc.doc_id not in documents]
            documents |= {doc.doc_id: (doc, raw.fetched.fetched_at or raw.arrived) for doc in fresh}
            found.append((raw, len(fresh), issues))
    before = part.read.get(DOCUMENTS)
    tables = make_tables(list(documents.values()), found)
    part.read = {
        name: write_table(folder / read_path(name, part.part_id), table, MADE_BY_READING)
        for name, table in tables.items()
        if table.num_rows
    }
    part.documents = len(documents)
    if part.read.get(DOCUMENTS) == before:
        return False
    part.layers, part.problems, part.indexed, part.outline = {}, {}, False, None
    return True


def _ids_of_others(folder: Path, manifest: Manifest, part: Part) -> set[str]:
    found: set[str] = set()
    for other in manifest.parts:
        path = folder / read_path(DOCUMENTS, other.part_id)
        if other is not part and DOCUMENTS in other.read and path.exists():
            found |= {doc.doc_id for doc in documents_from(read_table(path, other.read[DOCUMENTS])[0])}
    return found


def collect(folder: Path, manifest: Manifest, now: str) -> int:
    """Delete files that the manifest has not named for a day, and note those that it names no more; gives the number
    deleted."""
    named, deleted = every_file(manifest), 0
    moment = datetime.fromisoformat(now)
    retired: dict[str, str] = {}
    for path in (path for top in _COLLECTED for path in (folder / top).rglob("*.parquet")):
        name = path.relative_to(folder).as_posix()
        if name in named:
            continue
        since = manifest.retired.get(name, now)
        if moment - datetime.fromisoformat(since) > GRACE:
            with explained(path, "deleted"):
                path.unlink()
            deleted += 1
        else:
            retired[name] = since
    manifest.retired = retired
    return deleted
