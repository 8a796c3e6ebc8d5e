"""Which matches of the time grammar are times: May the month or the verb, 2014 the year or a count.

Each check looks at the words beside a match and at the dependency tree.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from standoff.annotate.numerals import alternatives
from standoff.annotate.syntax import Syntax
from standoff.annotate.time_clock import is_plain_range
from standoff.annotate.time_grammar import Core, calendar_words

AMBIGUOUS_MONTHS = frozenset({"may", "march", "april", "june", "august"})

_WORD_BEFORE = re.compile(r"([\w'’]+|[-–(/,])\s*$")
_WORD_AFTER = re.compile(r"\s*([\w%'’]+)")
_RANGE_OF_MONTHS = re.compile(rf"\s?[-–]\s?(?:{alternatives(w.capitalize() for w in calendar_words('month'))})(?!\w)")
_RANGE_OF_YEARS = re.compile(r"\s(?:to|until|through)\s(?:1[89]|20)\d\d(?![\w,.]\d|\w)")
_LATER_THAN = re.compile(r"(?<!\w)(?:later|earlier)\s+than\s+$", re.I)
_AGED = re.compile(
    r"(?<!\w)(?:aged|ages?)\s+(?:(?:of|above|over|under|below|from|at|between|to|and|\d+)\s+){0,4}$", re.I
)
_MEASURE = re.compile(
    r"\s*(?:-?years?\b|%|percent|per cent|km|kilomet|met(?:re|er)s?\b|miles?\b|tonnes?\b|tons?\b|kg|kilo|feet|foot|"
    r"dollars|euros|rubles|roubles|degrees|"
    r"people|troops|soldiers|men\b|million|billion|thousand|hectares|barrels|litres|megawatts|hours?\b)", re.I
)  # fmt: skip


@cache
def _words(kind: str) -> frozenset[str]:
    """Give the words before a bare name of a time (licence), before "a week" that lasts (stretch), before a count."""
    return frozenset(calendar_words(kind))


def word_before(text: str, start: int) -> str:
    """Give the word or mark right before a code point, in lower case."""
    match = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return match.group(1).lower() if match else ""


def word_after(text: str, end: int) -> str:
    """Give the word right after a code point, in lower case."""
    match = _WORD_AFTER.match(text, end)
    return match.group(1).lower() if match else ""


def is_time(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Tell whether a match of the grammar is a time expression.

    Args:
        core: the match.
        text: the frozen text.
        syntax: the document's tree.
        i: position of the match's first token.
    """
    check = CHECKS.get(core.rule)
    return check is None or check(core, text, syntax, i)


def _month(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    word = (core.groups["m"] or "").rstrip(".").lower()
    before = word_before(text, core.start)
    if _RANGE_OF_MONTHS.match(text, core.end):
        return True
    if len(word) <= 4 and word not in {"may", "june", "july"}:
        return before in _words("licence") and syntax.tokens[i].pos == "PROPN"
    if word not in AMBIGUOUS_MONTHS:
        return not _in_name(syntax, i)
    if syntax.tokens[i].pos in {"AUX", "VERB"} or _in_name(syntax, i):
        return False
    if before in _words("licence") and text[core.start].isupper():
        return word != "may" or word_after(text, core.end) not in {"said", "says", "told"}
    return syntax.dep(i) in {"pobj", "npadvmod"} and text[core.start].isupper()


def _in_name(syntax: Syntax, i: int) -> bool:
    """Tell whether a capitalised word stands inside a longer name (Theresa May, Black September)."""
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(syntax.tokens)]
    own = set(calendar_words("month")) | set(calendar_words("weekday"))
    for j in near:
        token = syntax.tokens[j]
        if token.pos != "PROPN" or syntax.words[j].rstrip(".") in own or not syntax.text[token.start].isalpha():
            continue
        if (j < i and syntax.head(j) == i) or (syntax.head(i) == j and syntax.dep(i) == "compound" and j < i):
            return True
    return False


