"""Predictors for places: names found and placed, and names given and placed.

The gold has every name of a place, those too that stand for a government ("Paris denied") or stand in the name of an
office ("the Texas governor"); the `places` layer leaves these out, so the finder's own answer is scored. Countries and
regions have coordinates in the gold: the predictor gives the point of the map's label, which the layer never does.
"""

from collections.abc import Iterator, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.annotate.place_candidates import Namer
from standoff.annotate.place_finding import find_toponyms
from standoff.annotate.place_resolution import Resolved, country_evidence, resolve_spans
from standoff.resources.gazetteer import load_gazetteer


def predict_geo(rows: Sequence[Row]) -> Iterator[Row]:
    """Find names of places and say where they are."""
    namer = Namer(load_gazetteer())
    for row, view in read_views(rows, stages_for("tokens")):
        spans = [(toponym.start, toponym.end) for toponym in find_toponyms(view, namer)]
        yield {"id": row["id"], "toponyms": locate(view.text, spans, namer)}


def predict_geo_given(rows: Sequence[Row]) -> Iterator[Row]:
    """Say where the names are that the gold gives."""
    namer = Namer(load_gazetteer())
    for row in rows:
        spans = [(start, end) for start, end in row["gold_spans"]]
        yield {"id": row["id"], "toponyms": locate(row["text"], spans, namer)}


def locate(text: str, spans: Sequence[tuple[int, int]], namer: Namer) -> list[Row]:
    """Give spans with coordinates."""
    found = resolve_spans(text, spans, namer, country_evidence(text, namer.gazetteer))
    return [{"start": start, "end": end} | _point(row) for (start, end), row in zip(spans, found, strict=True)]


def _point(row: Resolved | None) -> Row:
    return {"lat": row.place.latitude if row else None, "lon": row.place.longitude if row else None}
