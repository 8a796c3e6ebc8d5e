"""What a figure is part of: a change ("rose by 5%", "from 10 to 15"), a transfer from a giver to a receiver.

Words: `lexicons/changes.csv` and `lexicons/transfers.csv`.
"""

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from standoff.annotate.figure_units import figure_words
from standoff.annotate.syntax import Syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from standoff.core.vocabulary import Change, ChangePart, FigureKind
from standoff.resources.tables import read_rows

_FROM = re.compile(r"\bfrom\s+(?:[a-z]+\s+){0,2}$", re.I)
_TO = re.compile(r"(?:,?\s+\w+){0,3},?\s+to\s+(?:[a-z]+\s+){0,2}", re.I)
REACH = 6
"""Steps up the tree from a figure to the word that moves or hands over what it measures."""
BELOW = frozenset(
    {
        "nummod",
        "quantmod",
        "compound",
        "nmod",
        "amod",
        "npadvmod",
        "dobj",
        "pobj",
        "prep",
        "conj",
        "attr",
        "appos",
        "acl",
        "nsubjpass",
    }
)
"""Labels that lead from a figure up to the verb or noun that it belongs to."""
OPEN = frozenset({"of", "worth", "to", "than", "about", "around", "over", "under", "between", "with"})
"""Prepositions under which a figure still is what is given; "for $5m" is a price."""
AMOUNT = frozenset({"dobj", "npadvmod", "attr", "advmod", "acomp", "oprd", "quantmod"})
TRANSFERRED = frozenset({FigureKind.MONEY, FigureKind.COUNT, FigureKind.MEASURE})


@cache
def _changes() -> dict[tuple[str, str], Change | None]:
    rows = read_rows("lexicons/changes.csv", ("word", "pos", "direction"))
    return {(row["pos"], row["word"]): Change(row["direction"]) if row["direction"] else None for row in rows}


@cache
def _transfers() -> dict[tuple[str, str], str]:
    rows = read_rows("lexicons/transfers.csv", ("word", "pos", "way"))
    return {(row["pos"], row["word"]): row["way"] for row in rows}


def find_change(syntax: Syntax, first: int, last: int, kind: FigureKind) -> tuple[Change | None, ChangePart | None]:
    """Tell whether a figure says by how much, from where or to where something rose or fell.

    Args:
        syntax: the document's tree.
        first: position of the figure's first token.
        last: position of its last token.
        kind: what sort of figure it is.
    """
    words, table = syntax.words, _changes()
    before = first - 1
    while before >= 0 and syntax.tokens[before].pos in {"ADV", "ADJ", "DET", "SYM"} and first - before < 4:
        if ("adverb", words[before]) in table and syntax.dep(before) != "prt":
            return table["adverb", words[before]], ChangePart.BY
        before -= 1
    if before >= 0 and ("adverb", words[before]) in table and syntax.dep(before) != "prt":
        return table["adverb", words[before]], ChangePart.BY
    top = _top(syntax, first, last)
    if before >= 0 and words[before] in {"by", "from", "to", "of"}:
        return _after_preposition(syntax, before)
    at = syntax.head(top)
    if syntax.dep(top) in AMOUNT and at != top and ("verb", syntax.lemma(at)) in table and syntax.is_verb(at):
        direction = table["verb", syntax.lemma(at)]
        return (direction, ChangePart.BY) if direction else (None, None)
    for _ in range(3):
        if (
            kind is not FigureKind.COUNT
            and at > last
            and ("noun", syntax.lemma(at)) in table
            and syntax.tokens[at].pos == "NOUN"
        ):
            return table["noun", syntax.lemma(at)], ChangePart.BY
        at = syntax.head(at)
    return None, None


def pair_changes(text: str, a: Figure, b: Figure) -> tuple[Figure, Figure]:
    """Read "from 4.8 to 4.7 percent", told of no range, as where something started and where it ended.

    Args:
        text: the frozen text.
        a: a figure.
        b: the figure after it in its sentence.
    """
    if a.value is None or b.value is None or _TO.fullmatch(text, a.end, b.start) is None:
        return a, b
    if not _FROM.search(text, max(0, a.start - 24), a.start):
        return a, b
    way = Change.RISE if b.value > a.value else Change.FALL
    return replace(a, change=way, change_part=ChangePart.FROM), replace(b, change=way, change_part=ChangePart.TO)


