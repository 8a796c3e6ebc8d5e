"""Floors under the figures: `python -m benchmarks.floors --data DIR [TASK...]` reruns tasks and compares.

A figure below its floor fails. `--raise` lifts floors to just below the figures; `--lower TASK METRIC VALUE --reason
TEXT` is the only way down, and the reason is kept beside the floor. Each floor names the digest of the data that it was
measured on, and holds for those data only.

Exit status: 0 all hold, 1 one is broken, 2 nothing could be compared.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.accuracy import Measurement, measure
from benchmarks.rows import BenchmarkError, emit, read_json, warn, write_json

FLOORS = Path(__file__).parent / "floors.json"
RESULTS = Path(__file__).parent / "results"
SLACK = 0.005
"""How far below the figure a floor is put, so that a row or two do not break it."""
BROKEN, NOTHING = 1, 2
"""Exit statuses."""

Floors = dict[str, Any]
"""Task to `data` (digest), `floors` (metric to figure) and `lowered` (what was lowered, when and why)."""


def compare(floors: Mapping[str, Any], found: Measurement) -> list[str]:
    """Name what broke in one task, a line each.

    Raises:
        BenchmarkError: the floors were measured on other data.
    """
    if floors["data"] != found.data:
        raise BenchmarkError(
            f"{found.task}: the floors are for data {floors['data']}, found {found.data}; measure anew with --raise"
        )
    broken = []
    for metric, floor in floors["floors"].items():
        figure = found.metrics.get(metric)
        if figure is None or figure < floor:
            broken.append(f"{found.task}: {metric} is {figure}, its floor is {floor}")
    return broken


def lift(entry: Mapping[str, Any], found: Measurement) -> Floors:
    """Give a task's floors lifted to what was measured; on other data they are set anew."""
    same = entry["data"] == found.data
    reached = {metric: round(max(found.metrics[metric] - SLACK, 0.0), 4) for metric in entry["floors"]}
    lifted = {m: max(reached[m], floor) if same else reached[m] for m, floor in entry["floors"].items()}
    return {**entry, "data": found.data, "floors": lifted}


def lower(floors: Floors, task: str, metric: str, value: float, reason: str) -> None:
    """Lower one floor and keep the reason.

    Raises:
        BenchmarkError: no such floor, no reason, or not lower.
    """
    entry = floors.get(task)
    if entry is None or metric not in entry["floors"]:
        raise BenchmarkError(f"no floor {metric!r} for the task {task!r}; see {FLOORS.name}")
    before = entry["floors"][metric]
    if len(reason.split()) < 3:
        raise BenchmarkError(f"a floor falls only with a written reason; found {reason!r}; give --reason TEXT")
    if value >= before:
        raise BenchmarkError(f"{value} is not below the floor {before}; use --raise to lift floors")
    entry["floors"][metric] = value
    note = {"metric": metric, "from": before, "to": value, "reason": reason, "date": date.today().isoformat()}
    entry.setdefault("lowered", []).append(note)


def check(floors: Floors, tasks: Sequence[str], data: Path, *, raising: bool, freezing: bool) -> list[str]:
    """Measure tasks and compare them with their floors.

    Args:
        floors: all floors; changed where they are lifted.
        tasks: which to measure.
        data: the folder that holds the tasks.
        raising: lift the floors to the figures.
        freezing: write the figures to `results/`.

    Returns:
        A line per broken floor.
    """
    broken = []
    for task in tasks:
        if task not in floors:
            raise BenchmarkError(f"no floors for {task!r}; there are some for: {', '.join(floors)}")
        found = measure(task, data)
        lines = [] if raising and floors[task]["data"] != found.data else compare(floors[task], found)
        shown = ", ".join(f"{metric} {found.metrics[metric]}" for metric in floors[task]["floors"])
        emit(f"{'BROKEN' if lines else 'holds '}  {task}: {shown} ({found.seconds:.0f} s)\n")
        broken += lines
        if raising:
            floors[task] = lift(floors[task], found)
        if freezing:
            write_json(RESULTS / f"{task}.json", asdict(found))
    return broken


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floors", description="Check the floors of accuracy.")
    parser.add_argument("tasks", nargs="*", help="tasks to check, all with floors by default")
    parser.add_argument("--data", type=Path, help="the folder that holds the tasks")
    parser.add_argument("--raise", dest="raising", action="store_true", help="lift floors to the figures measured")
    parser.add_argument("--freeze", action="store_true", help="write the figures to benchmarks/results")
    parser.add_argument("--lower", nargs=3, metavar=("TASK", "METRIC", "VALUE"), help="lower one floor")
    parser.add_argument("--reason", default="", help="why it is lowered")
    return parser.parse_args(argv)


def _run(options: argparse.Namespace) -> int:
    floors: Floors = read_json(FLOORS)
    if options.lower:
        task, metric, value = options.lower
        lower(floors, task, metric, float(value), options.reason)
        write_json(FLOORS, floors)
        emit(f"{task}: the floor of {metric} is now {value}\n")
        return 0
    if options.data is None:
        raise BenchmarkError("give --data, the folder that holds the tasks")
    tasks = options.tasks or list(floors)
    broken = check(floors, tasks, options.data, raising=options.raising, freezing=options.freeze)
    if options.raising:
        write_json(FLOORS, floors)
    for line in broken:
        warn(line)
    return BROKEN if broken else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    try:
        return _run(_arguments(argv))
    except (BenchmarkError, ValueError) as error:
        warn(str(error))
        return NOTHING


if __name__ == "__main__":
    sys.exit(main())
