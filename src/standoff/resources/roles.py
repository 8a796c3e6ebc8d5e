"""Words for offices, bodies and groups of people (`lexicons/roles.csv`)."""

from dataclasses import dataclass
from functools import cache

from standoff.resources.tables import read_rows

RELATIONAL = frozenset(
    {"neighbour", "neighbor", "ally", "rival", "enemy", "opponent", "partner", "counterpart", "adversary", "foe"}
)
"""Roles that name another one than their possessor ("its neighbour")."""
COLUMNS = ("phrase", "kind", "sector", "example", "counter")


@dataclass(frozen=True, slots=True)
class Role:
    """A noun phrase that names an actor by role."""

    phrase: str
    kind: str
    sector: str | None


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles by their words, and the modifiers that turn a role's sector."""

    phrases: dict[tuple[str, ...], Role]
    modifiers: dict[str, Role]
    lengths: dict[str, tuple[int, ...]]
    """Numbers of words, largest first, of the phrases of several words that begin with a word."""


@cache
def load_roles() -> Roles:
    """Load the roles, once per process."""
    phrases: dict[tuple[str, ...], Role] = {}
    modifiers: dict[str, Role] = {}
    for row in read_rows("lexicons/roles.csv", COLUMNS):
        role = Role(row["phrase"], row["kind"], row["sector"] or None)
        if role.kind == "modifier":
            modifiers[role.phrase] = role
        else:
            phrases[tuple(role.phrase.replace("-", " - ").split())] = role
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        if len(words) > 1:
            lengths.setdefault(words[0], set()).add(len(words))
    return Roles(phrases, modifiers, {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()})
