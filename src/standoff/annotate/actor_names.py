"""Names in the text: which words belong to one, and what bears the role that stands beside it."""

from dataclasses import dataclass

from standoff.annotate.syntax import LOCATIVE, Syntax
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Match
from standoff.resources.name_shapes import OF, ORGANISATION, PLACE, load_name_shapes
from standoff.resources.roles import Role

CALENDAR = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december",
    )
)  # fmt: skip
LONGEST_NAME = 8
"""Most words of a name before its head."""


@dataclass
class Finder:
    """What the tables found in one document, by token."""

    syntax: Syntax
    matches: dict[int, Match]
    roles: dict[int, Role]
    role_tokens: set[int]
    modifiers: dict[str, Role]
    gazetteer: Gazetteer


def is_named(syntax: Syntax, h: int) -> bool:
    """Tell whether a token is a name's head: a proper noun, or a body's noun in capitals inside a sentence."""
    token = syntax.tokens[h]
    if token.pos != "NOUN" or not syntax.text[token.start].isupper() or syntax.edges[h][0] == h:
        return token.pos == "PROPN"
    shape = load_name_shapes().last.get(syntax.words[h])
    return shape is not None and shape.kind == ORGANISATION


def is_chain_head(syntax: Syntax, h: int) -> bool:
    """Tell whether a capitalised word is the last of its name, and no day or month."""
    if syntax.words[h] in CALENDAR or not syntax.text[syntax.tokens[h].start].isupper():
        return False
    return syntax.dep(h) not in {"compound", "nmod"} or syntax.tokens[syntax.head(h)].pos != "PROPN"


def name_words(finder: Finder, h: int) -> list[int]:
    """The tokens of a name that ends with this head, without titles, countries and a preposition in capitals."""
    syntax = finder.syntax
    words = [h]
    for c in range(h - 1, max(-1, h - LONGEST_NAME), -1):
        if not _belongs_to_name(finder, c, h):
            break
        words.insert(0, c)
    while len(words) > 1 and syntax.words[words[0]] in LOCATIVE:
        del words[0]
    return words + name_tail(syntax, h)


def _belongs_to_name(finder: Finder, c: int, h: int) -> bool:
    syntax = finder.syntax
    joined = syntax.dep(c) in {"compound", "nmod", "amod", "punct"} and h in {syntax.head(c), *syntax.ancestors(c)}
    if not joined or c in finder.matches:
        return False
    if syntax.text[syntax.tokens[c].start].isupper():
        return not _is_title(finder, c)
    return syntax.words[c] == "-" or syntax.words[c] in load_name_shapes().any


def _is_title(finder: Finder, c: int) -> bool:
    """Tell whether a word before a name is its bearer's title: an office, or a role in small letters."""
    first = c
    while first not in finder.roles and first - 1 in finder.role_tokens:
        first -= 1  # "Secretary" holds the role of "Secretary General" where the parser hangs both on the name
    role = finder.roles.get(c) or (finder.roles.get(first) if c in finder.role_tokens else None)
    if role is None:
        return c in finder.role_tokens and _is_title(finder, finder.syntax.head(c))
    return role.kind == "office" or not finder.syntax.text[finder.syntax.tokens[c].start].isupper()


def name_tail(syntax: Syntax, h: int) -> list[int]:
    """The rest of a body's or thing's long name: "of" or "for" and capitalised words ("Front for Free Ardia")."""
    shape = load_name_shapes().last.get(syntax.words[h])
    if shape is None or not syntax.text[syntax.tokens[h].start].isupper():
        return []
    return _tail_from(syntax, h)


def _tail_from(syntax: Syntax, h: int) -> list[int]:
    for p in syntax.kids(h, "prep"):
        objects = syntax.kids(p, "pobj") if p == h + 1 and syntax.words[p] in OF else []
        if len(objects) == 1:
            tail = list(range(p, objects[0] + 1))
            small = [i for i in tail[1:] if not syntax.text[syntax.tokens[i].start].isupper()]
            if all(syntax.words[i] in {"the", "and", "-"} for i in small):
                return tail + _tail_from(syntax, objects[0])
    return []


def surface_of(syntax: Syntax, tokens: list[int]) -> str:
    """Give the words from the first to the last of some tokens, with single spaces."""
    return " ".join(syntax.text[syntax.tokens[tokens[0]].start : syntax.tokens[tokens[-1]].end].split())


def bearer_kind(role: Role) -> ActorKind:
    """Give what bears a role as title or apposition: a person, a body ("group", "party"), a place ("capital")."""
    shape = load_name_shapes().last.get(role.phrase.split()[-1])
    if shape is not None and shape.kind == PLACE:
        return ActorKind.PLACE
    body = role.kind == "body" or (shape is not None and shape.kind == ORGANISATION)
    return ActorKind.ORGANISATION if body else ActorKind.PERSON
