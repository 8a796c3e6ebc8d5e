"""Positions as lines, by the actor who holds them, each with what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import duckdb
from msgspec import Meta

from standoff.core.vocabulary import GROUP_CODES
from standoff.picture.importance import Judge, Seen
from standoff.picture.lines import Line, Standing, status_note
from standoff.picture.stances import POSITION_ORDER
from standoff.picture.writer import LineWriter
from standoff.store.records import EventRecord

NOT_NAMED = "Not named"
OPEN = "open"


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


def position_lines(connection: duckdb.DuckDBPyConnection, writer: LineWriter, judge: Judge) -> list[ActorPositions]:
    """Give the positions by actor, those with most first, the unnamed last."""
    countries = country_labels(writer.evidence.records)
    found: dict[str, list[Position]] = {}
    for row in connection.sql("select * from positions").to_arrow_table().to_pylist():
        found.setdefault(_heading(row, countries), []).append(Position(row["kind"], _line(row, writer, judge)))
    made = []
    for holder in sorted(found, key=lambda name: (name == NOT_NAMED, -len(found[name]), name)):
        ranked = sorted(found[holder], key=lambda p: POSITION_ORDER.index(p.kind))
        made.append(ActorPositions(holder, _joined(ranked)))
    return made


def _heading(row: dict[str, Any], countries: dict[str, str]) -> str:
    """Name whose positions these are: the country of the holder, else the names of the holders."""
    code = row["holder"]
    if code in countries:
        return f"{countries[code]} ({code})"
    return str(row["holder_name"] or NOT_NAMED)


def _line(row: dict[str, Any], writer: LineWriter, judge: Judge) -> Line:
    by_id = writer.evidence.by_id
    records = [by_id[name] for name in row["events"]]
    actors = [*_keys(row["holder"]), *_keys(row["addressee"])]
    if records:
        line = writer.event_line(records[0])
        for record in records[1:]:
            words, mark = writer.event_words(record)
            if mark not in line.marks:
                line.marks.append(mark)
            line.events.append(record.event_id)
        line = replace(line, whom=row["addressee_name"], note=status_note(records[0], with_status=False))
    else:
        words, mark = writer.words_around(row["doc_id"], row["start"], row["end"], row["start"], row["start"])
        line = Line(None, None, None, "Deny", words, None, [mark], [])
    return replace(
        line,
        who=row["holder_name"],
        id=row["position_id"],
        actors=actors,
        first_known=row["first_known"],
        last_known=row["last_known"],
        standing=standing(row["state"], row["why"], [by_id[name] for name in row["reasons"]], writer),
        importance=judge.weigh(Seen(actors, row["first_known"], 1, records[0] if records else None)),
    )


def _keys(joined: str | None) -> list[str]:
    return joined.split("+") if joined else []


def standing(state: str, why: str | None, reasons: Sequence[EventRecord], writer: LineWriter) -> Standing:
    """Say what became of a position or a plan, with the words that decided it."""
    told = [writer.event_words(record) for record in reasons]
    return Standing(state, why, [mark for _, mark in told], told[0][0] if told else None)


def country_labels(records: Sequence[EventRecord]) -> dict[str, str]:
    """Give the plain name of every country that acts as such, by its code: the commonest of those without an office.

    Groups of organisations have none.
    """
    found: dict[str, Counter[str]] = {}
    for record in records:
        for actor in (*record.sources, *record.targets):
            code, name = actor.country, actor.name
            if code and name and "(" not in name and actor.sector in {None, "GOV"} and code not in GROUP_CODES:
                found.setdefault(code, Counter())[name] += PLAIN if actor.sector is None else 1
    return {code: max(names, key=lambda name: (names[name], name)) for code, names in found.items()}


PLAIN = 1000
"""A name without an office weighs more than any number of names of officials."""


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
