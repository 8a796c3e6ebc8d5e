"""What the trained coder makes of a document: which of the rules' acts are none, and which acts the rules have missed.

The rules propose acts whose words the lexicon knows, with the sides that the tree shows. The coder reads each sentence
that names an actor once, and says of every content word which act it names, if any, and where the two sides of that act
stand. Names of states are read as stand-ins, so that exchanging two states changes nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from standoff.annotate.implied import IMPLIED
from standoff.annotate.rule_coder import RuleCoder, is_known_actor
from standoff.annotate.stand_ins import StandIns, put_stand_ins
from standoff.annotate.tree import NOMINAL
from standoff.core.layers import Argument, Event, Sentence, Statement
from standoff.core.vocabulary import CLAIM_KINDS, EventType, Quad, StatementKind
from standoff.resources.coder import Coder, Judgement
from standoff.resources.cues import load_speech
from standoff.resources.event_lexicon import load_classes
from standoff.resources.gazetteer import Gazetteer

NAME = "weighing"
VERSION = "1"

RULE_ODDS = 15.0
"""By how much a rule's finding multiplies the odds of its type against the other types."""
SURE_TYPE = 0.5
"""Probability of another type below which the rule's own type stays."""
NO_ACT, NO_ACT_AT_ALL = 0.4, 0.85
"""Probability of no act from which on a rule's act is dropped: a plain row's, and that of a row with two conditions or
more, or of an act that somebody denies or brings up, which the coder was not taught to take for one.

Where a single type is likelier than none the act stays at any rate. Of 24 acts dropped with less than 0.4 in 492
paragraphs of news some 17 were right; at 0.5 three more of 240 sentences without politics had an act.
"""
BROUGHT_UP = frozenset({StatementKind.DENIES, StatementKind.MENTIONS})
PARTICULAR = 2
"""Conditions of a lexicon row that make it a particular one."""
FOUND = 0.92
"""Probability of an act from which on a word that no rule knows is one.

Set on the held-out tenth of our own sentences whose acts are all marked, where F1 is flat from 0.6 to 0.92: the higher
end, since an act made up is worse than one missed.
"""
SURE_ACT, SURE_FIND = 0.8, 0.95
"""Probability of an act from which on it may be anybody's: of a word that a rule knows, of one that none knows.

Below them only a doer of known country or sector makes it one. Set on sentences by independent hands: they take the
events made up in `tests/cases/no_event.csv` from 10 to 5, the acts found in `tests/cases/acts.csv` from 163 to 161.
"""
SIDE = 0.5
"""Probability from which on a mention is a side of an act."""
SURE_SIDE, NO_SIDE = 0.9, 0.05
"""A mention at least so likely takes the place of one at most so likely that the rules gave."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
REFUSAL = EventType.REJECT.value
THREAT = EventType.THREATEN
COOPERATIVE = frozenset({int(Quad.VERBAL_COOPERATION), int(Quad.MATERIAL_COOPERATION)})
BODILY = frozenset({EventType.PROTEST, EventType.ASSAULT})
"""Types that the coder finds by itself in sentences about an epidemic, too.

Of 28 finds in such sentences of news one was right, a march; approvals of drugs, closures and tests were the rest.
"""
CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
SHORTEST = 4
"""Letters of the shortest word that may name an act which no rule knows."""
INNER = frozenset({"dobj", "pobj", "prep", "amod", "compound", "nmod", "pcomp", "advmod", "npadvmod", "nummod", "oprd"})
"""Dependency labels by which the words of one phrase hang together; clauses of their own are none of them."""
NEAR = 4
"""Words of one phrase ("recalled its ambassador") stand at most so many tokens apart."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word, and what the coder says of it."""

    token: int
    judgement: Judgement
    type: EventType
    share: float
    """Probability that it names an act of any type."""