def _year(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    if _MEASURE.match(text, core.end) or text[core.end : core.end + 1] in {"%", "°"}:
        return False
    before = word_before(text, core.start)
    if before in _words("count"):
        return _LATER_THAN.search(text, max(0, core.start - 16), core.start) is not None
    if _RANGE_OF_YEARS.match(text, core.end):
        return True
    head = syntax.head(i)
    if head > i and syntax.dep(i) == "nummod" and syntax.tokens[head].tag in {"NNS", "NNPS"}:
        return _is_definite(syntax, head, i)
    if before in _words("licence") or before in {"", "(", ",", "year"}:
        return True
    previous = syntax.tokens[i - 1] if i else None
    if previous is not None and previous.pos in {"PROPN", "SYM"} and previous.end >= core.start - 1:
        return False
    if previous is not None and (
        syntax.words[i - 1] in {"no", "no.", "number", "resolution", "flight", "page", "room", "law"}
    ):
        return False
    return head > i or syntax.dep(i) in {
        "pobj",
        "nsubj",
        "npadvmod",
        "nsubjpass",
        "advmod",
        "ROOT",
        "appos",
        "conj",
        "poss",
        "dep",
        "nmod",
        "amod",
    }


def _is_definite(syntax: Syntax, head: int, i: int) -> bool:
    return any(c < i and syntax.words[c] not in {"some", "a", "all"} for c in syntax.kids(head, "det", "poss"))


def _season(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    word = (core.groups["s"] or "").lower()
    before = word_before(text, core.start)
    first = core.start + len(text[core.start : core.end]) - len(word)
    if text[first].isupper() and text[core.start].islower() and before not in _words("licence"):
        return False
    if word_after(text, core.end) == "of":
        return False
    if word == "fall":
        return before in {"this", "last", "next", "late", "early", "mid", "in"}
    return (
        before in _words("licence") - {"and", "to", "of", "-", "–", "about"}
        or text[core.start : core.start + 3].lower() == "the"
    )


def _relative(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    word = (core.groups["dir"] or "").lower()
    if core.groups["weekend"]:
        return word_before(text, core.start) in {"over", "at", "during", "on", "for", "throughout"}
    if word == "past" and not (core.groups["unit"] or core.groups["w"]):
        return False
    if (core.groups["s"] or "").lower() == "fall":
        return text[core.end : core.end + 4] != " of "
    if core.groups["s"] and core.groups["s"][0].isupper() and text[core.end + 1 : core.end + 2].isupper():
        return False
    if core.groups["m"] and core.groups["m"].lower() in {"may", "march", "august"}:
        return text[core.end - len(core.groups["m"])].isupper()
    return word != "that" or syntax.dep(i) == "det"


def _weekday(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    word = core.groups["w"] or ""
    if len(word.rstrip(".")) > 5:
        generic = word_before(text, core.start) in {"a", "any"}
        return not generic and not _after_bloody(syntax, i)
    if core.groups.get("d"):
        return True
    before = word_before(text, core.start)
    return (word.endswith(".") and before != "the") or before in {"on", "by", "until", "since", "from", "to"}


def _after_bloody(syntax: Syntax, i: int) -> bool:
    """Tell whether a weekday is the end of a name (Bloody Sunday)."""
    return i > 0 and syntax.tokens[i - 1].pos == "PROPN" and syntax.head(i - 1) == i and syntax.dep(i - 1) == "compound"


def _nth(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    last = i + 1
    if word_before(text, core.start) not in {
        "on",
        "by",
        "since",
        "until",
        "till",
        "before",
        "after",
        "from",
        "to",
        "of",
        "and",
    }:
        return False
    follower = last + 1
    if follower >= len(syntax.tokens) or syntax.tokens[follower].start > core.end + 1:
        return True
    return syntax.tokens[follower].pos not in {"NOUN", "PROPN", "ADJ", "NUM"} and syntax.words[follower] not in {
        "-",
        "of",
    }


def _duration(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    number, unit = (core.groups["n"] or "").lower(), (core.groups["unit"] or "").lower()
    after = word_after(text, core.end)
    if unit in {"quarter", "quarters"}:
        return number not in {"a", "an", "one", "three"} and after != "of"
    if unit == "second" or (unit == "seconds" and number in {"a", "an"}):
        return False
    if after in {"old", "olds"} or _AGED.search(text, max(0, core.start - 32), core.start):
        return False
    if number in {"a", "an"}:
        if text[core.start + len(number)] == "-":
            return False
        return word_before(text, core.start) in _words("stretch") or after in {
            "of",
            "after",
            "before",
            "on",
            "from",
            "into",
        }
    return True


def _bare_duration(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    before, after = word_before(text, core.start), word_after(text, core.end)
    return before in {"for", "over", "lasting", "within", "after"} or (
        after in {"of", "after", "before"} and before not in {"the", "these", "those", "early", "late", "small"}
    )


def _rate(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Take "a day" for a rate only after a noun that is counted ("30 shells a day")."""
    if not core.groups["unit2"] or text[core.start : core.start + 3].lower() == "per":
        return True
    if i == 0 or word_before(text, core.start) in _words("stretch"):
        return False
    return (
        syntax.tokens[i - 1].pos in {"NOUN", "NUM", "SYM"}
        and syntax.dep(min(i + 1, len(syntax.tokens) - 1)) == "npadvmod"
    )


def _frequency(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    return text[core.start].islower() or syntax.tokens[i].pos != "PROPN"


def _clock(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    if core.groups["h2"] and not core.groups.get("zone2"):
        return word_before(text, core.start) not in {"won", "beat", "verse", "by", "lost"}
    return True


def _quarter(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    return word_after(text, core.end) not in {"final", "finals"} and text[core.end : core.end + 1] != "-"


def _numeric(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    return text[max(0, core.start - 2) : core.start].strip() not in {"$", "€", "£"}


def _month_and_day(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Take 5/12 for a day after a preposition or a weekday only, and never a fraction."""
    a, b = int(core.groups["a"] or ""), int(core.groups["b"] or "")
    before = word_before(text, core.start)
    licensed = before in _words("licence") - {"of", "for", "in", "about", "to"} or before in calendar_words("weekday")
    return licensed and min(a, b) > 0 and (b > a + 1 or b > 9 or a > b)


def _hours(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Take "3-1" for two hours only if it says so, by a half of the day or by a preposition."""
    if is_plain_range(core.groups):
        return word_before(text, core.start) not in {"won", "beat", "lost", "score", "of"}
    return word_before(text, core.start) in {"from", "between"} or " to " in text[core.start : core.end]


def _decade(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    return (core.groups["y"] or core.groups["y0"]) is not None or word_after(text, core.end) not in {"and", "or"}


def _feast(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Leave out a person's name."""
    return not _after_bloody(syntax, i)


def _running(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Take "the day" for a date where something ends, or is so, for that day."""
    return word_before(text, core.start) in _words("running")


def _run(core: Core, text: str, syntax: Syntax, i: int) -> bool:
    """Leave out the verb: talks that last two hours."""
    if text[core.start : core.start + 4].lower() != "last" or not core.groups["n"]:
        return True
    return syntax.tokens[i].pos not in {"VERB", "AUX"} and word_before(text, core.start) in _words("licence") | {""}


CHECKS: Mapping[str, Callable[[Core, str, Syntax, int], bool]] = {
    "month": _month,
    "year": _year,
    "bare_season": _season,
    "relative": _relative,
    "weekday": _weekday,
    "nth": _nth,
    "duration": _duration,
    "bare_duration": _bare_duration,
    "rate": _rate,
    "frequency": _frequency,
    "clock": _clock,
    "quarter": _quarter,
    "numeric": _numeric,
    "decade": _decade,
    "hours": _hours,
    "run": _run,
    "running": _running,
    "feast": _feast,
    "month_and_day": _month_and_day,
}
"""The rules whose matches need a second look."""
