"""What an act takes over from the sentence before or behind: the day of "that occasion", who speaks of its details."""

from collections.abc import Sequence

from standoff.annotate.syntax import Syntax
from standoff.core.layers import Event, Sentence, Statement
from standoff.core.vocabulary import CLAIM_KINDS, EventType
from standoff.resources.event_lexicon import load_classes

PARAGRAPH = "\n\n"
POINTING = frozenset({"the", "that", "this", "same"})
OCCASION = "occasion"
AT = frozenset({"on", "at", "during", "in"})
UNDER_WAY = frozenset(
    {"finalise", "finalize", "settle", "arrange", "discuss", "agree", "prepare", "clarify", "negotiate"}
)
"""Lemmas of what is done with the details of a meeting that is still to come."""


def goes_on(text: str, sentences: Sequence[Sentence], one: int, other: int) -> bool:
    """Tell whether a sentence follows another in the same paragraph."""
    return 0 <= one < other < len(sentences) and PARAGRAPH not in text[sentences[one].end : sentences[other].start]


def times_of_occasion(
    syntax: Syntax,
    text: str,
    sentences: Sequence[Sentence],
    events: Sequence[Event],
    times: Sequence[Sequence[int]],
) -> dict[int, list[int]]:
    """Give acts "on that occasion" or "during the visit" the times of the act just told.

    Args:
        syntax: the tree.
        text: the frozen text.
        sentences: its sentences.
        events: its acts.
        times: per act the positions of its own times.

    Returns:
        Times by act, for those without a time of their own.
    """
    gatherings = load_classes()["gathering"]
    made: dict[int, list[int]] = {}
    for at, event in enumerate(events):
        verb = event.token if syntax.is_verb(event.token) else syntax.governor(event.token)
        if times[at] or verb is None:
            continue
        nouns = [
            noun
            for p in syntax.kids(verb, "prep")
            if syntax.words[p] in AT
            for noun in syntax.kids(p, "pobj")
            if any(syntax.words[d] in POINTING for d in syntax.kids(noun, "det", "amod"))
        ]
        meant = {syntax.lemma(noun) for noun in nouns} & {OCCASION, *gatherings}
        if not meant or not goes_on(text, sentences, event.sentence - 1, event.sentence):
            continue
        for n in reversed(range(at)):
            earlier = events[n]
            fits = OCCASION in meant or earlier.type is EventType.CONSULT
            if earlier.sentence == event.sentence - 1 and times[n] and fits:
                made[at] = list(times[n])
                break
    return made


def speakers_of_details(
    syntax: Syntax, text: str, sentences: Sequence[Sentence], events: Sequence[Event], statements: Sequence[Statement]
) -> dict[int, int]:
    """Find who speaks of the details of a meeting of which the author has just told.

    "The two are to meet in May. The date is being settled, said X": X has the meeting on his word.

    Returns:
        Position of the statement by act.
    """
    details = load_classes()["detail"]
    made: dict[int, int] = {}
    for n, row in enumerate(statements):
        if row.kind not in CLAIM_KINDS or row.source_start is None:
            continue
        if not any(_arranges(syntax, i, details) for i in _verbs(syntax, row)):
            continue
        for at in reversed(range(len(events))):
            event = events[at]
            if event.sentence == row.sentence - 1 and event.type is EventType.CONSULT:
                if goes_on(text, sentences, event.sentence, row.sentence):
                    made.setdefault(at, n)
                break
    return made


def _verbs(syntax: Syntax, row: Statement) -> list[int]:
    return [i for i, t in enumerate(syntax.tokens) if row.start <= t.start < row.end and syntax.is_verb(i)]


def _arranges(syntax: Syntax, verb: int, details: frozenset[str]) -> bool:
    """Tell whether a verb says that details of nothing else are being settled ("the date is being worked out")."""
    subjects = syntax.kids(verb, "nsubjpass") or syntax.kids(verb, "nsubj")
    for noun in subjects:
        if syntax.lemma(noun) not in details or not (syntax.kids(noun, "det") or syntax.tokens[noun].tag == "NNS"):
            continue
        inner = {c for p in syntax.kids(noun, "prep") for c in syntax.kids(p, "pobj")}
        others = {c for c in inner if syntax.lemma(c) not in details}
        worked = syntax.lemma(verb) in UNDER_WAY or syntax.particle(verb) == "out"
        if not others and (
            worked or any(syntax.words[c] in {"underway", "way", "open"} for c in syntax.children[verb])
        ):
            return True
    return False
