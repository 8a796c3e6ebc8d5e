"""The grammar of time expressions: the rules of `time_rules`, compiled into one regular expression.

They find the expressions' cores ("6 December", "last week", "the past six months"). A match is tried only at the words
near one that every expression holds (`key_words`, or a digit). Calendar words are in `lexicons/calendar.csv`, feasts in
`lexicons/feasts.csv`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from standoff.annotate.numerals import alternatives, numeral_words, word_pattern
from standoff.annotate.time_rules import RULES
from standoff.resources.tables import read_rows

_PIECES: dict[str, str] = {
    "D": r"\d{1,2}(?:st|nd|rd|th)?",
    "YEAR": r"(?:1[89]\d\d|20\d\d|2100)(?!\d|[.,]\d|\w)",
    "NOUNISH": (
        r"(?!(?:for|in|at|by|on|to|and|or|as|with|when|while|during|of|was|were|is|are|that|but|local|"
        r"after|before|today|tomorrow|tonight|yesterday|this|next|last|every|each|if|because|so|please)\b)[a-z]\w+"
    ),
    "TZ": r"(?:GMT|UTC|Z|[A-Z][A-Z]?[SD]?T|local time)",
    "YSEP": r"(?: ?, ?| (?:of |in )?)",
    "AP": r"[ap] ?\.? ?m\b\.?",
    "HM": r"(?:\d{1,2}(?:[:.]\d\d)?|{HOUR}(?: {MINUTES})?)",
}
_BEFORE = re.compile(r"(?<![\w$€£#/])(?<!\d[.,:-])(?:(?<!\w-(?=\d))|(?<=mid-))", re.I)
"""What may not stand before a time expression."""
_DIGIT = re.compile(r"\d")
_INNER = re.compile(r"[-–—/(]")
WORDS_BEFORE = 6
"""How many words before its key word an expression may begin."""
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
        kind: month, weekday, unit, unit_short, season, daypart, decade, set, vague, straight, limit,
            clock or running.
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
    small_months = alternatives(w for w in calendar_words("month") if len(w) < _FULL_LENGTH and w != "may")
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
        "MONTHD": rf"(?:{months}|(?:{small_months})\.?(?!\w))",
        "WEEKDAY": weekday,
        "WEEKDAY_FULL": alternatives(w for w in calendar_words("weekday") if w.endswith("day")),
        "UNIT": rf"(?:{unit})(?!\w)",
        "UNITS": rf"(?:{alternatives(plural(u) for u in units)})(?!\w)",
        "NUMBER": number,
        "DECADE": alternatives(calendar_words("decade")),
        "SEASON": rf"(?:{alternatives(calendar_words('season'))})(?!\w)",
        "SET": alternatives(calendar_words("set")),
        "PART": rf"(?:{dayparts})(?!\w)",
    }
    for n in ("", "2", "3", "4"):
        made[f"ZONE{n}"] = rf" ?(?-i:(?P<zone{n or 1}>{_PIECES['TZ']}))(?!\w)"
    made |= _number_pieces()
    made["UNIT_SHORT"] = rf"(?:{alternatives(calendar_words('unit_short'))})(?!\w)"
    made["VAGUE"] = rf"(?:{alternatives(calendar_words('vague'))})(?!\w)"
    made["STRAIGHT"] = rf"(?:{alternatives(calendar_words('straight'))})"
    made["FEAST"] = rf"(?:{alternatives(feasts())})(?!\w)"
    return made


def _number_pieces() -> dict[str, str]:
    """Write hours, minutes, days of the month and ordinals in words."""
    small = numeral_words("small")
    ones = alternatives(w for w, n in small.items() if 0 < n < 10)
    teens = alternatives(w for w, n in small.items() if 10 <= n < 20)
    tens = alternatives(w for w, n in small.items() if n in {20, 30, 40, 50})
    ordinals = alternatives(numeral_words("ordinal")).replace(r"\-", "[ -]")
    return {
        "HOUR": rf"(?:{alternatives(w for w, n in small.items() if 0 < n <= 12)})(?!\w)",
        "MINUTES": rf"(?:(?:{tens})(?:[ -](?:{ones}))?|{teens}|oh (?:{ones})|five)(?!\w)",
        "DAYWORD": rf"(?:twenty|thirty)[ -](?:{ones})(?!\w)",
        "ORDINAL": rf"(?:{ordinals})(?!\w)",
        "NUMBER_WORDS": word_pattern(),
    }


@cache
def feasts() -> dict[str, str]:
    """Give the feasts' names, in lower case, with the way to find their day (`time_feasts`), empty for none."""
    return {row["word"]: row["day"] for row in read_rows("lexicons/feasts.csv", ("word", "day"))}


