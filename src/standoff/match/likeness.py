"""Likeness: how far two claims speak of one happening, as a sum of named parts that each say what they saw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.core.vocabulary import GROUP_CODES
from standoff.match.assertions import Assertion
from standoff.match.differences import thing_counted
from standoff.match.wording import Rarity, content_stems
from standoff.store.records import ActorRecord

NEAR_DAYS, CLOSE_DAYS = 1, 3
FULL_DATE = len("2031-05-07")


@dataclass(frozen=True, slots=True)
class Part:
    """One reason to take two claims for accounts of one happening, or not to."""

    name: str
    weight: float
    saw: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a claim, worked out once."""

    claim: Assertion
    type: str
    doers: frozenset[str]
    targets: frozenset[str]
    day: str
    places: frozenset[str]
    stories: frozenset[str]
    trigger: frozenset[str]
    stems: frozenset[str]
    counts: frozenset[tuple[str, float]]
    """Things counted, with their numbers."""
    voices: frozenset[tuple[str, tuple[str, ...]]]
    """Who tells it in which report: one voice does not contradict itself."""


MOST_READ = 20
"""Mentions of a claim whose words are compared."""


def profile(claim: Assertion) -> Profile:
    """Gather what is compared of a claim over its mentions."""
    mentions = claim.mentions[:MOST_READ]
    records = [m.record for m in mentions]
    return Profile(
        claim,
        claim.best.record.type.value,
        frozenset(key for r in records for key in side_keys(r.sources)),
        frozenset(key for r in records for key in side_keys(r.targets)),
        claim.day,
        frozenset(p.name for r in records for p in r.places),
        frozenset(m.story_id for m in mentions if m.story_id),
        frozenset(stem for r in records for stem in content_stems(r.text)),
        frozenset(stem for r in records for stem in content_stems(r.clause.text)),
        frozenset((thing_counted(f) or "", f.value) for r in records for f in r.figures if f.value is not None),
        frozenset((r.doc_id, tuple(s.actor.text for s in r.speakers if s.actor is not None)) for r in records),
    )


def side_keys(side: Sequence[ActorRecord]) -> list[str]:
    """Name the actors of a side so that two tellings can be compared: the country, else the name, else the words."""
    return [a.country if a.country and a.country not in GROUP_CODES else a.name or a.text.lower() for a in side]


Compare = Callable[[Profile, Profile, Rarity], Part | None]


def same_happening(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both were found to tell of one happening."""
    same = one.claim.happening_id == other.claim.happening_id
    return Part("happening", 3.0, "one happening") if same else None


def same_act(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both are acts of one type."""
    return Part("act", 1.0, one.type) if one.type == other.type else Part("act", -0.5, f"{one.type}, {other.type}")


def same_trigger(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both are told with one word."""
    shared = one.trigger & other.trigger
    return Part("trigger", 0.75, ", ".join(sorted(shared))) if shared else None


def same_doers(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """The same side acts."""
    return _sides("doers", one.doers, other.doers)


def same_targets(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """The same side is acted on."""
    return _sides("targets", one.targets, other.targets)


def _sides(name: str, one: frozenset[str], other: frozenset[str]) -> Part | None:
    if not one or not other:
        return None
    if one & other:
        return Part(name, 1.0, ", ".join(sorted(one & other)))
    if not any(_is_known(key) for key in one) or not any(_is_known(key) for key in other):
        return None
    return Part(name, -1.0, f"{', '.join(sorted(one))} and {', '.join(sorted(other))}")


def _is_known(key: str) -> bool:
    """Tell whether a key of a side is a country or a name; bare words ("the troops") may be anybody."""
    return not key.islower()


def near_days(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """The days on which they are said to have happened, or were told, lie close together."""
    gap = days_between(one.day, other.day)
    if gap is None:
        return None
    if gap <= CLOSE_DAYS:
        return Part("days", 0.75 if gap <= NEAR_DAYS else 0.25, f"{gap} days apart")
    return Part("days", -0.25 * min(gap - CLOSE_DAYS, 8), f"{gap} days apart")


def same_places(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both name one place."""
    shared = one.places & other.places
    return Part("places", 0.75, ", ".join(sorted(shared))) if shared else None


def same_counts(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both count the same number of the same thing."""
    shared = one.counts & other.counts
    return Part("figures", 1.0, ", ".join(f"{n:g} {what}" for what, n in sorted(shared))) if shared else None


def same_story(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Both stand in reports of one story."""
    return Part("story", 1.0, "one story") if one.stories & other.stories else None


def like_words(one: Profile, other: Profile, rarity: Rarity) -> Part | None:
    """Their clauses share words, rare ones counting more."""
    share = rarity.overlap(one.stems, other.stems)
    if share <= 0.0:
        return None
    words = sorted(one.stems & other.stems, key=lambda w: (-rarity.weight(w), w))[:5]
    return Part("words", round(3.0 * share, 2), ", ".join(words))


PARTS: tuple[Compare, ...] = (
    same_happening,
    same_act,
    same_trigger,
    same_doers,
    same_targets,
    near_days,
    same_places,
    same_counts,
    same_story,
    like_words,
)
"""All parts. Weights by hand, in the order in which an analyst would trust them; `tests/world` says what they are
worth."""


def likeness(one: Profile, other: Profile, rarity: Rarity) -> tuple[float, list[Part]]:
    """Say how far two claims speak of one happening: the sum of the parts, and the parts."""
    parts = [part for part in (compare(one, other, rarity) for compare in PARTS) if part is not None]
    return sum(part.weight for part in parts), parts


def days_between(one: str, other: str) -> int | None:
    """Give the days between two ISO days, None where one is not known to the day."""
    if len(one) < FULL_DATE or len(other) < FULL_DATE:
        return None
    return abs((date.fromisoformat(other[:FULL_DATE]) - date.fromisoformat(one[:FULL_DATE])).days)
