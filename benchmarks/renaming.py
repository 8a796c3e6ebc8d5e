"""Exchanging states in a text: name, adjective, people and capital together, so that the text stays of one piece."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from standoff.resources.tables import read_rows, split_cell

COLUMNS = ("name", "adjectives", "people", "capital", "code")
WITH_ARTICLE = re.compile(r"United|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Republic|Emirates|Islands")
"""Names that take "the"."""
_VOWEL = re.compile(r"[AEIO]|U(?!k|S|nit|ru|ga)")


@dataclass(frozen=True, slots=True)
class State:
    """The words for one state."""

    name: str
    adjective: str
    people: str
    capital: str
    code: str

    @property
    def article(self) -> bool:
        """Whether its name takes "the"."""
        return WITH_ARTICLE.search(self.name) is not None

    def forms(self) -> tuple[str, ...]:
        """Give name, adjective, people and capital, in this order."""
        return self.name, self.adjective, self.people, self.capital


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a word's place."""

    text: str
    takes_article: bool
    had_article: bool


@cache
def all_states() -> Mapping[str, State]:
    """Give the states of the country table that have all four words, by name."""
    made = {}
    for row in read_rows("lexicons/countries.csv", COLUMNS):
        adjectives, people, capitals = (split_cell(row[name]) for name in COLUMNS[1:4])
        if adjectives and people and capitals:
            made[row["name"]] = State(row["name"], adjectives[0], people[-1], capitals[0], row["code"])
    return made


def word_map(old: Sequence[State], new: Sequence[State]) -> dict[str, Form]:
    """Give the words to exchange; where two forms are the same word, the earlier one counts."""
    made: dict[str, Form] = {}
    for a, b in zip(old, new, strict=True):
        for n, (word, other) in enumerate(zip(a.forms(), b.forms(), strict=True)):
            name = n == 0
            made.setdefault(word, Form(other, name and b.article, name and a.article))
    return made


def exchange(text: str, words: Mapping[str, Form]) -> str:
    """Exchange whole words, longest first, all at once; articles follow, and a sentence still begins with a capital."""
    return _pattern(tuple(sorted(words, key=len, reverse=True))).sub(lambda match: _put(text, match, words), text)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?:\b([Tt]he|[Aa]n?) )?(?<![\w-])(" + "|".join(map(re.escape, words)) + r")(?!\w)")


def _put(text: str, match: re.Match[str], words: Mapping[str, Form]) -> str:
    article, form = match[1], words[match[2]]
    if article and article.lower() != "the":
        made = ("an " if _VOWEL.match(form.text) else "a ") + form.text
    elif form.takes_article or (article and not form.had_article):
        made = "the " + form.text
    else:
        made = form.text
    before = text[: match.start()].rstrip()
    if not before or before[-1] in ".!?" or (article and article[0].isupper()):
        made = made[0].upper() + made[1:]
    return made
