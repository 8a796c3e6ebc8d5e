"""The brief: one page on what the reports say, every line with the words that it rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.core.provenance import Provenance
from standoff.core.vocabulary import Certainty, EventType, Polarity, StatementKind, Status, VoiceKind
from standoff.match.actors import fill_actor, known_persons, unify_actors
from standoff.match.claims import Claim, find_claims, is_denied, side_key
from standoff.match.copies import find_copies
from standoff.picture.figures import figure_lines, merge_figures
from standoff.picture.lines import Line, Mark, name_side, shorten, status_note, when_of
from standoff.picture.network import Tie, find_ties
from standoff.resources.codebook import Codebook, load_codebook
from standoff.store.records import ActorRecord, EventRecord, event_records

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
FEWEST_WORDS = 4
"""A clause or content of fewer words ("it", "the attack") says nothing alone: the whole sentence is shown."""
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.HISTORICAL})


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report that the brief rests on."""

    number: int
    doc_id: str
    name: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    copy_of: Annotated[int | None, Meta(description="number of the report that it copies")]


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


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim, who makes it, and who says otherwise."""

    line: Line
    speakers: list[str]
    origins: Annotated[int, Meta(description="independent origins; copies and the same speaker count once")]
    denials: list[Line]


@dataclass(frozen=True, slots=True)
class Brief:
    """The picture of some reports on one page."""

    reports: list[ReportHead]
    timeline: list[Line]
    agenda: list[Line]
    positions: list[ActorPositions]
    figures: list[Line]
    claims: list[ClaimLine]
    questions: list[Line]
    assessments: list[Line]
    network: list[Tie]
    issues: list[Issue]
    provenance: Provenance | None = None


def build_brief(views: Sequence[DocumentView], issues: Sequence[Issue], provenance: Provenance | None = None) -> Brief:
    """Build the brief of some annotated reports.

    Args:
        views: annotated documents.
        issues: what could not be read or done.
        provenance: what made the annotations.

    Returns:
        The brief; reports are numbered by date, then name.
    """
    return replace(_Builder(views, issues).build(), provenance=provenance)


class _Builder:
    def __init__(self, views: Sequence[DocumentView], issues: Sequence[Issue]) -> None:
        self.views = sorted(views, key=lambda view: (view.doc.published or "9999", view.doc.name))
        self.numbers = {view.doc.doc_id: n for n, view in enumerate(self.views, start=1)}
        self.by_id = {view.doc.doc_id: view for view in self.views}
        self.issues = list(issues)
        self.codebook: Codebook = load_codebook()
        records = [record for view in self.views for record in event_records(view)]
        self.known = known_persons(records)
        self.records = unify_actors(records, self.known)
        self.copies = find_copies(self.views)
        self.countries = country_labels(self.records)
        self.denying = {
            record.event_id
            for record in self.records
            for row in self.by_id[record.doc_id].get("statements") or ()
            if row.kind is StatementKind.DENIES and row.cue_start <= record.start < row.cue_end
        }

    def build(self) -> Brief:
        told = [r for r in self.records if not r.speakers and not is_denied(r)]
        told = [r for r in told if r.status in HAPPENED and (r.sources or r.targets)]
        happened = [r for r in told if r.type not in POSITION_OF_TYPE and r.content_of is None]
        planned = [r for r in self.records if self._is_planned(r)]
        timeline = self._grouped(happened, lambda r: when_of(r.times) or r.published or "9999")
        return Brief(
            reports=[self._head(view) for view in self.views],
            timeline=[self._merged(group) for group in timeline],
            agenda=[self._merged(group) for group in self._grouped(planned, lambda r: when_of(r.times) or "9999")],
            positions=self._positions(),
            figures=merge_figures([line for view in self.views for line in figure_lines(view, self.mark)]),
            claims=[line for claim in find_claims(self._claimable(), self.copies) for line in self._claim(claim)],
            questions=self._voices(VoiceKind.QUESTION),
            assessments=self._voices(VoiceKind.ASSESSMENT) + self._voices(VoiceKind.PREDICTION),
            network=find_ties([group[0] for group in timeline]),
            issues=self.issues,
        )

    def _head(self, view: DocumentView) -> ReportHead:
        doc = view.doc
        origin = self.copies.get(doc.doc_id, doc.doc_id)
        copy_of = self.numbers[origin] if origin != doc.doc_id else None
        number = self.numbers[doc.doc_id]
        return ReportHead(number, doc.doc_id, doc.name, doc.title, doc.outlet, doc.author, doc.published, copy_of)

    def mark(self, view: DocumentView, sentence: int, start: int, end: int) -> Mark:
        """Give the mark of a span."""
        return Mark(self.numbers[view.doc.doc_id], sentence + 1, view.doc.doc_id, start, end)

    # -- events -----------------------------------------------------------------------------------

    def _is_planned(self, record: EventRecord) -> bool:
        if record.polarity is not Polarity.POSITIVE or record.content_of is not None or record.type in POSITION_OF_TYPE:
            return False
        if record.status is not Status.PLANNED or record.certainty is Certainty.POSSIBLE:
            return False
        return bool(known_actors(record.sources)) and not self._is_threat(record)

    def _is_threat(self, record: EventRecord) -> bool:
        """A harmful act that somebody says will be done: PLOVER's own convention makes a threat of it."""
        return record.status is Status.PLANNED and record.type in HARMFUL and bool(record.speakers)

    def _claimable(self) -> list[EventRecord]:
        """Acts that somebody says were done, or denies: not positions, and not what is only planned or wished."""
        asserted = HAPPENED | {Status.SPECULATED, Status.DENIED}
        refused: dict[str, list[EventRecord]] = {}
        for record in self.records:
            if record.status is Status.REFUSED or record.type is EventType.REJECT:
                refused.setdefault(record.doc_id, []).append(record)
        said = [r for r in self.records if r.type not in POSITION_OF_TYPE and r.status in asserted]
        return [r for r in said if not any(_holds(q, r) for q in refused.get(r.doc_id, ()))]

    def _event_line(self, record: EventRecord) -> Line:
        view = self.by_id[record.doc_id]
        sentence = next(n for n, row in enumerate(view.rows("sentences")) if row.start == record.sentence.start)
        span = record.clause if len(record.clause.text.split()) >= FEWEST_WORDS else record.sentence
        words = shorten(view.text, span.start, span.end, record.start, record.end)
        return Line(
            when=when_of(record.times),
            who=name_side(record.sources),
            whom=name_side(known_actors(record.targets) or record.targets),
            what=self.codebook.types[record.type].label,
            words=words,
            note=status_note(record),
            marks=[self.mark(view, sentence, span.start, span.end)],
            events=[record.event_id],
        )

    def _grouped(self, records: Iterable[EventRecord], order: Callable[[EventRecord], str]) -> list[list[EventRecord]]:
        """Put mentions of the same act at the same time together, in order of time.

        An undated act has its report's time, and must be named by the same words to be the same.
        """
        groups: dict[tuple[object, ...], list[EventRecord]] = {}
        for record in sorted(records, key=order):
            when = when_of(record.times) or f"reported {record.published}"
            act = record.type if record.times else record.maker
            key = (act, when, side_key(record.sources), side_key(record.targets), status_note(record))
            groups.setdefault(key, []).append(record)
        return list(groups.values())

    def _merged(self, group: Sequence[EventRecord]) -> Line:
        """Give one line for mentions of one act: the words of the first, the marks of all."""
        lines = [self._event_line(record) for record in group]
        head = lines[0]
        for other in lines[1:]:
            head.events.extend(other.events)
            head.marks.extend(mark for mark in other.marks if mark not in head.marks)
        return head

    # -- positions --------------------------------------------------------------------------------

    def _positions(self) -> list[ActorPositions]:
        found: dict[str, list[Position]] = {}
        for record in self.records:
            kind = self._position_kind(record)
            if kind is None:
                continue
            holders = known_actors(self._holders(record, kind))
            whom = name_side(known_actors(record.targets))
            note = status_note(record, with_status=False)
            line = replace(self._event_line(record), who=name_side(holders), whom=whom, note=note)
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
        if self._is_threat(record) and record.polarity is Polarity.POSITIVE:
            return "threatens"
        return POSITION_OF_STATUS.get(record.status) if record.status is not None else None

    def _holders(self, record: EventRecord, kind: str) -> Sequence[ActorRecord]:
        """A demand in other words than an act of demanding ("they must leave") is its speaker's, not its subject's."""
        if record.type not in POSITION_OF_TYPE and kind == "demands":
            return [s.actor for s in record.speakers if s.actor is not None][:1]
        return record.sources

    def _denials(self) -> Iterable[tuple[list[ActorRecord], Line]]:
        """Denials whose content holds no coded act: what is denied stands in the words."""
        for view in self.views:
            events = view.get("events") or []
            for row in view.get("statements") or []:
                if row.kind.value != "denies" or any(row.start <= e.start < row.end for e in events):
                    continue
                actor = None
                if row.actor is not None and view.has("identities"):
                    identity = view.rows("identities")[row.actor]
                    text = view.text[row.source_start : row.source_end]
                    actor = ActorRecord(
                        row.source_start, row.source_end, text, identity.name, identity.country, identity.sector
                    )
                if any(e.start == row.cue_start for e in events):
                    continue
                start, end = row.start, row.end
                if len(view.text[start:end].split()) < FEWEST_WORDS:
                    sentence = view.rows("sentences")[row.sentence]
                    start, end = sentence.start, sentence.end
                words = shorten(view.text, start, end, row.cue_start, row.cue_end)
                mark = self.mark(view, row.sentence, start, end)
                holder = known_actors([fill_actor(actor, self.known)] if actor else [])
                yield holder, Line(None, name_side(holder), None, "Deny", words, None, [mark], [])

    # -- claims, voices ---------------------------------------------------------------------------

    def _claim(self, claim: Claim) -> Iterable[ClaimLine]:
        denials = [self._event_line(record) for record in claim.denials]
        if claim.mentions:
            lines = [self._event_line(record) for record in claim.mentions]
            head = lines[0]
            for other in lines[1:]:
                head.marks.extend(other.marks)
                head.events.extend(other.events)
            yield ClaimLine(head, list(claim.speakers), claim.origins, denials)
        elif denials:
            yield ClaimLine(denials[0], [], 0, denials)

    def _voices(self, kind: VoiceKind) -> list[Line]:
        lines = []
        for view in self.views:
            for row in view.get("voices") or []:
                if row.kind is not kind:
                    continue
                words = shorten(view.text, row.start, row.end, row.cue_start, row.cue_end)
                note = None if kind is VoiceKind.QUESTION else f"cue: “{view.text[row.cue_start : row.cue_end]}”"
                mark = self.mark(view, row.sentence, row.start, row.end)
                lines.append(Line(None, view.doc.author, None, kind.value, words, note, [mark], []))
        return lines


def _holds(outer: EventRecord, inner: EventRecord) -> bool:
    """Tell whether an act is named within the clause of another ("refused to discuss the *movements* of its army")."""
    return outer is not inner and outer.clause.start <= inner.start < outer.clause.end


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


def known_actors(side: Sequence[ActorRecord]) -> list[ActorRecord]:
    """Give the actors of a side that have a name or a country."""
    return [actor for actor in side if actor.name or actor.country]


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
