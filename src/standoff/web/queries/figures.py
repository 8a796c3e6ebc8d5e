"""Figures: series of the same thing over time, rival values side by side."""

from typing import Any

from standoff.web.conditions import series_conditions
from standoff.web.filters import Filters, Order
from standoff.web.picture_shapes import FigureLine, FigureSeries, SeriesPage
from standoff.web.queries.events import CITE_FIELDS
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.snapshot import Snapshot

LINES_MOST = 200
"""Most values given of one series; a chart of more can't be read."""


def list_series(snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int) -> SeriesPage:
    """List series: those with rival values first, then those with the most values."""
    if not snapshot.has("ledger_series"):
        return SeriesPage([], None, None, snapshot.state, "ledger")
    where = series_conditions(filters)
    order = (Order("l.number", "integer"),)
    rows, last, total = fetch_page(snapshot, "l.*", "ledger_series l", where, order, cursor=cursor, limit=limit)
    lines = _lines(snapshot, [row["series_id"] for row in rows])
    series = shaped(rows, FigureSeries, lambda row: row | {"values": lines.get(row["series_id"], [])})
    return SeriesPage(series, last, total, snapshot.state)


def _lines(snapshot: Snapshot, series: list[str]) -> dict[str, list[FigureLine]]:
    rows = snapshot.rows(
        f"""select * from ledger_lines where series_id in (select unnest(?)) and place <= {LINES_MOST}
            order by series_id, place""",
        [series],
    )
    found: dict[str, list[FigureLine]] = {}
    for row, line in zip(rows, shaped(rows, FigureLine, _cited), strict=True):
        found.setdefault(row["series_id"], []).append(line)
    return found


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"cite": {name: row[name] for name in CITE_FIELDS}}
