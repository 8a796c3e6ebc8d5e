"""Word vectors: what words mean, as the shipped encoder's bottom layer has it.

The encoder (`resources.coder`) looks every piece of a word up in a table of 384 numbers each, which its training
left as all-MiniLM-L6-v2 (Apache-2.0) has them. Read from its ONNX file directly: no network runs, a word costs
microseconds.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.core.errors import ModelError
from standoff.resources.tables import ROOT
from standoff.resources.wordpiece import WordPiece

WEIGHTS, SCALES = "words", "scale"
"""Names of the two tensors: 8-bit weights, and a factor per row."""
GRAPH, INITIALIZER, NAME, RAW = 7, 5, 8, 9
"""Numbers of the fields that lead to a tensor's bytes. Source: onnx.proto3 (ModelProto.graph, GraphProto.initializer,
TensorProto.name and raw_data)."""

Vector = npt.NDArray[np.float32]


class WordVectors:
    """Vectors of words and short phrases."""

    def __init__(self, weights: npt.NDArray[np.int8], scales: Vector, pieces: WordPiece) -> None:
        """Take the table and the pieces that its rows stand for."""
        self._weights = weights
        self._scales = scales
        self._pieces = pieces

    def of(self, phrase: str) -> Vector:
        """Give a phrase's vector: the mean of its pieces', of length one; zeros where it has none.

        Args:
            phrase: one word or a few.
        """
        ids, _ = self._pieces.encode(phrase)
        if not ids:
            return np.zeros(self._weights.shape[1], np.float32)
        mean = (self._weights[ids] * self._scales[ids]).mean(axis=0)
        made: Vector = (mean / np.linalg.norm(mean)).astype(np.float32)
        return made


@cache
def load_word_vectors() -> WordVectors:
    """Load the word vectors, once per process.

    Raises:
        ModelError: the encoder's file is missing, changed, or holds no such table.
    """
    try:
        folder = ROOT.joinpath("coder")
        raw = folder.joinpath("coder.onnx").read_bytes()
        wanted = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))["files"]["coder.onnx"][
            "sha256"
        ]
        pieces = WordPiece(folder.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, KeyError, ValueError) as error:
        raise ModelError(f"the event coder's files cannot be read: {error!r}; reinstall standoff") from error
    if hashlib.sha256(raw).hexdigest() != wanted:
        raise ModelError("the event coder's file 'coder.onnx' is not the one that was tested; reinstall standoff")
    tensors = _tensors(memoryview(raw))
    rows = len(pieces.vocabulary)
    if not {WEIGHTS, SCALES} <= tensors.keys() or len(tensors[SCALES]) != 4 * rows:
        raise ModelError(f"the event coder holds no table of {rows} word vectors; reinstall standoff")
    weights = np.frombuffer(tensors[WEIGHTS], np.int8).reshape(rows, -1)
    return WordVectors(weights, np.frombuffer(tensors[SCALES], np.float32).reshape(rows, 1), pieces)


def _tensors(model: memoryview) -> dict[str, memoryview]:
    """Find the two tensors among the model's."""
    found = {}
    for number, graph in _fields(model):
        for inner, tensor in _fields(graph) if number == GRAPH else ():
            parts = dict(_fields(tensor)) if inner == INITIALIZER else {}
            name = bytes(parts.get(NAME, b"")).decode("utf-8", "replace")
            if name in (WEIGHTS, SCALES) and RAW in parts:
                found[name] = parts[RAW]
    return found


def _fields(message: memoryview) -> Iterator[tuple[int, Any]]:
    """Give the numbers and bytes of a protobuf message's fields of bytes; other kinds are passed over.

    Source: Protocol Buffers documentation, Encoding.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            _, at = _varint(message, at)
        elif kind == 2:
            length, at = _varint(message, at)
            yield key >> 3, message[at : at + length]
            at += length
        else:
            at += 8 if kind == 1 else 4


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
