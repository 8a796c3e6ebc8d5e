"""The climb from an event's trigger to the root of its sentence, reading the operators on the way."""

from collections.abc import Mapping
from dataclasses import replace

from standoff.annotate.modality import Modality
from standoff.annotate.operators import find_operators
from standoff.annotate.status_reading import AHEAD, DEFAULT, INTENT, SETTLED, Reading, status_words
from standoff.annotate.syntax import BE, CIRCUMSTANTIAL, Syntax
from standoff.annotate.tense import says_so
from standoff.core.vocabulary import Certainty, Polarity, StatementKind, Status
from standoff.resources.cues import Operator

OWN_MODIFIERS = frozenset({"advmod", "amod", "aux", "compound", "nmod", "npadvmod", "det", "prep", "acomp"})
"""Children whose words modify a node itself: not its clauses, coordinates and sides."""
CLAUSES = frozenset({"xcomp", "ccomp", "acl", "pcomp"})
EVIDENTIAL = frozenset({StatementKind.SHOWS, StatementKind.CONFIRMS})
"""Sayings whose own modality tells how sure the content is ("seem to show that")."""
TOLD = "told"
"""Slot of a clause that says what is or was so; no row of the lexicon names it."""
STEPS = 12
"""No event stands deeper than this; also guards against a broken tree."""


