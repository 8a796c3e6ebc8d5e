"""Texts with two marked actors, and the same texts with other states' names."""

import re
from dataclasses import dataclass

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Name

STAND_INS = ("NOR", "KEN", "PER", "PRT", "JOR", "GHA")
"""States whose names stand for the first, second, ... state of a text while it is classified."""

_MARK = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the spans of two actors, as half-open code points; None for a side that has no words."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


def parse_marked(marked: str) -> MarkedText:
    """Read a text whose actors are marked as `<s>source</s>` and `<t>target</t>`.

    Where a side is marked more than once, its first mark counts.

    Raises:
        SettingsError: no mark, or one that is not closed.
    """
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for piece in _MARK.split(marked):
        if not _MARK.fullmatch(piece):
            text += piece
        elif piece[1] != "/":
            opened[piece[1]] = len(text)
        elif piece[2] in opened:
            spans.setdefault(piece[2], (opened.pop(piece[2]), len(text)))
    if opened:
        key = next(iter(opened))
        raise SettingsError(f"<{key}> is not closed in {marked!r}; write <{key}>name</{key}>")
    if not spans:
        raise SettingsError(
            f"no actor is marked in {marked!r}; write <s>source</s> and, where there is one, <t>target</t>"
        )
    return MarkedText(text, spans.get("s"), spans.get("t"))


def neutralise(item: MarkedText, gazetteer: Gazetteer, turn: int = 0) -> MarkedText:
    """Put stand-ins for the names of states, so that who they are cannot change what they are said to do.

    The first state named becomes the first stand-in, and so on, each name in the same form (name, adjective, people,
    capital, without the article of "the United States"). Organisations and persons stay.

    Args:
        item: the text.
        gazetteer: knows the names.
        turn: with which stand-in to begin.
    """
    order: dict[str, int] = {}
    made: list[str] = []
    edges: list[tuple[int, int, int]] = []
    """Per replacement its start and end in the old text, and by how much the text grew up to its end."""
    last = grown = 0
    for match in gazetteer.find(item.text):
        code = match.name.country
        if code is None or code not in gazetteer.forms or match.name.kind is ActorKind.ORGANISATION:
            continue
        place = (order.setdefault(code, len(order)) + turn) % len(STAND_INS)
        word = gazetteer.forms[STAND_INS[place]][_form(match.name)]
        start = match.start - _article(item.text, match.start, match.name)
        made += [item.text[last:start], word]
        grown += len(word) - (match.end - start)
        edges.append((start, match.end, grown))
        last = match.end
    text = "".join([*made, item.text[last:]])
    spans = [None if span is None else _moved(span, edges) for span in (item.source, item.target)]
    return MarkedText(text, spans[0], spans[1])


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


def _moved(span: tuple[int, int], edges: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Move a span along; an end inside a replaced name goes to that name's end, a start to its start."""
    start = end = before = 0
    start, end = span
    new_start, new_end = start, end
    for first, last, grown in edges:
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
