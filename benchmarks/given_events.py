"""The status layer on events that somebody else found: spans go in where the coder's events would stand.

The coder's own events stay, so that what a threat or demand is about is still read from them; a given span on a
trigger of theirs takes their type.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from benchmarks.reading import read_views, replace_stage, stages_for
from benchmarks.rows import Row
from standoff.annotate.actors import sentence_numbers
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Event, EventStatus
from standoff.core.stage import Layers, Stage
from standoff.core.vocabulary import EventType, Quad

Spans = Sequence[tuple[int, int]]
NEUTRAL = EventType.CONSULT
"""Type of a given event that the coder did not find: one that changes no other event's status."""


def read_statuses(
    rows: Sequence[Row], spans: Mapping[str, Spans], date_field: str | None, *layers: str
) -> Iterator[tuple[Row, DocumentView, list[EventStatus]]]:
    """Read the status of given events.

    Args:
        rows: with `id` and `text`.
        spans: by row id, the half-open spans of its events.
        date_field: the field with the report's date, if any.
        layers: further layers to make.

    Yields:
        Each row, its view, and a status per given span, in order.
    """
    stages = stages_for("status", *layers)
    coder = next(stage for stage in stages if stage.name == "events")
    given = replace_stage(stages, "events", _with_given(coder, spans))
    for row, view in read_views(rows, given, date_field):
        by_span = {(status.start, status.end): status for status in view.rows("status")}
        yield row, view, [by_span[span] for span in spans[str(row["id"])]]


def _with_given(coder: Stage, spans: Mapping[str, Spans]) -> Stage:
    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        for view, found in zip(views, coder.run(views), strict=True):
            if isinstance(found, Exception):
                yield found
            else:
                yield {"events": _merge(view, found["events"], spans[view.doc.doc_id])}

    return replace(coder, run=run)


def _merge(view: DocumentView, coded: Sequence[Event], spans: Spans) -> list[Event]:
    syntax = view.derive(build_syntax)
    numbers = sentence_numbers(view.rows("sentences"), syntax)
    by_token = {event.token: event for event in coded}
    given: dict[tuple[int, int], Event] = {}
    for span in spans:
        token = _head_token(syntax, span)
        given[span] = _make_event(span, token, numbers[token], by_token.pop(token, None))
    rest = [event for event in by_token.values() if (event.start, event.end) not in given]
    return sorted([*given.values(), *rest], key=lambda event: (event.start, event.end))


def _head_token(syntax: Syntax, span: tuple[int, int]) -> int:
    inside = [i for i, token in enumerate(syntax.tokens) if token.start < span[1] and span[0] < token.end]
    if not inside:
        return min(range(len(syntax.tokens)), key=lambda i: abs(syntax.tokens[i].start - span[0]))
    at = next((i for i in inside if syntax.head(i) not in inside or syntax.head(i) == i), inside[-1])
    return syntax.head(at) if syntax.dep(at) in {"aux", "auxpass"} else at


def _make_event(span: tuple[int, int], token: int, sentence: int, coded: Event | None) -> Event:
    if coded is not None:
        return replace(coded, start=span[0], end=span[1])
    return Event(
        start=span[0],
        end=span[1],
        sentence=sentence,
        token=token,
        clause_start=span[0],
        clause_end=span[1],
        type=NEUTRAL,
        mode=None,
        quad=int(Quad.VERBAL_COOPERATION),
        intensity=0.0,
        sources=[],
        targets=[],
        factuality=None,
        maker="benchmark/1:given",
        confidence=None,
    )


KeyOf = Callable[[Row], Spans]


def spans_by_row(rows: Sequence[Row], spans_of: KeyOf) -> dict[str, Spans]:
    """Gather the given spans by row id, each once."""
    return {str(row["id"]): list(dict.fromkeys(spans_of(row))) for row in rows}
