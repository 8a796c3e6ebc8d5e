"""What the memory knows about each possible answer to a question, as columns of numbers.

A block of questions (actor, relation) on one day gives, per column, a table of questions by actors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from standoff.outlook.counters import (
    COUNTRY_HALF_LIVES,
    HALF_LIVES,
    POPULARITY_HALF_LIVES,
    RECENT,
    SLOW,
    Counters,
    faded,
)
from standoff.outlook.memory import EventMemory, Floats, Ints
from standoff.outlook.rules import NO_PAST

Columns = dict[str, Floats]
NEVER_DAYS = 999.0
"""Gap given to what never was, in days."""
REPLY_HALF_LIVES = (7.0, 60.0)
NEIGHBOUR_HALF_LIFE = 90.0
CERTAIN = 0.999
"""Highest confidence that enters the noisy or."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some questions of one day, and the counters as they stood on its morning."""

    counters: Counters
    actor: Ints
    relation: Ints

    @property
    def memory(self) -> EventMemory:
        """The memory that the counters are kept over."""
        return self.counters.memory

    @property
    def day(self) -> int:
        """The day of the questions."""
        return self.counters.day

    def table(self, question: Ints, column: Ints, weight: npt.NDArray[np.floating] | None = None) -> Floats:
        """Add up weights by question and actor."""
        return self.wide_table(question, column, weight, self.memory.actors)

    def wide_table(self, question: Ints, column: Ints, weight: npt.NDArray[np.floating] | None, width: int) -> Floats:
        """Add up weights by question and column."""
        size = len(self.actor)
        sums = np.bincount(question * width + column, weight, minlength=size * width)
        return sums.reshape(size, width).astype(np.float32)

    def gaps(self, question: Ints, row: Ints, latest: npt.NDArray[np.bool_]) -> Floats:
        """Give the days since the latest of some rows, by question and actor."""
        found = np.full((len(self.actor), self.memory.actors), NEVER_DAYS, np.float32)
        found[question[latest], self.memory.object[row[latest]]] = self.day - self.memory.day[row[latest]]
        return found


def meetings(block: Block) -> Columns:
    """Count all dealings of the actor with each candidate, and the days since the last."""
    memory = block.memory
    question, row = memory.by_subject.past(block.actor, block.day)
    other, age = memory.object[row], block.day - memory.day[row]
    made = {f"pair_{h:.0f}d": block.table(question, other, faded(age, h)) for h in HALF_LIVES}
    made["pair_count"] = block.table(question, other)
    made["pair_gap"] = block.gaps(question, row, memory.next_pair[row] >= block.day)
    return made


def rules(block: Block) -> Columns:
    """Weigh the rules that apply to each candidate: the best, all together, and as learned by the softmax."""
    book, memory = block.counters.rules, block.memory
    fired = book.fire(block.actor, block.relation, block.day)
    confidence, other = book.confidence(fired.rule), memory.object[fired.row]
    best = np.zeros((len(block.actor), memory.actors), np.float32)
    np.maximum.at(best, (fired.question, other), confidence)
    logit = block.table(fired.question, other, book.weight[fired.rule])
    past = block.table(fired.question, other) > 0
    return {
        "rule_best": best,
        "rule_any": block.table(fired.question, other, -np.log1p(-np.minimum(confidence, CERTAIN))),
        "rule_logit": np.where(past, logit, np.float32(NO_PAST)),
    }


def repeats(block: Block) -> Columns:
    """Count earlier answers to the very question, by candidate, and by its country and sector."""
    memory = block.memory
    question, row = memory.by_question.past(memory.question(block.actor, block.relation), block.day)
    other, age = memory.object[row], block.day - memory.day[row]
    made = {f"same_{h:.0f}d": block.table(question, other, faded(age, h)) for h in HALF_LIVES}
    made["same_count"] = block.table(question, other)
    made["same_gap"] = block.gaps(question, row, memory.next_triple[row] >= block.day)
    weight = faded(age, SLOW)
    by_country = block.wide_table(question, memory.country[other], weight, memory.countries)
    by_sector = block.wide_table(question, memory.sector[other], weight, memory.sectors)
    return made | {"same_in_country": by_country[:, memory.country], "same_in_sector": by_sector[:, memory.sector]}


def replies(block: Block) -> Columns:
    """Count what candidates did to the actor in the same relation, and the actor's acts of the same wider class."""
    memory, made = block.memory, {}
    question, row = memory.by_question.past(memory.question(block.actor, memory.inverse(block.relation)), block.day)
    age = block.day - memory.day[row]
    for h in REPLY_HALF_LIVES:
        made[f"reply_{h:.0f}d"] = block.table(question, memory.object[row], faded(age, h))
    question, row = memory.by_root.past(block.actor * memory.roots + memory.root[block.relation], block.day)
    age = block.day - memory.day[row]
    for h in REPLY_HALF_LIVES:
        made[f"root_{h:.0f}d"] = block.table(question, memory.object[row], faded(age, h))
    return made


