"""Make a run's folder again from a network that ships: its int8 matrices become fp32 ones, so that training can go on.

    python training/restore.py src/standoff/resources/coder pairs /tmp/runs/restored

The answers are those of the shipped network but for the rounding of what flows between its matrices: on 355 held-out
questions 97% of the best classes are the same. Heads that the network does not ship with are left untrained.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from common import Network, load_body
from train import BASES

HEADS = {
    "pairs": ("look", "dense", "out"),
    "acts": ("side_key", "act_dense", "side_query", "act_out", "score_out"),
}
"""Layers above the encoder, in the order in which the graph multiplies."""


def matrices(graph: onnx.GraphProto) -> list[np.ndarray]:
    """All quantised matrices as fp32, inputs by outputs, in the order in which the graph multiplies by them."""
    held = {item.name: item for item in graph.initializer}
    made = []
    for node in graph.node:
        if node.op_type != "MatMulInteger" or not node.input[1].endswith("_quantized"):
            continue
        stem = node.input[1].removesuffix("_quantized")
        whole, scale, zero = (
            numpy_helper.to_array(held[f"{stem}_{part}"]) for part in ("quantized", "scale", "zero_point")
        )
        made.append((whole.astype(np.float32) - zero.astype(np.float32)) * scale)
    return made


def restore(folder: Path, name: str, base: str) -> Network:
    """Read a shipped network into the form that is trained."""
    graph = onnx.load(folder / f"{name}.onnx").graph
    held = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    body = load_body(base)
    network = Network(body, body.config.hidden_size)
    found = matrices(graph)
    width = body.config.hidden_size
    scale = math.sqrt(width // body.config.num_attention_heads)

    def put(layer: torch.nn.Linear, matrix: np.ndarray, bias: np.ndarray) -> None:
        layer.weight.data = torch.tensor(np.ascontiguousarray(matrix.T))
        layer.bias.data = torch.tensor(bias.copy())

    with torch.no_grad():
        network.role.weight.data = torch.tensor(held["role.weight"].copy())
        body.embeddings.LayerNorm.weight.data = torch.tensor(held["norm.weight"].copy())
        body.embeddings.LayerNorm.bias.data = torch.tensor(held["norm.bias"].copy())
        places = torch.tensor(held["places"].copy()) - body.embeddings.token_type_embeddings.weight[0]
        body.embeddings.position_embeddings.weight[: len(places)] = places
        for n, layer in enumerate(body.encoder.layer):
            qkv, mix, up, down = found[4 * n : 4 * n + 4]
            inner, at = layer.attention.self, f"layers.{n}"
            bias = held[f"{at}.qkv.bias"]
            for k, (part, factor) in enumerate(((inner.query, scale), (inner.key, 1.0), (inner.value, 1.0))):
                columns = slice(k * width, (k + 1) * width)
                put(part, qkv[:, columns] * factor, bias[columns] * factor)
            put(layer.attention.output.dense, mix, held[f"{at}.mix.bias"])
            put(layer.intermediate.dense, up, held[f"{at}.up.bias"])
            put(layer.output.dense, down, held[f"{at}.down.bias"])
            for norm, where in ((layer.attention.output.LayerNorm, "norm1"), (layer.output.LayerNorm, "norm2")):
                norm.weight.data = torch.tensor(held[f"{at}.{where}.weight"].copy())
                norm.bias.data = torch.tensor(held[f"{at}.{where}.bias"].copy())
        for part, matrix in zip(HEADS[name], found[4 * len(body.encoder.layer) :], strict=True):
            put(getattr(network, part), matrix, held[f"{part}.bias"])
    return network


def main() -> None:
    """Restore, and write a run's folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("name", choices=tuple(HEADS))
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    manifest = json.loads((args.folder / "manifest.json").read_text(encoding="utf-8"))
    report = manifest["networks"][args.name]
    network = restore(args.folder, args.name, BASES["minilm"])
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / "model.pt")
    (args.out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
