"""Forecasts on dated facts: `python -m benchmarks.forecast --data DIR [--json] [--out FILE] [--valid-only]`.

Who comes next (`score.py rank`) and whether two countries come to blows (`score.py dyads`). Everything is learned and
chosen on the training and validation days; the test days are read only by `Frozen`, once both models are fixed.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dated_facts import FactFolder, acts_between_countries, open_facts
from benchmarks.rows import BenchmarkError, Row, emit, layout, read_rows, to_json, warn, write_json, write_rows
from standoff.outlook.candidates import Rows, blocks, candidate_rows, questions_on
from standoff.outlook.counters import Counters
from standoff.outlook.dyads import Acts, DyadPass, panel_of
from standoff.outlook.likelihood import Likelihood, grow_trees
from standoff.outlook.memory import EventMemory
from standoff.outlook.ranker import Ranker, reciprocal_ranks, train

LEARN_DAYS = 100
"""Days before the validation days whose questions the ranker learns from; the memory itself goes back to the start."""
LEARN_QUESTIONS, VALID_QUESTIONS = 10_000, 3_000
"""Most questions that are learned from, and on which the number of trees is chosen; drawn evenly over the days."""
RANK_ROUNDS = (60, 80)
"""Numbers of rounds tried for the ranker, on the validation days."""
DYAD_ROUNDS = (60, 100, 140, 180)
"""Numbers of trees tried for the dyads."""
DYAD_START = 45
"""First day that dyads are learned from."""
TOP = 10
WINDOWS, WINDOW_DAYS = 3, 20
"""Windows at the end of the days before the test days, one before the other, on which the dyads' trees are chosen."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Both models, fixed; the only way to the test days."""

    folder: FactFolder
    counters: Counters
    ranker: Ranker
    rounds: int
    likely: dict[int, Likelihood]

    def rank_rows(self) -> Iterator[Row]:
        """Rank the candidates of every test question, day by day, from what was known that morning."""
        memory = EventMemory(self.folder.facts("train", "valid", "test"))
        self.counters.follow(memory)
        while self.counters.day < memory.days:
            for block in blocks(self.counters, *questions_on(memory, self.counters.day)):
                part = candidate_rows(block)
                yield from _predictions(part, self.ranker.score(part.values, self.rounds), memory)
            self.counters.advance()

    def dyad_rows(self, queries: Sequence[Row]) -> Iterator[Row]:
        """Give the probability for every query, from what was known on the evening of its day."""
        walk = DyadPass(acts_between_countries(self.folder.facts("train", "valid", "test")))
        parties = {name: n for n, name in enumerate(self.folder.actors().countries)}
        for query in _by_day(queries):
            while walk.day < query[0]["t"]:
                walk.advance()
            keys = np.array([parties[q["a"]] * walk.acts.parties + parties[q["b"]] for q in query], np.int64)
            chances = self.likely[query[0]["horizon"]](walk.look(keys).values)
            yield from (q | {"p": round(float(p), 6)} for q, p in zip(query, chances, strict=True))


def _by_day(queries: Sequence[Row]) -> list[list[Row]]:
    days: dict[int, list[Row]] = {}
    for query in queries:
        days.setdefault(query["t"], []).append(query)
    return [days[day] for day in sorted(days)]


def _predictions(part: Rows, scores: np.typing.NDArray[np.float64], memory: EventMemory) -> Iterator[Row]:
    bounds = np.searchsorted(part.question, np.arange(len(part.actor) + 1))
    for n, (first, end) in enumerate(itertools.pairwise(bounds.tolist())):
        relation = int(part.relation[n])
        top = [[int(c), float(s)] for c, s in zip(part.candidate[first:end], scores[first:end], strict=True)]
        asked = {"s": int(part.actor[n]), "r": relation % memory.relations, "t": part.day}
        yield asked | {"inverse": relation >= memory.relations, "top": top}


def freeze(folder: FactFolder, horizons: Sequence[int]) -> tuple[Frozen, dict[str, Any]]:
    """Learn and choose both models on the training and validation days.

    Returns:
        The models, and what was chosen and how well it did on the validation days.
    """
    facts = folder.facts("train", "valid")
    first, end = int(folder.split("valid")[:, 3].min()), int(facts.day.max()) + 1
    counters, learned, tried = _walk(EventMemory(facts), first, end)
    scores, hits, ranker = dict[int, float](), dict[int, float](), train(learned, max(RANK_ROUNDS))
    for rounds in RANK_ROUNDS:
        ranks = np.concatenate([reciprocal_ranks(part, ranker.score(part.values, rounds)) for part in tried])
        scores[rounds], hits[rounds] = float(ranks.mean()), float((ranks >= 1 / TOP).mean())
    best = max(scores, key=lambda rounds: scores[rounds])
    chosen: dict[str, Any] = {"rank": {"rounds": best, "valid_mrr": scores[best], "valid_hits10": hits[best]}}
    likely = {}
    for horizon in horizons:
        likely[horizon], chosen[f"h{horizon}"] = _likelihood(acts_between_countries(facts), horizon, end)
    return Frozen(folder, counters, ranker, best, likely), chosen


