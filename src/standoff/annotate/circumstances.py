"""When, where, how many, and on whose word: ties times, places, figures and statements to events.

By syntax first: a time belongs to the event whose clause holds it; where a sentence has one event only, to that. A
time of saying ("on Tuesday the minister said that ...") is no time of what is said. A time that stands before two acts
of one doer ("on Monday they shelled the fort and took the bridge") is the time of both. What carries over from one
sentence to the next: `carried`.
"""

from bisect import bisect_left
from collections.abc import Sequence, Set
from typing import Any

from standoff.annotate.carried import speakers_of_details, times_of_occasion
from standoff.annotate.relays import nearness
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Circumstance, Event, Statement, Time
from standoff.core.stage import Layers
from standoff.core.vocabulary import CLAIM_KINDS, TimeKind

NAME = "circumstances"
VERSION = "3"


def annotate(view: DocumentView) -> Layers:
    """Tie everything that hangs on an event to it."""
    syntax = view.derive(build_syntax)
    events: list[Event] = list(view.rows("events"))
    times = list(view.rows("times"))
    dated = {n for n, row in enumerate(times) if row.kind in {TimeKind.DATE, TimeKind.TIME}}
    statements: Sequence[Statement] = view.rows("statements")
    cues = {row.cue_start for row in statements}
    owners = {
        "times": _owners(syntax, events, times, cues),
        "places": _owners(syntax, events, view.rows("places")),
        "figures": _owners(syntax, events, view.rows("figures")),
    }
    shared = _shared_times(syntax, events, times, owners["times"])
    sentences = view.rows("sentences")
    own = [
        [n for n, owner in enumerate(owners["times"]) if owner == at] or shared.get(at, []) for at in range(len(events))
    ]
    carried = times_of_occasion(syntax, view.text, sentences, events, own)
    details = speakers_of_details(syntax, view.text, sentences, events, statements)
    rows = []
    for at, event in enumerate(events):
        found = {name: [n for n, owner in enumerate(tied) if owner == at] for name, tied in owners.items()}
        found["times"] = own[at] or carried.get(at, [])
        spoken = speaker_chain(event, statements)
        rows.append(
            Circumstance(
                start=event.start,
                end=event.end,
                event=at,
                times=[n for n in found["times"] if n in dated],
                places=found["places"],
                figures=found["figures"],
                statements=spoken or [details[at]] if at in details else spoken,
                maker=f"{NAME}/{VERSION}:syntax",
            )
        )
    return {"circumstances": rows}


def speaker_chain(event: Event, statements: Sequence[Statement]) -> list[int]:
    """Give the statements whose content holds an event's trigger, the innermost first.

    An event that is itself the act of saying is not its own content. What somebody praises, wants, asks about or knows
    is no claim of theirs. Of two with the same content the one who is cited is the inner one.
    """
    holding = [
        n
        for n, row in enumerate(statements)
        if row.kind in CLAIM_KINDS
        and row.start <= event.start < row.end
        and not row.cue_start <= event.start < row.cue_end
    ]
    return sorted(holding, key=lambda n: nearness(statements[n]))


def _shared_times(
    syntax: Syntax, events: Sequence[Event], times: Sequence[Time], owners: Sequence[int | None]
) -> dict[int, list[int]]:
    """Give the acts that follow another one of the same doer the times that stand before that one."""
    by_token = {event.token: n for n, event in enumerate(events)}
    made: dict[int, list[int]] = {}
    for at, event in enumerate(events):
        first = syntax.head(event.token)
        if syntax.dep(event.token) != "conj" or first not in by_token or syntax.kids(event.token, "nsubj", "nsubjpass"):
            continue
        begin = syntax.tokens[first].start
        made[at] = [n for n, owner in enumerate(owners) if owner == by_token[first] and times[n].end <= begin]
    return made


def _owners(
    syntax: Syntax, events: Sequence[Event], rows: Sequence[Any], cues: Set[int] = frozenset()
) -> list[int | None]:
    by_token = {event.token: n for n, event in enumerate(events)}
    in_sentence: dict[int, list[int]] = {}
    for n, event in enumerate(events):
        in_sentence.setdefault(event.sentence, []).append(n)
    starts = [token.start for token in syntax.tokens]
    owners: list[int | None] = []
    for row in rows:
        tokens = range(bisect_left(starts, row.start), bisect_left(starts, row.end))
        owner, other_clause = _climb(syntax, tokens[-1], by_token, cues) if tokens else (None, False)
        alone = in_sentence.get(row.sentence, [])
        owners.append(alone[0] if owner is None and len(alone) == 1 and not other_clause else owner)
    return owners


def _climb(syntax: Syntax, token: int, by_token: dict[int, int], cues: Set[int]) -> tuple[int | None, bool]:
    """Find the nearest event above a token; a cue of a statement stands between what is said and the saying.

    At a clause without one, the event that its verb carries counts ("held talks on Monday").

    Returns:
        The event, if there is one, and whether the token belongs to a clause that tells something else.
    """
    at = token
    for _ in range(12):
        if at in by_token:
            return by_token[at], False
        if syntax.is_verb(at):
            carried = [
                by_token[c] for c in syntax.kids(at, "dobj", "nsubjpass", "attr", "xcomp", "nsubj") if c in by_token
            ]
            if len(carried) == 1:
                return carried[0], False
            if syntax.tokens[at].start in cues or syntax.dep(at) in {"relcl", "ccomp", "advcl", "acl"}:
                return None, True
        if syntax.head(at) == at:
            return None, False
        at = syntax.head(at)
    return None, False
