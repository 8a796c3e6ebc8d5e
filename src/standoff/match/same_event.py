"""Whether two mentions tell the same happening: a sum of named parts, each with what it saw.

Every part looks at one thing and gives a number from -1 (speaks against) over 0 (says nothing) to 1 (speaks for it).
The parts' docstrings are what a user is shown. The weighed sum goes through the logistic function; it
puts pairs in order, and is not calibrated (the weights: docs/decisions.md, 2026-11-23). Two mentions that a part
excludes are never one, whatever the others say.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from standoff.core.vocabulary import EventType
from standoff.match.actors import are_others, is_named
from standoff.match.story_words import rareness
from standoff.match.tellings import Telling
from standoff.resources.codebook import load_codebook
from standoff.resources.word_vectors import Vector, load_word_vectors

Seen = tuple[float, str]
"""What a part found: its value, and what it saw in words."""
NOTHING: Seen = (0.0, "")

MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
"""Acts that two sides do together: who is named first means nothing."""
SHARP_DAYS = 3
"""A stated time of at most so many days is a date."""
CLOCK_DAYS = 1
"""Dates so far apart may still be one: reports differ by time zones and nights (days)."""
REPORTED_DAYS = 7
"""Undated mentions in reports so far apart are rather two happenings (days)."""
APART_KM = 60.0
"""Spots farther apart than this, beyond what their own extent explains, are two places."""
ANCHORS = 2.0
"""What two coded acts must share, beside type and word, not to be told apart: on 517 reports of 2021 and 2022,
without this 124 requests of one government's briefings made one happening."""
LATER_ANCHORS = 2.5
"""The same where undated acts are told more than a day apart: the next day's shelling is another one."""
POSSIBLE_ANCHORS = 1.0
"""The same for what is only thought possible: the invasion that many fear is one."""
COMMON_ANCHOR = 0.5
"""What a shared state, its rebels or "the troops" are worth as an anchor: they take part in most acts of a crisis."""
SHARED_CONTEXT, MUCH_SHARED_CONTEXT = 0.3, 0.5
"""Likeness of two sentences' rare words from which they are about one thing, and from which surely."""
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a comparison looked at."""

    name: str
    weight: float
    value: float
    saw: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How surely two mentions tell the same happening, and why."""

    score: float
    """Probability, 0..1; 0 where a part excludes it."""
    excluded: str | None
    """The part that excludes it."""
    parts: tuple[Part, ...]
    """Those that said something."""


def act(one: Telling, other: Telling) -> Seen:
    """Both are the same type of act (1), acts of one class (0.3), or acts of different classes (-1)."""
    if one.type is None or other.type is None:
        return NOTHING
    if one.type == other.type:
        return 1.0, one.type
    same = quad_of(one.type) == quad_of(other.type)
    return 0.3 if same else -1.0, f"{one.type} / {other.type}"


def trigger(one: Telling, other: Telling) -> Seen:
    """The words that name the act share a stem."""
    shared = one.stems & other.stems
    return (1.0, " ".join(sorted(shared))) if shared else (0.0, "")


def meaning(one: Telling, other: Telling) -> Seen:
    """The words that name the act mean similar things, by the encoder's word vectors (cosine)."""
    if one.trigger == other.trigger:
        return 1.0, one.trigger
    alike = likeness(one.trigger, other.trigger)
    return max(alike, 0.0), f"{one.trigger} / {other.trigger}"


def sources(one: Telling, other: Telling) -> Seen:
    """Who acts is the same as far as both say it (1), or somebody else (-1)."""
    return _sides(one, other, one.sources, other.sources)


def targets(one: Telling, other: Telling) -> Seen:
    """Who is acted upon is the same as far as both say it (1), or somebody else (-1)."""
    return _sides(one, other, one.targets, other.targets)


def time(one: Telling, other: Telling) -> Seen:
    """The dates meet (1; 0.5 where they are vague) or do not (-1); without a date, how far apart the reports are."""
    if one.when and other.when:
        gap = max(one.when[0], other.when[0]) - min(one.when[1], other.when[1])
        if gap > 0:
            return (-0.5 if gap <= CLOCK_DAYS else -1.0), f"{gap} days apart"
        return (1.0, "the same date") if _is_sharp(one) and _is_sharp(other) else (0.5, "dates that meet")
    if one.day is None or other.day is None:
        return NOTHING
    gap = abs(one.day - other.day)
    return max(0.3 * (1 - 2 * gap / REPORTED_DAYS), -1.0), f"reported {gap} days apart"


def place(one: Telling, other: Telling) -> Seen:
    """Both name the same place (1), spots that are near (0.5), or spots that are far apart (-1)."""
    shared = one.places & other.places
    if one.spots and other.spots:
        apart = min(_km_apart(a, b) for a in one.spots for b in other.spots)
        if apart > APART_KM:
            return -1.0, f"{round(apart)} km apart"
        if not shared:
            return 0.5, f"{round(apart)} km apart"
    return (1.0, " ".join(sorted(shared))) if shared else NOTHING


