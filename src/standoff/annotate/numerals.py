"""Numbers in digits and in words, shared by times and figures.

The words are in `lexicons/numerals.csv`: kinds `small`, `scale`, `suffix` (glued magnitudes such as 5bn), `ordinal`,
`vague` (a plural or "several" with a magnitude, as a range from `value` to `high`) and `fraction` (the denominator).
"""

import re
from collections.abc import Iterable
from functools import cache

from standoff.resources.tables import read_rows

_GAP = r"[ \u00a0\u202f\u2009]"
DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!,?\d)"
    r"|\d{1,3}(?:['\u2019]\d{3})+(?:\.\d+)?(?!['\u2019]?\d)"
    r"|\d{1,3}(?:\.\d{3})+,\d{1,2}(?![.,]?\d)|\d{1,3}(?:\.\d{3}){2,}(?![.,]?\d)"
    rf"|\d{{1,3}}(?:{_GAP}\d{{3}})+(?:,\d{{1,2}})?(?!\d|[.,]\d)"
    r"|\d{1,3}(?:\s?,\s\d{3})*\s?,\s000(?!,?\d)"
    r"|\d{1,3},\d{1,2}(?=\s?%|\s(?:thousand|million|billion|trillion)\b)"
    r"|\d+(?:\.\d+)?|\.\d+"
)
"""A number in digits, grouped as 1,234.5, 12,34,567, 1'234, 1.234,5, 1.234.567, 1 234,5 or (in tokenised text) 1, 000.

One group after a point (1.234) is a decimal, as English writes it; a decimal comma counts only where nothing else fits.
"""
MOST_DIGITS = 300
"""Longer numbers would overflow a float, and count nothing."""

MOST_WORDS = 28
"""Words that a number may have after its first; a bound that keeps the search linear."""

_SPLIT = re.compile(r"[\s-]+")
_GROUPING = re.compile(r"[,'\u2019\s\u00a0\u202f\u2009]")
_DECIMAL_COMMA = re.compile(r"[^,]*,\d{1,2}")
_POINTS = re.compile(r"\.\d{3}(?=[.,])")


@cache
def numeral_words(kind: str) -> dict[str, float]:
    """Give the number words of one kind with their values.

    Args:
        kind: small, scale, suffix, ordinal, vague or fraction.

    Returns:
        Word in lower case to value.
    """
    rows = read_rows("lexicons/numerals.csv", ("kind", "word", "value", "high"))
    return {row["word"]: float(row["value"]) for row in rows if row["kind"] == kind}


@cache
def vague_numerals() -> dict[str, tuple[float, float]]:
    """Give the vague quantities ("dozens") with the range that each is taken to mean.

    Returns:
        Phrase in lower case to (low, high).
    """
    rows = read_rows("lexicons/numerals.csv", ("kind", "word", "value", "high"))
    return {row["word"]: (float(row["value"]), float(row["high"])) for row in rows if row["kind"] == "vague"}


def alternatives(words: Iterable[str]) -> str:
    """Write words as a regular expression's alternatives, longest first, a space standing for any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def word_pattern() -> str:
    """Give the expression of a number in words, such as "two hundred and fifty" (no "a" before it)."""
    word = alternatives([*numeral_words("small"), *numeral_words("scale")])
    return rf"(?:{word})(?:(?:\s+and\s+|[\s-])(?:{word})){{0,{MOST_WORDS}}}(?!\w)"


def parse_digits(text: str) -> float | None:
    """Read a number in digits.

    Args:
        text: what `DIGITS` matched.

    Returns:
        The number, or None where it is none or too long for a float.
    """
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _POINTS.search(text):
        text = text.replace(".", "")
    plain = _GROUPING.sub("", text)
    if len(plain) > MOST_DIGITS:
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def parse_words(text: str) -> float | None:
    """Read a number in words.

    Args:
        text: words with spaces or hyphens, such as "two hundred and fifty thousand" or "half a million".

    Returns:
        The number, or None where the words make none.
    """
    total, part = 0.0, 0.0
    seen = False
    for word in _SPLIT.split(text.lower().strip()):
        if word in {"and", "a", "an", "of"}:
            continue
        if word == "half":
            part += 0.5
        elif word in numeral_words("small"):
            part = _add_small(part, numeral_words("small")[word])
        elif word in numeral_words("scale"):
            total, part = _scale_up(total, part if seen else 1.0, numeral_words("scale")[word])
        else:
            return None
        if part < 0:
            return None
        seen = True
    return total + part if seen else None


def _add_small(part: float, value: float) -> float:
    """Add a word below a hundred; -1 where two such words merely stand side by side ("five six")."""
    low = part % 100
    if low == 0 or (low >= 20 and low % 10 == 0 and 0 < value < 10):
        return part + value
    return -1.0


def _scale_up(total: float, part: float, scale: float) -> tuple[float, float]:
    if scale <= 100:
        return total, (part or 1.0) * scale
    if part == 0:
        return total * scale, 0.0
    return total + part * scale, 0.0


def parse_number(text: str) -> float | None:
    """Read a number in digits, in words, or in digits with a magnitude word.

    Args:
        text: such as "1,200", "4.9 billion", "twenty-five" or "a hundred".

    Returns:
        The number, or None where the text is none.
    """
    match = re.match(DIGITS, text)
    if match is None:
        return 1.0 if text.lower() in {"a", "an"} else parse_words(text)
    value = parse_digits(match.group())
    rest = text[match.end() :].strip().lower()
    if value is None or not rest:
        return value
    scale = numeral_words("scale").get(rest) or numeral_words("suffix").get(rest)
    return None if scale is None else value * scale
