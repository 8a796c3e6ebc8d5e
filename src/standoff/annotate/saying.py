"""What is said: the content of a verb of saying, of naming, and of phrases such as "according to".

A clause of the verb ("said that ..."), the sentence that a clause of saying is put into or behind ("..., X said"), a
mere noun phrase with verbs that take one ("denied any role"), what a thing is called ("called it a crime").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.annotate.speakers import Speakers
from standoff.annotate.syntax import Syntax
from standoff.core.vocabulary import StatementKind

NAMING = frozenset({"call", "describe", "term", "label", "brand", "dub"})
"""Verbs by which somebody says what a thing is ("calling it the largest build-up in years")."""
ACCOUNTS = frozenset({"words", "opinion", "view", "account", "assessment", "estimate", "judgment", "judgement"})
OBJECT_KINDS = frozenset({StatementKind.DENIES, StatementKind.CONFIRMS, StatementKind.SHOWS})
"""What a speaker can do with a mere noun phrase as content ("denied any involvement")."""
QUESTION_WORDS = frozenset({"whether", "if", "who", "whom", "what", "which", "when", "where", "why", "how"})
INFINITIVE_KINDS = frozenset({StatementKind.DEMANDS, StatementKind.DENIES, StatementKind.EXPECTS})
FEWEST_TOKENS = 3
"""Tokens in front of a phrase that make more than an opening ("On Monday, according to ...")."""
CLAUSE, BEHIND, PHRASE = 0.85, 0.8, 0.8
"""Confidence by construction; set by judgement."""


@dataclass(frozen=True, slots=True)
class Content:
    """First and last token of what is said, and the rule that found it."""

    first: int
    last: int
    confidence: float
    rule: str


class Saying:
    """Reads the contents of words of saying from the tree of a document."""

    def __init__(self, syntax: Syntax, speakers: Speakers) -> None:
        """Keep the tree."""
        self.syntax = syntax
        self.speakers = speakers

    # -- verbs ------------------------------------------------------------------------------------

    def of_verb(self, verb: int, kind: StatementKind) -> Content | None:
        """Find what a verb of saying has as its content.

        Args:
            verb: position of the verb.
            kind: what the speaker does by it.

        Returns:
            The content, or None where the tree ties nothing to the verb.
        """
        syntax = self.syntax
        clauses = syntax.kids(verb, "ccomp")
        if kind in INFINITIVE_KINDS and (kind is not StatementKind.EXPECTS or syntax.is_passive(verb)):
            clauses = clauses or syntax.kids(verb, "xcomp")  # who hopes to win has a wish, and makes no claim
        clauses = [c for c in clauses if not (kind is StatementKind.ASSERTS and self._is_infinitive(c))]
        if not clauses and kind is StatementKind.ASSERTS and syntax.is_passive(verb):
            clauses = syntax.kids(verb, "xcomp")  # "is said to have fled"
        if clauses:
            return self._spanned(verb, clauses)
        objects = syntax.kids(verb, "dobj", "nsubjpass") if kind in OBJECT_KINDS else []
        if objects and (kind is StatementKind.SHOWS or not self.speakers.is_person(objects[0])):
            first, last = syntax.edges[objects[0]]
            return Content(first, last, CLAUSE, "object")
        if syntax.dep(verb) in {"parataxis", "ccomp"} and self._is_put_in(verb):
            return self._around(verb)
        return None

    def of_naming(self, verb: int) -> Content | None:
        """Find what somebody calls a thing, with the thing ("called the raid a crime", "described it as a mistake")."""
        syntax = self.syntax
        named = [c for c in syntax.kids(verb, "oprd", "ccomp", "xcomp") if not self._is_infinitive(c)]
        named += [p for p in syntax.kids(verb, "prep") if syntax.words[p] == "as"]
        things = [c for c in syntax.kids(verb, "dobj") if c > verb]
        if not named or max(named) < verb:
            return None
        first = min(syntax.edges[c][0] for c in (*things, *named) if c > verb)
        last = max(syntax.edges[c][1] for c in named)
        return Content(max(first, verb + 1), last, CLAUSE, "naming")

    def _spanned(self, verb: int, clauses: Sequence[int]) -> Content:
        """What the clauses of a verb cover, on one side of it."""
        syntax = self.syntax
        spans = [syntax.edges[c] for c in clauses]
        behind = [span for span in spans if span[0] > verb]
        front = [span for span in spans if span[0] < verb]
        if behind and not (front and self._closes(front[-1][1])):
            return Content(behind[0][0], max(last for _, last in behind), CLAUSE, "clause")
        first, last = front[0][0], max(last for _, last in front)
        subjects = [syntax.edges[s][0] for s in syntax.kids(verb, "nsubj") if s < verb]
        limit = min([verb, *(s for s in subjects if s > first)])
        return Content(first, max(first, min(last, limit - 1)), CLAUSE, "clause")

    def _closes(self, last: int) -> bool:
        """Whether a comma or a quotation mark ends what stands in front of the words of saying."""
        tokens = self.syntax.tokens
        marks = {self.syntax.words[j] for j in range(last, min(last + 3, len(tokens))) if tokens[j].pos == "PUNCT"}
        return bool(marks - {":", ";", "-", "--", "–", "—"})

    def _is_infinitive(self, i: int) -> bool:
        return any(self.syntax.words[a] == "to" for a in self.syntax.kids(i, "aux"))

    def _is_put_in(self, verb: int) -> bool:
        """Whether a clause of saying is put into or behind its content ("the bridge, he says, is safe")."""
        syntax = self.syntax
        if not syntax.kids(verb, "nsubj") or syntax.kids(verb, "mark"):
            return False
        first = syntax.edges[verb][0]
        if first <= syntax.edges[syntax.head(verb)][0]:
            return False
        return "PUNCT" in {syntax.tokens[first - 1].pos, syntax.tokens[first].pos}

    def _around(self, verb: int) -> Content | None:
        """The rest of the sentence in front of a verb of saying that stands behind its content."""
        first, last = self.syntax.edges[self.syntax.head(verb)]
        inner = self.syntax.edges[verb]
        if last - inner[1] <= 1:  # it stands at the end, not in the middle
            last = inner[0] - 1
        return Content(first, last, BEHIND, "inverted") if last > first else None

    # -- phrases ----------------------------------------------------------------------------------

    def phrase_at(self, i: int) -> int | None:
        """Find the last word of "according to", "in the words of" or "in X's view" where one begins at a token."""
        words = self.syntax.words[i : i + 4]
        if words[:2] == ["according", "to"]:
            return i + 1
        if len(words) == 4 and words[0] == "in" and words[1] == "the" and words[2] in ACCOUNTS and words[3] == "of":
            return i + 3
        if words and words[0] == "in":
            for noun in self.syntax.kids(i, "pobj"):
                if self.syntax.words[noun] in ACCOUNTS and self.syntax.kids(noun, "poss"):
                    return noun
        return None

    def phrase_sources(self, last_cue: int) -> list[int]:
        """Find whose words or view a phrase names."""
        return self.syntax.kids(last_cue, "pobj") or self.syntax.kids(last_cue, "poss")

    def is_question(self, verb: int) -> bool:
        """Tell whether a verb of asking has a question as its content, and no request."""
        clauses = self.syntax.kids(verb, "ccomp")
        return (
            bool(clauses)
            and not any(self._is_infinitive(c) for c in clauses)
            and any(self.syntax.words[self.syntax.edges[c][0]] in QUESTION_WORDS for c in clauses)
        )

    def of_phrase(self, i: int, last_cue: int) -> Content | None:
        """Find what stands in front of a phrase in its clause, or else behind it."""
        syntax = self.syntax
        left, right = syntax.edges[self._clause_of(i)]
        inner_left, inner_right = min(i, syntax.edges[i][0]), max(syntax.edges[i][1], syntax.edges[last_cue][1])
        spans = [(left, inner_left - 1), (inner_right + 1, right)]
        first, last = spans[0] if spans[0][1] - spans[0][0] >= FEWEST_TOKENS else spans[1]
        return Content(first, last, PHRASE, "phrase") if last > first else None

    def _clause_of(self, i: int) -> int:
        """The verb over a phrase, or whatever heads the sentence."""
        at = i
        for at in self.syntax.ancestors(i):
            if self.syntax.is_verb(at) and self.syntax.words[at] != "according" and self.syntax.dep(at) != "conj":
                return at
        return at
