"""The grammar of time expressions: one list of rules, compiled into one regular expression.

The rules find the expressions' cores ("6 December", "last week", "the past six months"); prepositions, parts and
ranges are put around them by `times`. The earlier rule wins where two begin at the same place. A blank in a rule stands
for any white space; `{NAME}` for a piece out of `_pieces`. Calendar words are in `lexicons/calendar.csv`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from standoff.annotate.numerals import alternatives, numeral_words, word_pattern
from standoff.resources.tables import read_rows

RULES: tuple[tuple[str, str], ...] = (
    (
        "iso",
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T "
        r"](?P<h>\d\d):(?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z)?)?(?![\d-])",
    ),
    ("year_first", r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"),
    ("numeric", r"(?P<a>\d{1,2})(?:/(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)|\.(?P<b2>\d{1,2})\.(?P<y2>\d{4}))(?![\d/])"),
    (
        "day_range",
        r"(?:the )?(?P<d>{D})(?: ?[-–—] ?| (?:to|until|till|through|and) (?:the )?)(?P<d2>{D})(?: of |"
        r" )(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "month_range",
        r"(?P<m>{MONTH}) (?P<d>{D})(?: ?[-–—] ?| (?:to|until|till|through|and) )(?P<d2>{D})(?![\d:%]|[.,]\d|"
        r" {NOUNISH})(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "day_month",
        r"(?:(?:{WEEKDAY}),? )?(?:the )?(?P<d>{D}|{ORDINAL})(?: of |[ -])(?P<m>{MONTH})(?:(?:,? (?:of )?|"
        r"-)(?P<y>{YEAR}))?",
    ),
    (
        "month_day",
        r"(?:(?:{WEEKDAY}),? )?(?P<m>{MONTH}) (?:the )?(?P<d>{D}|{ORDINAL})(?![\d:%]|[.,]\d|"
        r"-\w)(?:,? (?P<y>{YEAR}))?",
    ),
    ("month_year", r"(?P<m>{MONTH}),? (?:of )?(?P<y>{YEAR})"),
    ("year_range", r"(?P<y>{YEAR}) ?[-–/] ?(?P<y2>{YEAR}|\d\d)(?![\d-])"),
    (
        "decade",
        r"(?:the )?(?P<y>1[89]\d|20\d)0s|the (?P<y0>1[89]\d|20\d)0['’]s|"
        r"the '?(?P<y2>[2-9])0s|the ['’](?P<y3>[2-9])0s|the (?P<word>{DECADE})",
    ),
    ("century", r"(?:the )?(?:(?P<n>\d{1,2})(?:st|nd|rd|th)|(?P<word>{ORDINAL}))[ -](?:century|centuries)"),
    ("half", r"(?:the )?(?P<n>first|second|last|latter) half of (?:(?P<y>{YEAR})|(?P<dir>the|this|last|next) year)"),
    (
        "quarter",
        r"(?:(?:the )?(?P<n>first|second|third|fourth|last|final) quarter|Q(?P<n2>[1-4]))(?: of|"
        r",)?(?: (?P<y>{YEAR})| (?P<dir>the|this|last|next) year)?",
    ),
    ("season", r"(?:the )?(?P<s>{SEASON})(?: of|,)? (?P<y>{YEAR})"),
    (
        "edge",
        r"(?:the )?(?P<part>beginning|start|middle|end|close) of (?P<dir>the|this|last|next) (?P<unit>week|"
        r"month|quarter|year|decade|century)",
    ),
    (
        "run",
        r"(?:the )?(?P<dir>past|last|previous|recent|next|coming|"
        r"following) (?:(?P<n>{NUMBER}) )?(?P<units>{UNITS})",
    ),
    (
        "relative",
        r"(?:the |this (?=past|last|coming))?"
        r"(?P<dir>this|last|next|past|previous|coming|following|current|same|upcoming|"
        r"that)[ -](?:(?P<unit>day|week|weekend|fortnight|month|quarter|year|decade|century)|"
        r"(?P<m>{MONTHS_FULL})|(?P<w>{WEEKDAY})(?: {PART})?|(?P<s>{SEASON})|(?P<part>{PART}))|"
        r"the (?P<weekend>weekend)|the (?P<next>week|month|year) after next",
    ),
    (
        "ago",
        r"(?P<n>{NUMBER}) (?P<unit>{UNIT}|{UNITS}) (?P<dir>ago|earlier|later|beforehand|afterwards|prior|"
        r"hence|back|from now)",
    ),
    ("bare_ago", r"(?P<unit>{UNITS}) (?P<dir>ago|earlier|later)"),
    (
        "deictic",
        r"the day (?P<far>before yesterday|after tomorrow)|(?P<word>yesterday|today|tomorrow|"
        r"tonight)(?: {PART})?",
    ),
    (
        "every",
        r"(?:every|each) (?:(?P<other>other )|(?P<n>{NUMBER}) )?(?:(?P<unit>{UNIT}|{UNITS})|"
        r"(?P<w>{WEEKDAY})|(?P<m>{MONTHS_FULL})|(?P<part>weekend|{SEASON}|{PART}))",
    ),
    (
        "rate",
        r"(?:once|twice|thrice|(?:{NUMBER}) times) (?:a|an|per|each|every) (?P<unit>{UNIT})|(?:per|"
        r"(?<=\w\s)an?) (?P<unit2>day|week|month|year)(?= *(?:[.,;)]|to|in|for|on|since|from|"
        r"until|$)(?!\w))",
    ),
    ("frequency", r"(?P<word>{SET})"),
    ("weekdays", r"(?P<w>{WEEKDAY_FULL})s|(?P<word>weekdays|weekends)"),
    (
        "clock",
        r"(?P<h>\d{1,2})[:.](?P<min>\d\d)(?::\d\d)? ?(?P<ap>[ap]\.?m\b\.?)(?:{ZONE})?|"
        r"(?P<h2>\d{1,2}):(?P<min2>\d\d)(?::\d\d)?(?![\d:])(?:{ZONE2})?|"
        r"(?P<h3>\d{1,2}) ?(?P<ap3>[ap]\.?m\b\.?)(?:{ZONE3})?|(?P<h4>[01]\d|"
        r"2[0-3])(?P<min4>[0-5]\d)(?:{ZONE4}| hours(?: {TZ})?)|(?P<h5>{NUMBER}) o['’]clock|(?P<word>noon|"
        r"midnight)(?! {NOUNISH})",
    ),
    ("weekday", r"(?P<w>{WEEKDAY})(?:,? (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th))?(?: {PART})?"),
    ("nth", r"the (?P<d>\d{1,2})(?:st|nd|rd|th)"),
    ("year", r"(?P<y>{YEAR})"),
    ("month", r"(?P<m>{MONTH})"),
    ("bare_season", r"(?:the )?(?P<s>{SEASON})"),
    (
        "duration",
        r"(?P<n>{NUMBER})[ -](?P<unit>{UNIT}|{UNITS})(?P<half> and a half)?(?:[ -]long)?(?![ -](?:old|"
        r"olds)(?!\w))",
    ),
    ("bare_duration", r"(?P<unit>hours|days|weeks|months|years|decades|centuries)"),
)

_PIECES: dict[str, str] = {
    "D": r"\d{1,2}(?:st|nd|rd|th)?",
    "YEAR": r"(?:1[89]\d\d|20\d\d|2100)(?!\d|[.,]\d|\w)",
    "NOUNISH": (
        r"(?!(?:for|in|at|by|on|to|and|or|as|with|when|while|during|of|was|were|is|are|that|but|local|"
        r"after)\b)[a-z]\w+"
    ),
    "TZ": r"(?:GMT|UTC|Z|[A-Z][A-Z]?[SD]?T|local time)",
}
_FULL_LENGTH = 4
"""Calendar words at least this long are no abbreviations (May and June are, by name)."""


@dataclass(frozen=True, slots=True)
class Core:
    """A rule's match: half-open code points and the rule's named groups."""

    rule: str
    start: int
    end: int
    groups: Mapping[str, str | None]


@cache
def calendar_words(kind: str) -> dict[str, str]:
    """Give the calendar words of one kind with their values.

    Args:
        kind: month, weekday, unit, season, daypart, decade or set.
    """
    rows = read_rows("lexicons/calendar.csv", ("kind", "word", "value"))
    return {row["word"]: row["value"] for row in rows if row["kind"] == kind}


def plural(unit: str) -> str:
    """Give a unit's plural."""
    return "centuries" if unit == "century" else unit + "s"


