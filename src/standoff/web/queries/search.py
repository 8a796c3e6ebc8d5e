"""Reports that hold the words looked for, best first, with the passages in which they stand."""

from typing import Any

from standoff.web.filters import read_number, write_cursor
from standoff.web.queries.paging import shaped
from standoff.web.queries.reports import report_heads
from standoff.web.shapes import Hit, HitPage, HitRun, Passage, ReportHead
from standoff.web.snapshot import Snapshot


def find_words(snapshot: Snapshot, words: str, *, cursor: str | None, limit: int) -> HitPage:
    """Find reports by the words of their titles and texts.

    Args:
        snapshot: what is queried.
        words: all must be there, in any form; "in quotes" one after the other; OR, NOT and brackets work.
        cursor: where to go on.
        limit: most reports.

    Raises:
        SettingsError: the words are no query.
    """
    if not words.strip():
        return HitPage([], None, 0, snapshot.state)
    searcher = snapshot.searcher()
    if searcher is None:
        return HitPage([], None, None, snapshot.state, "index")
    skip = read_number(cursor) if cursor else 0
    total = searcher.count(words, until=snapshot.as_of)
    rows = searcher.find(words, limit=limit, until=snapshot.as_of, skip=skip).to_pylist() if total > skip else []
    heads = {head.doc_id: head for head in report_heads(snapshot, [row["doc_id"] for row in rows])}
    hits = [_hit(row, heads[row["doc_id"]]) for row in rows if row["doc_id"] in heads]
    last = write_cursor([skip + limit]) if total > skip + limit else None
    return HitPage(hits, last, total, snapshot.state)


def _hit(row: dict[str, Any], head: ReportHead) -> Hit:
    return Hit(head, shaped(row["passages"], Passage, lambda passage: _passage(passage, head)))


def _passage(passage: dict[str, Any], head: ReportHead) -> dict[str, Any]:
    first = passage["hits"][0]
    cite = {
        "doc_id": head.doc_id, "start": first["start"], "end": first["end"], "report": head.name, "title": head.title,
        "outlet": head.outlet, "published": head.published,
    }  # fmt: skip
    return {"cite": cite, "runs": list(_runs(passage))}


def _runs(passage: dict[str, Any]) -> list[HitRun]:
    """Cut a passage into runs that are what was looked for, and runs that are not."""
    text, shift, done = passage["text"], passage["start"], 0
    runs = []
    for hit in passage["hits"]:
        start, end = hit["start"] - shift, hit["end"] - shift
        runs += [HitRun(text[done:start], False), HitRun(text[start:end], True)]
        done = end
    return [run for run in [*runs, HitRun(text[done:], False)] if run.text]
