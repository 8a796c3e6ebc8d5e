"""The step `positions`: what each actor holds, in all its mentions, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import duckdb
import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import row_to_dict, struct_type
from standoff.core.stage import CorpusStep
from standoff.match.actors import known_persons
from standoff.picture.evidence import Evidence, days_between, denying_events, read_evidence, side_keys, stable_id
from standoff.picture.outcomes import Held, Outcome, OutcomeFinder
from standoff.picture.stances import POSITION_ORDER, Denial, Stance, find_denials, find_stances
from standoff.picture.wording import similarity
from standoff.store.records import ActorRecord

GAP_DAYS = 90
"""A position not heard of for longer (days) is taken up anew, not repeated."""
ALIKE = 0.4
"""Share of words of substance that two mentions must share where no coded act says what they are about."""
STATES = ("open", "repeated", "met", "carried out", "broken", "refused", "withdrawn", "contradicted")


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A row of the table `positions`."""

    position_id: Annotated[str, Meta(description="stays the same when further reports come in")]
    holder: Annotated[str, Meta(description="country codes or names of those who hold it, joined by +")]
    holder_name: Annotated[str | None, Meta(description="their names as in the reports; null = nobody named")]
    kind: Annotated[str, Meta(description="one of " + ", ".join(POSITION_ORDER))]
    addressee: Annotated[str | None, Meta(description="towards whom, as holder")]
    addressee_name: str | None
    about: Annotated[str | None, Meta(description="PLOVER type of the act it is about, null where none is coded")]
    event_id: Annotated[str | None, Meta(description="the first mention; null for a denial of no coded act")]
    condition: Annotated[str | None, Meta(description="the condition in the text's words")]
    first_known: Annotated[str | None, Meta(description="ISO day from which it is known")]
    last_known: Annotated[str | None, Meta(description="ISO day of the last mention")]
    mentions: int
    state: Annotated[str, Meta(description="one of " + ", ".join(STATES))]
    why: Annotated[str | None, Meta(description="why it is in that state, null while it is open")]
    events: Annotated[list[str], Meta(description="ids of all mentions, first one first")]
    reasons: Annotated[list[str], Meta(description="ids of the later events that decided the state")]
    doc_id: Annotated[str, Meta(description="the report of the first mention")]
    start: Annotated[int, Meta(description="first code point of its words")]
    end: int


@dataclass(slots=True)
class _Group:
    stances: list[Stance]

    @property
    def head(self) -> Stance:
        return self.stances[0]


