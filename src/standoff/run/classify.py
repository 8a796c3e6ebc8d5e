"""The type of the act between two given actors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.errors import SettingsError
from standoff.core.layers import Argument, Event
from standoff.core.vocabulary import EventType
from standoff.resources.codebook import load_codebook
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings

_MARK = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the spans of two actors, as half-open code points; None for a side that has no words."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Classification:
    """The act between two actors."""

    type: EventType | None
    """PLOVER type under PLOVER's own convention for future acts; None where no act is found."""
    quad: int | None
    confidence: float
    maker: str


def parse_marked(marked: str) -> MarkedText:
    """Read a text whose actors are marked as `<s>source</s>` and `<t>target</t>`.

    Where a side is marked more than once, its first mark counts.

    Raises:
        SettingsError: no mark, or one that is not closed.
    """
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for piece in _MARK.split(marked):
        if not _MARK.fullmatch(piece):
            text += piece
        elif piece[1] != "/":
            opened[piece[1]] = len(text)
        elif piece[2] in opened:
            spans.setdefault(piece[2], (opened.pop(piece[2]), len(text)))
    if opened:
        key = next(iter(opened))
        raise SettingsError(f"<{key}> is not closed in {marked!r}; write <{key}>name</{key}>")
    if not spans:
        raise SettingsError(
            f"no actor is marked in {marked!r}; write <s>source</s> and, where there is one, <t>target</t>"
        )
    return MarkedText(text, spans.get("s"), spans.get("t"))


def classify(texts: Sequence[MarkedText], settings: Settings | None = None) -> list[Classification]:
    """Say what one given actor does to another.

    Args:
        texts: texts with the spans of source and target.
        settings: how to read; the defaults if None.

    Returns:
        A classification per text, in order.
    """
    stages = build_stages(replace(settings or Settings(), require_actor=False))
    made: list[Classification] = []
    size = 64
    for first in range(0, len(texts), size):
        chunk = texts[first : first + size]
        views = [DocumentView(_document(item.text, first + n)) for n, item in enumerate(chunk)]
        run_batch(views, stages)
        made += [_decide(view, item) for view, item in zip(views, chunk, strict=True)]
    return made


def _document(text: str, number: int) -> Document:
    none = (None,) * 7
    return Document(str(number), str(number), *none, "en", text, 0, text_digest(text))


def _decide(view: DocumentView, item: MarkedText) -> Classification:
    events: Sequence[Event] = view.get("events") or []
    if not events:
        return Classification(None, None, 0.0, "classify/1:none")
    inner = {row.about for row in view.rows("contents")}
    ranked = [(*_fit(event, item), n not in inner, event.confidence or 0.0, n) for n, event in enumerate(events)]
    at = max(ranked)[-1]
    best, codebook = events[int(at)], load_codebook()
    kind = codebook.plover_type(best.type, view.rows("status")[int(at)])
    return Classification(kind, int(codebook.types[kind].quad), best.confidence or 0.0, best.maker)


def _fit(event: Event, item: MarkedText) -> tuple[float, ...]:
    """Rank an event: sides on the given spans first, then a trigger between or close to them."""
    source, target = _touches(event.sources, item.source), _touches(event.targets, item.target)
    crossed = _touches(event.sources, item.target) or _touches(event.targets, item.source)
    score = (2.0 if source else 0.0) + (1.5 if target else 0.0) + (0.5 if crossed else 0.0)
    edges = [edge for span in (item.source, item.target) if span is not None for edge in span]
    between = min(edges) <= event.start < max(edges)
    return score, float(between), -float(min(abs(event.start - edge) for edge in edges))


def _touches(side: Sequence[Argument], span: tuple[int, int] | None) -> bool:
    return span is not None and any(a.start < span[1] and span[0] < a.end for a in side)
