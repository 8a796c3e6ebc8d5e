"""Candidates: the actors worth weighing as answers to a question, and their rows of numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.outlook.counters import Counters
from standoff.outlook.features import Block, Columns, columns_of
from standoff.outlook.memory import EventMemory, Floats, Ints

TAKEN = {
    "rule_logit": 70,
    "pair_60d": 40,
    "popular_60d": 40,
    "latent_same": 40,
    "latent_pair": 40,
    "country_same": 30,
    "neighbours": 40,
    "country_any_3d": 30,
    "two_steps_lately": 30,
}
"""How many of the best in a column become candidates. On ICEWS14's validation days they hold 82% of the answers."""
COMPARED = (
    "rule_logit",
    "pair_60d",
    "same_60d",
    "popular_60d",
    "latent_same",
    "latent_pair",
    "neighbours",
    "country_same",
    "country_any_3d",
    "two_steps_lately",
)
"""Columns that also count as a share of the question's best value, and as a rank among its candidates."""
CELLS = 1_200_000
"""Questions times actors in a block: what keeps a block's columns near 300 MB."""
WEEK = 7
Values = npt.NDArray[Any]
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Rows:
    """Candidates of some questions of one day, a row each, rows of a question together.

    `question` counts up from 0 within the block; `true` says who was an answer, `answers` how many a question had.
    """

    day: int
    actor: Ints
    relation: Ints
    question: Ints
    candidate: Ints
    values: Floats
    true: npt.NDArray[np.bool_]
    answers: Ints
    names: tuple[str, ...]
    """Of the columns of `values`."""


def questions_on(memory: EventMemory, day: int) -> tuple[Ints, Ints]:
    """Give the questions that a day's facts answer, each once: actors and relations."""
    rows = memory.on(day)
    keys = np.unique(memory.question(memory.subject[rows], memory.relation[rows]))
    return keys // memory.both, keys % memory.both


def blocks(counters: Counters, actor: Ints, relation: Ints) -> Iterator[Block]:
    """Cut a day's questions into blocks that fit into memory."""
    size = max(CELLS // counters.memory.actors, 1)
    for first in range(0, len(actor), size):
        yield Block(counters, actor[first : first + size], relation[first : first + size])


def candidate_rows(block: Block) -> Rows:
    """Find the candidates of a block's questions and give their rows.

    Who was an answer is read from the memory's facts of the day itself, where it holds any; the values look only at the
    days before.
    """
    columns, memory = columns_of(block), block.memory
    chosen = _choose(columns)
    question, candidate = np.nonzero(chosen)
    true = np.zeros(chosen.shape, np.bool_)
    asked, row = memory.by_question.past(memory.question(block.actor, block.relation), block.day + 1, block.day)
    true[asked, memory.object[row]] = True
    values: list[Values] = [column[question, candidate] for column in columns.values()]
    values += _compared(columns, question, candidate, chosen.sum(1))
    values += _described(block, columns, question, candidate)
    table = np.stack([np.asarray(value, np.float32) for value in values], 1)
    compared = (f"{name}_{kind}" for name in COMPARED for kind in ("share", "rank"))
    names = (*columns, *compared, *DESCRIBED)
    return Rows(
        day=block.day,
        actor=block.actor,
        relation=block.relation,
        question=question,
        candidate=candidate,
        values=table,
        true=true[question, candidate],
        answers=true.sum(1),
        names=names,
    )


def _choose(columns: Columns) -> npt.NDArray[np.bool_]:
    questions, actors = columns["same_60d"].shape
    chosen = np.zeros((questions, actors), np.bool_)
    for name, most in TAKEN.items():
        count = min(most, actors)
        best = np.argpartition(-columns[name], count - 1, axis=1)[:, :count]
        np.put_along_axis(chosen, best, True, axis=1)
    return chosen


def _compared(columns: Columns, question: Ints, candidate: Ints, counts: Ints) -> list[Values]:
    first = np.cumsum(counts) - counts
    made: list[Values] = []
    for name in COMPARED:
        column = columns[name]
        value = column[question, candidate]
        order = np.lexsort((-value, question))
        rank = np.empty(len(value), np.float32)
        rank[order] = np.arange(len(value)) - first[question[order]]
        made += [value / (np.abs(column.max(1))[question] + TINY), rank]
    return made


DESCRIBED = (
    "question_pairs",
    "question_same",
    "question_popular",
    "question_partners",
    "question_answers",
    "weekday",
    "relation",
    "root",
    "turned",
    "actor_sector",
    "candidate_sector",
)
"""Columns that describe the question or the candidate as such."""


def _described(block: Block, columns: Columns, question: Ints, candidate: Ints) -> list[Values]:
    memory, relation = block.memory, block.relation
    return [
        columns["pair_60d"].sum(1)[question],
        columns["same_60d"].sum(1)[question],
        columns["popular_60d"].sum(1)[question],
        (columns["pair_60d"] > 0).sum(1)[question],
        (columns["same_60d"] > 0).sum(1)[question],
        np.full(len(question), block.day % WEEK),
        relation[question],
        memory.root[relation][question],
        (relation >= memory.relations)[question],
        memory.sector[block.actor][question],
        memory.sector[candidate],
    ]
