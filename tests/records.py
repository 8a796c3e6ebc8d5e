"""Event records made by hand, for the rooms that work across documents."""

from dataclasses import replace

from standoff.core.vocabulary import Basis, Certainty, Directness, EventType, Polarity, Status
from standoff.resources.codebook import load_codebook
from standoff.store.records import ActorRecord, EventRecord, Span, SpeakerRecord, TimeRecord

TEXT = "attacked the port of Kestria at dawn."
"""The text that all records made here are said to stand in."""


def actor(
    code: str | None, *, name: str | None = None, sector: str | None = None, text: str = "attacked"
) -> ActorRecord:
    """Make a side's actor; its name is its code unless given, its words are the first ones of `TEXT`."""
    return ActorRecord(0, len(text), text, name or code, code, sector)


def speaker(
    who: ActorRecord | None, *, kind: str = "asserts", basis: Basis | None = Basis.OFFICIAL_STATEMENT
) -> SpeakerRecord:
    """Make a link of a chain of speakers."""
    return SpeakerRecord(who, Span(0, 4, "said"), kind, Directness.INDIRECT, basis)


def day(iso: str) -> TimeRecord:
    """Make a time that is one day."""
    return TimeRecord(0, 6, "monday", iso, iso, iso, "stated")


def record(
    kind: EventType = EventType.ASSAULT,
    source: str | None = "XVA",
    target: str | None = "XKE",
    *,
    doc_id: str = "d1",
    at: int = 0,
    **changes: object,
) -> EventRecord:
    """Make an event that is told as fact by one report, changed as asked."""
    entry = load_codebook().types[kind]
    span = Span(0, len(TEXT), TEXT)
    made = EventRecord(
        event_id=f"{doc_id}:{at}", doc_id=doc_id, report=f"{doc_id}.txt", published="2031-05-07", outlet=None,
        start=0, end=8, text="attacked", sentence=span, clause=span, type=kind, mode=None, quad=int(entry.quad),
        intensity=entry.intensity, sources=[actor(source)] if source else [], targets=[actor(target)] if target else [],
        status=Status.OCCURRED, polarity=Polarity.POSITIVE, certainty=Certainty.CERTAIN, factuality=None,
        status_cue=None, condition=None, speakers=[], cue=None, quote=None, basis=None, about=[], content_of=None,
        same_as=None, times=[], places=[], figures=[], confidence=0.8, maker="events/1:hand",
    )  # fmt: skip
    return replace(made, **changes)
