"""Words of substance: what two tellings of one thing share."""

import re
from functools import cache, lru_cache

from standoff.match.stems import stem
from standoff.resources.tables import read_rows
from standoff.store.records import EventRecord

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
SHORTEST = 4
"""Shorter words (letters) are mostly grammar."""


@cache
def empty_words() -> frozenset[str]:
    """Load the longer words that say nothing of substance."""
    return frozenset(row["word"] for row in read_rows("lexicons/empty_words.csv", ("word",)))


@lru_cache(maxsize=1 << 16)
def content_words(text: str) -> frozenset[str]:
    """Give the longer words of a text, as stems."""
    words = (match.group().lower() for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if len(word) >= SHORTEST and word not in empty_words())


def matter(record: EventRecord) -> frozenset[str]:
    """Give the words of substance by which an act is told, without its actors' names."""
    actors = " ".join(f"{actor.text} {actor.name or ''}" for actor in (*record.sources, *record.targets))
    return content_words(record.clause.text) - content_words(actors)


def similarity(one: EventRecord, other: EventRecord) -> float:
    """Give the share of all words of two acts' matter that they share, 0..1; a single word shared says nothing."""
    a, b = matter(one), matter(other)
    return len(a & b) / len(a | b) if len(a & b) > 1 else 0.0
