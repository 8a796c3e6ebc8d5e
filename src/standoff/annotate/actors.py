"""Actors as they stand in the text: countries, peoples, seats, organisations, offices, groups, persons, pronouns.

A mention is built around a head noun. What the words of its own phrase say (names, adjectives of nationality, offices,
possessors, appositions) decides country and sector here; what the rest of the document says is the link room's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from standoff.annotate.casing import readable_text
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Sentence
from standoff.core.stage import Layers
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer, Match, Name
from standoff.resources.roles import RELATIONAL, Role, Roles

NAME = "actors"
VERSION = "1"

LOCATIVE = frozenset(
    {"in", "at", "near", "around", "inside", "outside", "across", "throughout", "within", "along", "via"}
)
"""Prepositions after which the name of a country or capital is a place and no actor."""
OWNERSHIP = ("of", "from", "for", "in")
"""Prepositions by which an office or a group is tied to its country, nearest meaning first."""
PRONOUNS = frozenset(
    (
        "he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "themselves", "himself", "herself",
        "his", "its", "their", "our", "my",
    )
)  # fmt: skip
CALENDAR = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december",
    )
)  # fmt: skip
CERTAIN, LIKELY, WEAK = 0.9, 0.7, 0.3
"""Confidence of a mention that a table names, of one that a role word makes, of a bare unknown name."""


@dataclass
class _Finder:
    syntax: Syntax
    matches: dict[int, Match]
    roles: dict[int, Role]
    role_tokens: set[int]
    modifiers: dict[str, Role]
    gazetteer: Gazetteer


def make_annotator(gazetteer: Gazetteer, roles: Roles) -> Callable[[DocumentView], Layers]:
    """Make the stage's function for a gazetteer and a table of roles."""

    def annotate(view: DocumentView) -> Layers:
        syntax = view.derive(build_syntax)
        named = _align(syntax, gazetteer.find(readable_text(view, gazetteer)))
        role_heads, role_tokens = find_roles(syntax, roles, named)
        matches = {i: m for i, m in named.items() if not _is_part_of_name(syntax, i, named, role_tokens)}
        finder = _Finder(syntax, matches, role_heads, role_tokens, roles.modifiers, gazetteer)
        rows = _find_mentions(finder, sentence_numbers(view.rows("sentences"), syntax))
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


def find_roles(syntax: Syntax, roles: Roles, named: Mapping[int, Match]) -> tuple[dict[int, Role], set[int]]:
    """Find role phrases, longest first, outside of names that the gazetteer knows.

    Returns:
        The role by the position of its head token, and all token positions that role phrases cover.
    """
    heads: dict[int, Role] = {}
    covered: set[int] = set()
    i, size = 0, len(syntax.tokens)
    while i < size:
        step = 1
        for length in range(0 if i in named else min(roles.longest, size - i), 0, -1):
            role = _role_at(syntax, roles, i, length)
            if role is not None:
                head = _phrase_head(syntax, range(i, i + length))
                if syntax.tokens[head].pos in {"NOUN", "PROPN"}:
                    heads[head] = role
                    covered.update(range(i, i + length))
                    step = length
                    break
        i += step
    return heads, covered


def _role_at(syntax: Syntax, roles: Roles, i: int, length: int) -> Role | None:
    words = tuple(syntax.words[i : i + length])
    role = roles.phrases.get((*words[:-1], syntax.lemmas[i + length - 1])) or roles.phrases.get(words)
    if role is None and words[-1].endswith("s") and syntax.tokens[i + length - 1].pos == "PROPN":
        role = roles.phrases.get((*words[:-1], words[-1][:-1]))
    return role


def _phrase_head(syntax: Syntax, span: range) -> int:
    for i in span:
        if syntax.head(i) not in span or syntax.head(i) == i:
            return i
    return span[-1]


