"""The type of the act between two given actors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import geometric_mean

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.layers import Argument, Event
from standoff.core.vocabulary import EventType, Quad, Status
from standoff.resources.codebook import load_codebook
from standoff.resources.coder import load_coder
from standoff.resources.gazetteer import load_gazetteer
from standoff.run.marked import MarkedText, neutralise
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings

TURNS = (0, 2, 4)
"""The coder is asked once with each of these stand-ins first; the geometric mean of its answers counts."""
ALIKE = {"CONCEDE": ("CONCEDE", "RETREAT"), "RETREAT": ("CONCEDE", "RETREAT")}
"""Types that are one act said and done."""
COOPERATIVE = frozenset({Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION})
CHUNK = 64
"""Texts that are read together."""
SURE_FIT = 2.0
"""From this fit on an event of the rules has the given source as its own."""
RULE_ODDS, LOOSE_ODDS = 3.0, 1.5
"""By how much a finding of the rules multiplies the odds of its type: with a sure fit, with a loose one.

Set on the held-out tenth of our own corpus (719 sentences); from 1 to 8 the figures there differ by half a point.
"""


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
    status: Status | None
    """How the text presents the act, where the coder sees it; None where no act is found."""
    confidence: float
    maker: str


def classify(
    texts: Sequence[MarkedText], settings: Settings | None = None, *, act_known: bool = False
) -> list[Classification]:
    """Say what one given actor does to another.

    The trained coder's probabilities are weighed with what the rules find between the two spans. The coder reads the
    text with stand-ins for the names of states, so that exchanging two states exchanges nothing else.

    Args:
        texts: texts with the spans of source and target.
        settings: how to read; the defaults if None.
        act_known: whether it is known that there is an act between the two; then the likeliest one is given, and its
            confidence is among acts. Otherwise "no act" is an answer, too.

    Returns:
        A classification per text, in order.
    """
    stages = build_stages(replace(settings or Settings(), require_actor=False))
    coder = load_coder()
    names = load_gazetteer(settings.actors if settings else None)
    made: list[Classification] = []
    for first in range(0, len(texts), CHUNK):
        chunk = texts[first : first + CHUNK]
        views = [DocumentView(make_document(item.text, first + n)) for n, item in enumerate(chunk)]
        run_batch(views, stages)
        turned = [
            coder.classify([(t.text, t.source, t.target) for t in (neutralise(item, names, turn) for item in chunk)])
            for turn in TURNS
        ]
        shares = [[geometric_mean(column) for column in zip(*rows, strict=True)] for rows in zip(*turned, strict=True)]
        for view, item, row in zip(views, chunk, shares, strict=True):
            shares_of = dict(zip(coder.labels, row, strict=True))
            if act_known:
                del shares_of["NONE"]
            made.append(_weigh(shares_of, view, item))
    return made


def _status_of(label: str, view: DocumentView, item: MarkedText) -> Status | None:
    """The status of the act of a type whose sides fit best; of several, the one that lies ahead."""
    alike = ALIKE.get(label, (label,))
    rows = view.rows("status")
    fits = [(*_fit(event, item), n) for n, event in enumerate(view.rows("events")) if event.type.value in alike]
    if not fits:
        return None
    ahead: list[Status] = [rows[int(fit[-1])].status for fit in sorted(fits, reverse=True)]
    return next((status for status in ahead if status in load_codebook().future_statuses), ahead[0])


def make_document(text: str, number: int) -> Document:
    """Make a document of one text, without date, language settings or origin."""
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


def _weigh(shares: dict[str, float], view: DocumentView, item: MarkedText) -> Classification:
    """Multiply the odds of the type that the rules found, and take the likeliest.

    The confidence holds the square root of the rules' odds: rules and coder read the same words, so that their
    agreement proves less than it seems. With the whole odds it promises 5 points too much, with none 5 too little.
    """
    odds = dict(shares)
    found = _find(view, item)
    if found is not None:
        odds[found.type.value] *= RULE_ODDS if found.sure else LOOSE_ODDS
    label = max(odds, key=lambda name: odds[name])
    halved = {name: (shares[name] * odds[name]) ** 0.5 for name in odds}
    confidence = round(halved[label] / sum(halved.values()), 4)
    if label not in EventType.__members__:
        return Classification(None, None, None, confidence, "classify/3:none")
    kind = EventType(label)
    agreed = found.maker if found is not None and found.type is kind else "coder"
    status = _status_of(label, view, item)
    if status is Status.REFUSED and load_codebook().types[kind].quad in COOPERATIVE:
        kind, agreed = EventType.REJECT, "refused"
    return Classification(kind, int(load_codebook().types[kind].quad), status, confidence, f"classify/3:{agreed}")


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
