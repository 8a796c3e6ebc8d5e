"""The grammar of quantities: numbers with currency, magnitude and unit, and the words that bound them.

Word tables: `lexicons/numerals.csv`, `currencies.csv` (a form with a nation has that nation's code; a form alone has
one only where it is clear), `measures.csv`, `bounds.csv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from standoff.annotate.numerals import (
    DIGITS,
    alternatives,
    numeral_words,
    parse_digits,
    parse_words,
    vague_numerals,
    word_pattern,
)
from standoff.core.vocabulary import Bound
from standoff.resources.tables import read_rows, split_cell

_RULES = (
    r"(?P<half>half\s+(?:an?\s+)?(?P<halfscale>{SCALE}))(?!\w)",
    r"(?:(?P<top>one|two|three|four|five|a|\d)[\s-])?(?P<bottom>{FRACTION})(?=\s+of\b)",
    r"(?P<vague>{VAGUE})(?!\w)",
    r"(?P<sign>(?<![\w)])[-\u2212](?=\d))?(?:(?P<symbol>{SYMBOL})\s?)?(?P<digits>{DIGITS})"
    r"(?:\s?(?P<suffix>{SUFFIX})(?!\w)|[\s-](?P<scale>{SCALE})s?(?!\w))?(?:(?![\w]|[.,:/]\d)|(?={UNIT}(?!\w)))",
    r"(?:(?P<symbol2>{SYMBOL})\s?)?(?P<words>(?:an?\s+(?={SCALE}))?{WORDS})",
)
_LINK = re.compile(r"\s?[-\u2010-\u2015]\s?|\s+(to|and|or)\s+", re.I)
_CHANGE = re.compile(
    r"(?:rose|risen|rises?|rising|fell|fallen|falls?|falling|grew|grown|grow|dropp\w+|increas\w+|decreas\w+|cut|rais\w+|"
    r"climb\w+|jump\w+|went|up|down|declin\w+|expand\w+|reduc\w+|chang\w+|improv\w+|mov\w+)\s+(?:\S+\s+)?from$"
)
"""After a verb of change, "from 10 to 15" is two numbers and no range."""
_AFTER_DOLLAR = r"\s+(?:in\s+)?({NATIONS})(?=\s+dollars\b|\s*[.,;)]|$)"
LETTERS = frozenset({"m", "b"})
"""Magnitudes that are one only where money is counted."""
FRACTION_DIGITS = 2
"""Fractions are given as percentages, rounded to this many digits."""
LEFT_REACH = 32
"""How far back a bounding phrase may begin (code points)."""


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
    unit: str | None = None
    currency: str | None = None
    money: bool = False
    bound: Bound = Bound.EXACT

    @property
    def plain(self) -> bool:
        """Tell whether it has neither unit nor currency."""
        return self.unit is None and not self.money


@cache
def currency_codes() -> dict[tuple[str, str], str]:
    """Give ISO 4217 codes by (form, nation), both as written in the table; an empty code is one that is unclear."""
    rows = read_rows("lexicons/currencies.csv", ("form", "nation", "code"))
    return {(row["form"], row["nation"].lower()): row["code"] for row in rows}


@cache
def measure_units() -> dict[str, str]:
    """Give units of measure by their form; forms with capitals or marks as written, others in lower case."""
    rows = read_rows("lexicons/measures.csv", ("unit", "forms"))
    return {form: row["unit"] for row in rows for form in split_cell(row["forms"])}


@cache
def _symbols() -> list[str]:
    return [form for form, nation in currency_codes() if not nation and not form.islower()]


@cache
def _pattern() -> re.Pattern[str]:
    pieces = {
        "SCALE": alternatives(numeral_words("scale")),
        "FRACTION": alternatives(numeral_words("fraction")),
        "VAGUE": alternatives(vague_numerals()),
        "SUFFIX": alternatives(numeral_words("suffix")),
        "SYMBOL": f"(?-i:{alternatives(_symbols())})",
        "DIGITS": DIGITS,
        "WORDS": word_pattern(),
        "UNIT": alternatives(measure_units()),
    }
    rules = "|".join(re.sub(r"\{([A-Z]+)\}", lambda m: pieces[m.group(1)], rule) for rule in _RULES)
    return re.compile(rf"(?<![\w$€£#@])(?<!\d[.,:/])(?<![A-Za-z]-)(?:{rules})", re.I)


@cache
def _tail() -> re.Pattern[str]:
    """Give the expression of what follows a number: a unit, or the word for a currency with or without its nation."""
    words = [form for form, nation in currency_codes() if not nation and form.islower()]
    codes = [form for form in _symbols() if form.isalpha()]
    nations = sorted({nation for _, nation in currency_codes() if nation})
    units = alternatives(measure_units())
    return re.compile(
        rf"[\s-]?(?P<unit>{units})(?!\w)|[\s-](?:of\s+)?(?:(?P<nation>{alternatives(nations)})\s+)?(?P<word>{alternatives(words)})(?!\w)"
        rf"|\s(?-i:(?P<code>{alternatives(codes)}))(?!\w)",
        re.I,
    )


@cache
def _bounds(side: str) -> tuple[re.Pattern[str], dict[str, Bound]]:
    rows = read_rows("lexicons/bounds.csv", ("side", "phrase", "bound"))
    table = {row["phrase"]: Bound(row["bound"]) for row in rows if row["side"] == side}
    words = alternatives(table)
    if side == "left":
        return re.compile(rf"(?<![\w])(?P<p>{words})\s*(?:the\s+|a\s+|an\s+)?$", re.I), table
    return re.compile(rf"\s?(?P<p>{words})(?!\w)", re.I), table


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
        made = _read(match)
        if made is None:
            continue
        made = _with_tail(made, text, end)
        if made.rule == "letter":
            continue
        at = made.end
        joined = _join(last, made, text, start) if last is not None else None
        if last is not None and joined is None:
            yield _with_bound(last, text, start, end)
        last = joined or made
    if last is not None:
        yield _with_bound(last, text, start, end)


def _read(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    if groups["vague"]:
        low, high = vague_numerals()[" ".join(groups["vague"].lower().split())]
        return Quantity(match.start(), match.end(), match.end(), "vague", low, high, bound=Bound.RANGE)
    if groups["bottom"]:
        return _fraction(match, groups["top"], groups["bottom"])
    symbol = groups["symbol"] or groups["symbol2"]
    value = _value(groups)
    if value is None:
        return None
    rule = "digits" if groups["digits"] else "words"
    scaled = bool(groups["suffix"] or groups["scale"] or groups["half"])
    made = Quantity(match.start(), match.end(), match.end(), rule, value, value, scaled)
    if symbol:
        return replace(made, rule="money", money=True, currency=currency_codes()[symbol, ""] or None)
    return replace(made, rule="letter") if (groups["suffix"] or "").lower() in LETTERS else made


def _value(groups: dict[str, str | None]) -> float | None:
    if groups["half"]:
        return 0.5 * numeral_words("scale")[(groups["halfscale"] or "").lower()]
    if groups["words"]:
        return parse_words(groups["words"])
    value = parse_digits(groups["digits"] or "")
    if value is None:
        return None
    scale = numeral_words("scale").get((groups["scale"] or "").lower(), 1.0)
    value *= scale * numeral_words("suffix").get((groups["suffix"] or "").lower(), 1.0)
    value = round(value, 6) if abs(value) < 1e15 else value
    return -value if groups["sign"] else value


def _fraction(match: re.Match[str], top: str | None, bottom: str) -> Quantity | None:
    count = 1.0 if top in {None, "a", "A"} else parse_words(top or "") or parse_digits(top or "")
    if count is None or (top is None and bottom.lower() != "half"):
        return None
    share = round(100 * count / numeral_words("fraction")[bottom.lower()], FRACTION_DIGITS)
    return Quantity(match.start(), match.end(), match.end(), "fraction", share, share, unit="percent")


def _with_tail(made: Quantity, text: str, end: int) -> Quantity:
    """Add the unit or currency that follows."""
    if made.unit is not None:
        return made
    match = _tail().match(text, made.end, end)
    if made.money or match is None:
        return _other_dollar(made, text, end) if made.currency == "USD" else made
    if match.group("unit"):
        form = match.group("unit")
        unit = measure_units().get(form) or measure_units().get(form.lower())
        return made if unit is None else replace(made, end=match.end(), rule="measure", unit=unit)
    form = match.group("code") or match.group("word").lower()
    code = currency_codes().get((form, (match.group("nation") or "").lower())) or None
    if form == "won" and not (made.scaled or match.group("nation")):
        return made
    unit = None if code else form.removesuffix("s")
    return replace(made, end=match.end(), rule="money", currency=code, money=True, unit=unit)


def _other_dollar(made: Quantity, text: str, end: int) -> Quantity:
    """Read "$5 million Canadian" as the dollars that it names."""
    nations = {nation: code for (form, nation), code in currency_codes().items() if form == "dollars" and nation}
    match = re.compile(_AFTER_DOLLAR.replace("{NATIONS}", alternatives(nations)), re.I).match(text, made.end, end)
    if match is None:
        return made
    return replace(made, end=match.end(1), currency=nations[match.group(1).lower()])


def _join(a: Quantity, b: Quantity, text: str, floor: int) -> Quantity | None:
    """Join "10-15", "10 to 15", "two or three", "between 12 and 15"."""
    link = _LINK.fullmatch(text, a.end, b.start)
    if link is None or a.bound is not Bound.EXACT or b.bound is not Bound.EXACT:
        return None
    before = text[max(floor, a.start - LEFT_REACH) : a.start].rstrip().lower()
    word = (link.group(1) or "").lower()
    if (word == "and" and not before.endswith("between")) or (word == "to" and _CHANGE.search(before)):
        return None
    if (a.unit or b.unit) and a.unit is not None and a.unit != b.unit:
        return None
    low = a.low if a.scaled or not b.scaled or a.low >= 1000 else a.low * _scale_of(b)
    if low >= b.high:
        return None
    return replace(
        b,
        start=a.start,
        low=low,
        bound=Bound.RANGE,
        rule="range",
        money=a.money or b.money,
        currency=b.currency or a.currency,
    )


def _scale_of(b: Quantity) -> float:
    scales = [s for s in numeral_words("scale").values() if s <= abs(b.low) and s >= 1000]
    return max(scales, default=1.0)


def bound_after(text: str, at: int, end: int) -> Bound | None:
    """Read a bounding phrase such as "or more" that begins at a code point, within `end`."""
    pattern, table = _bounds("right")
    match = pattern.match(text, at, end)
    return None if match is None else table[" ".join(match.group("p").lower().split())]


def _with_bound(made: Quantity, text: str, floor: int, end: int) -> Quantity:
    """Read what stands left and right of a quantity: about, more than, up to, or so."""
    if made.bound is Bound.RANGE:
        return made
    after = bound_after(text, made.end, end)
    if after is not None:
        return replace(made, bound=after)
    pattern, table = _bounds("left")
    match = pattern.search(text, max(floor, made.start - LEFT_REACH), made.start)
    return made if match is None else replace(made, bound=table[" ".join(match.group("p").lower().split())])
