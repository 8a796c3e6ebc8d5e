"""Predictor for factuality: how sure it is that an event happened, on the scale of -3 (surely not) to 3 (surely).

The mean of two readers: the trained coder, which gives such a number for any word of a sentence, and the rules' status,
polarity and certainty on a fitted scale. Both learned from nine tenths of the UDS-IH2 rows (open licence): only the
rows of the held-out tenth (`training/common.is_held`) and rows held back measure anything.
"""

from collections.abc import Iterator, Sequence

from benchmarks.factuality_scale import features, load_scale
from benchmarks.given_events import Spans, read_statuses, spans_by_row
from benchmarks.rows import Row
from standoff.annotate.syntax import build_syntax
from standoff.resources.coder import load_coder


def predict_factuality(rows: Sequence[Row]) -> Iterator[Row]:
    """Give every given event a number."""
    spans = spans_by_row(rows, _spans)
    scale = load_scale()
    coder = load_coder()
    for row, view, statuses in read_statuses(rows, spans, None):
        syntax, events = view.derive(build_syntax), view.rows("events")
        ruled = [scale.value(features(syntax, events[s.event].token, s)) for s in statuses]
        judged = coder.judge(view.text, [(s.start, s.end) for s in statuses])
        by_span = {(s.start, s.end): (r + j.factuality) / 2 for s, r, j in zip(statuses, ruled, judged, strict=True)}
        yield {"id": row["id"], "scores": [by_span[span] for span in _spans(row)]}


def _spans(row: Row) -> Spans:
    return [(event["start"], event["end"]) for event in row["events"]]