class Climber:
    """Reads one event after the other in the tree of a document."""

    def __init__(
        self,
        syntax: Syntax,
        operators: Mapping[str, tuple[Operator, ...]],
        speech: Mapping[tuple[str, str], StatementKind],
        light: frozenset[str],
    ) -> None:
        """Keep the tree and the lexicons.

        Args:
            syntax: the tree.
            operators: words that change a status, by word.
            speech: what words of saying do, by part of speech and lemma.
            light: lemmas of verbs that only carry their noun.
        """
        self.syntax = syntax
        self.operators = operators
        self.speech = speech
        self.light = light
        self.modality = Modality(syntax)

    def climb(self, token: int, *, speaks: bool) -> Reading:
        """Read the status of what a token names.

        Args:
            token: the trigger's head.
            speaks: whether the event is a speech act, whose definite noun is taken for granted.

        Returns:
            What the words around it say.
        """
        syntax = self.syntax
        reading = self._own(token, Reading() if speaks else self._start(token), token)
        if speaks and self.is_definite_noun(token):  # "will the threat of sanctions be enough?"
            return replace(reading, rule="granted") if reading.rule == DEFAULT else reading
        at = token
        for _ in range(STEPS):
            head, slots = self._step(at)
            if head is None:
                break
            reading = self._preposition(at, reading)
            before = reading
            reading = self._operator(head, slots, self._by_noun(at, head, reading))
            reading = self._by_silence(head, slots, reading)
            if "comp" in slots and syntax.lemmas[head] in BE:
                for c in syntax.kids(head, "acomp", "attr", "oprd"):
                    reading = self._operator(c, {"comp"}, reading) if c != at else reading
            if reading is before and reading.status in SETTLED and "comp" in slots and syntax.tokens[head].pos == "ADJ":
                reading = replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="idea")
            if self._is_said(at, head):
                reading = self._by_evidence(head, reading)
                break
            if self._is_taken_for_granted(at, head, token):
                break
            settled = reading.status in SETTLED and reading.rule not in {"double_negation", "undone"}
            if settled and self._carries(head, at) and self._passes(at, token):
                reading = self._own(head, reading, at, negated=reading is not before)
            if syntax.dep(head) in {"relcl", "ROOT"} or not self._passes(at, token):
                break
            at = head
        return self._by_gerund(token, self._by_article(token, reading))

    def _start(self, token: int) -> Reading:
        """Begin with what a word says of itself: an intention is no deed ("hostile intentions")."""
        if self.syntax.tokens[token].pos == "NOUN" and self.syntax.lemmas[token] in status_words("intent"):
            return Reading(Status.PLANNED, certainty=Certainty.PROBABLE, rule=INTENT)
        return Reading()

    def _by_silence(self, head: int, slots: set[str], reading: Reading) -> Reading:
        """ "has never raised a possible embargo": what is only possible, and not so much as named, is not meant."""
        syntax = self.syntax
        if not slots & {"obj", "comp"} or not syntax.is_verb(head) or not self._is_denied(head):
            return reading
        raised = syntax.lemmas[head] in status_words("raising") and reading.status is Status.SPECULATED
        if not raised or reading.polarity is Polarity.NEGATIVE:
            return reading
        cue = next(iter(syntax.kids(head, "neg")), head)
        return Reading(Status.REFUSED, Polarity.NEGATIVE, Certainty.PROBABLE, (cue, head), rule="silence")

    def is_plain_path(self, token: int) -> bool:
        """Tell whether a token stands in its sentence's main clause, so that a question asks about it."""
        syntax = self.syntax
        labels = {syntax.dep(a) for a in (token, *syntax.ancestors(token))}
        return not labels & {"relcl", "advcl", "acl"}

    def _by_article(self, token: int, reading: Reading) -> Reading:
        if reading.status in SETTLED and any(self.syntax.words[c] == "any" for c in self.syntax.kids(token, "det")):
            return replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="any")
        return reading

    def _by_gerund(self, token: int, reading: Reading) -> Reading:
        """A gerund that is the subject of what would or may be is an idea ("attacking them would be a mistake")."""
        syntax = self.syntax
        if reading.status not in SETTLED or syntax.tokens[token].tag != "VBG":
            return reading
        at = token
        if syntax.dep(at) == "acl" and syntax.dep(syntax.head(at)) == "nsubj":  # "Kestria joining would be ..."
            at = syntax.head(at)
        elif syntax.dep(at) != "csubj":
            return reading
        modals = [a for a in syntax.kids(syntax.head(at), "aux") if syntax.tokens[a].tag == "MD"]
        if not modals:
            return reading
        return reading.marked(Status.SPECULATED, Certainty.POSSIBLE, modals[0], "idea")

    def _by_noun(self, at: int, head: int, reading: Reading) -> Reading:
        """Read the adjectives of a noun that the event belongs to ("the likely date of an attack")."""
        syntax = self.syntax
        if reading.status not in SETTLED or syntax.dep(at) not in {"pobj", "acl", "pcomp"}:
            return reading
        if syntax.tokens[head].pos != "NOUN":
            return reading
        for c in syntax.kids(head, "amod"):
            found = self._operator(c, {"self"}, reading)
            if found.status in {Status.SPECULATED, Status.PLANNED}:
                return found
        return reading

    def is_definite_noun(self, i: int) -> bool:
        """Tell whether a token is a noun with a possessor or the definite article."""
        if self.syntax.tokens[i].pos not in {"NOUN", "PROPN"}:
            return False
        return bool(self.syntax.kids(i, "poss")) or any(
            self.syntax.words[d] == "the" for d in self.syntax.kids(i, "det")
        )

    # -- what passes upwards ----------------------------------------------------------------------

    def _carries(self, head: int, at: int) -> bool:
        """Tell whether a verb's own modality is the event's: a verb's over a verb, a light verb's over a noun.

        What is discussed, feared or condemned is not planned because the talking is.
        """
        syntax = self.syntax
        if not syntax.is_verb(head):
            return False
        if syntax.is_verb(at) or syntax.lemmas[head] in self.light | BE:
            return True
        return self._is_new(at)

    def _is_new(self, at: int) -> bool:
        """Tell whether a noun names what is not known yet, and shares its verb's status ("may face a blockade")."""
        syntax = self.syntax
        if syntax.dep(at) not in {"dobj", "pobj", "nsubjpass"} or syntax.kids(at, "poss"):
            return False
        articles = syntax.kids(at, "det")
        if not articles:
            return syntax.dep(at) == "dobj"
        return any(syntax.words[d] in status_words("some") for d in articles)

    def _is_taken_for_granted(self, at: int, head: int, token: int) -> bool:
        """Tell whether what governs a verb says nothing of what stands below it.

        So with what somebody knows or sees ("could see how they attacked"), and with a definite noun ("wants to discuss
        the attack").
        """
        syntax = self.syntax
        if not syntax.is_verb(head):
            return False
        if (
            syntax.dep(at) == "ccomp"
            and syntax.tokens[at].tag != "VB"
            and syntax.lemmas[head] in status_words("factive")
        ):
            return True
        noun = at == token and syntax.dep(at) in {"dobj", "pobj"} and syntax.lemmas[head] not in self.light | BE
        return noun and self.is_definite_noun(at)

    def _is_said(self, at: int, head: int) -> bool:
        """Tell whether a clause is what somebody says or thinks: what governs the saying does not govern it."""
        finite = self.syntax.dep(at) == "ccomp" and self.syntax.kids(at, "nsubj", "nsubjpass")
        return bool(finite) and ("verb", self.syntax.lemmas[head]) in self.speech

    def _by_evidence(self, verb: int, reading: Reading) -> Reading:
        """Let the doubt about a showing or confirming fall on what is shown ("clips seem to show that ...")."""
        syntax = self.syntax
        if self.speech[("verb", syntax.lemmas[verb])] not in EVIDENTIAL or reading.status not in SETTLED:
            return reading
        found = self.modality.read(verb, Reading(), verb)
        if syntax.dep(verb) in {"xcomp", "ccomp"}:
            found = self._operator(syntax.head(verb), {"comp", "inf"}, found)
        if found.status in SETTLED and found.polarity is Polarity.POSITIVE:
            return reading
        return replace(reading, status=Status.SPECULATED, certainty=found.certainty, cue=found.cue, rule="evidence")

    def _passes(self, at: int, trigger: int) -> bool:
        """Tell whether what governs the head also governs the event: not across adverbial and coordinate clauses."""
        syntax = self.syntax
        label = syntax.dep(at)
        if label in {"relcl", "advcl", "npadvmod", "appos", "parataxis", "csubj"}:
            return False
        if label == "conj":
            return not syntax.is_verb(at) or not (
                syntax.kids(at, "nsubj", "nsubjpass", "aux") or self._has_own_tense(at)
            )
        if label == "prep" and syntax.words[at] in CIRCUMSTANTIAL:
            return False
        if label in {"nsubj", "nsubjpass"}:
            head = syntax.head(at)
            return syntax.lemmas[head] in BE or syntax.is_passive(head) or at == trigger
        return True

    def _has_own_tense(self, at: int) -> bool:
        """Tell whether a coordinate verb is finite while the first one has a helping verb ("did not stay but fled")."""
        syntax = self.syntax
        first = syntax.tokens[syntax.head(at)]
        return syntax.tokens[at].tag in {"VBD", "VBZ", "VBP"} and first.tag in {"VB", "VBG"}

    def _is_cut_off(self, at: int, head: int) -> bool:
        """Tell whether a colon or semicolon parts a clause from what the parser hung it on."""
        if self.syntax.is_parted(at, head):
            return True
        return any(self.syntax.words[c] == ":" for c in self.syntax.kids(head, "punct") if at < c < head)

    def _step(self, at: int) -> tuple[int | None, set[str]]:
        """Go one node up and name the slots in which the lower node hangs there; never across a colon."""
        syntax = self.syntax
        label, head = syntax.dep(at), syntax.head(at)
        if head == at or self._is_cut_off(at, head):
            return None, set()
        infinitive = any(syntax.words[a] == "to" for a in syntax.kids(at, "aux"))
        inner = {"comp", "inf"} if infinitive else {"comp"}
        if label == "ccomp" and says_so(syntax, at):
            inner.add(TOLD)
        if infinitive and (syntax.kids(at, "nsubj", "nsubjpass") or syntax.kids(head, "dobj")):
            inner.add("other")
        if label in CLAUSES:
            if label == "pcomp":
                return syntax.head(head), {"comp", syntax.words[head]}
            return head, inner
        if label == "advcl":
            later = syntax.tokens[head].pos == "ADV" and syntax.tokens[at].tag != "VBD"  # "as long as they stay"
            return head, inner if infinitive or later else set()
        if label in {"dobj", "oprd", "attr"}:
            return head, {"obj"}
        if label in {"nsubj", "nsubjpass"}:
            return head, {"obj", "subj"} if label == "nsubjpass" else {"subj"}
        if label == "pobj":
            return syntax.head(head), {syntax.words[head]}
        return head, set()

    # -- operators --------------------------------------------------------------------------------

    def _own(self, i: int, reading: Reading, below: int, *, negated: bool = False) -> Reading:
        """Read a node's own modifiers, then its modality.

        Args:
            i: the node.
            reading: what was found below it.
            below: the node from which the climb came.
            negated: whether the node's own negation has been read with the operator that it is.
        """
        for c in self.syntax.children[i]:
            if self.syntax.dep(c) in OWN_MODIFIERS:
                reading = self._operator(c, {"self"}, reading)
        if negated and self.syntax.kids(i, "neg"):
            return reading
        return self._by_rumour(i, self.modality.read(i, reading, below))

    def _by_rumour(self, i: int, reading: Reading) -> Reading:
        """ "According to rumours": what is named as its ground makes a thing uncertain."""
        syntax = self.syntax
        if reading.status not in SETTLED:
            return reading
        for p in syntax.kids(i, "prep"):
            if syntax.words[p] != "according":
                continue
            for ground in syntax.prepositions(p).get("to", []) or syntax.prepositions(i).get("to", []):
                found = self._operator(ground, {"of", "about", "comp"}, Reading())
                if found.status is Status.SPECULATED:
                    return reading.marked(Status.SPECULATED, found.certainty, ground, "rumour")
        return reading

    def _preposition(self, at: int, reading: Reading) -> Reading:
        """Read a preposition that is an operator itself ("without attacking", "in case of an attack")."""
        label = self.syntax.dep(at)
        if label not in {"pcomp", "pobj"} or reading.status not in SETTLED:
            return reading
        return self._operator(
            self.syntax.head(at), {"prep", "comp" if label == "pcomp" else "obj"}, reading, phrases=True
        )

    def _operator(self, i: int, slots: set[str], reading: Reading, *, phrases: bool = False) -> Reading:
        """Apply the first operator at a node in whose slot the event stands."""
        for operator in find_operators(self.syntax, i, slots, self.operators):
            if phrases and operator.pos != "phrase":
                continue
            if operator.status is not None and not _may_decide(operator, reading):
                return reading
            if operator.status is Status.PROMISED and TOLD in slots:
                return reading
            last = i + len(operator.words) - 1
            negative = operator.polarity is Polarity.NEGATIVE
            called_off = operator.status is Status.OCCURRED and negative and reading.status in AHEAD
            made = replace(
                reading,
                status=operator.status or reading.status,
                certainty=operator.certainty,
                cue=(i, min(last, len(self.syntax.tokens) - 1)),
                rule=f"operator:{operator.words[0]}",
            )
            if called_off:
                return replace(made, polarity=Polarity.NEGATIVE)
            if operator.status is Status.PLANNED and reading.polarity is Polarity.NEGATIVE:  # "decided not to attack"
                made = replace(made, status=Status.REFUSED)
            made = made.negated() if negative else made
            return self._undone(i, slots, self._negated_operator(i, operator, made))
        return reading

    def _undone(self, i: int, slots: set[str], reading: Reading) -> Reading:
        """ "tried in vain to": what an operator's own adverb says never came about."""
        if "self" in slots or reading.status not in AHEAD or not self.syntax.is_verb(i):
            return reading
        for c in self.syntax.kids(i, "advmod", "prep"):
            for operator in find_operators(self.syntax, c, {"self"}, self.operators):
                if operator.status is Status.OCCURRED and operator.polarity is Polarity.NEGATIVE:
                    cue = (c, c + len(operator.words) - 1)
                    return Reading(Status.OCCURRED, Polarity.NEGATIVE, cue=cue, rule="undone")
        return reading

    def _is_denied(self, i: int) -> bool:
        """Tell whether an operator is itself negated, by its own word or by a negative auxiliary's subject."""
        syntax = self.syntax
        subjects = syntax.kids(i, "nsubj", "nsubjpass")
        if syntax.kids(i, "neg") or any(syntax.words[s] in status_words("nobody") for s in subjects):
            return True
        if any(syntax.kids(a, "neg") for a in syntax.kids(i, "advmod")):  # "no longer wants to"
            return True
        if any(syntax.words[d] == "no" for n in (i, *subjects) for d in syntax.kids(n, "det")):
            return True
        return syntax.tokens[i].pos == "ADJ" and bool(syntax.kids(syntax.head(i), "neg"))

    def _negated_operator(self, i: int, operator: Operator, reading: Reading) -> Reading:
        """ "did not promise to", "does not threaten": the operator itself is denied."""
        if "self" in operator.slots or {"no", "not"} & set(operator.words) or not self._is_denied(i):
            return reading
        lemma, status = self.syntax.lemmas[i], operator.status
        if operator.polarity is Polarity.NEGATIVE:
            made = replace(reading.negated(), rule="double_negation")
            if lemma in status_words("doubting"):
                return replace(made, status=Status.OCCURRED, certainty=Certainty.PROBABLE)
            if status in {Status.REFUSED, Status.DENIED, Status.SPECULATED}:  # "did not rule out"
                return replace(made, status=Status.SPECULATED, certainty=Certainty.POSSIBLE)
            return replace(made, status=Status.OCCURRED, certainty=Certainty.PROBABLE)
        if lemma in status_words("proving"):  # "did not confirm that"
            return replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="unproved")
        if status is Status.OCCURRED and lemma in status_words("factive"):
            return reading
        if status in {Status.OCCURRED, Status.ONGOING}:  # "did not manage to", "did not continue to"
            return replace(reading.negated(), status=Status.OCCURRED, rule="negated_operator")
        if status is Status.SPECULATED:  # "does not believe that"
            return replace(reading.negated(), rule="negated_operator")
        return replace(reading, status=Status.REFUSED, polarity=Polarity.NEGATIVE, rule="negated_operator")


def _may_decide(operator: Operator, reading: Reading) -> bool:
    """Tell whether an operator may set the status.

    The first one does; but words outweigh a mere modal or infinitive, a denial what it denies, a refusal or demand what
    was offered, and what is called off is no longer planned.
    """
    status = operator.status
    if status is Status.OCCURRED and operator.polarity is Polarity.POSITIVE:
        return reading.status in SETTLED or reading.rule in {"purpose", "idea"}
    if reading.status in SETTLED or status is Status.DENIED:
        return True
    if reading.status in {Status.PLANNED, Status.PROMISED} and reading.is_by_word():
        off = status is Status.OCCURRED and operator.polarity is Polarity.NEGATIVE
        return off or status in {Status.REFUSED, Status.DEMANDED}
    return reading.rule in {"purpose", "future_in_past", "would", "idea"} or (
        reading.rule == "modal" and status is not Status.PLANNED and reading.status is Status.PLANNED
    )
