"""Accuracy on one task: `python -m benchmarks.accuracy TASK --data DIR [--json] [--limit N] [--out FILE]`.

Exit status: 0 measured, 1 Standoff failed, 2 an unknown task or folder, 3 a task that Standoff cannot do yet.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.provenance import resources_digest, standoff_version
from benchmarks.rows import BenchmarkError, emit, layout, sample, to_json, warn, write_json
from benchmarks.scorer import open_task_folder
from benchmarks.tasks import FOLDERS, TASKS, Later
from standoff.core.errors import StandoffError

UNKNOWN, NOT_YET = 2, 3
"""Exit statuses."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of one run, and what they were measured with."""

    task: str
    rows: int
    seconds: float
    data: str
    """Digest of the data file."""
    limited: bool
    standoff: str
    """Version of Standoff."""
    resources: str
    """Digest of its lexicons and codebooks."""
    metrics: dict[str, Any]


class NotYetError(BenchmarkError):
    """Standoff cannot do the task yet."""


def measure(task: str, data: Path, limit: int | None = None) -> Measurement:
    """Run a task and score it.

    Args:
        task: a name out of `benchmarks.tasks.TASKS`.
        data: the task's folder, or the folder that holds it.
        limit: number of rows to measure on, all if None.

    Raises:
        BenchmarkError: an unknown task or folder, or a failure on the way.
        NotYetError: a task that is not done yet.
    """
    predict = TASKS.get(task)
    if predict is None:
        raise BenchmarkError(f"unknown task {task!r}; known: {', '.join(TASKS)}")
    if isinstance(predict, Later):
        raise NotYetError(f"{task}: not yet, {predict.why}; issue {predict.issue} will bring it")
    folder = open_task_folder(data, FOLDERS.get(task, task))
    with tempfile.TemporaryDirectory(prefix="standoff-benchmark-") as name:
        scratch = Path(name)
        inputs = sample(folder.inputs(scratch), limit)
        start = time.perf_counter()
        predictions = list(predict(inputs))
        seconds = time.perf_counter() - start
        metrics = folder.score(predictions, inputs, scratch)
    return Measurement(
        task=task,
        rows=len(inputs),
        seconds=round(seconds, 1),
        data=folder.digest(),
        limited=limit is not None,
        standoff=standoff_version(),
        resources=resources_digest(),
        metrics=metrics,
    )


def report(found: Measurement) -> str:
    """Lay a measurement out for the terminal."""
    head = f"{found.task}: {found.rows} rows in {found.seconds:.1f} s, Standoff {found.standoff}\n"
    return head + f"data {found.data}, resources {found.resources}\n" + layout(found.metrics)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description="Measure accuracy on one task.")
    parser.add_argument("task", help=", ".join(TASKS))
    parser.add_argument("--data", type=Path, required=True, help="the task's folder, or the folder that holds it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--limit", type=int, help="measure on N rows only, drawn by the hash of their ids")
    parser.add_argument("--out", type=Path, help="write the JSON to a file too")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    options = _arguments(argv)
    try:
        found = measure(options.task, options.data, options.limit)
    except NotYetError as error:
        emit(f"{error}\n")
        return NOT_YET
    except BenchmarkError as error:
        warn(f"{error}")
        return UNKNOWN
    except StandoffError as error:
        warn(f"{options.task}: Standoff failed: {error}")
        return 1
    if options.out:
        write_json(options.out, asdict(found))
    emit(to_json(asdict(found)) if options.json else report(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
