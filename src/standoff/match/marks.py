"""Marks in a stream of reports: how things stood before a day, so that a later run goes on from there.

Stories and happenings are decided day by day, and what comes later changes nothing of a day. A mark holds what is still
open before its day. It may be used again as long as everything that was known before its day is the same: each mark
has a digest of it. The rows of what is closed stand in the tables that the same run made.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import msgspec

from standoff.match.days import FULL_DATE

LEFT = (1, 1 / 64, 1 / 16, 1 / 4)
"""A mark is kept before the last day, and where this share of the reports is still to come: most new reports are of
the last days, some are late."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """How a stream stood before a day."""

    day: str
    """ISO day, the first that the stream had not seen."""
    digest: str
    """Of all that it had seen."""
    state: bytes


class Marks:
    """The marks that an earlier run left and those that this one makes."""

    def __init__(self, rows: Iterable[Sequence[object]], before: bytes | None = None) -> None:
        """Look which marks still hold.

        Args:
            rows: per report the day from which it is known, then all that the stream is told of it; sorted.
            before: what an earlier run left (`encode`).
        """
        total = hashlib.sha256()
        self.days: list[str] = []
        self._reports: list[int] = []
        self._digests = [total.hexdigest()]
        for day, group in groupby(rows, key=lambda row: str(row[0] or "")):
            told = list(group)
            total.update(msgspec.json.encode(told))
            self.days.append(day)
            self._reports.append(len(told))
            self._digests.append(total.hexdigest())
        found = msgspec.msgpack.decode(before, type=list[Mark]) if before is not None and self._are_dated() else []
        self.kept = [mark for mark in found if mark.digest == self._digest_before(mark.day)]
        self._wanted = self._choose() if self._are_dated() else set()

    @property
    def last(self) -> Mark | None:
        """The mark from which a run goes on, None where it begins at the beginning."""
        return self.kept[-1] if self.kept else None

    def pass_day(self, day: str, state: Callable[[], bytes]) -> None:
        """Make a mark before a day, if there is to be one.

        Args:
            day: the day that comes next.
            state: gives what is open.
        """
        if day in self._wanted and all(mark.day != day for mark in self.kept):
            self.kept.append(Mark(day, self._digest_before(day), state()))

    def encode(self) -> bytes:
        """Give the marks that a later run may need: for each share the last one before it."""
        wanted = sorted(self._wanted)
        latest = {max((mark.day for mark in self.kept if mark.day <= day), default="") for day in wanted}
        return msgspec.msgpack.encode([mark for mark in self.kept if mark.day in latest])

    def _are_dated(self) -> bool:
        """Tell whether every report has a day: what nobody dates is compared with everything, open or closed."""
        return all(len(day) >= FULL_DATE for day in self.days)

    def _digest_before(self, day: str) -> str:
        return self._digests[bisect_left(self.days, day)]

    def _choose(self) -> set[str]:
        """Choose days before which marks are wanted: the last with so many reports from it on."""
        to_come, chosen = 0, set()
        least = sorted({max(1.0, share * sum(self._reports)) if share < 1 else 1.0 for share in LEFT})
        for day, reports in zip(reversed(self.days), reversed(self._reports), strict=True):
            to_come += reports
            while least and to_come >= least[0]:
                chosen.add(day)
                least.pop(0)
        return chosen - set(self.days[:1])
