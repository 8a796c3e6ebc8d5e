"""Rules: how often one act between two actors is followed by another, by the days that lie between.

A rule reads "where A did R' to B so many days ago, A does R to B today". Its confidence is the share of the questions
"to whom does A do R today?" in which B was an answer. Beside the counts stands a weight per rule, learned day by day by
a softmax over all who share a past with A, so that rules that tell the same thing twice do not count twice.
"""

from dataclasses import dataclass, field

import numpy as np

from standoff.outlook.memory import EventMemory, Floats, Ints

GAP_DAYS = np.array([1, 2, 3, 4, 5, 6, 7, 8, 11, 15, 22, 31, 46, 61, 91, 136, 201])
"""First day of each class of gap between two acts; single days as far as the week, since diplomacy keeps weekdays."""
PRIOR_HITS, PRIOR_TRIALS = 0.02, 2.0
"""What a rule starts with: confidence 1%, worth two trials."""
STEP, START_SQUARES = 0.3, 0.01
"""Learning rate and first squared gradient of the weights (Adagrad; Duchi et al. 2011)."""
LOGIT_LIMIT = 20.0
NO_PAST = -6.0
"""Logit of those who share no past with the actor: below any that the softmax learns."""
BATCH = 512
"""Questions of a day that are learned from at once."""


@dataclass(frozen=True, slots=True)
class Firings:
    """Rules whose condition holds: one row per question, rule and candidate, with the row of the memory behind it."""

    question: Ints
    row: Ints
    rule: Ints


@dataclass(slots=True)
class RuleBook:
    """Counts and weights of all rules, as learned from the days gone by."""

    memory: EventMemory
    hits: Floats = field(init=False)
    trials: Floats = field(init=False)
    weight: Floats = field(init=False)
    squares: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Start with no rule known."""
        size = self.memory.both * self.memory.both * len(GAP_DAYS)
        self.hits, self.trials = np.zeros(size, np.float32), np.zeros(size, np.float32)
        self.weight, self.squares = np.zeros(size, np.float32), np.full(size, START_SQUARES, np.float32)

    def fire(self, actor: Ints, relation: Ints, day: int) -> Firings:
        """Find the rules that apply to questions on a day; of like acts only the latest fires."""
        memory = self.memory
        question, row = memory.by_subject.past(actor, day)
        latest = memory.next_triple[row] >= day
        question, row = question[latest], row[latest]
        gap = np.searchsorted(GAP_DAYS, day - memory.day[row], side="right") - 1
        rule = (relation[question] * memory.both + memory.relation[row]) * len(GAP_DAYS) + gap
        return Firings(question, row, rule)

    def confidence(self, rules: Ints) -> Floats:
        """Give the share of the questions, smoothed, in which what a rule foretold was an answer."""
        shares = (self.hits[rules] + PRIOR_HITS) / (self.trials[rules] + PRIOR_TRIALS)
        return np.asarray(shares, np.float32)

    def learn(self, day: int) -> None:
        """Learn from a day that is over; call it once a day, in order."""
        memory = self.memory
        rows = memory.on(day)
        if not len(rows):
            return
        keys, inverse = np.unique(memory.question(memory.subject[rows], memory.relation[rows]), return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        inverse, answers = inverse[order], memory.object[rows][order]
        for first in range(0, len(keys), BATCH):
            part = slice(*np.searchsorted(inverse, [first, first + BATCH]))
            self._learn(keys[first : first + BATCH], inverse[part] - first, answers[part], day)

    def _learn(self, keys: Ints, question: Ints, answer: Ints, day: int) -> None:
        memory = self.memory
        fired = self.fire(keys // memory.both, keys % memory.both, day)
        if not len(fired.row):
            return
        cells, cell = np.unique(fired.question * memory.actors + memory.object[fired.row], return_inverse=True)
        true = np.isin(cells, question * memory.actors + answer)
        np.add.at(self.trials, fired.rule, np.float32(1))
        np.add.at(self.hits, fired.rule, true[cell].astype(np.float32))
        logit = np.clip(np.bincount(cell, self.weight[fired.rule]), -LOGIT_LIMIT, LOGIT_LIMIT)
        odds, asked = np.exp(logit), cells // memory.actors
        total = 1.0 + np.bincount(asked, odds, minlength=len(keys))
        answers = np.bincount(question, minlength=len(keys))
        error = odds / total[asked] * answers[asked] - true
        rules, at = np.unique(fired.rule, return_inverse=True)
        slope = np.bincount(at, error[cell]).astype(np.float32)
        self.squares[rules] += slope * slope
        self.weight[rules] -= STEP * slope / np.sqrt(self.squares[rules])
