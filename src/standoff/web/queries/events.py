"""Events in order of time, filtered and by the page."""

from typing import Any

from standoff.web.conditions import event_conditions
from standoff.web.filters import Filters, Order
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.shapes import EventLine, EventPage
from standoff.web.snapshot import Snapshot

LINE_COLUMNS = ", ".join(
    f'l."{name}"'
    for name in (
        "event_id", "who", "whom", "type", "mode", "quad", "intensity", "status", "polarity", "certainty", "basis",
        "condition", "speakers", "earliest", "latest", "day", "dated", "words", "trigger_words", "confidence", "maker",
        "doc_id", "start", "end", "report", "title", "outlet", "published",
    )
)  # fmt: skip
CITE_FIELDS = ("doc_id", "start", "end", "report", "title", "outlet", "published")


def with_cite(row: dict[str, Any]) -> dict[str, Any]:
    """Put what says where the words stand into a field of its own."""
    return row | {"cite": {name: row[name] for name in CITE_FIELDS}}


def event_lines(rows: list[dict[str, Any]]) -> list[EventLine]:
    """Give rows of `lines` the form that the API promises."""
    return shaped(rows, EventLine, with_cite)


def list_events(
    snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int, newest_first: bool = False
) -> EventPage:
    """List events in order of time."""
    where = event_conditions(filters)
    order = (Order("l.day", "date", newest_first), Order("l.event_id", "varchar", newest_first))
    rows, last, total = fetch_page(snapshot, LINE_COLUMNS, "lines l", where, order, cursor=cursor, limit=limit)
    return EventPage(event_lines(rows), last, total, snapshot.state)


def find_events(snapshot: Snapshot, names: list[str]) -> dict[str, EventLine]:
    """Give events, and statements that claims rest on, by their ids; those that are not there are left out."""
    found: list[dict[str, Any]] = []
    for table in filter(snapshot.has, ("lines", "statement_lines")):
        sql = f"select {LINE_COLUMNS} from {table} l where l.event_id in (select unnest(?))"
        found += snapshot.rows(sql, [names])
    return {line.event_id: line for line in event_lines(found)}
