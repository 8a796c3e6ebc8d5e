"""Texts with two marked actors, and the same texts with other states' names."""

import re
from dataclasses import dataclass

from standoff.annotate.stand_ins import put_stand_ins
from standoff.core.errors import SettingsError
from standoff.resources.gazetteer import Gazetteer

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
    """Put stand-ins for the names of states (`standoff.annotate.stand_ins`)."""
    made = put_stand_ins(item.text, gazetteer, turn)
    source, target = (None if span is None else made.move(span) for span in (item.source, item.target))
    return MarkedText(made.text, source, target)
