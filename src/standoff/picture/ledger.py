"""The step `ledger`: a line per quantity of the same thing for the same holder and time, rival values side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import duckdb
import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import row_to_dict, struct_type
from standoff.core.stage import CorpusStep
from standoff.core.vocabulary import Bound
from standoff.picture.evidence import Evidence, days_between, read_evidence, stable_id
from standoff.picture.quantities import FORCES, MONEY, Quantity, fates, find_quantities

RIVAL_DAYS = 3
"""Values of one thing whose days lie further apart (days) are a change over time, not rivals."""
MOST_APART = 5.0
"""Numbers of what one word names ("doses") that lie so many times apart are of two things, not rivals."""
VAGUE = 3.0
"""Ends of a range so many times apart say only of what size a figure is."""
TOLERANCE = 0.1
"""Values of which one is "about" are the same within this share."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One place where a quantity is told."""

    doc_id: str
    start: int
    end: int
    known: str | None
    speakers: list[str]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the table `ledger`."""

    line_id: Annotated[str, Meta(description="stays the same when further reports come in")]
    series_id: Annotated[str, Meta(description="lines of the same thing for the same holder share it")]
    thing: Annotated[str, Meta(description="what is counted, in the text's words")]
    family: Annotated[str, Meta(description="kind of thing within which values are compared")]
    holder: Annotated[str | None, Meta(description="whose it is: country code or name; null where nobody says")]
    receiver: str | None
    as_of: Annotated[str | None, Meta(description="ISO day or interval that it holds for; else the report's day")]
    as_of_stated: Annotated[bool, Meta(description="whether the text states the time; else it is the report's day")]
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    currency: str | None
    per: str | None
    change: str | None
    change_part: str | None
    speakers: Annotated[list[str], Meta(description="who says so; [] = the authors")]
    doc_id: Annotated[str, Meta(description="report of the first telling")]
    start: int
    end: int
    sentence: Annotated[int, Meta(description="position of its sentence in the report")]
    event_id: Annotated[str | None, Meta(description="the event that it is told of")]
    first_known: str | None
    last_known: str | None
    tellings: list[Telling]
    rival: Annotated[bool, Meta(description="whether another line says otherwise of the same thing and time")]
    rivals: Annotated[list[str], Meta(description="ids of the lines that say otherwise")]
    adds: Annotated[bool, Meta(description='whether the text adds it to an earlier one ("a further 2,000")')]
    total: Annotated[float | None, Meta(description="running total, only where the text supports the addition")]
    total_why: str | None


def find_ledger(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the table `ledger` of a catalogue."""
    evidence = read_evidence(connection)
    series: dict[tuple[object, ...], list[Quantity]] = {}
    for quantity in find_quantities(connection, evidence):
        series.setdefault(series_key(quantity, evidence.stories[quantity.doc_id]), []).append(quantity)
    rows = [row for key, told in series.items() for row in _series_rows(stable_id("s", *key), told, evidence)]
    rows.sort(key=lambda row: (row.first_known or "", row.doc_id, row.start))
    schema = pa.schema(list(struct_type(LedgerRow)))
    return {"ledger": pa.Table.from_pylist([row_to_dict(row) for row in rows], schema=schema)}


LEDGER = CorpusStep(
    "ledger",
    "2",
    ("reports", "events", "sentences", "figures", "times", "identities", "statements", "copies", "stories"),
    ("ledger",),
    find_ledger,
)


def series_key(quantity: Quantity, story: str) -> tuple[object, ...]:
    """Say which quantities may be compared: of one thing, holder, receiver and unit; losses and the unowned by story.

    Losses are those of one happening: without it, figures of two battles would be rivals.
    """
    kind = (quantity.family, quantity.holder, quantity.receiver, quantity.unit, quantity.currency, quantity.per)
    is_loss = quantity.family in set(fates().values())
    if quantity.holder is not None and not is_loss and quantity.family == FORCES:
        return kind
    if quantity.holder is not None and quantity.currency is not None:
        return kind
    return (*kind, story)


def _series_rows(series_id: str, told: Sequence[Quantity], evidence: Evidence) -> list[LedgerRow]:
    lines: list[list[Quantity]] = []
    for quantity in told:
        home = next((line for line in lines if _same_line(line[0], quantity)), None)
        if home is None:
            lines.append([quantity])
        else:
            home.append(quantity)
    rows = [_row(series_id, line) for line in lines]
    return list(_with_totals([_with_rivals(row, rows) for row in rows]))


def _same_line(one: Quantity, other: Quantity) -> bool:
    bounds = (one.value, one.low, one.high) == (other.value, other.low, other.high)
    if one.change_part != other.change_part or not (bounds or _same_value(one, other)):
        return False
    if one.period and other.period:
        (first, last), (other_first, other_last) = one.period, other.period
        return (first or "") <= (other_last or "9999") and (other_first or "") <= (last or "9999")
    gap = days_between(one.known or "", other.known or "")
    return gap is None or abs(gap) <= RIVAL_DAYS


