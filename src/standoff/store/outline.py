"""What the events of a part amount to in a few words, so that a question leaves out files that hold no answer."""

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
_SIDES = f"""
    with actors as (select unnest(sources || targets) as a from given)
    select distinct lower(word) from (
        select a.country as word from actors union all select a.name from actors union all select a.text from actors
    ) where length(word) <= {CODE_LETTERS} order by all
"""


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """The first and the last day of some events (null where none is dated), their types, and their sides' codes."""

    first: str | None
    last: str | None
    types: list[str]
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
        if type is not None and type not in self.types:
            return False
        if side is not None and len(side) <= CODE_LETTERS and side.lower() not in self.sides:
            return False
        if since is not None and (self.last is None or self.last < since):
            return False
        return until is None or (self.first is not None and self.first <= until)


def outline_events(path: Path) -> Outline:
    """Look through a file of events."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        columns = "published, type, times, sources, targets"
        connection.execute(f"create table given as select {columns} from read_parquet($path)", {"path": str(path)})
        found = connection.sql(f"select min({BEGUN}), max({OVER}) from given").fetchone() or (None, None)
        types = connection.sql("select distinct type from given where type is not null order by all").fetchall()
        sides = connection.sql(_SIDES).fetchall()
    return Outline(found[0], found[1], [row[0] for row in types], [row[0] for row in sides])


def outline_file(path: Path, entry: Entry) -> Outline | None:
    """Look through a file of events if it is what it must be; None else, so that it is never left out."""
    return outline_events(path) if find_fault(path, entry) is None else None


def join_outlines(found: list[Outline | None]) -> Outline | None:
    """Give the outline of several files' events; None if one of them is not known."""
    known = [outline for outline in found if outline is not None]
    if len(known) < len(found):
        return None
    return Outline(
        min((outline.first for outline in known if outline.first is not None), default=None),
        max((outline.last for outline in known if outline.last is not None), default=None),
        sorted({name for outline in known for name in outline.types}),
        sorted({code for outline in known for code in outline.sides}),
    )
