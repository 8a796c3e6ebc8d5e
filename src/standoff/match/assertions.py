"""Assertions: mentions of one happening gathered into claims, one per thing said to be so.

A claim is one assertion about one happening: its part of reality (it happened, it is planned, threatened, demanded
...), its polarity, and its figures, place and day as far as they exclude others'. Mentions that exclude each other
are claims of their own, so that ten thousand and ninety-four thousand soldiers never count as confirming one another.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from standoff.core.vocabulary import Polarity
from standoff.match.actors import key_of
from standoff.match.differences import Points, doer_difference, excludes, points_of
from standoff.match.mentions import Mention, denies, doubts, modality
from standoff.match.story_words import content_stems
from standoff.store.records import EventRecord

ID_LENGTH = 16
"""Hexadecimal digits of a claim's id."""
ASSERTS, DENIES, DOUBTS = "asserts", "denies", "doubts"
"""What a mention does with a claim."""


@dataclass(slots=True)
class Assertion:
    """A claim in the making."""

    happening_id: str
    modality: str
    polarity: str
    mentions: list[Mention]
    beside: list[tuple[Mention, str]] = field(default_factory=list)
    """Mentions that deny or doubt it, with their stance."""
    denies: list[str] = field(default_factory=list)
    """Ids of the claims that it does nothing but deny."""
    claim_id: str = ""

    @property
    def best(self) -> Mention:
        """The mention that tells most: sides, time, place, figures and a sure coding; the earliest among equals."""
        return max(self.mentions, key=lambda m: _fullness(m.record))

    @property
    def day(self) -> str:
        """The day of its first mention."""
        return self.mentions[0].day


def _fullness(record: EventRecord) -> tuple[float, float]:
    known = sum(1 for a in (*record.sources, *record.targets) if a.country or a.name)
    told = bool(record.sources) + bool(record.targets) + bool(record.times) + bool(record.places) + bool(record.figures)
    return known + told, record.confidence or 0.0


def claim_id(first: Mention, part: str, polarity: str) -> str:
    """Make a claim's id out of where its first mention stands, so that later reports do not change it."""
    record = first.record
    key = f"{record.doc_id}:{record.start}:{record.end}:{record.type.value}:{part}:{polarity}"
    return hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]


def gather(mentions: Iterable[Mention]) -> list[Assertion]:
    """Gather mentions into claims.

    Args:
        mentions: in the order in which they became known; those of one happening need not stand together.

    Returns:
        Claims in the order of their first mention.
    """
    happenings: dict[str, list[Mention]] = {}
    for mention in mentions:
        happenings.setdefault(mention.happening_id, []).append(mention)
    made = [claim for group in happenings.values() for claim in _claims_of(group)]
    for claim in made:
        claim.claim_id = claim_id(claim.mentions[0], claim.modality, claim.polarity)
    return made


def _claims_of(mentions: Sequence[Mention]) -> Iterator[Assertion]:
    """Make the claims of one happening, and set its denials and doubts beside what they are about."""
    parts: dict[tuple[str, str], list[Assertion]] = {}
    points = {m.record.event_id: points_of(m.record) for m in mentions}
    for mention in sorted(mentions, key=lambda m: not _has_details(m.record)):
        place(mention, parts.setdefault(_part(mention.record), []), points)
    for claims in parts.values():
        for claim in claims:
            claim.mentions.sort(key=order)
    _set_beside(parts)
    yield from sorted((claim for claims in parts.values() for claim in claims), key=lambda c: order(c.mentions[0]))


def order(mention: Mention) -> tuple[str, str, int]:
    """Give what orders mentions: the day on which they became known, the report, and where they stand in it."""
    return mention.known or "9999", mention.record.doc_id, mention.record.start


def _has_details(record: EventRecord) -> bool:
    return bool(record.figures or record.places or record.times)


def _part(record: EventRecord) -> tuple[str, str]:
    """Give part of reality and polarity, which mentions of one claim share."""
    part = modality(record)
    if denies(record):
        return ("intended" if part == "intended" else "real"), Polarity.NEGATIVE.value
    return part, (record.polarity or Polarity.POSITIVE).value


def place(mention: Mention, claims: list[Assertion], points: Mapping[str, Points]) -> None:
    """Put a mention to the first claim none of whose mentions it excludes, else start a claim with it."""
    mine = points[mention.record.event_id]
    part, polarity = _part(mention.record)
    for claim in claims:
        if not any(excludes(mine, points[other.record.event_id]) for other in _telling(claim)):
            claim.mentions.append(mention)
            return
    claims.append(Assertion(mention.happening_id, part, polarity, [mention]))


def _other_targets(one: EventRecord, other: EventRecord) -> bool:
    """Tell whether two acts are on different ones: who does not help one may help another.

    Where one of them names nobody acted upon, they must share a word besides their own and the actors' names.
    """
    mine, theirs = (
        {key_of(a.name, a.country, a.sector) or a.text.lower() for a in record.targets} for record in (one, other)
    )
    if mine and theirs:
        return not mine & theirs
    return not _matter(one) & _matter(other)


def _matter(record: EventRecord) -> frozenset[str]:
    """Give the stems of a clause, without those of its trigger and its actors."""
    actors = " ".join(f"{a.text} {a.name or ''}" for a in (*record.sources, *record.targets))
    return frozenset(content_stems(record.clause.text)) - frozenset(content_stems(f"{record.text} {actors}"))


MOST_COMPARED = 50
"""Mentions of a claim that a further one is compared with; what a claim says is told by its first ones."""


def _telling(claim: Assertion) -> list[Mention]:
    return claim.mentions[:MOST_COMPARED]


def _set_beside(parts: dict[tuple[str, str], list[Assertion]]) -> None:
    """Set the denials and doubts of a happening beside the claims that they are about."""
    for part in ("real", "intended"):
        asserted = parts.get((part, Polarity.POSITIVE.value), [])
        denials = parts.get((part, Polarity.NEGATIVE.value), [])
        best = [claim.best.record for claim in asserted] if denials else []
        for denial in denials:
            told = denial.best.record
            for claim, record in zip(asserted, best, strict=True):
                if doer_difference(told, record) is not None or _other_targets(told, record):
                    continue
                claim.beside += [(mention, DENIES) for mention in denial.mentions]
                denial.denies.append(claim_id(claim.mentions[0], claim.modality, claim.polarity))
    for doubt in parts.get(("speculated", Polarity.POSITIVE.value), []):
        for claim in parts.get(("real", Polarity.POSITIVE.value), []):
            claim.beside += [(mention, DOUBTS) for mention in doubt.mentions if doubts(mention.record)]
