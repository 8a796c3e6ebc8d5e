"""The event coder's model: what acts a sentence names, with what status, by whom and to whom.

Two encoders trained on sentences of our own (`training/`) from all-MiniLM-L6-v2 (Apache-2.0), as ONNX with int8
weights: one is asked about two marked actors, one reads every sentence for its
acts. They share the table of word vectors. `coder/manifest.json` records how they were made and the digests of their
files; a file that differs is refused.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

from standoff.core.errors import ModelError
from standoff.resources.tables import ROOT
from standoff.resources.wordpiece import WordPiece

Span = tuple[int, int]
"""Half-open code points."""

MarkedText = tuple[str, Span | None, Span | None]
"""A sentence, the span of the source and the span of the target."""

FOLDER = "coder"

PAIRS, ACTS, WORDS, PIECES = "pairs.onnx", "acts.onnx", "words.npz", "tokenizer.json"

SOURCE, TARGET = 1, 2
"""Bits of a piece's role: it lies in the source's span, in the target's."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of one trigger. Probabilities are calibrated on our own held-out sentences."""

    types: list[float]
    """Probability per label (`Coder.labels`): the act that the trigger itself names, whatever its status; NONE last."""
    factuality: float
    """How sure it is that the act happened, -3 (surely not) to 3 (surely), on the scale of UDS-IH2."""
    _offsets: Sequence[Span]
    _sides: Sequence[Sequence[float]]

    def sides(self, span: Span) -> tuple[float, float]:
        """Give the probabilities that a span of the sentence is a source and that it is a target of the act.

        The mean over the span's pieces; 0 where the model did not read them.
        """
        inside = [p for (a, b), p in zip(self._offsets, self._sides, strict=True) if a < span[1] and span[0] < b]
        if not inside:
            return 0.0, 0.0
        return sum(p[0] for p in inside) / len(inside), sum(p[1] for p in inside) / len(inside)


