"""Rows for people and programs: layers joined into one record per event, with the words beside every offset."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast

import msgspec
import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import layer_type, row_to_dict, struct_type
from standoff.core.document import DocumentView
from standoff.core.layers import Argument, Circumstance, Content, Event, EventStatus, Identity, Place, Repeat, Statement
from standoff.core.vocabulary import Basis, Certainty, Directness, EventType, PlaceKind, Polarity, Status

RECORDS_VERSION = "2"
"""Raised when layers are joined into event records in another way, so that cases join them again."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text and where they stand."""

    start: Annotated[int, Meta(description="first code point")]
    end: Annotated[int, Meta(description="code point after the last one")]
    text: Annotated[str, Meta(description="the words themselves")]


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """One side of an event, or a speaker: as written, and who it is."""

    start: int
    end: int
    text: Annotated[str, Meta(description="name as written")]
    name: Annotated[str | None, Meta(description="canonical name, null if unknown")]
    country: Annotated[str | None, Meta(description="ISO 3166-1 alpha-3 or group code, null if unknown")]
    sector: Annotated[str | None, Meta(description="sector code, null if unknown")]


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """One link of the chain of those who say it."""

    actor: Annotated[ActorRecord | None, Meta(description="null where nobody is named")]
    cue: Annotated[Span, Meta(description="the words of saying")]
    kind: Annotated[str, Meta(description="asserts, denies, demands, confirms, expects or shows")]
    directness: Directness
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class TimeRecord:
    """A time tied to an event."""

    start: int
    end: int
    text: str
    value: str | None
    earliest: str | None
    latest: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place tied to an event."""

    start: int
    end: int
    text: str
    name: str
    kind: PlaceKind
    country: str | None
    region: str | None
    parties: list[str]
    place_id: str | None
    relation: str | None
    latitude: float | None
    longitude: float | None
    precision_km: float | None


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A figure tied to an event."""

    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    currency: str | None
    counted: str | None
    kind: str
    per: str | None
    giver: str | None
    receiver: str | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event as the text tells it, complete in itself."""

    event_id: Annotated[str, Meta(description="doc_id, a colon, and the event's position in its document")]
    doc_id: Annotated[str, Meta(description="the report; see Document")]
    report: Annotated[str, Meta(description="the report's short label")]
    published: Annotated[str | None, Meta(description="the report's ISO date")]
    outlet: str | None
    start: Annotated[int, Meta(description="first code point of the trigger")]
    end: Annotated[int, Meta(description="code point after the trigger")]
    text: Annotated[str, Meta(description="the trigger's words")]
    sentence: Span
    clause: Annotated[Span, Meta(description="the clause that tells the event")]
    type: Annotated[EventType, Meta(description="PLOVER type")]
    mode: Annotated[str | None, Meta(description="PLOVER mode")]
    quad: Annotated[int, Meta(description="PLOVER quad class 1..4")]
    intensity: Annotated[float, Meta(description="PLOVER conflict-cooperation score")]
    sources: list[ActorRecord]
    targets: list[ActorRecord]
    status: Status | None
    polarity: Polarity | None
    certainty: Certainty | None
    factuality: Annotated[float | None, Meta(description="how sure it is that it happened, -3..3; see Event")]
    status_cue: Annotated[Span | None, Meta(description="the words that decided the status")]
    condition: Annotated[Span | None, Meta(description="the condition on which it depends")]
    speakers: Annotated[list[SpeakerRecord], Meta(description="who says so, innermost first; [] = the author")]
    cue: Annotated[Span | None, Meta(description="the innermost words of saying")]
    quote: Annotated[Span | None, Meta(description="the innermost content, where it is a direct quotation")]
    basis: Annotated[Basis | None, Meta(description="what the innermost statement rests on")]
    about: Annotated[list[str], Meta(description="ids of the events that this one is about")]
    content_of: Annotated[str | None, Meta(description="id of the speech act that this event is the content of")]
    same_as: Annotated[str | None, Meta(description="id of the first telling of the same act in the report")]
    times: list[TimeRecord]
    places: list[PlaceRecord]
    figures: list[FigureRecord]
    confidence: Annotated[float | None, Meta(description="0..1")]
    maker: Annotated[str, Meta(description="stage/version:rule that found it")]


def event_records(view: DocumentView) -> list[EventRecord]:
    """Join the layers of one document into event records.

    Layers whose stage failed leave their fields null or empty; without an events layer there are no records.
    """
    if not view.has("events"):
        return []
    return [_Joiner(view).record(n, event) for n, event in enumerate(view.rows("events"))]


def others(side: Sequence[ActorRecord], doers: Sequence[ActorRecord]) -> list[ActorRecord]:
    """Leave out of a side who is a doer as well: two who strengthen ties with one of them do so with each other."""
    known = {(actor.name, actor.country) for actor in doers if actor.name}
    return [actor for actor in side if (actor.name, actor.country) not in known]


class _Joiner:
    def __init__(self, view: DocumentView) -> None:
        self.view = view
        self.doc = view.doc
        self.status: Sequence[EventStatus] = view.get("status") or []
        self.circumstances: Sequence[Circumstance] = view.get("circumstances") or []
        self.contents: Sequence[Content] = view.get("contents") or []
        self.identities: Sequence[Identity] = view.get("identities") or []
        self.repeats: Sequence[Repeat] = view.get("repeats") or []
        self.places: Sequence[Place] = view.get("places") or []

    def span(self, start: int | None, end: int | None) -> Span | None:
        if start is None or end is None:
            return None
        return Span(start, end, self.view.text[start:end])

    def words(self, start: int, end: int) -> Span:
        return Span(start, end, self.view.text[start:end])

    def actor(self, start: int, end: int, actor: int | None) -> list[ActorRecord]:
        """Give the actor of a mention; of "both sides", each of the two."""
        text = self.view.text[start:end]
        if actor is None or actor >= len(self.identities):
            place = next((p for p in self.places if start <= p.start and p.end <= end and p.country), None)
            name, country = (place.name, place.country) if place is not None else (None, None)
            return [ActorRecord(start, end, text, name, country, None)]
        row = self.identities[actor]
        if row.country is None and len(row.antecedents) > 1:
            pair = [self.identities[n] for n in row.antecedents]
            return [ActorRecord(start, end, text, p.name, p.country, row.sector or p.sector) for p in pair]
        return [ActorRecord(start, end, text, row.name, row.country, row.sector)]

    def side(self, arguments: Iterable[Argument]) -> list[ActorRecord]:
        return [found for a in arguments for found in self.actor(a.start, a.end, a.actor)]

    def speaker(self, row: Statement) -> SpeakerRecord:
        actor = None
        if row.source_start is not None and row.source_end is not None:
            actor = self.actor(row.source_start, row.source_end, row.actor)[0]
        cue = self.words(row.cue_start, row.cue_end)
        return SpeakerRecord(actor, cue, row.kind.value, row.directness, row.basis)

    def record(self, at: int, event: Event) -> EventRecord:
        status = self.status[at] if at < len(self.status) else None
        tied = self.circumstances[at] if at < len(self.circumstances) else None
        statements = [self.view.rows("statements")[n] for n in tied.statements] if tied else []
        sentence = self.view.rows("sentences")[event.sentence]
        inner = statements[0] if statements else None
        quoted = inner is not None and inner.directness is Directness.DIRECT and inner.start <= event.start < inner.end
        sources = self.side(event.sources)
        above = [row.event for row in self.contents if row.about == at]
        return EventRecord(
            event_id=self._id(at),
            doc_id=self.doc.doc_id,
            report=self.doc.name,
            published=self.doc.published,
            outlet=self.doc.outlet,
            start=event.start,
            end=event.end,
            text=self.view.text[event.start : event.end],
            sentence=self.words(sentence.start, sentence.end),
            clause=self.words(event.clause_start, event.clause_end),
            type=event.type,
            mode=event.mode,
            quad=event.quad,
            intensity=event.intensity,
            sources=sources,
            targets=others(self.side(event.targets), sources),
            status=status.status if status else None,
            polarity=status.polarity if status else None,
            certainty=status.certainty if status else None,
            factuality=event.factuality,
            status_cue=self.span(status.cue_start, status.cue_end) if status else None,
            condition=self.span(status.condition_start, status.condition_end) if status else None,
            speakers=[self.speaker(row) for row in statements],
            cue=self.words(inner.cue_start, inner.cue_end) if inner else None,
            quote=self.words(inner.start, inner.end) if inner and quoted else None,
            basis=inner.basis if inner else None,
            same_as=next((self._id(row.first) for row in self.repeats if row.event == at), None),
            about=[self._id(row.about) for row in self.contents if row.event == at],
            content_of=self._id(above[0]) if above else None,
            times=[self._time(n) for n in tied.times] if tied else [],
            places=[self._place(n) for n in tied.places] if tied else [],
            figures=[self._figure(n) for n in tied.figures] if tied else [],
            confidence=event.confidence,
            maker=event.maker,
        )

    def _id(self, at: int) -> str:
        return f"{self.doc.doc_id}:{at}"

    def _time(self, n: int) -> TimeRecord:
        row = self.view.rows("times")[n]
        text = self.view.text[row.start : row.end]
        return TimeRecord(row.start, row.end, text, row.value, row.earliest, row.latest, row.basis)

    def _place(self, n: int) -> PlaceRecord:
        row = self.view.rows("places")[n]
        text = self.view.text[row.start : row.end]
        point = (row.latitude, row.longitude, row.precision_km)
        known = (row.name, row.kind, row.country, row.region, row.parties, row.place_id)
        return PlaceRecord(row.start, row.end, text, *known, row.relation, *point)

    def _figure(self, n: int) -> FigureRecord:
        row = self.view.rows("figures")[n]
        text = self.view.text[row.start : row.end]
        bounds = (row.value, row.low, row.high, row.bound.value)
        parties = (row.giver, row.receiver)
        return FigureRecord(
            row.start, row.end, text, *bounds, row.unit, row.currency, row.counted, row.kind.value, row.per, *parties
        )


def layer_records(view: DocumentView, layer: str) -> list[dict[str, Any]]:
    """Give a layer's rows as plain records, with `doc_id` and the words between the offsets.

    Args:
        view: the document.
        layer: a name out of `core.layers.LAYERS`.
    """
    rows = view.get(layer) or []
    made = []
    for row in rows:
        plain = row_to_dict(row)
        head = {"doc_id": view.doc.doc_id, "start": row.start, "end": row.end, "text": view.text[row.start : row.end]}
        made.append(head | plain)
    return made


def events_table(records: Sequence[EventRecord]) -> pa.Table:
    """Give event records as an Arrow table, a row per event."""
    schema = pa.schema(list(struct_type(cast(Hashable, EventRecord))))
    return pa.Table.from_pylist([row_to_dict(record) for record in records], schema=schema)


def records_of_table(table: pa.Table) -> list[EventRecord]:
    """Read event records back from an Arrow table; the inverse of `events_table`."""
    return msgspec.convert(table.to_pylist(), list[EventRecord])


def layer_table(layer: str, records: Sequence[dict[str, Any]]) -> pa.Table:
    """Give a layer's records as an Arrow table."""
    columns = [pa.field("doc_id", pa.string()), *list(layer_type(layer).value_type)]
    columns.insert(3, pa.field("text", pa.string()))
    return pa.Table.from_pylist(list(records), schema=pa.schema(columns))
