"""Measure how much too sure a network is on sentences of writers whose work it never saw.

    python training/shift.py /tmp/runs/seed1 --data training/corpus/b1.jsonl training/corpus/b2.jsonl \
        training/corpus/b4.jsonl

Prints accuracy, the temperature that the held-out tenth gave, and the temperature that those sentences need; the
quotient is the factor by which train.py's --shift raises the temperature: news is written by nobody we know either.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from common import calibration_error, fit_temperature, macro_f1, predict, progress, read_corpus, softmax
from teach import load_run

parser = argparse.ArgumentParser()
parser.add_argument("run", type=Path)
parser.add_argument("--data", nargs="+", type=Path, required=True)
args = parser.parse_args()
torch.set_num_threads(1)
network, encoder, report = load_run(args.run)
rows = [row for row in read_corpus(args.data) if row.mode == "pair"]
labels = np.array([row.label for row in rows])
logits = predict(network, [encoder.encode(row) for row in rows], encoder.pad)["labels"]
kept = float(report["temperatures"]["pair"])
needed = fit_temperature(logits, labels)
before, after = softmax(logits, kept), softmax(logits, needed)
right = logits.argmax(-1) == labels
progress(
    f"[shift {args.run.name}] {len(rows)} sentences of other writers: F1 {macro_f1(labels, logits.argmax(-1)):.4f} "
    f"accuracy {right.mean():.4f}; T held {kept:.3f} (ECE there {calibration_error(before.max(-1), right):.4f}), "
    f"T needed {needed:.3f} "
    f"(ECE {calibration_error(after.max(-1), right):.4f}), factor {needed / kept:.3f}"
)
