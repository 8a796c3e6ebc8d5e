"""Importance: which lines a reader should see first, as a sum of named parts, each with what it saw."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from standoff.annotate.rule_coder import TRAINED
from standoff.picture.evidence import Evidence, days_between, side_keys
from standoff.picture.lines import Importance, Part
from standoff.store.records import EventRecord

WEIGHTS = {"relevance": 0.45, "novelty": 0.15, "intensity": 0.15, "origins": 0.15, "reading": 0.1}
"""Set by reading briefs of a crisis of 663 reports: with less weight on relevance, whatever else was in the news, or
in a government's daily briefings, came first."""
HALF_LIFE_DAYS = 7.0
"""A line is half as new after so many days."""
ALONE = 0.3
"""What one main actor does with nobody named as the other side, relative to what two do with each other."""
CODER_ALONE_RIGHT = 0.5
"""Share of the lines found by the coder alone that are right, in news (see docs/decisions.md)."""
STRONGEST = 10.0
"""End of the Goldstein scale."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a line's importance is judged by."""

    actors: Sequence[str]
    known: str | None
    origins: int
    record: EventRecord | None


class Judge:
    """Weighs lines of one case."""

    def __init__(self, evidence: Evidence, today: str | None) -> None:
        """Find the case's main actors and pairs: those with most part in acts between two states or bodies."""
        self.today = today
        self.shares, self.pairs = actor_shares(evidence.records)

    def weigh(self, seen: Seen) -> Importance:
        """Give a line's importance."""
        parts = [self._relevance(seen.actors), self._novelty(_since_when(seen)), _intensity(seen.record)]
        parts += [_origins(seen.origins), _reading(seen.record)]
        return Importance(round(sum(part.value * part.weight for part in parts), 3), parts)

    def _relevance(self, actors: Iterable[str]) -> Part:
        """Average the two main actors of a line and their tie: what one state does at home concerns the case less."""
        ranked = sorted(((self.shares.get(a, 0.0), a) for a in set(actors)), key=lambda pair: (-pair[0], pair[1]))[:2]
        saw = ", ".join(f"{actor} {share:.2f}" for share, actor in ranked) or "nobody known"
        if len(ranked) < 2:
            return _part("relevance", sum(share * ALONE for share, _ in ranked), f"part in the case's acts: {saw}")
        tie = self.pairs.get(frozenset(actor for _, actor in ranked), 0.0)
        value = (sum(share for share, _ in ranked) / 2 + tie) / 2
        return _part("relevance", value, f"part in the case's acts: {saw}, with each other {tie:.2f}")

    def _novelty(self, known: str | None) -> Part:
        age = days_between(known, self.today) if known and self.today else None
        if age is None:
            return _part("novelty", 0.0, "its day is not known")
        return _part("novelty", 0.5 ** (max(age, 0) / HALF_LIFE_DAYS), f"known for {max(age, 0)} days")


def actor_shares(records: Sequence[EventRecord]) -> tuple[Mapping[str, float], Mapping[frozenset[str], float]]:
    """Give the part that actors, and pairs of them, have in the acts between two states or bodies, 0..1.

    Each report counts once for each pair, so that a long transcript does not decide whom a case is about. The actor
    (the pair) of most reports has 1.
    """
    told: set[tuple[str, frozenset[str]]] = set()
    for record in records:
        keys = sorted(side_keys(record.sources) | side_keys(record.targets))
        told |= {(record.doc_id, frozenset(pair)) for pair in combinations(keys, 2) if _apart(*pair)}
    pairs = Counter(pair for _, pair in told)
    actors = Counter(actor for _, pair in told for actor in pair)
    return _relative(actors), _relative(pairs)


def _apart(one: str, other: str) -> bool:
    """Tell whether two actors are of two states or bodies; a state and its own protesters are not."""
    return one.split(":")[0] != other.split(":")[0]


K = TypeVar("K")


def _relative(counts: Counter[K]) -> dict[K, float]:
    most = max(counts.values(), default=1)
    return {key: count / most for key, count in counts.items()}


def _part(name: str, value: float, saw: str) -> Part:
    return Part(name, round(value, 3), WEIGHTS[name], saw)


def _since_when(seen: Seen) -> str | None:
    """Give the day that decides how new a line is: an act of years ago is old, however lately it was told."""
    stated = [t.latest or t.earliest for t in seen.record.times] if seen.record is not None else []
    return min((day for day in (seen.known, *stated[:1]) if day), default=None)


def _intensity(record: EventRecord | None) -> Part:
    if record is None:
        return _part("intensity", 0.0, "no act is coded")
    return _part("intensity", min(1.0, abs(record.intensity) / STRONGEST), f"score {record.intensity:+.1f} of 10")


def _origins(number: int) -> Part:
    """Give nothing to a single origin, half to two, and ever less to each more."""
    value = 1 - 1 / number if number else 0.0
    return _part("origins", value, f"{number} independent origin{'s' if number != 1 else ''}")


def _reading(record: EventRecord | None) -> Part:
    if record is None or record.confidence is None:
        return _part("reading", 0.0, "confidence of the coding not given")
    if record.maker.endswith(f":{TRAINED}"):
        return _part("reading", record.confidence * CODER_ALONE_RIGHT, "found by the coder alone")
    return _part("reading", record.confidence, f"found by a rule, confidence {record.confidence:.2f}")
