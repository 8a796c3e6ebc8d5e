"""Happenings: event mentions of all reports that tell the same thing, gathered as the reports come in.

A new mention is compared (`match.same_event`) with mentions of open happenings that share a key with it: its type or
word together with an actor, a place or its story. Groups join by average linkage over what was compared; mentions
that exclude each other never come together. Like stories, happenings keep the id of their first mention, and what
comes later does not change what was decided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import msgspec

from standoff.match.linkage import join_groups
from standoff.match.same_event import probability
from standoff.match.tellings import Telling

SAME = 0.5
"""Average probability from which groups of mentions are one happening."""
SHOWN = 0.2
"""Comparisons below this are not kept: nobody would ask why they are not the same."""
OPEN_DAYS = 30
"""A happening without a mention for so long takes in no more (days between reports)."""
COMPARED = 100
"""Happenings that a mention is compared with at most, those that share most keys with it first."""
WITNESSES = 4
"""Mentions of a happening that stand for it: its first and its latest."""

Key = tuple[str, ...]


@dataclass(slots=True)
class Happening:
    """A happening and the mentions that stand for it."""

    members: list[int]
    """Numbers of its mentions, in order of arrival."""
    last_day: int | None

    @property
    def first(self) -> int:
        """The mention that gives the happening its id."""
        return self.members[0]

    def witnesses(self) -> list[int]:
        """Give the mentions that stand for it."""
        half = WITNESSES // 2
        return self.members if len(self.members) <= WITNESSES else self.members[:half] + self.members[-half:]


class _State(msgspec.Struct):
    mentions: list[Telling]
    happenings: list[Happening]
    closed: int | None


@dataclass(slots=True)
class HappeningStream:
    """Happenings over a growing stream of mentions."""

    mentions: list[Telling] = field(default_factory=list)
    compared: dict[tuple[int, int], float] = field(default_factory=dict)
    """By the numbers of two mentions: the probability, where it is worth showing."""
    _happenings: dict[int, Happening] = field(default_factory=dict)
    _open: dict[Key, dict[int, None]] = field(default_factory=dict)
    _closed: int | None = None

    def add(self, mentions: Sequence[Telling]) -> None:
        """Take in the mentions of a day; none may be of a day before those taken in already.

        Args:
            mentions: in the order of their reports.
        """
        self._close(mentions[0].day if mentions else None)
        fresh = []
        for mention in mentions:
            number = len(self.mentions)
            self.mentions.append(mention)
            fresh.append(Happening([number], mention.day))
            self._enter(fresh[-1], fresh[-1].first)
        for group in self._groups(fresh):
            self._merge(group)

    def open_state(self, day: int) -> bytes:
        """Give what mentions from a day on may still change, for `resume`.

        Args:
            day: the next day, as an ordinal.
        """
        kept = [happening for n, happening in self._happenings.items() if self._is_open(n, day)]
        numbers = sorted(n for happening in kept for n in happening.members)
        place = {number: at for at, number in enumerate(numbers)}
        happenings = [replace(happening, members=[place[n] for n in happening.members]) for happening in kept]
        return msgspec.msgpack.encode(_State([self.mentions[n] for n in numbers], happenings, self._closed))

    @classmethod
    def resume(cls, state: bytes) -> "HappeningStream":
        """Go on from `open_state`; happenings that were closed then are not in it any more."""
        found = msgspec.msgpack.decode(state, type=_State)
        stream = cls(found.mentions, _closed=found.closed)
        for happening in found.happenings:
            for number in happening.members:
                stream._enter(happening, number)
        return stream

    def assigned(self) -> dict[str, str]:
        """Give for every event_id the id of its happening: the event_id of the happening's first mention."""
        return {
            self.mentions[n].event_id: self.mentions[happening.first].event_id
            for happening in self._happenings.values()
            for n in happening.members
        }

    def _close(self, day: int | None) -> None:
        """Take happenings that can take in no more out of the index, from time to time."""
        if day is None or (self._closed is not None and day - self._closed < OPEN_DAYS):
            return
        self._closed = day
        for key, block in list(self._open.items()):
            left = {number: None for number in block if self._is_open(number, day)}
            if left:
                self._open[key] = left
            else:
                del self._open[key]

    def _is_open(self, number: int, day: int | None) -> bool:
        happening = self._happenings.get(number)
        if happening is None:
            return False
        return day is None or happening.last_day is None or day - happening.last_day <= OPEN_DAYS

    def _enter(self, happening: Happening, number: int) -> None:
        self._happenings[happening.first] = happening
        for key in block_keys(self.mentions[number]):
            self._open.setdefault(key, {})[happening.first] = None

    def _groups(self, fresh: Sequence[Happening]) -> Iterator[list[Happening]]:
        scores: dict[tuple[int, int], float] = {}
        for happening in fresh:
            for other in self._met(happening.first):
                pair = (min(other, happening.first), max(other, happening.first))
                if pair not in scores:
                    scores[pair] = self._score(self._happenings[pair[0]], self._happenings[pair[1]])
        numbers = sorted({n for pair in scores for n in pair} | {happening.first for happening in fresh})
        place = {number: at for at, number in enumerate(numbers)}
        sizes = [len(self._happenings[number].members) for number in numbers]
        alike = {(place[one], place[other]): score for (one, other), score in scores.items()}
        for joined in join_groups(sizes, alike, least=SAME):
            if len(joined) > 1:
                yield [self._happenings[numbers[at]] for at in joined]

    def _met(self, number: int) -> list[int]:
        """Give the open happenings that share keys with a mention, those that share most first."""
        shared: dict[int, int] = {}
        day = self.mentions[number].day
        for key in block_keys(self.mentions[number]):
            block = self._open[key]
            for other in list(block):
                if not self._is_open(other, day):
                    del block[other]
                elif other != number:
                    shared[other] = shared.get(other, 0) + 1
        return sorted(shared, key=lambda other: (-shared[other], -other))[:COMPARED]

    def _score(self, one: Happening, other: Happening) -> float:
        """Average over the mentions that stand for two happenings; minus infinity where two exclude each other."""
        total, count = 0.0, 0
        for mine in one.witnesses():
            for theirs in other.witnesses():
                score = probability(self.mentions[mine], self.mentions[theirs])
                if score is not None and score >= SHOWN:
                    self.compared[min(mine, theirs), max(mine, theirs)] = score
                total += float("-inf") if score is None else score
                count += 1
        return total / count

    def _merge(self, group: Sequence[Happening]) -> None:
        happening, *others = sorted(group, key=lambda happening: happening.first)
        for other in others:
            del self._happenings[other.first]
            for number in other.members:
                self._enter(happening, number)
            happening.members = sorted(happening.members + other.members)
            days = [day for day in (happening.last_day, other.last_day) if day is not None]
            happening.last_day = max(days, default=None)


def block_keys(mention: Telling) -> list[Key]:
    """Give the keys of which two mentions must share one to be compared at all."""
    what = [mention.type] if mention.type else []
    whats = [*what, *sorted(mention.stems)]
    wheres = [*sorted(mention.sources | mention.targets), *sorted(mention.places)]
    keys: list[Key] = [(name, where) for name in whats for where in wheres]
    if mention.story is not None:
        keys += [("story", name, mention.story) for name in (whats if mention.type else ["", *whats])]
    return keys


def find_happenings(mentions: Sequence[Telling]) -> HappeningStream:
    """Gather mentions into happenings.

    Args:
        mentions: in the order in which they became known.
    """
    stream = HappeningStream()
    for _, group in groupby(mentions, key=lambda mention: mention.day):
        stream.add(list(group))
    return stream
