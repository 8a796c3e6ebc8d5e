"""The manifest: which parts of a case are finished. Readers see it as a whole, and so never half of a change."""

from pathlib import Path

import msgspec

from standoff.core.errors import CaseError
from standoff.core.issues import Issue
from standoff.store.durable import Entry, write_bytes
from standoff.store.outline import Outline

NAME = "manifest.json"
DOCUMENTS, ARRIVALS, ISSUES = "documents", "arrivals", "issues"
"""Tables that reading makes, each in a folder of its name."""
EVENTS = "events"


class Part(msgspec.Struct):
    """Some reports, and the files that hold what is known of them."""

    part_id: str
    documents: int
    read: dict[str, Entry]
    """What reading made: documents, arrivals, issues."""
    raw: list[tuple[str, int, int]] = []
    """The stretches of the raw files that it came from: file, first byte, byte after the last."""
    layers: dict[str, Entry] = {}
    """What the stages made: every layer, and the event records; empty until the part has been run."""
    problems: dict[str, list[Issue]] = {}
    """By stage, the reports on which it failed."""
    indexed: bool = False
    """Whether the full-text index holds its reports."""
    outline: Outline | None = None
    """What its events amount to; null where nobody has looked."""
    joined: list[str] = []
    """The parts that it was put together of (`run.compaction`); empty for one that was added as it is."""

    def atoms(self) -> list[str]:
        """Give the ids of the parts that were added: its own, or those that it was put together of."""
        return self.joined or [self.part_id]


class Manifest(msgspec.Struct):
    """Everything that is finished in a case."""

    generation: int = 0
    segments: dict[str, int] = {}
    """Per raw file, up to which byte its records have become documents."""
    parts: list[Part] = []
    derived: dict[str, Entry] = {}
    """The tables of the steps across reports."""
    memory: dict[str, Entry] = {}
    """By step across reports what it left for its next run beside its tables; the key is that of what made it."""
    index: dict[str, Entry] = {}
    """The files of the full-text index."""
    retired: dict[str, str] = {}
    """Files that nothing refers to any more, and since when: readers of an older manifest may still use them."""

    def count(self) -> int:
        """Give the number of reports."""
        return sum(part.documents for part in self.parts)


def layer_path(product: str, part_id: str, key: str) -> str:
    """Give the place of what a stage made of a part, relative to the case."""
    folder = EVENTS if product == EVENTS_TABLE else f"layers/{product}"
    return f"{folder}/{part_id}-{key}.parquet"


EVENTS_TABLE = "events_table"
"""Names the event records among a part's products; the layer `events` is another thing."""


def read_path(table: str, part_id: str) -> str:
    """Give the place of what reading made, relative to the case."""
    return f"{table}/{part_id}.parquet"


def derived_path(table: str, key: str) -> str:
    """Give the place of a table of the steps across reports, relative to the case."""
    return f"derived/{table}-{key}.parquet"


def memory_path(step: str, key: str) -> str:
    """Give the place of what a step across reports left for its next run, relative to the case."""
    return f"memory/{step}-{key}.parquet"


def every_file(manifest: Manifest) -> dict[str, Entry]:
    """Give every file that a manifest names, relative to the case, and what it must be."""
    files = {derived_path(table, entry.key): entry for table, entry in manifest.derived.items()} | manifest.index
    files |= {memory_path(step, entry.key): entry for step, entry in manifest.memory.items()}
    for part in manifest.parts:
        files |= {read_path(table, part.part_id): entry for table, entry in part.read.items()}
        files |= {layer_path(name, part.part_id, entry.key): entry for name, entry in part.layers.items()}
    return files


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a case.

    Raises:
        CaseError: it is missing or damaged.
    """
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise CaseError(
            f"{path} is missing; run `standoff case rebuild {folder}` to make it from the raw files"
        ) from error
    except (OSError, msgspec.DecodeError) as error:
        do = f"run `standoff case rebuild {folder}` to make it from the raw files"
        raise CaseError(f"{path} cannot be read; found {error}; {do}") from error


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of a case at one stroke."""
    manifest.generation += 1
    write_bytes(folder / NAME, msgspec.json.encode(manifest))
