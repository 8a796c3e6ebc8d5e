"""Positions: what each actor holds, and what became of it."""

from typing import Any

from standoff.web.conditions import position_conditions
from standoff.web.filters import Filters, Order
from standoff.web.picture_shapes import Holder, PositionLine, PositionPage
from standoff.web.queries.events import CITE_FIELDS, find_events
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.snapshot import Snapshot

HISTORY_MOST = 12
"""Most mentions given with a position; the first ones, which made it, and the reasons for its state come first."""
COLUMNS = "l.*"


def list_positions(
    snapshot: Snapshot,
    filters: Filters,
    *,
    cursor: str | None,
    limit: int,
) -> PositionPage:
    """List positions by who holds them, those with the most first, in the order in which they were taken."""
    if not snapshot.has("position_lines"):
        return PositionPage([], None, None, snapshot.state, "positions")
    where = position_conditions(filters)
    order = (Order("l.number", "integer"),)
    rows, last, total = fetch_page(snapshot, COLUMNS, "position_lines l", where, order, cursor=cursor, limit=limit)
    wanted = sorted({name for row in rows for name in _history(row)})
    known = find_events(snapshot, wanted)

    def adapt(row: dict[str, Any]) -> dict[str, Any]:
        told = [known[name] for name in _history(row) if name in known]
        reasons = [known[name] for name in row["reasons"] if name in known]
        return row | {
            "cite": {k: row[k] for k in CITE_FIELDS},
            "history": told,
            "reasons": reasons,
            "position_state": row["state"],
        }

    return PositionPage(shaped(rows, PositionLine, adapt), last, total, snapshot.state)


def list_holders(snapshot: Snapshot) -> list[Holder]:
    """List who holds positions, and how many of each kind and state."""
    if not snapshot.has("position_lines"):
        return []
    rows = snapshot.rows(
        """select holder, min(holder_name) as name, count(*) as positions,
               count(*) filter (where state = 'open') as still_open
           from position_lines group by holder order by positions desc, holder limit 200"""
    )
    return shaped(rows, Holder, dict)


def _history(row: dict[str, Any]) -> list[str]:
    reasons: list[str] = row["reasons"]
    events: list[str] = row["events"]
    return [*reasons[:HISTORY_MOST], *(name for name in events if name not in reasons)][:HISTORY_MOST]
