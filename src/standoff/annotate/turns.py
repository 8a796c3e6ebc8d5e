"""Speakers named in front of a colon: turns of a transcript, and headings such as "Minister: the talks have failed"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.annotate.syntax import Syntax
from standoff.core.layers import Actor
from standoff.core.vocabulary import ActorKind

LABEL_LENGTH = 60
"""Longest name in front of a colon (code points)."""
FEWEST_TURNS = 2
"""Paragraphs with a name in capitals that make a text a transcript."""
SPEAKING = frozenset({ActorKind.ROLE, ActorKind.PERSON, ActorKind.ORGANISATION})
"""Who speaks in front of a colon; a country there is rather the topic ("Valdora: what we know")."""
_LINE = re.compile(rf"^[\"“]?([^\n:\"“”]{{2,{LABEL_LENGTH}}}):[ \t]+(\S[^\n]*)", re.MULTILINE)
_CAPITALS = re.compile(r"[A-Z][A-Z.'’ -]*[A-Z.]$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says behind a colon."""

    source_start: int
    source_end: int
    start: int
    end: int


def find_turns(text: str, syntax: Syntax, actors: Sequence[Actor]) -> Iterator[Turn]:
    """Find what is said behind a speaker's name and a colon at the beginning of a paragraph.

    Args:
        text: the frozen text.
        syntax: its tree.
        actors: the actors found in it.

    Yields:
        Turns in text order.
    """
    lines = list(_LINE.finditer(text))
    if not lines:
        return
    transcript = sum(bool(_CAPITALS.match(m.group(1))) for m in lines) >= FEWEST_TURNS
    speaking = {actor.start for actor in actors if actor.kind in SPEAKING}
    verbs = [t.start for t in syntax.tokens if t.pos in {"VERB", "AUX"}]
    for m in lines:
        capitals = transcript and _CAPITALS.match(m.group(1)) is not None
        heading = any(m.start(1) <= at < m.end(1) for at in speaking)
        if not capitals and (not heading or any(m.start(1) <= at < m.end(1) for at in verbs)):
            continue
        if any(m.start(2) <= at < m.end(2) for at in verbs):
            yield Turn(m.start(1), m.end(1), m.start(2), m.end(2))
