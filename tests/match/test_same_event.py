"""Whether two mentions tell one happening, what each part sees, and how mentions are gathered."""

from dataclasses import replace
from itertools import permutations

import pytest

from standoff.match.happenings import find_happenings
from standoff.match.same_event import PARTS, compare, exclusion, likeness, probability
from standoff.match.tellings import Telling

ONE = Telling(
    event_id="a:0",
    doc_id="a",
    sentence=0,
    day=10,
    type="ASSAULT",
    trigger="shelled",
    stems=frozenset({"shel"}),
    sources=frozenset({"XVA"}),
    targets=frozenset({"XKE"}),
    when=(9, 9),
    places=frozenset({"myrrin"}),
    spots=(("myrrin", 50.0, 30.0, 2.0),),
    figures=frozenset({("vilag", 3.0)}),
    real=True,
    story="a",
    words=frozenset({"artiler", "vilag", "dawn"}),
    persons=frozenset({("XVA", "Ina Sorel")}),
    about=frozenset({"RETREAT"}),
)
TWO = replace(ONE, event_id="b:0", doc_id="b", trigger="shelling")

BARE: dict[str, object] = {"places": frozenset(), "spots": (), "figures": frozenset(), "words": frozenset()}
PART_CASES = [
    ("act", {"type": "ASSAULT"}, 1.0),
    ("act", {"type": "COERCE"}, 0.3),
    ("act", {"type": "AID"}, -1.0),
    ("act", {"type": None}, 0.0),
    ("trigger", {}, 1.0),
    ("trigger", {"stems": frozenset({"strik"})}, 0.0),
    ("meaning", {"trigger": "shelled"}, 1.0),
    ("sources", {"sources": frozenset({"XKE"})}, -1.0),
    ("sources", {"sources": frozenset()}, 0.0),
    ("targets", {"targets": frozenset({"XKE", "NGO"})}, 1.0),
    ("time", {"when": (9, 11)}, 1.0),
    ("time", {"when": (1, 30)}, 0.5),
    ("time", {"when": (10, 10)}, -0.5),
    ("time", {"when": (14, 14)}, -1.0),
    ("time", {"when": None, "day": 10}, 0.3),
    ("time", {"when": None, "day": 60}, -1.0),
    ("time", {"when": None, "day": None}, 0.0),
    ("place", {}, 1.0),
    ("place", {"places": frozenset({"orlen"}), "spots": (("orlen", 50.0, 35.0, 2.0),)}, -1.0),
    ("place", {"places": frozenset({"tarvia"}), "spots": ()}, 0.0),
    ("figures", {}, 1.0),
    ("figures", {"figures": frozenset({("vilag", 5.0)})}, -1.0),
    ("figures", {"figures": frozenset({("tank", 3.0)})}, 0.0),
    ("reality", {"real": False}, -1.0),
    ("reality", {"real": None}, 0.0),
    ("story", {"story": "b"}, -1.0),
    ("story", {"story": None}, 0.0),
    ("context", {}, 1.0),
    ("context", {"words": frozenset({"soup"})}, 0.0),
    ("sentence", {"doc_id": "a"}, -1.0),
    ("story", {"focus": 0.2}, 0.2),
    ("anchors", {}, 0.0),
    ("anchors", {"when": None, **BARE}, 0.0),
    ("anchors", {"when": None, **BARE, "words": ONE.words}, 0.0),
    ("anchors", {"when": None, "day": 14, **BARE, "words": ONE.words}, 0.0),
    ("anchors", {"when": None, "day": 14, **BARE}, -0.5),
    ("anchors", {"targets": frozenset(), "when": None, **BARE}, -0.5),
    ("anchors", {"sources": frozenset({"XTA"}), "when": None, **BARE}, -1.0),
    ("persons", {}, 0.25),
    ("persons", {"persons": frozenset({("XVA", "Ola Brand")})}, -1.0),
    ("persons", {"persons": frozenset({("XKE", "Ola Brand")})}, 0.0),
    ("content", {}, 0.5),
    ("content", {"about": frozenset({"CONSULT"})}, -1.0),
    ("content", {"about": frozenset()}, 0.0),
    ("anchors", {"sources": frozenset(), "targets": frozenset(), "when": None, **BARE}, -1.0),
]


def test_what_is_only_thought_possible_is_one_in_all_stories() -> None:
    bare = replace(ONE, possible=True, real=False, when=None, places=frozenset(), spots=(), figures=frozenset())
    other = replace(bare, event_id="c:0", doc_id="c", day=24, story="c", words=frozenset({"fear"}))
    assert compare(bare, other).score > 0.5
    told = {"possible": False, "real": True}
    assert compare(replace(bare, **told), replace(other, **told)).score < 0.1


@pytest.mark.parametrize(("name", "changes", "value"), PART_CASES)
def test_a_part_looks_at_one_thing(name: str, changes: dict[str, object], value: float) -> None:
    look, weight = PARTS[name]
    other = replace(TWO, **changes)  # type: ignore[arg-type]
    assert look(ONE, other)[0] == pytest.approx(value)
    assert look(other, ONE)[0] == pytest.approx(value)
    assert weight > 0
    assert look.__doc__


def test_the_parts_explain_the_score_and_their_order_does_not_matter() -> None:
    found, other = compare(ONE, TWO), compare(TWO, ONE)
    assert found.score == other.score > 0.9
    assert probability(ONE, TWO) == pytest.approx(found.score, abs=1e-6)
    assert {part.name for part in found.parts} >= {"act", "sources", "time", "place"}
    assert all(part.saw for part in found.parts)


def test_dates_and_spots_that_cannot_both_be_right_exclude() -> None:
    later = replace(TWO, when=(14, 14))
    assert (exclusion(ONE, later), compare(ONE, later).score) == ("time", 0.0)
    assert exclusion(ONE, replace(TWO, places=frozenset(), spots=(("orlen", 50.0, 35.0, 2.0),))) == "place"
    assert exclusion(ONE, replace(TWO, when=(1, 30))) is None


def test_who_is_named_first_in_a_meeting_means_nothing() -> None:
    met = replace(ONE, type="CONSULT", sources=frozenset({"XVA"}), targets=frozenset({"XKE"}))
    swapped = replace(met, event_id="b:0", doc_id="b", sources=met.targets, targets=met.sources)
    assert PARTS["sources"][0](met, swapped)[0] == 1.0
    assert PARTS["sources"][0](ONE, replace(swapped, type="ASSAULT"))[0] == -1.0


def test_words_of_like_meaning_are_likelier_than_others() -> None:
    assert likeness("killed", "murder") > 0.4 > likeness("talks", "attack")


def test_mentions_gather_in_any_order_of_a_day_and_excluded_ones_stay_apart() -> None:
    three = replace(TWO, event_id="c:0", doc_id="c", trigger="struck", stems=frozenset({"struck"}))
    later = replace(ONE, event_id="d:0", doc_id="d", when=(20, 20), day=21)
    for order in permutations([ONE, TWO, three]):
        found = find_happenings([*order, later]).assigned()
        assert len({found[m.event_id] for m in order}) == 1
        assert found["d:0"] == "d:0"


def test_later_mentions_change_nothing_that_was_decided() -> None:
    other = replace(
        ONE, event_id="x:0", doc_id="x", sources=frozenset({"XTA"}), targets=frozenset(), day=12, type="AID"
    )
    before = find_happenings([ONE, TWO]).assigned()
    stream = find_happenings([ONE, TWO, other])
    assert before.items() <= stream.assigned().items()
    assert stream.compared[0, 1] > 0.9
