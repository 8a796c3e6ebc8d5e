"""The PLOVER codebook (`codebooks/plover.yml`): types, modes, scores and the rules between types."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from standoff.core.layers import EventStatus
from standoff.core.vocabulary import Certainty, EventType, Polarity, Quad, Status
from standoff.resources.tables import read_yaml


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """What the codebook says of one event type."""

    code: EventType
    label: str
    past: str
    link: str
    quad: Quad
    intensity: float
    modes: Mapping[str, str]
    definition: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The event types by code, and PLOVER's own folding of future acts into other types."""

    types: Mapping[EventType, TypeEntry]
    future: Mapping[EventType, EventType]
    future_statuses: frozenset[Status]

    def fold_future(self, event_type: EventType, status: Status) -> EventType:
        """Give the type under PLOVER's own convention, where a future AID or CONSULT is an AGREE.

        Source: PLOVER 1.3, section 3.1: cooperative acts in the future tense are coded as AGREE, announced retreats as
        CONCEDE.
        """
        if status in self.future_statuses:
            return self.future.get(event_type, event_type)
        return event_type

    def plover_type(self, event_type: EventType, row: EventStatus) -> EventType:
        """Give the type that PLOVER's coders give to an act of this status.

        What is sure to come is folded (`fold_future`); a cooperative act that is refused or did not happen is a REJECT.
        A mere possibility keeps its type.
        """
        cooperative = self.types[event_type].quad in {Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION}
        if cooperative and (row.status is Status.REFUSED or row.polarity is Polarity.NEGATIVE):
            return EventType.REJECT
        if row.certainty is Certainty.POSSIBLE:
            return event_type
        return self.fold_future(event_type, row.status)


@cache
def load_codebook() -> Codebook:
    """Load the codebook, once per process."""
    raw: dict[str, Any] = read_yaml("codebooks/plover.yml")
    types = {}
    for entry in raw["types"]:
        code = EventType(entry["code"])
        types[code] = TypeEntry(
            code=code,
            label=entry["label"],
            past=entry["past"],
            link=entry["target_link"],
            quad=Quad(raw["quads"][entry["quad"]]),
            intensity=float(entry["intensity"]),
            modes={mode["code"]: mode["label"] for mode in entry["modes"]},
            definition=" ".join(entry["definition"].split()),
        )
    folding = raw["status"]
    future = {EventType(a): EventType(b) for a, b in folding["plover_convention"]["future"].items()}
    return Codebook(types, future, frozenset(Status(name) for name in folding["future_statuses"]))
