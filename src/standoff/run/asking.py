"""Questions to a case: events by filter, and SQL that can read its tables and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType, Status
from standoff.store.outline import BEGUN, OVER, Outline
from standoff.store.views import quoted

MEMORY = "4GB"
"""The most memory that a user's query may take."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are asked for; what is null does not count."""

    actor: str | None = None
    """Country code or name of a side that acts."""
    target: str | None = None
    """Country code or name of a side that is acted upon."""
    type: str | None = None
    status: str | None = None
    since: str | None = None
    """ISO day: not over before it. An event without a date of its own has that of its report."""
    until: str | None = None
    """ISO day: not begun after it."""

    def may_fit(self, outline: Outline) -> bool:
        """Tell whether a part may hold an event that is asked for."""
        rest = {"type": self.type, "since": self.since, "until": self.until}
        return all(outline.may_hold(side=side, **rest) for side in (self.actor, self.target))


_SIDE = (
    "len(list_filter({side}, lambda a: a.country = $s or lower(a.name) = lower($s) or lower(a.text) = lower($s))) > 0"
)


def select_events(connection: duckdb.DuckDBPyConnection, wanted: EventFilter) -> pa.Table:
    """Give the events of a catalogue that a filter lets through, in the order of their reports' dates.

    Raises:
        SettingsError: there is no such type or status.
    """
    _check_word(wanted.type, EventType, "type")
    _check_word(wanted.status, Status, "status")
    tests = {
        _SIDE.format(side="sources").replace("$s", "$actor"): ("actor", wanted.actor),
        _SIDE.format(side="targets").replace("$s", "$target"): ("target", wanted.target),
        "type = $type": ("type", wanted.type),
        "status = $status": ("status", wanted.status),
        f"{OVER} >= $since": ("since", wanted.since),
        f"{BEGUN} <= $until": ("until", wanted.until),
    }
    given = {test: pair for test, pair in tests.items() if pair[1] is not None}
    where = f"where {' and '.join(given)}" if given else ""
    found = connection.sql(f"select event_id, filename from filed_events {where}", params=dict(given.values()))
    return _whole_rows(connection, found.to_arrow_table())


def _whole_rows(connection: duckdb.DuckDBPyConnection, found: pa.Table) -> pa.Table:
    """Fetch whole event records: reading all their columns is dear, so only the files that hold one are read."""
    connection.register("found", found)
    files = sorted(name for name in set(found["filename"].to_pylist()) if name is not None)
    source = (
        f"read_parquet([{', '.join(map(quoted, files))}])"
        if files
        else "(select * exclude (filename) from filed_events)"
    )
    order = "order by published nulls last, doc_id, start, event_id"
    rows = connection.sql(f"select * from {source} where event_id in (select event_id from found) {order}")
    try:
        return rows.to_arrow_table()
    finally:
        connection.unregister("found")


def _check_word(word: str | None, known: type[EventType] | type[Status], what: str) -> None:
    names = [str(member.value) for member in known]
    if word is not None and word not in names:
        raise SettingsError(f"no event has the {what} {word!r}; choose one of {', '.join(names)}")


def run_query(connection: duckdb.DuckDBPyConnection, sql: str, readable: Sequence[str]) -> pa.Table:
    """Run a user's query: one SELECT over the tables there are, which can reach no file, network or setting.

    Args:
        connection: is used for this only: it is locked for good.
        sql: the query.
        readable: the files behind the views.

    Raises:
        SettingsError: it is no SELECT, or it is wrong.
    """
    connection.execute("SET python_enable_replacements = false")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET allowed_paths = $paths", {"paths": list(readable)})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    try:
        statements = connection.extract_statements(sql)
        kinds = [statement.type for statement in statements]
        if kinds != [duckdb.StatementType.SELECT]:
            found = ", ".join(kind.name for kind in kinds) or "nothing"
            raise SettingsError(f"one SELECT is run, and nothing else; found {found}; see docs/case.md")
        return connection.sql(sql).to_arrow_table()
    except duckdb.Error as error:
        raise SettingsError(f"the query cannot be run: {error}; the tables stand in docs/case.md") from error


def check_day(day: str | None) -> None:
    """Check that a day is an ISO date.

    Raises:
        SettingsError: it is not.
    """
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError("not in the form YYYY-MM-DD")
    except ValueError as error:
        raise SettingsError(f"a day must be an ISO date; found {day!r}; write it as YYYY-MM-DD") from error
