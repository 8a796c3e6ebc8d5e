"""What the steps of this room read: reports, event records and their days, out of a catalogue."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from standoff.core.vocabulary import EventType, StatementKind, Status
from standoff.match.actors import key_of, known_persons, unify_actors
from standoff.store.records import ActorRecord, EventRecord, records_of_table

HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.HISTORICAL})
FACT = frozenset({Status.OCCURRED, Status.ONGOING})
"""Statuses of what can have come of something said before."""
ID_DIGITS = 10
"""Hexadecimal digits of an id: 40 bits, enough for a million rows with one clash in two."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The reports of a catalogue and the events in them, actors known across reports."""

    known: dict[str, str | None]
    """Day from which each report counts as known."""
    records: list[EventRecord]
    by_id: dict[str, EventRecord]
    copies: frozenset[str]
    """Reports that copy another as a whole."""
    stories: dict[str, str]
    """The story of each report."""
    by_type: dict[EventType, list[EventRecord]]

    def of_type(self, kind: EventType) -> list[EventRecord]:
        """Give the events of a type, in the order of `records`."""
        return self.by_type.get(kind, [])

    @property
    def last_day(self) -> str | None:
        """The last day that any report reaches."""
        return max((day for day in self.known.values() if day), default=None)

    def day_known(self, record: EventRecord) -> str:
        """Give the day from which a mention is known; what nobody dates comes first."""
        return self.known.get(record.doc_id) or ""

    def day_of(self, record: EventRecord) -> str:
        """Give the day on which an act began as far as is known: its stated time, else its report's day."""
        return next((t.earliest for t in record.times if t.earliest), None) or self.day_known(record)


def read_evidence(connection: duckdb.DuckDBPyConnection) -> Evidence:
    """Read reports and events out of a catalogue, in an order of their own."""
    known = dict(connection.sql("select doc_id, known from reports").fetchall())
    table = connection.sql("select * from events").to_arrow_table()
    found = sorted(records_of_table(table), key=lambda r: (known.get(r.doc_id) or "", r.doc_id, r.start, r.event_id))
    records = unify_actors(found, known_persons(found))
    copies = connection.sql("select doc_id from copies where kind = 'copy'").fetchall()
    stories = dict(connection.sql("select doc_id, story_id from stories").fetchall())
    by_id = {record.event_id: record for record in records}
    by_type: dict[EventType, list[EventRecord]] = {}
    for record in records:
        by_type.setdefault(record.type, []).append(record)
    return Evidence(known, records, by_id, frozenset(row[0] for row in copies), stories, by_type)


def denying_events(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Give the ids of events that are denials by their own words."""
    rows = connection.execute(
        "select e.event_id from events e join statements s on e.doc_id = s.doc_id "
        "where s.kind = ? and s.cue_start <= e.start and e.start < s.cue_end",
        [StatementKind.DENIES.value],
    ).fetchall()
    return {row[0] for row in rows}


def voiced_events(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Give the ids of events that stand in the author's own questions, assessments and predictions."""
    rows = connection.sql(
        "select e.event_id from events e join voices v on e.doc_id = v.doc_id "
        'and v.start <= e.start and e.start < v."end"'
    ).fetchall()
    return {row[0] for row in rows}


def actor_key(actor: ActorRecord) -> str | None:
    """Name an actor so that mentions of it agree (`match.actors.key_of`)."""
    return key_of(actor.name, actor.country, actor.sector)


def side_keys(side: Sequence[ActorRecord]) -> frozenset[str]:
    """Name the known actors of a side."""
    return frozenset(key for actor in side if (key := actor_key(actor)) is not None)


def stable_id(letter: str, *parts: object) -> str:
    """Make an id out of what stays the same when further reports come in: a letter and a digest."""
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()
    return letter + digest[:ID_DIGITS]


def days_between(one: str, other: str) -> int | None:
    """Count the days from one ISO day to another; None where either is no whole day."""
    try:
        return (date.fromisoformat(other) - date.fromisoformat(one)).days
    except ValueError:
        return None


def add_days(day: str, days: int) -> str:
    """Give the ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
