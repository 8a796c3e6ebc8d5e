"""Positions: what each actor demands, threatens, promises, refuses, denies or accuses others of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from standoff.core.document import DocumentView
from standoff.core.layers import Statement
from standoff.core.vocabulary import EventType, Polarity, StatementKind, Status
from standoff.match.actors import Known, fill_actor
from standoff.picture.lines import Line, name_side, shorten, status_note
from standoff.picture.writer import FEWEST_WORDS, LineWriter, known_actors
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
    "concedes",
    "refuses",
    "denies",
    "accuses",
)
NOT_NAMED = "Not named"
RED_LINE = "red-line"
HARMFUL = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT})
WILLING = frozenset({EventType.AGREE, EventType.CONCEDE})
"""Acts whose negation is a refusal."""
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.HISTORICAL})


@dataclass(frozen=True, slots=True)
class Position:
    """What one actor demands, threatens, promises, refuses, denies or accuses others of."""

    kind: Annotated[str, Meta(description="one of " + ", ".join(POSITION_ORDER))]
    line: Line


@dataclass(frozen=True, slots=True)
class ActorPositions:
    """One actor's positions."""

    actor: str
    positions: list[Position]


def is_threat(record: EventRecord) -> bool:
    """Tell whether somebody says that they will do a harmful act: PLOVER's own convention makes a threat of it."""
    if record.status is not Status.PLANNED or record.type not in HARMFUL or not record.speakers:
        return False
    speaker = record.speakers[0].actor
    doers = {actor.country or actor.name for actor in record.sources} - {None}
    return speaker is not None and (speaker.country or speaker.name) in doers


class PositionFinder:
    """Finds the positions in a set of records."""

    def __init__(self, writer: LineWriter, records: Sequence[EventRecord], known: Known) -> None:
        """Index which events are denials by their own words."""
        self.writer = writer
        self.records = records
        self.known = known
        self.countries = country_labels(records)
        self.denying = {
            record.event_id
            for record in records
            for row in writer.by_id[record.doc_id].get("statements") or ()
            if row.kind is StatementKind.DENIES and row.cue_start <= record.start < row.cue_end
        }

    def find(self) -> list[ActorPositions]:
        """Give the positions by actor, those with most first, the unnamed last."""
        found: dict[str, list[Position]] = {}
        for record in self.records:
            kind = self._position_kind(record)
            if kind is None:
                continue
            holders = known_actors(self._holders(record, kind))
            whom = name_side(known_actors(record.targets))
            note = status_note(record, with_status=False)
            line = replace(self.writer.event_line(record), who=name_side(holders), whom=whom, note=note)
            found.setdefault(self._group(holders), []).append(Position(kind, line))
        for deniers, line in self._denials():
            found.setdefault(self._group(deniers), []).append(Position("denies", line))
        made = []
        for holder in sorted(found, key=lambda name: (name == NOT_NAMED, -len(found[name]), name)):
            ranked = sorted(found[holder], key=lambda p: POSITION_ORDER.index(p.kind))
            made.append(ActorPositions(holder, _joined(ranked)))
        return made

    def _group(self, holders: Sequence[ActorRecord]) -> str:
        """Name whose positions these are: the country that all holders share, else their names."""
        codes = {actor.country for actor in holders}
        code = next(iter(codes)) if len(codes) == 1 else None
        if code is not None and code in self.countries:
            return f"{self.countries[code]} ({code})"
        return name_side(holders) or NOT_NAMED

    def _position_kind(self, record: EventRecord) -> str | None:
        if record.content_of is not None:
            return None
        if record.mode == RED_LINE:
            return "draws no red line" if record.polarity is Polarity.NEGATIVE else "draws a red line"
        if record.event_id in self.denying:
            return "denies"
        if record.status is Status.REFUSED:
            return "refuses"
        if record.type in POSITION_OF_TYPE:
            if record.status is Status.DENIED or (record.polarity is Polarity.NEGATIVE and record.type not in WILLING):
                return None
            if record.polarity is Polarity.NEGATIVE:
                return "refuses"
            return POSITION_OF_TYPE[record.type] if record.status in HAPPENED | {Status.PLANNED} else None
        if is_threat(record) and record.polarity is Polarity.POSITIVE:
            return "threatens"
        return POSITION_OF_STATUS.get(record.status) if record.status is not None else None

    def _holders(self, record: EventRecord, kind: str) -> Sequence[ActorRecord]:
        """A demand in other words than an act of demanding ("they must leave") is its speaker's, not its subject's."""
        if record.type not in POSITION_OF_TYPE and kind == "demands":
            return [s.actor for s in record.speakers if s.actor is not None][:1]
        return record.sources

    def _denials(self) -> Iterable[tuple[list[ActorRecord], Line]]:
        """Denials whose content holds no coded act: what is denied stands in the words."""
        for view in self.writer.views:
            events = view.get("events") or []
            for row in view.get("statements") or []:
                coded = any(row.start <= e.start < row.end or e.start == row.cue_start for e in events)
                if row.kind is StatementKind.DENIES and not coded:
                    yield self._denial(view, row)

    def _denial(self, view: DocumentView, row: Statement) -> tuple[list[ActorRecord], Line]:
        start, end = row.start, row.end
        if len(view.text[start:end].split()) < FEWEST_WORDS:
            sentence = view.rows("sentences")[row.sentence]
            start, end = sentence.start, sentence.end
        words = shorten(view.text, start, end, row.cue_start, row.cue_end)
        mark = self.writer.mark(view, row.sentence, start, end)
        holder = known_actors([fill_actor(actor, self.known) for actor in _speakers(view, row)])
        return holder, Line(None, name_side(holder), None, "Deny", words, None, [mark], [])


def _speakers(view: DocumentView, row: Statement) -> list[ActorRecord]:
    if row.actor is None or row.source_start is None or row.source_end is None or not view.has("identities"):
        return []
    who = view.rows("identities")[row.actor]
    text = view.text[row.source_start : row.source_end]
    return [ActorRecord(row.source_start, row.source_end, text, who.name, who.country, who.sector)]


def country_labels(records: Sequence[EventRecord]) -> dict[str, str]:
    """Give the plain name of every country that acts as such, by its code; groups of organisations have none."""
    found: dict[str, str] = {}
    for record in records:
        for actor in (*record.sources, *record.targets):
            if (
                actor.country
                and actor.name
                and "(" not in actor.name
                and actor.sector in {None, "GOV"}
                and len(actor.country) == 3
            ):
                plain = actor.sector is None
                if actor.country not in found or plain:
                    found[actor.country] = actor.name if plain else found.get(actor.country, actor.name)
    return {code: name for code, name in found.items() if code not in {"IGO", "NGO", "IMG", "MNC", "INT"}}


def _joined(positions: Sequence[Position]) -> list[Position]:
    """Join positions of one kind towards one addressee that rest on the same words."""
    made: dict[tuple[object, ...], Position] = {}
    for position in positions:
        key = (position.kind, position.line.whom, position.line.words)
        if key in made:
            made[key].line.marks.extend(m for m in position.line.marks if m not in made[key].line.marks)
            made[key].line.events.extend(position.line.events)
        else:
            made[key] = position
    return list(made.values())
