"""Fits `benchmarks/factuality_weights.csv`: what features of an event say on the scale from -3 to 3.

    PYTHONPATH=src:. python training/fit_factuality.py --gold DIR/factuality/data/gold.jsonl

Ridge regression on closed-class features, then the median score of each fortieth of the sums, made to rise. Prints the
figures of five-fold cross-validation, in which a fold holds whole sentences chosen by the hash of their ids, and writes
the weights fitted on all rows. Data: UDS-IH2 (MIT; texts CC BY-SA), which may be trained on. No text of it is kept.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
from benchmarks.factuality_scale import WEIGHTS, features
from benchmarks.given_events import read_statuses, spans_by_row

from standoff.annotate.syntax import build_syntax

FOLDS = 5
RIDGE = 20.0
RARE = 8
"""Features that fewer events have are left out."""
BINS = 40
SMALL = 0.01
"""Weights nearer to 0 are not written."""


class Fit:
    """Weights and the curve from their sums to the scale."""

    def __init__(self, rows: list[set[str]], scores: np.ndarray) -> None:
        """Fit on rows of features."""
        counts = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, count in counts.items() if count >= RARE)
        self.index = {name: n for n, name in enumerate(self.names)}
        matrix = self.matrix(rows)
        self.base = float(scores.mean())
        square = matrix.T @ matrix + RIDGE * np.eye(len(self.names))
        solved = np.linalg.solve(square, matrix.T @ (scores - self.base))
        self.weights = np.where(np.abs(solved) < SMALL, 0.0, np.round(solved, 3))
        sums = matrix @ self.weights + self.base
        edges = np.quantile(sums, np.linspace(0, 1, BINS + 1))
        medians = [float(np.median(scores[(sums >= low) & (sums <= high)])) for low, high in pairwise(edges)]
        self.sums = np.round((edges[:-1] + edges[1:]) / 2, 3)
        self.values = np.round(np.maximum.accumulate(medians), 3)

    def matrix(self, rows: list[set[str]]) -> np.ndarray:
        """Put rows of features into a matrix of zeros and ones."""
        made = np.zeros((len(rows), len(self.names)), dtype=np.float32)
        for n, row in enumerate(rows):
            made[n, [self.index[name] for name in row if name in self.index]] = 1
        return made

    def predict(self, rows: list[set[str]]) -> np.ndarray:
        """Give scale values."""
        return np.interp(self.matrix(rows) @ self.weights + self.base, self.sums, self.values)


def read_events(gold: Path) -> tuple[list[set[str]], np.ndarray, np.ndarray]:
    """Read the rows and have their status read: features, scores and folds of all events."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    spans = spans_by_row(rows, lambda row: [(event["start"], event["end"]) for event in row["events"]])
    found, scores, folds = [], [], []
    for row, view, statuses in read_statuses(rows, spans, None):
        syntax, events = view.derive(build_syntax), view.rows("events")
        by_span = {(status.start, status.end): status for status in statuses}
        fold = int(hashlib.sha256(str(row["id"]).encode()).hexdigest(), 16) % FOLDS
        for event in row["events"]:
            status = by_span[event["start"], event["end"]]
            found.append(features(syntax, events[status.event].token, status))
            scores.append(event["score"])
            folds.append(fold)
    return found, np.array(scores), np.array(folds)


def write(fit: Fit, path: Path) -> None:
    """Write the weights as a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "name", "weight"))
        writer.writerow(("base", "", f"{fit.base:.3f}"))
        writer.writerows(("point", f"{at:.3f}", f"{value:.3f}") for at, value in zip(fit.sums, fit.values, strict=True))
        weighed = zip(fit.names, fit.weights, strict=True)
        writer.writerows(("weight", name, f"{weight:.3f}") for name, weight in weighed if weight)


def main() -> None:
    """Cross-validate, then fit on everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    found, scores, folds = read_events(parser.parse_args().gold)
    predicted = np.zeros(len(scores))
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        outside = np.flatnonzero(folds == fold)
        fit = Fit([found[n] for n in inside], scores[inside])
        predicted[outside] = fit.predict([found[n] for n in outside])
    error = np.abs(predicted - scores).mean()
    print(f"{len(scores)} events, {FOLDS} folds: MAE {error:.3f}, r {np.corrcoef(predicted, scores)[0, 1]:.3f}")
    write(Fit(found, scores), WEIGHTS)


if __name__ == "__main__":
    main()
