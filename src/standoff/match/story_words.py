"""What a report is about, as weighted words: names and numbers count more than common words, rare ones more than both.

A word's rarity is judged by the reports that came so far together with a prior for general English: the rank of the
word in the vocabulary of the shipped encoder, which its makers sorted by frequency. Without the prior the first reports
of a case would have no rarity to go by; with it, who comes first changes little.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from standoff.match.stems import stem
from standoff.resources.tables import ROOT

NAME, NUMBER = 2.0, 1.5
"""Weight of a capitalised word and of a number against any other. Names from 1.5 to 3 do about as well on the stories
of `ecbplus` (development rows); without, B-cubed F1 is a point lower."""
PRIOR_REPORTS = 1000
"""Reports for which the prior stands: after as many of its own, a case counts as much as general English."""
SURE_REPORTS = 5
"""Reports that a case needs before the words that all of them hold count half as much as others."""
PRIOR_WORDS = 250
"""Words of the report that the prior imagines."""
EVERYWHERE = 60
"""The most frequent words by rank; they are left out."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")

Vector = Mapping[str, float]


def report_words(text: str) -> dict[str, float]:
    """Count a report's stems, damped, and weighed by whether they are names or numbers.

    Args:
        text: title and text.
    """
    named: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for word in _WORD.findall(text):
        if _rank(word.lower()) >= EVERYWHERE:
            (named if word[0].isupper() else plain)[stem(word)] += 1
    return {
        key: (1 + math.log(named[key] + plain[key])) * _kind_weight(key, named[key] >= plain[key])
        for key in sorted(named.keys() | plain.keys())
    }


def content_stems(text: str) -> list[str]:
    """Give the stems of a text's words, without the most frequent ones of the language."""
    return [stem(word) for word in _WORD.findall(text) if _rank(word.lower()) >= EVERYWHERE]


@lru_cache(maxsize=1 << 18)
def rareness(word: str) -> float:
    """Give how rare a stem is in general English: the logarithm of how many reports there are to one that holds it."""
    return -math.log(_prior(word))


def _kind_weight(key: str, named: bool) -> float:
    if key[0].isdigit():
        return NUMBER
    return NAME if named else 1.0


class Rarity:
    """How rare words are among the reports seen so far, with general English as a prior."""

    def __init__(self) -> None:
        """Begin with the prior alone."""
        self.reports = 0
        self.holding: Counter[str] = Counter()

    def see(self, words: Iterable[str]) -> None:
        """Count a report."""
        self.reports += 1
        self.holding.update(words)

    def of(self, word: str) -> float:
        """Give how much a word says about which story a report belongs to.

        The logarithm of how many reports there are for each one that holds the word, less the more of the case's own
        reports hold it: in a case about one conflict the names of its parties say nothing.
        """
        expected, held = PRIOR_REPORTS * _prior(word), self.holding[word]
        rare = math.log((self.reports + PRIOR_REPORTS + 1) / (held + expected + 1))
        return rare * (1 - held / (self.reports + SURE_REPORTS))

    def weigh(self, words: Vector) -> dict[str, float]:
        """Weigh a report's words by rarity, to length one."""
        made = {word: weight * self.of(word) for word, weight in words.items()}
        length = math.sqrt(sum(weight * weight for weight in made.values()))
        return {word: weight / length for word, weight in made.items() if weight > 0}


def cosine(one: Vector, other: Vector) -> float:
    """Give the sum of the products of the weights that two vectors share: the cosine, where both have length one."""
    one, other = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * other[word] for word, weight in one.items() if word in other)


@cache
def _ranks() -> dict[str, int]:
    vocabulary = json.loads(ROOT.joinpath("coder", "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    whole = sorted((place, word) for word, place in vocabulary.items() if word.isalnum() and len(word) > 1)
    return {word: rank for rank, (_, word) in enumerate(whole)}


@cache
def _stem_ranks() -> dict[str, int]:
    found: dict[str, int] = {}
    for word, rank in _ranks().items():
        found.setdefault(stem(word), rank)
    return found


def _rank(word: str) -> int:
    return _ranks().get(word, len(_ranks()))


@lru_cache(maxsize=1 << 18)
def _prior(word: str) -> float:
    """Estimate the share of reports that hold a word. Source: Zipf's law with exponent 1 over the ranks."""
    ranks = _stem_ranks()
    share = 1 / ((ranks.get(word, 2 * len(ranks)) + 1) * math.log(len(ranks)))
    return 1 - math.exp(-PRIOR_WORDS * share)