def singular(unit: str) -> str:
    """Give a unit's singular, in lower case."""
    low = unit.lower()
    return "century" if low == "centuries" else low.removesuffix("s")


def _abbreviable(kind: str) -> tuple[str, str]:
    """Write full names (any case) and all names, short ones capitalised and perhaps dotted."""
    words = list(calendar_words(kind))
    full = [w for w in words if len(w) > _FULL_LENGTH + 1 or w in {"may", "june", "july", "march", "april"}]
    proud = [w for w in full if w in {"may", "march"}]
    short = [w for w in words if w not in full]
    cased = "|".join(f"{w.capitalize()}|{w.upper()}" for w in proud)
    plain = alternatives(w for w in full if w not in proud)
    names = f"(?:{plain}{'|(?-i:' + cased + ')' if cased else ''})(?!\\w)"
    dotted = "|".join(f"{w.capitalize()}|{w.upper()}" for w in sorted(short, key=len, reverse=True))
    return names, rf"(?:{names}|(?-i:{dotted})(?!\w)\.?)"


@cache
def _pieces() -> dict[str, str]:
    months_full, months = _abbreviable("month")
    _, weekday = _abbreviable("weekday")
    units = list(calendar_words("unit"))
    unit = alternatives(u for u in units if u != "second")
    dayparts = alternatives(calendar_words("daypart"))
    number = (
        rf"(?:\d[\d,]*(?:\.\d+)?|half an?|{word_pattern()} and a half|"
        rf"an? (?:few|couple of|couple|dozen|hundred|thousand|million)|"
        rf"several|many|few|an?|{word_pattern()})"
    )
    made = dict(_PIECES)
    made |= {
        "MONTH": months,
        "MONTHS_FULL": months_full,
        "WEEKDAY": weekday,
        "WEEKDAY_FULL": alternatives(w for w in calendar_words("weekday") if w.endswith("day")),
        "UNIT": rf"(?:{unit})(?!\w)",
        "UNITS": rf"(?:{alternatives(plural(u) for u in units)})(?!\w)",
        "NUMBER": number,
        "ORDINAL": rf"(?:{alternatives(numeral_words('ordinal'))})(?!\w)",
        "DECADE": alternatives(calendar_words("decade")),
        "SEASON": rf"(?:{alternatives(calendar_words('season'))})(?!\w)",
        "SET": alternatives(calendar_words("set")),
        "PART": rf"(?:{dayparts})(?!\w)",
    }
    for n in ("", "2", "3", "4"):
        made[f"ZONE{n}"] = rf" ?(?-i:(?P<zone{n or 1}>{_PIECES['TZ']}))(?!\w)"
    made["NUMBER_WORDS"] = word_pattern()
    return made


