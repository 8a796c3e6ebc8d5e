"""The same person across reports: who is known in one report is known in the others.

A first version by full name or surname: a name that has one country in all reports that give it one has it everywhere.
"""

from collections.abc import Sequence
from dataclasses import replace

from standoff.store.records import ActorRecord, EventRecord, SpeakerRecord


def unify_actors(records: Sequence[EventRecord]) -> list[EventRecord]:
    """Fill in countries and full names of actors that other reports make plain.

    Args:
        records: event records of all reports.

    Returns:
        The records in the same order; nothing that was known is changed.
    """
    known = _known(records)
    return [
        replace(
            record,
            sources=[_fill(actor, known) for actor in record.sources],
            targets=[_fill(actor, known) for actor in record.targets],
            speakers=[_fill_speaker(speaker, known) for speaker in record.speakers],
        )
        for record in records
    ]


def _known(records: Sequence[EventRecord]) -> dict[str, ActorRecord]:
    """Full names and unambiguous surnames of persons with one country."""
    found: dict[str, dict[str | None, ActorRecord]] = {}
    for record in records:
        for actor in (*record.sources, *record.targets, *(s.actor for s in record.speakers if s.actor)):
            if actor.name and actor.country and " " in actor.name and "(" not in actor.name:
                for key in {actor.name, actor.name.split()[-1]}:
                    found.setdefault(key, {})[actor.country] = actor
    return {key: next(iter(actors.values())) for key, actors in found.items() if len(actors) == 1}


def _fill(actor: ActorRecord, known: dict[str, ActorRecord]) -> ActorRecord:
    other = known.get(actor.name or " ".join(actor.text.split()))
    if other is None or actor.country is not None:
        return actor
    return replace(actor, name=other.name, country=other.country, sector=actor.sector or other.sector)


def _fill_speaker(speaker: SpeakerRecord, known: dict[str, ActorRecord]) -> SpeakerRecord:
    return replace(speaker, actor=_fill(speaker.actor, known)) if speaker.actor else speaker
