"""Whether a name that no table knows is a person's, a body's, a place's or a thing's.

Decided once per name and document: its own words (`resources/name_shapes`), titles and appositions at any of its
mentions, places after whose prepositions it stands, who speaks. What nothing decides stays a name of unknown kind.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from standoff.annotate.syntax import LOCATIVE, Syntax
from standoff.core.layers import Actor
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.name_shapes import NO_ACTORS, ORGANISATION, PERSON, PLACE, VESSEL, NameShapes
from standoff.resources.roles import Role

TITLED, SHAPED, TOLD, HINTED = 4, 3, 2, 1
"""Weight of a title or known surname, of a word of the name, of a plain context, of a hint."""
MOST_PLACES = 2
"""How many locative contexts count: "in" also stands before bodies."""
LIKELY, WEAK = 0.5, 0.3
"""Confidence of a mention whose name has a kind, and of one whose name has none."""
SPEAKING = frozenset({"say", "tell", "add", "explain", "note", "warn", "argue", "insist", "write", "recall", "reply"})
"""Verbs of saying that persons do most."""
PERSONAL_LENGTH = (2, 3)
"""How many words persons' names have as a rule."""
ACRONYM = (2, 8)
"""How many capitals a body's short name has."""

KINDS: Mapping[str, ActorKind] = {
    ORGANISATION: ActorKind.ORGANISATION,
    PLACE: ActorKind.PLACE,
    VESSEL: ActorKind.NAME,
}


@dataclass(slots=True)
class _Evidence:
    """What speaks for each kind of one name."""

    words: tuple[str, ...]
    votes: Counter[str] = field(default_factory=Counter)
    sector: str | None = None
    places: int = 0

    def best(self) -> str | None:
        kind, weight = max(self.votes.items(), key=lambda vote: vote[1], default=(None, 0))
        return kind if weight > 0 else None


