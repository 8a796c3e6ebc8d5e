"""Single stances: which event records say what an actor demands, threatens, promises, refuses, denies or accuses of."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from standoff.core.vocabulary import GROUP_CODES, EventType, Polarity, StatementKind, Status
from standoff.match.actors import Known, fill_actor
from standoff.picture.evidence import HAPPENED, Evidence, actor_key, side_keys
from standoff.store.records import ActorRecord, EventRecord

POSITION_OF_TYPE = {
    EventType.REQUEST: "demands",
    EventType.THREATEN: "threatens",
    EventType.AGREE: "promises",
    EventType.CONCEDE: "concedes",
    EventType.REJECT: "refuses",
    EventType.ACCUSE: "accuses",
}
POSITION_OF_STATUS = {
    Status.DEMANDED: "demands",
    Status.THREATENED: "threatens",
    Status.PROMISED: "promises",
    Status.REFUSED: "refuses",
}
POSITION_ORDER = (
    "demands",
    "threatens",
    "draws a red line",
    "draws no red line",
    "promises",
    "undertakes not",
    "concedes",
    "refuses",
    "denies",
    "accuses",
)
RED_LINE = "red-line"
HARMFUL = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT})
MUTUAL = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE})
"""Acts that whoever takes part in does: doer and receiver may change places."""
WILLING = frozenset({EventType.AGREE, EventType.CONCEDE})
"""Acts whose negation is a refusal."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One mention of a position: who holds it towards whom, about which act."""

    kind: str
    holders: tuple[ActorRecord, ...]
    addressees: tuple[ActorRecord, ...]
    record: EventRecord
    content: EventRecord | None

    @property
    def holder(self) -> str:
        """Name the holding side; empty where nobody is named."""
        return "+".join(sorted(side_keys(self.holders)))


def known_actors(side: Sequence[ActorRecord]) -> list[ActorRecord]:
    """Give the actors of a side that have a name or a country."""
    return [actor for actor in side if actor.name or actor.country]


def is_threat(record: EventRecord) -> bool:
    """Tell whether somebody says that they will do a harmful act: PLOVER's own convention makes a threat of it."""
    if record.status is not Status.PLANNED or record.type not in HARMFUL or not record.speakers:
        return False
    speaker = record.speakers[0].actor
    doers = {actor.country or actor.name for actor in record.sources} - {None}
    return speaker is not None and (speaker.country or speaker.name) in doers


def find_stances(evidence: Evidence, denying: set[str]) -> list[Stance]:
    """Find every mention of a position.

    Args:
        evidence: the events of a case.
        denying: ids of events that are denials by their own words.
    """
    found = []
    for record in evidence.records:
        kind = position_kind(record, denying)
        if kind is None:
            continue
        content = _content(record, evidence)
        holders, addressees = _sides(record, kind, content)
        if kind == "promises" and addressees and _promises_harm(content, holders):
            kind = "threatens"
        if kind == "denies" and record.type is EventType.REJECT and content is not None and content.type not in HARMFUL:
            kind = "refuses"
        if kind == "threatens" and record.type is not EventType.THREATEN and is_alleged(record, holders):
            continue
        found.append(Stance(kind, tuple(known_actors(holders)), tuple(known_actors(addressees)), record, content))
    return found


def is_alleged(record: EventRecord, doers: Sequence[ActorRecord]) -> bool:
    """Tell whether only others say that somebody means to act: an allegation, and no threat or plan of theirs."""
    speakers = [speaker.actor for speaker in record.speakers if speaker.actor is not None]
    return bool(speakers) and not side_keys(speakers) & side_keys(doers)


def is_alleged_harm(record: EventRecord) -> bool:
    """Tell whether others say that somebody plans, threatens or promises a harm: a claim about what is to come."""
    intended = record.status in {Status.PLANNED, Status.PROMISED, Status.THREATENED}
    nobody_named = bool(record.speakers) and all(speaker.actor is None for speaker in record.speakers)
    return intended and record.type in HARMFUL and (is_alleged(record, record.sources) or nobody_named)


def _promises_harm(content: EventRecord | None, holders: Sequence[ActorRecord]) -> bool:
    """Tell whether what is promised is a harm that the holders themselves are to do."""
    if content is None or content.type not in HARMFUL or content.status in HAPPENED:
        return False
    return not side_keys(content.sources) or bool(side_keys(content.sources) & side_keys(holders))