@dataclass(frozen=True, slots=True)
class Coder:
    """A loaded model; give it sentences, with two actors marked or with triggers."""

    labels: tuple[str, ...]
    """Names of the classes, in the order of the probabilities: the sixteen PLOVER types, and NONE."""
    manifest: dict[str, Any]
    _sessions: Callable[[str], Any]
    """Gives a network by the name of its file, loaded when first asked for."""
    _words: Any
    """A row of int8 per piece."""
    _scale: Any
    """What each row is multiplied with."""
    _pieces: WordPiece
    _marks: tuple[int, int, int, int]
    _edges: tuple[int, int]
    _most: int

    def classify(self, texts: Sequence[MarkedText]) -> list[list[float]]:
        """Give calibrated probabilities of what a marked source does to a marked target.

        The classes are the PLOVER types under PLOVER's own convention for future acts. The network reads one text at a
        time: its int8 arithmetic takes the range of a whole batch, so that in a batch an answer would hang on its
        neighbours (3% of the best classes did); on one thread that is no slower.

        Args:
            texts: sentences with the spans of source and target; None for a side that has no words.

        Returns:
            A list per text, in order: a probability per label, summing to one.
        """
        shares: list[list[float]] = []
        for text, source, target in texts:
            ids, roles = self._mark(*self._pieces.encode(text), source, target)
            made: list[float] = self._run(PAIRS, ids, "roles", roles, "int64")[0].tolist()
            shares.append(made)
        return shares

    def judge(self, text: str, triggers: Sequence[Span]) -> list[Judgement]:
        """Say of each trigger which act it names, with what status and sides, or that it names none.

        The sentence is read once for all triggers; one that is too long is read around each trigger.

        Args:
            text: a sentence.
            triggers: half-open spans of code points in it.

        Returns:
            A judgement per trigger, in order.
        """
        if not triggers:
            return []
        ids, offsets = self._pieces.encode(text)
        if len(ids) > self._most - 2:
            return [self._judge_window(ids, offsets, span) for span in triggers]
        return self._judge(ids, offsets, triggers)

    def judge_all(self, asked: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Judgement]]:
        """Judge the triggers of several sentences, side by side on the processor's cores (`count_threads`).

        The answers are those of `judge`, one by one: no sentence meets another one in the network.
        """
        threads = min(count_threads(), len(asked))
        if threads < 2:
            return [self.judge(*item) for item in asked]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda item: self.judge(*item), asked))

    def _judge_window(self, ids: Sequence[int], offsets: Sequence[Span], trigger: Span) -> Judgement:
        room = self._most - 2
        at = next((n for n, (_, end) in enumerate(offsets) if end > trigger[0]), 0)
        first = max(0, min(at - room // 2, len(ids) - room))
        return self._judge(ids[first : first + room], offsets[first : first + room], [trigger])[0]

    def _judge(self, ids: Sequence[int], offsets: Sequence[Span], triggers: Sequence[Span]) -> list[Judgement]:
        spots = [[0.0, *(float(_inside(*offset, span)) for offset in offsets), 0.0] for span in triggers]
        given = [self._edges[0], *ids, self._edges[1]]
        types, scores, sides = self._run(ACTS, given, "triggers", spots, "float32")
        rows = zip(types.tolist(), scores.tolist(), sides[:, 1:-1].tolist(), strict=True)
        return [Judgement(kind, score, offsets, side) for kind, score, side in rows]

    def _run(self, network: str, ids: Sequence[int], name: str, told: Any, kind: str) -> Any:
        import numpy as np

        return self._sessions(network).run(None, {"given": self._vectors(ids), name: np.array(told, dtype=kind)})

    def _vectors(self, ids: Sequence[int]) -> Any:
        return self._words[ids].astype("float32") * self._scale[ids]

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


def read_manifest() -> dict[str, Any]:
    """Read how the networks were made, and the digests of their files.

    Raises:
        ModelError: it is missing or cannot be read.
    """
    try:
        manifest: dict[str, Any] = json.loads(_read("manifest.json"))
        missing = {"files", "labels", "marks", "max_pieces"} - manifest.keys()
    except (ValueError, AttributeError) as error:
        raise ModelError(f"the event coder's manifest cannot be read: {error!r}; reinstall standoff") from error
    if missing:
        raise ModelError(f"the event coder's manifest lacks {', '.join(sorted(missing))}; reinstall standoff")
    return manifest


def read_checked(name: str, manifest: Mapping[str, Any]) -> bytes:
    """Read one of the coder's files.

    Raises:
        ModelError: it is missing, or differs from its digest in the manifest.
    """
    data = _read(name)
    if hashlib.sha256(data).hexdigest() != manifest["files"].get(name, {}).get("sha256"):
        raise ModelError(f"the event coder's file {name!r} is not the one that was tested; reinstall standoff")
    return data


def count_threads() -> int:
    """Give how many sentences are read at once: `OMP_NUM_THREADS`, where it is set, or the cores of this process."""
    wanted = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if wanted.isdecimal():
        return max(1, int(wanted))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def load_coder() -> Coder:
    """Load the event coder, once per process.

    Raises:
        ModelError: a file is missing or changed, or a library is.
    """
    manifest = read_manifest()
    labels, marks, most = tuple(manifest["labels"]), manifest["marks"], int(manifest["max_pieces"])
    held = {name: read_checked(name, manifest) for name in (PAIRS, ACTS, WORDS, PIECES)}
    runtime, numpy = _import("onnxruntime"), _import("numpy")
    pieces = WordPiece(held[PIECES].decode("utf-8"))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1

    @cache
    def session(name: str) -> Any:
        return runtime.InferenceSession(held[name], options, providers=["CPUExecutionProvider"])

    table = numpy.load(BytesIO(held.pop(WORDS)))
    source, source_end, target, target_end = (pieces.vocabulary[mark] for mark in marks)
    start, end = (pieces.vocabulary[piece] for piece in ("[CLS]", "[SEP]"))
    bounds = (source, source_end, target, target_end)
    return Coder(labels, manifest, session, table["words"], table["scale"], pieces, bounds, (start, end), most)
