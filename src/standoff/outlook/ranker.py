"""The ranker: boosted trees that put the candidates of a question in order, learned from days gone by."""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
import numpy.typing as npt

from standoff.outlook.candidates import Rows
from standoff.outlook.memory import Floats

SETTINGS = {
    "objective": "rank_xendcg",
    "learning_rate": 0.1,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 127,
    "num_threads": 2,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
"""Source of the loss: Bruch 2021, XE-NDCG."""
FORESTS = (
    {"num_leaves": 31, "min_data_in_leaf": 100, "feature_fraction": 0.5},
    {"num_leaves": 15, "min_data_in_leaf": 400, "feature_fraction": 0.3, "lambda_l2": 20.0},
)
"""Two forests whose scores are added up: the first puts the best in front, the second knows more of the top ten.

Set on ICEWS14's validation days (docs/decisions.md, 2026-11-23).
"""
TREES = (1, 2)
"""Trees of each forest per round."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A trained ranker."""

    forests: tuple[lightgbm.Booster, ...]

    def score(self, values: Floats, rounds: int | None = None) -> npt.NDArray[np.float64]:
        """Score rows of candidates; only differences within a question mean something."""
        sums = np.zeros(len(values), np.float64)
        for forest, trees in zip(self.forests, TREES, strict=True):
            sums += forest.predict(values, raw_score=True, num_iteration=None if rounds is None else rounds * trees)
        return sums


def train(parts: Sequence[Rows], rounds: int) -> Ranker:
    """Train a ranker on the answered questions of some days.

    Args:
        parts: blocks of rows; questions none of whose candidates was an answer teach nothing and are left out.
        rounds: number of trees of the first forest; the others have `TREES` times as many.
    """
    kept = [(part, np.bincount(part.question, part.true, minlength=len(part.actor)) > 0) for part in parts]
    values = np.concatenate([part.values[answered[part.question]] for part, answered in kept])
    true = np.concatenate([part.true[answered[part.question]] for part, answered in kept])
    sizes = np.concatenate([np.bincount(part.question, minlength=len(part.actor))[answered] for part, answered in kept])
    names = list(parts[0].names)
    forests = []
    for forest, trees in zip(FORESTS, TREES, strict=True):
        settings = SETTINGS | forest
        data = lightgbm.Dataset(values, true, group=sizes, feature_name=names, params=settings)
        forests.append(lightgbm.train(settings, data, rounds * trees))
    return Ranker(tuple(forests))


def reciprocal_ranks(part: Rows, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give one over the rank of each answer among those that were none; 0 for answers that were no candidates.

    Ties share their average rank.
    """
    order = np.lexsort((scores, part.question))
    question, score, true = part.question[order], scores[order], part.true[order]
    wrong = np.concatenate([[0], np.cumsum(~true)])
    end = wrong[np.searchsorted(question, question, "right")]
    key = np.unique(np.stack([question.astype(np.float64), score], 1), axis=0, return_inverse=True)[1].ravel()
    above = end - wrong[np.searchsorted(key, key, "right")]
    tied = end - wrong[np.searchsorted(key, key, "left")] - above
    ranks = 1 + above + tied / 2
    missing = int(part.answers.sum()) - int(true.sum())
    return np.concatenate([1 / ranks[true], np.zeros(missing)])
