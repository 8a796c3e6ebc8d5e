"""To whom an act is done that names nobody in a slot of its row: parties and places further off."""

from collections.abc import Iterable, Iterator, Mapping

from standoff.annotate.syntax import Syntax
from standoff.core.layers import Argument, Place
from standoff.core.vocabulary import EventType

DONE_TO_PLACES = frozenset(
    {
        EventType.CONCEDE,
        EventType.AID,
        EventType.RETREAT,
        EventType.THREATEN,
        EventType.SANCTION,
        EventType.PROTEST,
        EventType.MOBILIZE,
        EventType.COERCE,
        EventType.ASSAULT,
    }
)
"""Acts that are done to the place where they happen, if nobody is named; talks are not."""
FAR_PREPOSITIONS = ("against", "on", "with", "between", "to", "from", "over", "at", "in", "into", "near", "around")
"""Where a party or a place stands that no slot of a row names, nearest meaning first."""


class FarTargets:
    """Looks for a target beyond the slots that a lexicon row names."""

    def __init__(self, syntax: Syntax, by_head: Mapping[int, object], places: Iterable[Place]) -> None:
        """Index the places by their ends.

        Args:
            syntax: the tree.
            by_head: the heads of actors.
            places: places named as places.
        """
        self.syntax = syntax
        self.by_head = by_head
        self.places = {place.end: place for place in places}

    def find(self, slots: Mapping[str, list[int]], kind: EventType) -> list[int | Argument]:
        """Give the heads of parties, or a place, that stand with the object or the act ("curfew imposed in X").

        Args:
            slots: what the act's slots hold.
            kind: the act's type; talks are not done to the place where they are held.
        """
        syntax = self.syntax
        things = list(slots.get("obj", ()))
        nouns = [*things, *(c for noun in things for c in syntax.kids(noun, "acl", "relcl"))]
        near = [*(syntax.prepositions(noun) for noun in nouns), slots]
        for word in FAR_PREPOSITIONS:
            for found in near:
                made = list(self._parties(found.get(word, ()), kind))
                if made:
                    return made
        return []

    def _parties(self, tokens: Iterable[int], kind: EventType) -> Iterator[int | Argument]:
        for i in tokens:
            place = self.places.get(self.syntax.tokens[i].end) if kind in DONE_TO_PLACES else None
            if i in self.by_head:
                yield i
            elif place is not None:
                yield Argument(place.start, place.end, None)
