"""Links between claims: what denies, rivals or contradicts what, and which figures changed, each with its reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.core.vocabulary import EventType, Polarity, StatementKind, Status
from standoff.match.accounts import rival_account
from standoff.match.assertions import DENIES, Assertion
from standoff.match.differences import differences
from standoff.match.likeness import Part, Profile, days_between, likeness, profile
from standoff.match.wording import Rarity
from standoff.store.records import EventRecord

DENIED, RIVAL, CONTRADICTS, CHANGED_FIGURE = "denies", "rival", "contradicts", "changed_figure"
LIKE = {DENIED: 2.5, RIVAL: 2.7, CONTRADICTS: 3.5, CHANGED_FIGURE: 3.0}
"""Least likeness for each kind of link. Set on the synthetic world (`tests/world`)."""
KIND_OF = {"figure": CHANGED_FIGURE, "place": CONTRADICTS, "time": CONTRADICTS, "doer": RIVAL}
"""The kind of link that each point of difference makes."""
ANCHORS = {
    "figure": ("doers", "targets", "days", "places", "story"),
    "place": ("doers", "targets", "days", "figures", "story"),
    "time": ("doers", "targets", "places", "figures", "story"),
    "doer": ("days", "places", "figures", "story"),
    "account": ("doers", "targets", "days", "places", "figures", "story"),
    "polarity": ("doers", "targets", "days", "places", "story"),
}
"""Parts that may tie claims of different happenings together, by the point in which they differ."""
NEEDED = {"figure": 4, "place": 4, "time": 4, "doer": 3, "account": 2, "polarity": 2}
"""How many of them must."""
MOST_AGAINST = -1.5
"""Least sum of the parts that speak against one happening: two claims with more against them are two happenings."""
ALIKE, MUCH_ALIKE = 1.0, 1.5
"""Weight of shared words: a third and half of the words of both, rare ones counting more."""
IMPLIED = {"doer": ("doers", "targets"), "time": ("days",)}
"""Parts that speak against one happening only because of the point itself in which two claims differ."""
WINDOW_DAYS = 10
"""Claims further apart are not compared."""
WINDOW_CLAIMS = 60
"""A claim is compared with this many later ones of its block at most: it keeps the work linear."""


@dataclass(frozen=True, slots=True)
class Link:
    """A claim that bears on another."""

    claim_id: str
    other_id: str
    kind: str
    reason: str
    score: float
    parts: Sequence[Part]


def find_links(claims: Sequence[Assertion], rarity: Rarity) -> list[Link]:
    """Find all links between claims.

    Args:
        claims: with their ids.
        rarity: how rare words are in the case.
    """
    profiles = [profile(claim) for claim in claims]
    found = [link for one, other in candidates(profiles) for link in _links_of(one, other, rarity)]
    return sorted(_best_denials(found), key=lambda link: (link.claim_id, link.other_id, link.kind))


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Give the pairs of claims worth comparing: of one happening, one story, or with an actor and a time in common."""
    blocks: dict[str, list[Profile]] = {}
    for item in profiles:
        for key in _block_keys(item):
            blocks.setdefault(key, []).append(item)
    seen: set[tuple[str, str]] = set()
    for key in sorted(blocks):
        block = sorted(blocks[key], key=lambda p: (p.day, p.claim.claim_id))
        for at, one in enumerate(block):
            for other in block[at + 1 : at + 1 + WINDOW_CLAIMS]:
                gap = days_between(one.day, other.day)
                if gap is not None and gap > WINDOW_DAYS and one.claim.happening_id != other.claim.happening_id:
                    continue
                pair = (min(one.claim.claim_id, other.claim.claim_id), max(one.claim.claim_id, other.claim.claim_id))
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


def _block_keys(item: Profile) -> Iterator[str]:
    yield f"happening {item.claim.happening_id}"
    yield from (f"story {story}" for story in sorted(item.stories))
    yield from (f"actor {actor}" for actor in sorted(item.doers | item.targets))


def _links_of(one: Profile, other: Profile, rarity: Rarity) -> Iterator[Link]:
    """Find the links of a pair; the later claim is the one that bears on the other."""
    if not _comparable(one, other):
        return
    score, parts = likeness(one, other, rarity)
    seen = {part.name for part in parts if part.weight > 0}
    for kind, point, reason in _reasons(one, other):
        against = sum(p.weight for p in parts if p.weight < 0 and p.name not in IMPLIED.get(point, ()))
        enough = score >= LIKE[kind] and against >= MOST_AGAINST
        if enough and _anchored(point, seen) and _tied(point, one, other, parts):
            first, second = _direction(kind, one, other)
            yield Link(first.claim.claim_id, second.claim.claim_id, kind, reason, round(score, 2), parts)


