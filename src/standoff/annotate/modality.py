"""What a verb's own words say about it: modals, tense, aspect, negation, conditions."""

from standoff.annotate.operators import MODALS
from standoff.annotate.status_reading import INTENT, SETTLED, Reading, status_words
from standoff.annotate.syntax import Syntax
from standoff.core.vocabulary import Certainty, Polarity, Status

PROGRESSIVE = frozenset({"is", "are", "'s", "’s", "'re", "’re", "been"})
HAVE = frozenset({"have", "'ve", "’ve"})
BEFORE_ORDER = frozenset({"advmod", "aux", "neg", "intj"})
"""What may stand between the beginning of a clause and an imperative: no name that the parser lost as the subject."""
SUBJECTS = ("nsubj", "nsubjpass", "csubj")


class Modality:
    """Reads the modality of one verb or noun at a time."""

    def __init__(self, syntax: Syntax) -> None:
        """Keep the tree."""
        self.syntax = syntax

    def read(self, i: int, reading: Reading, below: int) -> Reading:
        """Read a node's modals, negation and conditions.

        Args:
            i: the node.
            reading: what was found below it.
            below: the node from which the climb came, whose own negation has been read.

        Returns:
            The reading with what the node adds.
        """
        reading = self._modality(i, reading)
        if self._is_negated(i, below):
            reading = self._negate(i, reading)
        reading = self._by_anyone(i, reading)
        return self._condition(i, reading)

    # -- negation ---------------------------------------------------------------------------------

    def _is_negated(self, i: int, below: int) -> bool:
        """Tell whether a node is negated, or its article, object or subject is ("no attack", "attacked nobody")."""
        syntax = self.syntax
        if syntax.kids(i, "neg") or any(syntax.words[c] == "no" for c in syntax.kids(i, "det")):
            return True
        if not syntax.is_verb(i):
            return False
        coordinate = below != i and syntax.dep(below) == "conj"
        labels = ("nsubj", "nsubjpass") if coordinate else ("dobj", "nsubj", "nsubjpass")
        return any(self._is_nobody(s) for s in syntax.kids(i, *labels) if s != below)

    def _is_nobody(self, side: int) -> bool:
        """Tell whether a subject or object negates its verb ("no soldier", "not one soldier", "nobody")."""
        syntax = self.syntax
        if syntax.words[side] in status_words("nobody"):
            return True
        if any(c < side for n in (side, *syntax.kids(side, "nummod")) for c in syntax.kids(n, "neg")):
            return True
        return any(syntax.words[c] in {"no", "not"} for c in syntax.kids(side, "det", "preconj"))

    def _negate(self, i: int, reading: Reading) -> Reading:
        cue = next(iter(self.syntax.kids(i, "neg")), i)
        if reading.rule == INTENT:  # "has no hostile intentions"
            return reading.negated().marked(Status.DENIED, reading.certainty, cue, INTENT)
        future = reading.status is Status.PLANNED and reading.rule != "purpose"
        if future or reading.rule == "would":  # "would not hand it back": a refusal in the past
            return reading.negated().marked(Status.REFUSED, reading.certainty, cue, "negated_future")
        made = reading.negated()
        return made if made.cue else made.marked(made.status, made.certainty, cue, "negation")

    # -- modals, tense, aspect --------------------------------------------------------------------

    def _modality(self, i: int, reading: Reading) -> Reading:
        syntax = self.syntax
        if reading.status not in SETTLED:
            return reading
        words = [(a, syntax.words[a]) for a in syntax.kids(i, "aux")]
        for a, word in words:
            if word in MODALS:
                return self._modal(i, a, reading, perfect=any(w in HAVE for _, w in words))
            if word in {"would", "'d", "’d"}:
                return self._would(i, a, reading)
        if syntax.tokens[i].tag == "VBG" and any(w in PROGRESSIVE for _, w in words):
            return reading if reading.is_by_word() else self._going_on(reading)
        if any(word == "to" for _, word in words):
            return self._infinitive(i, reading)
        if self._is_order(i):
            return reading.marked(Status.DEMANDED, Certainty.POSSIBLE, i, "imperative")
        return reading

    @staticmethod
    def _going_on(reading: Reading) -> Reading:
        return Reading(
            Status.ONGOING, reading.polarity, reading.certainty, reading.cue, reading.condition, "progressive"
        )

    def _modal(self, i: int, aux: int, reading: Reading, *, perfect: bool) -> Reading:
        word = self.syntax.words[aux]
        status, certainty = MODALS[word]
        negative = bool(self.syntax.kids(i, "neg"))
        if perfect and status is Status.DEMANDED:
            if word == "must":  # "must have fled": a conclusion
                return reading.marked(Status.SPECULATED, Certainty.PROBABLE, aux, "conclusion")
            made = reading.marked(Status.OCCURRED, Certainty.PROBABLE, aux, "unfulfilled")
            return made.negated()  # "should have fled" but did not
        if negative and word == "could" and not perfect:  # "could not reach the town"
            return reading.marked(Status.OCCURRED, Certainty.PROBABLE, aux, "modal")
        if negative and word in {"could", "can", "may", "might"}:
            certainty = Certainty.PROBABLE
        if status is Status.PLANNED and reading.polarity is Polarity.NEGATIVE:  # "will no longer block"
            status = Status.REFUSED
        return reading.marked(status, certainty, aux, "modal")

    def _would(self, i: int, aux: int, reading: Reading) -> Reading:
        """Future in the past under a verb or noun of saying, else hearsay; a condition is read later."""
        syntax = self.syntax
        above = syntax.head(i)
        reported = syntax.dep(i) == "ccomp" and syntax.tokens[above].tag in {"VBD", "VBN"}
        announced = syntax.dep(i) in {"acl", "ccomp"} and syntax.tokens[above].pos == "NOUN"
        if reported or announced:
            return reading.marked(Status.PLANNED, Certainty.PROBABLE, aux, "future_in_past")
        return reading.marked(Status.SPECULATED, Certainty.POSSIBLE, aux, "would")

    def _infinitive(self, i: int, reading: Reading) -> Reading:
        syntax = self.syntax
        label, head = syntax.dep(i), syntax.head(i)
        mark = self.condition_mark(head) if head != i else None
        if mark is not None and syntax.words[mark] in status_words("inverted"):  # "were they to attack"
            return reading.marked(Status.CONDITIONAL, Certainty.POSSIBLE, mark, "condition")
        if label == "ROOT" or self._is_headline(i):
            return reading.marked(Status.PLANNED, Certainty.PROBABLE, i, "headline")
        if label == "xcomp" and syntax.words[head] in {"is", "are", "was", "were"} and not syntax.kids(head, "acomp"):
            return reading.marked(Status.PLANNED, Certainty.PROBABLE, head, "is_to")
        if syntax.kids(i, "nsubj", "nsubjpass"):
            return reading.marked(Status.SPECULATED, Certainty.POSSIBLE, i, "idea")
        if label in {"advcl", "acl", "relcl"} and syntax.tokens[head].pos != "ADJ":
            return reading.marked(Status.PLANNED, Certainty.POSSIBLE, i, "purpose")
        return reading

    def _is_headline(self, i: int) -> bool:
        """Tell whether an infinitive is what a headline announces of its only noun ("Norway to send a ship")."""
        syntax = self.syntax
        head = syntax.head(i)
        if syntax.dep(i) not in {"acl", "relcl"} or syntax.dep(head) != "ROOT" or syntax.kids(head, "det", "poss"):
            return False
        return syntax.tokens[head].pos in {"NOUN", "PROPN"} and syntax.kids(i, "aux")[:1] == [head + 1]

    def _is_order(self, i: int) -> bool:
        """Tell whether a verb is an imperative."""
        syntax = self.syntax
        at = i
        while syntax.dep(at) == "conj" and syntax.tokens[at].tag == "VB" and not syntax.kids(at, *SUBJECTS):
            at = syntax.head(at)
        if syntax.tokens[at].tag != "VB" or syntax.kids(at, *SUBJECTS) or syntax.words[i] != syntax.lemmas[i]:
            return False
        if syntax.dep(at) != "ROOT" or any(syntax.words[a] not in {"do", "please"} for a in syntax.kids(at, "aux")):
            return False
        before = at - 1
        while before >= 0 and syntax.dep(before) in BEFORE_ORDER and syntax.tokens[before].pos != "PUNCT":
            before -= 1
        return before < 0 or syntax.tokens[before].pos not in {"NOUN", "PROPN", "NUM"}

    # -- conditions -------------------------------------------------------------------------------

    def _by_anyone(self, i: int, reading: Reading) -> Reading:
        """Whatever is told of nobody in particular is a case, not an event ("whoever attacks will be tried")."""
        syntax = self.syntax
        who = [s for s in syntax.kids(i, "nsubj", "nsubjpass") if syntax.words[s] in status_words("anyone")]
        if syntax.dep(i) == "relcl" and syntax.words[syntax.head(i)] in status_words("anyone"):
            who = [syntax.head(i)]
        if not who or not syntax.is_verb(i) or reading.status not in SETTLED:
            return reading
        return reading.marked(Status.CONDITIONAL, Certainty.POSSIBLE, who[0], "anyone")

    def _condition(self, i: int, reading: Reading) -> Reading:
        syntax = self.syntax
        mark = self.condition_mark(i)
        if mark is not None and syntax.dep(i) in {"advcl", "ccomp", "ROOT"}:
            return reading.marked(Status.CONDITIONAL, Certainty.POSSIBLE, mark, "condition")
        infinitive = any(syntax.words[a] == "to" for a in syntax.kids(i, "aux"))
        left_open = (
            []
            if infinitive
            else [m for m in syntax.kids(i, "mark", "advmod") if syntax.words[m] in status_words("open")]
        )
        if left_open and reading.status not in {Status.DENIED, Status.REFUSED}:
            return reading.marked(Status.SPECULATED, Certainty.POSSIBLE, left_open[0], "whether")
        if self._is_expected_time(i) and reading.status in SETTLED:
            return reading.marked(Status.CONDITIONAL, Certainty.POSSIBLE, syntax.edges[i][0], "temporal")
        for clause in syntax.kids(i, "advcl"):
            if self.condition_mark(clause) is not None and reading.status not in {*SETTLED, Status.DENIED}:
                return Reading(
                    Status.CONDITIONAL,
                    reading.polarity,
                    reading.certainty,
                    reading.cue,
                    syntax.edges[clause],
                    "conditional",
                )
        return reading

    def condition_mark(self, clause: int) -> int | None:
        """Give the word that makes a clause a condition: "if", or an auxiliary that stands before its subject."""
        syntax = self.syntax
        if syntax.words[clause] in status_words("inverted") and clause == syntax.edges[clause][0]:
            return clause if syntax.dep(clause) == "advcl" else None
        for m in syntax.kids(clause, "mark", "advmod", "aux"):
            word, first = syntax.words[m], m == syntax.edges[clause][0]
            if word in status_words("condition") and (word != "should" or first):
                return m
            if word in status_words("inverted") and first and syntax.dep(m) == "aux" and syntax.dep(clause) == "advcl":
                return m
        return None

    def _is_expected_time(self, i: int) -> bool:
        """Tell whether a clause of time is not yet fulfilled: it stands in the present under what lies ahead."""
        syntax = self.syntax
        if syntax.dep(i) != "advcl" or syntax.tokens[i].tag not in {"VBZ", "VBP", "VB"}:
            return False
        first = syntax.edges[i][0]
        if not any(
            syntax.words[m] in status_words("temporal") and m - first < 3 for m in syntax.kids(i, "mark", "advmod")
        ):
            return False
        above = syntax.head(i) if syntax.is_verb(syntax.head(i)) else syntax.head(syntax.head(i))
        return any(syntax.words[a] in MODALS or syntax.words[a] == "would" for a in syntax.kids(above, "aux"))
