"""Claims: the list, and the evidence of one."""

from typing import Any, Literal

from standoff.web.conditions import claim_conditions
from standoff.web.filters import Filters, Order
from standoff.web.queries.events import LINE_COLUMNS, find_events, with_cite
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.shapes import (
    ClaimLine,
    ClaimLink,
    ClaimMention,
    ClaimPage,
    ClaimTree,
    Origin,
    SourceGrade,
)
from standoff.web.snapshot import Snapshot

ClaimOrder = Literal["recent", "contested", "origins", "grade"]
OWN_COLUMNS = (
    "claim_id", "label", "state", "mentions", "origins", "denials", "links", "evidence", "credibility",
    "credibility_why", "first_known", "last_known",
)  # fmt: skip
COLUMNS = f"{', '.join(f'l.{name}' for name in OWN_COLUMNS)}, {LINE_COLUMNS}"
_BY_ID = Order("l.claim_id", "varchar")
ORDERS: dict[ClaimOrder, tuple[Order, ...]] = {
    "recent": (Order("l.recent", "date", True), _BY_ID),
    "contested": (
        Order("l.against", "integer", True), Order("l.recent", "date", True), _BY_ID,
    ),
    "origins": (Order("l.origins", "integer", True), Order("l.recent", "date", True), _BY_ID),
    "grade": (Order("l.rank", "integer"), Order("l.recent", "date", True), _BY_ID),
}  # fmt: skip


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"event": with_cite(row)}


def list_claims(
    snapshot: Snapshot,
    filters: Filters,
    *,
    order: ClaimOrder,
    cursor: str | None,
    limit: int,
) -> ClaimPage:
    """List claims, by default the latest first."""
    if not snapshot.has("claim_lines"):
        return ClaimPage([], None, None, snapshot.state, "claims")
    where = claim_conditions(filters)
    rows, last, total = fetch_page(snapshot, COLUMNS, "claim_lines l", where, ORDERS[order], cursor=cursor, limit=limit)
    return ClaimPage(shaped(rows, ClaimLine, _claim), last, total, snapshot.state)


def find_claims(snapshot: Snapshot, names: list[str]) -> dict[str, ClaimLine]:
    """Give claims by their ids."""
    rows = snapshot.rows(f"select {COLUMNS} from claim_lines l where l.claim_id in (select unnest(?))", [names])
    return {claim.claim_id: claim for claim in shaped(rows, ClaimLine, _claim)}


def show_claim(snapshot: Snapshot, claim_id: str) -> ClaimTree | None:
    """Give a claim with its mentions, origins, sources and what stands against it; None where there is none."""
    if not snapshot.has("claim_lines"):
        return None
    claim = find_claims(snapshot, [claim_id]).get(claim_id)
    if claim is None:
        return None
    return ClaimTree(
        claim,
        _mentions(snapshot, claim_id),
        shaped(
            snapshot.rows("select * from origins where claim_id = ? order by mentions desc, origin_id", [claim_id]),
            Origin,
            dict,
        ),
        _links(snapshot, claim_id),
        _sources(snapshot, claim_id),
        snapshot.state,
    )


def _mentions(snapshot: Snapshot, claim_id: str) -> list[ClaimMention]:
    copies = snapshot.has("copies")
    copied = "case when c.kind = 'original' then null else c.original end" if copies else "null"
    join = "left join copies c on c.doc_id = m.doc_id" if copies else ""
    rows = snapshot.rows(
        f"""select coalesce(m.event_id, m.doc_id || ':said ' || m.start) as event_id, m.stance, m.origin_id,
                {copied} as copy_of from claim_mentions m {join}
            where m.claim_id = ? order by m.known, 1""",
        [claim_id],
    )
    events = find_events(snapshot, [row["event_id"] for row in rows])
    known = [row for row in rows if row["event_id"] in events]
    return shaped(known, ClaimMention, lambda row: row | {"event": events[row["event_id"]]})


def _links(snapshot: Snapshot, claim_id: str) -> list[ClaimLink]:
    rows = snapshot.rows(
        """select other_id, kind, reason, parts from claim_links where claim_id = ?
           union all
           select claim_id as other_id, kind, reason, parts from claim_links where other_id = ?
               and claim_id not in (select other_id from claim_links where claim_id = ?)
           order by kind, other_id""",
        [claim_id, claim_id, claim_id],
    )
    claims = find_claims(snapshot, [row["other_id"] for row in rows])
    known = [row for row in rows if row["other_id"] in claims]
    return shaped(known, ClaimLink, lambda row: row | {"claim": claims[row["other_id"]]})


def _sources(snapshot: Snapshot, claim_id: str) -> list[SourceGrade]:
    if not snapshot.has("sources"):
        return []
    rows = snapshot.rows(
        """select s.* from sources s where s.source in (
               select r.outlet from claim_mentions m join reports r on r.doc_id = m.doc_id where m.claim_id = ?
               union select o.label from origins o where o.claim_id = ?
               union select o.origin_id from origins o where o.claim_id = ?)
           order by s.reliability, s.source""",
        [claim_id, claim_id, claim_id],
    )
    return shaped(rows, SourceGrade, dict)