def _anchored(point: str, seen: Collection[str]) -> bool:
    """Tell whether enough else is the same for two claims to be of one happening, and so to contradict each other.

    Two strikes on two days, or in two towns, are two strikes. Only what ties them to one spot, day or number makes them
    accounts of one happening.
    """
    return "happening" in seen or sum(1 for anchor in ANCHORS[point] if anchor in seen) >= NEEDED[point]


def _tied(point: str, one: Profile, other: Profile, parts: Sequence[Part]) -> bool:
    """Tell whether two claims are close enough in words, numbers or sides for their difference to be a contradiction.

    Happenings are found by type, sides and days, which many acts of one week share: ten states that impose sanctions
    do not contradict each other. So a doer is disputed only where the sides are exchanged, or spot and number are one
    (of an attack, either); a spot or day only beside one number or much the same words; and nothing that one speaker
    tells in one report. A mere "not" needs two reports: a briefing says "we will" and "we will not" of many things in
    like words.
    """
    weights = {part.name: part.weight for part in parts}
    words = weights.get("words", 0.0)
    if point == "doer":
        swapped = bool(one.doers & other.targets and other.doers & one.targets)
        spot, number = "places" in weights, "figures" in weights
        return swapped or (spot and number) or (one.type == EventType.ASSAULT.value and (spot or number))
    if point in {"place", "time"}:
        return not one.voices & other.voices and ("figures" in weights or words >= MUCH_ALIKE)
    apart = not {doc for doc, _ in one.voices} & {doc for doc, _ in other.voices}
    if point == "polarity":
        if _is_denial(one) or _is_denial(other):
            return "trigger" in weights or words >= ALIKE
        return apart and "trigger" in weights and words >= ALIKE
    if point == "account":
        told_by_two = not one.voices & other.voices  # in one report: what two whom it quotes make of one thing
        return told_by_two and (not apart or "happening" in weights or words >= ALIKE)
    return not one.voices & other.voices


def _is_denial(item: Profile) -> bool:
    """Tell whether a claim is denied in so many words; a mere "not" may be about something else."""
    return any(m.record.status is Status.DENIED or _is_told_as_denial(m.record) for m in item.claim.mentions)


def _is_told_as_denial(record: EventRecord) -> bool:
    return any(speaker.kind == StatementKind.DENIES.value for speaker in record.speakers)


def _comparable(one: Profile, other: Profile) -> bool:
    real = {one.claim.modality, other.claim.modality}
    return real <= {"real", "speculated"} or len(real) == 1


def _direction(kind: str, one: Profile, other: Profile) -> tuple[Profile, Profile]:
    if kind == DENIED:
        return (one, other) if one.claim.polarity == Polarity.NEGATIVE.value else (other, one)
    earlier, later = sorted((one, other), key=lambda p: (p.claim.mentions[0].known or "9999", p.claim.claim_id))
    return later, earlier


def _reasons(one: Profile, other: Profile) -> Iterator[tuple[str, str, str]]:
    """Say in which ways two claims would contradict each other, were they of one happening: kind, point and words.

    Claims that differ in two points, such as day and number, are two happenings.
    """
    mine, theirs = one.claim, other.claim
    if mine.polarity != theirs.polarity:
        if _same_sides(one, other):
            yield DENIED, "polarity", "one says that it is so, the other that it is not"
        return
    points = differences(mine.best.record, theirs.best.record) if one.type == other.type else []
    if len(points) > 1:
        return
    for found in points:
        yield KIND_OF[found.kind], found.kind, found.reason
    reason = rival_account(mine.best.record.sentence.text, theirs.best.record.sentence.text)
    if reason is not None:
        yield RIVAL, "account", reason


def _same_sides(one: Profile, other: Profile) -> bool:
    return one.type == other.type and not (one.doers and other.doers and not one.doers & other.doers)


def _best_denials(links: Sequence[Link]) -> Iterator[Link]:
    """Leave each denial the claims that are most like it: what is denied is one thing, told in a few ways."""
    best: dict[str, float] = {}
    for link in links:
        if link.kind == DENIED:
            best[link.claim_id] = max(best.get(link.claim_id, 0.0), link.score)
    for link in links:
        if link.kind != DENIED or link.score >= best[link.claim_id] - 0.5:
            yield link


def set_denials_beside(claims: Mapping[str, Assertion], links: Iterable[Link]) -> None:
    """Put the mentions of every denial beside the claims that it denies."""
    for link in links:
        if link.kind != DENIED:
            continue
        denial, denied = claims[link.claim_id], claims[link.other_id]
        there = {mention.record.event_id for mention, _ in denied.beside}
        denied.beside += [(m, DENIES) for m in denial.mentions if m.record.event_id not in there]
        if denied.claim_id not in denial.denies:
            denial.denies.append(denied.claim_id)
