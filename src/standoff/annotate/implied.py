"""Sides that stand outside the sentence: whose threat or whose exercise it is, where only what goes before says so.

- The definite noun of a speech act that nobody is named with, as the subject of a sentence ("*the threat* of
  sanctions"), is the act of the one party of which the sentence before tells.
- Who calls an exercise normal or planned speaks of his own.
- Soldiers who are said to take part take part in the move told before.
- "The build-up" of nobody's forces is the move told last.
- A hostile intention that is denied is one against whom the last hostile move was.

Source: Gerber and Chai 2010 (implicit arguments of nominal predicates stand mostly in the sentence before).
"""

from collections.abc import Sequence
from dataclasses import replace

from standoff.annotate.carried import goes_on
from standoff.annotate.circumstances import speaker_chain
from standoff.annotate.contents import SPEECH_ACTS
from standoff.annotate.status_reading import status_words
from standoff.annotate.syntax import Syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Argument, Event, Identity, Sentence
from standoff.core.vocabulary import EventType
from standoff.resources.event_lexicon import load_classes

IMPLIED = "+implied"
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
TAKING_PART = frozenset({"involve", "participate", "engage", "take"})
HOSTILE = frozenset({EventType.MOBILIZE, EventType.THREATEN, EventType.COERCE, EventType.ASSAULT})
REACH = 5
"""Sentences before a hostile intention among which the move is looked for that it is taken from."""
SURE = 0.5
"""Highest confidence of an act of which a side is implied."""


def imply_sides(view: DocumentView, syntax: Syntax, events: Sequence[Event]) -> list[Event]:
    """Fill the doers that the sentence leaves out, where one of the constructions names them.

    Args:
        view: the document, with actors, identities and statements.
        syntax: its tree.
        events: its acts, in text order.

    Returns:
        The acts; those with an implied side say so in their maker.
    """
    finder = _Finder(view, syntax)
    made: list[Event] = []
    for event in events:
        found = [] if finder.countries(event.sources) else finder.find(event, made)
        done = _with_sources(event, found) if found else event
        aimed = [] if finder.countries(done.targets) else finder.aimed_at(done, made)
        made.append(replace(done, targets=aimed, maker=event.maker + IMPLIED) if aimed else done)
    return made


def _with_sources(event: Event, found: list[Argument]) -> Event:
    sure = min(SURE, event.confidence if event.confidence is not None else SURE)
    things = [a for a in event.sources if a.actor is None]
    return replace(event, sources=[*found, *things], maker=event.maker + IMPLIED, confidence=sure)


class _Finder:
    def __init__(self, view: DocumentView, syntax: Syntax) -> None:
        self.text = view.text
        self.syntax = syntax
        self.sentences: Sequence[Sentence] = view.rows("sentences")
        self.identities: Sequence[Identity] = view.rows("identities")
        self.statements = view.rows("statements")
        self.actors = view.rows("actors")
        self.by_sentence: dict[int, list[int]] = {}
        for n, actor in enumerate(self.actors):
            self.by_sentence.setdefault(actor.sentence, []).append(n)
        self.own = load_classes()["own_account"]

    def find(self, event: Event, before: Sequence[Event]) -> list[Argument]:
        """Find the doer of an act that names none."""
        if event.type in SPEECH_ACTS:
            return self._told_before(event)
        if event.type is EventType.MOBILIZE:
            return self._of_own(event) or self._taking_part(event, before) or self._same_move(event, before)
        return []

    def aimed_at(self, event: Event, before: Sequence[Event]) -> list[Argument]:
        """Against whom a hostile intention is: whom the last hostile move of the same side, told before, is against."""
        if event.type is not EventType.ASSAULT or self.syntax.lemma(event.token) not in status_words("intent"):
            return []
        own = self.countries(event.sources)
        for move in reversed(before):
            if move.sentence < event.sentence - REACH:
                break
            others = [a for a in move.targets if self.countries([a])]
            if (
                move.type in HOSTILE
                and others
                and own & self.countries(move.sources)
                and not own & self.countries(others)
            ):
                return others
        return []

    def countries(self, side: Sequence[Argument]) -> frozenset[str]:
        """Name the countries of a side; group codes are none, names stand for those without one."""
        rows = [self.identities[a.actor] for a in side if a.actor is not None]
        return frozenset(row.country or row.name or "" for row in rows if row.country or row.name)

    def _told_before(self, event: Event) -> list[Argument]:
        """The one party of the sentence before, if it is its subject, and not whom the act is directed at."""
        syntax, last = self.syntax, event.sentence - 1
        articles = {syntax.words[d] for d in syntax.kids(event.token, "det")}
        if syntax.tokens[event.token].pos != "NOUN" or not articles & DEFINITE or event.sources:
            return []
        if not self._is_subject(event.token) or not self._goes_on(last, event.sentence):
            return []
        targets = self.countries(event.targets)
        parties = [self._argument(n) for n in self.by_sentence.get(last, ())]
        others = [a for a in parties if self.countries([a]) - targets]
        if not others or len(self.countries(others)) != 1:
            return []
        heads = {self.actors[a.actor].head: a for a in others if a.actor is not None}
        return next(([argument] for head, argument in heads.items() if self._is_subject(head)), [])

    def _is_subject(self, i: int) -> bool:
        """Tell whether a word is the subject of its sentence."""
        return self.syntax.dep(i) in {"nsubj", "nsubjpass"} and self.syntax.dep(self.syntax.head(i)) == "ROOT"

    def _of_own(self, event: Event) -> list[Argument]:
        """The speaker, who calls an exercise normal: so one speaks of one's own."""
        syntax = self.syntax
        if syntax.tokens[event.token].pos != "NOUN":
            return []
        if not any(syntax.words[m] in self.own for m in syntax.kids(event.token, "amod", "compound")):
            return []
        for n in speaker_chain(event, self.statements):
            actor = self.statements[n].actor
            if actor is not None and self.countries([self._argument(actor)]):
                return [self._argument(actor)]
        return []

    def _taking_part(self, event: Event, before: Sequence[Event]) -> list[Argument]:
        """Who made the move of the sentence before, in which the soldiers of this one are said to take part."""
        if self.syntax.lemma(event.token) not in TAKING_PART or not self._goes_on(event.sentence - 1, event.sentence):
            return []
        for move in reversed(before):
            if move.sentence == event.sentence - 1 and move.type is EventType.MOBILIZE:
                return [a for a in move.sources if self.countries([a])]
        return []

    def _same_move(self, event: Event, before: Sequence[Event]) -> list[Argument]:
        """Who moves, where "the build-up" of nobody's forces can only be the move told last."""
        if self.syntax.tokens[event.token].pos != "NOUN" or "the" not in {
            self.syntax.words[d] for d in self.syntax.kids(event.token, "det")
        }:
            return []
        moves = [e for e in before if e.type is EventType.MOBILIZE and e.sentence >= event.sentence - REACH]
        known = [m for m in moves if self.countries(m.sources)]
        if len({self.countries(m.sources) for m in known}) != 1:
            return []
        return [a for a in known[-1].sources if self.countries([a])]

    def _goes_on(self, one: int, other: int) -> bool:
        return goes_on(self.text, self.sentences, one, other)

    def _argument(self, actor: int) -> Argument:
        return Argument(self.actors[actor].start, self.actors[actor].end, actor)
