"""What a stage is: it needs layers (or, across reports, tables), makes others, and says how."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from standoff.core.document import DocumentView
from standoff.core.errors import PipelineError
from standoff.core.layers import LAYERS

Layers = Mapping[str, Sequence[Any]]
"""Layer name to rows, for one document."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step from text to layers.

    `run` takes the views of a batch and yields, in their order, the rows of every layer named in `makes`, or
    the exception that this document raised. It changes nothing that was there.

    `reads` names everything beside the layers that decides what comes out: the package's data files, relative to
    `standoff/resources` (a folder ends in a slash), or `@` and what a run chooses (`run.fingerprints.CHOICES`). If one
    of these, the version or a layer in `needs` changes, a case runs the stage again.
    """

    name: str
    version: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    run: Callable[[Sequence[DocumentView]], Iterator[Layers | Exception]]
    reads: tuple[str, ...] = ()


def each(
    annotate: Callable[[DocumentView], Layers],
) -> Callable[[Sequence[DocumentView]], Iterator[Layers | Exception]]:
    """Make a stage's `run` out of a plain function over one document."""

    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        for view in views:
            try:
                yield annotate(view)
            except Exception as error:
                yield error

    return run


def check_stages(stages: Sequence[Stage]) -> None:
    """Check that the stages fit together before anything runs.

    Raises:
        PipelineError: an unknown layer, a layer made twice, or one needed before it is made.
    """
    made: dict[str, str] = {}
    for stage in stages:
        for layer in (*stage.needs, *stage.makes):
            if layer not in LAYERS:
                raise PipelineError(f"stage {stage.name!r} names the layer {layer!r}; known: {', '.join(LAYERS)}")
        for layer in stage.needs:
            if layer not in made:
                raise PipelineError(
                    f"stage {stage.name!r} needs {layer!r}, which no earlier stage makes; reorder the list"
                )
        for layer in stage.makes:
            if layer in made:
                raise PipelineError(f"stages {made[layer]!r} and {stage.name!r} both make {layer!r}; keep one")
            made[layer] = stage.name


@dataclass(frozen=True, slots=True)
class Left:
    """What a step leaves behind for its next run, when there are more reports."""

    tables: Mapping[str, pa.Table]
    """Those that it made."""
    memory: bytes
    """What else it needs to go on from there."""


@dataclass(frozen=True, slots=True)
class CorpusStep:
    """One step across reports: from tables to further tables.

    `run` gets a connection in which every table named in `needs` can be queried, and returns every table named in
    `makes`. It writes nothing into the connection that outlives it, and gives the same rows in the same order whatever
    the order of the rows it reads.
    """

    name: str
    version: str
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    run: Callable[[duckdb.DuckDBPyConnection], Mapping[str, pa.Table]]
    go_on: Callable[[duckdb.DuckDBPyConnection, Left | None], Left] | None = None
    """Makes the very same tables from what the last run left, where that still holds, and leaves something again."""


def check_steps(steps: Sequence[CorpusStep], given: Sequence[str]) -> None:
    """Check that corpus steps fit together before anything runs.

    Args:
        steps: the steps in the order in which they run.
        given: the tables that are there from the start.

    Raises:
        PipelineError: a table made twice, or one needed before it is made.
    """
    made = dict.fromkeys(given, "the reports")
    for step in steps:
        for table in step.needs:
            if table not in made:
                raise PipelineError(f"step {step.name!r} needs {table!r}, which nothing before it makes; reorder")
        for table in step.makes:
            if table in made:
                raise PipelineError(f"{made[table]} and {step.name!r} both make {table!r}; keep one")
            made[table] = step.name
