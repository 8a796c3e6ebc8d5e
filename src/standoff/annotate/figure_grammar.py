"""The grammar of quantities: numbers with currency, magnitude and unit, joined to ranges.

Word tables: `lexicons/numerals.csv`, and those of `figure_units` and `figure_bounds`. What looks like a number but is none
that can be trusted ("$$5", "1,2,3,4", more than a quintillion) is kept as a quantity without a value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from standoff.annotate.figure_bounds import LEFT_REACH, bound_of
from standoff.annotate.figure_units import (
    currency_codes,
    needs_scale,
    read_per,
    read_tail,
    symbol_code,
    symbol_pattern,
    symbols,
    unit_pattern,
)
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
from standoff.resources.tables import read_rows

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
_LINK = re.compile(r"\s?[-\u2010-\u2015~/]\s?|\s+(to|and|or|through|up\s+to)(?:\s+|\s?-\s?)", re.I)
_LENT = re.compile(r"\s?-?\s?(?:\s(?:to|and|or|up\s+to|then)|,\s(?:and|or))\s", re.I)
_BETWEEN = re.compile(r"\bbetween(?:\s+[a-z]+)?\s*$", re.I)
_CENTS = re.compile(r"\s+(?:and\s+)?", re.I)
_BY = re.compile(r"\bby\s+(?:[a-z]+\s+){0,2}$")
"""After "by", "10 to 15" is an amount and where it ended."""
_AFTER_DOLLAR = r"\s+(?:in\s+)?({NATIONS})(?=\s+dollars\b|\s*[.,;)]|$)"
_PREFIX = re.compile(r"([A-Za-z]+\d*)-$")
_MANY_AFTER = re.compile(r"\s(?:of\b|(?:[a-z-]+\s)?(?:[a-z-]{3,}s|people|men|women|children)\b)")
_WORD_AFTER = re.compile(r"\s?-?\s?[a-z]", re.I)
LETTERS = frozenset({"m", "b"})
"""Magnitudes that may be a unit instead."""
VULGAR = dict(zip("\u00bd\u00bc\u00be\u2153\u2154\u215b\u215c\u215d\u215e", (1 / 2, 1 / 4, 3 / 4, 1 / 3, 2 / 3, 1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True))
_AFTER_CENTS = re.compile(r"\s*(?:[.,;!?)](?!\d)|more\b|$)")
INCHES = 12
"""To a foot."""
FEWEST_CENTS = 10
"""Below, a number after "15 dollars" is no cents."""
FRACTION_DIGITS = 2
"""Fractions are given as percentages, rounded to this many digits."""
LARGEST = 1e18
"""Larger numbers count nothing that is reported; they are kept without a value."""
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
    scaled: bool = False
    kind: FigureKind = FigureKind.COUNT
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    bound: Bound = Bound.EXACT

    @property
    def plain(self) -> bool:
        """Tell whether it has neither unit nor currency."""
        return self.kind is FigureKind.COUNT and self.unit is None

    @property
    def money(self) -> bool:
        """Tell whether it is an amount of money."""
        return self.kind is FigureKind.MONEY


@cache
def _change_pattern() -> re.Pattern[str]:
    """Give the expression of a verb of change before "from": "from 10 to 15" is two numbers then and no range."""
    rows = read_rows("lexicons/changes.csv", ("word", "pos", "direction"))
    stems = alternatives({row["word"].removesuffix("e") for row in rows if row["pos"] != "noun"})
    return re.compile(rf"\b(?:{stems})(?:e?[sdn]|es|ne|[a-z]?(?:ed|ing))?\s+(?:\S+\s+){{0,2}}from$")


@cache
def _pattern() -> re.Pattern[str]:
    codes = [form for form in symbols() if form.isalpha() and form.isupper() and len(form) > 1 or not form.isascii()]
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


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Find the quantities between two code points.

    Args:
        text: the frozen text.
        start: first code point of the sentence.
        end: code point after it.

    Returns:
        Quantities in text order, ranges joined, none overlapping.
    """
    last: Quantity | None = None
    at, pattern = start, _pattern()
    while (match := pattern.search(text, at, end)) is not None:
        at = max(match.end(), at + 1)
        made = _read(match, text, start, end)
        if made is None:
            continue
        per = read_per(text, made.end, end)
        at = made.end
        if per is not None:
            made, at = replace(made, per=per[0]), at if "(" in text[at : per[1]] else per[1]
        joined = _join(last, made, text, start) if last is not None else None
        if last is not None and joined is None:
            last = _lend_unit(last, made, text)
            yield replace(last, bound=bound_of(text, last.start, last.end, start, end, last.bound))
        last = joined or made
    if last is not None:
        yield replace(last, bound=bound_of(text, last.start, last.end, start, end, last.bound))