def _walk(memory: EventMemory, first: int, end: int) -> tuple[Counters, list[Rows], list[Rows]]:
    """Walk through all days, and keep the rows of some questions to learn from and to choose on."""
    counters, learned, tried = Counters(memory), list[Rows](), list[Rows]()
    draw = np.random.default_rng(0)
    start = max(first - LEARN_DAYS, 1)
    while counters.day < end:
        day = counters.day
        if day >= start:
            actor, relation = questions_on(memory, day)
            most = LEARN_QUESTIONS // (first - start) if day < first else VALID_QUESTIONS // (end - first)
            drawn = np.sort(draw.permutation(len(actor))[:most])
            kept = learned if day < first else tried
            kept += [candidate_rows(block) for block in blocks(counters, actor[drawn], relation[drawn])]
        counters.advance()
    return counters, learned, tried


def _likelihood(acts: Acts, horizon: int, end: int) -> tuple[Likelihood, dict[str, Any]]:
    """Choose the number of trees on the last windows whose outcome is known, then learn from all days up to there."""
    panel = panel_of(acts, range(DYAD_START, end - horizon))
    came = DyadPass(acts).followed(panel, horizon)
    errors, base, rows = dict.fromkeys(DYAD_ROUNDS, 0.0), 0.0, 0
    for window in range(WINDOWS):
        border = end - horizon - (window + 1) * WINDOW_DAYS
        before, after = panel.day < border - horizon, (panel.day >= border) & (panel.day < border + WINDOW_DAYS)
        if not came[before].any() or not after.any():
            continue
        trees = grow_trees(panel.values[before], came[before], max(DYAD_ROUNDS))
        for rounds in DYAD_ROUNDS:
            errors[rounds] += float(np.sum((trees(panel.values[after], rounds) - came[after]) ** 2))
        base, rows = base + float(np.sum((came[before].mean() - came[after]) ** 2)), rows + int(after.sum())
    best = min(errors, key=lambda rounds: errors[rounds])
    skill = 1 - errors[best] / base if base else None
    return Likelihood(grow_trees(panel.values, came, best)), {"trees": best, "valid_skill": skill, "valid_rows": rows}


def measure(folder: FactFolder, horizons: Sequence[int], *, valid_only: bool = False) -> dict[str, Any]:
    """Learn, predict and score; stop before the test days if only the validation days are wanted."""
    wall, cpu = time.perf_counter(), time.process_time()
    frozen, chosen = freeze(folder, horizons)
    spent = {"seconds_to_freeze": time.perf_counter() - wall, "cpu_seconds_to_freeze": time.process_time() - cpu}
    if valid_only:
        return {"chosen": chosen, "cost": spent}
    with tempfile.TemporaryDirectory(prefix="standoff-forecast-") as name:
        ranks, chances = Path(name) / "ranks.jsonl", Path(name) / "dyads.jsonl"
        write_rows(ranks, frozen.rank_rows())
        rows: list[Row] = []
        for horizon in horizons:
            queries = Path(name) / f"queries-{horizon}.jsonl"
            _score(folder, "--make-dyads", str(horizon), str(queries))
            rows += frozen.dyad_rows(read_rows(queries))
        write_rows(chances, rows)
        spent |= {"seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - cpu}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        found = {"rank": json.loads(_score(folder, "rank", "--pred", str(ranks)))}
        found["dyads"] = json.loads(_score(folder, "dyads", "--pred", str(chances)))
    return found | {"chosen": chosen, "cost": spent | {"memory_gib": memory}}


def _score(folder: FactFolder, *arguments: str) -> str:
    command = [sys.executable, str((folder.path / "score.py").resolve()), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchmarkError(f"score.py {arguments[0]} failed: {last}")
    return done.stdout


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 measured, 2 no such folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description="Measure forecasts.")
    parser.add_argument("--data", type=Path, required=True, help="folder with score.py and data/")
    parser.add_argument("--horizon", type=int, action="append", help="days ahead for the dyads; 7 and 30 if not given")
    parser.add_argument("--valid-only", action="store_true", help="stop before the test days are read")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--out", type=Path, help="write the JSON to a file too")
    options = parser.parse_args(argv)
    try:
        found = measure(open_facts(options.data), options.horizon or [7, 30], valid_only=options.valid_only)
    except BenchmarkError as error:
        warn(f"{error}")
        return 2
    if options.out:
        write_json(options.out, found)
    emit(to_json(found) if options.json else layout(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
