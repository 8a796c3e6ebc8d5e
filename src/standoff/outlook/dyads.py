"""Dyads: what two parties have done to each other up to a day, as numbers, and whether an act followed.

A dyad is directed: who acts comes first. One chronological pass keeps fading counts per dyad and class of act.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.outlook.memory import Floats, Ints, KeyIndex

HALF_LIVES = (3.0, 10.0, 30.0, 120.0)
ACTIVE_DAYS = 90
"""A dyad is asked about while its last act of any kind is at most this many days old, the day itself counted."""
WINDOWS = (7, 30, 90)
NEVER_DAYS = 999.0


@dataclass(frozen=True, slots=True)
class Acts:
    """Dated acts between parties: who, to whom, of which class, and whether each is of the kind asked about."""

    actor: Ints
    other: Ints
    kind: Ints
    day: Ints
    wanted: npt.NDArray[np.bool_]
    parties: int
    kinds: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Dyads as they stood at the end of some days: a row a dyad and day."""

    actor: Ints
    other: Ints
    day: Ints
    values: Floats
    """Columns as `column_names` names them."""

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Panel":
        """Give some of the rows."""
        return Panel(self.actor[chosen], self.other[chosen], self.day[chosen], self.values[chosen])


def column_names(kinds: int) -> list[str]:
    """Name a panel's columns; `wanted` is the kind of act asked about."""
    classes = ["wanted", *(f"kind{n}" for n in range(kinds))]
    ways = ("done", "received")
    pair = [f"{c}_{way}_{h:.0f}d" for way in ways for c in classes for h in HALF_LIVES]
    gaps = [f"{what}_{way}_gap" for way in ways for what in ("wanted", "any")]
    days = [f"wanted_days_{window}d" for window in WINDOWS]
    sides = [f"{what}_{h:.0f}d" for what in ("actor_wanted", "other_suffered", "actor_home", "all") for h in HALF_LIVES]
    return [*pair, *gaps, *days, *sides]


class DyadPass:
    """The pass over the acts: advance day by day, and look at dyads in between.

    Args:
        acts: all acts; those later than the day reached are never looked at.
    """

    def __init__(self, acts: Acts) -> None:
        self.acts = acts
        self.keys, self._pair = np.unique(acts.actor * acts.parties + acts.other, return_inverse=True)
        turned = self.keys % acts.parties * acts.parties + self.keys // acts.parties
        at = np.minimum(np.searchsorted(self.keys, turned), len(self.keys) - 1)
        self._turned = np.where(self.keys[at] == turned, at, len(self.keys))
        size = len(self.keys) + 1
        self._counts = np.zeros((size, acts.kinds + 1, len(HALF_LIVES)), np.float32)
        self._last_wanted = np.full(size, -NEVER_DAYS, np.float32)
        self._last = np.full(size, -NEVER_DAYS, np.float32)
        self._by_day = KeyIndex(np.zeros_like(acts.day), acts.day, int(acts.day.max()) + 2)
        self._wanted_days = self._index_wanted_days()
        self._fade = np.exp2(-1 / np.array(HALF_LIVES, np.float32))
        self.day = -1

    def _index_wanted_days(self) -> KeyIndex:
        wanted = self.acts.wanted
        cells = np.unique(self._pair[wanted] * (int(self.acts.day.max()) + 2) + self.acts.day[wanted])
        span = int(self.acts.day.max()) + 2
        return KeyIndex(cells // span, cells % span, span)

    def advance(self) -> None:
        """Take in the next day's acts."""
        self.day += 1
        self._counts *= self._fade
        row = self._by_day.past(np.zeros(1, np.int64), self.day + 1, self.day)[1]
        pair, wanted = self._pair[row], self.acts.wanted[row]
        np.add.at(self._counts, (pair[wanted], 0), np.float32(1))
        np.add.at(self._counts, (pair, self.acts.kind[row] + 1), np.float32(1))
        self._last[pair] = self.day
        self._last_wanted[pair[wanted]] = self.day

    def active(self) -> Ints:
        """Give the keys of the dyads of two different parties that were active of late."""
        recent = self._last[:-1] > self.day - ACTIVE_DAYS
        apart = self.keys // self.acts.parties != self.keys % self.acts.parties
        found: Ints = self.keys[recent & apart]
        return found

    def look(self, keys: Ints) -> Panel:
        """Describe dyads as they stand; unknown ones have an empty past.

        Args:
            keys: actor times the number of parties, plus the other.
        """
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        at = np.where(self.keys[at] == keys, at, len(self.keys))
        turned = np.append(self._turned, len(self.keys))[at]
        actor, other = keys // self.acts.parties, keys % self.acts.parties
        wide = self._counts[0].size
        parts = [self._counts[at].reshape(len(keys), wide), self._counts[turned].reshape(len(keys), wide)]
        lasts = (self._last_wanted[at], self._last[at], self._last_wanted[turned], self._last[turned])
        parts += [np.minimum(self.day - last, NEVER_DAYS)[:, None] for last in lasts]
        for window in WINDOWS:
            rows = self._wanted_days.past(at, self.day + 1, max(self.day + 1 - window, 0))[0]
            parts.append(np.bincount(rows, minlength=len(keys))[:, None])
        parts += self._sides(actor, other, self._counts[at, 0])
        values = np.concatenate([np.asarray(part, np.float32) for part in parts], 1)
        return Panel(actor, other, np.full(len(keys), self.day), values)

    def _sides(self, actor: Ints, other: Ints, own: Floats) -> list[Floats]:
        parties, wanted = self.acts.parties, self._counts[:-1, 0]
        doer, sufferer = self.keys // parties, self.keys % parties
        done = _sums(doer, wanted, parties)[actor] - own
        suffered = _sums(sufferer, wanted, parties)[other] - own
        home = _sums(doer[doer == sufferer], wanted[doer == sufferer], parties)[actor]
        return [done, suffered, home, np.broadcast_to(wanted.sum(0), own.shape)]

    def followed(self, panel: Panel, horizon: int) -> npt.NDArray[np.bool_]:
        """Tell whether an act of the kind asked about came in the `horizon` days after each row's day."""
        keys = panel.actor * self.acts.parties + panel.other
        found = np.zeros(len(keys), np.bool_)
        wanted = self.acts.wanted
        pair = self.acts.actor[wanted] * self.acts.parties + self.acts.other[wanted]
        span = int(max(self.acts.day.max(), panel.day.max())) + horizon + 2
        codes = np.sort(pair * span + self.acts.day[wanted])
        first = np.searchsorted(codes, keys * span + panel.day + 1)
        found = np.searchsorted(codes, keys * span + panel.day + horizon + 1) > first
        return found


def _sums(party: Ints, values: Floats, parties: int) -> Floats:
    sums = [np.bincount(party, column, minlength=parties) for column in values.T]
    return np.stack(sums, 1).astype(np.float32)


def panel_of(acts: Acts, days: Sequence[int]) -> Panel:
    """Describe every active dyad at the end of some days."""
    walk, wanted, parts = DyadPass(acts), set(days), []
    while walk.day < max(wanted):
        walk.advance()
        if walk.day in wanted:
            parts.append(walk.look(walk.active()))
    columns = ("actor", "other", "day", "values")
    return Panel(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))
