"""The type of the act between two given actors."""

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.errors import SettingsError
from standoff.core.layers import Event
from standoff.core.vocabulary import EventType
from standoff.resources.codebook import load_codebook
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings

FULL, ONE, OPEN = 3, 2, 1
"""How well an event's sides fit the given spans: both, one, none."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the spans of two actors, as half-open code points."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]


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

    Raises:
        SettingsError: a mark is missing or not closed.
    """
    spans: dict[str, tuple[int, int]] = {}
    text = marked
    for _ in range(2):
        found = {k: text.find(f"<{k}>") for k in "st" if k not in spans and f"<{k}>" in text}
        if not found:
            break
        key = min(found, key=lambda k: found[k])
        start = found[key]
        end = text.find(f"</{key}>")
        if end < start:
            raise SettingsError(f"<{key}> is not closed in {marked!r}; write <{key}>name</{key}>")
        text = text[:start] + text[start + 3 : end] + text[end + 4 :]
        spans[key] = (start, end - 3)
    if set(spans) != {"s", "t"}:
        raise SettingsError(f"source and target must be marked as <s>…</s> and <t>…</t>; found {marked!r}")
    return MarkedText(text, spans["s"], spans["t"])


def classify(texts: Sequence[MarkedText], settings: Settings | None = None) -> list[Classification]:
    """Say what one given actor does to another.

    Args:
        texts: texts with the spans of source and target.
        settings: how to read; the defaults if None.

    Returns:
        A classification per text, in order.
    """
    stages = build_stages(settings or Settings())
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
    best = max(events, key=lambda event: (*_fit(event, item), event.confidence or 0.0))
    status = view.rows("status")[events.index(best)].status
    codebook = load_codebook()
    kind = codebook.fold_future(best.type, status)
    return Classification(kind, int(codebook.types[kind].quad), best.confidence or 0.0, best.maker)


def _fit(event: Event, item: MarkedText) -> tuple[float, ...]:
    """Rank an event: sides on the given spans first, then a trigger between or close to them."""
    source = any(_overlap((a.start, a.end), item.source) for a in event.sources)
    target = any(_overlap((a.start, a.end), item.target) for a in event.targets)
    crossed = any(_overlap((a.start, a.end), item.target) for a in event.sources) or any(
        _overlap((a.start, a.end), item.source) for a in event.targets
    )
    score = (2 if source else 0) + (1.5 if target else 0) + (0.5 if crossed else 0)
    low, high = min(item.source[0], item.target[0]), max(item.source[1], item.target[1])
    between = low <= event.start < high
    distance = min(abs(event.start - edge) for edge in (*item.source, *item.target))
    return score, float(between), -distance


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
