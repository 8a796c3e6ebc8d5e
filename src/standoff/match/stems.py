"""Stems: one form for the forms of a word, good enough to count and compare words across reports.

Plain suffixes only ("shelled", "shelling", "shells"): what a stem merges wrongly ("news", "new") weighs little, and a
full morphology would need the parse, which the tables across reports do not hold.
"""

from functools import lru_cache

SHORTEST = 3
"""Letters that a stem keeps at least."""

_ENDINGS = (
    ("iveness", "ive"), ("fulness", "ful"), ("ations", "ate"), ("ation", "ate"), ("ments", ""), ("ment", ""),
    ("nesses", ""), ("ness", ""), ("ities", ""), ("ity", ""), ("ingly", ""), ("edly", ""), ("sions", "s"),
    ("sion", "s"), ("tions", "t"), ("tion", "t"), ("ings", ""), ("ing", ""), ("ied", "y"), ("ies", "y"), ("ers", ""),
    ("ed", ""), ("er", ""), ("es", ""), ("ly", ""), ("s", ""),
)  # fmt: skip
_KEPT = ("ss", "us", "is")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Cut a word's ending.

    Args:
        word: one word, in any case.
    """
    low = word.lower()
    low = low[:-2] if low.endswith(("'s", "’s")) else low
    if not low.isalpha() or not low.isascii():
        return low
    for ending, other in _ENDINGS:
        if low.endswith(ending) and not (ending == "s" and low.endswith(_KEPT)):
            base = low[: -len(ending)]
            if len(base) >= SHORTEST and _VOWELS & set(base):
                return _finish(base + other)
    return _finish(low)


def _finish(base: str) -> str:
    """Undo a doubled consonant ("stopp") and leave out a silent e ("invade", "invad")."""
    if len(base) > SHORTEST and base[-1] == base[-2] and base[-1] not in "aeioulsz":
        return base[:-1]
    return base[:-1] if len(base) > SHORTEST and base[-1] == "e" else base