def _align(syntax: Syntax, found: Iterable[Match]) -> dict[int, Match]:
    """Lay names that begin and end with a token over the tokens."""
    starts = {t.start: i for i, t in enumerate(syntax.tokens)}
    ends = {t.end: i for i, t in enumerate(syntax.tokens)}
    made: dict[int, Match] = {}
    for match in found:
        if syntax.text[max(0, match.start - 5) : match.start].lower().endswith(("pro-", "anti-")):
            continue  # friends and enemies of a country are not that country's
        first, last = starts.get(match.start), ends.get(match.end)
        if first is not None and last is not None:
            made.update(dict.fromkeys(range(first, last + 1), match))
    return made


def _is_part_of_name(syntax: Syntax, i: int, named: Mapping[int, Match], role_tokens: set[int]) -> bool:
    """Tell whether a one-word name is part of a longer one (Michael Jordan, Paris Agreement)."""
    token, match = syntax.tokens[i], named[i]
    if token.pos != "PROPN" or match.end - match.start != token.end - token.start or match.name.adjective:
        return False
    if syntax.dep(i) == "compound":
        head = syntax.head(i)
        return syntax.tokens[head].pos == "PROPN" and head not in named and head not in role_tokens and head > i
    before = [c for c in syntax.kids(i, "compound") if c == i - 1 and syntax.tokens[c].pos == "PROPN"]
    return any(c not in named and c not in role_tokens for c in before)


def _find_mentions(finder: _Finder, sentences: list[int]) -> list[Actor]:
    syntax = finder.syntax
    rows: list[Actor] = []
    used: set[int] = set()
    for h in range(len(syntax.tokens)):
        row = None
        if h in finder.roles and not _inside_other_actor(finder, h):
            rows += _role_mentions(finder, h, sentences[h], used)
        elif syntax.tokens[h].pos == "PROPN" and h not in finder.matches and _is_chain_head(syntax, h):
            row = _name_mention(finder, h, sentences[h], used)
        elif syntax.words[h] in PRONOUNS and syntax.dep(h) not in {"det", "expl"} and syntax.tokens[h].pos == "PRON":
            row = _row(finder, (h, h), h, sentences[h], ActorKind.PRONOUN, WEAK)
        if row is not None:
            rows.append(row)
    rows += _bare_matches(finder, sentences, used)
    return rows


def _inside_other_actor(finder: _Finder, h: int) -> bool:
    """A title in front of a name, or a role word that only modifies another role ("police chief")."""
    syntax = finder.syntax
    if syntax.dep(h) not in {"compound", "nmod", "amod"}:
        return False
    head = syntax.head(h)
    return head in finder.roles or (syntax.tokens[head].pos == "PROPN" and head not in finder.matches)


def _is_chain_head(syntax: Syntax, h: int) -> bool:
    if syntax.words[h] in CALENDAR or not syntax.text[syntax.tokens[h].start].isupper():
        return False
    return syntax.dep(h) not in {"compound", "nmod"} or syntax.tokens[syntax.head(h)].pos != "PROPN"


def _modifier_tokens(syntax: Syntax, h: int) -> list[int]:
    found = []
    for c in syntax.kids(h, "compound", "amod", "nmod", "nummod"):
        if c < h:
            found += [*_modifier_tokens(syntax, c), c, *[d for d in syntax.kids(c, "conj") if d < h]]
    return found


def _evidence(finder: _Finder, h: int, with_prepositions: bool) -> tuple[Name | None, list[int]]:
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


def _lives_in(finder: _Finder, h: int, i: int) -> bool:
    """Groups of people are of the country that they are in; offices and bodies may be anybody's."""
    role = finder.roles.get(h)
    return role is not None and role.kind == "group" and finder.matches[i].name.kind is ActorKind.COUNTRY


def _match_tokens(finder: _Finder, i: int) -> list[int]:
    match = finder.matches[i]
    return [j for j in range(max(0, i - 12), min(len(finder.syntax.tokens), i + 13)) if finder.matches.get(j) is match]


