"""The words of many texts as numbers: a hash a word, with its offsets, made for whole batches at once.

Two words are the same where they hold the same letters and digits, upper and lower case apart. The hash of a word is a
polynomial over its letters' code points, modulo 2**64; prefix sums give it for all words of a batch without a loop. It
is the same on every machine and in every process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int32]

BATCH_CHARS = 1 << 21
"""Code points that are hashed at once; more would not be faster and takes 60 bytes each."""
PLANE = 0x10000
"""Code points from here on are no letters to us (symbols, rare scripts)."""
BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2**64. Source: Knuth, The Art of Computer Programming 3, 6.4 (golden ratio)."""
QUOTES = '"“”«»„'
NEWLINE = 0x0A


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, one after the other."""

    hashes: Hashes
    starts: Offsets
    """First code point of a word in its own text."""
    ends: Offsets
    quoted: npt.NDArray[np.bool_]
    """Whether a word stands inside quotation marks, as far as its paragraph tells."""
    bounds: npt.NDArray[np.int64]
    """A text's words are those from bounds[n] to bounds[n + 1]."""


def read_words(texts: Sequence[str]) -> Words:
    """Cut texts into words and hash them.

    Args:
        texts: any texts.
    """
    parts = [_read_batch(batch) for batch in _batches(texts)]
    if not parts:
        none = np.zeros(0, np.int32)
        return Words(np.zeros(0, np.uint64), none, none, np.zeros(0, np.bool_), np.zeros(1, np.int64))
    counts = np.concatenate([part[4] for part in parts])
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    hashes, starts, ends, quoted = (np.concatenate([part[n] for part in parts]) for n in range(4))
    return Words(hashes, starts, ends, quoted, bounds)


def shingle(hashes: Hashes, width: int) -> Hashes:
    """Hash every run of `width` words; one hash per word, of the run that begins there.

    Args:
        hashes: words of one text or of several; runs over a text's end must be left out by whoever knows its bounds.
        width: words to a run.

    Returns:
        `width - 1` hashes fewer than words (none where there are too few words).
    """
    count = len(hashes) - width + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    made = hashes[:count].copy()
    for step in range(1, width):
        made *= np.uint64(BASE)
        made += hashes[step : step + count]
    return _mix(made)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH_CHARS:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch


def _read_batch(texts: Sequence[str]) -> tuple[Any, Any, Any, Any, Any]:
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _folds()[np.minimum(codes, PLANE - 1)]
    inside = np.zeros(len(folded) + 2, np.int8)
    inside[1:-1] = folded != 0
    edges = np.flatnonzero(np.diff(inside))
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(_round_up(len(folded)))
    sums = np.zeros(len(folded) + 1, np.uint64)
    np.cumsum(folded * powers[: len(folded)], out=sums[1:])
    hashes = _mix((sums[ends] - sums[starts]) * inverses[starts])
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    owners = np.searchsorted(firsts, starts, side="right") - 1
    base = firsts[owners]
    quoted = _quoted(codes)[starts]
    counts = np.bincount(owners, minlength=len(texts)).astype(np.int64)
    return hashes, (starts - base).astype(np.int32), (ends - base).astype(np.int32), quoted, counts


def _quoted(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Tell for each code point whether an odd number of quotation marks stands before it in its paragraph."""
    marks = np.cumsum(np.isin(codes, [ord(mark) for mark in QUOTES]).astype(np.int32))
    before = np.maximum.accumulate(np.where(codes == NEWLINE, marks, 0))
    odd: npt.NDArray[np.bool_] = (marks - before) % 2 == 1
    return odd


def _mix(values: Hashes) -> Hashes:
    """Spread the bits. Source: Steele, Lea, Flood 2014, SplitMix64's finaliser."""
    mixed = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: Hashes = mixed ^ (mixed >> np.uint64(31))
    return spread


@cache
def _folds() -> Hashes:
    """Give for each code point that of its lower case, 0 where it is neither letter nor digit."""
    folds = np.zeros(PLANE, np.uint64)
    for code in range(PLANE - 1):
        char = chr(code)
        if char.isalnum() or char == "_":
            folds[code] = ord(char.lower()[0])
    return folds


def _round_up(size: int) -> int:
    return 1 << max(16, (size - 1).bit_length())


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """Give the powers of the base and of its inverse, modulo 2**64."""
    inverse = pow(BASE, -1, 1 << 64)
    made = []
    for factor in (BASE, inverse):
        row = np.full(size, factor, np.uint64)
        row[0] = 1
        made.append(np.cumprod(row, dtype=np.uint64))
    return made[0], made[1]