def _after_preposition(syntax: Syntax, preposition: int) -> tuple[Change | None, ChangePart | None]:
    word, at = syntax.words[preposition], preposition
    part = ChangePart.BY if word in {"by", "of"} else ChangePart(word)
    for _ in range(REACH):
        if syntax.head(at) == at or (
            at != preposition and syntax.dep(at) not in {"prep", "pobj", "pcomp", "nmod", "npadvmod", "dobj"}
        ):
            break
        at = syntax.head(at)
        pos = "verb" if syntax.is_verb(at) else "noun"
        known = (pos, syntax.lemma(at)) in _changes() and at < preposition
        if known and not (word == "of" and pos == "verb"):
            return _changes()[pos, syntax.lemma(at)], part
        if pos == "verb":
            break
    return None, None


def _top(syntax: Syntax, first: int, last: int) -> int:
    for i in range(first, last + 1):
        if not first <= syntax.head(i) <= last or syntax.head(i) == i:
            return i
    return last


class Parties:
    """Finds who gives and who gets what a figure measures, under their canonical names."""

    def __init__(self, view: DocumentView, syntax: Syntax) -> None:
        """Take the document's actors; without them nobody gives or gets anything."""
        self.syntax = syntax
        self.names: list[str | None] = []
        self.spans: list[tuple[int, int]] = []
        if view.has("actors") and view.has("identities"):
            self.spans = [(row.start, row.end) for row in view.rows("actors")]
            self.names = [row.name for row in view.rows("identities")]
        self.starts = [start for start, _ in self.spans]

    def find(self, first: int, last: int, kind: FigureKind) -> tuple[str | None, str | None]:
        """Give giver and receiver of a figure, None where the text names none.

        Args:
            first: position of the figure's first token.
            last: position of its last token.
            kind: what sort of figure it is.
        """
        if kind not in TRANSFERRED or not self.spans:
            return None, None
        givers: list[int] = []
        receivers = self._of_content(last)
        at = _top(self.syntax, first, last)
        if first > 1 and self.syntax.words[first - 1] == "worth" and self.syntax.tokens[first - 2].pos == "NOUN":
            at = first - 2
        with_what: int | None = None
        for _ in range(REACH):
            verb = self.syntax.is_verb(at)
            way = _transfers().get(("verb" if verb else "noun", self.syntax.lemma(at)))
            if way is not None:
                more_givers, more_receivers = self._of_verb(at, way, with_what) if verb else self._of_noun(at)
                givers, receivers = givers or more_givers, receivers or more_receivers
            elif self.syntax.dep(at) != "prep":
                receivers = receivers if verb else receivers or self._objects(at, "to", "for")
            if verb or self.syntax.dep(at) not in BELOW or self.syntax.head(at) == at:
                break
            if self.syntax.dep(at) == "prep" and self.syntax.words[at] not in OPEN:
                return None, None
            if self.syntax.words[at] == "with":
                with_what = at
            at = self.syntax.head(at)
        giver, receiver = self._name(givers), self._name(receivers)
        return giver, None if receiver == giver else receiver

    def _of_content(self, last: int) -> list[int]:
        """Find to whom it goes where its content says so ("$5 million in aid to Norway")."""
        words, at = self.syntax.words, last + 1
        if at >= len(words) or words[at] not in {"in", "of", "worth"}:
            return []
        nouns = self.syntax.kids(at, "pobj")
        return self._objects(nouns[0], "to", "for") if nouns else []

    def _of_verb(self, verb: int, way: str, with_what: int | None) -> tuple[list[int], list[int]]:
        subjects = self.syntax.subjects(verb)
        if way == "from":
            return self._objects(verb, "from"), subjects
        if with_what is not None and way == "to":
            return subjects, self.syntax.kids(verb, "dobj")
        datives = [i for i in self.syntax.kids(verb, "dative") if self.syntax.tokens[i].pos != "ADP"]
        return subjects, datives or self._objects(verb, "to", "for")

    def _of_noun(self, noun: int) -> tuple[list[int], list[int]]:
        givers = self.syntax.kids(noun, "poss") or self._objects(noun, "from", "by")
        return givers, self._objects(noun, "to", "for")

    def _objects(self, at: int, *prepositions: str) -> list[int]:
        found = self.syntax.prepositions(at)
        return next((found[word] for word in prepositions if word in found), [])

    def _name(self, tokens: list[int]) -> str | None:
        for token in tokens:
            start = self.syntax.tokens[token].start
            at = bisect_right(self.starts, start) - 1
            if at >= 0 and start < self.spans[at][1] and self.names[at] is not None:
                return self.names[at]
        return None


def is_paid(syntax: Syntax, at: int) -> bool:
    """Tell whether a token stands under a word of paying ("cost 25 pounds")."""
    return any(syntax.lemma(i) in figure_words("paying") for i in (at, *list(syntax.ancestors(at))[:2]))
