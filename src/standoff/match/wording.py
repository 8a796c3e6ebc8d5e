"""Wording: which words two passages share, rare words counting more."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from standoff.match.stems import stem

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SHORTEST = 3
"""Shorter words tell nothing of what a passage is about (letters)."""


def content_stems(text: str) -> frozenset[str]:
    """Give the stems of a passage's words, the shortest left out."""
    return frozenset(stem(word) for word in _WORD.findall(text) if len(word) >= SHORTEST or word.isdigit())


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare stems are among some passages."""

    counts: Mapping[str, int]
    passages: int

    @classmethod
    def of(cls, passages: Iterable[frozenset[str]]) -> "Rarity":
        """Count in how many passages each stem is found."""
        counts: dict[str, int] = {}
        total = 0
        for found in passages:
            total += 1
            for word in found:
                counts[word] = counts.get(word, 0) + 1
        return cls(counts, total)

    def weight(self, word: str) -> float:
        """Give a stem's inverse document frequency, smoothed; a word of every passage weighs nothing."""
        return math.log((1 + self.passages) / (1 + self.counts.get(word, 0)))

    def overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Give the share, 0 to 1, of the weight of both passages' stems that lies on stems of both."""
        union = sum(self.weight(word) for word in one | other)
        return sum(self.weight(word) for word in one & other) / union if union > 0 else 0.0

    def cover(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Give the share, 0 to 1, of the weight of one passage's stems that lies on stems of the other."""
        total = sum(self.weight(word) for word in part)
        return sum(self.weight(word) for word in part & whole) / total if total > 0 else 0.0
