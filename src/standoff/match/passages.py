"""Copied passages: which runs of a later text stand in an earlier one, word for word or slightly edited.

Two texts are laid against each other by runs of four words (shingles) that both hold. Runs that follow each other in
both texts, with at most a few changed words between them, make one passage.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from standoff.match.words import Hashes, shingle

SHINGLE = 4
"""Words to a run. With three, names and set phrases link texts that have nothing to do with each other; with five, one
changed word in six hides a copy (tests/match/test_copies.py edits up to that)."""
GAP = 12
"""Edited words that a passage may hold between two runs, on either side."""
EXACT = 0.4
"""Share of a passage's words that must lie in exact runs."""
PASSAGE = 12
"""A passage's words at least; shorter ones are set phrases, titles and names of bodies."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words of one text that another holds, too: positions of words, half-open."""

    start: int
    end: int
    from_start: int
    from_end: int
    exact: int
    """Words of it that lie in exact runs."""


@dataclass(frozen=True, slots=True)
class Index:
    """A text's runs of words, sorted, to look others up in."""

    runs: Hashes
    places: np.ndarray[tuple[int], np.dtype[np.int64]]


def index_runs(hashes: Hashes) -> Index:
    """Sort a text's runs of words."""
    runs = shingle(hashes, SHINGLE)
    places = np.argsort(runs, kind="stable")
    return Index(runs[places], places)


def align(later: Hashes, earlier: Index) -> list[Passage]:
    """Find the passages of a text that stand in an earlier one.

    Args:
        later: hashes of the later text's words (`match.words`).
        earlier: the earlier text's runs.

    Returns:
        Passages in the order of the later text; they do not overlap in it.
    """
    runs = shingle(later, SHINGLE)
    if not len(runs) or not len(earlier.runs):
        return []
    at = np.searchsorted(earlier.runs, runs)
    at[at == len(earlier.runs)] = 0
    hits = np.flatnonzero(earlier.runs[at] == runs)
    if not len(hits):
        return []
    return [passage for passage in _chains(hits, earlier.places[at[hits]]) if _is_copied(passage)]


def _is_copied(passage: Passage) -> bool:
    length = passage.end - passage.start
    return length >= PASSAGE and passage.exact >= EXACT * length


def _chains(
    mine: np.ndarray[tuple[int], np.dtype[np.int64]], theirs: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Iterator[Passage]:
    """Join runs that follow each other in both texts."""
    ahead, along = np.diff(mine), np.diff(theirs)
    reach = GAP + SHINGLE
    breaks = np.flatnonzero((ahead > reach) | (along <= 0) | (along > reach)) + 1
    firsts = np.concatenate([np.zeros(1, np.int64), breaks])
    lasts = np.concatenate([breaks, np.full(1, len(mine))]) - 1
    gained = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.minimum(ahead, SHINGLE))])
    exact = gained[lasts] - gained[firsts] + SHINGLE
    rows = zip(mine[firsts], mine[lasts], theirs[firsts], theirs[lasts], exact, strict=True)
    for start, last, from_start, from_last, words in rows:
        yield Passage(int(start), int(last) + SHINGLE, int(from_start), int(from_last) + SHINGLE, int(words))
