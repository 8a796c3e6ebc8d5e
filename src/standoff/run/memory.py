"""What the steps across reports leave for their next run, kept in the case beside their tables."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

from standoff.core.errors import CaseError
from standoff.core.stage import Left
from standoff.resources.tables import resources_digest
from standoff.run.corpus import CORPUS_STEPS
from standoff.run.fingerprints import digest, file_key
from standoff.store.durable import Entry
from standoff.store.manifest import Manifest, derived_path, memory_path
from standoff.store.parts import read_table, write_table

MAKER = "maker"
"""Metadata of a memory: the key of the code and the word lists that left it."""
_COLUMN = "memory"


@cache
def across_key() -> str:
    """Give the key of everything but reports and judgements that decides the tables across reports: code and words."""
    code = [(room, _code_key(room)) for room in ("match", "picture", "outlook")]
    steps = [(step.name, step.version) for step in CORPUS_STEPS]
    return digest(steps, code, resources_digest(), file_key("coder/manifest.json"))


def _code_key(room: str) -> str:
    """Give the digest of a room's modules: what an older program left may rest on other rules."""
    found = sorted(
        (item.name, item.read_text("utf-8")) for item in files(f"standoff.{room}").iterdir() if item.is_file()
    )
    return digest(found)


def recall(folder: Path, manifest: Manifest) -> dict[str, Left]:
    """Read what the steps left on their last run; nothing of what other code left, or what cannot be trusted."""
    found = {}
    for step in CORPUS_STEPS:
        entry = manifest.memory.get(step.name)
        if entry is None or not set(step.makes) <= manifest.derived.keys():
            continue
        try:
            held, told = read_table(folder / memory_path(step.name, entry.key), entry)
            entries = {name: manifest.derived[name] for name in step.makes}
            tables = {name: read_table(folder / derived_path(name, e.key), e)[0] for name, e in entries.items()}
        except CaseError:
            continue
        if told[MAKER] == across_key() and {e.key for e in entries.values()} == {entry.key}:
            found[step.name] = Left(tables, held[_COLUMN][0].as_py())
    return found


def remember(folder: Path, left: Mapping[str, Left], key: str) -> dict[str, Entry]:
    """Write what the steps leave, under the key of the tables that were made with it."""
    return {
        step: write_table(
            folder / memory_path(step, key),
            pa.table({_COLUMN: pa.array([found.memory], pa.large_binary())}),
            key,
            {MAKER: across_key()},
        )
        for step, found in left.items()
    }