def figures(one: Telling, other: Telling) -> Seen:
    """Both give the same number of the same thing (1), or different ones (-1)."""
    mine, theirs = dict(one.figures), dict(other.figures)
    shared = sorted(mine.keys() & theirs.keys())
    if not shared:
        return NOTHING
    thing = next((thing for thing in shared if mine[thing] == theirs[thing]), shared[0])
    return (1.0 if mine[thing] == theirs[thing] else -1.0), f"{thing}: {mine[thing]:g} / {theirs[thing]:g}"


def reality(one: Telling, other: Telling) -> Seen:
    """One is told as having happened, the other is not (-1)."""
    if one.real is None or other.real is None or one.real == other.real:
        return NOTHING
    return -1.0, "happened / not yet or not surely"


def story(one: Telling, other: Telling) -> Seen:
    """The reports are of one story (1; less where one of them tells many acts), or of two (-1).

    What is only thought possible hangs over many stories.
    """
    if one.story is None or other.story is None or (one.story != other.story and one.possible and other.possible):
        return NOTHING
    return (min(one.focus, other.focus), "one story") if one.story == other.story else (-1.0, "two stories")


def context(one: Telling, other: Telling) -> Seen:
    """The sentences share rare words (cosine of the words weighed by how rare they are in English)."""
    shared = one.words & other.words
    if not shared:
        return NOTHING
    alike = _weight(shared) / math.sqrt(_weight(one.words) * _weight(other.words))
    return alike, _rarest(shared)


def sentence(one: Telling, other: Telling) -> Seen:
    """Both stand in one sentence: a sentence that tells two acts means two (-1)."""
    together = one.doc_id == other.doc_id and one.sentence == other.sentence
    return (-1.0, "one sentence") if together else NOTHING


def persons(one: Telling, other: Telling) -> Seen:
    """Of one side the same person is named (0.25: leaders act every day), or only different ones (-1)."""
    shared = one.persons & other.persons
    if shared:
        return 0.25, ", ".join(sorted(name for _, name in shared))
    if not are_others(one.persons, other.persons):
        return NOTHING
    mine, theirs = (", ".join(sorted(name for _, name in told.persons)) for told in (one, other))
    return -1.0, f"{mine} / {theirs}"


def content(one: Telling, other: Telling) -> Seen:
    """What is demanded, threatened, promised or refused is the same type of act (0.5), or another (-1)."""
    if not one.about or not other.about:
        return NOTHING
    shared = one.about & other.about
    return (0.5, " ".join(sorted(shared))) if shared else (-1.0, f"{' '.join(one.about)} / {' '.join(other.about)}")


def anchors(one: Telling, other: Telling) -> Seen:
    """Too few of doer, target, date, place, figure, content and rare words are the same (up to -1)."""
    if one.type is None or other.type is None:
        return NOTHING
    if one.type in MUTUAL or other.type in MUTUAL:
        shared = _tie(one.sources | one.targets, other.sources | other.targets)
    else:
        shared = _tie(one.sources, other.sources) + _tie(one.targets, other.targets)
    alike = context(one, other)[0]
    shared += (alike >= SHARED_CONTEXT) + 0.5 * (alike >= MUCH_SHARED_CONTEXT)
    dated = bool(one.when and other.when)
    shared += max(time(one, other)[0], 0.0) if dated else 0.0
    shared += max(place(one, other)[0], 0.0) + (figures(one, other)[0] > 0)
    shared += max(content(one, other)[0], 0.0) + 0.5 * bool(one.stems & other.stems)
    needed = _needed(one, other, dated)
    return (max(-1.0, shared - needed), f"{shared:g} of {needed:g}") if shared < needed else NOTHING


def _needed(one: Telling, other: Telling, dated: bool) -> float:
    """Say how much two coded acts must share."""
    if one.possible and other.possible:
        return POSSIBLE_ANCHORS
    if dated or not one.real or not other.real or one.day is None or other.day is None:
        return ANCHORS
    return LATER_ANCHORS if abs(one.day - other.day) > CLOCK_DAYS else ANCHORS


