"""A text with other states' names, so that who they are cannot change what they are said to do."""

from dataclasses import dataclass

from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Name

STAND_INS = ("NOR", "KEN", "PER", "PRT", "JOR", "GHA")
"""States whose names stand for the first, second, ... state of a text while the trained coder reads it."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StandIns:
    """A text with stand-ins, and the way of spans from the old text into it."""

    text: str
    _edges: tuple[tuple[int, int, int], ...]
    """Per replacement its start and end in the old text, and by how much the text grew up to its end."""

    def move(self, span: Span) -> Span:
        """Move a span along; an end inside a replaced name goes to that name's end, a start to its start."""
        start, end = new_start, new_end = span
        before = 0
        for first, last, grown in self._edges:
            if first <= start < last:
                new_start = first + before
            elif last <= start:
                new_start = start + grown
            if first < end <= last:
                new_end = last + grown
            elif last < end:
                new_end = end + grown
            before = grown
        return new_start, new_end


def put_stand_ins(text: str, gazetteer: Gazetteer, turn: int = 0) -> StandIns:
    """Put stand-ins for the names of states.

    The first state named becomes the first stand-in, and so on, each name in the same form (name, adjective, people,
    capital, without the article of "the United States"). Organisations and persons stay.

    Args:
        text: any text, a sentence as a rule.
        gazetteer: knows the names.
        turn: with which stand-in to begin.
    """
    order: dict[str, int] = {}
    made: list[str] = []
    edges: list[tuple[int, int, int]] = []
    last = grown = 0
    for match in gazetteer.find(text):
        code = match.name.country
        if code is None or code not in gazetteer.forms or match.name.kind is ActorKind.ORGANISATION:
            continue
        place = (order.setdefault(code, len(order)) + turn) % len(STAND_INS)
        word = gazetteer.forms[STAND_INS[place]][_form(match.name)]
        start = match.start - _article(text, match.start, match.name)
        made += [text[last:start], word]
        grown += len(word) - (match.end - start)
        edges.append((start, match.end, grown))
        last = match.end
    return StandIns("".join([*made, text[last:]]), tuple(edges))


def _article(text: str, start: int, name: Name) -> int:
    """Length of the article that belongs to a state's name ("the United States", "the Netherlands"), or 0."""
    wants = name.kind is ActorKind.COUNTRY and not name.adjective
    wants = wants and (name.surface.startswith("United ") or name.surface.endswith("s") or "Republic" in name.surface)
    return len("the ") if wants and text[:start].lower().endswith("the ") else 0


def _form(name: Name) -> str:
    if name.adjective:
        return "adjective"
    if name.kind is ActorKind.PEOPLE:
        return "people" if name.surface.endswith("s") else "adjective"
    return "name" if name.kind is ActorKind.COUNTRY else "capital"
