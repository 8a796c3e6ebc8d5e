"""Predictor for attribution: who said what, with which words of saying."""

from collections.abc import Iterator, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.layers import Statement


def predict_polnear(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the statements; parts of a content under one cue make one attribution."""
    for row, view in read_views(rows, stages_for("statements")):
        yield {"id": row["id"], "attributions": _attributions(view.rows("statements"))}


def _attributions(statements: Sequence[Statement]) -> list[Row]:
    made: dict[tuple[int, int, int], Row] = {}
    for n, row in enumerate(statements):
        continued = row.maker.endswith(":continued")
        key = (row.cue_start, row.cue_end, n if continued else -1)
        if key in made:
            made[key]["content"].append([row.start, row.end])
            continue
        source = [[row.source_start, row.source_end]] if row.source_start is not None else []
        made[key] = {"source": source, "cue": [[row.cue_start, row.cue_end]], "content": [[row.start, row.end]]}
    return list(made.values())
