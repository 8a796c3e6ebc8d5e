"""Who a mention is, on documents built by hand: no parser, no tables but a small one made here."""

from dataclasses import dataclass, field

from standoff.core.document import DocumentView
from standoff.core.layers import Actor, Identity, Place, Statement, Token
from standoff.core.vocabulary import ActorKind, Directness, IdentityBasis, PlaceKind, StatementKind
from standoff.link.identities import make_linker
from standoff.resources.gazetteer import Gazetteer, Holding, Name
from tests.coded import document

NAMES = [
    Name("Valdora", ActorKind.COUNTRY, "Valdora", "XVA", None, place=True),
    Name("Kestria", ActorKind.COUNTRY, "Kestria", "XKE", None, place=True),
]
HOLDINGS = [("Pavel Storm", Holding("Pavel Storm", "XVA", "GOV", "president", "2028-01-01", "2034-01-01"))]
MAKER = "test/1:hand"


@dataclass
class Draft:
    """A document in the making: words, and the mentions among them."""

    words: list[tuple[str, str, str, int | None]] = field(default_factory=list)
    mentions: list[dict[str, object]] = field(default_factory=list)
    said: list[tuple[int, int, int]] = field(default_factory=list)
    sentence: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)
    """Names of places and their countries."""

    def say(self, words: str, dep: str = "dep", tag: str = "NN", head: int | None = None, **known: object) -> int:
        """Add words, the last of which is their head; with an actor's kind they are a mention."""
        parts = words.split()
        last = len(self.words) + len(parts) - 1
        for part in parts[:-1]:
            label = {"the": "det", "The": "det", "two": "nummod", "both": "det"}.get(part, "compound")
            label = "poss" if part.lower() in {"his", "its", "their", "her"} else label
            self.words.append((part, label, "PRP$" if label == "poss" else tag, last))
        self.words.append((parts[-1], dep, tag, head))
        if known:
            self.mentions.append({"words": (last - len(parts) + 1, last), "sentence": self.sentence} | known)
        return last

    def stop(self) -> None:
        """End the sentence."""
        self.sentence += 1

    def link(self, published: str | None = "2031-05-07") -> list[Identity]:
        """Run the stage."""
        text, tokens = "", []
        for word, dep, tag, head in self.words:
            start = len(text)
            text += f"{word} "
            pos = {"PRP$": "PRON", "PRP": "PRON", "NNP": "PROPN"}.get(tag, "NOUN")
            at = len(tokens) if head is None else head
            tokens.append(Token(start, start + len(word), word.lower(), pos, tag, dep, at, MAKER))
        actors = [self._actor(tokens, mention) for mention in self.mentions]
        said = [self._statement(tokens, *row) for row in self.said]
        places = [self._place(text, *row) for row in self.places]
        layers = {"tokens": tokens, "actors": actors, "statements": said, "places": places}
        view = DocumentView(document(text, published=published), layers)
        return list(make_linker(Gazetteer(NAMES, HOLDINGS))(view)["identities"])

    def _actor(self, tokens: list[Token], mention: dict[str, object]) -> Actor:
        first, last = mention["words"]
        known = {"name": None, "country": None, "sector": None, "office": None, "person": None, "kind": ActorKind.ROLE}
        known |= {key: value for key, value in mention.items() if key != "words"}
        return Actor(start=tokens[first].start, end=tokens[last].end, head=last, maker=MAKER, confidence=0.9, **known)

    def _place(self, text: str, name: str, country: str) -> Place:
        start = text.index(name)
        known = (PlaceKind.CITY, country, None, [], None, None, None, None, None)
        return Place(start, start + len(name), 0, name, *known, MAKER, 0.9)

    def _statement(self, tokens: list[Token], actor: int, first: int, last: int) -> Statement:
        span = (tokens[first].start, tokens[last].end)
        kinds = (StatementKind.ASSERTS, None, None, 0, 1, actor, Directness.DIRECT, None)
        return Statement(*span, 0, *kinds, MAKER, 0.9)


def valdora(draft: Draft, dep: str = "nsubj") -> int:
    return draft.say("Valdora", dep, "NNP", kind=ActorKind.COUNTRY, name="Valdora", country="XVA")


def kestria(draft: Draft, dep: str = "nsubj", head: int | None = None) -> int:
    return draft.say("Kestria", dep, "NNP", head, kind=ActorKind.COUNTRY, name="Kestria", country="XKE")


def person(draft: Draft, name: str, dep: str = "nsubj", **known: object) -> int:
    return draft.say(name, dep, "NNP", kind=ActorKind.PERSON, person=name, name=name, **known)


def codes(rows: list[Identity]) -> list[str | None]:
    return [row.country for row in rows]


