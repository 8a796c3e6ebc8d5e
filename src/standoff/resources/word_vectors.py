"""Word vectors: what words mean, as the shipped encoder's bottom layer has it.

The encoder (`resources.coder`) looks every piece of a word up in a table of 384 numbers each, which its training
left as all-MiniLM-L6-v2 (Apache-2.0) has them. The table is a file of its own: no network runs, a word costs
microseconds.
"""

from functools import cache
from io import BytesIO

import numpy as np
import numpy.typing as npt

from standoff.resources.coder import PIECES, WORDS, read_checked, read_manifest
from standoff.resources.wordpiece import WordPiece

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
        ModelError: the table's file is missing or changed.
    """
    manifest = read_manifest()
    table = np.load(BytesIO(read_checked(WORDS, manifest)))
    pieces = WordPiece(read_checked(PIECES, manifest).decode("utf-8"))
    return WordVectors(table["words"], table["scale"], pieces)