def _sector(finder: _Finder, h: int, role: Role | None, name: Name | None) -> str | None:
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


def _person_words(finder: _Finder, h: int) -> list[int]:
    """The tokens of a person's name that ends with this head, without titles and countries."""
    syntax = finder.syntax
    words = [h]
    for c in sorted(syntax.kids(h, "compound"), reverse=True):
        if (
            c == words[0] - 1
            and c not in finder.role_tokens
            and c not in finder.matches
            and syntax.tokens[c].pos == "PROPN"
        ):
            words.insert(0, c)
    return words


def _surface(syntax: Syntax, tokens: list[int]) -> str:
    return " ".join(syntax.text[syntax.tokens[tokens[0]].start : syntax.tokens[tokens[-1]].end].split())


def _role_mentions(finder: _Finder, h: int, sentence: int, used: set[int]) -> list[Actor]:
    """The mention of a role; two where a plural stands for two countries' ("the Greek and Turkish envoys")."""
    syntax = finder.syntax
    role = finder.roles[h]
    name, tokens = _evidence(finder, h, True)
    person = None
    last = h
    for a in _appositions(syntax, h):
        if syntax.tokens[a].pos == "PROPN" and a not in finder.matches and a not in finder.roles and a - h <= 5:
            words = _person_words(finder, a)
            person, last = _surface(syntax, words), a
            break
    names = [name]
    if syntax.tokens[h].tag in {"NNS", "NNPS"}:
        owners = [*_modifier_tokens(syntax, h), *syntax.prepositions(h).get("of", [])]
        listed = {finder.matches[i].name.name: i for i in owners if i in finder.matches}
        if len(listed) > 1:
            tokens = sorted({t for i in listed.values() for t in _match_tokens(finder, i)})
            names = [finder.matches[i].name for i in listed.values()]
    used.update(tokens)
    span = _span(syntax, h, [*tokens, last])
    return [_row(finder, span, h, sentence, ActorKind.ROLE, LIKELY, role=role, name=n, person=person) for n in names]


def _name_mention(finder: _Finder, h: int, sentence: int, used: set[int]) -> Actor | None:
    syntax = finder.syntax
    words = _person_words(finder, h)
    titles = [c for c in _modifier_tokens(syntax, h) if c in finder.roles]
    role = finder.roles[titles[-1]] if titles else None
    name, tokens = _evidence(finder, h, role is not None)
    last = h
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
    person = _surface(syntax, words)
    strength = LIKELY if role is not None or finder.gazetteer.holdings(person) else WEAK
    return _row(
        finder, _span(syntax, h, [*tokens, h]), h, sentence, kind, strength, role=role, name=name, person=person
    )


def _span(syntax: Syntax, h: int, extra: list[int]) -> tuple[int, int]:
    left, right = syntax.noun_span(h)
    near = [i for i in extra if abs(i - h) <= 15]
    return min([left, *near]), max([right, *near])


def _bare_matches(finder: _Finder, sentences: list[int], used: set[int]) -> list[Actor]:
    syntax = finder.syntax
    rows = []
    done: set[int] = set()
    for i, match in finder.matches.items():
        if id(match) in done:
            continue
        done.add(id(match))
        tokens = _match_tokens(finder, i)
        head = _phrase_head(syntax, range(tokens[0], tokens[-1] + 1))
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
    finder: _Finder,
    span: tuple[int, int],
    head: int,
    sentence: int,
    kind: ActorKind,
    confidence: float,
    *,
    role: Role | None = None,
    name: Name | None = None,
    person: str | None = None,
) -> Actor:
    tokens = finder.syntax.tokens
    own = name if name is not None and kind not in {ActorKind.ROLE, ActorKind.PERSON, ActorKind.NAME} else None
    label = own.name if own else person
    if kind is ActorKind.ROLE and person is None and role and name and name.kind is ActorKind.ORGANISATION:
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
