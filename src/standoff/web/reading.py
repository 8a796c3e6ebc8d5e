"""A report's text cut for the reader: paragraphs of runs, each of which knows the annotations that cover it.

All cutting is done here in code points, so that no offset has to be counted in the browser.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from standoff.annotate.blocks import split_blocks
from standoff.web.shapes import Block, Highlight, Piece
from standoff.web.snapshot import Snapshot

WINDOW = 60_000
"""Longest text sent at once (code points); a browser lays out this much with marks in about 0.2 s."""

LAYER_QUERIES = {
    "sentences": """select start, "end", cast(position + 1 as varchar) as label, null as detail, null as ref
        from sentences where doc_id = ?""",
    "statements": """select start, "end", kind as label, basis as detail, null as ref from statements
        where doc_id = ?""",
    "voices": """select start, "end", kind as label, null as detail, null as ref from voices where doc_id = ?""",
    "copied": """select start, "end", 'copied' as label, null as detail, from_doc as ref from copied_passages
        where doc_id = ?""",
    "events": """select start, "end", type as label, concat_ws(', ', status, certainty) as detail, event_id as ref
        from lines where doc_id = ?""",
    "actors": """select start, "end", coalesce(name, text) as label, concat_ws(', ', country, sector) as detail,
        null as ref from identities where doc_id = ?""",
    "places": """select start, "end", name as label, concat_ws(', ', kind, country) as detail, null as ref
        from places where doc_id = ?""",
    "times": """select start, "end", coalesce(value, text) as label,
        case when earliest is null and latest is null then null
             else coalesce(earliest, '') || '/' || coalesce(latest, '') end as detail, null as ref
        from times where doc_id = ?""",
    "figures": """select start, "end", kind as label, concat_ws(' ', bound, cast(value as varchar), unit, currency)
        as detail, null as ref from figures where doc_id = ?""",
}
"""Per switchable layer the spans of one report; `events` and `copied` are tables of the snapshot."""
IN_SNAPSHOT = {"events": "lines", "copied": "copied_passages"}


def window_of(length: int, at: tuple[int, int] | None) -> tuple[int, int]:
    """Give the part of a text that is sent: all of it, or `WINDOW` code points around some words."""
    if length <= WINDOW:
        return 0, length
    middle = min(at[0], length) if at else 0
    start = max(0, min(middle - WINDOW // 2, length - WINDOW))
    return start, start + WINDOW


def highlights_of(snapshot: Snapshot, doc_id: str, start: int, end: int) -> tuple[list[Highlight], list[str]]:
    """Give the annotations of a part of a report, and the layers that there are."""
    marks: list[Highlight] = []
    layers = []
    for layer, sql in LAYER_QUERIES.items():
        table = IN_SNAPSHOT.get(layer)
        if table is not None and not snapshot.has(table):
            continue
        layers.append(layer)
        rows = snapshot.rows(sql, [doc_id]) if table else snapshot.catalogue_rows(sql, [doc_id])
        inside = (row for row in rows if start <= row["start"] < row["end"] <= end)
        marks += (_highlight(layer, row) for row in sorted(inside, key=lambda row: (row["start"], -row["end"])))
    return marks, layers


def _highlight(layer: str, row: dict[str, Any]) -> Highlight:
    return Highlight(layer, row["start"], row["end"], row["label"], row["detail"] or None, row["ref"])


def cut_blocks(
    text: str,
    body_start: int,
    window: tuple[int, int],
    marks: Sequence[Highlight],
    at: tuple[int, int] | None,
) -> list[Block]:
    """Cut the window of a text into paragraphs and runs.

    The runs joined are the window's text, character for character.
    """
    start, end = window
    head, starts = _paragraphs(text, body_start)
    bounds = {start, end, *(p for p in starts if start < p < end)}
    cuts = set(bounds)
    for span in (*((mark.start, mark.end) for mark in marks), *((at,) if at else ())):
        cuts |= {max(start, min(point, end)) for point in span}
    blocks: list[Block] = []
    for run_start, run_end, covering in _runs(sorted(cuts), marks):
        if run_start in bounds or not blocks:
            blocks.append(Block(run_start < head, []))
        blocks[-1].pieces.append(Piece(run_start, text[run_start:run_end], covering))
    return blocks


def _paragraphs(text: str, body_start: int) -> tuple[int, list[int]]:
    """Give where the body begins, and where every paragraph does; they touch, so that no white space is lost."""
    before = [start for start, _ in split_blocks(text[:body_start])]
    body = [start for start, _ in split_blocks(text, body_start)]
    starts = [*before, *body]
    starts[:1] = [0]
    return (body[0] if body else len(text)) if before else 0, starts


def _runs(cuts: Sequence[int], marks: Sequence[Highlight]) -> Iterator[tuple[int, int, list[int]]]:
    waiting = sorted(range(len(marks)), key=lambda n: marks[n].start, reverse=True)
    active: list[int] = []
    for start, end in pairwise(cuts):
        active = [n for n in active if marks[n].end > start]
        while waiting and marks[waiting[-1]].start <= start:
            active.append(waiting.pop())
        yield start, end, sorted(active)


def joined(blocks: Iterable[Block]) -> str:
    """Join the runs of paragraphs again."""
    return "".join(piece.text for block in blocks for piece in block.pieces)
