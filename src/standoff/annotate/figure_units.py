"""Units and currencies: what follows a number, and for what each ("a day", "per share") it is told.

Word tables: `lexicons/currencies.csv` (a form with a nation has that nation's code; a form alone has one only
where it is clear), `measures.csv`, and the kind `per` of `figure_words.csv`.
"""

import re
from dataclasses import dataclass
from functools import cache

from standoff.annotate.numerals import alternatives, numeral_words
from standoff.core.vocabulary import FigureKind
from standoff.resources.tables import read_rows, split_cell

SHORT = 3
"""Forms of units up to this length are read as written (MW is not mW)."""
_SPACED_SYMBOL = re.compile(r"([A-Za-z]{1,3})\$")
_CODED_SYMBOL = r"[A-Za-z]{3}\$"
_LATIN = {"annum": "year", "capita": "person"}
_AMBIGUOUS_ALONE = frozenset({"won"})
_ADJECTIVE_YEAR = re.compile(r"\s?-?\s?olds?(?!\w)|\s+of\s+age(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number: where it ends, and the unit or currency that it gives."""

    end: int
    kind: FigureKind
    unit: str | None = None
    currency: str | None = None
    scale: float = 1.0


@cache
def figure_words(kind: str) -> frozenset[str]:
    """Give the lemmas of one kind: casualty, military, measuring, classifier, per, paying or identifying."""
    return frozenset(
        row["word"] for row in read_rows("lexicons/figure_words.csv", ("kind", "word")) if row["kind"] == kind
    )


@cache
def currency_codes() -> dict[tuple[str, str], str]:
    """Give ISO 4217 codes by (form, nation), both as written in the table; an empty code is one that is unclear."""
    rows = read_rows("lexicons/currencies.csv", ("form", "nation", "code"))
    return {(row["form"], row["nation"].lower()): row["code"] for row in rows}


@cache
def measure_units() -> dict[str, str]:
    """Give units of measure by their form: short forms as written, long ones also in lower case."""
    made = {form: row["unit"] for row in _measure_rows() for form in split_cell(row["forms"])}
    return {form.lower(): unit for form, unit in made.items() if len(form) > SHORT} | made


@cache
def unit_kinds() -> dict[str, FigureKind]:
    """Give the kind of figure that each unit makes."""
    return {row["unit"]: FigureKind(row["kind"]) for row in _measure_rows()}


def _measure_rows() -> list[dict[str, str]]:
    return read_rows("lexicons/measures.csv", ("unit", "kind", "forms"))


@cache
def unit_pattern() -> str:
    """Give the expression of a unit's form, long forms in any case, short ones as written."""
    forms = measure_units()
    long = alternatives(f for f in forms if len(f) > SHORT)
    short = alternatives(f for f in forms if len(f) <= SHORT)
    return rf"(?:{long}|(?-i:{short}))"


@cache
def symbols() -> list[str]:
    """Give the forms that stand before a number: signs, and codes in capitals."""
    return [form for form, nation in currency_codes() if not nation and not (form.islower() and form.isalpha())]


@cache
def symbol_pattern() -> str:
    """Give the expression of a currency before a number; letters may stand apart from their sign ("US $")."""
    forms = alternatives(symbols())
    spaced = {m.group(1) for form in symbols() if (m := _SPACED_SYMBOL.fullmatch(form))}
    apart = "|".join(sorted(spaced - {"A", "S", "c"}, key=len, reverse=True))
    lower = "|".join(sorted(s.lower() for s in spaced if len(s) > 1))
    return rf"(?-i:{_CODED_SYMBOL}|(?:{apart}|{lower}|c|S)\s?\$(?!\s?[a-z])|{forms})"


def symbol_code(symbol: str) -> str | None:
    """Give the code of a currency that stands before a number, None where it is unclear."""
    form = "".join(symbol.split())
    codes = currency_codes()
    if re.fullmatch(_CODED_SYMBOL, form) and (form[:3].upper(), "") in codes:
        return codes[form[:3].upper(), ""] or None
    return codes.get((form, "")) or codes.get((form.upper(), "")) or None


@cache
def _tail_pattern() -> re.Pattern[str]:
    forms = {form for form, _ in currency_codes()}
    words = [form for form in forms if form.islower() and form.isalpha()]
    codes = [form for form in symbols() if form.isalpha() and form.isupper() and len(form) > 1]
    signs = [form for form in symbols() if not form.isascii() or form == "$"]
    nations = sorted({nation for _, nation in currency_codes() if nation})
    scale = alternatives(numeral_words("scale"))
    return re.compile(
        rf"(?:\s?-\s?|\s)?(?P<unit>{unit_pattern()})(?!\w|-\d|\.[a-z]\.)"
        rf"|\s?(?-i:(?P<mega>M)?(?P<code>{alternatives(codes)}))(?:\s+(?P<scale>{scale}))?(?!\w)"
        rf"|(?:\s?-\s?|\s)(?:of\s+)?(?:(?P<nation>{alternatives(nations)})\s+)?(?P<word>{alternatives(words)})(?!\w)"
        rf"|\s?(?P<sign>{alternatives(signs)})(?!\s?\d)",
        re.I,
    )


@cache
def _per_pattern() -> re.Pattern[str]:
    words = alternatives({w for word in figure_words("per") for w in (word, word + "s")})
    thing = rf"(?:{unit_pattern()}|{words})"
    return re.compile(
        rf"(?:\s?\([^()]{{1,40}}\))?(?:\s?/\s?(?P<slash>{thing})(?!\w)|\s*\bper\s+(?!cent\b)(?P<per>{thing}|[a-z]+)(?!\w)"
        rf"|(?:\s?-\s?|\s+)an?(?:\s?-\s?|\s+)(?P<a>{thing})(?!\w|\s+(?:earlier|ago|before|later|after|from)\b))",
        re.I,
    )


def read_tail(text: str, at: int, end: int) -> Tail | None:
    """Read the unit or currency that follows a number.

    Args:
        text: the frozen text.
        at: code point after the number.
        end: code point after the sentence.
    """
    match = _tail_pattern().match(text, at, end)
    if match is None:
        return None
    if written := match.group("unit"):
        form = " ".join(written.split())
        named = measure_units().get(form) or measure_units()[form.lower()]
        return _measure(text, match.end(), end, named)
    if sign := match.group("sign"):
        return Tail(match.end(), FigureKind.MONEY, currency=currency_codes()[sign, ""] or None)
    nation = (match.group("nation") or "").lower()
    form = match.group("code") or str(match.group("word")).lower()
    known = currency_codes().get((form, nation))
    if known is None:
        return None
    scale = numeral_words("scale").get((match.group("scale") or "").lower(), 1.0)
    scale *= numeral_words("suffix")["m"] if match.group("mega") else 1.0
    unit = None if known else form.removesuffix("s")
    return Tail(match.end(), FigureKind.MONEY, unit, known or None, scale)


def _measure(text: str, at: int, end: int, unit: str) -> Tail:
    kind = unit_kinds()[unit]
    if kind is FigureKind.DURATION and (old := _ADJECTIVE_YEAR.match(text, at, end)):
        return Tail(old.end(), FigureKind.AGE, unit)
    return Tail(at, kind, unit)


def needs_scale(text: str, tail: Tail) -> bool:
    """Tell whether a word is a currency only with a magnitude or a nation before it ("won")."""
    return tail.unit in _AMBIGUOUS_ALONE and tail.currency is None and text[: tail.end].endswith("won")


def read_per(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Read for what each a figure is told: "a day", "per share", "/kg".

    Args:
        text: the frozen text.
        at: code point after the figure, or after what it counts.
        end: code point after the sentence.

    Returns:
        The unit's name or the noun, in the singular, and where it ends; None where there is none.
    """
    match = _per_pattern().match(text, at, end)
    if match is None:
        return None
    word = next(g for g in match.groups() if g)
    lower = " ".join(word.lower().split())
    if lower in _LATIN:
        return _LATIN[lower], match.end()
    known = measure_units().get(word) or measure_units().get(lower)
    singular = lower.removesuffix("s") if len(lower) > SHORT and not lower.endswith("ss") else lower
    return known or singular, match.end()
