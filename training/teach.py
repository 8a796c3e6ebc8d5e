"""Store a trained network's answers to the questions of the corpus, for distilling.

python training/teach.py /tmp/runs/teacher --data training/corpus/*.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch

from common import Encoder, Network, key_of, load_body, predict, read_corpus
from train import BASES


def load_run(run: Path) -> tuple[Network, Encoder, dict[str, object]]:
    """Load what train.py left in a folder."""
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    arguments = report["arguments"]
    base = BASES.get(arguments["base"], arguments["base"])
    layers = arguments["layers"]
    body = load_body(base, len(layers) if isinstance(layers, list) else layers)
    network = Network(body, body.config.hidden_size)
    network.load_state_dict(torch.load(run / "model.pt"))
    return network, Encoder(str(Path(base) / "tokenizer.json"), marked=bool(arguments["marked"])), report


def main() -> None:
    """Predict and store."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(2)
    network, encoder, _ = load_run(args.run)
    rows = [row for row in read_corpus(args.data) if row.mode != "tags"]
    found = predict(network, [encoder.encode(row) for row in rows], encoder.pad)
    keys = np.empty(len(rows), dtype=object)
    keys[:] = [key_of(row) for row in rows]
    np.savez(args.run / "answers.npz", keys=keys, labels=found["labels"])
    print(len(rows), "answers")


if __name__ == "__main__":
    main()
