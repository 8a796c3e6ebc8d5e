"""Acts named by lexicon rows over the dependency tree.

For every token whose lemma heads a lexicon row, the row with the most demands that the sentence meets decides type and
mode, and names the slots in which the two sides stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from standoff.annotate.actors import CALENDAR, sentence_numbers
from standoff.annotate.far_targets import FarTargets
from standoff.annotate.matcher import Matcher, Slots
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Argument, Event, Identity, Place, Statement
from standoff.core.vocabulary import ActorKind, EventType, StatementKind
from standoff.resources.codebook import Codebook
from standoff.resources.event_lexicon import Entry, EventLexicon

NAME = "events"
VERSION = "2"

PLAIN_TYPES = frozenset({EventType.MOBILIZE, EventType.THREATEN})
PLAIN_WEIGHT = 2
"""Acts whose frame is plain enough that nobody need be named ("the march of tanks", "the threat of sanctions")."""
WEAK_ACTOR = 0.3
"""Confidence at or below which a mention alone does not make an event political."""
MODAL = "modal"
TRAINED = "coder"
DEMANDING = frozenset({"must", "should", "ought"})
PERIODS = frozenset(
    {"year", "month", "week", "day", "today", "yesterday", "tomorrow", "decade", "weekend", "season", "century"}
)
PAIRS = {"”": "“„", "»": "«", ")": "(", '"': '"', "’": "‘"}
INNER_SLOTS = ("obj", "iobj", "against", "on", "with", "to", "from", "for")
NESTED = ("poss", "compound", "amod", "nmod")
NESTED_PREPOSITIONS = ("of", "by", "from", "for", "on", "against", "in", "to", "with", "between")
"""Where the actor stands inside a phrase that is none itself ("Tehran's *offer*", "the *decision* of the court")."""


def read_rules(
    view: DocumentView, lexicon: EventLexicon, codebook: Codebook, require_actor: bool
) -> tuple["RuleCoder", list[Event]]:
    """Give the rule coder of a document, and the acts that it finds, in text order."""
    coder = RuleCoder(
        view.derive(build_syntax), view.rows("actors"), lexicon, codebook, require_actor, view.rows("places")
    )
    coder.identities = view.rows("identities")
    sentences = sentence_numbers(view.rows("sentences"), coder.syntax)
    coded = coder.code(sentences)
    demands = [row for statement in view.rows("statements") for row in coder.modal_demands(statement, sentences)]
    return coder, sorted([*coded, *demands], key=lambda row: (row.start, row.end))


def is_known_actor(actor: Actor) -> bool:
    """Tell whether an actor makes an act political."""
    return actor.kind in {ActorKind.PRONOUN, ActorKind.PERSON} or (actor.confidence or 0.0) > WEAK_ACTOR


class RuleCoder:
    """Codes the events of one document by the lexicon's rows."""

    def __init__(
        self,
        syntax: Syntax,
        actors: Iterable[Actor],
        lexicon: EventLexicon,
        codebook: Codebook,
        require_actor: bool,
        places: Iterable[Place] = (),
    ) -> None:
        """Index the actors by their head tokens."""
        self.require_actor = require_actor
        self.syntax = syntax
        self.actors = list(actors)
        self.by_head: dict[int, list[int]] = {}
        for n, actor in enumerate(self.actors):
            self.by_head.setdefault(actor.head, []).append(n)
        self.far = FarTargets(syntax, self.by_head, places)
        self.matcher = Matcher(syntax, lexicon)
        self.codebook = codebook
        self.identities: Sequence[Identity] = ()
        """Who the actors are, one by one."""
        self.conditions: dict[int, int] = {}
        """How many conditions the row that fired at a token has."""

    def code(self, sentences: list[int]) -> list[Event]:
        """Give the document's events in text order."""
        rows = []
        for i in range(len(self.syntax.tokens)):
            row = self._code_token(i, sentences[i])
            if row is not None:
                rows.append(row)
        by_token = {row.token: row for row in rows}
        pairs = [(row, self._verb_of_same(row, by_token)) for row in rows]
        doubled = [(verb if _actors(row) > _actors(verb) else row) for row, verb in pairs if verb is not None]
        return [row for row in rows if row not in doubled]

    def _verb_of_same(self, row: Event, by_token: Mapping[int, Event]) -> Event | None:
        """The verb whose object only repeats it ("*imposed* *sanctions*"): the one with more actors stays."""
        if self.syntax.is_verb(row.token) or self.syntax.dep(row.token) not in {"dobj", "nsubjpass"}:
            return None
        above = by_token.get(self.syntax.head(row.token))
        return above if above is not None and above.type is row.type else None

    def _code_token(self, i: int, sentence: int) -> Event | None:
        for entry, slots in self.matcher.match(i):
            sources = self.arguments(entry.source, slots, i)
            taken = {a.actor for a in sources if a.actor is not None}
            targets = [a for a in self.arguments(entry.target, slots, i) if a.actor is None or a.actor not in taken]
            targets = [a for a in targets if not self._is_owner(a)]
            if entry.target and all(a.actor is None for a in targets):
                targets = (
                    [a for a in self._inner_targets(slots, i) if a.actor not in taken and not self._is_owner(a)]
                    or [a for a in self._far_targets(slots, entry.type) if a.actor is None or a.actor not in taken]
                    or targets
                )
            if not self.require_actor or self._is_political(entry, sources, targets):
                return self._row(entry, i, sentence, sources, targets)
        return None

    def modal_demands(self, statement: Statement, sentences: list[int]) -> list[Event]:
        """A demand in other words: somebody says that somebody else must do a thing ("they must disarm, he said").

        The modal is the trigger, the speaker the source, the subject the target.
        """
        if statement.actor is None or statement.kind is not StatementKind.ASSERTS:
            return []
        made = []
        for i, token in enumerate(self.syntax.tokens):
            if not (
                statement.start <= token.start < statement.end
                and self.syntax.words[i] in DEMANDING
                and token.tag == "MD"
            ):
                continue
            verb = self.syntax.head(i)
            inverted = i == self.syntax.edges[verb][0]
            if self.syntax.dep(i) != "aux" or inverted or not self._is_main_in(verb, statement):
                continue
            speaker = self.actors[statement.actor]
            source = Argument(speaker.start, speaker.end, statement.actor)
            doers = self.syntax.undergoers(verb) if self.syntax.is_passive(verb) else self.syntax.subjects(verb)
            targets = [a for f in doers for a in self.resolve(f, i) if a.actor not in {None, statement.actor}]
            if targets:
                made.append(
                    self._make(EventType.REQUEST, None, (i, i), verb, sentences[i], [source], targets, MODAL, 0.6)
                )
        return made

    def _is_main_in(self, verb: int, statement: Statement) -> bool:
        """Tell whether a verb heads the content of a statement (or is coordinated with its head)."""
        at = verb
        while self.syntax.dep(at) == "conj":
            at = self.syntax.head(at)
        above = self.syntax.tokens[self.syntax.head(at)]
        return self.syntax.head(at) == at or not statement.start <= above.start < statement.end

    def _is_political(self, entry: Entry, sources: list[Argument], targets: list[Argument]) -> bool:
        if entry.type in PLAIN_TYPES and entry.weight[0] >= PLAIN_WEIGHT:
            return True
        return self._has_known_actor(sources, targets)

    def _has_known_actor(self, sources: list[Argument], targets: list[Argument]) -> bool:
        found = [self.actors[a.actor] for a in (*sources, *targets) if a.actor is not None]
        return any(is_known_actor(actor) for actor in found)

    def arguments(self, wanted: tuple[tuple[str, ...], ...], slots: Slots, trigger: int) -> list[Argument]:
        """Fill one side: the first alternative that is filled, actors before mere things."""
        things: list[Argument] = []
        for union in wanted:
            made: list[Argument] = []
            for slot in union:
                for filler in slots.get(slot, ()):
                    made += [a for a in self.resolve(filler, trigger, owner=slot == "subj") if a not in made]
            with_actor = [a for a in made if a.actor is not None]
            if with_actor:
                return with_actor
            things = things or made
        return things

    def _inner_targets(self, slots: Slots, trigger: int) -> list[Argument]:
        """Whom the act in the complement is done to ("threatened to attack *X*", "refused to meet with *X*")."""
        for verb in slots.get("comp", ()):
            inner = self.syntax.slots(verb, self.matcher.lexicon.light)
            for slot in INNER_SLOTS:
                found = [a for f in inner.get(slot, ()) for a in self.resolve(f, trigger) if a.actor is not None]
                if found:
                    return found
        return []

    def _far_targets(self, slots: Slots, kind: EventType) -> list[Argument]:
        """Who stands further off, with the act itself or with the one in its complement."""
        inner = [self.syntax.slots(verb, self.matcher.lexicon.light) for verb in slots.get("comp", ())]
        for near in (slots, *inner):
            made: list[Argument] = []
            for found in self.far.find(near, kind):
                made += [found] if isinstance(found, Argument) else self._arguments_at(found)
            if made:
                return made
        return []

    def _is_owner(self, side: Argument) -> bool:
        """Tell whether a side is a mere possessive pronoun, whose thing is what the act is about ("end its raids")."""
        actor = self.actors[side.actor] if side.actor is not None else None
        return actor is not None and actor.kind is ActorKind.PRONOUN and self.syntax.dep(actor.head) == "poss"

    def resolve(self, filler: int, trigger: int, *, owner: bool = False) -> list[Argument]:
        """Turn a slot's token into the actor that it is or holds, or into mere words.

        Args:
            filler: the slot's token.
            trigger: the trigger's token, which fills no slot of its own.
            owner: let a thing that acts stand for who made it ("signed a *decree* banning ...").
        """
        if filler == trigger:
            return []
        if filler in self.by_head:
            return self._arguments_at(filler)
        nested = self._nested_actor(filler, trigger, 0)
        if not nested and owner and self.syntax.dep(trigger) == "acl":
            nested = [h for h in self.syntax.holders(filler) if h in self.by_head]
        if nested:
            return [a for n in nested for a in self._arguments_at(n)]
        if self.syntax.tokens[filler].pos not in NOMINAL or self.syntax.lemmas[filler] in CALENDAR | PERIODS:
            return []
        left, right = self.syntax.noun_span(filler)
        return [Argument(self.syntax.tokens[left].start, self.syntax.tokens[right].end, None)]

    def _nested_actor(self, filler: int, trigger: int, depth: int) -> list[int]:
        if depth > 2:
            return []
        for label in NESTED:
            for c in self.syntax.kids(filler, label):
                if label == "poss" and self.syntax.tokens[c].pos == "PRON" and self.syntax.is_verb(trigger):
                    continue  # "close its ports": the owner is the one who acts
                found = [d for d in self.syntax.conjuncts(c) if d in self.by_head]
                if found:
                    return found
        prepositions = self.syntax.prepositions(filler)
        for word in NESTED_PREPOSITIONS:
            found = [c for c in prepositions.get(word, []) if c in self.by_head]
            if found:
                return found
            for c in prepositions.get(word, []):
                if c != trigger and word in {"of", "by"}:
                    deeper = self._nested_actor(c, trigger, depth + 1)
                    if deeper:
                        return deeper
        return []

    def _arguments_at(self, head: int) -> list[Argument]:
        return [Argument(self.actors[at].start, self.actors[at].end, at) for at in self.by_head[head]]

    def _row(self, entry: Entry, i: int, sentence: int, sources: list[Argument], targets: list[Argument]) -> Event:
        self.conditions[i] = entry.weight[0]
        first = i - len(entry.lemma) + 1 if len(entry.lemma) > 1 else i
        last = i
        if entry.particle:
            kids = self.syntax.kids(i, "prt", "advmod", "prep")
            last = max([i, *[c for c in kids if self.syntax.words[c] == entry.particle]])
        known = sum(1 for side in (sources, targets) if any(a.actor is not None for a in side))
        sure = 0.35 + 0.2 * known + 0.05 * min(3, entry.weight[0])
        return self._make(entry.type, entry.mode, (first, last), i, sentence, sources, targets, entry.label, sure)

    def _make(
        self,
        event_type: EventType,
        mode: str | None,
        trigger: tuple[int, int],
        token: int,
        sentence: int,
        sources: list[Argument],
        targets: list[Argument],
        rule: str,
        confidence: float,
    ) -> Event:
        kind = self.codebook.types[event_type]
        tokens = self.syntax.tokens
        clause = self.clause_span(self.purpose_of(token) if event_type is EventType.THREATEN else token)
        return Event(
            start=tokens[trigger[0]].start,
            end=tokens[trigger[1]].end,
            sentence=sentence,
            token=trigger[0] if rule == MODAL else token,
            clause_start=clause[0],
            clause_end=clause[1],
            type=event_type,
            mode=mode,
            quad=int(kind.quad),
            intensity=kind.intensity,
            sources=sources,
            targets=targets,
            factuality=None,
            maker=f"{NAME}/{VERSION}:{rule}",
            confidence=confidence,
        )

    def retyped(
        self,
        event: Event,
        kind: EventType,
        sources: list[Argument],
        targets: list[Argument],
        factuality: float,
        confidence: float,
    ) -> Event:
        """Give an event as the trained coder sees it; another type has none of the old one's modes."""
        entry = self.codebook.types[kind]
        mode = event.mode if kind is event.type else None
        return replace(
            event,
            type=kind,
            mode=mode,
            quad=int(entry.quad),
            intensity=entry.intensity,
            sources=sources,
            targets=_others(targets, sources),
            factuality=factuality,
            maker=event.maker if kind is event.type else f"{event.maker}+coder",
            confidence=confidence,
        )

    def trained(
        self,
        kind: EventType,
        token: int,
        sentence: int,
        sources: list[Argument],
        targets: list[Argument],
        factuality: float,
        confidence: float,
    ) -> Event | None:
        """Make an event that only the trained coder has found; None where no known kind of actor takes part."""
        targets = _others(targets, sources)
        if self.require_actor and not self._has_known_actor(sources, targets):
            return None
        made = self._make(kind, None, (token, token), token, sentence, sources, targets, TRAINED, confidence)
        return replace(made, factuality=factuality)

    def clause_span(self, i: int) -> tuple[int, int]:
        """Give the code points of the clause that tells an event: the subtree of its verb."""
        at = i
        if not self.syntax.is_verb(at):
            governor = self.syntax.governor(at)
            at = governor if governor is not None else at
        left, right = self.syntax.edges[at]
        if self.syntax.dep(at) in {"acl", "relcl"}:
            left = self.syntax.noun_span(self.syntax.head(at))[0]
        if self.syntax.announces(i) is not None:
            right = max(right, self.syntax.sentence_end(i))
        left = max([left, *[j + 1 for j in range(left, i) if self.syntax.words[j] == ";"]])
        right = min([right, *[j for j in range(i, right) if self.syntax.words[j] == ";"]])
        tokens = self.syntax.tokens
        while left < right and (tokens[left].pos in {"PUNCT", "CCONJ"} or self.syntax.dep(left) == "mark"):
            left += 1
        while right > left and tokens[right].pos == "PUNCT" and not self._closes(left, right):
            right -= 1
        return tokens[left].start, tokens[right].end

    def purpose_of(self, i: int) -> int:
        """The verb whose purpose a verb tells ("*prepares* steps to deter them"): the threat lies in both."""
        to = any(self.syntax.words[a] == "to" for a in self.syntax.kids(i, "aux"))
        return self.syntax.head(i) if to and self.syntax.dep(i) == "advcl" else i

    def _closes(self, left: int, right: int) -> bool:
        """Tell whether a closing quotation mark or bracket has its opening one inside the span."""
        opening = PAIRS.get(self.syntax.words[right])
        return opening is not None and any(self.syntax.words[i] in opening for i in range(left, right))


def _actors(row: Event) -> int:
    return sum(1 for argument in (*row.sources, *row.targets) if argument.actor is not None)


def _others(targets: Iterable[Argument], sources: Iterable[Argument]) -> list[Argument]:
    """The targets that are no source as well, nor part of one."""
    spans = [(a.start, a.end) for a in sources]
    return [a for a in targets if not any(start < a.end and a.start < end for start, end in spans)]
