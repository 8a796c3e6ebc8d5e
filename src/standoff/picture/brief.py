"""The brief: one page on what the reports say, every line with the words that it rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from standoff.core.document import DocumentView
from standoff.core.issues import Issue
from standoff.core.provenance import Provenance
from standoff.core.vocabulary import Certainty, EventType, Polarity, Status, VoiceKind
from standoff.match.actors import known_persons, unify_actors
from standoff.match.claims import Claim, find_claims, is_denied, side_key
from standoff.match.copies import find_copies
from standoff.picture.figures import figure_lines, merge_figures
from standoff.picture.lines import Line, shorten, status_note, when_of
from standoff.picture.network import Tie, find_ties
from standoff.picture.position_lines import HAPPENED, POSITION_OF_TYPE, ActorPositions, PositionFinder, is_threat
from standoff.picture.writer import LineWriter, known_actors
from standoff.store.records import EventRecord, event_records


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
        self.writer = LineWriter(views)
        self.views = self.writer.views
        self.issues = list(issues)
        records = [record for view in self.views for record in event_records(view)]
        self.known = known_persons(records)
        self.records = unify_actors(records, self.known)
        self.copies = find_copies(self.views)

    def build(self) -> Brief:
        told = [r for r in self.records if not r.speakers and not is_denied(r)]
        told = [r for r in told if r.status in HAPPENED and (r.sources or r.targets)]
        happened = [r for r in told if r.type not in POSITION_OF_TYPE and r.content_of is None]
        planned = [r for r in self.records if self._is_planned(r)]
        timeline = self._grouped(happened, lambda r: when_of(r.times) or r.published or "9999")
        return Brief(
            reports=[self._head(view) for view in self.views],
            timeline=[self.writer.merged(group) for group in timeline],
            agenda=[
                self.writer.merged(group) for group in self._grouped(planned, lambda r: when_of(r.times) or "9999")
            ],
            positions=PositionFinder(self.writer, self.records, self.known).find(),
            figures=merge_figures([line for view in self.views for line in figure_lines(view, self.writer.mark)]),
            claims=[line for claim in find_claims(self._claimable(), self.copies) for line in self._claim(claim)],
            questions=self._voices(VoiceKind.QUESTION),
            assessments=self._voices(VoiceKind.ASSESSMENT) + self._voices(VoiceKind.PREDICTION),
            network=find_ties([group[0] for group in timeline]),
            issues=self.issues,
        )

    def _head(self, view: DocumentView) -> ReportHead:
        doc = view.doc
        origin = self.copies.get(doc.doc_id, doc.doc_id)
        copy_of = self.writer.numbers[origin] if origin != doc.doc_id else None
        number = self.writer.numbers[doc.doc_id]
        return ReportHead(number, doc.doc_id, doc.name, doc.title, doc.outlet, doc.author, doc.published, copy_of)

    # -- events -----------------------------------------------------------------------------------

    def _is_planned(self, record: EventRecord) -> bool:
        if record.polarity is not Polarity.POSITIVE or record.content_of is not None or record.type in POSITION_OF_TYPE:
            return False
        if record.status is not Status.PLANNED or record.certainty is Certainty.POSSIBLE or is_denied(record):
            return False
        return bool(known_actors(record.sources)) and not is_threat(record)

    def _claimable(self) -> list[EventRecord]:
        """Acts that somebody says were done, or denies: not positions, and not what is only planned or wished."""
        asserted = HAPPENED | {Status.SPECULATED, Status.DENIED}
        refused: dict[str, list[EventRecord]] = {}
        for record in self.records:
            if record.status is Status.REFUSED or record.type is EventType.REJECT:
                refused.setdefault(record.doc_id, []).append(record)
        said = [r for r in self.records if r.type not in POSITION_OF_TYPE and r.status in asserted]
        return [r for r in said if not any(_holds(q, r) for q in refused.get(r.doc_id, ()))]

    def _grouped(self, records: Iterable[EventRecord], order: Callable[[EventRecord], str]) -> list[list[EventRecord]]:
        """Put mentions of the same act at the same time together, in order of time.

        An undated act has its report's time, and must be named by the same words to be the same. What a report tells
        again goes with its first telling.
        """
        groups: dict[tuple[object, ...], list[EventRecord]] = {}
        places: dict[str, tuple[object, ...]] = {}
        listed = list(records)
        present = {record.event_id for record in listed}
        again = [record for record in listed if record.same_as in present]
        for record in sorted((r for r in listed if r.same_as not in present), key=order):
            when = when_of(record.times) or f"reported {record.published}"
            act = record.type if record.times else record.maker
            key = (act, when, side_key(record.sources), side_key(record.targets), status_note(record))
            groups.setdefault(key, []).append(record)
            places[record.event_id] = key
        for record in again:
            groups[places[str(record.same_as)]].append(record)
        return list(groups.values())

    # -- claims, voices ---------------------------------------------------------------------------

    def _claim(self, claim: Claim) -> Iterable[ClaimLine]:
        denials = [self.writer.event_line(record) for record in claim.denials]
        if claim.mentions:
            yield ClaimLine(self.writer.merged(claim.mentions), list(claim.speakers), claim.origins, denials)
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
                mark = self.writer.mark(view, row.sentence, row.start, row.end)
                lines.append(Line(None, view.doc.author, None, kind.value, words, note, [mark], []))
        return lines


def _holds(outer: EventRecord, inner: EventRecord) -> bool:
    """Tell whether an act is named within the clause of another ("refused to discuss the *movements* of its army")."""
    return outer is not inner and outer.clause.start <= inner.start < outer.clause.end
