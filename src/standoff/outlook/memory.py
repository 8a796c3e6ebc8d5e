"""Event memory: dated facts, indexed so that what was known before a day is a slice, with the events behind it.

Every look-up names the day before which it may look, so that nothing later can leak into a count, a rule or a feature.
Rows are facts read both ways: fact `n` of `m` is row `n` as told and row `n + m` turned round, with the relation's
number raised by the number of relations. So "who did it" and "to whom" are one question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.core.errors import SettingsError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
NEVER = 1 << 30
"""Stands for a day that does not come."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Who did what to whom on which day, as numbers.

    `subject`, `relation`, `object` and `day` have one value a fact; `root` one a relation (its wider class); `country`
    and `sector` one an actor, -1 where unknown.
    """

    subject: Ints
    relation: Ints
    object: Ints
    day: Ints
    root: Ints
    country: Ints
    sector: Ints

    def __post_init__(self) -> None:
        """Check the columns."""
        lengths = {len(self.subject), len(self.relation), len(self.object), len(self.day)}
        if len(lengths) != 1 or not len(self.day):
            raise SettingsError(f"facts need four columns of one length, at least one row; found lengths {lengths}")
        if self.day.min() < 0:
            raise SettingsError(f"days count from 0; found {self.day.min()}: take the first day off all of them")

    @property
    def actors(self) -> int:
        """How many actors there are."""
        return len(self.country)

    @property
    def relations(self) -> int:
        """How many relations there are, one way."""
        return len(self.root)


class KeyIndex:
    """Rows by key and day."""

    def __init__(self, key: Ints, day: Ints, span: int) -> None:
        self.span = span
        code = key * span + day
        self._row = np.argsort(code, kind="stable")
        self._code = code[self._row]

    def past(self, keys: Ints, before: int, since: int = 0) -> tuple[Ints, Ints]:
        """Find the rows of some keys that lie before a day.

        Args:
            keys: one key a query.
            before: the first day that may not be seen.
            since: the first day that counts.

        Returns:
            Two arrays of one length: position of the query, and row; by query, then by day.
        """
        since, before = min(since, self.span), min(before, self.span)
        first = np.searchsorted(self._code, keys * self.span + since)
        count = np.maximum(np.searchsorted(self._code, keys * self.span + before) - first, 0)
        query = np.repeat(np.arange(len(keys)), count)
        at = np.arange(len(query)) + np.repeat(first - np.cumsum(count) + count, count)
        return query, self._row[at]


class EventMemory:
    """All facts, both ways, with an index per kind of question.

    Args:
        facts: the facts, in any order.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.actors, self.relations = facts.actors, facts.relations
        self.both = 2 * facts.relations
        self.subject = np.concatenate([facts.subject, facts.object])
        self.relation = np.concatenate([facts.relation, facts.relation + facts.relations])
        self.object = np.concatenate([facts.object, facts.subject])
        self.day = np.concatenate([facts.day, facts.day])
        self.days = int(self.day.max()) + 1
        self.root = np.concatenate([facts.root, facts.root + int(facts.root.max()) + 1])
        self.roots = int(self.root.max()) + 1
        self.country, self.sector = facts.country + 1, facts.sector + 1
        self.countries, self.sectors = int(self.country.max()) + 1, int(self.sector.max()) + 1
        pair = self.subject * self.actors + self.object
        self.next_triple = self._next(pair * self.both + self.relation)
        self.next_pair = self._next(pair)
        self.by_day = self._index(np.zeros_like(self.day))
        self.by_subject = self._index(self.subject)
        self.by_question = self._index(self.question(self.subject, self.relation))
        self.by_root = self._index(self.subject * self.roots + self.root[self.relation])
        self.by_relation = self._index(self.relation)
        self.by_country = self._index(self.country[self.subject] * self.both + self.relation)
        self.by_sector = self._index(self.sector[self.subject] * self.both + self.relation)

    def question(self, actor: Ints, relation: Ints) -> Ints:
        """Give the key of the question with whom an actor stands in a relation."""
        return actor * self.both + relation

    def inverse(self, relation: Ints) -> Ints:
        """Turn relations round."""
        return np.where(relation >= self.relations, relation - self.relations, relation + self.relations)

    def on(self, day: int) -> Ints:
        """Give the rows of one day."""
        return self.by_day.past(np.zeros(1, np.int64), day + 1, day)[1]

    def fact_of(self, rows: Ints) -> Ints:
        """Give the facts that rows were read from, as positions in `facts`."""
        return rows % len(self.facts.day)

    def _index(self, key: Ints) -> KeyIndex:
        return KeyIndex(key, self.day, self.days + 1)

    def _next(self, key: Ints) -> Ints:
        """Give, per row, the day on which the same key comes again."""
        order = np.argsort(key * (self.days + 1) + self.day, kind="stable")
        same = key[order[1:]] == key[order[:-1]]
        found = np.full(len(key), NEVER, np.int64)
        found[order[:-1][same]] = self.day[order[1:][same]]
        return found


def number(names: Sequence[str | None]) -> Ints:
    """Number names in alphabetical order; None becomes -1."""
    known = {name: n for n, name in enumerate(sorted({name for name in names if name is not None}))}
    return np.array([-1 if name is None else known[name] for name in names], np.int64)