def _same_value(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures state one number, exactly or about."""
    return one.value is not None and one.value == other.value and {one.bound, other.bound} <= {Bound.EXACT, Bound.ABOUT}


def _row(series_id: str, told: Sequence[Quantity]) -> LedgerRow:
    head = told[0]
    period = next((q.period for q in told if q.period), None)
    speakers = list(dict.fromkeys(name for q in told for name in q.speakers))
    return LedgerRow(
        line_id=stable_id("f", head.doc_id, head.start),
        series_id=series_id,
        thing=head.thing,
        family=head.family,
        holder=head.holder,
        receiver=head.receiver,
        as_of=_interval(period) if period else head.known,
        as_of_stated=period is not None,
        value=head.value,
        low=head.low,
        high=head.high,
        bound=next((q.bound for q in told if q.bound != Bound.EXACT), head.bound),
        unit=head.unit,
        currency=head.currency,
        per=head.per,
        change=head.change,
        change_part=head.change_part,
        speakers=speakers,
        doc_id=head.doc_id,
        start=head.start,
        end=head.end,
        sentence=head.sentence,
        event_id=next((q.event.event_id for q in told if q.event is not None), None),
        first_known=head.known,
        last_known=told[-1].known,
        tellings=[Telling(q.doc_id, q.start, q.end, q.known, list(q.speakers)) for q in told],
        rival=False,
        rivals=[],
        adds=any(q.adds for q in told),
        total=None,
        total_why=None,
    )


def _interval(period: tuple[str | None, str | None]) -> str:
    earliest, latest = period
    return earliest if earliest is not None and earliest == latest else f"{earliest or ''}..{latest or ''}"


def _with_rivals(row: LedgerRow, rows: Sequence[LedgerRow]) -> LedgerRow:
    found = [other.line_id for other in rows if other is not row and _are_rivals(row, other)]
    return replace(row, rival=bool(found), rivals=found)


def _are_rivals(one: LedgerRow, other: LedgerRow) -> bool:
    """Tell whether two lines say different things of the same: the same time, none a part, a change or an addition."""
    if one.adds or other.adds or one.change_part or other.change_part or _overlap(one, other):
        return False
    if not _of_one_thing(one, other):
        return False
    if one.as_of_stated and other.as_of_stated:
        return one.as_of == other.as_of
    gap = days_between(_day(one), _day(other))
    if gap is None or abs(gap) > RIVAL_DAYS:
        return False
    return one.speakers != other.speakers or one.doc_id != other.doc_id


def _of_one_thing(one: LedgerRow, other: LedgerRow) -> bool:
    """Tell whether two lines count the same: forces or losses, or what is called by the very same words.

    Money of which nothing more is said may be anything; "thousands" contradicts nothing; numbers of "doses" far
    apart are of two things.
    Two numbers that one report gives on nobody's or the same one's word are two things to it ("230 million, of which
    the first 90 by May").
    """
    if one.thing == MONEY or other.thing == MONEY or _is_vague(one) or _is_vague(other):
        return False
    if one.doc_id == other.doc_id and one.speakers == other.speakers:
        return False
    if one.family == FORCES or one.family in set(fates().values()):
        return True
    if one.thing.casefold() != other.thing.casefold():
        return False
    low, high = sorted(row.value if row.value is not None else _bounds(row)[0] for row in (one, other))
    return " " in one.thing or high <= MOST_APART * low


def _is_vague(row: LedgerRow) -> bool:
    """Tell whether a figure gives only its size ("thousands")."""
    return row.value is None and row.low is not None and row.high is not None and row.high >= VAGUE * row.low


def _day(row: LedgerRow) -> str:
    return (row.as_of or "").split("..")[0] or (row.as_of or "").split("..")[-1]


def _overlap(one: LedgerRow, other: LedgerRow) -> bool:
    """Tell whether two values can both be true within their bounds."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return low <= other_high and other_low <= high


def _bounds(row: LedgerRow) -> tuple[float, float]:
    low, high = row.low, row.high
    if row.value is not None and row.bound == Bound.ABOUT:
        low, high = row.value * (1 - TOLERANCE), row.value * (1 + TOLERANCE)
    elif row.value is not None:
        low = row.value if low is None and row.bound != Bound.AT_MOST else low
        high = row.value if high is None and row.bound != Bound.AT_LEAST else high
    return (low if low is not None else 0.0), (high if high is not None else float("inf"))


def _with_totals(rows: Sequence[LedgerRow]) -> Iterable[LedgerRow]:
    """Add up what the text says is added, and sums of periods that do not overlap; nothing else."""
    base: tuple[float, str] | None = None
    for row in rows:
        if row.adds and row.value is not None and base is not None and not row.rival:
            total = base[0] + row.value
            base = (total, row.line_id)
            yield replace(row, total=total, total_why="the text adds it to the figure before")
            continue
        if row.value is not None and not row.change_part:
            base = (row.value, row.line_id) if not row.adds and not row.rival else None
        yield row
