"""The layers: one frozen row type each, from which the Arrow types and the JSON Schemas are derived.

Offsets (`start`, `end`) are Unicode code points into the frozen text, half-open. A layer is `null` for a
document on which its stage did not run or failed, and `[]` where the stage ran and found nothing. Rows
refer to rows of other layers of the same document by position. `maker` names the stage, its version and
the rule that made the row.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from standoff.core.vocabulary import (
    ActorKind,
    Basis,
    Bound,
    Certainty,
    Change,
    ChangePart,
    Directness,
    EventType,
    FigureKind,
    Granularity,
    IdentityBasis,
    PlaceKind,
    Polarity,
    StatementKind,
    Status,
    TimeKind,
    ValueBasis,
    VoiceKind,
)

Start = Annotated[int, Meta(description="first code point of the span")]
End = Annotated[int, Meta(description="code point after the span's last one")]
Maker = Annotated[str, Meta(description="stage/version:rule or model that made the row")]
Confidence = Annotated[float | None, Meta(description="0..1, or null where the maker gives none")]
SentenceIndex = Annotated[int, Meta(description="position in the sentences layer")]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text."""

    start: Start
    end: End
    maker: Maker


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place in the dependency tree."""

    start: Start
    end: End
    lemma: Annotated[str, Meta(description="lemma, lower case unless a name")]
    pos: Annotated[str, Meta(description="Universal Dependencies part of speech")]
    tag: Annotated[str, Meta(description="Penn Treebank tag")]
    dep: Annotated[str, Meta(description="ClearNLP dependency label")]
    head: Annotated[int, Meta(description="position of the head token; itself for a root")]
    maker: Maker


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and the interval that it stands for."""

    start: Start
    end: End
    sentence: SentenceIndex
    kind: TimeKind
    value: Annotated[str | None, Meta(description="EDTF / ISO 8601 value, null where it cannot be resolved")]
    earliest: Annotated[str | None, Meta(description="ISO date of the earliest day, null = open or unknown")]
    latest: Annotated[str | None, Meta(description="ISO date of the latest day, null = open or unknown")]
    granularity: Granularity | None
    basis: Annotated[ValueBasis | None, Meta(description="stated in full, or inferred from the report's date")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its bounds, unit and what it counts."""

    start: Start
    end: End
    sentence: SentenceIndex
    value: Annotated[float | None, Meta(description="the number stated, null where only bounds are known")]
    low: Annotated[float | None, Meta(description="lower bound, null = open")]
    high: Annotated[float | None, Meta(description="upper bound, null = open")]
    bound: Bound
    unit: Annotated[str | None, Meta(description="unit of measure, null for a plain count")]
    currency: Annotated[str | None, Meta(description="ISO 4217 code")]
    kind: FigureKind
    per: Annotated[str | None, Meta(description="for what each it is told, e.g. day, barrel or person")]
    change: Annotated[Change | None, Meta(description="which way it tells that something moved")]
    change_part: Annotated[ChangePart | None, Meta(description="by how much, from where, or to where it moved")]
    counted: Annotated[str | None, Meta(description="what is counted, in the text's words")]
    counted_start: Annotated[int | None, Meta(description="first code point of the words that say what is counted")]
    counted_end: Annotated[int | None, Meta(description="code point after them")]
    period: Annotated[list[int] | None, Meta(description="positions in the times layer that say for when")]
    giver: Annotated[str | None, Meta(description="who gives it, as a canonical name")]
    receiver: Annotated[str | None, Meta(description="who gets it, as a canonical name")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Place:
    """A place named as a place (not as an actor)."""

    start: Start
    end: End
    sentence: SentenceIndex
    name: str
    kind: Annotated[PlaceKind, Meta(description="what the place is; named = no table knows it")]
    country: Annotated[str | None, Meta(description="ISO 3166-1 alpha-3, as ISO and GeoNames count it; see parties")]
    region: Annotated[str | None, Meta(description="first-order division that it lies in")]
    parties: Annotated[list[str], Meta(description="states that dispute it, by code; [] where none is known to")]
    place_id: Annotated[str | None, Meta(description="geonames: and its number, or an id of ours; null = unknown")]
    relation: Annotated[str | None, Meta(description="the words that relate the event to the place, e.g. near")]
    latitude: Annotated[float | None, Meta(description="degrees north; null for countries and all that reaches far")]
    longitude: Annotated[float | None, Meta(description="degrees east, null where latitude is")]
    precision_km: Annotated[float | None, Meta(description="radius within which the point is right")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of somebody who can act, as it stands in the text."""

    start: Start
    end: End
    sentence: SentenceIndex
    head: Annotated[int, Meta(description="position of the head token")]
    kind: ActorKind
    name: Annotated[str | None, Meta(description="canonical name that the words alone give, else null")]
    country: Annotated[str | None, Meta(description="country or group code that the words alone give")]
    sector: Annotated[str | None, Meta(description="sector that the words alone give")]
    office: Annotated[str | None, Meta(description="office or role in the words, as a lemma")]
    person: Annotated[str | None, Meta(description="person's name in the words")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an actor mention is, once the whole document has been read; one row per row of `actors`."""

    start: Start
    end: End
    actor: Annotated[int, Meta(description="position in the actors layer")]
    name: Annotated[str | None, Meta(description="canonical name; null = unknown")]
    country: Annotated[str | None, Meta(description="ISO 3166-1 alpha-3, or IGO, NGO, IMG, MNC; null = unknown")]
    sector: Annotated[str | None, Meta(description="sector code; null = unknown")]
    antecedents: Annotated[list[int], Meta(description="positions in the actors layer that it refers back to")]
    basis: Annotated[IdentityBasis | None, Meta(description="what ties it to that identity")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said or shown by somebody: start and end give the content."""

    start: Start
    end: End
    sentence: SentenceIndex
    kind: StatementKind
    source_start: Annotated[int | None, Meta(description="first code point of the speaker, null where unnamed")]
    source_end: int | None
    cue_start: Annotated[int, Meta(description="first code point of the words of saying")]
    cue_end: int
    actor: Annotated[int | None, Meta(description="position of the speaker in the actors layer")]
    directness: Directness
    basis: Annotated[Basis | None, Meta(description="what it rests on; null = none given")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Voice:
    """The author's own voice: a question, an assessment, a prediction."""

    start: Start
    end: End
    sentence: SentenceIndex
    kind: VoiceKind
    cue_start: int
    cue_end: int
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Argument:
    """One side of an event: the words, and the actor that they mention."""

    start: Start
    end: End
    actor: Annotated[int | None, Meta(description="position in the actors layer, null where it is no actor")]


@dataclass(frozen=True, slots=True)
class Event:
    """An act named in the text: start and end give the trigger words."""

    start: Start
    end: End
    sentence: SentenceIndex
    token: Annotated[int, Meta(description="position of the trigger's head token")]
    clause_start: Annotated[int, Meta(description="first code point of the clause that tells the event")]
    clause_end: int
    type: EventType
    mode: Annotated[str | None, Meta(description="PLOVER mode")]
    quad: Annotated[int, Meta(description="PLOVER quad class, 1..4")]
    intensity: Annotated[float, Meta(description="PLOVER conflict-cooperation score, -10..10")]
    sources: list[Argument]
    targets: list[Argument]
    factuality: Annotated[
        float | None,
        Meta(description="how sure it is that it happened, -3..3 (UDS-IH2's scale); null without the coder"),
    ]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class EventStatus:
    """How the text presents an event; one row per row of `events`."""

    start: Start
    end: End
    event: Annotated[int, Meta(description="position in the events layer")]
    status: Status
    polarity: Polarity
    certainty: Certainty
    cue_start: Annotated[int | None, Meta(description="first code point of the words that decided")]
    cue_end: int | None
    condition_start: Annotated[int | None, Meta(description="first code point of the condition")]
    condition_end: int | None
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Content:
    """What a threat, demand, promise, refusal or accusation is about: an event that points at an event."""

    start: Start
    end: End
    event: Annotated[int, Meta(description="the speech act: position in the events layer")]
    about: Annotated[int, Meta(description="the act spoken about: position in the events layer")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Repeat:
    """An act that the report has told before: an event that is the same as an earlier one."""

    start: Start
    end: End
    event: Annotated[int, Meta(description="the later telling: position in the events layer")]
    first: Annotated[int, Meta(description="the first telling of the same act: position in the events layer")]
    maker: Maker
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Circumstance:
    """When, where, how many and on whose word; one row per row of `events`."""

    start: Start
    end: End
    event: Annotated[int, Meta(description="position in the events layer")]
    times: Annotated[list[int], Meta(description="positions in the times layer")]
    places: Annotated[list[int], Meta(description="positions in the places layer")]
    figures: Annotated[list[int], Meta(description="positions in the figures layer")]
    statements: Annotated[list[int], Meta(description="positions in the statements layer, innermost speaker first")]
    maker: Maker


LAYERS: Mapping[str, type[Any]] = types.MappingProxyType(
    {
        "sentences": Sentence,
        "tokens": Token,
        "times": Time,
        "figures": Figure,
        "places": Place,
        "actors": Actor,
        "identities": Identity,
        "statements": Statement,
        "voices": Voice,
        "events": Event,
        "contents": Content,
        "circumstances": Circumstance,
        "status": EventStatus,
        "repeats": Repeat,
    }
)
"""Every layer and its row type, in the order in which the pipeline makes them."""
