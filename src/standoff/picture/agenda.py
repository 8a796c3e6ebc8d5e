"""The step `agenda`: what is planned, when it is due, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

import duckdb
import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import row_to_dict, struct_type
from standoff.core.stage import CorpusStep
from standoff.core.vocabulary import Certainty, EventType, Polarity, StatementKind, Status
from standoff.match.actors import are_others, persons_of
from standoff.picture.evidence import (
    FACT,
    Evidence,
    add_days,
    days_between,
    read_evidence,
    side_keys,
    stable_id,
    voiced_events,
)
from standoff.picture.outcomes import same_measure
from standoff.picture.stances import MUTUAL, POSITION_OF_TYPE, is_alleged_harm, is_threat, known_actors
from standoff.picture.wording import similarity
from standoff.resources.tables import read_rows, split_cell
from standoff.store.records import EventRecord

GAP_DAYS = 30
"""A plan without dates that is not heard of for longer (days) is another plan when it comes up again."""
GRACE_DAYS = 3
"""A plan may be carried out, and told, so many days after its last date."""
LATE_DAYS = 10
"""What is done so long after a plan's last date is another thing (days)."""
UNDATED_DAYS = 60
"""A plan without a last date counts as unknown when nothing has been heard of it for so long (days)."""
ALIKE = 0.2
"""Share of words of substance, two at least, that two mentions of a plan share where its parties do not tell."""
OUTCOMES = ("open", "took_place", "postponed", "cancelled", "unknown")


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A row of the table `agenda`."""

    agenda_id: Annotated[str, Meta(description="stays the same when further reports come in")]
    event_id: Annotated[str, Meta(description="the first mention of the plan")]
    type: Annotated[str, Meta(description="PLOVER type of the act that is planned")]
    actors: Annotated[list[str], Meta(description="country codes or names of those who take part")]
    earliest: Annotated[str | None, Meta(description="ISO day before which it is not due; null = not said")]
    latest: Annotated[str | None, Meta(description="ISO day by which it is due; null = not said")]
    outcome: Annotated[str, Meta(description="one of " + ", ".join(OUTCOMES))]
    why: Annotated[str | None, Meta(description="what the outcome rests on; null while it is open")]
    first_known: str | None
    last_known: str | None
    events: Annotated[list[str], Meta(description="ids of all mentions of the plan")]
    reasons: Annotated[list[str], Meta(description="ids of the events that tell what became of it")]
    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    outcome: str
    day: str
    reason: str
    why: str


def find_agenda(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the table `agenda` of a catalogue."""
    evidence = read_evidence(connection)
    rows = [_row(group, evidence) for group in _groups(evidence, voiced_events(connection))]
    schema = pa.schema(list(struct_type(AgendaRow)))
    return {"agenda": pa.Table.from_pylist([row_to_dict(row) for row in rows], schema=schema)}


AGENDA = CorpusStep("agenda", "1", ("reports", "events", "voices", "copies", "stories"), ("agenda",), find_agenda)


def is_planned(record: EventRecord) -> bool:
    """Tell whether an event is something that a known actor is to do, not merely might do."""
    if record.polarity is not Polarity.POSITIVE or record.content_of is not None or record.type in POSITION_OF_TYPE:
        return False
    if record.status is not Status.PLANNED or record.certainty is Certainty.POSSIBLE or _is_denied(record):
        return False
    return bool(known_actors(record.sources)) and not is_threat(record) and not is_alleged_harm(record)


def _is_denied(record: EventRecord) -> bool:
    return any(speaker.kind == StatementKind.DENIES.value for speaker in record.speakers)


def actors_of(record: EventRecord) -> frozenset[str]:
    """Name all who take part in an act."""
    return side_keys(record.sources) | side_keys(record.targets)


def bounds_of(record: EventRecord) -> tuple[str | None, str | None]:
    """Give the first resolved time of an act as its earliest and latest day."""
    return next(((t.earliest, t.latest) for t in record.times if t.earliest or t.latest), (None, None))


def _groups(evidence: Evidence, voiced: Collection[str]) -> list[list[EventRecord]]:
    """Put mentions of one plan together; what lay in the past when it was told is no plan, whatever its words."""
    made: list[list[EventRecord]] = []
    for record in (r for r in evidence.records if is_planned(r) and r.event_id not in voiced):
        if (bounds_of(record)[1] or "9999") < evidence.day_known(record):
            continue
        home = next((g for g in made if any(_same_plan(member, record, evidence) for member in g)), None)
        if home is None:
            made.append([record])
        else:
            home.append(record)
    return made


def _same_plan(one: EventRecord, other: EventRecord, evidence: Evidence) -> bool:
    """Tell whether two mentions are of one plan: both parties meet at one time, or the words are much the same."""
    if one.type is not other.type or (one.mode and other.mode and one.mode != other.mode):
        return False
    if other.same_as == one.event_id:
        return True
    if not _same_sides(one, other):
        return False
    first, last = bounds_of(one)
    other_first, other_last = bounds_of(other)
    dated = bool((first or last) and (other_first or other_last))
    if dated and not ((first or "") <= (other_last or "9999") and (other_first or "") <= (last or "9999")):
        return False
    gap = days_between(evidence.day_known(one), evidence.day_known(other))
    if not dated and (gap is None or abs(gap) > GAP_DAYS):
        return False
    return _both_meet(one, other) or similarity(one, other) >= ALIKE


