"""Who the persons of a document are: their titles anywhere in it first, the table of office-holders second."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standoff.core.layers import Actor
from standoff.core.vocabulary import IdentityBasis
from standoff.resources.gazetteer import Gazetteer, Holding, name_key

FORMER = "ELI"
"""Sector of somebody who is no longer in office."""


@dataclass(slots=True)
class Profile:
    """What a document makes plain about one person."""

    name: str
    country: str | None = None
    sector: str | None = None
    basis: IdentityBasis | None = None
    office: str | None = None


def build_profiles(actors: Iterable[Actor], gazetteer: Gazetteer, published: str | None) -> dict[str, Profile]:
    """Give the profile of every person of a document by surname.

    Args:
        actors: the document's mentions.
        gazetteer: knows who held which office when.
        published: the report's ISO date, or None.
    """
    found: dict[str, Profile] = {}
    for actor in actors:
        if actor.person is None:
            continue
        known = found.setdefault(surname(actor.person), Profile(actor.person))
        if len(actor.person) > len(known.name):
            known.name = actor.person
        if known.country is None and actor.country is not None:
            known.country, known.basis = actor.country, IdentityBasis.TITLE
        known.sector = known.sector or actor.sector
        known.office = known.office or actor.office
    for profile in found.values():
        _consult_holders(profile, gazetteer, published)
    return found


def surname(person: str) -> str:
    """Give the last word of a person's name."""
    return person.split()[-1]


def _consult_holders(profile: Profile, gazetteer: Gazetteer, published: str | None) -> None:
    holdings = _holdings(profile, gazetteer)
    if not holdings or (profile.country is not None and profile.country not in {h.country for h in holdings}):
        return
    current = [h for h in holdings if h.covers(published)]
    holding = (current or holdings)[-1]
    if len({h.country for h in current or holdings}) > 1:
        return
    if len({h.name for h in current or holdings}) == 1:
        profile.name = holding.name
    if profile.country is None:
        profile.country, profile.basis = holding.country, IdentityBasis.OFFICE_HOLDERS
    if profile.sector is None:
        profile.sector = holding.sector if current else FORMER


def _holdings(profile: Profile, gazetteer: Gazetteer) -> Sequence[Holding]:
    """Find the offices of a person by the name as written, then by surname with first name or title."""
    written = gazetteer.holdings(profile.name) or gazetteer.holdings(surname(profile.name))
    if written:
        return written
    bearers = gazetteer.bearers(profile.name)
    words = profile.name.split()
    if len(words) > 1:
        first = name_key(words[0])
        return [h for h in bearers if first in {name_key(word) for word in h.name.split()[:-1]}]
    if profile.office is None:
        return []
    title = profile.office.split()[-1]
    return [h for h in bearers if h.office.split()[-1] == title]
