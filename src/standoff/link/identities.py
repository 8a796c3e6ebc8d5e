"""Who a mention is, once the whole document has been read.

In this order: what the words of the mention say; the person's own title elsewhere in the text; the table of
office-holders at the report's date; the antecedent of a pronoun or of "the two sides"; an office whose country the
document has made plain. Whatever stays unknown stays null.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Identity, Place, Statement, Token
from standoff.core.stage import Layers
from standoff.core.vocabulary import ActorKind, Basis, IdentityBasis
from standoff.resources.gazetteer import Gazetteer, Holding
from standoff.resources.roles import RELATIONAL

NAME = "identities"
VERSION = "1"

STATE_ORGANS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
AT_HOME = frozenset({"GOV", "LEG", "JUD", "COP", "OPP", "PTY", "REB", "CVL", "LAB", "EDU", "REL", "REF"})
"""Sectors whose country may be inferred where a report names one country only."""
ABROAD = frozenset({"embassy", "consulate", "mission", "ambassador", "envoy", "consul", "diplomat", "delegation"})
"""Offices of a state that stand in another one."""
GROUP_CODES = frozenset({"IGO", "NGO", "IMG", "MNC", "INT"})
HE = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
IT = frozenset({"it", "its"})
THEY = frozenset({"they", "them", "their", "themselves"})
SPEAKER = frozenset({"i", "we", "us", "my", "our"})
BOTH = frozenset({"two", "both"})
PERSONAL = frozenset(
    {"leader", "president", "minister", "prime minister", "foreign minister", "king", "man", "official"}
)
"""Offices whose pair ("the two leaders") is sought among persons first."""
PAIR_LOOK_BACK = 6
"""How many sentences back the two of "both sides" may stand."""
LOOK_BACK = 3
"""How many sentences back an antecedent may stand."""
SURE, TOLD, GUESSED = 0.9, 0.75, 0.4
"""Confidence of an identity by table or own words, by the document's titles or an antecedent, by context."""
PORTFOLIO = frozenset(
    {"defence", "defense", "foreign", "interior", "prime", "president", "presidential", "finance", "justice"}
)


@dataclass(slots=True)
class _Profile:
    name: str
    country: str | None
    sector: str | None
    basis: IdentityBasis | None


def make_linker(gazetteer: Gazetteer) -> Callable[[DocumentView], Layers]:
    """Make the stage's function for a gazetteer."""

    def link(view: DocumentView) -> Layers:
        return {"identities": _Linker(view, gazetteer).link()}

    return link


