"""Predictor for factuality: our status, polarity and certainty on the scale of -3 (surely not) to 3 (surely)."""

from collections.abc import Iterator, Sequence

from benchmarks.factuality_scale import features, load_scale
from benchmarks.given_events import Spans, read_statuses, spans_by_row
from benchmarks.rows import Row
from standoff.annotate.syntax import build_syntax


def predict_factuality(rows: Sequence[Row]) -> Iterator[Row]:
    """Give every given event a number."""
    spans = spans_by_row(rows, _spans)
    scale = load_scale()
    for row, view, statuses in read_statuses(rows, spans, None):
        syntax, events = view.derive(build_syntax), view.rows("events")
        by_span = {(s.start, s.end): scale.value(features(syntax, events[s.event].token, s)) for s in statuses}
        yield {"id": row["id"], "scores": [by_span[span] for span in _spans(row)]}


def _spans(row: Row) -> Spans:
    return [(event["start"], event["end"]) for event in row["events"]]
