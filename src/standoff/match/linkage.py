"""Average linkage over sparse similarities: the two groups that are most alike on average join first.

Groups that are not given as similar count as 0 alike. Ties go to the groups with the lower numbers, so that the same
similarities always give the same groups.
"""

import heapq
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def join_groups(sizes: Sequence[int], alike: Mapping[Pair, float], *, least: float, fewest: int = 1) -> list[list[int]]:
    """Join groups while the average similarity between two of them is high enough.

    Args:
        sizes: how many items each group holds at the start.
        alike: average similarity between the items of two groups, by their numbers (the lower first).
        least: no two groups join below this.
        fewest: stop at this number of groups.

    Returns:
        The numbers of the groups that belong together, each list sorted, in the order of their first numbers.
    """
    members = {number: [number] for number in range(len(sizes))}
    size = dict(enumerate(sizes))
    near: dict[int, dict[int, float]] = {number: {} for number in members}
    for (one, other), score in alike.items():
        near[one][other] = near[other][one] = score
    queue = [(-score, one, other) for (one, other), score in alike.items() if score >= least]
    heapq.heapify(queue)
    while queue and len(members) > fewest:
        score, one, other = heapq.heappop(queue)
        if one not in members or other not in members or near[one].get(other) != -score:
            continue
        members[one] = sorted(members[one] + members.pop(other))
        for third, shared in _joined(near, size, one, other).items():
            near[one][third] = near[third][one] = shared
            if shared >= least:
                heapq.heappush(queue, (-shared, min(one, third), max(one, third)))
        size[one] += size.pop(other)
    return sorted(members.values())


def _joined(near: dict[int, dict[int, float]], size: Mapping[int, int], one: int, other: int) -> dict[int, float]:
    """Take the second group out, and give the first one's similarities as those of both together."""
    mine, theirs = near[one], near.pop(other)
    for third in theirs:
        del near[third][other]
    mine.pop(other, None)
    whole = size[one] + size[other]
    thirds = (mine.keys() | theirs.keys()) - {one}
    return {
        third: (size[one] * mine.get(third, 0.0) + size[other] * theirs.get(third, 0.0)) / whole for third in thirds
    }
