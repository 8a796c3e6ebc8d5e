"""The map: where what is told to be, drawn no finer than it is known."""

from standoff.web.filters import Filters, Where, event_conditions
from standoff.web.queries.paging import shaped
from standoff.web.queries.spans import unit_of
from standoff.web.shapes import MapAnswer, Spot, ToneBin, UnplacedName
from standoff.web.snapshot import Snapshot

SPOTS_MOST = 2_000
UNPLACED_MOST = 100


def show_map(snapshot: Snapshot, filters: Filters) -> MapAnswer:
    """Give the spots of a window of time, and the names that no spot can be drawn for."""
    where = _where(filters)
    sql = f"""
        select s.name, min(s.kind) as kind, min(s.country) as country, s.latitude, s.longitude, s.precision_km,
            any_value(s.parties) as parties, count(distinct s.event_id) as events,
            count(*) filter (where s.quad <= 2) as cooperation, count(*) filter (where s.quad > 2) as conflict,
            min(s.day) as first, max(s.day) as last
        from spots s where s.latitude is not null and {where.sql}
        group by s.name, s.latitude, s.longitude, s.precision_km order by events desc, s.name limit {SPOTS_MOST}
    """
    spots = shaped(snapshot.rows(sql, where.parameters), Spot, dict)
    unplaced = snapshot.rows(
        f"""select s.name, min(s.kind) as kind, min(s.country) as country, count(distinct s.event_id) as events
            from spots s where s.latitude is null and {where.sql}
            group by s.name order by events desc, s.name limit {UNPLACED_MOST}""",
        where.parameters,
    )
    unit, bins = _bins(snapshot, filters)
    return MapAnswer(spots, shaped(unplaced, UnplacedName, dict), unit, bins, snapshot.state)


def _where(filters: Filters, *, timed: bool = True) -> Where:
    """Give the conditions on spots; the join with events is left out where time alone narrows them."""
    where = Where()
    if timed and filters.since is not None:
        where.add("s.day >= ?", filters.since)
    if timed and filters.until is not None:
        where.add("s.day <= ?", filters.until)
    for actor in filters.actors:
        where.add("s.event_id in (select event_id from sides where key = ?)", actor)
    for column, values in (("type", filters.types), ("status", filters.statuses), ("quad", filters.quads)):
        if values:
            where.add(f"list_contains(?, s.{column})", list(values))
    if filters.words or filters.outlet or filters.report:
        inner = event_conditions(filters)
        where.add(f"s.event_id in (select l.event_id from lines l where {inner.sql})", *inner.parameters)
    return where


def _bins(snapshot: Snapshot, filters: Filters) -> tuple[str, list[ToneBin]]:
    where = _where(filters, timed=False)
    span = snapshot.rows(f"select min(day) as first, max(day) as last from spots s where {where.sql}", where.parameters)
    unit = unit_of(span[0]["first"], span[0]["last"])
    rows = snapshot.rows(
        f"""select cast(date_trunc('{unit}', day) as date) as start, count(*) filter (where quad <= 2) as cooperation,
            count(*) filter (where quad > 2) as conflict from spots s where {where.sql} group by 1 order by 1""",
        where.parameters,
    )
    return unit, shaped(rows, ToneBin, dict)
