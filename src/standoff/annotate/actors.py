"""Actors as they stand in the text: countries, peoples, seats, organisations, offices, groups, persons, pronouns.

A mention is built around a head noun. What the words of its own phrase say (names, adjectives of nationality, offices,
possessors, appositions) decides country and sector here; what the rest of the document says is the link room's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from standoff.annotate.actor_names import CALENDAR as CALENDAR
from standoff.annotate.actor_names import (
    Finder,
    bearer_kind,
    is_chain_head,
    is_named,
    name_tail,
    name_words,
    surface_of,
)
from standoff.annotate.actor_phrases import align_names, drop_namesakes, find_roles, phrase_head
from standoff.annotate.casing import readable_text
from standoff.annotate.name_kinds import NameKinds
from standoff.annotate.syntax import LOCATIVE as LOCATIVE
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Sentence
from standoff.core.stage import Layers
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Match, Name
from standoff.resources.name_shapes import load_name_shapes
from standoff.resources.roles import RELATIONAL, Role, Roles

NAME = "actors"
VERSION = "1"

OWNERSHIP = ("of", "from", "for", "in")
"""Prepositions by which an office or a group is tied to its country, nearest meaning first."""
PRONOUNS = frozenset(
    (
        "he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "themselves", "himself", "herself",
        "his", "its", "their", "our", "my",
    )
)  # fmt: skip
CERTAIN, LIKELY, WEAK = 0.9, 0.7, 0.3
"""Confidence of a mention that a table names, of one that a role word makes, of a bare unknown name."""


def make_annotator(gazetteer: Gazetteer, roles: Roles) -> Callable[[DocumentView], Layers]:
    """Make the stage's function for a gazetteer and a table of roles."""

    def annotate(view: DocumentView) -> Layers:
        syntax = view.derive(build_syntax)
        found = align_names(syntax, gazetteer.find(readable_text(view, gazetteer)))
        named = drop_namesakes(syntax, roles, found)
        role_heads, role_tokens = find_roles(syntax, roles, named)
        matches = {i: m for i, m in named.items() if not _is_part_of_name(syntax, i, named, role_tokens)}
        finder = Finder(syntax, matches, role_heads, role_tokens, roles.modifiers, gazetteer)
        rows = _find_mentions(finder, sentence_numbers(view.rows("sentences"), syntax))
        places = [place.name for place in view.rows("places")]
        rows = list(NameKinds(syntax, load_name_shapes(), role_heads, places, gazetteer).settle(rows))
        return {"actors": sorted(rows, key=lambda row: (row.start, -row.end))}

    return annotate


def sentence_numbers(sentences: Iterable[Sentence], syntax: Syntax) -> list[int]:
    """Give each token the position of its sentence."""
    spans = list(sentences)
    numbers, at = [], 0
    for token in syntax.tokens:
        while at + 1 < len(spans) and token.start >= spans[at].end:
            at += 1
        numbers.append(at)
    return numbers


def _is_part_of_name(syntax: Syntax, i: int, named: Mapping[int, Match], role_tokens: set[int]) -> bool:
    """Tell whether a one-word name is part of a longer one (Michael Jordan, Paris Agreement)."""
    token, match = syntax.tokens[i], named[i]
    if token.pos != "PROPN" or match.end - match.start != token.end - token.start or match.name.adjective:
        return False
    if i + 1 in role_tokens:
        return False  # whose the title is: "NATO Secretary General Ann Lee"
    if syntax.dep(i) == "compound":
        head = syntax.head(i)
        return syntax.tokens[head].pos == "PROPN" and head not in named and head not in role_tokens and head > i
    before = [c for c in syntax.kids(i, "compound") if c == i - 1 and syntax.tokens[c].pos == "PROPN"]
    return any(c not in named and c not in role_tokens for c in before)


def _find_mentions(finder: Finder, sentences: list[int]) -> list[Actor]:
    syntax = finder.syntax
    rows: list[Actor] = []
    used: set[int] = set()
    inside = 0
    for h in range(len(syntax.tokens)):
        row = None
        if h in finder.roles and not _inside_other_actor(finder, h):
            rows += _role_mentions(finder, h, sentences[h], used)
        elif h >= inside and h not in finder.matches and is_named(syntax, h) and is_chain_head(syntax, h):
            row = _name_mention(finder, h, sentences[h], used)
        elif syntax.words[h] in PRONOUNS and syntax.dep(h) not in {"det", "expl"} and syntax.tokens[h].pos == "PRON":
            row = _row(finder, (h, h), h, sentences[h], ActorKind.PRONOUN, WEAK)
        if row is not None:
            rows.append(row)
        if syntax.text[syntax.tokens[h].start].isupper():
            inside = max(inside, (name_tail(syntax, h) or [h])[-1] + 1)
    rows += _bare_matches(finder, sentences, used)
    return rows