class _Linker:
    def __init__(self, view: DocumentView, gazetteer: Gazetteer) -> None:
        self.text = view.text
        self.published = view.doc.published
        self.tokens: Sequence[Token] = view.rows("tokens")
        self.actors: Sequence[Actor] = view.rows("actors")
        self.statements: Sequence[Statement] = view.rows("statements")
        self.gazetteer = gazetteer
        self.places = {place.end: place for place in view.get("places") or () if place.country is not None}
        self.children: dict[int, list[int]] = {}
        for i, token in enumerate(self.tokens):
            self.children.setdefault(token.head, []).append(i)
        self.profiles = self._profiles()
        official = any(row.source_start is None and row.basis is Basis.OFFICIAL_STATEMENT for row in self.statements)
        named = list(gazetteer.find(view.doc.outlet or "")) if official else []
        self.house = named[0].name if named else None
        self.made: list[Identity] = []

    def word(self, i: int) -> str:
        token = self.tokens[i]
        return self.text[token.start : token.end].lower()

    def link(self) -> list[Identity]:
        """Give one identity per mention, in their order."""
        for at in range(len(self.actors)):
            self.made.append(self._identify(at))
        codes = {row.country for row in self.made if row.country} - GROUP_CODES
        organs = [row for row in self.made if row.country in codes and self._is_home_organ(self.actors[row.actor])]
        if len(codes) == 1 and organs:
            return [self._at_home(row, next(iter(codes))) for row in self.made]
        return self.made

    def _is_home_organ(self, actor: Actor) -> bool:
        if actor.kind in {ActorKind.ORGANISATION, ActorKind.METONYM}:
            return True
        return actor.office is not None and actor.sector in STATE_ORGANS and not set(actor.office.split()) & ABROAD

    def _at_home(self, row: Identity, country: str) -> Identity:
        """Where a report names one country only, its offices and groups are that country's; soldiers may be not."""
        actor = self.actors[row.actor]
        home = actor.kind in {ActorKind.ROLE, ActorKind.PERSON} and row.country is None and not row.antecedents
        if not home or actor.office is None or actor.sector not in AT_HOME:
            return row
        name = row.name or self._label(actor, country)
        return self._row(row.actor, name, country, row.sector, IdentityBasis.CONTEXT, GUESSED)

    # -- persons ----------------------------------------------------------------------------------

    def _profiles(self) -> dict[str, _Profile]:
        found: dict[str, _Profile] = {}
        for actor in self.actors:
            if actor.person is None:
                continue
            surname = actor.person.split()[-1]
            known = found.setdefault(surname, _Profile(actor.person, None, None, None))
            if len(actor.person) > len(known.name):
                known.name = actor.person
            if known.country is None and actor.country is not None:
                known.country, known.basis = actor.country, IdentityBasis.TITLE
            known.sector = known.sector or actor.sector
        for profile in found.values():
            self._consult_holders(profile)
        return found

    def _consult_holders(self, profile: _Profile) -> None:
        holdings = self.gazetteer.holdings(profile.name) or self.gazetteer.holdings(profile.name.split()[-1])
        if not holdings or (profile.country is not None and profile.country not in {h.country for h in holdings}):
            return
        current = [h for h in holdings if h.covers(self.published)]
        holding: Holding = (current or holdings)[-1]
        if not current and len({h.country for h in holdings}) > 1:
            return
        profile.name = holding.name
        if profile.country is None:
            profile.country, profile.basis = holding.country, IdentityBasis.OFFICE_HOLDERS
        if profile.sector is None:
            profile.sector = holding.sector if current else "ELI"

    # -- one mention ------------------------------------------------------------------------------

    def _identify(self, at: int) -> Identity:
        actor = self.actors[at]
        if actor.kind is ActorKind.PRONOUN:
            return self._pronoun(at, self.word(actor.head))
        place = self._place(actor)
        if place is not None:
            return self._row(at, place.name, place.country, None, IdentityBasis.GAZETTEER, place.confidence)
        if actor.person is not None:
            profile = self.profiles[actor.person.split()[-1]]
            country = actor.country or profile.country
            basis = IdentityBasis.TITLE if actor.country else profile.basis
            if country is None and actor.office is not None:
                earlier = self._same_office(at)
                if earlier is not None:
                    profile.country, profile.basis = earlier.country, IdentityBasis.CONTEXT
                    country, basis = earlier.country, IdentityBasis.CONTEXT
            if country is None and " " not in profile.name and profile.sector is None:
                return self._row(at, None, None, None, None, None)
            return self._row(
                at, profile.name, country, actor.sector or profile.sector, basis, SURE if country else None
            )
        if actor.country is not None:
            named = actor.kind is not ActorKind.ROLE
            basis = IdentityBasis.GAZETTEER if named else IdentityBasis.TITLE
            return self._row(at, actor.name or self._label(actor), actor.country, actor.sector, basis, SURE)
        return self._role(at)

    def _place(self, actor: Actor) -> Place | None:
        """The place that a bare name without an office is: a town that is shelled has its country."""
        bare = actor.kind in {ActorKind.NAME, ActorKind.PERSON} and actor.office is None and actor.country is None
        place = self.places.get(actor.end) if bare else None
        return place if place is not None and place.start <= actor.start else None

    def _label(self, actor: Actor, country: str | None = None) -> str | None:
        code = country or actor.country
        if code is None or actor.office is None:
            return None
        return f"{self.gazetteer.country_names.get(code, code)} ({actor.office})"

    def _role(self, at: int) -> Identity:
        actor = self.actors[at]
        children = self.children.get(actor.head, [])
        if any(
            self.word(c) in BOTH
            for c in children
            if self.tokens[c].dep in {"nummod", "det", "predet", "preconj", "amod"}
        ):
            pair = self._last_pair(at)
            if pair:
                return self._row(at, None, None, actor.sector, IdentityBasis.COREFERENCE, GUESSED, pair)
        for c in children:
            token = self.tokens[c]
            surname = self.text[token.start : token.end]
            if token.dep in {"compound", "poss", "nmod"} and surname in self.profiles:
                profile = self.profiles[surname]
                if profile.country:
                    name = self._label(actor, profile.country)
                    return self._row(at, name, profile.country, actor.sector, profile.basis, TOLD)
            if token.dep == "poss" and token.pos == "PRON" and actor.office not in RELATIONAL:
                antecedent = self._antecedent(at, self.word(c), token.start)
                if antecedent is not None and antecedent.country:
                    name = self._label(actor, antecedent.country)
                    back = [antecedent.actor]
                    return self._row(at, name, antecedent.country, actor.sector, IdentityBasis.COREFERENCE, TOLD, back)
        earlier = self._same_office(at)
        if earlier is not None:
            name = earlier.name or self._label(actor, earlier.country)
            return self._row(at, name, earlier.country, actor.sector, IdentityBasis.CONTEXT, GUESSED, [earlier.actor])
        return self._row(at, None, None, actor.sector, None, None)

    def _same_office(self, at: int) -> Identity | None:
        """An earlier mention of the same office or portfolio whose country is known, if there is just one country."""
        actor = self.actors[at]
        if actor.office is None or actor.sector not in STATE_ORGANS or not self._is_definite(actor):
            return None
        words = set(actor.office.split())
        found = []
        for row in self.made:
            other = self.actors[row.actor]
            if row.country is None or other.office is None:
                continue
            shared = words & set(other.office.split())
            if other.office == actor.office or shared & PORTFOLIO:
                found.append(row)
        return found[-1] if len({row.country for row in found}) == 1 else None

    def _is_definite(self, actor: Actor) -> bool:
        children = self.children.get(actor.head, [])
        articles = [self.word(c) for c in children if self.tokens[c].dep == "det"]
        return articles == ["the"] or (not articles and self.tokens[actor.head].pos == "PROPN")

    # -- antecedents ------------------------------------------------------------------------------

    def _pronoun(self, at: int, word: str) -> Identity:
        found = self._antecedent(at, word, self.actors[at].start)
        if (found is None or not (found.country or found.name)) and word in SPEAKER and self.house is not None:
            house = self.house
            return self._row(at, house.name, house.country, house.sector, IdentityBasis.CONTEXT, GUESSED)
        if found is None or not (found.country or found.name):
            return self._row(at, None, None, None, None, None)
        back = [found.actor]
        return self._row(at, found.name, found.country, found.sector, IdentityBasis.COREFERENCE, TOLD, back)

    def _antecedent(self, at: int, word: str, before: int) -> Identity | None:
        if word in SPEAKER:
            return self._speaker(before)
        sentence = self.actors[at].sentence
        barred = self._own_subjects(self.actors[at])
        candidates = [row for row in self._earlier(before) if self._agrees(row, word) and row.actor not in barred]
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

    def _earlier(self, before: int) -> Iterator[Identity]:
        for row in self.made:
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

    def _speaker(self, position: int) -> Identity | None:
        for statement in self.statements:
            inside = statement.start <= position < statement.end
            if inside and statement.actor is not None and statement.actor < len(self.made):
                return self.made[statement.actor]
        return None

    def _last_pair(self, at: int) -> list[int]:
        """The two most recent different countries before a mention."""
        sentence = self.actors[at].sentence
        near = [
            row
            for row in reversed(self.made)
            if row.country and sentence - self.actors[row.actor].sentence <= PAIR_LOOK_BACK
        ]
        joined = self._joined(near)
        if joined:
            return joined
        if self.actors[at].office in PERSONAL:
            near = [*[row for row in near if self.actors[row.actor].person], *near]
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

    def _row(
        self,
        at: int,
        name: str | None,
        country: str | None,
        sector: str | None,
        basis: IdentityBasis | None,
        confidence: float | None,
        antecedents: list[int] | None = None,
    ) -> Identity:
        actor = self.actors[at]
        rule = basis.value if basis else "unknown"
        maker = f"{NAME}/{VERSION}:{rule}"
        return Identity(actor.start, actor.end, at, name, country, sector, antecedents or [], basis, maker, confidence)
