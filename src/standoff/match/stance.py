"""Stance: what a report does with something that is said: agree, disagree, leave it open, or speak of something else.

By words that refute and words that hedge (`stance_words.csv`), each counted by how much its sentence speaks of the
matter. Refuting what refutes is agreeing: a report that calls a story false agrees with the headline "The story is a
hoax".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from standoff.match.likeness import Part
from standoff.match.wording import Rarity, content_stems
from standoff.resources.tables import read_rows

LEAD = 4
"""Sentences in which a report says what it is about; what comes later counts half."""
RELATED = 0.7
"""Least sum of three shares (of the saying's words: in the report, in its lead, in its best sentence) at which the
report speaks of the matter: the valley between the two humps that scores of pairs made at random and of true pairs
have."""
REFUTED = 0.4
"""Least weight of refuting words. One such word in a sentence of the lead that shares two fifths of the saying's
words."""
LEFT_OPEN = 0.25
"""Least weight of hedging words; one in a sentence of the lead that shares a quarter."""
SAYING_HEDGES = 0.5
"""Weight of a hedge or question mark in the saying itself: whoever repeats it so leaves it open."""


class Stance(StrEnum):
    """What a report does with a saying."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DISCUSS = "discuss"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Judged:
    """A stance, and what it was judged by."""

    stance: Stance
    parts: Sequence[Part]


@cache
def stance_pattern(stance: str) -> re.Pattern[str]:
    """Give the pattern of all words that refute, or that hedge."""
    rows = read_rows("lexicons/stance_words.csv", ("words", "stance", "example"))
    words = sorted((row["words"] for row in rows if row["stance"] == stance), key=len, reverse=True)
    phrases = "|".join(r"\s+".join(re.escape(part) for part in phrase.split()) for phrase in words)
    return re.compile(rf"\b(?:{phrases.replace(chr(39), '[' + chr(39) + '’]')})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A report's sentences, read once for all that is asked about it."""

    stems: Sequence[frozenset[str]]
    refuting: Sequence[Sequence[str]]
    """Words that refute, by sentence."""
    hedging: Sequence[Sequence[str]]
    """Words that hedge, by sentence."""


def read_body(sentences: Sequence[str]) -> Body:
    """Read what stances are judged by from a report's sentences."""
    found = [[m[0].lower() for m in stance_pattern("refutes").finditer(sentence)] for sentence in sentences]
    hedges = [[m[0].lower() for m in stance_pattern("hedges").finditer(sentence)] for sentence in sentences]
    return Body([content_stems(sentence) for sentence in sentences], found, hedges)


def judge_stance(saying: str, body: Body, rarity: Rarity) -> Judged:
    """Judge what a report does with a saying.

    Args:
        saying: a headline, or a claim in words.
        body: the report.
        rarity: how rare words are among the reports at hand.
    """
    wanted = content_stems(saying)
    shares = [rarity.cover(wanted, found) for found in body.stems]
    related = _related(wanted, body.stems, shares, rarity)
    if related < RELATED:
        return Judged(Stance.UNRELATED, [Part("related", round(related, 2), "too few words in common")])
    parts = [Part("related", round(related, 2), "words in common")]
    near = [max(shares[max(0, at - 1) : at + 2]) for at in range(len(shares))]
    refuted, hedged = _weigh(body.refuting, near), _weigh(body.hedging, shares)
    own = stance_pattern("refutes").search(saying) is not None
    open_saying = stance_pattern("hedges").search(saying) is not None or saying.rstrip(" '\"”’").endswith("?")
    parts += [
        Part("refutes", round(sum(refuted.values()), 2), ", ".join(refuted)),
        Part("saying refutes", float(own), saying if own else ""),
        Part("hedges", round(sum(hedged.values()), 2), ", ".join(hedged)),
        Part("saying hedges", SAYING_HEDGES if open_saying else 0.0, saying if open_saying else ""),
    ]
    return Judged(_stance(sum(refuted.values()) > REFUTED, own, sum(hedged.values()) + parts[-1].weight), parts)


def _stance(refuted: bool, own: bool, hedged: float) -> Stance:
    if refuted != own:
        return Stance.DISAGREE
    return Stance.DISCUSS if hedged > LEFT_OPEN and not refuted else Stance.AGREE


def _related(wanted: frozenset[str], stems: Sequence[frozenset[str]], shares: Sequence[float], rarity: Rarity) -> float:
    """Give the sum of three shares of the saying's words: in the report, in its lead, in its best sentence."""
    whole = rarity.cover(wanted, frozenset().union(*stems))
    lead = rarity.cover(wanted, frozenset().union(*stems[:LEAD]))
    return whole + lead + max(shares, default=0.0)


def _weigh(words: Sequence[Sequence[str]], shares: Sequence[float]) -> Mapping[str, float]:
    """Weigh each word by how much of the saying stands near it, half as much after the lead.

    What a word refutes may stand in the sentence before or after; a hedge is looked for in the sentence itself.
    """
    found: dict[str, float] = {}
    for at, (here, share) in enumerate(zip(words, shares, strict=True)):
        for word in here:
            found[word] = found.get(word, 0.0) + share * (1.0 if at < LEAD else 0.5)
    return found