def _tie(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Say how much a side ties two acts together: by who is on both, or (below nothing) by who is on one only.

    Somebody of whom nothing but a word or a name is known may be of the state that the other mention names.
    """
    shared = mine & theirs
    if shared:
        return min(1.0, sum(1.0 if is_named(key) else COMMON_ANCHOR for key in shared))
    unknown = {key.islower() for key in mine}, {key.islower() for key in theirs}
    if not mine or not theirs or unknown[0] != unknown[1]:
        return 0.0
    return -COMMON_ANCHOR if True in unknown[0] else -1.0


Look = Callable[[Telling, Telling], Seen]

PARTS: Mapping[str, tuple[Look, float]] = {
    "act": (act, 1.0),
    "trigger": (trigger, 0.5),
    "meaning": (meaning, 7.0),
    "sources": (sources, 1.2),
    "targets": (targets, 1.2),
    "time": (time, 1.5),
    "place": (place, 1.0),
    "figures": (figures, 0.7),
    "reality": (reality, 0.5),
    "story": (story, 4.0),
    "context": (context, 1.0),
    "sentence": (sentence, 1.5),
    "persons": (persons, 2.0),
    "content": (content, 6.0),
    "anchors": (anchors, 8.0),
}
"""THE list of parts, each with its weight."""
BIAS = -7.3


def compare(one: Telling, other: Telling) -> Comparison:
    """Compare two mentions.

    Args:
        one: a mention.
        other: another; their order changes nothing.
    """
    excluded = exclusion(one, other)
    total, parts = BIAS, []
    for name, (look, weight) in PARTS.items():
        value, saw = look(one, other)
        if value:
            total += weight * value
            parts.append(Part(name, weight, round(value, 4), saw))
    score = 0.0 if excluded else 1 / (1 + math.exp(-total))
    return Comparison(round(score, 6), excluded, tuple(parts))


def probability(one: Telling, other: Telling) -> float | None:
    """Give the score of `compare` alone, None where a part excludes it: for the many pairs that nobody will look at.

    A pair that no further part could lift out of the improbable is given up, with 0.
    """
    if exclusion(one, other) is not None:
        return None
    total = BIAS
    for look, weight, left in _ORDER:
        total += weight * look(one, other)[0]
        if total + left < HOPELESS:
            return 0.0
    return 1 / (1 + math.exp(-total))


HOPELESS = -4.0
"""Sum of parts below which a pair is one happening in less than one case of fifty."""
_AT_MOST = {"persons": 0.25, "content": 0.5, "reality": 0.0, "sentence": 0.0, "anchors": 0.0}
"""The most that a part gives, where it is less than 1."""
_FIRST = ("story", "meaning", "content", "persons", "sources", "targets", "act", "time", "trigger", "reality")
"""Parts that decide most pairs and cost little; then come the others, in their order."""


def _in_order() -> tuple[tuple[Look, float, float], ...]:
    """Give the parts, those that decide most first, each with the most that all after it can add."""
    names = [*_FIRST, *(name for name in PARTS if name not in _FIRST)]
    best = [PARTS[name][1] * _AT_MOST.get(name, 1.0) for name in names]
    return tuple((*PARTS[name], sum(best[at + 1 :])) for at, name in enumerate(names))


_ORDER = _in_order()


def exclusion(one: Telling, other: Telling) -> str | None:
    """Name the part that makes two mentions different happenings: dates, or spots, that cannot both be right."""
    if one.when and other.when and _is_sharp(one) and _is_sharp(other):
        gap = max(one.when[0], other.when[0]) - min(one.when[1], other.when[1])
        if gap > CLOCK_DAYS:
            return "time"
    if place(one, other)[0] == -1.0:
        return "place"
    return None


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str) -> float:
    """Give the cosine of two phrases' word vectors."""
    return float(_vector(one) @ _vector(other))


@lru_cache(maxsize=1 << 16)
def _vector(phrase: str) -> Vector:
    return load_word_vectors().of(phrase)


@lru_cache(maxsize=64)
def quad_of(kind: str) -> int:
    """Give the PLOVER quad class of a type."""
    return int(load_codebook().types[EventType(kind)].quad)


def _sides(one: Telling, other: Telling, mine: frozenset[str], theirs: frozenset[str]) -> Seen:
    if one.type in MUTUAL or other.type in MUTUAL:
        mine, theirs = one.sources | one.targets, other.sources | other.targets
    if not mine or not theirs:
        return NOTHING
    shared = mine & theirs
    if not shared:
        return -1.0, f"{' '.join(sorted(mine))} / {' '.join(sorted(theirs))}"
    return len(shared) / min(len(mine), len(theirs)), " ".join(sorted(shared))


def _is_sharp(mention: Telling) -> bool:
    return mention.when is not None and mention.when[1] - mention.when[0] < SHARP_DAYS


def _km_apart(one: tuple[str, float, float, float], other: tuple[str, float, float, float]) -> float:
    """Give the distance between two spots on a sphere, less their extents. Source: the haversine formula."""
    a, b, c, d = map(math.radians, (one[1], one[2], other[1], other[2]))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return max(2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0))) - one[3] - other[3], 0.0)


@lru_cache(maxsize=1 << 16)
def _rarest(words: frozenset[str]) -> str:
    return " ".join(sorted(words, key=lambda word: (-rareness(word), word))[:5])


@lru_cache(maxsize=1 << 16)
def _weight(words: frozenset[str]) -> float:
    return math.fsum(rareness(word) ** 2 for word in words)
