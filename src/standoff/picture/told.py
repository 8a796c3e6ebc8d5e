"""Claims as the brief reads them: rows of the tables of claims, with their mentions, grades and what speaks against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from standoff.picture.evidence import Evidence
from standoff.picture.lines import Grade
from standoff.store.records import EventRecord


@dataclass(slots=True)
class Told:
    """A claim, its mentions, and the claims that say otherwise."""

    claim_id: str
    happening_id: str
    modality: str
    polarity: str
    first_known: str | None
    last_known: str | None
    origins: int
    state: str
    grade: Grade
    labels: list[str]
    mentions: list[EventRecord] = field(default_factory=list)
    denials: list[EventRecord] = field(default_factory=list)
    bare_denials: list[tuple[str, int, int]] = field(default_factory=list)
    """Report and span of each denial that holds no coded act."""
    denies: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, reason and id of each claim that says otherwise."""


def read_told(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> list[Told]:
    """Read all claims of a catalogue, in the order in which they became known."""
    rows = connection.sql(
        "select c.*, s.reliability, s.why as reliability_why, s.label as source_label from claims c left join ("
        "  select o.claim_id, first(s order by s.reliability, s.source) as s from origins o join sources s "
        "  on s.source = o.origin_id where o.stance = 'asserts' group by o.claim_id) using (claim_id) "
        "order by c.first_known nulls last, c.claim_id"
    ).to_arrow_table()
    made = {row["claim_id"]: _told(row) for row in rows.to_pylist()}
    for claim_id, event_id, stance, *span in connection.sql(
        'select claim_id, event_id, stance, doc_id, start, "end" from claim_mentions '
        "order by known nulls last, doc_id, start, event_id"
    ).fetchall():
        claim = made[claim_id]
        if event_id is None:
            claim.bare_denials += [(span[0], span[1], span[2])] if stance == "denies" else []
        elif stance in {"asserts", "denies"}:
            (claim.mentions if stance == "asserts" else claim.denials).append(evidence.by_id[event_id])
    for claim_id, label in connection.sql(
        "select claim_id, label from origins where stance = 'asserts' order by mentions desc, label"
    ).fetchall():
        made[claim_id].labels.append(label)
    for claim_id, other_id, kind, reason in connection.sql(
        "select claim_id, other_id, kind, reason from claim_links where kind <> 'denies' order by all"
    ).fetchall():
        made[claim_id].links.append((kind, reason, other_id))
        made[other_id].links.append((kind, reason, claim_id))
    return list(made.values())


def _told(row: dict[str, Any]) -> Told:
    letter = row["reliability"] or "F"
    why = f"{row['source_label']}: {row['reliability_why']}" if row["reliability"] else "no source of it is graded"
    return Told(
        claim_id=row["claim_id"],
        happening_id=row["happening_id"],
        modality=row["modality"],
        polarity=row["polarity"],
        first_known=row["first_known"],
        last_known=row["last_known"],
        origins=row["origins"],
        state=row["state"],
        grade=Grade(
            f"{letter}{row['credibility']}", f"{letter}: {why}. {row['credibility']}: {row['credibility_why']}"
        ),
        labels=[],
        denies=row["denies"] or [],
    )


def join_retold(claims: Sequence[Told]) -> list[list[Told]]:
    """Put claims together whose mentions a report itself tells as one act; the first one leads."""
    home: dict[str, list[Told]] = {}
    groups: list[list[Told]] = []
    for claim in claims:
        first = next((home[m.same_as] for m in claim.mentions if m.same_as in home), None)
        group = first if first is not None and first[0].modality == claim.modality else []
        if not group:
            groups.append(group)
        group.append(claim)
        for mention in claim.mentions:
            home[mention.event_id] = group
    return groups
