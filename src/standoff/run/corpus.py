"""THE list of steps across reports, and what runs them over a catalogue."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from standoff.core.errors import PipelineError
from standoff.core.stage import CorpusStep
from standoff.match.claim_tables import CLAIMS
from standoff.match.steps import COPIES, HAPPENINGS, STORIES
from standoff.picture.agenda import AGENDA
from standoff.picture.ledger import LEDGER
from standoff.picture.positions import POSITIONS

CORPUS_STEPS: tuple[CorpusStep, ...] = (
    COPIES,
    STORIES,
    HAPPENINGS,
    CLAIMS,
    POSITIONS,
    LEDGER,
    AGENDA,
)
"""Every step, in the order in which they run."""


def run_steps(connection: duckdb.DuckDBPyConnection, steps: Sequence[CorpusStep]) -> dict[str, pa.Table]:
    """Run steps over a catalogue, one after the other; each sees what the earlier ones made.

    Args:
        connection: a catalogue (`store.catalogue`); the tables made are registered in it.
        steps: checked steps.

    Returns:
        The tables made, by name.

    Raises:
        PipelineError: a step made other tables than it promised.
    """
    made: dict[str, pa.Table] = {}
    for step in steps:
        found = step.run(connection)
        if set(found) != set(step.makes):
            raise PipelineError(f"step {step.name!r} made {sorted(found)}, promised {sorted(step.makes)}")
        for name in step.makes:
            connection.register(name, found[name])
            made[name] = found[name]
    return made
