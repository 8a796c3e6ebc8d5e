"""Numbers as a text writes them: digits, words, fractions, magnitudes, a sign or a currency before them.

What looks like a number but is none that can be trusted ("$$5", "1,2,3,4") is a quantity without a value, of the rule
`unread`. Word tables: `lexicons/numerals.csv` and those of `figure_units`.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from standoff.annotate.figure_units import symbol_code, symbol_pattern, symbols, unit_pattern
from standoff.annotate.numerals import (
    DIGITS,
    alternatives,
    numeral_words,
    parse_digits,
    parse_words,
    vague_numerals,
    word_pattern,
)
from standoff.core.vocabulary import Bound, FigureKind

_RULES = (
    r"(?:(?P<parttop>an?|one|two|three|\d)[\s-])?(?P<partname>half|quarters?)\s+(?:of\s+)?(?:an?\s+)?(?P<partscale>{SCALE})(?!\w)",
    r"(?P<halfunit>half(?:\s+an?)?)(?=[\s-]{UNIT}(?!\w))",
    r"(?:(?P<top>{TOP})(?:\s?-\s?|\s))?(?P<bottom>{FRACTION})(?=\s+of\b)",
    r"(?P<mixtop>{TOP})[\s-]and[\s-](?P<mixa>an?|one|three)[\s-](?P<mixb>half|quarter|third)s?(?:\s+(?P<mixscale>{SCALE}))?(?!\w)",
    r"(?P<top3>{TOP})\s(?P<bottom3>thirds|fifths|sixths|sevenths|eighths|ninths|tenths)(?!\w)",
    r"(?P<top2>{TOP})\s?-\s?(?P<bottom2>{FRACTION})(?!\w|\s?-)",
    r"(?P<halfof>half)(?=\s+(?:the|its|their|his|her|our|all|those|these)\b)",
    r"(?P<vague>{VAGUE})(?!\w)",
    r"(?:(?P<whole>\d+)[\s-])?(?P<num>\d{1,2})\s?/\s?(?P<den>2|3|4|5|8|16|32)(?![\w/]|[.,]\d)",
    r"(?P<whole2>\d*)\s?(?P<vulgar>[\u00bd\u00bc\u00be\u2153\u2154\u215b\u215c\u215d\u215e])(?!\w)",
    r"(?P<sign>(?<![\w)])(?:(?<!\d\s)[-\u2212](?=[\d.])|[-\u2212](?=[\d.]+\s?%)|[-\u2212]\s(?=[\d.]+\s?(?:degree|\u00b0)))|(?:minus|negative)[\s-](?=[\d.]))?(?:(?P<symbol>{SYMBOL})\s?)?"
    r"(?P<digits>{DIGITS})(?:\s?[x\u00d7]\s?10(?:(?:\^|\*\*)(?P<exp>[-\u2212+]?\d{1,3})|(?P<exp2>[-\u2212]\d{1,3})))?"
    r"(?:\s?(?P<suffix>{SUFFIX})(?!\w)|[\s-](?P<scale>{SCALE})s?(?!\w)(?:\s(?P<scale2>{SCALE})(?!\w))?)?"
    r"(?:(?!\w|[.,:/]\d)|(?=(?:{UNIT}|{CODE})(?!\w)))",
    r"(?P<fold>{TOP})[\s-]?fold(?!\w)",
    r"(?P<wordsign>(?:minus|negative)[\s-])?(?:(?P<symbol2>{SYMBOL})\s?)?(?P<words>(?:an?\s+(?={SCALE}))?{WORDS})",
    r"(?P<bad>(?:{SYMBOL}\s?){2,}\d(?:[\d.,]*\d)?|\d+(?:,\d+){2,})(?!\w)",
)
_DIGIT = re.compile(r"[\d\u00bc-\u00be\u2150-\u215e]")
_WORD_AFTER = re.compile(r"\s?-?\s?[a-z]", re.I)
LETTERS = frozenset({"m", "b"})
"""Magnitudes that may be a unit instead."""
VULGAR = dict(
    zip(
        "\u00bd\u00bc\u00be\u2153\u2154\u215b\u215c\u215d\u215e",
        (1 / 2, 1 / 4, 3 / 4, 1 / 3, 2 / 3, 1 / 8, 3 / 8, 5 / 8, 7 / 8),
        strict=True,
    )
)
MOST_POWER = 100
"""Higher powers of ten are read as this one, which is too large all the same."""
MAJOR = frozenset({"USD", "EUR", "GBP"})
FEWEST_UNITS = 100
"""Below, letters before a number are rather a name (COP26) than one of the lesser known currencies."""
FRACTION_DIGITS = 2
"""Fractions are given as percentages, rounded to this many digits."""
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, with what is glued to it: half-open code points of the whole and of the number alone."""

    start: int
    end: int
    number_end: int
    rule: str
    low: float
    high: float
    scale: float = 1.0
    kind: FigureKind = FigureKind.COUNT
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    bound: Bound = Bound.EXACT

    @property
    def scaled(self) -> bool:
        """Tell whether a magnitude word or letter stands after it."""
        return self.scale > 1

    @property
    def plain(self) -> bool:
        """Tell whether it has neither unit nor currency."""
        return self.kind is FigureKind.COUNT and self.unit is None

    @property
    def money(self) -> bool:
        """Tell whether it is an amount of money."""
        return self.kind is FigureKind.MONEY


