"""The same person across reports: who is known in one report is known in the others.

A first version by full name or surname: a name that has one country in all reports that give it one has it everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from standoff.store.records import ActorRecord, EventRecord, SpeakerRecord

Known = Mapping[str, ActorRecord]
"""Full names and unambiguous surnames, each with the person that they name in all reports."""


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
    """Find the full names and unambiguous surnames of persons with one country."""
    found: dict[str, dict[str | None, ActorRecord]] = {}
    for record in records:
        for actor in (*record.sources, *record.targets, *(s.actor for s in record.speakers if s.actor)):
            if actor.name and actor.country and " " in actor.name and "(" not in actor.name:
                for key in {actor.name, actor.name.split()[-1]}:
                    found.setdefault(key, {})[actor.country] = actor
    return {key: next(iter(actors.values())) for key, actors in found.items() if len(actors) == 1}


def fill_actor(actor: ActorRecord, known: Known) -> ActorRecord:
    """Give an actor without a country the identity that its name has in other reports."""
    other = known.get(actor.name or " ".join(actor.text.split()))
    if other is None or actor.country is not None:
        return actor
    return replace(actor, name=other.name, country=other.country, sector=actor.sector or other.sector)


def _fill_speaker(speaker: SpeakerRecord, known: Known) -> SpeakerRecord:
    return replace(speaker, actor=fill_actor(speaker.actor, known)) if speaker.actor else speaker
