"""Who a mention is, once the whole document has been read.

In this order: what the words of the mention say; the person's own title elsewhere in the text; the table of
office-holders at the report's date; the antecedent of a pronoun or of "the two sides"; an office whose country the
document has made plain. Whatever stays unknown stays null.
"""

from collections.abc import Callable, Iterator, Sequence

from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Identity, Place, Statement, Token
from standoff.core.stage import Layers
from standoff.core.vocabulary import GROUP_CODES, ActorKind, Basis, IdentityBasis
from standoff.link.antecedents import Antecedents
from standoff.link.persons import build_profiles, surname
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.roles import RELATIONAL

NAME = "identities"
VERSION = "1"

STATE_ORGANS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
AT_HOME = frozenset({"GOV", "LEG", "JUD", "COP", "OPP", "PTY", "REB", "CVL", "LAB", "EDU", "REL", "REF"})
"""Sectors whose country may be inferred where a report names one country only."""
BODIES = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "IGO", "MED", "NGO", "BUS"})
"""Sectors whose people may stand in a place without being of it."""
ABROAD = frozenset({"embassy", "consulate", "mission", "ambassador", "envoy", "consul", "diplomat", "delegation"})
"""Offices of a state that stand in another one."""
HERE = frozenset({"in", "at", "near", "around", "inside", "outside", "across", "throughout", "from", "of"})
"""Prepositions by which a group of people is tied to the place that it is of."""
NEAR = 8
"""How many mentions back a name may stand to which a role is in apposition."""
DEEPEST = 5
"""How deep below a noun its place may stand ("students at a college near the port of X")."""
SPEAKER = frozenset({"i", "we", "us", "my", "our"})
BOTH = frozenset({"two", "both"})
SURE, TOLD, GUESSED = 0.9, 0.75, 0.4
"""Confidence of an identity by table or own words, by the document's titles or an antecedent, by context."""
PORTFOLIO = frozenset(
    {"defence", "defense", "foreign", "interior", "prime", "president", "presidential", "finance", "justice"}
)


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
        self.places: Sequence[Place] = view.get("places") or ()
        self.gazetteer = gazetteer
        self.profiles = build_profiles(self.actors, gazetteer, self.published)
        official = any(row.source_start is None and row.basis is Basis.OFFICIAL_STATEMENT for row in self.statements)
        named = list(gazetteer.find(view.doc.outlet or "")) if official else []
        self.house = named[0].name if named else None
        self.made: list[Identity] = []
        self.past = Antecedents(view.text, self.tokens, self.actors, self.statements, self.made)
        self.children, self.word = self.past.children, self.past.word

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

    # -- one mention ------------------------------------------------------------------------------

    def _identify(self, at: int) -> Identity:
        actor = self.actors[at]
        if actor.kind is ActorKind.PRONOUN:
            return self._pronoun(at, self.word(actor.head))
        bearer = self._bearer(actor)
        if bearer is not None:
            sector = bearer.sector or actor.sector
            back = [bearer.actor]
            return self._row(at, bearer.name, bearer.country, sector, IdentityBasis.COREFERENCE, SURE, back)
        place = self._place(actor)
        if place is not None:
            return self._row(at, place.name, place.country, None, IdentityBasis.GAZETTEER, place.confidence)
        if actor.person is not None:
            profile = self.profiles[surname(actor.person)]
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
        if actor.kind is not ActorKind.ROLE:
            country = self._country_at(actor.start, actor.end, actor.name)
            basis = IdentityBasis.GAZETTEER if country else None
            return self._row(at, actor.name, country, actor.sector, basis, TOLD if country else None)
        return self._role(at)

    def _bearer(self, actor: Actor) -> Identity | None:
        """The person to whose name a role stands in apposition ("Ola Brand, *the minister*")."""
        token = self.tokens[actor.head]
        if actor.kind is not ActorKind.ROLE or actor.person is not None or token.dep != "appos":
            return None
        rows = [row for row in self.made[-NEAR:] if self.actors[row.actor].head == token.head]
        return next((row for row in rows if row.name and self.actors[row.actor].person), None)

    def _country_at(self, start: int, end: int, name: str | None = None) -> str | None:
        """The country of a place that a table knows, named in a span; part of a name counts if it is a country's."""
        here = [place for place in self.places if place.start < end and start < place.end]
        found = {p.country for p in here if p.country and (name in {None, p.name} or p.kind == "country")}
        return found.pop() if len(found) == 1 else None

    def _home(self, actor: Actor) -> str | None:
        """The country of the place that a group of people is in or of ("villagers near Nordal")."""
        if actor.sector in BODIES or actor.office in RELATIONAL:
            return None
        found: set[str] = set()
        for c in self.children.get(actor.head, []):
            here = self.tokens[c].dep == "prep" and self.word(c) in HERE
            if c > actor.head and (here or self.tokens[c].dep == "acl"):
                found |= set(self._countries_below(c, 0))
        return found.pop() if len(found) == 1 else None

    def _countries_below(self, i: int, depth: int) -> Iterator[str]:
        """The countries of the places named in a phrase."""
        token = self.tokens[i]
        country = self._country_at(token.start, token.end) if token.pos == "PROPN" else None
        if country is not None:
            yield country
        for c in self.children.get(i, []) if depth < DEEPEST else ():
            yield from self._countries_below(c, depth + 1)

    def _place(self, actor: Actor) -> Place | None:
        """The place that a bare name without an office is: a town that is shelled has its country."""
        if (
            actor.kind not in {ActorKind.NAME, ActorKind.PERSON}
            or actor.office is not None
            or actor.country is not None
        ):
            return None
        here = (place for place in self.places if place.end == actor.end and place.start <= actor.start)
        return next((place for place in here if place.country is not None), None)

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
            pair = self.past.last_pair(at)
            if pair:
                return self._row(at, None, None, actor.sector, IdentityBasis.COREFERENCE, GUESSED, pair)
        for c in children:
            token = self.tokens[c]
            owner = self.text[token.start : token.end]
            if token.dep in {"compound", "poss", "nmod"} and owner in self.profiles:
                profile = self.profiles[owner]
                if profile.country:
                    name = self._label(actor, profile.country)
                    return self._row(at, name, profile.country, actor.sector, profile.basis, TOLD)
            if token.dep == "poss" and token.pos == "PRON" and actor.office not in RELATIONAL:
                antecedent = self._antecedent(at, self.word(c), token.start)
                if antecedent is not None and antecedent.country:
                    name = self._label(actor, antecedent.country)
                    back = [antecedent.actor]
                    return self._row(at, name, antecedent.country, actor.sector, IdentityBasis.COREFERENCE, TOLD, back)
        home = self._home(actor)
        if home is not None:
            return self._row(
                at, actor.name or self._label(actor, home), home, actor.sector, IdentityBasis.CONTEXT, TOLD
            )
        earlier = self._same_office(at)
        if earlier is not None:
            name = earlier.name or self._label(actor, earlier.country)
            return self._row(at, name, earlier.country, actor.sector, IdentityBasis.CONTEXT, GUESSED, [earlier.actor])
        return self._row(at, actor.name, None, actor.sector, None, None)

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
        return self.past.speaker(before) if word in SPEAKER else self.past.find(at, word, before)

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
