"""What the web API answers with: one type per kind of row, from which its OpenAPI description follows."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct

from standoff.core.judgement import Action, Anchor


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
    lead: Annotated[str, Meta(description="how it begins, at most 160 code points")]
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


class HitRun(Struct, frozen=True):
    """A run of a passage."""

    text: str
    hit: Annotated[bool, Meta(description="whether it is what was looked for")]


class Passage(Struct, frozen=True):
    """A passage of a report that holds words looked for; its citation points at the first of them."""

    cite: Cite
    runs: list[HitRun]


class Hit(Struct, frozen=True):
    """A report that holds the words looked for; without a passage where only its title does."""

    report: ReportHead
    passages: list[Passage]


class HitPage(Page, frozen=True):
    """Some reports, the best first."""

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
    pdf: Annotated[bool, Meta(description="whether the brief can be saved as PDF: the extra `pdf` is installed")]


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


class AnchorGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a report that a judgement is about."""

    doc_id: Annotated[str, Meta(max_length=100)]
    start: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    end: Annotated[int, Meta(ge=1, le=1_000_000_000)]


class JudgementGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """A judgement as it is sent; see `core.judgement` for what each action needs."""

    action: Action
    who: Annotated[str, Meta(min_length=1, max_length=100, description="who judges")]
    anchors: Annotated[list[AnchorGiven], Meta(max_length=500)] = []
    source: Annotated[str, Meta(max_length=300)] | None = None
    value: Annotated[str, Meta(max_length=300)] | None = None
    country: Annotated[str, Meta(max_length=10)] | None = None
    undoes: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None
    note: Annotated[str, Meta(max_length=2000)] | None = None


class JudgementRow(Struct, frozen=True):
    """A judgement that was made."""

    number: int
    at: str
    who: str
    action: Action
    anchors: list[Anchor]
    source: str | None
    value: str | None
    country: str | None
    undoes: int | None
    note: str | None
    counts: Annotated[bool, Meta(description="false: it was undone, or is itself an undo")]


class JudgementPage(Page, frozen=True):
    """Some judgements."""

    items: list[JudgementRow]
