"""Persons by the table of office-holders: spellings, surnames with titles, dates."""

import pytest

from standoff.core.layers import Actor
from standoff.core.vocabulary import ActorKind, IdentityBasis
from standoff.link.persons import build_profiles
from standoff.resources.gazetteer import Gazetteer, Holding, name_key

TABLE = [
    Holding("Omar al-Tarim", "XVA", "GOV", "president", "2028-01", "2034-01"),
    Holding("Mina Brand", "XKE", "GOV", "prime minister", "2028-01", "2034-01"),
    Holding("Ola Brand", "XVA", "GOV", "foreign minister", "2020-01", "2024-01"),
]
GAZETTEER = Gazetteer([], [(row.name, row) for row in TABLE])


def person(name: str, office: str | None = None, country: str | None = None) -> Actor:
    return Actor(0, 1, 0, 0, ActorKind.PERSON, name, country, None, office, name, "test/1:hand", 0.7)


@pytest.mark.parametrize(
    ("name", "office", "published", "country"),
    [
        ("Omar al-Tarim", None, "2031-05-07", "XVA"),
        ("Omar El-Tarím", None, "2031-05-07", "XVA"),
        ("Tarim", "president", "2031-05-07", "XVA"),
        ("Tarim", None, "2031-05-07", None),
        ("Tarim", "judge", "2031-05-07", None),
        ("Ivo Tarim", "president", "2031-05-07", None),
        ("Brand", "prime minister", "2031-05-07", "XKE"),
        ("Brand", "prime minister", None, None),
    ],
)
def test_country(name: str, office: str | None, published: str | None, country: str | None) -> None:
    """A surname alone is nobody's; with a title that fits one holder of that time it is that holder's."""
    profile = build_profiles([person(name, office)], GAZETTEER, published)[name.split()[-1]]
    assert profile.country == country
    assert profile.basis == (IdentityBasis.OFFICE_HOLDERS if country else None)


def test_the_texts_own_title_wins() -> None:
    profile = build_profiles([person("Omar al-Tarim", "president", "XKE")], GAZETTEER, "2031-05-07")["al-Tarim"]
    assert (profile.country, profile.basis) == ("XKE", IdentityBasis.TITLE)


def test_keys_forget_marks_and_articles() -> None:
    assert name_key("Al-Tarím") == name_key("el-Tarim") == name_key("Tarim")
    assert name_key("Alma") != name_key("Ma")
