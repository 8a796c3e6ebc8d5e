"""What the web API answers with: one type per kind of row, from which its OpenAPI description follows."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct


class Speaker(Struct, frozen=True):
    """One link of the chain of those who say it."""

    name: str | None
    kind: str
    basis: str | None


class Cite(Struct, frozen=True):
    """The words that a line rests on: where they stand, and in which report."""

    doc_id: str
    start: Annotated[int, Meta(description="first code point")]
    end: Annotated[int, Meta(description="code point after the last one")]
    report: str
    title: str | None
    outlet: str | None
    published: date | None


class EventLine(Struct, frozen=True):
    """An event in one line."""

    event_id: str
    who: list[str]
    whom: list[str]
    type: str
    mode: str | None
    quad: Annotated[int, Meta(description="PLOVER quad class, 1..4")]
    intensity: Annotated[float, Meta(description="PLOVER score, -10..10")]
    status: str | None
    polarity: str | None
    certainty: str | None
    basis: str | None
    condition: str | None
    speakers: list[Speaker]
    earliest: date | None
    latest: date | None
    day: Annotated[date, Meta(description="what the list is sorted by")]
    dated: Annotated[bool, Meta(description="false: the words give no time; `day` is then the report's")]
    words: str
    trigger_words: str
    confidence: float | None
    maker: str
    cite: Cite


class Page(Struct, frozen=True):
    """Some rows of a longer list."""

    items: list[Any]
    next: Annotated[str | None, Meta(description="cursor of the page after this one; null = no more")]
    total: Annotated[int | None, Meta(description="rows in all, under these filters")]
    state: str
    missing: Annotated[str | None, Meta(description="name of the table that this case does not have yet")] = None


class EventPage(Page, frozen=True):
    """Some events."""

    items: list[EventLine]


class ReportHead(Struct, frozen=True):
    """A report without its text."""

    doc_id: str
    name: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    published_basis: str | None
    known: str | None
    language: str | None
    url: Annotated[str | None, Meta(description="only where it is safe to link to")]
    events: int
    story_id: str | None
    kind: Annotated[str | None, Meta(description="original, copy or partial; null where copies were not looked for")]
    original: Annotated[str | None, Meta(description="doc_id of the report that it copies")]
    share: Annotated[float | None, Meta(description="0..1 of its words that are copied")]


class ReportPage(Page, frozen=True):
    """Some reports."""

    items: list[ReportHead]


class Highlight(Struct, frozen=True):
    """An annotation of a report's text."""

    layer: str
    start: int
    end: int
    label: str
    detail: str | None
    ref: Annotated[str | None, Meta(description="id of the event, or doc_id of the report copied from")]


class Piece(Struct, frozen=True, array_like=True):
    """A run of text that begins and ends no annotation inside."""

    start: int
    text: str
    marks: Annotated[list[int], Meta(description="positions in `marks` of what covers it")]


class Block(Struct, frozen=True):
    """A paragraph."""

    head: Annotated[bool, Meta(description="stands before the body: by-line, dateline")]
    pieces: list[Piece]


class Reading(Struct, frozen=True):
    """A report as the reader shows it: a window of its text, cut where annotations begin and end."""

    report: ReportHead
    length: Annotated[int, Meta(description="code points of the whole text")]
    start: Annotated[int, Meta(description="first code point of the window")]
    end: int
    blocks: list[Block]
    marks: list[Highlight]
    layers: Annotated[list[str], Meta(description="layers that were made for this report, empty ones too")]
    copies: Annotated[list[ReportHead], Meta(description="reports that copy this one, or that it copies")]
    state: str


class IssueRow(Struct, frozen=True):
    """Something that could not be read or done."""

    input: str
    stage: str
    what: str
    found: str
    do: str
    fatal: bool


class IssuePage(Page, frozen=True):
    """What could not be read or done."""

    items: list[IssueRow]


class Hit(Struct, frozen=True):
    """A passage that holds the words looked for."""

    cite: Cite
    before: str
    words: str
    after: str


class HitPage(Page, frozen=True):
    """Some passages."""

    items: list[Hit]


class Fault(Struct, frozen=True):
    """Why a question was not answered."""

    error: str


class ActorSeen(Struct, frozen=True):
    """An actor or country that some event names."""

    key: str
    label: str
    is_country: bool
    events: int


class Overview(Struct, frozen=True):
    """What is in the case, and what its lists can be narrowed to."""

    name: str
    state: str
    as_of: str | None
    counts: Annotated[dict[str, int], Meta(description="rows by table; a table that was never made is left out")]
    issues: int
    first: Annotated[str | None, Meta(description="date of the first report")]
    last: str | None
    actors: list[ActorSeen]
    outlets: list[str]
    types: Annotated[dict[str, str], Meta(description="PLOVER types and their plain labels")]
    statuses: list[str]


class StateNow(Struct, frozen=True):
    """The state that is being shown."""

    state: str
    reports: int


class Evidence(Struct, frozen=True):
    """How many origins of one kind a claim has."""

    kind: str
    n: int


class ClaimLine(Struct, frozen=True):
    """A claim in one line, with its best mention."""

    claim_id: str
    label: str
    type: str
    status: str | None
    polarity: str | None
    state: str | None
    mentions: int
    origins: Annotated[int, Meta(description="independent origins that assert it")]
    denials: Annotated[int, Meta(description="independent origins that deny it")]
    links: Annotated[int, Meta(description="claims that deny, contradict or rival it")]
    evidence: list[Evidence]
    credibility: Annotated[int | None, Meta(description="Admiralty scale, 1 to 6")]
    credibility_why: str | None
    first_known: date | None
    last_known: date | None
    event: EventLine


class ClaimPage(Page, frozen=True):
    """Some claims."""

    items: list[ClaimLine]


class ClaimMention(Struct, frozen=True):
    """A place where a claim is told, or denied."""

    stance: str
    origin_id: str
    event: EventLine
    copy_of: Annotated[str | None, Meta(description="doc_id of the report that its report copies")]


class Origin(Struct, frozen=True):
    """Where a claim comes from in the end."""

    origin_id: str
    kind: str
    label: str
    chain: list[str]
    mentions: int


class Part(Struct, frozen=True):
    """A part of a comparison: what was looked at, what it weighed, what was seen."""

    name: str
    weight: float
    saw: str | None


class ClaimLink(Struct, frozen=True):
    """A claim that stands against another."""

    kind: str
    reason: str | None
    parts: list[Part]
    claim: ClaimLine


class SourceGrade(Struct, frozen=True):
    """How reliable a source is, and why."""

    source: str
    reliability: str
    why: str | None
    confirmed: int | None
    withdrawn: int | None


class ClaimTree(Struct, frozen=True):
    """A claim with everything that it rests on and that stands against it."""

    claim: ClaimLine
    mentions: list[ClaimMention]
    origins: list[Origin]
    links: list[ClaimLink]
    sources: list[SourceGrade]
    state: str


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
