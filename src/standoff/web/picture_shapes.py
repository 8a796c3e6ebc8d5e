"""What the web API answers with where it lays out the picture: positions, figures, agenda, network, timeline, map."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from standoff.web.shapes import Cite, ClaimLine, EventLine, Page


class PositionLine(Struct, frozen=True):
    """A position: who holds what towards whom, and what became of it."""

    position_id: str
    holder: str
    holder_name: str | None
    kind: str
    addressee: str | None
    addressee_name: str | None
    about: str | None
    condition: str | None
    first_known: date | None
    last_known: date | None
    mentions: int
    position_state: Annotated[str, Meta(description="open, or what became of it")]
    why: str | None
    words: str | None
    history: list[EventLine]
    reasons: list[EventLine]
    cite: Cite


class PositionPage(Page, frozen=True):
    """Some positions."""

    items: list[PositionLine]


class Holder(Struct, frozen=True):
    """Who holds positions, and how many."""

    holder: str
    name: str | None
    positions: int
    still_open: int


class FigureLine(Struct, frozen=True):
    """A value of a series."""

    line_id: str
    thing: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    currency: str | None
    per: str | None
    change: str | None
    change_part: str | None
    as_of: str | None
    as_of_stated: bool
    since: date | None
    until: date | None
    speakers: list[str]
    tellings: int
    rival: bool
    rivals: list[str]
    adds: bool
    total: float | None
    total_why: str | None
    words: str | None
    cite: Cite


class FigureSeries(Struct, frozen=True):
    """Values of the same thing for the same holder."""

    series_id: str
    thing: str
    family: str
    holder: str | None
    receiver: str | None
    unit: str | None
    currency: str | None
    lines: int
    rivals: int
    values: list[FigureLine]


class SeriesPage(Page, frozen=True):
    """Some series of figures."""

    items: list[FigureSeries]


class AgendaLine(Struct, frozen=True):
    """A plan, and what became of it."""

    agenda_id: str
    event_id: str
    type: str
    actors: list[str]
    earliest: date | None
    latest: date | None
    outcome: str
    why: str | None
    words: str | None
    cite: Cite


class AgendaPage(Page, frozen=True):
    """Some plans."""

    items: list[AgendaLine]


class ToneBin(Struct, frozen=True):
    """How much co-operation and conflict a stretch of time holds."""

    start: date
    cooperation: int
    conflict: int


class NetworkNode(Struct, frozen=True):
    """An actor of the network."""

    key: str
    label: str
    events: int


class NetworkTie(Struct, frozen=True):
    """What one actor does to another."""

    source: str
    target: str
    cooperation: int
    conflict: int
    mean_intensity: Annotated[float, Meta(description="mean PLOVER score, -10..10")]
    first: date
    last: date


class Network(Struct, frozen=True):
    """Who acts on whom, from what is told as fact."""

    nodes: list[NetworkNode]
    ties: list[NetworkTie]
    shown: Annotated[int, Meta(description="acts behind the ties given")]
    total: Annotated[int, Meta(description="acts behind all ties under these filters")]
    unit: str
    bins: list[ToneBin]
    state: str


class Lane(Struct, frozen=True):
    """A lane of the timeline: a country."""

    key: str
    label: str
    events: int


class LaneBin(Struct, frozen=True):
    """How many events of a quad class a lane has in a stretch of time."""

    lane: str
    start: date
    quad: int
    events: int


class RivalPair(Struct, frozen=True):
    """Two accounts of the same thing."""

    kind: str
    reason: str | None
    one: ClaimLine
    other: ClaimLine


class Timeline(Struct, frozen=True):
    """What happened and what is to come, by lanes."""

    first: date | None
    last: date | None
    total: int
    unit: str
    lanes: list[Lane]
    bins: list[LaneBin]
    events: Annotated[list[EventLine] | None, Meta(description="the events one by one; null where there are too many")]
    parts: Annotated[dict[str, list[str]], Meta(description="lanes by event_id")]
    rivals: list[RivalPair]
    state: str


class Spot(Struct, frozen=True):
    """A place with a point, and how far from it the truth may lie."""

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    precision_km: float | None
    parties: list[str]
    events: int
    cooperation: int
    conflict: int
    first: date
    last: date


class UnplacedName(Struct, frozen=True):
    """A place that no point can be drawn for: a country, a river, or a name that no table knows."""

    name: str
    kind: str
    country: str | None
    events: int


class MapAnswer(Struct, frozen=True):
    """Where what is told to be."""

    spots: list[Spot]
    unplaced: list[UnplacedName]
    unit: str
    bins: list[ToneBin]
    state: str
