"""Teach the gate: a small look at word vectors that says which sentences are worth the acts network.

    python training/gate.py src/standoff/resources/coder --data training/corpus/*.jsonl

For each piece it sees its word vector, those beside it and the sentence's mean, and learns what the exported acts
network says of that piece: how likely it names an act. A sentence passes where any piece is above the threshold,
which is the highest that lets through `PASSED` of the held-out sentences in which the network is sure of an act.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import nn

from common import LABELS, Encoder, progress, read_corpus
from export import digest

FOUND = 0.92
"""Probability from which on the pipeline takes a word that no rule knows for an act (`annotate/weighing.py`)."""
PASSED = 0.985
INNER = 32
"""Width of the hidden layer."""


class Gate(nn.Module):
    """One hidden layer over a piece, its neighbours and the sentence."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.here, self.left, self.right, self.all = (nn.Linear(width, INNER, bias=n == 0) for n in range(4))
        self.out = nn.Linear(INNER, 1)

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """Logits of the pieces of one sentence (length x width)."""
        side = torch.zeros_like(given[:1])
        left, right = torch.cat([side, given[:-1]]), torch.cat([given[1:], side])
        inner = self.here(given) + self.left(left) + self.right(right) + self.all(given.mean(0, keepdim=True))
        return self.out(torch.relu(inner)).squeeze(-1)


def read_sentences(folder: Path, data: list[Path]) -> list[tuple[np.ndarray, np.ndarray, bool]]:
    """Word vectors and the network's answers (an act of any type) of each sentence, and whether it is held out."""
    encoder = Encoder(str(folder / "tokenizer.json"))
    table = np.load(folder / "words.npz")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(folder / "acts.onnx"), options, providers=["CPUExecutionProvider"])
    made = []
    for text, held in {row.text: row.held for row in read_corpus(data)}.items():
        ids = [encoder.cls, *encoder.tokenizer.encode(text, add_special_tokens=False).ids[:120], encoder.sep]
        given = table["words"][ids].astype(np.float32) * table["scale"][ids]
        types = session.run(["types"], {"given": given, "triggers": np.eye(len(ids), dtype=np.float32)})[0]
        shares = 1 - types[:, LABELS.index("NONE")]
        shares[0] = shares[-1] = 0
        made.append((given, shares, held))
    return made


def main() -> None:
    """Teach, choose the threshold, write, and note it in the manifest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    sentences = read_sentences(args.folder, args.data)
    train = [row for row in sentences if not row[2]]
    held = [row for row in sentences if row[2]]
    gate = Gate(train[0][0].shape[1])
    optimizer = torch.optim.Adam(gate.parameters(), lr=2e-3, weight_decay=1e-6)
    for epoch in range(args.epochs):
        rng.shuffle(train)
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - epoch / args.epochs)
        for first in range(0, len(train), 16):
            loss = torch.zeros(())
            for given, shares, _ in train[first : first + 16]:
                goal = torch.tensor(shares)
                miss = nn.functional.binary_cross_entropy_with_logits(gate(torch.tensor(given)), goal, reduction="none")
                loss = loss + (miss * (0.3 + goal)).mean()
            optimizer.zero_grad()
            (loss / 16).backward()
            optimizer.step()
        progress(f"[gate] epoch {epoch + 1}")
    with torch.no_grad():
        scores = np.array([float(gate(torch.tensor(given)).max()) for given, _, _ in held])
    sure = np.array([shares.max() >= FOUND for _, shares, _ in held])
    threshold = float(np.quantile(scores[sure], 1 - PASSED))
    passed = scores >= threshold
    figures = {
        "threshold": round(threshold, 4),
        "held_sentences": len(held),
        "share_with_an_act": round(float(sure.mean()), 4),
        "share_passed": round(float(passed.mean()), 4),
        "share_passed_without": round(float(passed[~sure].mean()), 4),
    }
    progress(f"[gate] {figures}")
    weights = {name: value.detach().numpy() for name, value in gate.state_dict().items()}
    np.savez(
        args.folder / "gate.npz",
        here=weights["here.weight"].T,
        left=weights["left.weight"].T,
        right=weights["right.weight"].T,
        whole=weights["all.weight"].T,
        bias=weights["here.bias"],
        out=weights["out.weight"][0],
        threshold=np.float32(threshold - float(weights["out.bias"][0])),
    )
    file = args.folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    written = args.folder / "gate.npz"
    manifest["files"]["gate.npz"] = {"sha256": digest(written), "bytes": written.stat().st_size}
    manifest["gate"] = figures
    file.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