@cache
def number_pattern() -> re.Pattern[str]:
    """Give the expression of every number; its named groups tell which rule matched."""
    codes = [form for form in symbols() if (form.isupper() and len(form) > 1) or not form.isascii()]
    pieces = {
        "SCALE": alternatives(numeral_words("scale")),
        "FRACTION": alternatives(numeral_words("fraction")),
        "VAGUE": alternatives(vague_numerals()),
        "SUFFIX": alternatives(numeral_words("suffix")),
        "SYMBOL": symbol_pattern(),
        "CODE": f"(?-i:{alternatives(codes)})",
        "DIGITS": DIGITS,
        "WORDS": word_pattern(),
        "UNIT": unit_pattern(),
        "TOP": rf"{alternatives([w for w, v in numeral_words('small').items() if 0 < v <= 10])}|an?|\d{{1,2}}",
    }
    rules = "|".join(re.sub(r"\{([A-Z]+)\}", lambda m: pieces[m.group(1)], rule) for rule in _RULES)
    return re.compile(rf"(?<![\w$€£#@])(?<!\d[.,:/])(?<!(?-i:[A-Z])\.)(?:{rules})", re.I)


@cache
def number_words() -> frozenset[str]:
    """Give every word in lower case of which a number may consist."""
    phrases = [*vague_numerals(), *(word for kind in ("small", "scale", "fraction") for word in numeral_words(kind))]
    return frozenset(word for phrase in phrases for word in phrase.split()) - {"a", "an", "of"}


def may_hold_number(text: str, start: int, end: int, words: Iterable[str]) -> bool:
    """Tell, faster than by looking for one, whether there may be a number.

    Args:
        text: the frozen text.
        start: first code point.
        end: code point after the last.
        words: the words between them, in lower case.
    """
    known = number_words()
    return _DIGIT.search(text, start, end) is not None or any(w in known or w.endswith("fold") for w in words)


def read_number(match: re.Match[str]) -> Quantity | None:
    """Make the quantity of a match of `number_pattern`.

    Args:
        match: the match.

    Returns:
        The number with a currency before it, without what follows it; None where the words make no number.
    """
    groups = match.groupdict()
    span = (match.start(), match.end(), match.end())
    if groups["vague"]:
        low, high = vague_numerals()[" ".join(groups["vague"].lower().split())]
        return Quantity(*span, "vague", low, high, bound=Bound.RANGE)
    bottom = groups["bottom"] or groups["bottom2"] or groups["bottom3"] or groups["halfof"]
    if bottom:
        return _fraction(span, groups["top"] or groups["top2"] or groups["top3"], bottom)
    if groups["mixtop"]:
        return _and_a_half(span, groups)
    if groups["bad"]:
        return Quantity(*span, "unread", 0.0, 0.0)
    if groups["num"]:
        return _mixed(match, groups)
    if groups["fold"]:
        times = parse_words(groups["fold"]) or parse_digits(groups["fold"])
        kind = FigureKind.MEASURE
        return None if times is None else Quantity(*span, "measure", times, times, kind=kind, unit="times")
    if groups["vulgar"]:
        part = VULGAR[groups["vulgar"]] + float(groups["whole2"] or 0)
        return Quantity(*span, "digits", round(part, DECIMALS), round(part, DECIMALS))
    value = _value(groups)
    if value is None:
        return Quantity(*span, "unread", 0.0, 0.0) if groups["digits"] else None
    rule = "digits" if groups["digits"] else "words"
    made = Quantity(*span, rule, value, value, _scale(groups))
    if symbol := groups["symbol"] or groups["symbol2"]:
        code = symbol_code(symbol)
        if symbol.isalpha() and symbol not in MAJOR and groups["digits"] and value < FEWEST_UNITS and not made.scaled:
            return None
        return replace(made, rule="money", kind=FigureKind.MONEY, currency=code, unit=None if code else symbol)
    return replace(made, rule="letter") if (groups["suffix"] or "").lower() in LETTERS else made


