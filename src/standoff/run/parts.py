"""Runs the stages over one part of a case: reads its files, writes what is missing, and says what is now there.

What travels between processes and machines is this module's `PartJob` and `PartResult`: paths and digests, never texts.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from standoff.core.document import Document, DocumentView
from standoff.core.errors import CaseError, PipelineError
from standoff.core.issues import Issue
from standoff.core.stage import Stage
from standoff.run.fingerprints import product_keys
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings
from standoff.store.durable import Entry, find_fault, make_entry
from standoff.store.manifest import DOCUMENTS, EVENTS_TABLE, layer_path, read_path
from standoff.store.outline import Outline, outline_events
from standoff.store.parts import (
    MISSING,
    PROBLEMS,
    documents_from,
    layer_part,
    read_layer,
    read_metadata,
    read_table,
    write_table,
)
from standoff.store.records import event_records, events_table


@dataclass(frozen=True, slots=True)
class PartJob:
    """What a worker has to know: where the case lies, which part, and what is vouched for."""

    root: str
    part_id: str
    documents: Entry
    known: Mapping[str, Entry]
    """The layers that the manifest vouches for."""
    settings: Settings
    keys: Mapping[str, str]
    """The keys that the layers must have; a worker with other lexicons refuses."""


@dataclass(frozen=True, slots=True)
class PartResult:
    """What a worker gives back."""

    part_id: str
    layers: dict[str, Entry]
    problems: dict[str, list[Issue]]
    outline: Outline
    """What its events amount to."""
    made: tuple[str, ...]
    """What was made now; the rest was there."""
    cpu_s: float
    """Processor time that it took, in seconds."""
    peak_mb: float | None
    """The most memory that the worker has held so far, in megabytes; null where the system does not tell."""


@dataclass(slots=True)
class _Shelf:
    """The files of one part: what is there and right."""

    job: PartJob
    layers: dict[str, Entry] = field(default_factory=dict)

    def path(self, product: str) -> Path:
        return Path(self.job.root) / layer_path(product, self.job.part_id, self.job.keys[product])

    def adopt(self, product: str) -> bool:
        """Take what is there already, if it is what it must be: as vouched for, or else whole by its own checksums."""
        path, known = self.path(product), self.job.known.get(product)
        if known is not None and known.key == self.job.keys[product]:
            if find_fault(path, known):
                return False
            self.layers[product] = known
            return True
        try:
            read_table(path)
        except CaseError:
            return False
        self.layers[product] = make_entry(path, self.job.keys[product])
        return True

    def adopt_all(self, products: Iterable[str]) -> bool:
        found = [self.adopt(product) for product in products]
        return all(found)

    def problems(self, stages: Sequence[Stage]) -> dict[str, list[Issue]]:
        found = {stage.name: read_metadata(self.path(stage.makes[0]))[PROBLEMS] for stage in stages}
        return {name: msgspec.convert(rows, list[Issue]) for name, rows in found.items() if rows}


def run_part(job: PartJob) -> PartResult:
    """Make everything of a part that is not there yet.

    Args:
        job: the part.

    Returns:
        All that is there now. The same job gives the same files, byte for byte.

    Raises:
        CaseError: the part's documents cannot be trusted, or nothing can be written.
        PipelineError: this process has other stages, lexicons or models than the job was made with.
    """
    began = time.process_time()
    stages = build_stages(job.settings)
    keys = product_keys(stages, job.settings)
    if keys != dict(job.keys):
        found = ", ".join(sorted(name for name, key in keys.items() if job.keys.get(name) != key))
        raise PipelineError(
            f"this worker would make other layers than asked for; found {found}; install the same version"
        )
    shelf = _Shelf(job)
    todo = [stage for stage in stages if not shelf.adopt_all(stage.makes)]
    made = [layer for stage in todo for layer in stage.makes]
    if not shelf.adopt(EVENTS_TABLE):
        made.append(EVENTS_TABLE)
    if made:
        _make(job, shelf, todo, made)
    told = (shelf.layers, shelf.problems(stages), outline_events(shelf.path(EVENTS_TABLE)))
    return PartResult(job.part_id, *told, tuple(made), time.process_time() - began, peak_mb())


def _make(job: PartJob, shelf: _Shelf, todo: Sequence[Stage], made: Sequence[str]) -> None:
    """Run the stages and write what they make."""
    table, _ = read_table(Path(job.root) / read_path(DOCUMENTS, job.part_id), job.documents)
    wanted = {layer for stage in todo for layer in stage.needs}
    if EVENTS_TABLE in made:
        wanted |= set(job.keys)
    views = _load_views(documents_from(table), shelf, sorted(wanted - set(made)))
    issues: dict[str, list[Issue]] = {stage.name: [] for stage in todo}
    for start in range(0, len(views), job.settings.batch_size):
        for issue in run_batch(views[start : start + job.settings.batch_size], todo):
            issues[issue.stage].append(issue)
    for stage in todo:
        for layer in stage.makes:
            rows, missing = layer_part(layer, views)
            told = {MISSING: missing, PROBLEMS: msgspec.to_builtins(issues[stage.name])}
            shelf.layers[layer] = write_table(shelf.path(layer), rows, job.keys[layer], told)
    if EVENTS_TABLE in made:
        records = events_table([record for view in views for record in event_records(view)])
        shelf.layers[EVENTS_TABLE] = write_table(shelf.path(EVENTS_TABLE), records, job.keys[EVENTS_TABLE])


def _load_views(documents: Sequence[Document], shelf: _Shelf, layers: Sequence[str]) -> list[DocumentView]:
    readers = {}
    for layer in layers:
        if layer in shelf.layers and layer != EVENTS_TABLE:
            table, told = read_table(shelf.path(layer), shelf.layers[layer])
            readers[layer] = read_layer(layer, table, told[MISSING])
    return [DocumentView(doc, {layer: rows(doc.doc_id) for layer, rows in readers.items()}) for doc in documents]


def peak_mb() -> float | None:
    """Give the most memory that this process has held, in megabytes, where the system tells."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
