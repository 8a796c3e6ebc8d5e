"""Rival accounts: two ways to tell one happening that cannot both be right, each pair a row of `accounts.csv`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

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
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(split_cell(cell), key=len, reverse=True))
    return re.compile(rf"\b(?:{phrases})(?:s|es|ed|d|ing)?\b", re.IGNORECASE)


def rival_account(one: str, other: str) -> str | None:
    """Say in words why two passages are rival accounts, None where they are not.

    A passage that tells both accounts ("an exercise, not a build-up") takes neither side.
    """
    for account in load_accounts():
        for first, second in ((one, other), (other, one)):
            told, rival = account.words.search(first), account.rival_words.search(second)
            if told is None or rival is None:
                continue
            if account.rival_words.search(first) is None and account.words.search(second) is None:
                return f"{account.reason}: “{told[0]}” against “{rival[0]}”"
    return None
