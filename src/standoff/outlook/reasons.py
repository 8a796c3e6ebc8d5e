"""Reasons: the past events behind a forecast, the most telling first."""

from datetime import timedelta

import numpy as np

from standoff.outlook.acts import TYPES, History
from standoff.outlook.memory import EventMemory, Facts
from standoff.outlook.rules import RuleBook

MOST = 5
HALF_LIFE = 30.0
"""Days after which an event counts half as a reason: what lies far back may fit a rule, and persuades nobody."""
LEAST_TRIALS = 5
"""A rule that was tried less often is told without its share."""


class ReasonBook:
    """Rules learned from a whole history, and the events to which they apply on its last day.

    Args:
        history: the acts.
        last: number of the last day that may be looked at.
    """

    def __init__(self, history: History, last: int) -> None:
        self.history, self.last = history, last
        unknown = np.full(len(history.parties), -1, np.int64)
        quads = {act.type: act.quad - 1 for act in history.acts}
        root = np.array([quads.get(kind, 0) for kind in TYPES], np.int64)
        seen = history.day <= last
        columns = (history.actor[seen], history.type[seen], history.other[seen], history.day[seen])
        self._memory = EventMemory(Facts(*columns, root=root, country=unknown, sector=unknown))
        self._rules = RuleBook(self._memory)
        for day in range(self._memory.days):
            self._rules.learn(day)
        self._pair = history.actor * len(history.parties) + history.other
        self._past = {int(key): int(n) for key, n in zip(*np.unique(self._pair[seen], return_counts=True), strict=True)}
        done = np.unique(np.stack([self._pair[seen], history.type[seen]], 1), axis=0)
        self._done = {(int(pair), int(kind)) for pair, kind in done}

    def count(self, actor: int, other: int) -> int:
        """Count the acts of one party towards the other."""
        return self._past.get(int(actor) * len(self.history.parties) + int(other), 0)

    def did(self, actor: int, other: int, kind: str) -> bool:
        """Tell whether one party ever did an act of a type to the other."""
        pair = int(actor) * len(self.history.parties) + int(other)
        return (pair, TYPES.index(kind)) in self._done

    def why(self, actor: int, other: int, kind: str) -> list[tuple[str, str, str]]:
        """Give the events whose rules speak loudest for an act: id, ISO day, and what they are to it."""
        memory, asked = self._memory, TYPES.index(kind)
        fired = self._rules.fire(np.array([actor]), np.array([asked]), self.last + 1)
        between = memory.object[fired.row] == other
        rows, rules = fired.row[between], fired.rule[between]
        share = self._rules.confidence(rules)
        weight = share * np.exp2((memory.day[rows] - self.last) / HALF_LIFE)
        order = np.lexsort((rows, -memory.day[rows], -weight))[:MOST]
        return [self._tell(int(rows[n]), int(rules[n]), float(share[n]), kind) for n in order]

    def _tell(self, row: int, rule: int, share: float, kind: str) -> tuple[str, str, str]:
        memory, history = self._memory, self.history
        act = history.acts[int(memory.fact_of(np.array([row]))[0])]
        back = row >= len(memory.facts.day)
        day = history.first + timedelta(days=int(memory.day[row]))
        age = self.last - int(memory.day[row])
        what = f"{act.type} {'the other way ' if back else ''}{age} days before"
        trials = int(self._rules.trials[rule])
        if trials >= LEAST_TRIALS:
            what += f"; of {trials} acts of type {kind} after such a past {share:.0%} went to the same party"
        return act.event_id, day.isoformat(), what