def _expand(rule: str) -> str:
    pieces, made = _pieces(), rule
    for _ in range(3):
        made = re.sub(r"\{([A-Z_]+\d?)\}", lambda m: pieces[m.group(1)], made)
    return made.replace(" *", r"\s*").replace(" ?", r"\s?").replace(" ", r"\s{1,3}")


@cache
def _expanded() -> dict[str, str]:
    return {name: _expand(rule) for name, rule in RULES}


@cache
def _union() -> re.Pattern[str]:
    """Compile all rules into one, which tells the rule by its group."""
    plain = {name: re.sub(r"[(][?]P<[a-z0-9]+>", "(?:", rule) for name, rule in _expanded().items()}
    return re.compile(rf"(?:{'|'.join(f'(?P<{name}>{rule})' for name, rule in plain.items())})(?!\w)", re.I)


@cache
def _alone(name: str) -> re.Pattern[str]:
    """Compile one rule by itself, which tells its groups."""
    return re.compile(rf"(?:{_expanded()[name]})(?!\w)", re.I)


@cache
def key_words() -> frozenset[str]:
    """Give the words one of which every time expression without a digit holds, in lower case."""
    kinds = ("month", "weekday", "season", "set", "decade", "daypart", "unit_short", "clock")
    words = {w for kind in kinds for w in calendar_words(kind)}
    words |= {f"{w}." for kind in ("month", "weekday") for w in calendar_words(kind)}
    words |= {w + "s" for w in calendar_words("weekday")} | {"weekend", "weekends", "weekdays"}
    for unit in calendar_words("unit"):
        words |= {unit, plural(unit), unit + "long"}
    for phrase in (*feasts(), *calendar_words("vague"), "yesterday", "today", "tomorrow", "tonight", "overnight"):
        words |= {part for part in phrase.replace("'", " '").replace("’", " ’").split() if len(part) > _FULL_LENGTH - 2}
    return frozenset(words - {"the", "this", "for", "day's"})


def find_starts(words: Sequence[str], starts: Sequence[int], first: int, last: int) -> Iterator[int]:
    """Find the code points at which a time expression may begin: those of the words shortly before a key word.

    Args:
        words: the document's words in lower case.
        starts: where they begin.
        first: a sentence's first word.
        last: the word after the sentence.
    """
    keys, tried = key_words(), first
    for k in range(first, last):
        word = words[k]
        plain = word in keys or _DIGIT.search(word)
        if not plain and (_INNER.search(word) is None or keys.isdisjoint(_INNER.split(word))):
            continue
        for j in range(max(tried, k - WORDS_BEFORE), k + 1):
            yield starts[j]
            if len(words[j]) > 2:
                yield from (starts[j] + m.end() for m in _INNER.finditer(words[j]))
        tried = k + 1


def find_cores(text: str, at: Iterable[int], end: int, is_time: Callable[[Core], bool]) -> Iterator[Core]:
    """Find the cores of time expressions that begin at some code points.

    Args:
        text: the frozen text.
        at: the code points, in order.
        end: code point after the sentence.
        is_time: tells whether a match is a time; where it is not, a later rule may match.

    Returns:
        Cores in text order, none overlapping.
    """
    union = _union()
    floor = 0
    for start in at:
        if start < floor or not (_BEFORE.match(text, start) or (text[start - 1] == "-" and start - 1 == floor)):
            continue
        match = union.match(text, start, end)
        if match is None:
            continue
        core = _first_time(text, start, end, match.lastgroup or "", is_time)
        if core is not None:
            yield core
            floor = core.end


def _first_time(text: str, start: int, end: int, rule: str, is_time: Callable[[Core], bool]) -> Core | None:
    """Take the first rule, from the one that matched on, whose match is a time."""
    names = list(_expanded())
    for name in names[names.index(rule) :]:
        exact = _alone(name).match(text, start, end)
        if exact is not None and exact.end() > start:
            core = Core(name, exact.start(), exact.end(), exact.groupdict())
            if is_time(core):
                return core
    return None


def match_rule(rule: str, words: str) -> dict[str, str] | None:
    """Read an expression again by the rule that found it.

    Args:
        rule: a name out of `time_rules.RULES`.
        words: the expression.

    Returns:
        The rule's named groups, empty where they hold nothing; None where the rule does not match.
    """
    match = _alone(rule).match(words)
    return None if match is None else match.groupdict("")