def test_a_person_is_known_by_a_title_elsewhere() -> None:
    draft = Draft()
    person(draft, "Oda Lund", country="XKE", sector="GOV", office="prime minister")
    valdora(draft)
    draft.stop()
    draft.say("Lund", "nsubj", "NNP", kind=ActorKind.NAME, person="Lund", name="Lund")
    row = draft.link()[-1]
    assert (row.name, row.country, row.sector, row.basis) == ("Oda Lund", "XKE", "GOV", IdentityBasis.TITLE)


def test_a_title_that_follows_counts_too() -> None:
    draft = Draft()
    draft.say("Lund", "nsubj", "NNP", kind=ActorKind.NAME, person="Lund", name="Lund")
    draft.stop()
    person(draft, "Oda Lund", country="XKE", sector="GOV", office="prime minister")
    valdora(draft)
    row = draft.link()[0]
    assert (row.name, row.country) == ("Oda Lund", "XKE")


def test_an_office_holder_is_known_by_the_table_at_the_report_s_date() -> None:
    draft = Draft()
    person(draft, "Pavel Storm")
    (row,) = draft.link()
    assert (row.country, row.sector, row.basis) == ("XVA", "GOV", IdentityBasis.OFFICE_HOLDERS)


def test_a_holder_out_of_office_is_of_the_elite() -> None:
    draft = Draft()
    person(draft, "Pavel Storm")
    (row,) = draft.link("2040-01-01")
    assert (row.country, row.sector) == ("XVA", "ELI")


def test_a_namesake_with_another_country_s_title_is_not_the_holder() -> None:
    draft = Draft()
    person(draft, "Pavel Storm", country="XKE", sector="BUS", office="tycoon")
    (row,) = draft.link()
    assert (row.country, row.sector) == ("XKE", "BUS")


def test_an_unknown_surname_stays_unknown() -> None:
    draft = Draft()
    draft.say("Mirl", "nsubj", "NNP", kind=ActorKind.NAME, person="Mirl", name="Mirl")
    (row,) = draft.link()
    assert (row.name, row.country, row.sector, row.basis, row.confidence) == (None, None, None, None, None)