class Weigher:
    """Weighs a document's acts with the trained coder."""

    def __init__(self, coder: Coder, gazetteer: Gazetteer) -> None:
        """Keep the model, and what knows the names of states."""
        self.coder = coder
        self.gazetteer = gazetteer
        self.epidemic = load_classes()["epidemic"]
        self.saying = {key for key, kind in load_speech().items() if kind is StatementKind.ASSERTS}

    def weigh(
        self,
        text: str,
        sentences: Sequence[Sentence],
        statements: Sequence[Statement],
        rules: RuleCoder,
        events: Sequence[Event],
    ) -> list[Event]:
        """Drop, rename and add acts.

        Args:
            text: the document's text.
            sentences: its sentences.
            statements: who says what in it.
            rules: the rule coder of the document.
            events: the acts that it found.

        Returns:
            The acts, in text order.
        """
        by_sentence: dict[int, list[Event]] = {}
        for event in events:
            by_sentence.setdefault(event.sentence, []).append(event)
        wanted = sorted({*by_sentence, *(actor.sentence for actor in rules.actors if is_known_actor(actor))})
        speakers = [
            (row.source_start, row.source_end)
            for row in statements
            if row.kind in CLAIM_KINDS and row.source_start is not None and row.source_end is not None
        ]
        denied = [(row.start, row.end) for row in statements if row.kind in BROUGHT_UP]
        starts = [token.start for token in rules.syntax.tokens]
        readers = []
        for number in wanted:
            sentence = sentences[number]
            tokens = range(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
            proposed = by_sentence.get(number, [])
            readers.append(SentenceReader(self, text, sentence, number, tokens, rules, speakers, denied, proposed))
        judged = self.coder.judge_all([(reader.read_as.text, reader.spans()) for reader in readers])
        made = [event for reader, answers in zip(readers, judged, strict=True) for event in reader.read(answers)]
        return sorted(made, key=lambda row: (row.start, row.end))


def _tells_the_same(one: Event, other: Event) -> bool:
    """Tell whether two acts of a sentence are of one type and between the same ("returned from talks with ...")."""
    sides = [{(a.start, a.end) for a in (*event.sources, *event.targets)} for event in (one, other)]
    return one.type is other.type and (sides[0] <= sides[1] or sides[1] <= sides[0])


class SentenceReader:
    """Reads one sentence with the trained coder."""

    def __init__(
        self,
        weigher: Weigher,
        text: str,
        sentence: Sentence,
        number: int,
        tokens: range,
        rules: RuleCoder,
        speakers: Sequence[tuple[int, int]],
        denied: Sequence[tuple[int, int]],
        events: Sequence[Event],
    ) -> None:
        """Put stand-ins for states, and note what stands in the sentence, the rules' acts among it."""
        self.coder = weigher.coder
        self.sentence = sentence
        self.number = number
        self.rules = rules
        self.saying = weigher.saying
        self.epidemic = weigher.epidemic
        self.speakers = speakers
        self.denied = denied
        self.syntax = rules.syntax
        self.read_as: StandIns = put_stand_ins(text[sentence.start : sentence.end], weigher.gazetteer)
        self.actors = [n for n, actor in enumerate(rules.actors) if actor.sentence == number]
        self.tokens = tokens
        self.events = events
        self.words = self._content_words()

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Give a span of the document as one of the text that the coder reads."""
        return self.read_as.move((start - self.sentence.start, end - self.sentence.start))

    def spans(self) -> list[tuple[int, int]]:
        """What the coder is asked about: the rules' triggers, then the other words that might be one."""
        spans = [self.moved(event.start, event.end) for event in self.events]
        return spans + [self.moved(self.syntax.tokens[i].start, self.syntax.tokens[i].end) for i in self.words]

    def read(self, judged: Sequence[Judgement]) -> list[Event]:
        """Weigh the rules' acts of the sentence, and add those that they missed, by a judgement per span."""
        kept: list[Event] = []
        for event, judgement in zip(self.events, judged, strict=False):
            weighed = self._weighed(event, judgement)
            if weighed is not None and not any(self._same_word(weighed, other) for other in kept):
                kept.append(weighed)
        found = [self._found(i, judgement) for i, judgement in zip(self.words, judged[len(self.events) :], strict=True)]
        strong = [row for row in found if row.share >= FOUND and (row.type in BODILY or not self._is_of_health())]
        heads = self._heads(strong, {event.token for event in kept}, {e.token for e in kept if e.type is THREAT})
        for row in sorted(heads, key=lambda row: row.share, reverse=True):
            if self._is_part_of(row, kept):
                continue
            made = self._event(row)
            if made is not None and row.share < SURE_FIND and not self._is_by_a_body(made):
                continue
            if made is not None and not any(_tells_the_same(made, other) for other in kept):
                kept.append(made)
        return kept

    def _is_part_of(self, row: Found, kept: Sequence[Event]) -> bool:
        """Tell whether a word is but part of another act's phrase ("used *drones*", "sentenced to *prison*")."""
        tokens = {event.token for event in kept}
        at = row.token
        for above in self.syntax.ancestors(row.token):
            if self.syntax.dep(at) not in INNER:
                return False
            if above in tokens:
                return True
            at = above
        return False

    def _same_word(self, one: Event, other: Event) -> bool:
        """Tell whether two acts are one, told twice with the same word (a heading joined to its sentence)."""
        return self.syntax.lemmas[one.token] == self.syntax.lemmas[other.token] and _tells_the_same(one, other)

    def _content_words(self) -> list[int]:
        """Words that might name an act: no auxiliaries, nothing inside an actor's name, no trigger of the rules."""
        taken = {event.token for event in self.events}
        names = [(self.rules.actors[n].start, self.rules.actors[n].end) for n in self.actors]
        made = []
        for i in self.tokens:
            token = self.syntax.tokens[i]
            if token.pos not in CONTENT or i in taken or token.end - token.start < SHORTEST:
                continue
            if ("verb", self.syntax.lemmas[i]) in self.saying:
                continue  # what is said is the act, not the saying
            if not any(start <= token.start < end for start, end in names):
                made.append(i)
        return made

    def _weighed(self, event: Event, judgement: Judgement) -> Event | None:
        odds = dict(zip(self.coder.labels, judgement.types, strict=True))
        none = odds.pop("NONE")
        brought_up = self._is_brought_up(event)
        sure = brought_up or self.rules.conditions.get(event.token, 0) >= PARTICULAR
        if none > max(odds.values()) and none > (NO_ACT_AT_ALL if sure else NO_ACT):
            return None
        if 1 - none < SURE_ACT and not brought_up and not self._is_by_a_body(event):
            return None
        odds[event.type.value] *= RULE_ODDS
        label = max(odds, key=lambda name: odds[name])
        if judgement.types[self.coder.labels.index(label)] < SURE_TYPE or (
            label == REFUSAL and event.quad in COOPERATIVE
        ):
            label = event.type.value  # a refused offer is an offer with a negative polarity: the status says so
        found = self._sides(judgement, event.token)
        sources = self._better(event.sources, found[0], judgement, 0)
        targets = self._better(event.targets, found[1], judgement, 1)
        if event.maker.endswith(IMPLIED):  # what stands in another sentence the coder does not see
            sources, targets = list(event.sources), list(event.targets) or [a for a in targets if a not in sources]
        if any(a in sources for a in targets):  # it would turn one side only
            sources, targets = list(event.sources), list(event.targets)
        return self.rules.retyped(
            event,
            EventType(label),
            sources,
            targets,
            round(judgement.factuality, 2),
            round((1 - none) * odds[label] / sum(odds.values()), 4),
        )

    def _is_brought_up(self, event: Event) -> bool:
        return any(start <= event.start < end for start, end in self.denied)

    def _is_by_a_body(self, event: Event) -> bool:
        """Tell whether an act's doer is of a known country or sector, and no civilian of nowhere."""
        actors = (self.rules.identities[a.actor] for a in event.sources if a.actor is not None)
        return any(actor.country or actor.sector not in {None, "CVL"} for actor in actors)

    def _is_of_health(self) -> bool:
        """Tell whether the sentence is about an epidemic: its measures look like acts, and are none between actors."""
        return any(self.syntax.lemmas[i].lower() in self.epidemic for i in self.tokens)

    def _found(self, i: int, judgement: Judgement) -> Found:
        shares = dict(zip(self.coder.labels, judgement.types, strict=True))
        none = shares.pop("NONE")
        label = max(shares, key=lambda name: shares[name])
        return Found(i, judgement, EventType(label), 1 - none)

    def _heads(self, found: Sequence[Found], taken: set[int], threats: set[int]) -> Iterator[Found]:
        """Of the words of one phrase give the one that governs it; none where the rules have that phrase already."""
        by_token = {row.token: row for row in found}
        purposes = {self.rules.purpose_of(t) for t in threats} - threats
        for row in found:
            above = self.syntax.head(row.token)
            if {row.token, above} & purposes:
                continue  # "puts *together* a plan to deter them": the threat lies in both
            near = abs(above - row.token) <= NEAR and above != row.token
            if near and (above in taken or (above in by_token and by_token[above].type is row.type)):
                continue
            if any(abs(t - row.token) <= NEAR and self.syntax.head(t) == row.token for t in taken):
                continue
            yield row

    def _sides(self, judgement: Judgement, trigger: int) -> tuple[list[Argument], list[Argument]]:
        """The mentions and noun phrases that the coder takes for source and target."""
        sides: tuple[list[Argument], list[Argument]] = ([], [])
        for n in self.actors:
            actor = self.rules.actors[n]
            if not self._may_take_part(actor.head, trigger):
                continue
            shares = judgement.sides(self.moved(actor.start, actor.end))
            which = int(shares[1] > shares[0])
            if shares[which] >= SIDE:
                sides[which].append(Argument(actor.start, actor.end, n))
        for which in (0, 1):
            if not sides[which]:
                sides[which].extend(self._noun_side(judgement, which, trigger))
        return sides

    def _may_take_part(self, i: int, trigger: int) -> bool:
        """Tell whether a word can be a side.

        One that modifies a noun can only where that noun is the trigger: "Russian attack" names who attacks, "shells
        hit a Russian village" does not. Whoever says that others did something, or that it was done, did not do it.
        """
        if self.syntax.dep(i) in MODIFIERS:
            return self.syntax.head(i) == trigger
        clause = next((at for at in (trigger, *self.syntax.ancestors(trigger)) if self.syntax.is_verb(at)), trigger)
        own = self.syntax.kids(clause, "nsubj", "nsubjpass")
        told = bool(own) and not any(self.syntax.tokens[c].pos == "PRON" or c == i for c in own)
        return not told or not self._speaks(i)

    def _speaks(self, i: int) -> bool:
        """Tell whether a word belongs to the name of somebody who says something ("the board *of trade* said")."""
        chain = [i]
        while self.syntax.dep(chain[-1]) in {"pobj", "prep"}:
            chain.append(self.syntax.head(chain[-1]))
        starts = [self.syntax.tokens[at].start for at in chain]
        return any(first <= start < last for first, last in self.speakers for start in starts)

    def _noun_side(self, judgement: Judgement, which: int, trigger: int) -> list[Argument]:
        names = [(self.rules.actors[n].start, self.rules.actors[n].end) for n in self.actors]
        best, at = SIDE, None
        for i in self.tokens:
            token = self.syntax.tokens[i]
            if token.pos not in NOMINAL or not self._may_take_part(i, trigger):
                continue
            if any(start <= token.start < end for start, end in names):
                continue
            share = judgement.sides(self.moved(token.start, token.end))[which]
            if share > best:
                best, at = share, i
        if at is None:
            return []
        left, right = self.syntax.noun_span(at)
        return [Argument(self.syntax.tokens[left].start, self.syntax.tokens[right].end, None)]

    def _better(
        self, given: Sequence[Argument], found: Sequence[Argument], judgement: Judgement, which: int
    ) -> list[Argument]:
        """The rules' side, or the coder's where the rules have none, or one that the coder is sure is none."""
        if not found:
            return list(given)
        if not any(a.actor is not None for a in given):
            return list(found) if not given or any(a.actor is not None for a in found) else list(given)

        def share(arguments: Iterable[Argument]) -> float:
            return max(judgement.sides(self.moved(a.start, a.end))[which] for a in arguments)

        if share(given) <= NO_SIDE and share(found) >= SURE_SIDE:
            return list(found)
        return list(given)

    def _event(self, row: Found) -> Event | None:
        sources, targets = self._sides(row.judgement, row.token)
        factuality = round(row.judgement.factuality, 2)
        return self.rules.trained(row.type, row.token, self.number, sources, targets, factuality, round(row.share, 4))
