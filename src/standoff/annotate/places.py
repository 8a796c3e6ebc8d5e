"""Places named as places: a first finder for countries, capitals and capitalised names after a locative preposition.

No coordinates yet: a country is a country, and a place that no table knows has its name and nothing else.
"""

from collections.abc import Callable, Iterator

from standoff.annotate.actors import CALENDAR, LOCATIVE, is_place_use, sentence_numbers
from standoff.annotate.casing import readable_text
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Place
from standoff.core.stage import Layers
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Match

NAME = "places"
VERSION = "1"
TABLE, NAMED = 0.9, 0.5
"""Confidence of a place that a table knows, and of a capitalised name after a locative preposition."""
TOWARDS = frozenset({"towards", "toward", "into", "off", "beyond", "behind", "opposite"})


def make_annotator(gazetteer: Gazetteer) -> Callable[[DocumentView], Layers]:
    """Make the stage's function for a gazetteer."""

    def annotate(view: DocumentView) -> Layers:
        syntax = view.derive(build_syntax)
        numbers = sentence_numbers(view.rows("sentences"), syntax)
        known = {match.end: match for match in gazetteer.find(readable_text(view, gazetteer))}
        rows = [row for i in range(len(numbers)) for row in _places_at(syntax, i, known, numbers[i])]
        return {"places": rows}

    return annotate


def _places_at(syntax: Syntax, i: int, known: dict[int, Match], sentence: int) -> Iterator[Place]:
    token = syntax.tokens[i]
    match = known.get(token.end)
    if match is not None and match.name.place and is_place_use(syntax, i, match.name):
        kind = "country" if match.name.kind is ActorKind.COUNTRY else "capital"
        label = match.name.name if kind == "country" else match.name.surface
        yield _row(syntax, match.start, match.end, i, sentence, label, kind, _iso(match.name.country), TABLE)
        return
    if match is not None or token.pos != "PROPN" or syntax.words[i] in CALENDAR or not _is_located(syntax, i):
        return
    left = i
    while left > 0 and syntax.dep(left - 1) == "compound" and syntax.head(left - 1) == i:
        left -= 1
    start = syntax.tokens[left].start
    yield _row(syntax, start, token.end, i, sentence, syntax.text[start : token.end], "named", None, NAMED)


def _iso(code: str | None) -> str | None:
    return None if code == "IGO" else code


def _is_located(syntax: Syntax, i: int) -> bool:
    head = syntax.head(i)
    return syntax.dep(i) == "pobj" and (syntax.words[head] in LOCATIVE or syntax.words[head] in TOWARDS)


def _row(
    syntax: Syntax, start: int, end: int, i: int, sentence: int, name: str, kind: str, country: str | None, sure: float
) -> Place:
    head = syntax.head(i)
    relation = syntax.words[head] if syntax.dep(i) == "pobj" else None
    maker = f"{NAME}/{VERSION}:{kind}"
    return Place(start, end, sentence, " ".join(name.split()), kind, country, relation, None, None, None, maker, sure)
