"""Predictor for MEANTIME (Wikinews): status of given events, time expressions, figures."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.given_events import Spans, read_statuses, spans_by_row
from benchmarks.predict_across import joined_events
from benchmarks.predict_times import timex_rows
from benchmarks.rows import Row
from standoff.annotate.syntax import build_syntax
from standoff.annotate.tense import is_generic
from standoff.core.layers import EventStatus, Figure
from standoff.core.vocabulary import Certainty, FigureKind, Polarity, StatementKind, Status
from standoff.match.stories import StoryText, find_stories
from standoff.resources.cues import load_speech

STATUSES: Mapping[Status, str] = {
    Status.OCCURRED: "happened",
    Status.ONGOING: "happened",
    Status.HISTORICAL: "happened",
    Status.PLANNED: "planned",
    Status.PROMISED: "planned",
    Status.THREATENED: "planned",
    Status.DEMANDED: "possible",
    Status.SPECULATED: "possible",
    Status.CONDITIONAL: "hypothetical",
    Status.REFUSED: "denied",
    Status.DENIED: "denied",
}
"""The corpus's words for our statuses; it has no word of its own for demands and threats."""


def predict_meantime(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the layers that Standoff has: status, times, figures, and which events of all reports are one."""
    spans = spans_by_row(rows, _spans)
    joined = _instances(rows)
    for row, view, statuses in read_statuses(rows, spans, "doc_date", "times", "figures"):
        syntax, tokens = view.derive(build_syntax), [event.token for event in view.rows("events")]
        generic = [is_generic(syntax, tokens[s.event]) for s in statuses]
        events = [
            {"start": s.start, "end": s.end, "status": status_word(s, generic=flag)}
            | {"instance": joined[str(row["id"]), s.start, s.end]}
            for s, flag in zip(statuses, generic, strict=True)
        ]
        timex = timex_rows(view.rows("times"), view.text, view.doc.published)
        values = [_value(figure) for figure in view.rows("figures") if _is_value(figure)]
        yield {"id": row["id"], "events": events, "timex": timex, "values": values}


def _instances(rows: Sequence[Row]) -> dict[tuple[str, int, int], str]:
    """Say of every given event which others of all reports it is one with."""
    texts = [
        StoryText(str(row["id"]), row["text"], str(row["doc_date"])[:10] if row["doc_date"] else None) for row in rows
    ]
    found = joined_events(rows, find_stories(texts))
    return {(doc, event["start"], event["end"]): event["instance"] for doc, events in found.items() for event in events}


def _spans(row: Row) -> Spans:
    return [(start, end) for start, end in row["event_spans"]]


def status_word(status: EventStatus, *, generic: bool = False) -> str:
    """Give the corpus's word for a status.

    Args:
        status: the status.
        generic: whether the word tells a lasting property.

    Returns:
        One of the corpus's six words.
    """
    if status.status is Status.CONDITIONAL:
        return "hypothetical"
    if status.polarity is Polarity.NEGATIVE:
        return "denied"
    cue = status.maker.rpartition("operator:")[2]
    if status.status is Status.SPECULATED and load_speech().get(("verb", cue)) is StatementKind.ASSERTS:
        return "happened"  # the corpus takes the view of whoever claims it
    if status.status is Status.PLANNED and status.certainty is Certainty.POSSIBLE and cue != status.maker:
        return "possible"
    if generic and status.status in {Status.OCCURRED, Status.ONGOING}:
        return "generic"
    return STATUSES[status.status]


def _is_value(figure: Figure) -> bool:
    """Tell whether the benchmark marks a figure: no age, no stretch of time, nobody counted as one."""
    if figure.kind in {FigureKind.AGE, FigureKind.DURATION}:
        return False
    return figure.kind is not FigureKind.COUNT or figure.value != 1


def _value(figure: Figure) -> Row:
    kind = "MONEY" if figure.kind is FigureKind.MONEY else "PERCENT" if figure.unit in {"percent", "%"} else "QUANTITY"
    return {"start": figure.start, "end": figure.end, "type": kind}