def _inside_other_actor(finder: Finder, h: int) -> bool:
    """A title in front of a name, or a role word that only modifies another role ("police chief")."""
    syntax = finder.syntax
    if syntax.dep(h) not in {"compound", "nmod", "amod"}:
        return False
    head = syntax.head(h)
    return head in finder.roles or (syntax.tokens[head].pos == "PROPN" and head not in finder.matches)


def _modifier_tokens(syntax: Syntax, h: int) -> list[int]:
    found = []
    for c in syntax.kids(h, "compound", "amod", "nmod", "nummod"):
        if c < h:
            found += [*_modifier_tokens(syntax, c), c, *[d for d in syntax.kids(c, "conj") if d < h]]
    return found


def _evidence(finder: Finder, h: int, with_prepositions: bool) -> tuple[Name | None, list[int]]:
    """Find the name that ties a head to a country or organisation, and the tokens that say so."""
    syntax = finder.syntax
    other = syntax.lemmas[h] in RELATIONAL
    for c in syntax.kids(h, "poss") if not other else ():
        for i in (c, *_modifier_tokens(syntax, c)):
            if i in finder.matches:
                return finder.matches[i].name, _match_tokens(finder, i)
    for i in _modifier_tokens(syntax, h):
        if i in finder.matches:
            return finder.matches[i].name, _match_tokens(finder, i)
    if with_prepositions and not other:
        prepositions = syntax.prepositions(h)
        for word in OWNERSHIP:
            for i in prepositions.get(word, []):
                if i in finder.matches and (word != "in" or _lives_in(finder, h, i)):
                    return finder.matches[i].name, _match_tokens(finder, i)
                deeper = [d for d in prepositions.get("of", []) for d in syntax.prepositions(d).get("of", [])]
                found = next((d for d in deeper if d in finder.matches), None) if word == "of" else None
                if found is not None:
                    return finder.matches[found].name, _match_tokens(finder, found)
                inner, tokens = _evidence(finder, i, False) if i in finder.roles and word != "in" else (None, [])
                if inner is not None:
                    return inner, [*tokens, i]
    return None, []


def _lives_in(finder: Finder, h: int, i: int) -> bool:
    """Groups of people are of the country that they are in; offices and bodies may be anybody's."""
    role = finder.roles.get(h)
    name = finder.matches[i].name
    return role is not None and role.kind == "group" and name.kind is ActorKind.COUNTRY


def _match_tokens(finder: Finder, i: int) -> list[int]:
    match = finder.matches[i]
    return [j for j in range(max(0, i - 12), min(len(finder.syntax.tokens), i + 13)) if finder.matches.get(j) is match]


def _sector(finder: Finder, h: int, role: Role | None, name: Name | None) -> str | None:
    for i in _modifier_tokens(finder.syntax, h):
        turned = finder.modifiers.get(finder.syntax.lemmas[i])
        if turned is not None and turned.sector:
            return turned.sector
    if role is not None and role.sector:
        return role.sector
    for c in finder.syntax.kids(h, "poss"):
        if c in finder.roles and finder.roles[c].sector:
            return finder.roles[c].sector
    return name.sector if name is not None else None


def _appositions(syntax: Syntax, h: int) -> list[int]:
    return [c for c in syntax.kids(h, "appos") if syntax.tokens[c].pos in NOMINAL]


def _role_mentions(finder: Finder, h: int, sentence: int, used: set[int]) -> list[Actor]:
    """The mention of a role; two where a plural stands for two countries' ("the Greek and Turkish envoys")."""
    syntax = finder.syntax
    role = finder.roles[h]
    name, tokens = _evidence(finder, h, True)
    own, last = _own_name(finder, h)
    if own is None and name is None and role.kind == "body":
        own, last = _body_name(finder, h)
    names = [name]
    if syntax.tokens[h].tag in {"NNS", "NNPS"}:
        owners = [*_modifier_tokens(syntax, h), *syntax.prepositions(h).get("of", [])]
        listed = {finder.matches[i].name.name: i for i in owners if i in finder.matches}
        if len(listed) > 1:
            tokens = sorted({t for i in listed.values() for t in _match_tokens(finder, i)})
            names = [finder.matches[i].name for i in listed.values()]
    used.update(tokens)
    span = _span(syntax, h, [*tokens, last])
    person = own if bearer_kind(role) is ActorKind.PERSON else None
    label = None if person else own
    return [
        _row(finder, span, h, sentence, ActorKind.ROLE, LIKELY, role=role, name=n, person=person, label=label)
        for n in names
    ]


def _body_name(finder: Finder, h: int) -> tuple[str | None, int]:
    """The proper name of a body whose head is a role word ("Orla Brigade"), and its last token."""
    syntax = finder.syntax
    words = name_words(finder, h)
    proper = [i for i in words if i not in finder.role_tokens and syntax.tokens[i].pos == "PROPN"]
    return (surface_of(syntax, words), words[-1]) if proper else (None, h)


