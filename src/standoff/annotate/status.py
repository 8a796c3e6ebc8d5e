"""Whether an event happened, is planned, threatened, demanded, denied, ...: a first reader, by rule.

It climbs from the trigger to the root of its sentence. On the way it reads the modals, negation and conditions of every
verb that it passes, and the operators of `lexicons/status.csv` in whose slot the event stands. The first operator that
is met decides; negation turns polarity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.annotate.operators import MODALS, find_operators
from standoff.annotate.syntax import BE, CIRCUMSTANTIAL, Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Content, Event, EventStatus, Time
from standoff.core.stage import Layers
from standoff.core.vocabulary import Certainty, EventType, Polarity, Status
from standoff.resources.cues import Operator, load_operators, load_speech
from standoff.resources.event_lexicon import load_classes

NAME = "status"
VERSION = "1"

HISTORICAL_YEARS = 2
"""An event whose latest date lies more than this many calendar years before the report is background."""
OF_SPEECH_ACT = {
    EventType.THREATEN: (Status.THREATENED, Certainty.POSSIBLE),
    EventType.REQUEST: (Status.DEMANDED, Certainty.POSSIBLE),
    EventType.AGREE: (Status.PROMISED, Certainty.PROBABLE),
    EventType.CONCEDE: (Status.PROMISED, Certainty.PROBABLE),
    EventType.REJECT: (Status.REFUSED, Certainty.CERTAIN),
    EventType.ACCUSE: (Status.SPECULATED, Certainty.POSSIBLE),
}
"""Status of an act that a speech act is about."""
DISAPPROVE = "disapprove"
"""What is condemned or deplored is taken to have happened; what is alleged or investigated is not."""
CONDITION_MARKS = frozenset({"if", "unless", "whether", "should"})
OWN_MODIFIERS = frozenset({"advmod", "amod", "aux", "compound", "nmod", "npadvmod", "det", "prep", "acomp"})
"""Children whose words modify a node itself: not its clauses, coordinates and sides."""
HARMFUL = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})
"""Acts whose promise is a threat."""
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
SETTLED = frozenset({Status.OCCURRED, Status.ONGOING})


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been found so far for one event."""

    status: Status = Status.OCCURRED
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    cue: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None
    rule: str = "default"

    def negated(self) -> "Reading":
        """Turn the polarity."""
        turned = Polarity.NEGATIVE if self.polarity is Polarity.POSITIVE else Polarity.POSITIVE
        return replace(self, polarity=turned)


def make_annotator() -> Callable[[DocumentView], Layers]:
    """Make the stage's function."""
    operators = load_operators()

    def annotate(view: DocumentView) -> Layers:
        reader = StatusReader(view, operators)
        return {"status": [reader.row(n, event) for n, event in enumerate(reader.events)]}

    return annotate