def countries(block: Block) -> Columns:
    """Count what the actor's countrymen did in the same relation; nothing where its country is unknown."""
    memory, country = block.memory, block.memory.country
    known = country[block.actor] > 0
    question, row = memory.by_country.past(country[block.actor] * memory.both + block.relation, block.day)
    question, row = question[known[question]], row[known[question]]
    weight, other = faded(block.day - memory.day[row], SLOW), memory.object[row]
    to_country = block.wide_table(question, country[other], weight, memory.countries)
    lately = faded(block.day - memory.day[row], RECENT)
    made = {
        "country_same": block.table(question, other, weight),
        "country_same_lately": block.table(question, other, lately),
        "country_to_country": to_country[:, country],
    }
    counters = block.counters
    for h, by_country, to_any in zip(COUNTRY_HALF_LIVES, counters.country_actor, counters.actor_country, strict=True):
        made[f"country_any_{h:.0f}d"] = by_country[country[block.actor]]
        made[f"any_country_{h:.0f}d"] = to_any[block.actor][:, country]
    return made


def sectors(block: Block) -> Columns:
    """Count what actors of the same sector elsewhere did, told apart by whether both sides were of one country."""
    memory, country, sector = block.memory, block.memory.country, block.memory.sector
    known = sector[block.actor] > 0
    question, row = memory.by_sector.past(sector[block.actor] * memory.both + block.relation, block.day)
    question, row = question[known[question]], row[known[question]]
    weight, subject, other = faded(block.day - memory.day[row], SLOW), memory.subject[row], memory.object[row]
    at_home = (country[subject] == country[other]) & (country[other] > 0)
    kinds = block.wide_table(question, sector[other] * 2 + at_home, weight, 2 * memory.sectors)
    kinds /= 1 + kinds.sum(1, keepdims=True)
    home = (country[block.actor][:, None] == country) & (country > 0)
    return {
        "home": home.astype(np.float32),
        "sector_kind": np.take_along_axis(kinds, sector[None, :] * 2 + home, 1),
        "sector_same": block.table(question, other, weight),
    }


def popularity(block: Block) -> Columns:
    """Count how often candidates are anybody's counterpart of late, in the relation and at all."""
    counters, shape = block.counters, (len(block.actor), block.memory.actors)
    made = {
        f"popular_{h:.0f}d": table[block.relation]
        for h, table in zip(POPULARITY_HALF_LIVES, counters.popular, strict=True)
    }
    made["popular_gap"] = block.day - counters.last_in_relation[block.relation]
    for h, counts in zip(HALF_LIVES, counters.active, strict=True):
        made[f"active_{h:.0f}d"] = np.broadcast_to(counts, shape)
    made["popular_share"] = made["popular_60d"] / (1 + made["active_60d"])
    made["active_gap"] = np.broadcast_to(block.day - counters.last, shape)
    return made


def latent(block: Block, columns: Mapping[str, Floats]) -> Columns:
    """Smooth counts through the latent factors, which put actors with like partners side by side."""
    factors = block.counters.factors
    sources = {"latent_same": "same_60d", "latent_pair": "pair_60d", "latent_country": "country_same"}
    return {name: (np.log1p(columns[source]) @ factors) @ factors.T for name, source in sources.items()}


def neighbours(block: Block) -> Columns:
    """Count partners of partners, and what the actors with the likest partners did in the same relation."""
    memory = block.memory
    actors, at = np.unique(block.actor, return_inverse=True)
    kinds = (("", block.counters.pairs, NEIGHBOUR_HALF_LIFE), ("_lately", block.counters.recent, RECENT))
    made: Columns = {}
    for ending, pairs, half_life in kinds:
        degree = np.asarray(pairs.sum(axis=1)).ravel() + 1
        scaled = sparse.diags(1 / np.sqrt(degree)).astype(np.float32) @ pairs
        like = np.asarray((scaled[actors] @ scaled.T).todense())[at]
        like[np.arange(len(at)), block.actor] = 0
        found = np.zeros((len(at), memory.actors), np.float32)
        for relation in np.unique(block.relation):
            _, row = memory.by_relation.past(np.array([relation]), block.day)
            weight = faded(block.day - memory.day[row], half_life)
            done = sparse.csr_matrix((weight, (memory.subject[row], memory.object[row])), (memory.actors,) * 2)
            asked = block.relation == relation
            found[asked] = (done.T @ like[asked].T).T
        made[f"two_steps{ending}"] = np.asarray((pairs[actors] @ pairs).todense())[at]
        made[f"neighbours{ending}"] = found
    return made


GROUPS: tuple[Callable[[Block], Columns], ...] = (
    meetings,
    rules,
    repeats,
    replies,
    countries,
    sectors,
    popularity,
    neighbours,
)
"""Every group of columns that looks at the memory alone; `latent` comes on top."""


def columns_of(block: Block) -> Columns:
    """Give all columns of a block, each a table of questions by actors."""
    made: Columns = {}
    for group in GROUPS:
        made |= group(block)
    return made | latent(block, made)