def _own_name(finder: Finder, h: int) -> tuple[str | None, int]:
    """The name that stands in apposition to a role ("the minister, Ola Brand"), and the last token of both."""
    syntax = finder.syntax
    for a in _appositions(syntax, h):
        bracketed = syntax.text[syntax.tokens[a - 1].start] == "("
        unknown = a not in finder.matches and a not in finder.roles
        if syntax.tokens[a].pos == "PROPN" and unknown and a - h <= 5 and not bracketed:
            return surface_of(syntax, name_words(finder, a)), a
    return None, h


def _name_mention(finder: Finder, h: int, sentence: int, used: set[int]) -> Actor | None:
    syntax = finder.syntax
    words = name_words(finder, h)
    titles = [c for c in _modifier_tokens(syntax, h) if c in finder.roles and c not in words]
    role = finder.roles[titles[-1]] if titles else None
    name, tokens = _evidence(finder, h, role is not None)
    last = words[-1]
    for a in _appositions(syntax, h):
        if a in finder.roles and (role is None or name is None):
            inner, more = _evidence(finder, a, True)
            role = role or finder.roles[a]
            name, tokens, last = name or inner, [*tokens, *more], max(last, syntax.edges[a][1] if a - h < 12 else a)
    for t in titles:
        if name is None:
            name, tokens = _evidence(finder, t, True)
    used.update(tokens)
    kind = ActorKind.PERSON if role is not None or len(words) > 1 else ActorKind.NAME
    if syntax.dep(h) == "compound" and kind is ActorKind.NAME:
        return None
    surface = surface_of(syntax, words)
    if role is not None:
        kind = bearer_kind(role)
    strength = LIKELY if role is not None or finder.gazetteer.holdings(surface) else WEAK
    span = _span(syntax, h, [*tokens, last])
    if words[0] > 0 and syntax.words[words[0] - 1] in LOCATIVE and span[0] < words[0]:
        span = words[0], span[1]
    row = _row(finder, span, h, sentence, kind, strength, role=role, name=name, person=surface)
    return row if role is None or kind is ActorKind.PERSON else replace(row, name=surface, person=None)


def _span(syntax: Syntax, h: int, extra: list[int]) -> tuple[int, int]:
    left, right = syntax.noun_span(h)
    near = [i for i in extra if abs(i - h) <= 15]
    return min([left, *near]), max([right, *near])


def _bare_matches(finder: Finder, sentences: list[int], used: set[int]) -> list[Actor]:
    syntax = finder.syntax
    rows = []
    done: set[int] = set()
    for i, match in finder.matches.items():
        if id(match) in done:
            continue
        done.add(id(match))
        tokens = _match_tokens(finder, i)
        head = phrase_head(syntax, range(tokens[0], tokens[-1] + 1))
        absorbed = any(t in used for t in tokens)
        if absorbed and syntax.dep(head) not in {"poss", "pobj"}:
            continue
        if is_place_use(syntax, head, match.name):
            continue
        name = match.name
        if any(syntax.lemmas[c] == "ethnic" for c in syntax.kids(head, "amod")):  # a people inside some state
            name = replace(name, name=name.surface, country=None)
        rows.append(_row(finder, (tokens[0], tokens[-1]), head, sentences[head], name.kind, CERTAIN, name=name))
    return rows


def is_place_use(syntax: Syntax, head: int, name: Name) -> bool:
    """Tell whether a name of a country or capital stands for the place, not for who acts there."""
    if not name.place and name.kind is not ActorKind.METONYM:
        return False
    at = head
    while syntax.dep(at) == "conj" and syntax.head(at) != at:
        at = syntax.head(at)
    if syntax.dep(at) == "appos":
        return True
    return syntax.dep(at) == "pobj" and syntax.words[syntax.head(at)] in LOCATIVE


def _row(
    finder: Finder,
    span: tuple[int, int],
    head: int,
    sentence: int,
    kind: ActorKind,
    confidence: float,
    *,
    role: Role | None = None,
    name: Name | None = None,
    person: str | None = None,
    label: str | None = None,
) -> Actor:
    tokens = finder.syntax.tokens
    own = name if name is not None and person is None and kind is not ActorKind.ROLE else None
    label = own.name if own else label or person
    if kind is ActorKind.ROLE and label is None and role and name and name.kind is ActorKind.ORGANISATION:
        label = f"{name.name} ({role.phrase})"
    return Actor(
        start=tokens[span[0]].start,
        end=tokens[span[1]].end,
        sentence=sentence,
        head=head,
        kind=kind,
        name=label,
        country=name.country if name else None,
        sector=_sector(finder, head, role, name),
        office=role.phrase if role else None,
        person=person,
        maker=f"{NAME}/{VERSION}:{kind.value}",
        confidence=confidence,
    )
