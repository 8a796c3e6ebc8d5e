"""Actors across reports: one key for all mentions of an actor, and persons whom one report makes known to others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from standoff.core.vocabulary import GROUP_CODES
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.name_shapes import PERSON, load_name_shapes
from standoff.store.records import ActorRecord, EventRecord, SpeakerRecord

STATE_SECTORS = frozenset({None, "GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
"""Sectors that act for their state."""
STATE_CODE = 3
"""Letters of a state's code: ISO 3166-1 alpha-3, or one that the user's table gives."""

Known = Mapping[str, ActorRecord]
"""Full names and unambiguous surnames, each with the person that they name in all reports."""


def key_of(name: str | None, country: str | None, sector: str | None) -> str | None:
    """Name an actor so that mentions of it agree: its country's code, else its canonical name; None where unknown.

    Whoever does not act for the state (protesters, firms, separatists) has the sector beside the code.
    """
    if country is not None and country not in GROUP_CODES:
        return country if sector in STATE_SECTORS else f"{country}:{sector}"
    return name.split(" (")[0] if name else None


def is_named(key: str) -> bool:
    """Tell whether a key is a name of its own: no state, no group of one ("XKE:REB"), no bare word ("troop")."""
    head = key.partition(":")[0]
    return " " in key or not (key.islower() or (len(head) == STATE_CODE and head.isupper()))


@lru_cache(maxsize=1 << 14)
def is_person(name: str) -> bool:
    """Tell whether a canonical name is a person's full name, by its shape and by the tables of countries and bodies."""
    words = name.split()
    if len(words) < 2 or "(" in name or not all(word[:1].isupper() or len(word) <= PARTICLE for word in words):
        return False
    shapes = load_name_shapes()
    kinds = {shape.kind for shape in (shapes.ending(words), shapes.opening(words)) if shape is not None}
    if kinds - {PERSON}:
        return False
    return not any(match.end == len(name) for match in load_gazetteer().find(name))


PARTICLE = 3
"""Longest particle inside a name that is written small (letters: "van", "bin", "de")."""


def persons_of(actors: Iterable[ActorRecord]) -> frozenset[tuple[str, str]]:
    """Give the persons among actors whose side and sector are known: the key of their side, and their full name."""
    keyed = ((key_of(a.name, a.country, a.sector), a.name) for a in actors if a.name and a.sector)
    return frozenset((key, name) for key, name in keyed if key and name and is_person(name))


def are_others(mine: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> bool:
    """Tell whether of one side two mentions name persons, and no person of both: ministers meet beside presidents."""
    both = {key for key, _ in mine} & {key for key, _ in theirs}
    return bool(both) and not {p for p in mine if p[0] in both} & {p for p in theirs if p[0] in both}


def unify_actors(records: Sequence[EventRecord], known: Known) -> list[EventRecord]:
    """Fill in countries and full names of actors that other reports make plain.

    Args:
        records: event records of all reports.
        known: `known_persons` of the same records.

    Returns:
        The records in the same order; nothing that was known is changed.
    """
    return [
        replace(
            record,
            sources=[fill_actor(actor, known) for actor in record.sources],
            targets=[fill_actor(actor, known) for actor in record.targets],
            speakers=[_fill_speaker(speaker, known) for speaker in record.speakers],
        )
        for record in records
    ]


def known_persons(records: Sequence[EventRecord]) -> Known:
    """Find the persons whose full name and surname mean one person in all reports, with or without a country."""
    told: dict[str, list[ActorRecord]] = {}
    for record in records:
        for actor in (*record.sources, *record.targets, *(s.actor for s in record.speakers if s.actor)):
            if actor.name and is_person(actor.name):
                told.setdefault(actor.name, []).append(actor)
    full = {name: _best(actors) for name, actors in told.items() if len(_countries(actors)) <= 1}
    bearers: dict[str, list[str]] = {}
    for name in told:
        bearers.setdefault(name.split()[-1], []).append(name)
    surnames = {
        surname: full[max(names, key=lambda name: (len(told[name]), name))]
        for surname, names in bearers.items()
        if all(name in full for name in names) and _one_person(names, [a for name in names for a in told[name]])
    }
    return {key: actor for key, actor in (surnames | full).items() if actor.country or " " not in key}


def _best(actors: Sequence[ActorRecord]) -> ActorRecord:
    """Choose the mention that tells most of a person."""
    return max(actors, key=lambda actor: (actor.country is not None, actor.sector is not None))


def _countries(actors: Sequence[ActorRecord]) -> set[str]:
    return {actor.country for actor in actors if actor.country}


def _one_person(names: Sequence[str], actors: Sequence[ActorRecord]) -> bool:
    """Tell whether full names with one surname are forms of one name: of one country, with one first letter."""
    return len(_countries(actors)) <= 1 and len({name[0] for name in names}) == 1


def fill_actor(actor: ActorRecord, known: Known) -> ActorRecord:
    """Give an actor without a country the identity that its name has in other reports."""
    other = known.get(actor.name or " ".join(actor.text.split()))
    if other is None or actor.country is not None or (actor.name and " " in actor.name and other.country is None):
        return actor
    return replace(actor, name=other.name, country=other.country, sector=actor.sector or other.sector)


def _fill_speaker(speaker: SpeakerRecord, known: Known) -> SpeakerRecord:
    return replace(speaker, actor=fill_actor(speaker.actor, known)) if speaker.actor else speaker