class NameKinds:
    """Gathers the evidence of one document."""

    def __init__(
        self,
        syntax: Syntax,
        shapes: NameShapes,
        roles: Mapping[int, Role],
        places: Iterable[str],
        gazetteer: Gazetteer,
    ) -> None:
        """Keep what the evidence is read from.

        Args:
            syntax: the tree.
            shapes: words of names.
            roles: role phrases by head token.
            places: names that the document uses as places.
            gazetteer: knows the names of office-holders.
        """
        self.syntax = syntax
        self.shapes = shapes
        self.roles = roles
        self.places = Counter(places)
        self.gazetteer = gazetteer
        self.found: dict[str, _Evidence] = {}

    def settle(self, rows: Sequence[Actor]) -> Iterator[Actor]:
        """Give the rows with the kind of every unknown name, without those that name nobody."""
        for row in rows:
            if row.person is not None:
                self._gather(row)
        self._share_surnames()
        for row in rows:
            if row.person is None or row.kind not in {ActorKind.PERSON, ActorKind.NAME} or row.office is not None:
                yield row
                continue
            evidence = self.found[row.person]
            kind = evidence.best()
            if kind == PERSON:
                yield self._person(row, evidence)
            elif kind not in NO_ACTORS:
                yield _with_kind(row, kind, evidence.sector)

    def _person(self, row: Actor, evidence: _Evidence) -> Actor:
        name = " ".join(self.shapes.without_titles(evidence.words))
        sector = row.sector or (evidence.sector if name != row.person else None)
        maker = f"{row.maker.rsplit(':', 1)[0]}:name-{PERSON}"
        return replace(row, kind=ActorKind.PERSON, person=name, name=name, sector=sector, maker=maker)

    def _gather(self, row: Actor) -> None:
        name = row.person or ""
        known = name in self.found
        evidence = self.found.setdefault(name, _Evidence(tuple(name.split())))
        if not known:
            self._by_shape(evidence)
            evidence.votes[PERSON] += SHAPED if self.gazetteer.holdings(name) else 0
            evidence.votes[PERSON] += HINTED if self.gazetteer.bearers(name) else 0
            evidence.votes[PLACE] += TOLD * min(MOST_PLACES, self.places[name])
        if row.office is not None:
            evidence.votes[PERSON] += TITLED
        elif row.kind is not ActorKind.ROLE:
            self._by_context(evidence, row.head)

    def _by_shape(self, evidence: _Evidence) -> None:
        words, shapes = evidence.words, self.shapes
        ending, opening = shapes.ending(words), shapes.opening(words)
        for shape in (ending, opening):
            if shape is not None:
                evidence.votes[shape.kind] += SHAPED
                evidence.sector = evidence.sector or shape.sector
        if opening is not None and opening.kind in {*NO_ACTORS, VESSEL}:
            evidence.votes[opening.kind] += HINTED  # "Operation Northern River" is no river
        if shapes.particle(words):
            evidence.votes[PERSON] += TOLD
        if len(words) == 1 and words[0].isupper() and ACRONYM[0] <= len(words[0]) <= ACRONYM[1]:
            evidence.votes[ORGANISATION] += TOLD
        elif PERSONAL_LENGTH[0] <= len(words) <= PERSONAL_LENGTH[1] and not any(w.isupper() for w in words):
            evidence.votes[PERSON] += HINTED

    def _by_context(self, evidence: _Evidence, head: int) -> None:
        syntax = self.syntax
        before = head - len(evidence.words)
        if before >= 0 and syntax.words[before] in LOCATIVE and syntax.dep(before) == "compound":
            evidence.votes[PLACE] += SHAPED  # "Near Orla", read as one name
        if syntax.tokens[head].tag == "NNPS":
            evidence.votes[ORGANISATION] += TOLD
        if any(syntax.words[c] == "the" for c in syntax.kids(head, "det")):
            evidence.votes[PERSON] -= TOLD
            evidence.votes[ORGANISATION] += HINTED
        if syntax.dep(head) == "nsubj" and syntax.lemmas[syntax.head(head)] in SPEAKING:
            evidence.votes[PERSON] += HINTED
        if syntax.dep(head) == "pobj" and syntax.words[syntax.head(head)] == "of":
            self._by_noun(evidence, syntax.head(syntax.head(head)), PLACE)  # the city of X
        for a in syntax.kids(head, "appos"):
            self._by_noun(evidence, a, None)
        if syntax.dep(head) == "appos":
            self._by_noun(evidence, syntax.head(head), None)

    def _by_noun(self, evidence: _Evidence, noun: int, only: str | None) -> None:
        """Take the kind of a common noun that stands beside the name ("Nordal, a village")."""
        if self.syntax.tokens[noun].pos != "NOUN":
            return
        role = self.roles.get(noun)
        shape = self.shapes.last.get(self.syntax.lemmas[noun])
        kind = shape.kind if shape is not None else None
        if role is not None and kind != PLACE:
            kind = PERSON if role.kind == "office" or (kind is None and role.kind == "group") else ORGANISATION
        if kind is not None and only in {None, kind}:
            evidence.votes[kind] += SHAPED

    def _share_surnames(self) -> None:
        """A single word that ends a person's full name is that person; one that begins it may be."""
        persons = [e for e in self.found.values() if len(e.words) > 1 and e.best() == PERSON]
        first, last = {self.shapes.without_titles(e.words)[0] for e in persons}, {e.words[-1] for e in persons}
        for evidence in self.found.values():
            if len(evidence.words) == 1:
                word = evidence.words[0]
                evidence.votes[PERSON] += TITLED if word in last else TOLD if word in first else 0


def _with_kind(row: Actor, kind: str | None, sector: str | None) -> Actor:
    if kind is None:
        return replace(row, kind=ActorKind.NAME)
    made = KINDS[kind]
    maker = f"{row.maker.rsplit(':', 1)[0]}:name-{kind}"
    strength = max(row.confidence or 0.0, LIKELY)
    return replace(
        row, kind=made, name=row.person, person=None, sector=row.sector or sector, maker=maker, confidence=strength
    )
