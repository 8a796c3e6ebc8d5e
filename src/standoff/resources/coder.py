"""The event coder's model: which PLOVER act one marked actor does to another, or that there is none.

A six-layer encoder (all-MiniLM-L6-v2, Apache-2.0) trained on sentences of our own (`training/`), as ONNX with int8
weights. `coder/manifest.json` records how it was made and the digests of its files; a file that differs is refused.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from standoff.core.errors import ModelError
from standoff.resources.tables import ROOT

Span = tuple[int, int]
"""Half-open code points."""

MarkedText = tuple[str, Span | None, Span | None]
"""A sentence, the span of the source and the span of the target."""

FOLDER = "coder"
BATCH_PIECES = 1024
"""Most pieces (padding among them) that are put through the network at once."""

SOURCE, TARGET = 1, 2
"""Bits of a piece's role: it lies in the source's span, in the target's."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A loaded model; give it sentences with the spans of two actors."""

    labels: tuple[str, ...]
    """Names of the classes, in the order of the probabilities: the sixteen PLOVER types under PLOVER's own convention
    for future acts, and NONE."""
    manifest: dict[str, Any]
    _session: Any
    _tokenizer: Any
    _marks: tuple[int, int, int, int]
    _edges: tuple[int, int, int]
    _most: int

    def classify(self, texts: Sequence[MarkedText]) -> list[list[float]]:
        """Give calibrated probabilities of the classes.

        Args:
            texts: sentences with the spans of source and target; None for a side that has no words.

        Returns:
            A list per text, in order: a probability per label, summing to one.
        """
        import numpy as np

        coded = self._encode(texts)
        order = sorted(range(len(coded)), key=lambda n: len(coded[n][0]))
        shares: list[list[float]] = [[] for _ in coded]
        first = 0
        while first < len(order):
            last = first + 1
            while last < len(order) and len(coded[order[last]][0]) * (last + 1 - first) <= BATCH_PIECES:
                last += 1
            part = order[first:last]
            longest = len(coded[part[-1]][0])
            ids = np.full((len(part), longest), self._edges[2], dtype=np.int64)
            roles = np.zeros((len(part), longest), dtype=np.int64)
            mask = np.zeros((len(part), longest), dtype=np.float32)
            for row, n in enumerate(part):
                length = len(coded[n][0])
                ids[row, :length], roles[row, :length] = coded[n]
                mask[row, :length] = 1.0
            (made,) = self._session.run(None, {"ids": ids, "roles": roles, "mask": mask})
            for n, row in zip(part, made.tolist(), strict=True):
                shares[n] = row
            first = last
        return shares

    def _encode(self, texts: Sequence[MarkedText]) -> list[tuple[list[int], list[int]]]:
        pieces = self._tokenizer.encode_batch([text for text, _, _ in texts], add_special_tokens=False)
        return [
            self._mark(piece.ids, piece.offsets, source, target)
            for piece, (_, source, target) in zip(pieces, texts, strict=True)
        ]

    def _mark(
        self, pieces: Sequence[int], offsets: Sequence[Span], source: Span | None, target: Span | None
    ) -> tuple[list[int], list[int]]:
        """Put marker pieces around the spans; a text that is too long is cut down to the part around them."""
        ids: list[int] = []
        roles: list[int] = []
        before = 0
        for piece, (start, end) in zip((*pieces, -1), (*offsets, (-1, -1)), strict=True):
            now = SOURCE * _inside(start, end, source) + TARGET * _inside(start, end, target)
            for bit in (TARGET, SOURCE):
                if before & bit and not now & bit:
                    ids.append(self._marks[2 * bit - 1])
                    roles.append(bit)
            for bit in (SOURCE, TARGET):
                if now & bit and not before & bit:
                    ids.append(self._marks[2 * bit - 2])
                    roles.append(bit)
            if piece >= 0:
                ids.append(piece)
                roles.append(now)
            before = now
        room = self._most - 2
        if len(ids) > room:
            marked = [n for n, role in enumerate(roles) if role]
            middle = (marked[0] + marked[-1]) // 2 if marked else 0
            first = max(0, min(middle - room // 2, len(ids) - room))
            ids, roles = ids[first : first + room], roles[first : first + room]
        return [self._edges[0], *ids, self._edges[1]], [0, *roles, 0]


def _inside(start: int, end: int, span: Span | None) -> bool:
    return span is not None and start < span[1] and span[0] < end


def _read(name: str) -> bytes:
    try:
        return ROOT.joinpath(FOLDER, name).read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ModelError(f"the event coder's file {name!r} is missing from the package; reinstall standoff") from error


def _import(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ModelError(f"the event coder needs {name!r}; run: pip install {name}") from error


@cache
def load_coder(threads: int = 1) -> Coder:
    """Load the event coder, once per process and number of threads.

    Args:
        threads: how many threads the network may use.

    Raises:
        ModelError: a file is missing or changed, or a library is.
    """
    try:
        manifest = json.loads(_read("manifest.json"))
        wanted = {name: entry["sha256"] for name, entry in manifest["files"].items()}
        labels, marks, most = tuple(manifest["labels"]), manifest["marks"], int(manifest["max_pieces"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the event coder's manifest cannot be read: {error!r}; reinstall standoff") from error
    held = {}
    for name in ("coder.onnx", "tokenizer.json"):
        held[name] = _read(name)
        if hashlib.sha256(held[name]).hexdigest() != wanted.get(name):
            raise ModelError(f"the event coder's file {name!r} is not the one that was tested; reinstall standoff")
    runtime, tokenizers = _import("onnxruntime"), _import("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_str(held["tokenizer.json"].decode("utf-8"))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = runtime.InferenceSession(held["coder.onnx"], options, providers=["CPUExecutionProvider"])
    source, source_end, target, target_end = (tokenizer.token_to_id(mark) for mark in marks)
    start, end, pad = (tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]", "[PAD]"))
    return Coder(
        labels, manifest, session, tokenizer, (source, source_end, target, target_end), (start, end, pad), most
    )
