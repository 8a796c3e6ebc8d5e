"""Places: found, told from actors and persons, resolved, with a point only where the words name a spot."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff import api
from standoff.annotate import places
from standoff.annotate.place_candidates import Namer
from standoff.annotate.place_finding import PlaceUse, find_toponyms
from standoff.annotate.place_relations import Relation, point_of
from standoff.annotate.place_resolution import resolve_spans
from standoff.core.document import DocumentView
from standoff.core.layers import Place
from standoff.core.vocabulary import PlaceKind
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.places import load_places
from tests.annotate.conftest import make_view

ANNOTATE = places.make_annotator(load_gazetteer())
NAMER = Namer(load_gazetteer())


def found(text: str) -> dict[str, Place]:
    view = make_view(text)
    return {text[row.start : row.end]: row for row in ANNOTATE(view)["places"]}


def named(text: str) -> set[str]:
    return set(found(text))


# -- finding: each pair differs in one thing ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rebels shelled Bakhmut on Monday.", "Bakhmut"),
        ("Drones struck the port of Odesa overnight.", "Odesa"),
        ("Two men were held in Aleppo.", "Aleppo"),
        ("The convoy went through Goma and Bukavu.", "Bukavu"),
        ("The envoy landed in Moscow.", "Moscow"),
        ("The ship lay in the Strait of Hormuz.", "Strait of Hormuz"),
        ("Shots were heard along the Line of Control.", "Line of Control"),
        ("The ferry sank in British Columbia.", "British Columbia"),
    ],
)
def test_places_are_found(text: str, place: str) -> None:
    assert place in named(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Moscow said that the drill was over.", "Moscow"),
        ("Talks with Paris went on for a week.", "Paris"),
        ("Russia denied the charge.", "Russia"),
        ("Reporters asked Michael Jordan about it.", "Jordan"),
        ("Mr Lincoln praised the crew.", "Lincoln"),
        ("Aleppo University closed its doors.", "Aleppo"),
        ("The truce began in August and held.", "August"),
        ("The Russian envoy left the hall.", "Russian"),
        ("They read the Peace Treaty of Lausanne aloud.", "Lausanne"),
    ],
)
def test_actors_persons_bodies_and_months_are_no_places(text: str, word: str) -> None:
    assert word not in named(text)


def test_a_surname_is_no_town_but_a_town_in_the_same_report_is() -> None:
    text = "Colonel Peter Lancaster spoke first. Lancaster said the bridge would be mended."
    assert named(text) == set()
    assert "Lancaster" in named("The bridge in Lancaster, Pennsylvania, will be mended.")


def test_bare_names_in_a_list_are_places_only_after_a_preposition() -> None:
    assert named("The aid group said Lincoln and Jackson were missing.") == set()
    assert named("Shells fell on Sumy and Kharkiv.") == {"Sumy", "Kharkiv"}


def test_the_finder_tells_what_a_name_does() -> None:
    uses = {
        text: [(t.use, text[t.start : t.end]) for t in find_toponyms(make_view(text), NAMER)]
        for text in ("Moscow said so.", "He works in Moscow.", "Kharkiv Governor Ivan Petrenko spoke.")
    }
    assert [use for ((use, _),) in uses.values()] == [PlaceUse.ACTOR, PlaceUse.PLACE, PlaceUse.MODIFIER]


def test_a_name_that_no_table_knows_keeps_its_name_and_nothing_else() -> None:
    row = found("The patrol vanished near Zzyvrak yesterday.")["Zzyvrak"]
    assert (row.kind, row.country, row.latitude, row.place_id) == (PlaceKind.NAMED, None, None, None)
    assert row.relation == "near"


# -- resolution --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("The plant in Springfield, Illinois, burnt down.", "Springfield", "Illinois"),
        ("The plant in Springfield, Missouri, burnt down.", "Springfield", "Missouri"),
        ("The plant in Springfield (Ohio) burnt down.", "Springfield", "Ohio"),
        ("Police in Paris, Texas, found the car.", "Paris", "Texas"),
    ],
)
def test_the_region_behind_a_name_decides(text: str, name: str, region: str) -> None:
    assert found(text)[name].region == region


def test_the_other_places_of_a_report_decide() -> None:
    abroad = "Troops left Tbilisi and Gori. Shells fell across Georgia."
    at_home = "Fires burnt in Atlanta, Macon and Augusta. Smoke hung across Georgia."
    assert found(abroad)["Georgia"].country == "GEO"
    assert found(at_home)["Georgia"].country == "USA"


def test_a_name_once_explained_means_the_same_everywhere() -> None:
    text = "Police in Paris, Texas, found a car. A man from Paris was held. He had lived in Paris for years."
    spans = [(i, i + 5) for i in range(len(text)) if text.startswith("Paris", i)]
    resolved = [row.place.country for row in resolve_spans(text, spans, NAMER) if row is not None]
    assert resolved == ["USA"] * 3


def test_a_list_of_countries_is_no_address() -> None:
    text = "Ministers from Mexico, Canada and Norway met."
    assert [row["country"] for row in api.locate(text, [(15, 21), (23, 29), (34, 40)]) if row] == ["MEX", "CAN", "NOR"]


def test_a_bare_name_means_the_town_and_not_the_region_of_its_name() -> None:
    assert found("A blast shook the city. Fighting went on in Kharkiv.")["Kharkiv"].kind is PlaceKind.CITY
    assert found("Fighting went on in Kharkiv province.")["Kharkiv province"].kind is PlaceKind.REGION


def test_disputed_places_name_their_parties() -> None:
    row = found("Warships lay in Crimea.")["Crimea"]
    assert row.parties == ["RUS", "UKR"]
    assert found("Warships lay in Bergen.")["Bergen"].parties == []


def test_given_spans_are_resolved_in_their_order() -> None:
    text = "From Kyiv to Qwertzuiop."
    kyiv, unknown = api.locate(text, [(5, 9), (13, 23)])
    assert unknown is None
    assert kyiv is not None
    assert (kyiv["country"], kyiv["kind"]) == ("UKR", "capital")


# -- points ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Troops massed in Russia.", "Ships sailed in the Black Sea.", "Snow fell in Siberia."]
)
def test_what_reaches_far_has_no_point(text: str) -> None:
    (row,) = found(text).values()
    assert (row.latitude, row.longitude, row.precision_km) == (None, None, None)


def test_near_is_less_exact_than_in() -> None:
    inside, near = found("It fell in Lviv.")["Lviv"], found("It fell near Lviv.")["Lviv"]
    assert (inside.relation, near.relation) == ("in", "near")
    assert inside.precision_km is not None
    assert near.precision_km is not None
    assert near.precision_km > inside.precision_km


def test_a_distance_and_a_direction_move_the_point() -> None:
    here, there = found("It fell in Lviv.")["Lviv"], found("It fell 50 km east of Lviv.")["Lviv"]
    assert there.relation == "50 km east of"
    assert here.latitude is not None
    assert here.longitude is not None
    assert there.latitude == pytest.approx(here.latitude, abs=0.01)
    assert there.longitude is not None
    assert 0.5 < there.longitude - here.longitude < 0.9


def test_a_border_and_a_coast_are_no_spot() -> None:
    assert found("The boat sank off the coast of Odesa.")["Odesa"].latitude is None
    assert found("The boat sank 20 km off the coast of Odesa.")["Odesa"].latitude is not None


@given(st.sampled_from(["near", "side", "line", "distance"]), st.floats(0, 1000), st.none() | st.floats(0, 359))
def test_no_relation_makes_a_point_more_exact(kind: str, km: float, bearing: float | None) -> None:
    for place in (load_places().find("Lviv")[0], load_places().countries["NOR"], load_places().find("Longyearbyen")[0]):
        point = point_of(place, Relation("", kind, km if kind == "distance" else None, bearing))
        if point is not None:
            assert point.precision_km >= place.radius_km - 0.05
            assert -90 <= point.latitude <= 90
            assert -180 <= point.longitude <= 180


# -- properties --------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Kyiv",
        "Paris",
        "the",
        "in",
        "Jordan",
        "of",
        "near",
        "50 km",
        "St.",
        ",",
        "(",
        "Mr",
        "U.S.",
        "Texas",
        "said",
        "’s",
    ]
)


@given(
    st.lists(WORDS, max_size=12).map(" ".join), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4)
)
def test_any_spans_of_any_text_get_an_answer_each(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    rows = resolve_spans(text, spans, NAMER)
    assert len(rows) == len(spans)
    assert all(row is None or 0 < row.confidence <= 1 for row in rows)


def test_exchanging_two_countries_exchanges_the_places() -> None:
    one = found("Troops from Norway were seen in Kenya and at a base in Sweden.")
    other = found("Troops from Kenya were seen in Norway and at a base in Sweden.")
    assert {row.country for row in one.values()} >= {"KEN", "SWE"}
    assert {row.country for row in other.values()} >= {"NOR", "SWE"}
    assert len(one) == len(other)


def test_an_empty_text_has_no_places(view_of: Callable[..., DocumentView]) -> None:
    assert ANNOTATE(view_of(""))["places"] == []