def position_kind(record: EventRecord, denying: set[str]) -> str | None:
    """Say what kind of position an event is, if any."""
    if record.content_of is not None:
        return None
    if record.mode == RED_LINE:
        return "draws no red line" if record.polarity is Polarity.NEGATIVE else "draws a red line"
    if record.event_id in denying:
        return "denies"
    if record.status is Status.REFUSED:
        return "refuses"
    if record.type in POSITION_OF_TYPE:
        return _speech_act(record)
    if is_threat(record) and record.polarity is Polarity.POSITIVE:
        return "threatens"
    kind = POSITION_OF_STATUS.get(record.status) if record.status is not None else None
    return "undertakes not" if kind == "promises" and record.polarity is Polarity.NEGATIVE else kind


def _speech_act(record: EventRecord) -> str | None:
    if record.status is Status.DENIED or (record.polarity is Polarity.NEGATIVE and record.type not in WILLING):
        return None
    if record.polarity is Polarity.NEGATIVE:
        return "refuses"
    return POSITION_OF_TYPE[record.type] if record.status in HAPPENED | {Status.PLANNED} else None


def _content(record: EventRecord, evidence: Evidence) -> EventRecord | None:
    """Give the act that a position is about: what a speech act points at, or the act itself."""
    if record.type not in POSITION_OF_TYPE:
        return record
    return next((evidence.by_id[name] for name in record.about if name in evidence.by_id), None)


def _sides(
    record: EventRecord, kind: str, content: EventRecord | None
) -> tuple[Sequence[ActorRecord], Sequence[ActorRecord]]:
    """Give holder and addressee.

    A demand in other words than an act of demanding ("they must leave") is its speaker's, not its subject's, and
    goes to who is to do it.
    """
    if record.type not in POSITION_OF_TYPE and kind == "demands":
        speakers = [s.actor for s in record.speakers if s.actor is not None][:1]
        return speakers, _others(record.sources, speakers)
    addressees = record.targets
    if kind == "demands" and content is not None and _would_join(content):
        return record.sources, _others([*addressees, *content.sources, *content.targets], record.sources)
    if not known_actors(addressees) and content is not None and content is not record:
        addressees = content.sources if kind == "demands" else content.targets
    return record.sources, _others(addressees, record.sources)


def _would_join(content: EventRecord) -> bool:
    """Tell whether somebody must not join a body: that is demanded of the body, too, which would take them in."""
    bodies = any(actor.country in GROUP_CODES for actor in content.targets)
    return bodies and content.type in MUTUAL and content.polarity is Polarity.NEGATIVE


def _others(side: Sequence[ActorRecord], holders: Sequence[ActorRecord]) -> list[ActorRecord]:
    """Leave the holders out of a side: nobody demands of oneself."""
    own = side_keys(holders)
    return [actor for actor in side if actor_key(actor) not in own]


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial whose content holds no coded act: what is denied stands in the words."""

    doc_id: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    holder: ActorRecord | None


def find_denials(connection: duckdb.DuckDBPyConnection, known: Known) -> list[Denial]:
    """Find the statements that deny what no event tells."""
    rows = connection.execute(
        'select s.doc_id, s.start, s."end", s.cue_start, s.cue_end, s.source_start, s.source_end, '
        "substr(r.text, s.source_start + 1, s.source_end - s.source_start), i.name, i.country, i.sector "
        "from statements s join reports r using (doc_id) "
        "left join identities i on i.doc_id = s.doc_id and i.position = s.actor "
        "where s.kind = ? and not exists (select 1 from events e where e.doc_id = s.doc_id "
        'and (s.start <= e.start and e.start < s."end" or e.start = s.cue_start)) order by s.doc_id, s.start',
        [StatementKind.DENIES.value],
    ).fetchall()
    return [Denial(row[0], row[1], row[2], row[3], row[4], _denier(row, known)) for row in rows]


def _denier(row: Sequence[object], known: Known) -> ActorRecord | None:
    start, end, text, name, country, sector = row[5:11]
    if not isinstance(start, int) or not isinstance(end, int) or not (name or country):
        return None
    optional = (None if value is None else str(value) for value in (name, country, sector))
    return fill_actor(ActorRecord(start, end, str(text), *optional), known)
