"""Puts small parts together: weeks of watching leave a part per round, and every file costs every question something.

The new part is written beside the old ones, and the manifest, replaced at one stroke, names it in their place. What was
named before is deleted a day later (`run.repair.collect`), since readers may still use it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from standoff.core.issues import Issue
from standoff.run.fingerprints import digest
from standoff.run.intake import MADE_BY_READING, PART_DOCUMENTS
from standoff.store.durable import Entry
from standoff.store.manifest import Manifest, Part, layer_path, read_path, save_manifest
from standoff.store.outline import join_outlines
from standoff.store.parts import MISSING, PROBLEMS, read_table, write_table

FULL = PART_DOCUMENTS // 2
"""A part of fewer reports is small, and so many together make one that is not."""
MOST = 32
"""So many parts are put together even if they hold fewer reports: rounds that brought nothing but problems."""


def compact(folder: Path, manifest: Manifest, keys: Mapping[str, str]) -> int:
    """Put small parts that stand beside one another together; gives the number of parts that are gone.

    Args:
        folder: the case; the caller holds its lock.
        manifest: is changed, and saved if anything was done.
        keys: of the layers that are up to date; parts with others are left for the next run.

    Raises:
        CaseError: a part cannot be trusted, or nothing can be written.
    """
    made: list[Part] = []
    for group in _groups(manifest.parts, keys):
        made.append(_join(folder, group) if len(group) > 1 else group[0])
    gone = len(manifest.parts) - len(made)
    if gone:
        manifest.parts = made
        save_manifest(folder, manifest)
    return gone


def _groups(parts: list[Part], keys: Mapping[str, str]) -> Iterator[list[Part]]:
    """Give the parts in their order, in groups that are to be one; too few small ones stay as they are."""
    waiting: list[Part] = []
    for part in parts:
        ready = not part.documents or {name: entry.key for name, entry in part.layers.items()} == dict(keys)
        if not ready or part.documents >= FULL or (part.documents > 0 and not part.indexed):
            yield from ([one] for one in [*waiting, part])
            waiting = []
            continue
        waiting.append(part)
        if sum(one.documents for one in waiting) >= FULL or len(waiting) >= MOST:
            yield waiting
            waiting = []
    yield from ([one] for one in waiting)


def _join(folder: Path, parts: list[Part]) -> Part:
    part_id = digest("joined", *(part.part_id for part in parts))
    with_reports = [part for part in parts if part.documents]
    layers = with_reports[0].layers if with_reports else {}
    return Part(
        part_id,
        sum(part.documents for part in parts),
        _join_read(folder, parts, part_id),
        [stretch for part in parts for stretch in part.raw],
        {name: _join_layer(folder, with_reports, name, part_id) for name in layers},
        _join_problems(parts),
        all(part.indexed for part in with_reports),
        join_outlines([part.outline for part in with_reports]) if with_reports else None,
        [atom for part in with_reports for atom in part.atoms()],
    )


def _join_read(folder: Path, parts: list[Part], part_id: str) -> dict[str, Entry]:
    made = {}
    for table in dict.fromkeys(name for part in parts for name in part.read):
        found = [read_table(folder / read_path(table, p.part_id), p.read[table])[0] for p in parts if table in p.read]
        made[table] = write_table(folder / read_path(table, part_id), _whole(found), MADE_BY_READING)
    return made


def _join_layer(folder: Path, parts: list[Part], name: str, part_id: str) -> Entry:
    key = parts[0].layers[name].key
    tables, told = zip(
        *(read_table(folder / layer_path(name, part.part_id, key), part.layers[name]) for part in parts), strict=True
    )
    kept = {about: [row for one in told for row in one[about]] for about in (MISSING, PROBLEMS) if about in told[0]}
    return write_table(folder / layer_path(name, part_id, key), _whole(list(tables)), key, kept or None)


def _whole(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables([table.replace_schema_metadata(None) for table in tables]).combine_chunks()


def _join_problems(parts: list[Part]) -> dict[str, list[Issue]]:
    names = dict.fromkeys(name for part in parts for name in part.problems)
    return {name: [issue for part in parts for issue in part.problems.get(name, ())] for name in names}
