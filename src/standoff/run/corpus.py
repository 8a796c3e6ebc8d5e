"""THE list of steps across reports, and what runs them over a catalogue."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from standoff.core.document import DocumentView
from standoff.core.errors import PipelineError
from standoff.core.stage import CorpusStep, Left
from standoff.match.claim_tables import CLAIMS
from standoff.match.steps import COPIES, HAPPENINGS, STORIES
from standoff.outlook.tables import OUTLOOK
from standoff.picture.agenda import AGENDA
from standoff.picture.ledger import LEDGER
from standoff.picture.positions import POSITIONS
from standoff.store.catalogue import open_catalogue

CORPUS_STEPS: tuple[CorpusStep, ...] = (
    COPIES,
    STORIES,
    HAPPENINGS,
    CLAIMS,
    POSITIONS,
    LEDGER,
    AGENDA,
    OUTLOOK,
)
"""Every step, in the order in which they run."""


def open_picture(views: Sequence[DocumentView], as_of: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open a catalogue of annotated reports with the tables of all steps in it.

    Args:
        views: annotated documents.
        as_of: ISO day; reports that were known later, or nobody knows when, are left out.
    """
    kept = [view for view in views if as_of is None or (view.doc.published is not None and view.doc.published <= as_of)]
    connection = open_catalogue(kept)
    run_steps(connection, CORPUS_STEPS)
    return connection


def run_steps(
    connection: duckdb.DuckDBPyConnection, steps: Sequence[CorpusStep], left: dict[str, Left] | None = None
) -> dict[str, pa.Table]:
    """Run steps over a catalogue, one after the other; each sees what the earlier ones made.

    Args:
        connection: a catalogue (`store.catalogue`); the tables made are registered in it.
        steps: checked steps.
        left: by name of a step what it left on its last run over a part of these reports, which changes nothing but
            the time that it takes; what it leaves now is put in its place.

    Returns:
        The tables made, by name.

    Raises:
        PipelineError: a step made other tables than it promised.
    """
    made: dict[str, pa.Table] = {}
    for step in steps:
        if left is not None and step.go_on is not None:
            left[step.name] = step.go_on(connection, left.get(step.name))
            found = left[step.name].tables
        else:
            found = step.run(connection)
        if set(found) != set(step.makes):
            raise PipelineError(f"step {step.name!r} made {sorted(found)}, promised {sorted(step.makes)}")
        for name in step.makes:
            connection.register(name, found[name])
            made[name] = found[name]
    return made
