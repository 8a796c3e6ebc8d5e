"""Predictor for entities and relations in crisis reporting (re3d)."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Argument, Event
from standoff.core.vocabulary import ActorKind, EventType, TimeKind
from standoff.resources.roles import load_roles

KINDS: Mapping[ActorKind, str] = {
    ActorKind.COUNTRY: "Location",
    ActorKind.METONYM: "Location",
    ActorKind.PEOPLE: "Nationality",
    ActorKind.ORGANISATION: "Organisation",
    ActorKind.PERSON: "Person",
    ActorKind.NAME: "Organisation",
}
"""re3d's types for our kinds of mention; roles are decided by their table, pronouns are left out."""
ROLE_KINDS: Mapping[str, str] = {"office": "Person", "body": "Organisation", "group": "Organisation"}
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
    found: dict[tuple[int, int], str] = {}
    for place in view.rows("places"):
        found[place.start, place.end] = "Location"
    for actor in view.rows("actors"):
        kind = _actor_type(actor)
        if kind:
            found.setdefault((actor.start, actor.end), kind)
    for time in view.rows("times"):
        if time.kind is not TimeKind.SET:
            found.setdefault((time.start, time.end), "Temporal")
    for figure in view.rows("figures"):
        found.setdefault((figure.start, figure.end), "Money" if figure.currency else "Quantity")
    return [{"start": start, "end": end, "type": kind} for (start, end), kind in found.items()]


def _actor_type(actor: Actor) -> str | None:
    if actor.kind is not ActorKind.ROLE:
        return KINDS.get(actor.kind)
    if actor.person is not None:
        return "Person"
    role = load_roles().phrases.get(tuple((actor.office or "").replace("-", " - ").split()))
    return ROLE_KINDS.get(role.kind) if role else None


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
