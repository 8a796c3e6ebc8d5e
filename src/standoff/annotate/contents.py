"""What a speech act is about: a threat to attack points at the attack, a demand to withdraw at the withdrawal."""

from standoff.annotate.syntax import CIRCUMSTANTIAL, Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Content, Event
from standoff.core.stage import Layers
from standoff.core.vocabulary import EventType

NAME = "contents"
VERSION = "1"

SPEECH_ACTS = frozenset(
    {EventType.THREATEN, EventType.REQUEST, EventType.AGREE, EventType.REJECT, EventType.ACCUSE, EventType.CONCEDE}
)
BELOW = frozenset(
    {
        "xcomp",
        "ccomp",
        "pcomp",
        "dobj",
        "pobj",
        "prep",
        "acl",
        "conj",
        "nsubjpass",
        "advcl",
        "dative",
        "amod",
        "compound",
    }
)
"""Dependency labels by which what is spoken about hangs below the speech act."""


def annotate(view: DocumentView) -> Layers:
    """Point each speech act at the acts in its complement, the nearest speech act above winning."""
    syntax = view.derive(build_syntax)
    events: list[Event] = list(view.rows("events"))
    by_token = {event.token: n for n, event in enumerate(events)}
    rows = []
    for at, event in enumerate(events):
        above = _speech_act_above(syntax, event.token, by_token, events)
        if above is None:
            above = _announced_by(syntax, event, events)
        if above is not None and above != at:
            first, last = syntax.edges[event.token]
            start, end = syntax.tokens[first].start, syntax.tokens[last].end
            rows.append(Content(start, end, above, at, f"{NAME}/{VERSION}:complement", 0.7))
    return {"contents": rows}


def _announced_by(syntax: Syntax, event: Event, events: list[Event]) -> int | None:
    """The speech act that announces the event by a colon ("the request is clear: they must leave")."""
    for n, act in enumerate(events):
        if act.sentence == event.sentence and act.type in SPEECH_ACTS:
            colon = syntax.announces(act.token)
            if colon is not None and event.token > colon:
                return n
    return None


def _speech_act_above(syntax: Syntax, token: int, by_token: dict[int, int], events: list[Event]) -> int | None:
    at = token
    for _ in range(8):
        label, head = syntax.dep(at), syntax.head(at)
        modal = next((by_token[a] for a in syntax.kids(at, "aux") if a in by_token), None)
        if modal is not None:
            return modal if events[modal].type in SPEECH_ACTS else None
        if head == at or label not in BELOW or syntax.is_parted(at, head):
            return None
        if label == "conj" and syntax.kids(at, "nsubj", "nsubjpass"):
            return None
        if label == "conj" and head in by_token:
            at = head
            if syntax.dep(at) not in BELOW:
                return None
            continue
        if label == "advcl" and not any(syntax.words[a] == "to" for a in syntax.kids(at, "aux")):
            return None
        found = by_token.get(head)
        if found is not None:
            return found if events[found].type in SPEECH_ACTS else None
        if label == "pobj" and syntax.words[head] in CIRCUMSTANTIAL:
            return None
        if label == "prep" and syntax.words[at] in CIRCUMSTANTIAL:
            return None
        at = head
    return None
