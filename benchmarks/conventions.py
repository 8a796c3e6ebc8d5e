"""Which events to keep for PLOVER's gold records: `python -m benchmarks.conventions --data DIR` compares options."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from benchmarks.coding import PLOVER, Convention
from benchmarks.predict_events import coded_row
from benchmarks.reading import all_stages, read_views
from benchmarks.rows import emit
from benchmarks.scorer import TaskFolder, open_task_folder
from standoff.store.records import event_records

TASK = "plover_gsr"
SHOWN = ("event_p", "event_r", "event_f1", "triple_code_f1", "triple_text_f1")


def variants() -> Iterator[tuple[str, Convention]]:
    """Give nothing at all, each option alone, what is used, and what is used with one option more or less."""
    yield "keep all, fold nothing", Convention()
    names = [field.name for field in fields(Convention)]
    for name in names:
        yield f"{name} alone", replace(Convention(), **{name: True})
    yield "PLOVER (used)", PLOVER
    for name in names:
        sign = "without" if getattr(PLOVER, name) else "with"
        yield f"PLOVER {sign} {name}", replace(PLOVER, **{name: not getattr(PLOVER, name)})


def compare(folder: TaskFolder) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Run the pipeline once and score every variant."""
    with tempfile.TemporaryDirectory(prefix="standoff-benchmark-") as name:
        scratch = Path(name)
        rows = folder.inputs(scratch)
        records = [(row, event_records(view)) for row, view in read_views(rows, all_stages(), date_field=None)]
        for label, convention in variants():
            predictions = [coded_row(row, found, convention) for row, found in records]
            yield label, folder.score(predictions, rows, scratch)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the comparison as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conventions", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=f"the folder of {TASK}, or the one that holds it")
    options = parser.parse_args(argv)
    emit("| convention | " + " | ".join(SHOWN) + " |\n|---|" + "---|" * len(SHOWN) + "\n")
    for label, metrics in compare(open_task_folder(options.data, TASK)):
        emit(f"| {label} | " + " | ".join(f"{metrics[name]:.3f}" for name in SHOWN) + " |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
