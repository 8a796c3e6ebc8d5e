"""Speed and memory beside bare spaCy: `python -m benchmarks.speed [--documents N] [--words W] [--json] [--out FILE]`.

Both systems read the same documents with the same model, on one thread each unless `--threads` allows more, each
measurement in a process of its own, in turn; the best of the rounds counts.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.provenance import resources_digest, standoff_version
from benchmarks.rows import BenchmarkError, emit, layout, to_json, warn, write_json

SYSTEMS = ("standoff", "rules", "spacy")
"""Standoff as it comes, Standoff by rule alone, bare spaCy."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def measure_once(system: str, documents: int, words: int, threads: int = 1) -> dict[str, Any]:
    """Run one measurement in a process of its own.

    Raises:
        BenchmarkError: the process failed.
    """
    command = [sys.executable, "-m", "benchmarks.speed_worker", system, str(documents), str(words)]
    env = os.environ | dict.fromkeys(THREADS, str(threads))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchmarkError(f"the measurement of {system} failed: {last}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(documents: int, words: int, rounds: int, threads: int = 1) -> dict[str, Any]:
    """Measure all systems in turn, and compare their best rounds."""
    runs: dict[str, list[dict[str, Any]]] = {system: [] for system in SYSTEMS}
    for _ in range(rounds):
        for system in SYSTEMS:
            runs[system].append(measure_once(system, documents, words, threads))
    best = {system: min(found, key=lambda run: run["seconds"]) for system, found in runs.items()}
    ours, bare = best["standoff"], best["spacy"]
    return {
        "documents": documents,
        "words_per_document": round(ours["words"] / documents),
        "rounds": rounds,
        "threads": threads,
        "standoff_version": standoff_version(),
        "resources": resources_digest(),
        "speed_ratio": round(bare["seconds"] / ours["seconds"], 3),
        "rules_speed_ratio": round(bare["seconds"] / best["rules"]["seconds"], 3),
        "memory_ratio": round(_peak(runs["standoff"]) / _peak(runs["spacy"]), 3),
        **{system: _summary(best[system], runs[system], documents) for system in SYSTEMS},
        "seconds_per_stage": {name: round(value, 3) for name, value in ours["stages"].items()},
        "documents_per_second_by_stage": {
            name: round(documents / value) for name, value in ours["stages"].items() if value
        },
        "share_outside_parse": round(1 - ours["stages"]["parse"] / ours["seconds"], 3),
    }


def _peak(runs: Sequence[dict[str, Any]]) -> float:
    return min(float(run["peak_mb"]) for run in runs)


def _summary(best: dict[str, Any], runs: Sequence[dict[str, Any]], documents: int) -> dict[str, float]:
    return {
        "documents_per_second": round(documents / best["seconds"], 2),
        "seconds": round(best["seconds"], 2),
        "slowest_round_seconds": round(max(run["seconds"] for run in runs), 2),
        "peak_mb": round(_peak(runs), 1),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--documents", type=int, default=60, help="how many documents (default 60)")
    parser.add_argument("--words", type=int, default=450, help="words in each, about (default 450)")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each system (default 3)")
    parser.add_argument("--threads", type=int, default=1, help="threads that each may use (default 1)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--out", type=Path, help="write the JSON to a file too")
    options = parser.parse_args(argv)
    try:
        found = measure(options.documents, options.words, options.rounds, options.threads)
    except BenchmarkError as error:
        warn(str(error))
        return 1
    if options.out:
        write_json(options.out, found)
    emit(to_json(found) if options.json else layout(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
