"""Stages that give again what the real stages once found, so that keeping can be measured without reading.

A copy of a report has other names of the same length in the same places, so that every offset of the first holds for
it.
`STANDOFF_REPLAY` names the file with what was found in the first (`save_found`).
"""

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa

from standoff.core.document import DocumentView, from_batch, to_batch
from standoff.core.stage import Layers, Stage, each
from standoff.run.pipeline import build_stages
from standoff.run.settings import Settings

VARIABLE = "STANDOFF_REPLAY"
SEPARATOR = "-of-"
"""Stands in a copy's name between its number and the name of the report that it copies."""


def save_found(path: Path, views: Sequence[DocumentView]) -> None:
    """Keep what the real stages found."""
    batch = to_batch(views)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)


@cache
def _found() -> dict[str, DocumentView]:
    with pa.OSFile(os.environ[VARIABLE], "rb") as source:
        batch = pa.ipc.open_file(source).get_batch(0)
        return {view.doc.name: view for view in from_batch(batch)}


def _replayed(name: str) -> Callable[[Settings], Stage]:
    def make(settings: Settings) -> Stage:
        stage = next(stage for stage in build_stages(Settings(coder=False)) if stage.name == name)

        def annotate(view: DocumentView) -> Layers:
            first = _found()[view.doc.name.partition(SEPARATOR)[2]]
            return {layer: first.rows(layer) for layer in stage.makes}

        return Stage(stage.name, "replay", stage.needs, stage.makes, each(annotate))

    return make


def __getattr__(name: str) -> Callable[[Settings], Stage]:
    return _replayed(name)


def plugins() -> list[str]:
    """Name a plug-in for every stage."""
    return [f"{__name__}:{stage.name}" for stage in build_stages(Settings(coder=False))]
