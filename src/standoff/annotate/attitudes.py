"""What an attitude is about: the content of verbs, nouns and adjectives of judging, wanting, asking, knowing, naming.

The lexicon says in `takes` what may be the content of each: `that` (a finite clause, a question included), `to` (an
infinitive), `ing` (a gerund), `obj` (a noun phrase), `obj_as` (one that is called something: "sees it as a threat"),
`to_np` (the preposition *to*), or another preposition.
"""

from collections.abc import Callable, Iterator, Sequence

from standoff.annotate.syntax import Syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.vocabulary import StatementKind
from standoff.resources.cues import Attitude

ATTACHED = frozenset({"of", "for", "as", "to", "over", "against", "about", "on", "into", "from", "in"})
"""Prepositions that go on with the content behind an object ("praised the crew for its calm")."""
EMPTY = frozenset({"nothing", "nobody"})
"""Objects that leave a verb without content ("said nothing")."""
CLAUSES = ("ccomp", "xcomp", "acl", "relcl", "advcl")
Spans = list[tuple[int, int]]


def contents_of(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    """Find the content of an attitude.

    Args:
        syntax: the tree.
        i: position of the word that names the attitude.
        attitude: its row in the lexicon.

    Returns:
        First and last token position of each part, in text order; empty where the word has no content.
    """
    if attitude.kind is StatementKind.APPEARS:
        found = _appearance(syntax, i, attitude)
    elif attitude.pos == "verb":
        found = _clauses(syntax, i, attitude) or _objects(syntax, i, attitude) or _phrases(syntax, i, attitude)
    elif attitude.pos == "noun":
        found = _noun_clauses(syntax, i, attitude) or _phrases(syntax, i, attitude)
    else:
        copula = syntax.head(i)
        found = _clauses(syntax, i, attitude) or _phrases(syntax, i, attitude)
        if not found and syntax.dep(i) == "acomp":
            found = [s for s in _clauses(syntax, copula, attitude) if s[0] > i]
    return sorted(span for span in found if not span[0] <= i <= span[1])


def tells(syntax: Syntax, i: int, spans: Spans) -> bool:
    """Tell whether the content of an attitude is a finite clause, which says that something is so."""
    above = [i, syntax.head(i)] if syntax.tokens[i].pos == "NOUN" else [i]
    clauses = [c for at in above for c in syntax.kids(at, "ccomp", "acl", "relcl")]
    return any(
        syntax.edges[c][0] == spans[0][0] and not _is_infinitive(syntax, c) and not _is_gerund(syntax, c)
        for c in clauses
    )


def sources_of(syntax: Syntax, i: int, attitude: Attitude, is_cue: Callable[[int], bool]) -> list[int]:
    """Find whose attitude it is.

    Args:
        syntax: the tree.
        i: position of the word that names the attitude.
        attitude: its row in the lexicon.
        is_cue: tells whether a verb is one of saying or attitude itself; who denies a claim is not who makes it.

    Returns:
        Token positions, the first speaker first.
    """
    if attitude.kind is StatementKind.APPEARS:
        return []
    if attitude.pos == "verb":
        return syntax.subjects(i)
    if attitude.pos == "noun":
        verb = syntax.governor(i)
        if verb is None or not is_cue(verb):
            return syntax.holders(i)
        phrases = syntax.prepositions(i)
        return syntax.kids(i, "poss") or phrases.get("by", []) or phrases.get("from", [])
    if syntax.dep(i) in {"acomp", "oprd", "attr"}:
        return syntax.subjects(syntax.head(i))
    return syntax.subjects(i) or syntax.undergoers(i)


def _appearance(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    """How something looks, to nobody named: the thing and what it seems to be or do."""
    at = i if attitude.pos == "verb" else syntax.head(i)
    looks = [c for c in syntax.kids(at, "ccomp", "xcomp", "oprd", "acomp") if c > i]
    looks = looks or [c for c in syntax.kids(i, "ccomp", "xcomp") if c > i]
    if not looks or (attitude.pos == "adj" and syntax.dep(looks[0]) != "ccomp"):
        return []
    things = [s for s in syntax.kids(at, "nsubj") if syntax.words[s] not in {"it", "there"}]
    return [*(syntax.edges[s] for s in things if attitude.pos == "verb"), syntax.edges[looks[0]]]


def _is_infinitive(syntax: Syntax, i: int) -> bool:
    return any(syntax.words[a] == "to" for a in syntax.kids(i, "aux"))


def _is_gerund(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[i].tag == "VBG" and not syntax.kids(i, "aux", "nsubj")


def _fits(syntax: Syntax, clause: int, attitude: Attitude) -> bool:
    if _is_infinitive(syntax, clause):
        return "to" in attitude.takes
    if _is_gerund(syntax, clause):
        return "ing" in attitude.takes
    return "that" in attitude.takes


def _clauses(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    clauses = [c for c in syntax.kids(i, "ccomp", "xcomp") if _fits(syntax, c, attitude)]
    if not clauses and "for" in attitude.takes:
        clauses = [c for c in syntax.kids(i, "advcl") if c > i and _is_infinitive(syntax, c)]
        return [
            (syntax.edges[c][0] + 1, syntax.edges[c][1]) for c in clauses if syntax.words[syntax.edges[c][0]] == "for"
        ]
    spans = [syntax.edges[c] for c in clauses]
    objects = syntax.kids(i, "dobj", "dative")
    if spans and objects and _is_infinitive(syntax, clauses[0]) and objects[0] < clauses[0]:
        spans[0] = (syntax.edges[objects[0]][0], spans[0][1])  # "wants the fleet to leave"
    return [_clip(i, span) for span in spans]


def _clip(i: int, span: tuple[int, int]) -> tuple[int, int]:
    first, last = span
    return (i + 1, last) if first < i < last else span


def _objects(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    if not attitude.takes & {"obj", "obj_as"}:
        return []
    passive = syntax.is_passive(i)
    objects = syntax.kids(i, "nsubjpass" if passive else "dobj")
    if not objects and not passive:
        objects = [s for c in syntax.kids(i, "ccomp", "xcomp") for s in syntax.kids(c, "nsubj")]
    if not objects or syntax.words[objects[0]] in EMPTY:
        return []
    behind = i if passive else objects[-1]
    attached = [
        c
        for c in syntax.kids(i, "prep", "xcomp", "oprd", "ccomp", "acomp")
        if c > behind and (syntax.dep(c) != "prep" or syntax.words[c] in ATTACHED)
    ]
    named = any(syntax.words[c] == "as" or syntax.dep(c) != "prep" for c in attached)
    if "obj" not in attitude.takes and not named:
        return []
    first, last = syntax.edges[objects[0]][0], syntax.edges[objects[-1]][1]
    tail = (
        min((syntax.edges[c][0] for c in attached), default=last),
        max((syntax.edges[c][1] for c in attached), default=last),
    )
    if passive:
        return [(first, last), tail] if attached else [(first, last)]
    return [(first, max(last, tail[1]))]


def _noun_clauses(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    for c in _clauses_behind(syntax, i):
        if _fits(syntax, c, attitude) and (_is_infinitive(syntax, c) or _is_content_clause(syntax, c)):
            return [syntax.edges[c]]
    return []


def _clauses_behind(syntax: Syntax, noun: int) -> Iterator[int]:
    yield from (c for c in syntax.kids(noun, *CLAUSES) if c > noun)
    if syntax.dep(noun) in {"dobj", "attr", "nsubj"}:
        beside = syntax.kids(syntax.head(noun), "ccomp", "xcomp", "advcl")
        yield from (c for c in beside if c > noun and syntax.edges[c][0] == noun + 1)


def _is_content_clause(syntax: Syntax, clause: int) -> bool:
    """Whether a clause behind a noun says what the noun contains, and is no relative clause."""
    first = syntax.edges[clause][0]
    marks = [m for m in syntax.kids(clause, "mark") if syntax.words[m] in {"that", "whether", "if"}]
    return bool(marks) or (syntax.dep(clause) == "ccomp" and syntax.tokens[first].pos != "PUNCT")


def _phrases(syntax: Syntax, i: int, attitude: Attitude) -> Spans:
    if attitude.pos == "verb" and syntax.is_passive(i):
        return []
    for p in _prepositions(syntax, i):
        word = syntax.words[p]
        if ("to_np" if word == "to" else word) in attitude.takes:
            inner = [c for c in syntax.kids(p, "pobj", "pcomp", "ccomp") if c > p]
            if inner:
                wanted = [c for c in syntax.kids(i, "xcomp", "advcl") if c > p and _is_infinitive(syntax, c)]
                last = max([syntax.edges[p][1], *(syntax.edges[c][1] for c in wanted if attitude.pos == "verb")])
                return [(syntax.edges[inner[0]][0], last)]
    return []


def _prepositions(syntax: Syntax, i: int) -> Sequence[int]:
    own = [p for p in syntax.kids(i, "prep") if p > i]
    if not own and syntax.tokens[i].pos in NOMINAL | {"ADJ"}:
        own = [p for p in syntax.kids(syntax.head(i), "prep") if p == i + 1]
    return own
