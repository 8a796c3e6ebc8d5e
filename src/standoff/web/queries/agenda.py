"""The agenda: what is planned, and what became of it."""

from typing import Any

from standoff.web.filters import Filters, Order, Where
from standoff.web.queries.events import CITE_FIELDS
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.shapes import AgendaLine, AgendaPage
from standoff.web.snapshot import Snapshot


def list_agenda(
    snapshot: Snapshot, filters: Filters, *, outcome: str | None, cursor: str | None, limit: int
) -> AgendaPage:
    """List plans in the order in which they are due; those without a date last."""
    if not snapshot.has("agenda_lines"):
        return AgendaPage([], None, None, snapshot.state, "agenda")
    where = Where()
    for actor in filters.actors:
        where.add("list_contains(l.actors, ?)", actor)
    if filters.types:
        where.add("list_contains(?, l.type)", list(filters.types))
    if outcome is not None:
        where.add("l.outcome = ?", outcome)
    if filters.since is not None:
        where.add("coalesce(l.latest, l.due) >= ?", filters.since)
    if filters.until is not None:
        where.add("l.due <= ?", filters.until)
    order = (Order("l.due", "date"), Order("l.agenda_id", "varchar"))
    rows, last, total = fetch_page(snapshot, "l.*", "agenda_lines l", where, order, cursor=cursor, limit=limit)
    return AgendaPage(shaped(rows, AgendaLine, _cited), last, total, snapshot.state)


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"cite": {name: row[name] for name in CITE_FIELDS}}