def _both_meet(one: EventRecord, other: EventRecord) -> bool:
    """Tell whether both mentions name the two parties of a meeting or agreement."""
    return one.type in MUTUAL and min(len(actors_of(one)), len(actors_of(other))) > 1


def _same_sides(one: EventRecord, other: EventRecord) -> bool:
    if are_others(*(persons_of((*r.sources, *r.targets)) for r in (one, other))):
        return False
    if one.type in MUTUAL:
        return _share(actors_of(one), actors_of(other))
    return bool(side_keys(one.sources) & side_keys(other.sources)) and (
        not side_keys(one.targets)
        or not side_keys(other.targets)
        or _share(side_keys(one.targets), side_keys(other.targets))
    )


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether one set of actors holds the other: two who meet is not one of them who meets a third."""
    return min(len(one), len(other)) > 0 and (one <= other or other <= one)


def _same_matter(group: Sequence[EventRecord], record: EventRecord) -> bool:
    """Tell whether an act is the one planned: the parties are the same, or it is told in much the same words."""
    head = group[0]
    if any(_both_meet(member, record) and actors_of(member) <= actors_of(record) for member in group):
        return True
    shared = side_keys(head.targets) & side_keys(record.targets)
    if shared and head.type not in MUTUAL | {EventType.MOBILIZE}:
        return True
    return any(same_measure(member, record) or similarity(member, record) >= ALIKE for member in group)


def _row(group: Sequence[EventRecord], evidence: Evidence) -> AgendaRow:
    head = group[0]
    earliest, latest = next((b for b in map(bounds_of, group) if any(b)), (None, None))
    last = max(evidence.day_known(record) for record in group)
    found = _outcome(group, earliest, latest, evidence)
    outcome, why = (found.outcome, found.why) if found else _unsettled(latest, last, evidence.last_day)
    return AgendaRow(
        agenda_id=stable_id("a", head.doc_id, head.start, head.type.value),
        event_id=head.event_id,
        type=head.type.value,
        actors=sorted(frozenset().union(*map(actors_of, group))),
        earliest=earliest,
        latest=latest,
        outcome=outcome,
        why=why,
        first_known=evidence.day_known(head) or None,
        last_known=last or None,
        events=[record.event_id for record in group],
        reasons=[found.reason] if found else [],
        doc_id=head.doc_id,
        start=head.clause.start,
        end=head.clause.end,
    )


def _unsettled(latest: str | None, last: str, today: str | None) -> tuple[str, str | None]:
    """Say whether a plan of which nothing more is told is still open: its date, or two months, have not passed."""
    due = latest if latest is not None else add_days(last, UNDATED_DAYS) if last else None
    if due is None or today is None or today <= due:
        return "open", None
    return "unknown", f"its date passed on {due}, nothing is reported" if latest else f"not heard of since {last}"


def _outcome(
    group: Sequence[EventRecord], earliest: str | None, latest: str | None, evidence: Evidence
) -> _Outcome | None:
    """Find the last thing told of a plan: that it was put off, called off, or took place."""
    found = []
    for record in evidence.records:
        if record in group or evidence.day_known(record) < evidence.day_known(group[0]):
            continue
        if record.type is group[0].type and any(_same_sides(member, record) for member in group):
            told = _told(record, earliest, latest, group, evidence)
            if told is not None:
                found.append(told)
    return max(found, key=lambda o: (o.day, o.outcome == "took_place", o.reason), default=None)


def _told(
    record: EventRecord, earliest: str | None, latest: str | None, group: Sequence[EventRecord], evidence: Evidence
) -> _Outcome | None:
    day = evidence.day_known(record)
    word = outcome_word(record.clause.text)
    if word is not None and _same_matter(group, record):
        return _Outcome(word[0], day, record.event_id, f"“{word[1]}”")
    if record.status not in FACT or record.polarity is not Polarity.POSITIVE or record.speakers or record.content_of:
        return None
    when = evidence.day_of(record)
    planned = evidence.day_known(group[0])
    if record.doc_id in {member.doc_id for member in group} or when < (earliest or planned):
        return None
    most = UNDATED_DAYS if latest is None else LATE_DAYS
    if (days_between(latest or earliest or planned, when) or 0) > most or not _same_matter(group, record):
        return None
    late = ", after its date" if latest is not None and when > add_days(latest, GRACE_DAYS) else ""
    return _Outcome("took_place", day, record.event_id, f"told as done on {when}{late}")


@cache
def _outcome_forms() -> tuple[tuple[str, str], ...]:
    rows = read_rows("lexicons/agenda_outcomes.csv", ("outcome", "forms"))
    return tuple((row["outcome"], form) for row in rows for form in split_cell(row["forms"]))


def outcome_word(words: str) -> tuple[str, str] | None:
    """Find a word by which something is put off or called off: the outcome, and the word."""
    flat = f" {' '.join(words.lower().replace(',', ' ').replace('.', ' ').split())} "
    return next(((outcome, form) for outcome, form in _outcome_forms() if f" {form} " in flat), None)
