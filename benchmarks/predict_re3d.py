"""Predictor for entities and relations in crisis reporting (re3d)."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Argument, Event
from standoff.core.vocabulary import ActorKind, EventType, TimeKind
from standoff.resources.name_shapes import load_name_shapes
from standoff.resources.roles import load_roles

KINDS: Mapping[ActorKind, str] = {
    ActorKind.COUNTRY: "Organisation",
    ActorKind.METONYM: "Organisation",
    ActorKind.PEOPLE: "Organisation",
    ActorKind.ORGANISATION: "Organisation",
    ActorKind.PERSON: "Person",
    ActorKind.PLACE: "Location",
    ActorKind.NAME: "Location",
}
"""re3d's types for our kinds of mention, where `_actor_type` does not say more; roles are decided by their table."""
THINGS: Mapping[str, str] = {
    "place": "Location",
    "weapon": "Weapon",
    "platform": "MilitaryPlatform",
    "vehicle": "Vehicle",
    "document": "DocumentReference",
}
"""re3d's types for common nouns and names of things (`name_shapes`)."""
PRONOUNS: Mapping[str, str] = {
    **dict.fromkeys(("i", "he", "she", "him", "her"), "Person"),
    **dict.fromkeys(("we", "us", "they"), "Organisation"),
}
"""Pronouns that re3d marks as a rule."""
BETWEEN_PARTIES = frozenset({"with", "against", "by", "between", "among", "like"})
"""Prepositions after which a state is a party, not a place."""
RELATIONS: Mapping[EventType, str] = {
    EventType.ASSAULT: "FightingAgainst",
    EventType.CONSULT: "CommWith",
    EventType.COOPERATE: "AlliesOf",
    EventType.SUPPORT: "AlliesOf",
}


def predict_re3d(rows: Sequence[Row]) -> Iterator[Row]:
    """Give actors, places, times and figures as entities, and some events as relations."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        yield {"id": row["id"], "entities": _entities(view), "relations": list(_relations(view))}


def _entities(view: DocumentView) -> list[Row]:
    syntax = view.derive(build_syntax)
    found: dict[tuple[int, int], str] = {}
    for place in view.rows("places"):
        found[place.start, place.end] = "Location"
    for actor in view.rows("actors"):
        kind = _actor_type(actor, syntax)
        if kind:
            found.setdefault((actor.start, actor.end), kind)
    for time in view.rows("times"):
        if time.kind is not TimeKind.SET:
            found.setdefault((time.start, time.end), "Temporal")
    for figure in view.rows("figures"):
        found.setdefault((figure.start, figure.end), "Money" if figure.currency else "Quantity")
    for start, head, end, kind in _things(syntax):
        if not any(s <= head < e for s, e in found):  # an owner inside ("Valdoran tanks") is no hindrance
            found[start, end] = kind
    joined = _join_places(found, view.text)
    return [
        {"start": start, "end": end, "type": kind}
        for (start, end), kind in joined.items()
        if not any(s <= start and end <= e and (s, e) != (start, end) and joined[s, e] == kind for s, e in joined)
    ]


def _join_places(found: Mapping[tuple[int, int], str], text: str) -> dict[tuple[int, int], str]:
    """Make one of places that lie in one another: "Lorn, Valdora" and "the village of Lorn"."""
    made: dict[tuple[int, int], str] = {}
    for (start, end), kind in sorted(found.items()):
        last = next(reversed(made), (0, 0))
        between = text[last[1] : start]
        if kind == made.get(last) == "Location" and between in {", ", " of ", " in ", " of the "}:
            del made[last]
            start = last[0]
        made[start, end] = kind
    return made


def _actor_type(actor: Actor, syntax: Syntax) -> str | None:
    token = syntax.tokens[actor.head]
    if actor.kind is ActorKind.PRONOUN:
        return PRONOUNS.get(syntax.words[actor.head])
    if actor.kind is not ActorKind.ROLE and token.tag == "JJ":
        return "Nationality"
    preposition = syntax.words[token.head] if token.dep == "pobj" else ""
    if actor.kind in {ActorKind.COUNTRY, ActorKind.METONYM} and token.dep in {"pobj", "dobj"}:
        return "Organisation" if preposition in BETWEEN_PARTIES else "Location"
    if actor.kind is ActorKind.NAME and actor.sector:
        return "MilitaryPlatform"  # a vessel
    if actor.kind is not ActorKind.ROLE:
        return KINDS[actor.kind]
    return _role_type(actor, syntax)


def _role_type(actor: Actor, syntax: Syntax) -> str | None:
    role = load_roles().phrases.get(tuple((actor.office or "").replace("-", " - ").split()))
    if role is None or actor.person is not None:
        return "Person" if actor.person is not None else None
    if role.kind == "body" or syntax.tokens[actor.head].tag in {"NNS", "NNPS"}:
        return "Organisation"
    collective = load_name_shapes().last.get(syntax.lemmas[actor.head])
    kind = collective.kind if collective is not None else None
    return {"organisation": "Organisation", "place": "Location"}.get(kind or "", "Person")


def _things(syntax: Syntax) -> Iterator[tuple[int, int, int, str]]:
    """Common nouns and names of things, with where their head begins: the head's kind by the table of names."""
    shapes = load_name_shapes()
    for i, token in enumerate(syntax.tokens):
        shape = shapes.last.get(syntax.lemmas[i]) if token.pos in {"NOUN", "PROPN"} else None
        if shape is not None and shape.kind in THINGS and syntax.dep(i) != "compound":
            left, right = syntax.noun_span(i)
            yield syntax.tokens[left].start, token.start, syntax.tokens[right].end, THINGS[shape.kind]


def _relations(view: DocumentView) -> Iterator[Row]:
    events: Sequence[Event] = view.rows("events")
    for event in events:
        kind = RELATIONS.get(event.type)
        if kind is None:
            continue
        for source, target in _pairs(event):
            ends = {"s_start": source.start, "s_end": source.end, "t_start": target.start, "t_end": target.end}
            yield {"type": kind, **ends}


def _pairs(event: Event) -> list[tuple[Argument, Argument]]:
    if event.targets:
        return [(s, t) for s in event.sources for t in event.targets]
    return [(s, t) for n, s in enumerate(event.sources) for t in event.sources[n + 1 :]]
