"""What the events of a part amount to in a few words, so that a question leaves out files that hold no answer."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import msgspec

from standoff.store.durable import Entry, find_fault

BEGUN = "coalesce(list_min(list_transform(times, lambda t: coalesce(t.earliest, t.latest))), published)"
"""SQL: the day on which an event began; without a date of its own it has that of its report."""
OVER = "coalesce(list_max(list_transform(times, lambda t: coalesce(t.latest, t.earliest))), published)"
"""SQL: the day on which an event was over."""
CODE_LETTERS = 4
"""Names and words no longer than this stand in an outline beside the codes: `US` may be either."""
CLOSE_DAYS = 14
"""Stretches so close to one another are one, so that the manifest stays short (days)."""
FULL_DATE = len("2031-01-01")
_NO_END = "~"
"""Comes after every date."""
Stretch = tuple[str, str]
"""First and last day, ISO."""
_SIDES = f"""
    with actors as (select unnest(sources || targets) as a from given)
    select distinct lower(word) from (
        select a.country as word from actors union all select a.name from actors union all select a.text from actors
    ) where length(word) <= {CODE_LETTERS} order by all
"""


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """The types of some events, when those of each type lie, and the codes of their sides."""

    days: dict[str, list[Stretch]]
    """Per type the stretches of time that hold its events; none where they are not dated."""
    sides: list[str]
    """Codes of countries, and names and words as short, in lower case."""

    def may_hold(
        self, *, side: str | None = None, type: str | None = None, since: str | None = None, until: str | None = None
    ) -> bool:
        """Tell whether one of the events may fit.

        Args:
            side: a code, a name or a word of who acts or is acted upon.
            type: a type of event.
            since: ISO day: not over before it.
            until: ISO day: not begun after it.
        """
        if side is not None and len(side) <= CODE_LETTERS and side.lower() not in self.sides:
            return False
        kinds = [stretches for name, stretches in self.days.items() if type is None or name == type]
        if since is None and until is None:
            return bool(kinds)
        asked = (since or "", until or _NO_END)
        return any(begun <= asked[1] and over >= asked[0] for found in kinds for begun, over in found)


def outline_events(path: Path) -> Outline:
    """Look through a file of events."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        columns = "published, type, times, sources, targets"
        connection.execute(f"create table given as select {columns} from read_parquet($path)", {"path": str(path)})
        rows = connection.sql(f"select distinct type, {BEGUN}, {OVER} from given order by all").fetchall()
        sides = connection.sql(_SIDES).fetchall()
    days: dict[str, list[Stretch]] = {kind: [] for kind, _, _ in rows}
    for kind, begun, over in rows:
        if begun is not None:
            days[kind].append((min(begun, over), max(begun, over)))
    return Outline({kind: join_stretches(found) for kind, found in days.items()}, [row[0] for row in sides])


def join_stretches(found: Iterable[Stretch]) -> list[Stretch]:
    """Put stretches together that overlap or lie close to one another: a question is seldom for a gap of days."""
    made: list[Stretch] = []
    for begun, over in sorted(found):
        if made and begun <= _later(made[-1][1]):
            made[-1] = (made[-1][0], max(made[-1][1], over))
        else:
            made.append((begun, over))
    return made


def _later(day: str) -> str:
    """Give the day so many days later; of what is no whole day, itself."""
    try:
        return (date.fromisoformat(day[:FULL_DATE]) + timedelta(CLOSE_DAYS)).isoformat()
    except (ValueError, OverflowError):
        return day


def outline_file(path: Path, entry: Entry) -> Outline | None:
    """Look through a file of events if it is what it must be; None else, so that it is never left out."""
    return outline_events(path) if find_fault(path, entry) is None else None


def join_outlines(found: list[Outline | None]) -> Outline | None:
    """Give the outline of several files' events; None if one of them is not known."""
    known = [outline for outline in found if outline is not None]
    if len(known) < len(found):
        return None
    kinds = sorted({kind for outline in known for kind in outline.days})
    return Outline(
        {kind: join_stretches(s for outline in known for s in outline.days.get(kind, ())) for kind in kinds},
        sorted({code for outline in known for code in outline.sides}),
    )
