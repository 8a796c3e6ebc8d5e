"""What a name is by its shape: the words with which names of persons, bodies, places and things begin and end.

Built from `lexicons/name_shapes.csv`: a word in lower case, where it stands (`title` before the name, `first`, `last`,
or `any` for particles between other words), what it makes of the name, and the sector that it speaks for, if any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from standoff.core.vocabulary import Sector
from standoff.resources.tables import read_rows

COLUMNS = ("word", "position", "kind", "sector")
PERSON, ORGANISATION, PLACE, VESSEL = "person", "organisation", "place", "vessel"
NO_ACTORS = frozenset({"act", "document", "weapon", "platform", "vehicle", "thing"})
"""Kinds of name that name nobody: operations and wars, laws and books, arms and makes, creeds."""
KINDS = frozenset({PERSON, ORGANISATION, PLACE, VESSEL}) | NO_ACTORS
OF = frozenset({"of", "for"})
"""Words before which the head of a long name stands ("Front for the Freedom of ...")."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one word of a name makes of it."""

    kind: str
    sector: str | None


@dataclass(frozen=True, slots=True)
class NameShapes:
    """Words of names by position."""

    title: Mapping[str, Shape]
    first: Mapping[str, Shape]
    last: Mapping[str, Shape]
    any: Mapping[str, Shape]

    def ending(self, words: Sequence[str]) -> Shape | None:
        """Give what a name's head says: its last word, or the word before "of" or "for".

        Args:
            words: the name's words as written.
        """
        lowered = [word.lower() for word in words]
        at = next((n for n, word in enumerate(lowered) if n and word in OF), len(lowered))
        return self.last.get(lowered[at - 1].rstrip(".")) if lowered else None

    def opening(self, words: Sequence[str]) -> Shape | None:
        """Give what a name's first word says, if it is not the whole name; ships' prefixes are in capitals."""
        if len(words) < 2:
            return None
        word = words[0].lower().rstrip(".")
        found = self.title.get(word) or self.first.get(word)
        if found is not None and found.kind == VESSEL and not (words[0].isupper() or len(words[0]) > LONGEST_PREFIX):
            return None
        return found

    def without_titles(self, words: Sequence[str]) -> Sequence[str]:
        """Give a person's name without the titles before it ("Lt. Gen. Ola Brand"), never empty."""
        at = 0
        while at < len(words) - 1 and words[at].lower().rstrip(".") in self.title:
            at += 1
        return words[at:]

    def particle(self, words: Sequence[str]) -> bool:
        """Tell whether a name has a particle of persons' names inside ("Ana de Luz", "Omar bin Said")."""
        return any(word.lower() in self.any for word in words[1:-1])


LONGEST_PREFIX = 5
"""Letters of the longest abbreviation before a ship's name; longer words are spelt out ("Frigate")."""


@cache
def load_name_shapes() -> NameShapes:
    """Load the table, once per process.

    Raises:
        ResourceError: the table is missing or lacks a column.
    """
    made: dict[str, dict[str, Shape]] = {"title": {}, "first": {}, "last": {}, "any": {}}
    for row in read_rows("lexicons/name_shapes.csv", COLUMNS):
        sector = Sector(row["sector"]).value if row["sector"] else None
        made[row["position"]][row["word"]] = Shape(row["kind"], sector)
    return NameShapes(made["title"], made["first"], made["last"], made["any"])
