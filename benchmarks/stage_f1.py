"""Macro F1 of the stage of incidents (muc4), which the task's own scorer gives as accuracy only.

    python -m benchmarks.stage_f1 --data /work/shared/bench/muc4 [--limit N]

Templates are aligned as its scorer aligns them; 93% of them are accomplished, so that accuracy says little.
"""

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.predict_muc4 import predict_muc4
from benchmarks.rows import Row, emit, layout, read_rows, sample
from benchmarks.scorer import open_task_folder

STAGES = ("ACCOMPLISHED", "ATTEMPTED", "THREATENED")


def aligned_stages(gold: list[Row], found: dict[str, list[Row]], agree: Any) -> list[tuple[list[str], str]]:
    """Give the right stages and the stage found of each template that is matched one to one."""
    pairs = []
    for row in gold:
        guesses = found.get(row["id"], [])
        scores = sorted(
            ((agree(g, p), -i, -j) for i, g in enumerate(row["templates"]) for j, p in enumerate(guesses)), reverse=True
        )
        used: set[tuple[str, int]] = set()
        for score, i, j in scores:
            if score > 0 and ("gold", i) not in used and ("found", j) not in used:
                used |= {("gold", i), ("found", j)}
                right = row["templates"][-i]["stage"]
                if right:
                    pairs.append((right, guesses[-j]["stage"]))
    return pairs


def stage_figures(pairs: list[tuple[list[str], str]]) -> dict[str, float]:
    """F1 of each stage and their mean, over the stages that occur in the answers."""
    figures: dict[str, float] = {"templates": len(pairs)}
    scores = []
    for stage in STAGES:
        gold = [right[0] == stage or (stage in right and guess == stage) for right, guess in pairs]
        said = [guess == stage for _, guess in pairs]
        both = sum(a and b for a, b in zip(gold, said, strict=True))
        if any(gold):
            scores.append(2 * both / (sum(gold) + sum(said)))
            figures[f"{stage.lower()}_f1"] = round(scores[-1], 4)
            figures[f"{stage.lower()}_n"] = sum(gold)
    figures["stage_macro_f1"] = round(sum(scores) / len(scores), 4) if scores else 0.0
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stage_f1", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    folder = open_task_folder(options.data, "muc4")
    spec = importlib.util.spec_from_file_location("muc4_score", folder.path / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder.path / 'score.py'} cannot be loaded")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with tempfile.TemporaryDirectory() as scratch:
        inputs = sample(folder.inputs(Path(scratch)), options.limit)
    found = {row["id"]: row["templates"] for row in predict_muc4(inputs)}
    gold = [row for row in read_rows(folder.gold) if row["id"] in found]
    emit(layout(stage_figures(aligned_stages(gold, found, scorer.agree))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
