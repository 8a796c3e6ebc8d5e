"""The agenda: what is planned, and what became of it."""

from typing import Any

from standoff.web.conditions import agenda_conditions
from standoff.web.filters import Filters, Order
from standoff.web.picture_shapes import AgendaLine, AgendaPage
from standoff.web.queries.events import CITE_FIELDS
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.snapshot import Snapshot


def list_agenda(snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int) -> AgendaPage:
    """List plans in the order in which they are due; those without a date last."""
    if not snapshot.has("agenda_lines"):
        return AgendaPage([], None, None, snapshot.state, "agenda")
    where = agenda_conditions(filters)
    order = (Order("l.due", "date"), Order("l.agenda_id", "varchar"))
    rows, last, total = fetch_page(snapshot, "l.*", "agenda_lines l", where, order, cursor=cursor, limit=limit)
    return AgendaPage(shaped(rows, AgendaLine, _cited), last, total, snapshot.state)


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"cite": {name: row[name] for name in CITE_FIELDS}}
