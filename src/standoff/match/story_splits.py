"""Stories that hold two happenings of one kind: found by what tells their reports apart, and split.

Two attacks, two visits or two trials of the same persons share most of their words. Within one story those words say
nothing: weighed anew by how rare they are inside it, its reports fall into two parts where there are two happenings,
each part with names, numbers and words of its own that the other lacks.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from standoff.match.linkage import join_groups
from standoff.match.story_words import Vector

PART = 5
"""Reports that each part must have: with fewer, versions of one agency story look like a happening of their own."""
BETWEEN = 0.35
"""Average likeness between the parts, as a share of that within them, must be at most this."""
OWN_WORDS = 4
"""Words of its own that each part must have."""
HELD, NOT_HELD = 0.6, 0.1
"""A word is a part's own if at least 0.6 of its reports and at most 0.1 of the other part's hold it."""
DIGITS = 12
"""Decimals that a cosine keeps."""
MOST = 200
"""A story of more reports than this is no longer split: it has been looked at often enough (reports)."""


def split_story(members: Sequence[int], vectors: Sequence[Vector]) -> list[list[int]]:
    """Split a story's reports into happenings.

    The figures above were set on the stories of `ecbplus` (development rows): 4 to 6 reports, 0.3 to 0.45 and 3 to 5
    words all give a B-cubed F1 within a point of the best.

    Args:
        members: numbers of its reports, in order of arrival.
        vectors: weighed words of every report, by number.

    Returns:
        The parts, each in the order given; the one with the first report comes first. Most often there is one.
    """
    if not 2 * PART <= len(members) <= MOST:
        return [list(members)]
    local = _weigh_within([vectors[number] for number in members])
    alike = _cosines(local)
    parts = join_groups([1] * len(local), alike, least=-1.0, fewest=2)
    if len(parts) != 2 or not _apart(parts, alike) or not _own_words(parts, local):
        return [list(members)]
    return [found for part in parts for found in split_story([members[n] for n in part], vectors)]


def _weigh_within(vectors: Sequence[Vector]) -> list[dict[str, float]]:
    holding = Counter(word for vector in vectors for word in vector)
    made = []
    for vector in vectors:
        kept = {w: x * math.log((len(vectors) + 1) / holding[w]) for w, x in vector.items() if holding[w] > 1}
        length = math.sqrt(sum(x * x for x in kept.values())) or 1.0
        made.append({word: weight / length for word, weight in kept.items()})
    return made


def _cosines(vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """Give the cosine of every two reports, rounded so that the order of adding up decides nothing."""
    columns = {word: at for at, word in enumerate(sorted({word for vector in vectors for word in vector}))}
    rows = np.zeros((len(vectors), len(columns)))
    for at, vector in enumerate(vectors):
        rows[at, [columns[word] for word in vector]] = list(vector.values())
    found = np.round(rows @ rows.T, DIGITS).tolist()
    return {(n, m): found[n][m] for m in range(len(vectors)) for n in range(m)}


def _apart(parts: Sequence[Sequence[int]], alike: Mapping[tuple[int, int], float]) -> bool:
    side = {n: at for at, part in enumerate(parts) for n in part}
    between = [score for (n, m), score in alike.items() if side[n] != side[m]]
    within = [score for (n, m), score in alike.items() if side[n] == side[m]]
    if min(len(part) for part in parts) < PART:
        return False
    return sum(between) / len(between) <= BETWEEN * sum(within) / len(within)


def _own_words(parts: Sequence[Sequence[int]], vectors: Sequence[Vector]) -> bool:
    holding = [Counter(word for n in part for word in vectors[n]) for part in parts]
    return all(
        sum(
            count >= HELD * len(parts[at]) and holding[1 - at][word] <= NOT_HELD * len(parts[1 - at])
            for word, count in holding[at].items()
        )
        >= OWN_WORDS
        for at in (0, 1)
    )
