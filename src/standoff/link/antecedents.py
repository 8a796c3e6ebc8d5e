"""What a pronoun or "the two sides" refers back to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from standoff.core.layers import Actor, Identity, Statement, Token
from standoff.core.vocabulary import CLAIM_KINDS, ActorKind

HE = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
IT = frozenset({"it", "its"})
THEY = frozenset({"they", "them", "their", "themselves"})
PAIR_LOOK_BACK = 6
"""How many sentences back the two of "both sides" may stand."""
LOOK_BACK = 3
"""How many sentences back an antecedent may stand."""
PERSONAL = frozenset(
    {"leader", "president", "minister", "prime minister", "foreign minister", "king", "man", "official"}
)
"""Offices whose pair ("the two leaders") is sought among persons first."""


class Antecedents:
    """Finds antecedents among the identities made so far."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        actors: Sequence[Actor],
        statements: Sequence[Statement],
        made: Sequence[Identity],
    ) -> None:
        """Keep the layers.

        Args:
            text: the document's text.
            tokens: its tokens.
            actors: its mentions.
            statements: who says what.
            made: the identities, one per mention so far; it may grow.
        """
        self.text = text
        self.tokens = tokens
        self.actors = actors
        self.statements = statements
        self.made = made
        self.children: dict[int, list[int]] = {}
        for i, token in enumerate(tokens):
            self.children.setdefault(token.head, []).append(i)

    def word(self, i: int) -> str:
        """Give a token's word in lower case."""
        token = self.tokens[i]
        return self.text[token.start : token.end].lower()

    def find(self, at: int, word: str, before: int) -> Identity | None:
        """Give the nearest earlier mention that a pronoun may stand for, subjects first.

        Args:
            at: position of the mention that holds the pronoun.
            word: the pronoun in lower case.
            before: where the pronoun begins.
        """
        sentence = self.actors[at].sentence
        barred = self._own_subjects(self.actors[at])
        recent = list(
            takewhile(lambda row: self.actors[row.actor].sentence >= sentence - LOOK_BACK, reversed(self.made))
        )
        earlier = self._known_before(reversed(recent), before)
        candidates = [row for row in earlier if self._agrees(row, word) and row.actor not in barred]
        for distance in range(LOOK_BACK + 1):
            near = [row for row in candidates if self.actors[row.actor].sentence == sentence - distance]
            if near:
                return max(near, key=self._prominence)
        return None

    def _own_subjects(self, actor: Actor) -> set[int]:
        """The subjects of the verb whose object a pronoun is: they are somebody else ("X accused her")."""
        head = self.tokens[actor.head]
        if (
            actor.kind is not ActorKind.PRONOUN
            or head.dep not in {"dobj", "dative", "pobj"}
            or self.word(actor.head).endswith("self")
        ):
            return set()
        verb = head.head if head.dep != "pobj" else self.tokens[head.head].head
        subjects = {c for c in self.children.get(verb, []) if self.tokens[c].dep in {"nsubj", "nsubjpass"}}
        return {n for n, other in enumerate(self.actors) if other.head in subjects}

    def _known_before(self, rows: Iterable[Identity], before: int) -> Iterator[Identity]:
        for row in rows:
            actor = self.actors[row.actor]
            if actor.end <= before and (row.country or row.name or actor.kind is ActorKind.ROLE):
                yield row

    def _prominence(self, row: Identity) -> tuple[int, int]:
        dep = self.tokens[self.actors[row.actor].head].dep
        rank = {"nsubj": 3, "nsubjpass": 3, "agent": 2, "dobj": 1}.get(dep, 0)
        return rank, -row.start if rank == 3 else row.start

    def _agrees(self, row: Identity, word: str) -> bool:
        actor = self.actors[row.actor]
        plural = self.tokens[actor.head].tag in {"NNS", "NNPS"}
        if word in HE:
            person = actor.person is not None or (actor.kind is ActorKind.ROLE and not plural and actor.sector != "MED")
            return person or (actor.kind is ActorKind.PRONOUN and self.word(actor.head) in HE)
        if word in IT:
            return actor.person is None and not plural and actor.kind is not ActorKind.PEOPLE
        if actor.kind is ActorKind.PRONOUN:
            return self.word(actor.head) in THEY
        return plural or actor.kind in {ActorKind.PEOPLE, ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.METONYM}

    def speaker(self, position: int) -> Identity | None:
        """Give who says what stands at a position, if the identities go that far."""
        for statement in self.statements:
            inside = statement.start <= position < statement.end
            inside = inside and statement.kind in CLAIM_KINDS
            if inside and statement.actor is not None and statement.actor < len(self.made):
                return self.made[statement.actor]
        return None

    def last_pair(self, at: int) -> list[int]:
        """The two most recent different countries before a mention."""
        sentence = self.actors[at].sentence
        near = [
            row
            for row in reversed(self.made)
            if row.country and sentence - self.actors[row.actor].sentence <= PAIR_LOOK_BACK
        ]
        if self.actors[at].office in PERSONAL:
            persons = self._pair_of([row for row in near if self.actors[row.actor].person], sentence)
            if persons:
                return persons
        return self._joined(near) or self._pair_of(near, sentence)

    def _pair_of(self, near: Sequence[Identity], sentence: int) -> list[int]:
        """The first two of different countries, subjects of the same sentence left out."""
        pair: dict[str, int] = {}
        for row in near:
            actor = self.actors[row.actor]
            is_subject = actor.sentence == sentence and self.tokens[actor.head].dep in {"nsubj", "nsubjpass"}
            if row.country is not None and not is_subject and row.country not in pair and len(pair) < 2:
                pair[row.country] = row.actor
        return sorted(pair.values()) if len(pair) == 2 else []

    def _joined(self, near: Sequence[Identity]) -> list[int]:
        """The nearest two different countries that stand coordinated ("X and Y")."""
        by_head = {self.actors[row.actor].head: row for row in near}
        for row in near:
            token = self.tokens[self.actors[row.actor].head]
            other = by_head.get(token.head) if token.dep == "conj" else None
            if other is not None and other.country != row.country:
                return sorted((other.actor, row.actor))
        return []
