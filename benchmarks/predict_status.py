"""Predictor for factuality: our status, polarity and certainty on the scale of -3 (surely not) to 3 (surely)."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.given_events import Spans, read_statuses, spans_by_row
from benchmarks.rows import Row
from standoff.core.layers import EventStatus
from standoff.core.vocabulary import Certainty, Polarity, Status

REAL: Mapping[Certainty, float] = {Certainty.CERTAIN: 3.0, Certainty.PROBABLE: 2.0, Certainty.POSSIBLE: 1.0}
"""Scale values of what occurred, by certainty: FactBank's three degrees."""
UNREAL: Mapping[Status, float] = {
    Status.PLANNED: 1.0,
    Status.PROMISED: 1.0,
    Status.SPECULATED: 0.5,
    Status.THREATENED: 0.0,
    Status.CONDITIONAL: 0.0,
    Status.DEMANDED: 0.0,
    Status.REFUSED: -2.0,
    Status.DENIED: -2.0,
}
"""Scale values of what has not happened yet or is not said to have."""


def predict_factuality(rows: Sequence[Row]) -> Iterator[Row]:
    """Give every given event a number."""
    spans = spans_by_row(rows, _spans)
    for row, _, statuses in read_statuses(rows, spans, None):
        by_span = {(status.start, status.end): to_scale(status) for status in statuses}
        yield {"id": row["id"], "scores": [by_span[span] for span in _spans(row)]}


def _spans(row: Row) -> Spans:
    return [(event["start"], event["end"]) for event in row["events"]]


def to_scale(status: EventStatus) -> float:
    """Put a status on the scale."""
    if status.status in UNREAL:
        value = UNREAL[status.status]
        return -abs(value or 1.0) if status.polarity is Polarity.NEGATIVE else value
    value = REAL[status.certainty]
    return -value if status.polarity is Polarity.NEGATIVE else value
