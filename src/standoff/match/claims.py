"""Claims: what is said to be so, by whom, from how many independent origins, and who says otherwise.

A first version: mentions make one claim when type and the countries of both sides agree (or, with no country known, the
words of the sides) and no gap of more than three days lies between them. A denial contradicts the claims of the same
acts. Places and figures are not compared yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.core.vocabulary import Basis, Polarity, StatementKind, Status
from standoff.store.records import ActorRecord, EventRecord

Key = tuple[str, frozenset[str], frozenset[str]]
GAP_DAYS = 3
"""Mentions of like acts further apart than this (days between one and the next) are taken for different happenings."""
DENYING = frozenset({Status.DENIED, Status.REFUSED})


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said to be so, with all its mentions."""

    mentions: tuple[EventRecord, ...]
    denials: tuple[EventRecord, ...]
    speakers: tuple[str, ...]
    origins: int


def side_key(side: Sequence[ActorRecord]) -> frozenset[str]:
    """Name a side by its countries, else by its canonical names, else by its words."""
    return frozenset(a.country or a.name or a.text.lower() for a in side)


def claim_key(record: EventRecord) -> Key:
    """Give what two mentions must share to be one claim; one that names nobody is a claim of its own."""
    if not record.sources and not record.targets:
        return record.event_id, frozenset(), frozenset()
    return record.type.value, side_key(record.sources), side_key(record.targets)


def speaker_label(record: EventRecord) -> str:
    """Say who is behind a mention: its innermost named speaker, else what it rests on, else the report itself."""
    for speaker in record.speakers:
        if speaker.actor is not None:
            return speaker.actor.name or " ".join(speaker.actor.text.split())
    for speaker in record.speakers:
        if speaker.basis is not None:
            return speaker.basis.value.replace("_", " ")
    return record.outlet or record.report


def is_denied(record: EventRecord) -> bool:
    """Tell whether a mention says that the act did not or will not happen."""
    if record.status in DENYING or any(s.kind == StatementKind.DENIES.value for s in record.speakers):
        return True
    return record.polarity is Polarity.NEGATIVE


def origin_of(record: EventRecord, original: str) -> str:
    """Name the origin of a mention: the state whose officials say it, the speaker, what it rests on, or the report."""
    speaker = next((s for s in record.speakers if s.actor is not None), None)
    state = speaker.actor.country if speaker is not None and speaker.actor is not None else None
    if speaker is not None and speaker.basis is Basis.OFFICIAL_STATEMENT and state is not None and len(state) == 3:
        return f"state:{state}"
    if any(s.actor is not None or s.basis is not None for s in record.speakers):
        return speaker_label(record)
    return f"report:{original}"


def count_origins(mentions: Sequence[EventRecord], copies: Mapping[str, str]) -> int:
    """Count independent origins: one spokesman is one, however many outlets quote him, all officials of one state are
    one, and a copy adds none."""
    found: set[str] = set()
    present = {record.doc_id for record in mentions}
    for record in mentions:
        original = copies.get(record.doc_id, record.doc_id)
        if original != record.doc_id and original in present:
            continue
        found.add(origin_of(record, original))
    return len(found)


def same_happening(records: Sequence[EventRecord]) -> list[list[EventRecord]]:
    """Split mentions of like acts where more than a few days lie between one and the next: like is not the same."""
    groups: list[list[EventRecord]] = []
    for record in sorted(records, key=_day):
        if groups and _near(_day(groups[-1][-1]), _day(record)):
            groups[-1].append(record)
        else:
            groups.append([record])
    return groups


def _day(record: EventRecord) -> str:
    stated = next((time.earliest for time in record.times if time.earliest), None)
    return (stated or record.published or "")[:10]


def _near(one: str, other: str) -> bool:
    if len(one) < len("2000-01-01") or len(other) < len("2000-01-01"):
        return one == other
    return (date.fromisoformat(other) - date.fromisoformat(one)).days <= GAP_DAYS


def find_claims(records: Sequence[EventRecord], copies: Mapping[str, str]) -> list[Claim]:
    """Gather attributed mentions into claims, and set denials of the same act beside them.

    Args:
        records: all event records of the reports.
        copies: `find_copies` of the same reports.

    Returns:
        Claims in the order of their first mention. An act that is only denied is a claim with no mentions.
    """
    alike: dict[Key, list[EventRecord]] = {}
    for record in records:
        if record.speakers or is_denied(record):
            alike.setdefault(claim_key(record), []).append(record)
    place = {record.event_id: n for n, record in enumerate(records)}
    groups = [group for found in alike.values() for group in same_happening(found)]
    groups.sort(key=lambda group: min(place[record.event_id] for record in group))
    return [_claim(group, copies) for group in groups]


def _claim(group: Sequence[EventRecord], copies: Mapping[str, str]) -> Claim:
    mentions = [record for record in group if not is_denied(record)]
    denials = [record for record in group if is_denied(record)]
    speakers = dict.fromkeys(speaker_label(m) for m in mentions)
    return Claim(tuple(mentions), tuple(denials), tuple(speakers), count_origins(mentions, copies))
