"""Reports: the list, and one report with its annotations for reading."""

from typing import Any

from standoff.web.conditions import report_conditions
from standoff.web.filters import Filters, Order
from standoff.web.markup import safe_link
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.reading import cut_blocks, highlights_of, window_of
from standoff.web.shapes import Reading, ReportHead, ReportPage
from standoff.web.snapshot import Snapshot


def _head(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"url": safe_link(row["url"])}


def list_reports(snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int) -> ReportPage:
    """List reports, the newest first; those without a date last."""
    where = report_conditions(filters)
    order = (Order("coalesce(l.published, '')", "varchar", True), Order("l.doc_id", "varchar"))
    rows, last, total = fetch_page(snapshot, "l.*", "report_lines l", where, order, cursor=cursor, limit=limit)
    return ReportPage(shaped(rows, ReportHead, _head), last, total, snapshot.state)


def report_heads(snapshot: Snapshot, doc_ids: list[str]) -> list[ReportHead]:
    """Give the heads of some reports."""
    sql = "select l.* from report_lines l where l.doc_id in (select unnest(?)) order by l.published, l.doc_id"
    return shaped(snapshot.rows(sql, [doc_ids]), ReportHead, _head)


def read_report(snapshot: Snapshot, doc_id: str, *, at: tuple[int, int] | None) -> Reading | None:
    """Give a report for reading; None where there is no such report.

    Args:
        snapshot: what is queried.
        doc_id: the report.
        at: code points of the words to be shown; the window of a long text lies around them.
    """
    heads = report_heads(snapshot, [doc_id])
    texts = snapshot.catalogue_rows("select text, body_start from reports where doc_id = ?", [doc_id])
    if not heads or not texts:
        return None
    text, body_start = texts[0]["text"], texts[0]["body_start"]
    start, end = window_of(len(text), at)
    marks, layers = highlights_of(snapshot, doc_id, start, end)
    blocks = cut_blocks(text, body_start, (start, end), marks, at)
    copies = report_heads(snapshot, _copies(snapshot, doc_id))
    return Reading(heads[0], len(text), start, end, blocks, marks, layers, copies, snapshot.state)


def _copies(snapshot: Snapshot, doc_id: str) -> list[str]:
    if not snapshot.has("copies"):
        return []
    sql = """
        select distinct other.doc_id from copies mine join copies other on other.original = mine.original
        where mine.doc_id = ? and other.doc_id <> mine.doc_id
        union
        select original as doc_id from copies where doc_id = ? and original <> doc_id
    """
    return [row["doc_id"] for row in snapshot.rows(sql, [doc_id, doc_id])]