def _expand(rule: str) -> str:
    pieces = _pieces()
    spaced = re.sub(r"\{([A-Z_]+\d?)\}", lambda m: pieces[m.group(1)], rule)
    spaced = re.sub(r"\{([A-Z_]+\d?)\}", lambda m: pieces[m.group(1)], spaced)
    return spaced.replace(" *", r"\s*").replace(" ?", r"\s?").replace(" ", r"\s{1,3}")


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Compile the rules: their union, which tells the rule, and each by itself, which tells the groups."""
    expanded = {name: _expand(rule) for name, rule in RULES}
    union = "|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', rule)})" for name, rule in expanded.items())
    alone = {name: re.compile(rf"(?:{rule})(?!\w)", re.I) for name, rule in expanded.items()}
    return re.compile(rf"(?<![\w$€£#/])(?<!\d[.,:-])(?<!\w-(?=\d))(?:{union})(?!\w)", re.I), alone


@cache
def key_words() -> frozenset[str]:
    """Give the words one of which every time expression without a digit holds, in lower case."""
    words = {w for kind in ("month", "weekday", "season", "set", "decade") for w in calendar_words(kind)}
    words |= {f"{w}." for kind in ("month", "weekday") for w in calendar_words(kind)}
    words |= {w + "s" for w in calendar_words("weekday")} | {"weekend", "weekends", "weekdays"}
    units = calendar_words("unit")
    words |= set(units) | {plural(u) for u in units} | set(calendar_words("daypart"))
    words |= {"yesterday", "today", "tomorrow", "tonight", "midnight", "o'clock", "o’clock"}
    return frozenset(words)


def find_cores(text: str, start: int, end: int) -> Iterator[Core]:
    """Find the cores of time expressions between two code points.

    Args:
        text: the frozen text.
        start: first code point of the sentence.
        end: code point after it.

    Returns:
        Cores in text order, none overlapping.
    """
    union, alone = _compiled()
    at = start
    while (match := union.search(text, at, end)) is not None:
        rule = match.lastgroup or ""
        exact = alone[rule].match(text, match.start(), end)
        if exact is not None and exact.end() > exact.start():
            yield Core(rule, exact.start(), exact.end(), exact.groupdict())
        at = max(match.end(), at + 1)
