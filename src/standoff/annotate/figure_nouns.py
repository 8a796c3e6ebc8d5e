"""What a quantity counts, and which numbers count nothing: read from the dependency tree."""

import re
from dataclasses import dataclass, replace

from standoff.annotate.figure_numbers import Quantity
from standoff.annotate.figure_units import figure_words, measure_units
from standoff.annotate.numerals import numeral_words
from standoff.annotate.syntax import Syntax
from standoff.annotate.time_grammar import calendar_words
from standoff.core.vocabulary import Bound, FigureKind

FIRST_YEAR, LAST_YEAR = 1800, 2100
FIRST_TYPE = 100
"""Plain numbers from here on, before a noun in the singular, are types of things."""
OLDEST = 120
INSIDE = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "npadvmod", "det", "poss", "advmod", "predet"})
CONTENT_PREPOSITIONS = frozenset({"of", "in"})
ALONE = frozenset({"pobj", "dobj", "attr", "nsubj", "nsubjpass", "conj", "npadvmod", "acomp", "ROOT", "appos", "oprd"})
"""Labels of numbers that stand for a thing themselves."""
FEWEST_ALONE = 10
"""Numbers in words below this, without a noun, are mostly pronouns ("the two")."""

_AGE_BEFORE = re.compile(r"\b(?:aged?|ages)\s+(?:of\s+|between\s+)?$", re.I)
_CHAIN_BEFORE = re.compile(
    r"\d[-\u2010-\u2015.:/)]\s?$|['\u2018\u2019]$|\+$|\b(?:No|Nos|no|number|nr)\.?\s?$|[#\u2116]\s?$"
)
_CHAIN_AFTER = re.compile(r"[-\u2010-\u2015.:/]\d|\s?\)\s|\([A-Za-z0-9]{1,3}\)")
_ASIDE = re.compile(r"\($")
_OPEN_BEFORE = re.compile(r"\([^()]*$")
_COMPOUND_AFTER = re.compile(r"-(?!strong\b|odd\b|plus\b)[A-Za-z]")
_PRONOUN_BEFORE = re.compile(r"\b(?:no|any|every|some|each|which|this|that|the|another|such|by)\s+$", re.I)
_PLACE_BEFORE = re.compile(r"\b(?:in|on)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: token positions, last one included; the verb where it alone says it ("45 were killed")."""

    first: int
    last: int
    lemma: str


def classify(made: Quantity, text: str, syntax: Syntax, first: int, last: int) -> Quantity | None:
    """Tell what sort of number it is: None for a part of a name or chain, an identifier or a year.

    Args:
        made: the quantity.
        text: the frozen text.
        syntax: the document's tree.
        first: position of its first token.
        last: position of its last token.
    """
    if made.kind is FigureKind.DURATION:
        if _AGE_BEFORE.search(text, max(0, made.start - 24), made.start):
            return replace(made, kind=FigureKind.AGE, rule="age")
        return None if made.unit == "year" and _is_year(made, text) else made
    if not made.plain or made.rule in {"unread", "vague"}:
        return made
    before = text[max(0, made.start - 24) : made.start]
    if _AGE_BEFORE.search(before) and made.high <= OLDEST:
        return replace(made, kind=FigureKind.AGE, unit="year", rule="age")
    alone = made.high == 1 and made.rule == "words" and text[made.end : made.end + 4] != " of "
    if _is_chained(made, text, before) or (alone and _PRONOUN_BEFORE.search(before)):
        return None
    if _is_identifier(made, text, syntax, first, last):
        return None
    if _is_aside(text, made, syntax, first):
        return replace(made, kind=FigureKind.AGE, unit="year", rule="age") if made.high <= OLDEST else None
    return made


def _is_chained(made: Quantity, text: str, before: str) -> bool:
    """Tell whether a number is part of a chain, a list, a compound word, or stands alone in brackets."""
    if _ASIDE.search(before) and text[made.end : made.end + 1] == ")":
        return True
    if _CHAIN_AFTER.match(text, made.end) and not _OPEN_BEFORE.search(before):
        return True
    return bool(_CHAIN_BEFORE.search(before) or _COMPOUND_AFTER.match(text, made.end))


def _is_year(made: Quantity, text: str) -> bool:
    digits = text[made.start : made.number_end].strip()
    return FIRST_YEAR <= made.low <= LAST_YEAR and digits.isdigit()


def _is_identifier(made: Quantity, text: str, syntax: Syntax, first: int, last: int) -> bool:
    """Article 5, Brigade 80, page 12, Five Eyes, a year."""
    head, before = syntax.head(last), first - 1
    digits = made.rule in {"digits", "range"}
    if digits and before >= 0 and syntax.tokens[before].end >= made.start - 1:
        if syntax.dep(last) == "nummod" and head == before:
            return True
        noun = syntax.tokens[before]
        if noun.pos in {"NOUN", "PROPN"} and noun.tag not in {"NNS", "NNPS"}:
            if syntax.lemma(before) in figure_words("identifying") and not made.scaled:
                return True
            if noun.pos == "PROPN" and _is_named(syntax, before, last):
                return True
    if (
        made.rule in {"words", "range"}
        and text[made.start].isupper()
        and first > 0
        and syntax.tokens[before].pos != "PUNCT"
    ):
        return syntax.tokens[last].pos == "PROPN" or text[made.end : made.end + 2].strip().isupper()
    if made.rule == "digits" and head > last and _is_make(made, text, syntax, head):
        return True
    if made.rule == "digits" and head > last and syntax.tokens[head].tag == "NNP" and not made.scaled:
        return "," not in text[made.start : made.end]
    if not _is_year(made, text):
        return False
    round_number = made.low % 100 == 0 or syntax.lemma(head) in figure_words("casualty") | figure_words("military")
    return not round_number or syntax.tokens[head].tag not in {"NNS", "NNPS"}


def _is_make(made: Quantity, text: str, syntax: Syntax, head: int) -> bool:
    """Tell whether a number before a noun in the singular is a make or type ("a 737 airliner")."""
    if made.bound is not Bound.EXACT or made.low < FIRST_TYPE or not text[made.start : made.end].isdigit():
        return False
    known = figure_words("casualty") | figure_words("military") | figure_words("mass")
    return syntax.tokens[head].tag == "NN" and syntax.tokens[head].pos == "NOUN" and syntax.lemma(head) not in known


def _is_named(syntax: Syntax, name: int, last: int) -> bool:
    """Tell whether a number belongs to the name before it: a share index, a make of telephone."""
    head = syntax.head(last)
    if head <= last and syntax.dep(last) in {"appos", "npadvmod", "nmod", "compound", "punct", "dep"}:
        return True
    return syntax.dep(name) in {"compound", "nmod", "nummod", "poss"} and (
        syntax.head(name) == last or (syntax.head(name) == head and syntax.dep(name) != "poss")
    )


def _is_aside(text: str, made: Quantity, syntax: Syntax, first: int) -> bool:
    """Tell whether a number stands between commas after a name, as an age does."""
    before = text[max(0, made.start - 2) : made.start].rstrip()
    after = text[made.end : made.end + 1]
    if first < 2 or before != ",":
        return False
    noun = syntax.tokens[first - 2].pos
    return (noun == "PROPN" and after in {",", ".", ")", ""}) or (noun == "NOUN" and after == ",")


def find_counted(made: Quantity, syntax: Syntax, first: int, last: int) -> Counted | None:
    """Find what a quantity counts.

    Args:
        made: the quantity.
        syntax: the document's tree.
        first: position of its first token.
        last: position of its last token, unit included.

    Returns:
        The counted noun with its modifiers, or None.
    """
    near = made.unit is not None and first > 0 and syntax.words[first - 1] == "within"
    inner = None if near else _content(syntax, last, made)
    if inner is not None or near:
        return inner
    top = _top(syntax, first, last)
    for at in (top, last):
        noun = _modified(syntax, at, last)
        if noun is not None:
            return None if made.unit and measure_units().get(noun.lemma) == made.unit else noun
    top = _joined(syntax, top)
    return _casualties(syntax, top, last) or _subject(syntax, top, made) or _next_plural(made, syntax, last)


def _top(syntax: Syntax, first: int, last: int) -> int:
    for i in range(first, last + 1):
        if not first <= syntax.head(i) <= last or syntax.head(i) == i:
            return i
    return last


def _joined(syntax: Syntax, at: int) -> int:
    """Give the number that stands for both in "40,000 to 25,000", which the parser makes one."""
    while syntax.dep(at) in {"quantmod", "compound", "nummod"} and syntax.tokens[syntax.head(at)].pos == "NUM":
        at = syntax.head(at)
    return at


def _content(syntax: Syntax, last: int, made: Quantity) -> Counted | None:
    """Read "dozens of tanks", "3.7 billion in farm credit", "60 percent of the votes"."""
    at = last + 1
    if at < len(syntax.tokens) and syntax.words[at] == "worth":
        at += 1
    if at >= len(syntax.tokens) or syntax.words[at] not in CONTENT_PREPOSITIONS:
        return None
    if syntax.words[at] == "in" and not made.money:
        return None
    objects = syntax.kids(at, "pobj")
    if not objects or syntax.tokens[objects[0]].pos not in {"NOUN", "PROPN"}:
        return None
    if syntax.words[at] == "in" and (
        syntax.tokens[objects[0]].pos == "PROPN" or syntax.lemma(objects[0]) in calendar_words("unit")
    ):
        return None
    return _phrase(syntax, objects[0], at + 1)


def _modified(syntax: Syntax, at: int, last: int) -> Counted | None:
    """Find the noun to the right that a number stands before."""
    head = syntax.head(at)
    steps = 0
    while steps < 4 and syntax.dep(at) in INSIDE and head != at:
        if made_part := _part(syntax, last, head):
            return _phrase(syntax, made_part, made_part)
        if head > last and _is_countable(syntax, head):
            return _phrase(syntax, head, last + 1)
        at, head, steps = head, syntax.head(head), steps + 1
    return None


def _part(syntax: Syntax, last: int, head: int) -> int | None:
    """Find the noun before another in the singular that a number above one counts ("a 20 truck convoy")."""
    part, whole = last + 1, last + 2
    if whole >= len(syntax.tokens) or head not in {part, whole} or syntax.words[last] in {"one", "1"}:
        return None
    named = syntax.dep(part) in {"compound", "nmod"} and syntax.head(part) == whole
    return part if named and syntax.tokens[part].tag == syntax.tokens[whole].tag == "NN" else None


def _is_countable(syntax: Syntax, i: int) -> bool:
    if syntax.dep(i) in {"compound", "nmod"} or syntax.words[i] == "strong":
        return False
    return syntax.tokens[i].pos in {"NOUN", "PROPN"} or syntax.words[i] in figure_words("casualty")


def _phrase(syntax: Syntax, noun: int, floor: int) -> Counted:
    """Give a noun with its modifiers, without articles, possessors and what stands before `floor`."""
    left = max(floor, syntax.noun_span(noun)[0])
    while left < noun and (
        syntax.tokens[left].pos in {"DET", "PUNCT", "PART", "SYM", "NUM"}
        or syntax.dep(left) == "poss"
        or syntax.words[left] == "strong"
    ):
        left += 1
    last = noun
    if syntax.lemma(noun) in figure_words("classifier"):
        inner = [p for c in syntax.kids(noun, "prep") if syntax.words[c] == "of" for p in syntax.kids(c, "pobj")]
        last = inner[0] if inner else noun
    return Counted(left, last, syntax.lemma(noun))


def _casualties(syntax: Syntax, top: int, last: int) -> Counted | None:
    """Read "12 dead", "left 30 wounded", "45 were killed", "killed 15"."""
    after = last + 1
    if after < len(syntax.tokens) and syntax.words[after] in figure_words("casualty"):
        return Counted(after, after, syntax.words[after])
    verb = syntax.head(top)
    for state in syntax.kids(verb, "acomp", "oprd"):
        if syntax.dep(top) in {"nsubj", "nsubjpass", "dobj"} and syntax.words[state] in figure_words("casualty"):
            return Counted(state, state, syntax.words[state])
    if syntax.dep(top) in {"nsubjpass", "nsubj", "dobj"} and syntax.lemma(verb) in figure_words("casualty"):
        return Counted(verb, verb, syntax.lemma(verb))
    return None


def _next_plural(made: Quantity, syntax: Syntax, last: int) -> Counted | None:
    """Read the plural right after a plain number, which the parser may have hung elsewhere ("1.2m people")."""
    after = last + 1
    if not made.plain or after >= len(syntax.tokens) or syntax.tokens[after].tag != "NNS":
        return None
    return Counted(after, after, syntax.lemma(after))


def _is_distance(made: Quantity) -> bool:
    return made.unit is not None and made.kind is FigureKind.MEASURE


def _subject(syntax: Syntax, top: int, made: Quantity) -> Counted | None:
    """Read "the toll rose to 45", "the parcel costs $650 million"."""
    at = (
        syntax.head(top)
        if syntax.dep(top) in {"pobj", "npadvmod", "dobj", "attr", "acomp", "advmod", "nummod"}
        else top
    )
    if at == top:
        return None
    chain = [at, *list(syntax.ancestors(at))[:2]]
    for verb in chain:
        if syntax.words[at] == "to" and syntax.lemma(verb) in figure_words("bringing"):
            objects = [o for o in syntax.kids(verb, "dobj") if o < top and syntax.tokens[o].pos in {"NOUN", "PROPN"}]
            if objects:
                return _phrase(syntax, objects[0], syntax.noun_span(objects[0])[0])
        if syntax.lemma(verb) not in figure_words("measuring") or (syntax.lemma(verb) == "be" and _is_distance(made)):
            continue
        subjects = [s for s in syntax.kids(verb, "nsubj", "nsubjpass") if syntax.tokens[s].pos in {"NOUN", "PROPN"}]
        if subjects and subjects[0] < top:
            return _phrase(syntax, subjects[0], syntax.noun_span(subjects[0])[0])
    return None


def stands_alone(made: Quantity, text: str, syntax: Syntax, last: int) -> bool:
    """Tell whether a plain number without a noun is a quantity all the same ("rose to 13,176", "and 187 by tender")."""
    if made.rule in {"unread", "vague", "fraction"}:
        return True
    if made.rule == "words" and text[made.start : made.end].lower() in numeral_words("scale"):
        return False
    if made.scaled:
        return True
    if syntax.dep(_joined(syntax, last)) not in ALONE or (made.rule == "words" and made.high < FEWEST_ALONE):
        return False
    first = last - 1
    if made.rule == "digits" and first >= 0 and syntax.tokens[first].tag in {"POS", "PRP$", "DT"}:
        return False
    before = text[max(0, made.start - 12) : made.start]
    return not (_PLACE_BEFORE.search(before) and text[made.start : made.end].isdigit())
