"""Predictor for attribution: who said what, with which words of saying."""

from collections.abc import Collection, Iterator, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.layers import Statement


def predict_polnear(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the statements; parts of a content under one cue make one attribution."""
    for row, view in read_views(rows, stages_for("statements")):
        yield {"id": row["id"], "attributions": make_attributions(view.rows("statements"))}


def make_attributions(statements: Sequence[Statement]) -> list[Row]:
    """Join statements that have their cue in common, the sentences in which a quotation goes on included."""
    made: dict[tuple[int, int], Row] = {}
    for row in statements:
        key = (row.cue_start, row.cue_end)
        if key in made:
            made[key]["content"].append([row.start, row.end])
            continue
        source = [[row.source_start, row.source_end]] if row.source_start is not None else []
        made[key] = {"source": source, "cue": [list(key)], "content": [[row.start, row.end]]}
    return [row for row in made.values() if not _is_nested(row, made.values())]


def _is_nested(row: Row, others: Collection[Row]) -> bool:
    """Tell whether an attribution stands inside what somebody else says: the gold marks the outermost only."""
    at = row["cue"][0][0]
    return any(other is not row and any(start <= at < end for start, end in other["content"]) for other in others)
