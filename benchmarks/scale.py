"""A case of many reports: `python -m benchmarks.scale [SIZE...] [--real] [--jobs N] [--texts FOLDER] [--out FILE]`.

Reports are made by repeating the shipped examples (and the texts of a folder) with other ids, days and names. By
default the stages give again what they found in the first of each (`replay.py`), so that what is measured is keeping,
running and asking, on as many rows as real reading makes; with `--real` the stages themselves run, by rule alone.
Each size is measured in a process of its own.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.replay import SEPARATOR, VARIABLE, plugins, save_found
from benchmarks.rows import emit, warn, write_json
from standoff import api
from standoff.core.document import Document
from standoff.core.fetched import Fetched
from standoff.run.case import Case
from standoff.run.parts import peak_mb

SIZES = (1_000, 10_000, 100_000)
FIRST_DAY = date(2031, 1, 1)
DAYS = 365
NAMES = ("Valdora", "Kestria", "Tarvia", "Lindhaven", "Ostrel", "Myrrin")
"""Names of the examples that each copy exchanges for made-up ones of the same length."""
SYLLABLES = [consonant + vowel for consonant in "bdgklmn" for vowel in "aeiou"]
MOST_ACROSS = 1_000
"""The steps across reports are measured up to this size only: on copies without end they compare everything with
everything."""
QUESTIONS = 20
"""Each question is asked so many times; the median counts."""


def rename(text: str, number: int) -> str:
    """Exchange the names in a text for others of the same length, which follow from a number."""
    for at, name in enumerate(NAMES):
        seed = number * 7 + at * 13
        made = "".join(SYLLABLES[(seed * (k + 3) + k * number) % len(SYLLABLES)] for k in range(len(name)))
        text = re.sub(rf"\b{name}\b", made[: len(name)].capitalize(), text)
    return text


def make_copies(documents: Sequence[Document], size: int) -> Iterator[Fetched]:
    """Make so many reports out of a few."""
    for number in range(size):
        first = documents[number % len(documents)]
        day = FIRST_DAY + timedelta(days=number * DAYS // size)
        name = f"{number}{SEPARATOR}{first.name}"
        raw = rename(first.text, number).encode()
        yield Fetched(
            f"copy/{number}",
            name,
            raw,
            "text/plain; charset=utf-8",
            outlet=f"Outlet {number % 40}",
            published=day.isoformat(),
        )


def median_ms(ask: Any) -> float:
    """Give the median time of asking something, in milliseconds of wall time."""
    spent = []
    for _ in range(QUESTIONS):
        began = time.perf_counter()
        ask()
        spent.append(1000 * (time.perf_counter() - began))
    return sorted(spent)[len(spent) // 2]


def measure_add(case: Case, documents: Sequence[Document], size: int) -> dict[str, float]:
    """Add reports and tell how fast."""
    wall, cpu = time.perf_counter(), time.process_time()
    added = case.add_all(make_copies(documents, size))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if added.documents != size:
        warn(f"{added.documents} of {size} reports were taken in; the first problem: {added.issues[:1]}")
    return {"add_per_wall_s": added.documents / wall, "add_per_cpu_s": added.documents / cpu}


def measure_run(case: Case, size: int, jobs: int) -> dict[str, Any]:
    """Run a case and tell how fast, by wall time and by the processor time of this process and its workers."""
    before, began = time.process_time(), time.perf_counter()
    ran = case.run(jobs=jobs, across=False)
    wall, here = time.perf_counter() - began, time.process_time() - before
    cpu = here + (ran.cpu_s if jobs > 1 else 0.0)
    return {
        "parts_cpu_s": ran.cpu_s,
        "rest_cpu_s": cpu - ran.cpu_s,
        "parts_per_wall_s": ran.documents / ran.seconds,
        "run_per_wall_s": size / wall,
        "run_per_cpu_s": size / cpu,
        "worker_peak_mb": ran.peak_mb,
    }


def measure_across(case: Case) -> float:
    """Give the processor time of the steps across reports, in seconds."""
    began = time.process_time()
    case.run()
    return time.process_time() - began


def measure_questions(folder: Path) -> dict[str, float]:
    """Open a case and ask it, each as a new reader would."""
    began = time.perf_counter()
    found = Case.open(folder).events(type="MOBILIZE", status="occurred")
    first = time.perf_counter() - began
    case = Case.open(folder)
    began = time.perf_counter()
    case.find("ministry spokesman")
    opened = time.perf_counter() - began
    return {
        "events_found": len(found),
        "open_and_events_s": first,
        "first_find_ms": 1000 * opened,
        "find_ms": median_ms(lambda: case.find("ministry spokesman")),
        "find_phrase_ms": median_ms(lambda: case.find('"prime minister" exercise')),
        "events_ms": median_ms(lambda: case.events(type="ASSAULT", since="2031-06-01", until="2031-06-07")),
    }


def measure(size: int, *, real: bool, jobs: int, texts: str | None) -> dict[str, Any]:
    """Measure one size in this process."""
    inputs, actors = api.example_inputs()
    reports = api.read(*inputs, *([texts] if texts else []), actors=actors, coder=False)
    with tempfile.TemporaryDirectory(prefix="standoff-scale-") as folder:
        os.environ[VARIABLE] = f"{folder}/found.arrow"
        save_found(Path(os.environ[VARIABLE]), reports.views())
        case = Case.new(Path(folder) / "case", coder=False, actors=actors, plugins=() if real else plugins())
        made: dict[str, Any] = {"documents": size, "jobs": jobs, "stages": "rules" if real else "replayed"}
        made |= measure_add(case, reports.documents, size)
        made |= measure_run(case, size, jobs)
        status = case.status()
        made |= {
            "events": status.events,
            "seconds_across_reports": measure_across(case) if size <= MOST_ACROSS else None,
            "bytes_per_report": status.bytes / size,
            "raw_bytes_per_report": status.raw_bytes / size,
            "files": sum(1 for path in case.folder.rglob("*") if path.is_file()),
            "peak_mb": peak_mb(),
        }
        return made | measure_questions(case.folder)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--real", action="store_true", help="run the stages themselves, by rule alone")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--texts", help="a folder of further texts")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.here:
        emit(json.dumps(measure(args.sizes[0], real=args.real, jobs=args.jobs, texts=args.texts)))
        return 0
    rows = []
    for size in args.sizes:
        words = [sys.executable, "-m", "benchmarks.scale", str(size), "--here", "--jobs", str(args.jobs)]
        words += ["--real"] * args.real + (["--texts", args.texts] if args.texts else [])
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
        rows.append(json.loads(done.stdout))
        emit(json.dumps(rows[-1], indent=2))
    if args.out:
        write_json(args.out, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
