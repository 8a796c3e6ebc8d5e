"""The type of the act between two given actors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.errors import SettingsError
from standoff.core.layers import Argument, Event
from standoff.core.vocabulary import EventType
from standoff.resources.codebook import load_codebook
from standoff.resources.coder import load_coder
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings

CHUNK = 64
"""Texts that are read together."""
SURE_FIT = 2.0
"""From this fit on an event of the rules has the given source as its own."""
RULE_ODDS, LOOSE_ODDS = 3.0, 1.5
"""By how much a finding of the rules multiplies the odds of its type: with a sure fit, with a loose one.

Set on the held-out tenth of our own corpus (719 sentences); from 1 to 8 the figures there differ by half a point.
"""
_MARK = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the spans of two actors, as half-open code points; None for a side that has no words."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules find between two spans."""

    type: EventType
    sure: bool
    maker: str


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

    The trained coder's probabilities are weighed with what the rules find between the two spans.

    Args:
        texts: texts with the spans of source and target.
        settings: how to read; the defaults if None.

    Returns:
        A classification per text, in order.
    """
    stages = build_stages(replace(settings or Settings(), require_actor=False))
    coder = load_coder()
    made: list[Classification] = []
    for first in range(0, len(texts), CHUNK):
        chunk = texts[first : first + CHUNK]
        views = [DocumentView(_document(item.text, first + n)) for n, item in enumerate(chunk)]
        run_batch(views, stages)
        shares = coder.classify([(item.text, item.source, item.target) for item in chunk])
        for view, item, row in zip(views, chunk, shares, strict=True):
            made.append(_weigh(dict(zip(coder.labels, row, strict=True)), _find(view, item)))
    return made


def _document(text: str, number: int) -> Document:
    none = (None,) * 7
    return Document(str(number), str(number), *none, "en", text, 0, text_digest(text))


def _find(view: DocumentView, item: MarkedText) -> Found | None:
    """The act that the rules find between the spans, and whether it touches the source."""
    events: Sequence[Event] = view.get("events") or []
    if not events:
        return None
    inner = {row.about for row in view.rows("contents")}
    ranked = [(*_fit(event, item), n not in inner, event.confidence or 0.0, n) for n, event in enumerate(events)]
    best = max(ranked)
    event = events[int(best[-1])]
    kind = load_codebook().plover_type(event.type, view.rows("status")[int(best[-1])])
    return Found(kind, best[0] >= SURE_FIT, event.maker)


def _weigh(shares: dict[str, float], found: Found | None) -> Classification:
    """Multiply the odds of the type that the rules found, and take the likeliest."""
    if found is not None:
        shares = {**shares, found.type.value: shares[found.type.value] * (RULE_ODDS if found.sure else LOOSE_ODDS)}
    total = sum(shares.values())
    label = max(shares, key=lambda name: shares[name])
    if label not in EventType.__members__:
        return Classification(None, None, round(shares[label] / total, 4), "classify/2:none")
    kind = EventType(label)
    agreed = found.maker if found is not None and found.type is kind else "coder"
    quad = int(load_codebook().types[kind].quad)
    return Classification(kind, quad, round(shares[label] / total, 4), f"classify/2:{agreed}")


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
