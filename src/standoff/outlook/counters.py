"""Counters that fade: how much each actor did, met and suffered of late, kept day by day."""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from standoff.core.errors import SettingsError
from standoff.outlook.memory import EventMemory, Floats
from standoff.outlook.rules import RuleBook

HALF_LIVES = (3.0, 15.0, 60.0)
"""Half-lives in days of the counts of acts: this week's, this month's, this season's."""
POPULARITY_HALF_LIVES = (7.0, 60.0)
SLOW = 60.0
"""Half-life of counts by country and relation, in days: they need many events."""
COUNTRY_HALF_LIVES = (3.0, 15.0, SLOW)
"""Half-lives of meetings of a country's actors with one actor: a story tells of minister and government alike."""
RECENT = 7.0
"""Half-life of the meetings that make this week's neighbours."""
LATENT_HALF_LIFE, LATENT_RANK, LATENT_EVERY = 120.0, 64, 2
"""Half-life of what the latent factors are made of, their number, and after how many days they are renewed."""
LONGEST = 5
"""After so many half-lives a meeting is left out."""
LONG_AGO = -1000
"""Day given to what never was."""


@dataclass(slots=True)
class Counters:
    """Everything that is kept from day to day; `day` is the first day not yet seen.

    `popular[h][relation, actor]` and `active[h][actor]` are fading counts of being somebody's counterpart;
    `country_actor[h]` and `actor_country[h]` of meetings between a country's actors and one actor; `recent` and `pairs`
    are matrices of meetings, logged, of this week and of the season; `factors` are the latter's right singular vectors
    together with those of the questions' answers.
    """

    memory: EventMemory
    rules: RuleBook = field(init=False)
    day: int = 0
    popular: list[Floats] = field(init=False)
    active: list[Floats] = field(init=False)
    last_in_relation: Floats = field(init=False)
    last: Floats = field(init=False)
    country_actor: list[Floats] = field(init=False)
    actor_country: list[Floats] = field(init=False)
    recent: sparse.csr_matrix = field(init=False)
    pairs: sparse.csr_matrix = field(init=False)
    factors: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Start before the first day."""
        memory = self.memory
        self.rules = RuleBook(memory)
        shape = (memory.both, memory.actors)
        self.popular = [np.zeros(shape, np.float32) for _ in POPULARITY_HALF_LIVES]
        self.active = [np.zeros(memory.actors, np.float32) for _ in HALF_LIVES]
        self.last_in_relation = np.full(shape, LONG_AGO, np.float32)
        self.last = np.full(memory.actors, LONG_AGO, np.float32)
        self.country_actor = [np.zeros((memory.countries, memory.actors), np.float32) for _ in COUNTRY_HALF_LIVES]
        self.actor_country = [np.zeros((memory.actors, memory.countries), np.float32) for _ in COUNTRY_HALF_LIVES]
        start = np.random.default_rng(0).normal(size=(memory.actors, min(LATENT_RANK, memory.actors)))
        self.factors = np.asarray(np.linalg.qr(start)[0], np.float32)
        self.recent = self.pairs = sparse.csr_matrix((memory.actors, memory.actors), dtype=np.float32)

    def advance(self) -> None:
        """Take in the next day."""
        memory, rows = self.memory, self.memory.on(self.day)
        self.rules.learn(self.day)
        subject, relation, other = memory.subject[rows], memory.relation[rows], memory.object[rows]
        for table, half_life in zip(self.popular, POPULARITY_HALF_LIVES, strict=True):
            _fade_and_add(table, half_life, (relation, other))
        for counts, half_life in zip(self.active, HALF_LIVES, strict=True):
            _fade_and_add(counts, half_life, (other,))
        for h, by_country, to_country in zip(COUNTRY_HALF_LIVES, self.country_actor, self.actor_country, strict=True):
            _fade_and_add(by_country, h, (memory.country[subject], other))
            _fade_and_add(to_country, h, (subject, memory.country[other]))
        self.last_in_relation[relation, other] = self.day
        self.last[other] = self.day
        self.day += 1
        self.recent = self._meetings(RECENT)
        if self.day % LATENT_EVERY == 0:
            self.renew_factors()

    def follow(self, memory: EventMemory) -> None:
        """Go on over a memory that also holds later facts of the same actors and relations.

        Raises:
            SettingsError: the memory is of other actors or relations.
        """
        ours = (self.memory.actors, self.memory.both, self.memory.countries)
        theirs = (memory.actors, memory.both, memory.countries)
        if ours != theirs:
            raise SettingsError(f"a memory of {theirs} actors, relations and countries cannot follow one of {ours}")
        self.memory = self.rules.memory = memory

    def _meetings(self, half_life: float) -> sparse.csr_matrix:
        memory, since = self.memory, max(self.day - int(half_life * LONGEST), 0)
        rows = memory.by_day.past(np.zeros(1, np.int64), self.day, since)[1]
        weight = faded(self.day - memory.day[rows], half_life)
        found = sparse.csr_matrix((weight, (memory.subject[rows], memory.object[rows])), (memory.actors,) * 2)
        found.data = np.log1p(found.data)
        return found

    def renew_factors(self) -> None:
        """Bring the latent factors up to date by two steps of subspace iteration from where they stood.

        Source: Halko, Martinsson and Tropp 2011, algorithm 4.4 (here warm-started).
        """
        memory = self.memory
        rows = memory.by_day.past(np.zeros(1, np.int64), self.day)[1]
        weight = faded(self.day - memory.day[rows], LATENT_HALF_LIFE)
        self.pairs = self._meetings(LATENT_HALF_LIFE)
        keys, question = np.unique(memory.question(memory.subject[rows], memory.relation[rows]), return_inverse=True)
        answers = sparse.csr_matrix((weight, (question, memory.object[rows])), (len(keys), memory.actors))
        answers.data = np.log1p(answers.data)
        for _ in range(2):
            image = self.pairs.T @ (self.pairs @ self.factors) + answers.T @ (answers @ self.factors)
            self.factors = np.asarray(np.linalg.qr(image)[0], np.float32)


def faded(age: np.typing.NDArray[np.int64], half_life: float) -> Floats:
    """Give what is left of one event after some days."""
    return np.exp2(-age / half_life).astype(np.float32)


def _fade_and_add(table: Floats, half_life: float, cells: tuple[np.typing.NDArray[np.int64], ...]) -> None:
    table *= np.float32(2 ** (-1 / half_life))
    np.add.at(table, cells, np.float32(1))
