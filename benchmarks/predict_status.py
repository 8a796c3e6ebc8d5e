"""Predictor for factuality: our status, polarity and certainty on the scale of -3 (surely not) to 3 (surely)."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.given_events import Spans, read_statuses, spans_by_row
from benchmarks.rows import Row
from standoff.core.layers import EventStatus
from standoff.core.vocabulary import Certainty, Polarity, Status

REAL: Mapping[Certainty, float] = {Certainty.CERTAIN: 2.0, Certainty.PROBABLE: 1.5, Certainty.POSSIBLE: 0.5}
"""Scale values of what occurred, by certainty."""
UNREAL: Mapping[Status, float] = {
    Status.PLANNED: -1.0,
    Status.PROMISED: 0.0,
    Status.SPECULATED: -0.25,
    Status.THREATENED: -0.5,
    Status.CONDITIONAL: -1.0,
    Status.DEMANDED: -1.0,
    Status.REFUSED: -1.0,
    Status.DENIED: -1.0,
}
"""Scale values of the rest. The corpus asks whether an event has happened, so what lies ahead counts as not happened.

Set to about the mean score of each status on UDS-IH2 (open licence), rounded; nothing else is fitted.
"""
NEGATED = -1.0
"""Scale value of what is said not to have happened: the mean is lower only where negation was read right."""


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
    if status.polarity is Polarity.NEGATIVE:
        return NEGATED
    return UNREAL.get(status.status, REAL[status.certainty])