def _read(match: re.Match[str], text: str, start: int, end: int) -> Quantity | None:
    """Make the quantity of a match with its tail, or None where it is part of a word or a letter's name."""
    prefix = _PREFIX.search(text, max(start, match.start() - 24), match.start())
    negative = False
    if prefix is not None:
        word = prefix.group(1).lower()
        if word not in numeral_words("prefix"):
            return None
        negative = numeral_words("prefix")[word] < 0
    made = _number(match)
    if made is None:
        return None
    made = _settle_letter(_with_tail(made, text, end), text, match)
    made = replace(made, low=-made.low, high=-made.high) if negative else made
    if abs(made.high) > LARGEST:
        made = replace(made, rule="unread")
    return made


def _number(match: re.Match[str]) -> Quantity | None:
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
        return None if times is None else Quantity(*span, "measure", times, times, kind=FigureKind.MEASURE, unit="times")
    if groups["vulgar"]:
        value = VULGAR[groups["vulgar"]] + float(groups["whole2"] or 0)
        return Quantity(*span, "digits", round(value, DECIMALS), round(value, DECIMALS))
    value = _value(groups)
    if value is None:
        return Quantity(*span, "unread", 0.0, 0.0) if groups["digits"] else None
    rule = "digits" if groups["digits"] else "words"
    scaled = bool(groups["suffix"] or groups["scale"] or groups["partscale"])
    made = Quantity(*span, rule, value, value, scaled)
    if symbol := groups["symbol"] or groups["symbol2"]:
        return replace(made, rule="money", kind=FigureKind.MONEY, currency=symbol_code(symbol))
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
    value = round(value * numeral_words("scale").get((groups["mixscale"] or "").lower(), 1.0), DECIMALS)
    return Quantity(*span, "words", value, value, scaled=bool(groups["mixscale"]))


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
    value *= scales.get((groups["scale"] or "").lower(), 1.0) * scales.get((groups["scale2"] or "").lower(), 1.0)
    value *= numeral_words("suffix").get((groups["suffix"] or "").lower(), 1.0)
    if power := groups["exp"] or groups["exp2"]:
        value *= 10.0 ** min(int(power.replace("\u2212", "-")), 300)
    elif abs(value) < 1e15:
        value = round(value, DECIMALS)
    return -value if groups["sign"] else value


def _fraction(span: tuple[int, int, int], top: str | None, bottom: str) -> Quantity | None:
    count = 1.0 if (top or "a").lower() in {"a", "an"} else parse_words(top or "") or parse_digits(top or "")
    if count is None or (top is None and bottom.lower() != "half"):
        return None
    share = round(100 * count / numeral_words("fraction")[bottom.lower()], FRACTION_DIGITS)
    return Quantity(*span, "fraction", share, share, kind=FigureKind.SHARE, unit="percent")


def _with_tail(made: Quantity, text: str, end: int) -> Quantity:
    """Add the unit or currency that follows."""
    if made.unit is not None or made.rule == "unread":
        return made
    tail = None if made.money else read_tail(text, made.end, end)
    if tail is None or (needs_scale(text, tail) and not made.scaled):
        return _other_dollar(made, text, end) if made.currency == "USD" else made
    low, high, scaled = made.low * tail.scale, made.high * tail.scale, made.scaled or tail.scale > 1
    rule = "vague" if made.rule == "vague" else tail.kind.value
    return replace(made, end=tail.end, rule=rule, low=low, high=high, scaled=scaled, kind=tail.kind, unit=tail.unit, currency=tail.currency)