def find_positions(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the table `positions` of a catalogue."""
    evidence = read_evidence(connection)
    rows = [*_spoken(evidence, denying_events(connection)), *_denied(evidence, connection)]
    rows.sort(key=lambda row: (row.first_known or "", row.doc_id, row.start, row.position_id))
    schema = pa.schema(list(struct_type(PositionRow)))
    return {"positions": pa.Table.from_pylist([row_to_dict(row) for row in rows], schema=schema)}


POSITIONS = CorpusStep(
    "positions",
    "2",
    ("reports", "events", "statements", "identities", "copies", "stories"),
    ("positions",),
    find_positions,
)


def _spoken(evidence: Evidence, denying: set[str]) -> Iterable[PositionRow]:
    alike: dict[tuple[object, ...], list[Stance]] = {}
    for stance in find_stances(evidence, denying):
        about = stance.content.type if stance.content is not None else None
        alike.setdefault((stance.kind, stance.holder, about), []).append(stance)
    finder = OutcomeFinder(evidence)
    for stances in alike.values():
        for group in _groups(stances, evidence):
            yield from _rows(group.stances, evidence, finder)


def _groups(stances: Sequence[Stance], evidence: Evidence) -> list[_Group]:
    """Put mentions of one position together; they come in the order in which they are known."""
    made: list[_Group] = []
    for stance in stances:
        home = next((g for g in reversed(made) if _continues(g, stance, evidence)), None)
        if home is None:
            made.append(_Group([stance]))
        else:
            home.stances.append(stance)
    return made


def _continues(group: _Group, stance: Stance, evidence: Evidence) -> bool:
    last = group.stances[-1]
    gap = days_between(evidence.day_known(last.record), evidence.day_known(stance.record))
    if not stance.holder or gap is None or gap > GAP_DAYS:
        return stance.record.same_as is not None and stance.record.same_as in {s.record.event_id for s in group.stances}
    if not _compatible(side_keys(group.head.addressees), side_keys(stance.addressees)):
        return False
    one, other = group.head.content, stance.content
    if one is None or other is None:
        return similarity(last.record, stance.record) >= ALIKE
    sides = _compatible(side_keys(one.targets), side_keys(other.targets))
    modes = not one.mode or not other.mode or one.mode == other.mode
    return sides and modes and _same_time(one.times, other.times) and _same_figures(one.figures, other.figures)


def _compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _same_time(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Tell whether the times of two acts can be the same: unknown ends and unknown times fit any."""
    spans = [(t.earliest or "", t.latest or "9999") for t in one if t.earliest or t.latest][:1]
    others = [(t.earliest or "", t.latest or "9999") for t in other if t.earliest or t.latest][:1]
    return not spans or not others or (spans[0][0] <= others[0][1] and others[0][0] <= spans[0][1])


def _same_figures(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Tell two sums of money apart: who promises another sum promises something else."""
    sums = {f.value for f in one if f.currency and f.value is not None}
    others = {f.value for f in other if f.currency and f.value is not None}
    return not sums or not others or bool(sums & others)


def _rows(stances: Sequence[Stance], evidence: Evidence, finder: OutcomeFinder) -> Iterable[PositionRow]:
    """Give the rows of a group: what is said again after it was settled is a new position."""
    outcome = finder.first(_held(stances, evidence))
    before = [s for s in stances if outcome is None or evidence.day_known(s.record) <= outcome.day] or list(stances[:1])
    yield _row(before, evidence, outcome)
    if len(before) < len(stances):
        yield from _rows(stances[len(before) :], evidence, finder)


def _held(stances: Sequence[Stance], evidence: Evidence) -> Held:
    head = stances[0]
    members = [s.record for s in stances] + [s.content for s in stances if s.content is not None]
    content = next((s.content for s in stances if s.content is not None), None)
    addressees = frozenset().union(*(side_keys(s.addressees) for s in stances))
    since, until = (evidence.day_known(stance.record) for stance in (head, stances[-1]))
    return Held(head.kind, side_keys(head.holders), addressees, content, since, until, tuple(members))


def _row(stances: Sequence[Stance], evidence: Evidence, outcome: Outcome | None) -> PositionRow:
    head, last = stances[0], stances[-1]
    record = head.record
    days = {evidence.day_known(s.record) for s in stances if s.record.doc_id not in evidence.copies}
    conditions = [s.record.condition for s in stances if s.record.condition is not None]
    addressed = next((s for s in stances if s.addressees), head)
    repeated = len(days) > 1
    state = outcome.state if outcome else "repeated" if repeated else "open"
    why = outcome.why if outcome else f"said on {len(days)} days" if repeated else None
    return PositionRow(
        position_id=stable_id("p", record.doc_id, record.start, record.end, record.type.value),
        holder=head.holder,
        holder_name=names_of(head.holders),
        kind=head.kind,
        addressee="+".join(sorted(side_keys(addressed.addressees))) or None,
        addressee_name=names_of(addressed.addressees),
        about=head.content.type.value if head.content is not None else None,
        event_id=record.event_id,
        condition=" ".join(conditions[0].text.split()) if conditions else None,
        first_known=evidence.day_known(record) or None,
        last_known=evidence.day_known(last.record) or None,
        mentions=len(stances),
        state=state,
        why=why,
        events=[s.record.event_id for s in stances],
        reasons=[outcome.reason] if outcome else [],
        doc_id=record.doc_id,
        start=record.clause.start,
        end=record.clause.end,
    )


def _denied(evidence: Evidence, connection: duckdb.DuckDBPyConnection) -> Iterable[PositionRow]:
    known = known_persons(evidence.records)
    for denial in find_denials(connection, known):
        yield _denial_row(denial, evidence)


def _denial_row(denial: Denial, evidence: Evidence) -> PositionRow:
    holders = [denial.holder] if denial.holder is not None else []
    day = evidence.known.get(denial.doc_id)
    holder = "+".join(sorted(side_keys(holders)))
    return PositionRow(
        position_id=stable_id("p", denial.doc_id, denial.cue_start, denial.cue_end, "denies"),
        holder=holder,
        holder_name=names_of(holders),
        kind="denies",
        addressee=None,
        addressee_name=None,
        about=None,
        event_id=None,
        condition=None,
        first_known=day,
        last_known=day,
        mentions=1,
        state="open",
        why=None,
        events=[],
        reasons=[],
        doc_id=denial.doc_id,
        start=denial.start,
        end=denial.end,
    )


def names_of(side: Sequence[ActorRecord]) -> str | None:
    """Name a side: canonical names with codes, each actor once."""
    found: dict[str, None] = {}
    for actor in side:
        label = actor.name or " ".join(actor.text.split())
        if actor.country and actor.country not in label:
            label = f"{label} ({actor.country})"
        found.setdefault(label)
    return ", ".join(found) or None
