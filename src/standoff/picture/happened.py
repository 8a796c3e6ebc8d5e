"""What happened and what is claimed: the lines of claims, told as fact by an author, or on somebody's word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from standoff.core.vocabulary import EventType, Polarity, StatementKind, Status
from standoff.picture.evidence import HAPPENED, side_keys
from standoff.picture.importance import Judge, Seen
from standoff.picture.lines import Against, Line
from standoff.picture.stances import POSITION_OF_TYPE, is_alleged_harm
from standoff.picture.told import Told, join_retold
from standoff.picture.writer import LineWriter
from standoff.store.records import EventRecord

CLAIMABLE = HAPPENED | {Status.SPECULATED, Status.DENIED}
DENYING = frozenset({Status.DENIED, Status.REFUSED})
CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim, who makes it, and who says otherwise."""

    line: Line
    speakers: list[str]
    origins: Annotated[int, Meta(description="independent origins; copies and the same speaker count once")]
    denials: list[Line]


def is_denied(record: EventRecord) -> bool:
    """Tell whether a mention says that the act did not or will not happen."""
    if record.status in DENYING or any(s.kind == StatementKind.DENIES.value for s in record.speakers):
        return True
    return record.polarity is Polarity.NEGATIVE


def is_told_as_fact(record: EventRecord) -> bool:
    """Tell whether an author tells an act of somebody as done, in the author's own voice."""
    if record.speakers or record.content_of is not None or is_denied(record) or record.type in POSITION_OF_TYPE:
        return False
    return record.status in HAPPENED and bool(record.sources or record.targets)


class ClaimWriter:
    """Writes the lines of claims."""

    def __init__(self, writer: LineWriter, judge: Judge, claims: Sequence[Told]) -> None:
        """Know which claims each report refuses to speak of."""
        self.writer = writer
        self.judge = judge
        self.claims = claims
        self.by_id = {claim.claim_id: claim for claim in claims}
        self.refused: dict[str, list[EventRecord]] = {}
        for record in writer.evidence.records:
            if record.status is Status.REFUSED or record.type is EventType.REJECT:
                self.refused.setdefault(record.doc_id, []).append(record)

    def timeline(self) -> list[Line]:
        """Give what authors tell as fact, in order of time, one line per act; with what speaks against it."""
        made = []
        for group in join_retold(self.claims):
            facts = [record for claim in group for record in claim.mentions if is_told_as_fact(record)]
            if facts:
                made.append(self._graded(group[0], self.writer.merged(facts), facts))
        return sorted(made, key=lambda line: (line.when or line.first_known or "9999", line.marks[0].label()))

    def claimed(self) -> list[ClaimLine]:
        """Give what is so on somebody's word, or denied, and that no author tells as fact."""
        made = []
        for group in join_retold([c for c in self.claims if c.polarity == Polarity.POSITIVE.value]):
            mentions = [r for claim in group for r in claim.mentions]
            if any(map(is_told_as_fact, mentions)):
                continue
            said = [r for r in mentions if r.speakers and self._is_claimable(r)]
            if said:
                made.append(self._claim(group, said))
        return [*made, *self._only_denied()]

    def _claim(self, group: Sequence[Told], said: Sequence[EventRecord]) -> ClaimLine:
        head = max(group, key=lambda claim: claim.origins)
        line = self._graded(head, self.writer.merged(said), said)
        labels = list(dict.fromkeys(label for claim in group for label in claim.labels))
        denials = {r.event_id: r for claim in group for r in claim.denials}
        return ClaimLine(line, labels, head.origins, [self.writer.event_line(r) for r in denials.values()])

    def _only_denied(self) -> Iterable[ClaimLine]:
        """Give what is denied and by nobody said: the denial stands alone."""
        for claim in self.claims:
            if claim.polarity != Polarity.NEGATIVE.value or claim.denies:
                continue
            denials = [r for r in claim.mentions if self._is_claimable(r) and (r.speakers or is_denied(r))]
            if denials:
                line = self._graded(claim, self.writer.merged(denials), denials)
                yield ClaimLine(line, [], 0, [line])

    def _is_claimable(self, record: EventRecord) -> bool:
        """Leave out positions, what is only planned, wished or to be deterred, and what is named only as refused."""
        if record.type in POSITION_OF_TYPE or not (record.status in CLAIMABLE or is_alleged_harm(record)):
            return False
        outer = self.writer.evidence.by_id.get(record.content_of or "")
        if outer is not None and outer.type is EventType.THREATEN and record.status is Status.SPECULATED:
            return False
        if record.status is Status.DENIED:
            return True
        return not any(_holds(outer, record) for outer in self.refused.get(record.doc_id, ()))

    def _graded(self, claim: Told, line: Line, records: Sequence[EventRecord]) -> Line:
        """Put beside a line its grade, its importance, and the claims that say otherwise."""
        seen = Seen(_keys_of(records[0]), claim.first_known, claim.origins, records[0])
        return replace(
            line,
            id=claim.claim_id,
            first_known=claim.first_known,
            last_known=claim.last_known,
            grade=claim.grade,
            importance=self.judge.weigh(seen),
            against=[*self._denials(claim, line), *self._others(claim)],
        )

    def _denials(self, claim: Told, line: Line) -> Iterable[Against]:
        for record in claim.denials:
            if record.event_id not in line.events:
                words, mark = self.writer.event_words(record)
                yield Against("denies", _denier(record), words, [mark])
        for doc_id, start, end in claim.bare_denials:
            words, mark = self.writer.words_around(doc_id, start, end, start, start)
            yield Against("denies", "denied", words, [mark])

    def _others(self, claim: Told) -> Iterable[Against]:
        for kind, reason, other_id in claim.links:
            other = self.by_id[other_id]
            if other.mentions:
                words, mark = self.writer.event_words(other.mentions[0])
                yield Against(kind, reason, words, [mark])


def _keys_of(record: EventRecord) -> list[str]:
    return sorted(side_keys(record.sources) | side_keys(record.targets))


def _denier(record: EventRecord) -> str:
    speaker = next((s.actor for s in record.speakers if s.actor is not None), None)
    return f"denied by {speaker.name or ' '.join(speaker.text.split())}" if speaker is not None else "denied"


def _holds(outer: EventRecord, inner: EventRecord) -> bool:
    """Tell whether an act is named within the clause of another ("refused to discuss the *movements* of its army").

    What has words of saying of its own behind the refusal is said, not refused ("denied it and said that ...").
    """
    said = inner.cue is not None and outer.end <= inner.cue.start
    return outer is not inner and not said and outer.clause.start <= inner.start < outer.clause.end