def _mixed(match: re.Match[str], groups: dict[str, str | None]) -> Quantity | None:
    top, bottom = float(groups["num"] or 0), float(groups["den"] or 1)
    if top >= bottom or not (groups["whole"] or _WORD_AFTER.match(match.string, match.end())):
        return None
    value = round(float(groups["whole"] or 0) + top / bottom, DECIMALS)
    return Quantity(match.start(), match.end(), match.end(), "digits", value, value)


def _and_a_half(span: tuple[int, int, int], groups: dict[str, str | None]) -> Quantity | None:
    """Read "two and a half" and "one and a half million"."""
    whole = parse_words(groups["mixtop"] or "") or parse_digits(groups["mixtop"] or "")
    if whole is None:
        return None
    count = 3.0 if (groups["mixa"] or "").lower() == "three" else 1.0
    value = whole + count / numeral_words("fraction")[(groups["mixb"] or "half").lower()]
    scale = numeral_words("scale").get((groups["mixscale"] or "").lower(), 1.0)
    value = round(value * scale, DECIMALS)
    return Quantity(*span, "words", value, value, scale=scale)


def _value(groups: dict[str, str | None]) -> float | None:
    scales = numeral_words("scale")
    if groups["partscale"]:
        top = 1.0 if (groups["parttop"] or "a").lower() in {"a", "an"} else parse_words(groups["parttop"] or "")
        top = parse_digits(groups["parttop"] or "") if top is None else top
        share = 0.5 if (groups["partname"] or "").lower() == "half" else 0.25
        return None if top is None else top * share * scales[groups["partscale"].lower()]
    if groups["halfunit"]:
        return 0.5
    if groups["words"]:
        value = parse_words(groups["words"])
        return -value if value is not None and groups["wordsign"] else value
    value = parse_digits(groups["digits"] or "")
    if value is None:
        return None
    value *= _scale(groups)
    if power := groups["exp"] or groups["exp2"]:
        value *= math.pow(10, min(int(power.replace("\u2212", "-")), MOST_POWER))
    elif abs(value) < 1e15:
        value = round(value, DECIMALS)
    return -value if groups["sign"] else value


def _scale(groups: dict[str, str | None]) -> float:
    """Multiply the magnitudes that stand after a number; of a number in words, the last."""
    scales = numeral_words("scale")
    named = [groups["scale"], groups["scale2"], groups["partscale"]]
    if groups["words"]:
        named = [groups["words"].split()[-1]]
    found = [scales.get((name or "").lower(), 1.0) for name in named]
    return math.prod(found) * numeral_words("suffix").get((groups["suffix"] or "").lower(), 1.0)


def _fraction(span: tuple[int, int, int], top: str | None, bottom: str) -> Quantity | None:
    count = 1.0 if (top or "a").lower() in {"a", "an"} else parse_words(top or "") or parse_digits(top or "")
    if count is None or (top is None and bottom.lower() != "half"):
        return None
    share = round(100 * count / numeral_words("fraction")[bottom.lower()], FRACTION_DIGITS)
    return Quantity(*span, "fraction", share, share, kind=FigureKind.SHARE, unit="percent")