def test_he_is_the_last_person_not_the_country() -> None:
    draft = Draft()
    person(draft, "Oda Lund", country="XKE", sector="GOV", office="prime minister")
    valdora(draft, "dobj")
    draft.stop()
    draft.say("She", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    row = draft.link()[-1]
    assert (row.country, row.antecedents, row.basis) == ("XKE", [0], IdentityBasis.COREFERENCE)


def test_it_is_the_country_not_the_person() -> None:
    draft = Draft()
    valdora(draft)
    person(draft, "Oda Lund", "dobj", country="XKE", sector="GOV", office="prime minister")
    draft.stop()
    draft.say("It", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    assert codes(draft.link())[-1] == "XVA"


def test_subjects_win_over_objects() -> None:
    draft = Draft()
    valdora(draft)
    kestria(draft, "dobj")
    draft.stop()
    draft.say("It", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    assert codes(draft.link())[-1] == "XVA"


def test_an_object_is_not_its_verb_s_subject() -> None:
    draft = Draft()
    person(draft, "Anna Brisk", country="XVA", sector="GOV", office="minister")
    draft.stop()
    person(draft, "Oda Lund", country="XKE", sector="GOV", office="prime minister")
    verb = draft.say("accused", "ROOT", "VBD")
    draft.words[verb - 1] = (*draft.words[verb - 1][:3], verb)
    draft.say("her", "dobj", "PRP", verb, kind=ActorKind.PRONOUN)
    assert codes(draft.link()) == ["XVA", "XKE", "XVA"]


def test_a_pronoun_far_from_everything_stays_unknown() -> None:
    draft = Draft()
    valdora(draft)
    for _ in range(5):
        draft.stop()
    draft.say("It", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    assert codes(draft.link())[-1] is None


def test_we_is_whoever_speaks() -> None:
    draft = Draft()
    valdora(draft)
    kestria(draft, "nsubj")
    we = draft.say("We", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    draft.said.append((1, we, we))
    assert codes(draft.link())[-1] == "XKE"


def test_we_outside_of_any_statement_is_nobody() -> None:
    draft = Draft()
    valdora(draft)
    draft.say("We", "nsubj", "PRP", kind=ActorKind.PRONOUN)
    assert codes(draft.link())[-1] is None


def test_both_sides_are_the_last_two_countries() -> None:
    draft = Draft()
    valdora(draft)
    kestria(draft, "dobj")
    draft.stop()
    draft.say("The two sides", "nsubj", "NNS", office="side")
    row = draft.link()[-1]
    assert (row.country, row.antecedents, row.basis) == (None, [0, 1], IdentityBasis.COREFERENCE)


def test_both_sides_of_one_country_are_nobody() -> None:
    draft = Draft()
    valdora(draft)
    draft.stop()
    draft.say("both sides", "nsubj", "NNS", office="side")
    row = draft.link()[-1]
    assert (row.country, row.antecedents) == (None, [])


def test_its_army_is_the_antecedent_s_and_its_neighbour_is_not() -> None:
    draft = Draft()
    valdora(draft)
    draft.say("its army", "dobj", office="army", sector="MIL")
    kestria(draft, "dobj")
    draft.say("its neighbour", "dobj", office="neighbour")
    rows = draft.link()
    assert rows[1].country == "XVA"
    assert (rows[3].country, rows[3].antecedents) == (None, [])


def test_the_ministry_is_the_one_named_before() -> None:
    draft = Draft()
    draft.say("Kestrian ministry", "nsubj", country="XKE", sector="GOV", office="defence ministry")
    valdora(draft, "dobj")
    draft.stop()
    draft.say("the ministry", "nsubj", sector="GOV", office="defence ministry")
    row = draft.link()[-1]
    assert (row.country, row.basis) == ("XKE", IdentityBasis.CONTEXT)


def test_an_office_of_two_countries_is_nobody_s() -> None:
    draft = Draft()
    draft.say("Kestrian ministry", "nsubj", country="XKE", sector="GOV", office="defence ministry")
    draft.say("Valdoran ministry", "dobj", country="XVA", sector="GOV", office="defence ministry")
    draft.stop()
    draft.say("the ministry", "nsubj", sector="GOV", office="defence ministry")
    assert codes(draft.link())[-1] is None


def test_at_home_offices_are_inferred_and_say_so() -> None:
    draft = Draft()
    draft.say("Kestrian government", "nsubj", country="XKE", sector="GOV", office="government")
    draft.say("police", "dobj", "NNS", sector="COP", office="police")
    draft.say("soldiers", "dobj", "NNS", sector="MIL", office="soldier")
    _, police, soldiers = draft.link()
    assert (police.country, police.basis) == ("XKE", IdentityBasis.CONTEXT)
    assert police.confidence is not None
    assert police.confidence < 0.5
    assert soldiers.country is None


def test_with_two_countries_nobody_is_at_home() -> None:
    draft = Draft()
    draft.say("Kestrian government", "nsubj", country="XKE", sector="GOV", office="government")
    valdora(draft, "dobj")
    draft.say("police", "dobj", "NNS", sector="COP", office="police")
    assert codes(draft.link())[-1] is None


def test_swapped_countries_give_swapped_codes() -> None:
    def told(first: str, second: str) -> list[str | None]:
        draft = Draft()
        draft.say("One", "nsubj", "NNP", kind=ActorKind.COUNTRY, name=first, country=first)
        draft.say("Other", "dobj", "NNP", kind=ActorKind.COUNTRY, name=second, country=second)
        draft.stop()
        draft.say("It", "nsubj", "PRP", kind=ActorKind.PRONOUN)
        draft.say("its army", "dobj", office="army", sector="MIL")
        return codes(draft.link())

    swap = {"XVA": "XKE", "XKE": "XVA", None: None}
    assert told("XKE", "XVA") == [swap[code] for code in told("XVA", "XKE")]


def test_a_role_in_apposition_is_the_person() -> None:
    draft = Draft()
    storm = draft.say(
        "Mina Roth", "nsubj", "NNP", kind=ActorKind.PERSON, person="Mina Roth", country="XKE", sector="GOV"
    )
    draft.say("the minister", "appos", "NN", storm, office="minister", sector="GOV")
    rows = draft.link()
    assert [(row.name, row.country) for row in rows] == [("Mina Roth", "XKE")] * 2
    assert (rows[1].basis, rows[1].antecedents) == (IdentityBasis.COREFERENCE, [0])


def test_a_role_beside_a_person_is_somebody_else() -> None:
    draft = Draft()
    storm = draft.say(
        "Mina Roth", "nsubj", "NNP", kind=ActorKind.PERSON, person="Mina Roth", country="XKE", sector="GOV"
    )
    draft.say("the minister", "conj", "NN", storm, office="minister", sector="GOV")
    assert draft.link()[1].name is None


def test_a_group_is_of_the_place_that_it_is_in() -> None:
    """Villagers near a port of Kestria are Kestria's; soldiers near it may be anybody's."""
    for office, sector, country in (("villager", "CVL", "XKE"), ("soldier", "MIL", None)):
        draft = Draft(places=[("Nordal", "XKE")])
        people = draft.say("villagers", "nsubj", "NNS", office=office, sector=sector)
        near = draft.say("near", "prep", "IN", people)
        draft.say("Nordal", "pobj", "NNP", near)
        assert draft.link()[0].country == country


def test_a_place_that_acts_has_its_country() -> None:
    for name, country in (("Nordal", "XKE"), ("East Nordal", None)):
        draft = Draft(places=[("Nordal", "XKE")])
        draft.say(name, "dobj", "NNP", kind=ActorKind.PLACE, name=name)
        assert draft.link()[0].country == country
