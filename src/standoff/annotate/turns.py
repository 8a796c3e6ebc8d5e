"""Speakers named by a mark alone: before a colon, as in a transcript or heading, or behind a quotation and a dash."""

import re
from bisect import bisect_left
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
_SIGNED = re.compile(rf"^([\"“][^\n]+[\"”])\s*[―—–]\s*([A-Z][^\n\"“”]{{1,{LABEL_LENGTH}}}?)[.]?$", re.MULTILINE)
_CAPITALS = re.compile(r"[A-Z][A-Z.'’ -]*[A-Z.]$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says, with the name that a mark ties to it."""

    source_start: int
    source_end: int
    start: int
    end: int
    mark: int
    """First code point of the mark."""


def find_turns(text: str, syntax: Syntax, actors: Sequence[Actor]) -> Iterator[Turn]:
    """Find what is said behind a speaker's name and a colon, and the quotations that a dash and a name sign.

    Args:
        text: the frozen text.
        syntax: its tree.
        actors: the actors found in it.

    Yields:
        Turns, those with a colon first.
    """
    yield from _colons(text, syntax, actors)
    for m in _SIGNED.finditer(text):
        dash = next(at for at in range(m.start(2) - 1, m.end(1) - 1, -1) if text[at] in "―—–")
        yield Turn(m.start(2), m.end(2), m.start(1), m.end(1), dash)


def _colons(text: str, syntax: Syntax, actors: Sequence[Actor]) -> Iterator[Turn]:
    lines = list(_LINE.finditer(text))
    if not lines:
        return
    transcript = sum(bool(_CAPITALS.match(m.group(1))) for m in lines) >= FEWEST_TURNS
    speaking = sorted(a.start for a in actors if a.kind in SPEAKING and not _is_shout(text[a.start : a.end], a))
    verbs = [t.start for t in syntax.tokens if t.pos in {"VERB", "AUX"}]
    for m in lines:
        capitals = transcript and _CAPITALS.match(m.group(1)) is not None
        heading = _any_in(speaking, m.start(1), m.end(1)) and not _any_in(verbs, m.start(1), m.end(1))
        if (capitals or heading) and _any_in(verbs, m.start(2), m.end(2)):
            yield Turn(m.start(1), m.end(1), m.start(2), m.end(2), m.end(1))


def _is_shout(words: str, actor: Actor) -> bool:
    """Tell whether a word in capitals that no table knows is a call for attention ("URGENT: ...")."""
    return words.isupper() and " " not in words and actor.country is None and actor.sector is None


def _any_in(starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end
