"""Actors across reports: keys, and persons whom one report makes known to others."""

import pytest

from standoff.match.actors import fill_actor, is_named, is_person, key_of, known_persons
from standoff.store.records import ActorRecord
from tests.records import record


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ola Brand", True),
        ("Ana de Luz", True),
        ("Brand", False),
        ("Ministry of Defence", False),
        ("Norway (army)", False),
    ],
)
def test_a_person_is_told_by_the_shape_of_the_name(name: str, person: bool) -> None:
    assert is_person(name) is person


def test_those_who_do_not_act_for_the_state_have_a_key_of_their_own() -> None:
    assert key_of("Kestria (army)", "XKE", "MIL") == key_of("Kestria", "XKE", None) == "XKE"
    assert key_of("Kestria (rebel)", "XKE", "REB") == "XKE:REB"
    assert key_of("European Union", "IGO", "IGO") == "European Union"
    assert [is_named(key) for key in ("XKE", "XKE:REB", "troop", "European Union", "ola brand")] == [False] * 3 + [
        True
    ] * 2


def actor(text: str, name: str | None = None, country: str | None = None) -> ActorRecord:
    return ActorRecord(0, len(text), text, name, country, "GOV" if country else None)


def known(*actors: ActorRecord) -> str | None:
    found = known_persons([record(at=n, sources=[one], targets=[]) for n, one in enumerate(actors)])
    return found["Brand"].name if "Brand" in found else None


def test_a_surname_is_one_person_s_with_or_without_a_country() -> None:
    assert known(actor("Ola Brand", "Ola Brand", "NOR"), actor("Brand")) == "Ola Brand"
    assert known(actor("Ola Brand", "Ola Brand"), actor("Brand")) == "Ola Brand"
    assert known(actor("Ola Brand", "Ola Brand", "NOR"), actor("Ina Brand", "Ina Brand")) is None
    assert known(actor("Ola Brand", "Ola Brand", "NOR"), actor("Ola Brand", "Ola Brand", "SWE")) is None


def test_what_is_known_of_an_actor_is_not_changed() -> None:
    found = {"Brand": actor("Ola Brand", "Ola Brand", "NOR")}
    assert fill_actor(actor("Brand"), found).country == "NOR"
    assert fill_actor(actor("Brand", "Brand", "SWE"), found).country == "SWE"
