"""What filters mean for each table: conditions on its rows, which the lists and the exports share.

In each, `l` is the table.
"""

from standoff.web.filters import Filters, Where


def event_conditions(filters: Filters) -> Where:
    """Give the conditions on `lines`, and on tables that hold its columns."""
    where = Where()
    for actor in filters.actors:
        where.add("l.line in (select line from sides where key = ?)", actor)
    for side, names in (("who", filters.who), ("whom", filters.whom)):
        for name in names:
            where.add("l.line in (select line from sides where key = ? and side = ?)", name, side)
    for column, values in (("type", filters.types), ("status", filters.statuses), ("quad", filters.quads)):
        if values:
            where.add(f"l.{column} in (select unnest(?))", list(values))
    for column, value in (("outlet", filters.outlet), ("doc_id", filters.report)):
        if value is not None:
            where.add(f"l.{column} = ?", value)
    if filters.place is not None:
        where.add("l.line in (select line from spots where name = ?)", filters.place)
    if filters.since is not None:
        where.add("l.last_day >= ?", filters.since)
    if filters.until is not None:
        where.add("l.day <= ?", filters.until)
    _add_words(where, filters, "l.words")
    return where


def claim_conditions(filters: Filters) -> Where:
    """Give the conditions on `claim_lines`."""
    where = event_conditions(filters)
    if filters.least_origins is not None:
        where.add("l.origins >= ?", filters.least_origins)
    if filters.contested:
        where.add("l.against > 0")
    if filters.state is not None:
        where.add("l.state = ?", filters.state)
    return where


def position_conditions(filters: Filters) -> Where:
    """Give the conditions on `position_lines`."""
    where = Where()
    for actor in filters.actors:
        where.add("l.number in (select number from position_parties where key = ?)", actor)
    for column, value in (("kind", filters.kind), ("state", filters.state)):
        if value is not None:
            where.add(f"l.{column} = ?", value)
    if filters.since is not None:
        where.add("l.last_known >= ?", filters.since)
    if filters.until is not None:
        where.add("l.first_known <= ?", filters.until)
    _add_words(where, filters, "l.words")
    return where


def series_conditions(filters: Filters) -> Where:
    """Give the conditions on `ledger_series`."""
    where = Where()
    for actor in filters.actors:
        where.add("l.holder = ? or l.receiver = ?", actor, actor)
    if filters.since is not None:
        where.add("l.last >= ?", filters.since)
    if filters.until is not None:
        where.add("l.first <= ?", filters.until)
    if filters.rivals:
        where.add("l.rivals > 0")
    _add_words(where, filters, "l.thing")
    return where


def figure_conditions(filters: Filters) -> Where:
    """Give the conditions on `ledger_lines`: all values of the series that fit."""
    inner = series_conditions(filters)
    where = Where()
    where.add(f"l.series_id in (select l.series_id from ledger_series l where {inner.sql})", *inner.parameters)
    return where


def agenda_conditions(filters: Filters) -> Where:
    """Give the conditions on `agenda_lines`."""
    where = Where()
    for actor in filters.actors:
        where.add("list_contains(l.actors, ?)", actor)
    if filters.types:
        where.add("l.type in (select unnest(?))", list(filters.types))
    if filters.outcome is not None:
        where.add("l.outcome = ?", filters.outcome)
    if filters.since is not None:
        where.add("coalesce(l.latest, l.due) >= ?", filters.since)
    if filters.until is not None:
        where.add("l.due <= ?", filters.until)
    return where


def forecast_conditions(filters: Filters) -> Where:
    """Give the conditions on `forecast_lines`."""
    where = _dyad_conditions(filters)
    if filters.types:
        where.add("l.type in (select unnest(?))", list(filters.types))
    if filters.horizon is not None:
        where.add("l.horizon_days = ?", filters.horizon)
    return where


def tension_conditions(filters: Filters) -> Where:
    """Give the conditions on `tension_pairs`: the whole case stands beside the dyads of an actor."""
    where = Where()
    inner = _dyad_conditions(filters)
    where.add(f"l.actor = '' or ({inner.sql})", *inner.parameters)
    return where


def point_conditions(filters: Filters) -> Where:
    """Give the conditions on `tension_days`."""
    where = tension_conditions(filters)
    _add_days(where, filters, True)
    return where


def firing_conditions(filters: Filters) -> Where:
    """Give the conditions on `firings`."""
    where = _dyad_conditions(filters)
    _add_days(where, filters, True)
    return where


def no_conditions(filters: Filters) -> Where:
    """Give no condition: what was decided and what went wrong is always given whole."""
    return Where()


def _dyad_conditions(filters: Filters) -> Where:
    where = Where()
    for actor in filters.actors:
        where.add("l.actor = ? or l.other = ?", actor, actor)
    return where


def report_conditions(filters: Filters) -> Where:
    """Give the conditions on `report_lines`."""
    where = Where()
    if filters.outlet is not None:
        where.add("l.outlet = ?", filters.outlet)
    if filters.since is not None:
        where.add("l.published >= ?", filters.since.isoformat())
    if filters.until is not None:
        where.add("l.published <= ?", filters.until.isoformat())
    for actor in filters.actors:
        acting = "select e.doc_id from lines e where e.line in (select line from sides where key = ?)"
        where.add(f"l.doc_id in ({acting})", actor)
    _add_words(where, filters, "coalesce(l.title, '') || ' ' || l.name")
    return where


def tie_conditions(filters: Filters, *, timed: bool = True) -> Where:
    """Give the conditions on `ties`; `timed` false leaves time out."""
    where = Where()
    for actor in filters.actors:
        where.add("l.source = ? or l.target = ?", actor, actor)
    _add_days(where, filters, timed)
    return where


def spot_conditions(filters: Filters, *, timed: bool = True) -> Where:
    """Give the conditions on `spots`; the events are asked only where their words or report matter."""
    where = Where()
    _add_days(where, filters, timed)
    for actor in filters.actors:
        where.add("l.line in (select line from sides where key = ?)", actor)
    for column, values in (("type", filters.types), ("status", filters.statuses), ("quad", filters.quads)):
        if values:
            where.add(f"l.{column} in (select unnest(?))", list(values))
    if filters.words or filters.outlet or filters.report:
        inner = event_conditions(filters)
        where.add(f"l.line in (select l.line from lines l where {inner.sql})", *inner.parameters)
    if filters.place is not None:
        where.add("l.name = ?", filters.place)
    return where


def _add_days(where: Where, filters: Filters, timed: bool) -> None:
    if timed and filters.since is not None:
        where.add("l.day >= ?", filters.since)
    if timed and filters.until is not None:
        where.add("l.day <= ?", filters.until)


def _add_words(where: Where, filters: Filters, column: str) -> None:
    if filters.words:
        where.add(f"contains(lower({column}), lower(?))", filters.words)
