"""The grammar of quantities: numbers with the unit or currency after them, joined to ranges.

Word tables: those of `figure_numbers`, `figure_units` and `figure_bounds`, and `lexicons/changes.csv`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from standoff.annotate.figure_bounds import LEFT_REACH, bound_of
from standoff.annotate.figure_numbers import DECIMALS, Quantity, number_pattern, read_number
from standoff.annotate.figure_units import currency_codes, needs_scale, read_per, read_tail, symbols
from standoff.annotate.numerals import alternatives, numeral_words
from standoff.core.vocabulary import Bound, FigureKind
from standoff.resources.tables import read_rows

_LINK = re.compile(r"\s?[-\u2010-\u2015~/]\s?|\s+(to|and|or|through|up\s+to)(?:\s+|\s?-\s?)", re.I)
_LENT = re.compile(r"\s?-?\s?(?:\s(?:to|and|or|up\s+to|then)|,\s(?:and|or))\s", re.I)
_BETWEEN = re.compile(r"\bbetween(?:\s+[a-z]+){0,3}\s*$", re.I)
_CENTS = re.compile(r"\s+(?:and\s+)?", re.I)
_BY = re.compile(r"\bby\s+(?:[a-z]+\s+){0,2}$")
"""After "by", "10 to 15" is an amount and where it ended."""
_AFTER_DOLLAR = r"\s+(?:in\s+)?({NATIONS})(?=\s+dollars\b|\s*[.,;)]|$)"
_PREFIX = re.compile(r"([A-Za-z]+\d*)-$")
_MANY_AFTER = re.compile(r"\s(?:of\b|(?:[a-z-]+\s)?(?:[a-z-]{3,}s|people|men|women|children)\b)")
_AFTER_CENTS = re.compile(r"\s*(?:[.,;!?)](?!\d)|more\b|$)")
INCHES = 12
"""To a foot."""
FEWEST_CENTS = 10
"""Below, a number after "15 dollars" is no cents."""
LARGEST = 1e18
"""Larger numbers count nothing that is reported; they are kept without a value."""


@cache
def _change_pattern() -> re.Pattern[str]:
    """Give the expression of a verb of change before "from": "from 10 to 15" is two numbers then and no range.

    Without "from", the group `by` matches.
    """
    rows = read_rows("lexicons/changes.csv", ("word", "pos", "direction"))
    stems = alternatives({row["word"].removesuffix("e") for row in rows if row["pos"] != "noun"})
    verb = rf"\b(?:{stems})(?:e?[sdn]?|es|ne|[a-z]?(?:ed|ing))"
    return re.compile(rf"{verb}\s+(?:(?:\S+\s+){{0,2}}from|(?P<by>(?:[a-z]+ly\s+)?))$")


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
    at, pattern = start, number_pattern()
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
    made = read_number(match)
    if made is None:
        return None
    made = _settle_letter(_with_tail(made, text, end), text, match)
    made = replace(made, low=-made.high, high=-made.low) if negative else made
    if abs(made.high) > LARGEST:
        made = replace(made, rule="unread")
    return made


def _with_tail(made: Quantity, text: str, end: int) -> Quantity:
    """Add the unit or currency that follows."""
    if made.unit is not None or made.rule == "unread":
        return made
    tail = None if made.money else read_tail(text, made.end, end)
    if tail is None or (needs_scale(text, tail) and not made.scaled):
        return _other_dollar(made, text, end) if made.currency == "USD" else made
    low, high, scale = made.low * tail.scale, made.high * tail.scale, made.scale * tail.scale
    rule = "vague" if made.rule == "vague" else tail.kind.value
    return replace(
        made,
        end=tail.end,
        rule=rule,
        low=low,
        high=high,
        scale=scale,
        kind=tail.kind,
        unit=tail.unit,
        currency=tail.currency,
    )


def _settle_letter(made: Quantity, text: str, match: re.Match[str]) -> Quantity:
    """Read "5m" as millions where something is counted, else as metres."""
    if made.rule != "letter":
        return made
    glued = match.group("suffix") and text[match.end() - 2].isdigit()
    if text[match.end() - 1] == "b" or (glued and _MANY_AFTER.match(text, made.end)) or text[match.end() - 1].isupper():
        return replace(made, rule="digits")
    value = round(made.low / numeral_words("suffix")["m"], DECIMALS)
    return replace(made, low=value, high=value, rule="measure", scale=1.0, kind=FigureKind.MEASURE, unit="metre")


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
        value = round(a.low + b.low / 100, 2)
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
        value = round(a.low + b.low / 100, 2)
        return replace(a, end=b.end, low=value, high=value)
    link = _LINK.fullmatch(text, a.end, b.start)
    if link is None or a.bound is not Bound.EXACT or b.bound is not Bound.EXACT:
        return None
    if "/" in link.group() and not (a.money and b.money):
        return None
    before = text[max(floor, a.start - LEFT_REACH) : a.start].lower()
    word = (link.group(1) or "").lower()
    if word == "and" and not _BETWEEN.search(before):
        return None
    if word.endswith("to") and _is_change(a, before):
        return None
    if (a.unit != b.unit and (b.unit if a.money else a.unit)) or (
        a.currency and b.currency and a.currency != b.currency
    ):
        return None
    low = a.low if a.scaled or not b.scaled or a.low >= 1000 else a.low * b.scale
    if low >= b.high:
        return None
    kind, unit, currency = a.kind if a.money else b.kind, b.unit or a.unit, b.currency or a.currency
    made = replace(b, start=a.start, low=low, bound=Bound.RANGE, rule="range")
    return replace(made, kind=kind, unit=unit, currency=currency)


def _is_change(a: Quantity, before: str) -> bool:
    """Tell whether "a to b" is a change and no range: "rose from 10 to 15", "by 5 to 40", "fell 3p to 145p"."""
    if _BY.search(before):
        return True
    verb = _change_pattern().search(before.rstrip() if before.rstrip().endswith("from") else before)
    return verb is not None and (verb.group("by") is None or not a.plain)


def _lend_unit(a: Quantity, b: Quantity, text: str) -> Quantity:
    """Give the first of "4.8 to 4.7 percent" or "7- or 8-inch" the unit that stands only once."""
    if not a.plain or b.plain or a.rule in {"unread", "vague"}:
        return a
    if _LENT.fullmatch(text, a.end, b.start) is None or text[b.start : b.start + 1] in symbols():
        return a
    made = replace(a, kind=b.kind, unit=b.unit, currency=b.currency, per=b.per)
    if not b.scaled or a.scaled or a.low >= 1000:
        return made
    return replace(made, low=a.low * b.scale, high=a.high * b.scale, scale=b.scale)
