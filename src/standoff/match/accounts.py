"""Rival accounts: two ways to tell one happening that cannot both be right, each pair a row of `accounts.csv`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from standoff.resources.tables import read_rows, split_cell


@dataclass(frozen=True, slots=True)
class Account:
    """Two ways to tell a happening."""

    name: str
    words: re.Pattern[str]
    rival_words: re.Pattern[str]
    reason: str


@cache
def load_accounts() -> Sequence[Account]:
    """Load the table of rival accounts."""
    columns = ("account", "words", "rival_words", "reason", "example", "rival_example")
    rows = read_rows("lexicons/accounts.csv", columns)
    return [
        Account(row["account"], _pattern(row["words"]), _pattern(row["rival_words"]), row["reason"]) for row in rows
    ]


def _pattern(cell: str) -> re.Pattern[str]:
    """Match any of the phrases as whole words, with the commonest endings."""
    phrases = "|".join(_inflected(phrase) for phrase in sorted(split_cell(cell), key=len, reverse=True))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def _inflected(phrase: str) -> str:
    """Give a pattern of a phrase whose last word may be in the plural, the past or the progressive."""
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    if phrase.endswith("e"):
        return f"{words[:-1]}(?:e|es|ed|ing)"
    if phrase.endswith("y"):
        return f"{words[:-1]}(?:y|ies|ied|ying)"
    return f"{words}(?:s|es|ed|ing)?"


def rival_account(one: str, other: str) -> str | None:
    """Say in words why two passages are rival accounts, None where they are not.

    A passage that tells both accounts ("an exercise, not a build-up") takes neither side.
    """
    for account, (word, rival), (other_word, other_rival) in zip(
        load_accounts(), told_accounts(one), told_accounts(other), strict=True
    ):
        if word and other_rival and not rival and not other_word:
            return f"{account.reason}: “{word}” against “{other_rival}”"
        if rival and other_word and not word and not other_rival:
            return f"{account.reason}: “{rival}” against “{other_word}”"
    return None


@lru_cache(maxsize=1 << 14)
def told_accounts(passage: str) -> Sequence[tuple[str | None, str | None]]:
    """Give, for each row of the table, the words of the account and of its rival that stand in a passage."""
    found = []
    for account in load_accounts():
        word, rival = account.words.search(passage), account.rival_words.search(passage)
        found.append((word[0] if word else None, rival[0] if rival else None))
    return found