class StatusReader:
    """Reads the status of every event of one document."""

    def __init__(self, view: DocumentView, operators: Mapping[str, tuple[Operator, ...]]) -> None:
        """Index what the events hang on."""
        self.text = view.text
        self.published = view.doc.published
        self.syntax: Syntax = view.derive(build_syntax)
        self.events: Sequence[Event] = view.rows("events")
        self.times: Sequence[Time] = view.rows("times")
        self.circumstances = view.rows("circumstances")
        self.sentences = view.rows("sentences")
        contents: Sequence[Content] = view.rows("contents")
        self.speech_act = {row.about: self.events[row.event] for row in contents}
        self.operators = operators
        self.light = load_classes()["light"]
        self.speech = load_speech()

    def row(self, at: int, event: Event) -> EventStatus:
        """Give one event's status."""
        reading = self.read(event)
        reading = self._by_speech_act(at, reading)
        harm = event.type in HARMFUL and reading.polarity is Polarity.POSITIVE
        if reading.status is Status.PROMISED and harm:
            reading = replace(reading, status=Status.THREATENED)
        reading = self._by_time(at, event, reading)
        tokens = self.syntax.tokens
        cue, condition = reading.cue, reading.condition
        return EventStatus(
            start=event.start,
            end=event.end,
            event=at,
            status=reading.status,
            polarity=reading.polarity,
            certainty=reading.certainty,
            cue_start=tokens[cue[0]].start if cue else None,
            cue_end=tokens[cue[1]].end if cue else None,
            condition_start=tokens[condition[0]].start if condition else None,
            condition_end=tokens[condition[1]].end if condition else None,
            maker=f"{NAME}/{VERSION}:{reading.rule}",
            confidence=0.6 if reading.rule == "default" else 0.75,
        )

    # -- climbing ---------------------------------------------------------------------------------

    def read(self, event: Event) -> Reading:
        """Climb from the trigger to the root; a modal that demands is itself the act."""
        if self.syntax.tokens[event.token].tag == "MD":
            return Reading(rule="modal_demand")
        reading = self._own(event.token, Reading(), event.token)
        if event.type in OF_SPEECH_ACT and self._is_definite_noun(event.token):
            return reading  # "will the threat of sanctions be enough?": the threat is taken for granted
        at = event.token
        for _ in range(12):
            head, slots = self._step(at)
            if head is None:
                break
            reading = self._operator(head, slots, reading)
            if self._is_said(at, head):
                break
            if reading.status in SETTLED and "comp" in slots and self.syntax.tokens[head].pos == "ADJ":
                reading = replace(reading, status=Status.CONDITIONAL, certainty=Certainty.POSSIBLE, rule="idea")
            if reading.status in SETTLED and self._carries(head, at) and self._passes(at, event.token):
                reading = self._own(head, reading, at)
            if self.syntax.dep(head) in {"relcl", "ROOT"} or not self._passes(at, event.token):
                break
            at = head
        if reading.status in SETTLED and any(
            self.syntax.words[c] == "any" for c in self.syntax.kids(event.token, "det")
        ):
            reading = replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="any")
        return self._by_question(event, reading)

    def _is_definite_noun(self, i: int) -> bool:
        if self.syntax.tokens[i].pos not in {"NOUN", "PROPN"}:
            return False
        return bool(self.syntax.kids(i, "poss")) or any(
            self.syntax.words[d] == "the" for d in self.syntax.kids(i, "det")
        )

    def _carries(self, head: int, at: int) -> bool:
        """Tell whether a verb's own modality is the event's: a verb's over a verb, a light verb's over a noun.

        What is discussed, feared or condemned is not planned because the talking is.
        """
        if not self.syntax.is_verb(head):
            return False
        return self.syntax.is_verb(at) or self.syntax.lemmas[head] in self.light | BE

    def _is_said(self, at: int, head: int) -> bool:
        """Tell whether a clause is what somebody says or thinks: what governs the saying does not govern it."""
        finite = self.syntax.dep(at) == "ccomp" and self.syntax.kids(at, "nsubj", "nsubjpass")
        return bool(finite) and ("verb", self.syntax.lemmas[head]) in self.speech

    def _passes(self, at: int, trigger: int) -> bool:
        """Tell whether what governs the head also governs the event: not across adverbial and coordinate clauses."""
        label = self.syntax.dep(at)
        if label in {"relcl", "advcl", "npadvmod", "appos", "parataxis"}:
            return False
        if label == "conj":
            return not self.syntax.kids(at, "nsubj", "nsubjpass", "aux") or not self.syntax.is_verb(at)
        if label == "prep" and self.syntax.words[at] in CIRCUMSTANTIAL:
            return False
        if label in {"nsubj", "nsubjpass"}:
            head = self.syntax.head(at)
            return self.syntax.lemmas[head] in BE or self.syntax.is_passive(head) or at == trigger
        return True

    def _step(self, at: int) -> tuple[int | None, set[str]]:
        """Go one node up and name the slots in which the lower node hangs there; never across a colon."""
        label, head = self.syntax.dep(at), self.syntax.head(at)
        if head == at or any(self.syntax.words[c] == ":" for c in self.syntax.kids(head, "punct") if at < c < head):
            return None, set()
        if label in {"xcomp", "ccomp", "acl", "pcomp"}:
            if label == "pcomp":
                return self.syntax.head(head), {"comp", self.syntax.words[head]}
            return head, {"comp"}
        if label == "advcl":
            infinitive = any(self.syntax.words[a] == "to" for a in self.syntax.kids(at, "aux"))
            return head, {"comp"} if infinitive else set()
        if label in {"dobj", "oprd", "attr"}:
            return head, {"obj"}
        if label in {"nsubj", "nsubjpass"}:
            passive = label == "nsubjpass"
            return head, {"obj", "subj"} if passive else {"subj"}
        if label == "pobj":
            return self.syntax.head(head), {self.syntax.words[head]}
        return head, set()

    # -- one node ---------------------------------------------------------------------------------

    def _own(self, i: int, reading: Reading, below: int) -> Reading:
        """Read a node's own modifiers: adverbs and adjectives, modals, negation, conditions, aspect.

        Args:
            i: the node.
            reading: what was found below it.
            below: the node from which the climb came, whose own negation has been read.
        """
        for c in self.syntax.children[i]:
            if self.syntax.dep(c) in OWN_MODIFIERS:
                reading = self._operator(c, {"self"}, reading)
        reading = self._modality(i, reading)
        if self._is_negated(i, below):
            reading = self._negate(i, reading)
        return self._condition(i, reading)

    def _is_negated(self, i: int, below: int) -> bool:
        """Tell whether a node is negated, or its article, object or subject is ("no attack", "attacked nobody")."""
        if self.syntax.kids(i, "neg") or any(self.syntax.words[c] == "no" for c in self.syntax.kids(i, "det")):
            return True
        if not self.syntax.is_verb(i):
            return False
        sides = [s for s in self.syntax.kids(i, "dobj", "nsubj", "nsubjpass") if s != below]
        return any(
            self.syntax.words[s] in NOBODY or any(self.syntax.words[d] == "no" for d in self.syntax.kids(s, "det"))
            for s in sides
        )

    def _negate(self, i: int, reading: Reading) -> Reading:
        cue = next(iter(self.syntax.kids(i, "neg")), i)
        if reading.status is Status.PLANNED:
            return replace(reading.negated(), status=Status.REFUSED, cue=(cue, cue), rule="negated_future")
        return replace(reading.negated(), cue=reading.cue or (cue, cue), rule="negation")

    def _modality(self, i: int, reading: Reading) -> Reading:
        if reading.status not in SETTLED:
            return reading
        words = [(a, self.syntax.words[a]) for a in self.syntax.kids(i, "aux")]
        for a, word in words:
            if word in MODALS:
                status, certainty = MODALS[word]
                if word in {"could", "can", "may", "might"} and self.syntax.kids(i, "neg"):
                    certainty = Certainty.PROBABLE
                return replace(reading, status=status, certainty=certainty, cue=(a, a), rule="modal")
            if word in {"would", "'d"}:
                return self._would(i, a, reading)
        if self.syntax.tokens[i].tag == "VBG" and any(w in {"is", "are", "'s", "'re", "been"} for _, w in words):
            return replace(reading, status=Status.ONGOING, rule="progressive")
        infinitive = any(word == "to" for _, word in words)
        if infinitive and self.syntax.dep(i) == "ROOT":
            return replace(reading, status=Status.PLANNED, certainty=Certainty.PROBABLE, cue=(i, i), rule="headline")
        if infinitive and self.syntax.kids(i, "nsubj", "nsubjpass"):
            return replace(reading, status=Status.CONDITIONAL, certainty=Certainty.POSSIBLE, cue=(i, i), rule="idea")
        if infinitive and self.syntax.dep(i) in {"advcl", "acl", "relcl"} and self._head_pos(i) != "ADJ":
            return replace(reading, status=Status.PLANNED, certainty=Certainty.POSSIBLE, cue=(i, i), rule="purpose")
        return reading

    def _head_pos(self, i: int) -> str:
        return self.syntax.tokens[self.syntax.head(i)].pos

    def _would(self, i: int, aux: int, reading: Reading) -> Reading:
        """Future in the past under a verb of saying, else conditional with a condition, else hearsay."""
        above = self.syntax.head(i)
        if self.syntax.dep(i) == "ccomp" and self.syntax.tokens[above].tag in {"VBD", "VBN"}:
            return replace(
                reading, status=Status.PLANNED, certainty=Certainty.PROBABLE, cue=(aux, aux), rule="future_in_past"
            )
        return replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, cue=(aux, aux), rule="would")

    def _condition(self, i: int, reading: Reading) -> Reading:
        marks = [m for m in self.syntax.kids(i, "mark", "advmod", "aux") if self.syntax.words[m] in CONDITION_MARKS]
        marks = [m for m in marks if self.syntax.words[m] != "should" or m == self.syntax.edges[i][0]]
        if marks and self.syntax.dep(i) in {"advcl", "ccomp", "ROOT"}:
            return replace(
                reading,
                status=Status.CONDITIONAL,
                certainty=Certainty.POSSIBLE,
                cue=(marks[0], marks[0]),
                rule="condition",
            )
        for clause in self.syntax.kids(i, "advcl"):
            found = [m for m in self.syntax.kids(clause, "mark", "aux") if self.syntax.words[m] in CONDITION_MARKS]
            if found and reading.status not in {Status.OCCURRED, Status.ONGOING, Status.DENIED}:
                first, last = self.syntax.edges[clause]
                return replace(reading, status=Status.CONDITIONAL, condition=(first, last), rule="conditional")
        return reading

    def _operator(self, i: int, slots: set[str], reading: Reading) -> Reading:
        """Apply the first operator at a node in whose slot the event stands."""
        for operator in find_operators(self.syntax, i, slots, self.operators):
            if operator.status is not None and not self._may_decide(operator.status, reading):
                return reading
            negative = operator.polarity is Polarity.NEGATIVE
            status = operator.status or reading.status
            last = i + len(operator.words) - 1
            made = replace(
                reading,
                status=status,
                certainty=operator.certainty,
                cue=(i, last),
                rule=f"operator:{operator.words[0]}",
            )
            made = made.negated() if negative else made
            return self._negated_operator(i, operator, made)
        return reading

    def _may_decide(self, status: Status, reading: Reading) -> bool:
        """Tell whether an operator may set the status.

        The first one does; but words outweigh a mere modal or infinitive, and a denial what it denies.
        """
        if reading.status in SETTLED or status is Status.DENIED:
            return True
        return reading.rule in {"purpose", "future_in_past", "would"} or (
            reading.rule == "modal" and status is not Status.PLANNED and reading.status is Status.PLANNED
        )

    def _negated_operator(self, i: int, operator: Operator, reading: Reading) -> Reading:
        """ "did not promise to", "does not threaten": the operator itself is denied."""
        if "self" in operator.slots or not self.syntax.kids(i, "neg"):
            return reading
        if operator.polarity is Polarity.NEGATIVE:
            return replace(
                reading.negated(), status=Status.OCCURRED, certainty=Certainty.PROBABLE, rule="double_negation"
            )
        return replace(reading, status=Status.REFUSED, polarity=Polarity.NEGATIVE, rule="negated_operator")

    # -- what the rest says -----------------------------------------------------------------------

    def _by_question(self, event: Event, reading: Reading) -> Reading:
        sentence = self.sentences[event.sentence]
        words = self.text[sentence.start : sentence.end].rstrip("\"”»'’ )")
        if words.endswith("?") and reading.status in SETTLED | {Status.PLANNED}:
            return replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="question")
        return reading

    def _by_speech_act(self, at: int, reading: Reading) -> Reading:
        act = self.speech_act.get(at)
        if act is None or reading.status not in SETTLED or act.mode == DISAPPROVE:
            return reading
        status, certainty = OF_SPEECH_ACT[act.type]
        polarity = Polarity.NEGATIVE if act.type is EventType.REJECT else reading.polarity
        return replace(
            reading,
            status=status,
            certainty=certainty,
            polarity=polarity,
            cue=(act.token, act.token),
            rule="speech_act",
        )

    def _by_time(self, at: int, event: Event, reading: Reading) -> Reading:
        """A date after the report makes a plan of what has no finite past tense; one long before it, background."""
        expected = (
            reading.rule == "modal" and reading.status is Status.DEMANDED and not self.circumstances[at].statements
        )
        if self.published is None or (reading.status not in SETTLED and not expected):
            return reading
        times = [self.times[n] for n in self.circumstances[at].times]
        if any(t.earliest is not None and t.earliest > self.published for t in times) and not self._is_past(
            event.token
        ):
            return replace(reading, status=Status.PLANNED, certainty=Certainty.PROBABLE, rule="future_time")
        if expected:
            return reading
        limit = str(int(self.published[:4]) - HISTORICAL_YEARS)
        if any(t.latest is not None and t.latest[:4] < limit for t in times):
            return replace(reading, status=Status.HISTORICAL, rule="past_time")
        if any(t.latest is None and t.earliest is not None and t.earliest[:4] < limit for t in times):
            return replace(reading, status=Status.HISTORICAL, rule="since")
        return reading

    def _is_past(self, token: int) -> bool:
        at = token if self.syntax.is_verb(token) else self.syntax.governor(token)
        if at is None:
            return False
        forms = [at, *self.syntax.kids(at, "aux", "auxpass")]
        return any(self.syntax.tokens[f].tag == "VBD" or self.syntax.words[f] in {"has", "have", "had"} for f in forms)
