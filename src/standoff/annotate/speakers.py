"""Who says something, and what that rests on: witnesses, officials, documents, pictures."""

from collections.abc import Mapping, Sequence

from standoff.annotate.syntax import Syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.layers import Actor
from standoff.core.vocabulary import ActorKind, Basis

OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "PTY", "OPP", "REB"})
PRIVATE = frozenset({"CVL", "LAB", "REF"})
"""Sectors whose people, named, speak for nobody but themselves."""
SHOWING = frozenset({Basis.SATELLITE, Basis.SOCIAL_VIDEO, Basis.IMAGE, Basis.DOCUMENT, Basis.INTERCEPT, Basis.POLL})
"""What can show something, being no person."""
PICTURES = frozenset({Basis.SATELLITE, Basis.SOCIAL_VIDEO, Basis.IMAGE, Basis.INTERCEPT})
"""What shows whatever it is "of", and whatever verb it is the subject of."""
NAMELESS = frozenset({"anonymity"})
"""Last words of the phrases that keep a name back, wherever they stand in a clause of saying."""
LONGEST_PHRASE = 4
"""Words in the longest phrase of the evidence lexicon that is looked up."""


class Speakers:
    """The speakers and the evidence of a document."""

    def __init__(self, syntax: Syntax, actors: Sequence[Actor], evidence: Mapping[tuple[str, ...], Basis]) -> None:
        """Index the actors by their heads."""
        self.syntax = syntax
        self.actors = actors
        self.by_head = {actor.head: n for n, actor in reversed(list(enumerate(actors)))}
        self.evidence = evidence

    def basis_at(self, i: int) -> Basis | None:
        """What a noun names as evidence, by the longest phrase that ends with it."""
        lemmas, words = self.syntax.lemmas, self.syntax.words
        for length in range(min(LONGEST_PHRASE, i + 1), 0, -1):
            first = i - length + 1
            found = self.evidence.get(tuple(lemmas[first : i + 1]))
            found = found or self.evidence.get((*words[first:i], lemmas[i]))
            if found is not None:
                return found
        return None

    def is_unnamed(self, cue: int) -> bool:
        """Tell whether the words around a cue keep the speaker's name back ("speaking on condition of anonymity")."""
        first, last = self.syntax.edges[cue]
        return any(
            self.syntax.words[i] in NAMELESS and self.basis_at(i) is Basis.UNNAMED_SOURCE
            for i in range(first, last + 1)
        )

    def is_person(self, i: int) -> bool:
        """Tell whether a noun is an actor, and not merely a role word."""
        return i in self.by_head and self.actors[self.by_head[i]].kind is not ActorKind.ROLE

    def evidence_of(self, sources: Sequence[int]) -> Basis | None:
        """What pictures or papers among the subjects of a verb are."""
        for source in sources:
            if not self.is_person(source):
                found = self.basis_at(source)
                if found in SHOWING:
                    return found
        return None

    def basis(self, sources: Sequence[int]) -> Basis | None:
        """What a statement of these speakers rests on; None where the words do not say."""
        for source in sources:
            found = self.basis_at(source)
            if found is not None:
                return found
            for c in self.syntax.children[source]:
                found = self.basis_at(c) if self.syntax.tokens[c].pos in NOMINAL else None
                if found is Basis.UNNAMED_SOURCE:
                    return found
            if source in self.by_head:
                actor = self.actors[self.by_head[source]]
                if actor.sector == "MED":
                    return Basis.MEDIA_REPORT
                if actor.person is not None and actor.sector in PRIVATE:
                    return Basis.NAMED_WITNESS
                named = actor.kind in {ActorKind.COUNTRY, ActorKind.METONYM, ActorKind.PEOPLE}
                if actor.sector in OFFICIAL or actor.office is not None or named:
                    return Basis.OFFICIAL_STATEMENT
        return None

    def actor(self, source: int | None) -> int | None:
        """Position of a speaker in the actors layer."""
        return self.by_head.get(source) if source is not None else None

    def span(self, source: int | None) -> tuple[int, int] | None:
        """Code points of a speaker: the actor's, or the noun with what stands in front of it."""
        if source is None:
            return None
        if source in self.by_head:
            actor = self.actors[self.by_head[source]]
            return actor.start, actor.end
        left, right = self.syntax.noun_span(source)
        return self.syntax.tokens[left].start, self.syntax.tokens[right].end