def _settle_letter(made: Quantity, text: str, match: re.Match[str]) -> Quantity:
    """Read "5m" as millions where something is counted, else as metres."""
    if made.rule != "letter":
        return made
    glued = match.group("suffix") and text[match.end() - 2].isdigit()
    if text[match.end() - 1] == "b" or (glued and _MANY_AFTER.match(text, made.end)) or text[match.end() - 1].isupper():
        return replace(made, rule="digits")
    value = round(made.low / numeral_words("suffix")["m"], DECIMALS)
    return replace(made, low=value, high=value, rule="measure", scaled=False, kind=FigureKind.MEASURE, unit="metre")


@cache
def _dollars() -> tuple[re.Pattern[str], dict[str, str]]:
    nations = {nation: code for (form, nation), code in currency_codes().items() if form == "dollars" and nation}
    return re.compile(_AFTER_DOLLAR.replace("{NATIONS}", alternatives(nations)), re.I), nations


def _other_dollar(made: Quantity, text: str, end: int) -> Quantity:
    """Read "$5 million Canadian" as the dollars that it names."""
    pattern, nations = _dollars()
    match = pattern.match(text, made.end, end)
    return made if match is None else replace(made, end=match.end(1), currency=nations[match.group(1).lower()])


def _join(a: Quantity, b: Quantity, text: str, floor: int) -> Quantity | None:
    """Join "10-15", "10 to 15", "two or three", "between 12 and 15", and "3 dollars 50 cents" and "6 feet 2 inches"."""
    if "unread" in {a.rule, b.rule}:
        return None
    if a.money and a.currency and b.unit == "cent" and b.low < 100 and _CENTS.fullmatch(text, a.end, b.start):
        value = round(a.low + b.low / 100, FRACTION_DIGITS)
        return replace(a, end=b.end, number_end=b.number_end, low=value, high=value)
    if (a.unit, b.unit) == ("foot", "inch") and b.low < INCHES and _CENTS.fullmatch(text, a.end, b.start):
        value = round(a.low + b.low / INCHES, DECIMALS)
        return replace(a, end=b.end, number_end=b.number_end, low=value, high=value)
    if (
        a.money
        and a.currency
        and b.plain
        and FEWEST_CENTS <= b.low < 100
        and text[b.start : b.end].isdigit()
        and not a.scaled
        and a.number_end < a.end
        and _CENTS.fullmatch(text, a.end, b.start)
        and _AFTER_CENTS.match(text, b.end)
    ):
        value = round(a.low + b.low / 100, FRACTION_DIGITS)
        return replace(a, end=b.end, low=value, high=value)
    link = _LINK.fullmatch(text, a.end, b.start)
    if link is None or a.bound is not Bound.EXACT or b.bound is not Bound.EXACT:
        return None
    if "/" in link.group() and not (a.money and b.money):
        return None
    before = text[max(floor, a.start - LEFT_REACH) : a.start].lower()
    word = (link.group(1) or "").lower()
    if (word == "and" and not _BETWEEN.search(before)) or (
        word.endswith("to") and (_change_pattern().search(before.rstrip()) or _BY.search(before))
    ):
        return None
    if (a.unit and a.unit != b.unit) or (a.currency and b.currency and a.currency != b.currency):
        return None
    low = a.low if a.scaled or not b.scaled or a.low >= 1000 else a.low * _scale_of(b)
    if low >= b.high:
        return None
    kind = a.kind if a.money else b.kind
    return replace(b, start=a.start, low=low, bound=Bound.RANGE, rule="range", kind=kind, currency=b.currency or a.currency)


def _lend_unit(a: Quantity, b: Quantity, text: str) -> Quantity:
    """Give the first of "4.8 to 4.7 percent" or "7- or 8-inch" the unit that stands only once."""
    if not a.plain or b.plain or a.rule in {"unread", "vague"}:
        return a
    if _LENT.fullmatch(text, a.end, b.start) is None or text[b.start : b.start + 1] in symbols():
        return a
    return replace(a, kind=b.kind, unit=b.unit, currency=b.currency, per=b.per)


def _scale_of(b: Quantity) -> float:
    scales = [s for s in numeral_words("scale").values() if s <= abs(b.low) and s >= 1000]
    return max(scales, default=1.0)
