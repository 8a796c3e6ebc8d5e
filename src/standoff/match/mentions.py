"""Mentions: the event records of a catalogue, read back as rows, with the happening that each tells of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from standoff.core.arrow import row_from_dict
from standoff.core.vocabulary import Polarity, StatementKind, Status
from standoff.match.actors import Known, unify_actors
from standoff.store.records import EventRecord

BATCH = 2_000
"""Event records decoded at a time; more only costs memory."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One telling of something: a coded act, or what a statement says without one."""

    record: EventRecord
    happening_id: str
    known: str | None
    """ISO day from which its report counts as known."""
    original: str
    """The report that the words come from: the mention's own, or the one that it copies."""
    story_id: str | None
    whole_copy: bool = False
    """Whether its report is a copy as a whole."""
    coded: bool = True
    """Whether it is a coded act; else a statement that bears on one, whose record borrows the act's type and sides."""

    @property
    def day(self) -> str:
        """When it happened as far as it is told, else when it was told; empty where nobody knows."""
        stated = next((t.earliest or t.latest for t in self.record.times if t.earliest or t.latest), None)
        return (stated or self.known or "")[:10]


_QUERY = """
with passages as (
    select e.event_id, p.from_doc, row_number() over (
        partition by e.event_id order by p."end" - p.start desc, p.from_doc) as rank
    from events e join copied_passages p
      on p.doc_id = e.doc_id and not p.quoted and p.start <= e.sentence.start and e.sentence."end" <= p."end"
)
select e.*, r.known, h.happening_id, s.story_id,
       case when c.kind = 'copy' then c.original else coalesce(p.from_doc, e.doc_id) end as copied_from,
       coalesce(c.kind = 'copy', false) as whole_copy
from events e
join reports r using (doc_id)
join happenings h using (event_id)
left join stories s using (doc_id)
left join copies c using (doc_id)
left join passages p on p.event_id = e.event_id and p.rank = 1
order by coalesce(r.known, '9999'), e.doc_id, e.start, e.event_id
"""


def read_mentions(connection: duckdb.DuckDBPyConnection) -> Iterator[Mention]:
    """Read all event records with their happening, the report that they come from and its day, earliest first."""
    batches = connection.sql(_QUERY).to_arrow_reader(BATCH)
    for batch in batches:
        for row in batch.to_pylist():
            yield _mention(row)


def _mention(row: dict[str, Any]) -> Mention:
    head = {name: row.pop(name) for name in ("known", "happening_id", "story_id", "copied_from", "whole_copy")}
    record: EventRecord = row_from_dict(EventRecord, row)
    found = (head["happening_id"], head["known"], head["copied_from"], head["story_id"], head["whole_copy"])
    return Mention(record, *found)


def make_known(mentions: Sequence[Mention], known: Known) -> list[Mention]:
    """Give mentions with persons that one report makes known also known in the others."""
    records = unify_actors([mention.record for mention in mentions], known)
    return [replace(mention, record=record) for mention, record in zip(mentions, records, strict=True)]


REAL = frozenset({Status.OCCURRED, Status.ONGOING, Status.HISTORICAL, Status.DENIED, None})
_MODALITY: dict[Status | None, str] = dict.fromkeys(REAL, "real") | {
    Status.PLANNED: "intended",
    Status.PROMISED: "intended",
}


def modality(record: EventRecord) -> str:
    """Say in which part of reality a mention puts its act: real, intended, or its status as it is."""
    found = _MODALITY.get(record.status)
    return found if found is not None else str(record.status)


def denies(record: EventRecord) -> bool:
    """Tell whether a mention says that an act did not happen or is not meant: a denial, not a refusal or a demand."""
    if any(speaker.kind == StatementKind.DENIES.value for speaker in record.speakers):
        return True
    if record.status is Status.DENIED:
        return True
    return record.polarity is Polarity.NEGATIVE and (record.status in REAL or record.status is Status.PLANNED)


def doubts(record: EventRecord) -> bool:
    """Tell whether a mention leaves it open whether the act happened: asked, or only thought possible."""
    return record.status is Status.SPECULATED or any(s.kind == StatementKind.ASKS.value for s in record.speakers)
