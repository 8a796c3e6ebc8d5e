"""The map: where what is told to be, drawn no finer than it is known."""

from standoff.web.conditions import spot_conditions
from standoff.web.filters import Filters
from standoff.web.picture_shapes import MapAnswer, Spot, ToneBin, UnplacedName
from standoff.web.queries.paging import shaped
from standoff.web.queries.spans import SPAN, unit_of
from standoff.web.snapshot import Snapshot

SPOTS_MOST = 2_000
UNPLACED_MOST = 100


def show_map(snapshot: Snapshot, filters: Filters) -> MapAnswer:
    """Give the spots of a window of time, and the names that no spot can be drawn for."""
    where = spot_conditions(filters)
    sql = f"""
        select l.name, min(l.kind) as kind, min(l.country) as country, l.latitude, l.longitude, l.precision_km,
            any_value(l.parties) as parties, count(distinct l.event_id) as events,
            count(*) filter (where l.quad <= 2) as cooperation, count(*) filter (where l.quad > 2) as conflict,
            min(l.day) as first, max(l.day) as last
        from spots l where l.latitude is not null and {where.sql}
        group by l.name, l.latitude, l.longitude, l.precision_km order by events desc, l.name limit {SPOTS_MOST}
    """
    spots = shaped(snapshot.rows(sql, where.parameters), Spot, dict)
    unplaced = snapshot.rows(
        f"""select l.name, min(l.kind) as kind, min(l.country) as country, count(distinct l.event_id) as events
            from spots l where l.latitude is null and {where.sql}
            group by l.name order by events desc, l.name limit {UNPLACED_MOST}""",
        where.parameters,
    )
    unit, bins = _bins(snapshot, filters)
    return MapAnswer(spots, shaped(unplaced, UnplacedName, dict), unit, bins, snapshot.state)


def _bins(snapshot: Snapshot, filters: Filters) -> tuple[str, list[ToneBin]]:
    where = spot_conditions(filters, timed=False)
    span = snapshot.rows(f"select {SPAN} from spots l where {where.sql}", where.parameters)
    unit = unit_of(span[0]["first"], span[0]["last"])
    rows = snapshot.rows(
        f"""select cast(date_trunc('{unit}', day) as date) as start, count(*) filter (where quad <= 2) as cooperation,
            count(*) filter (where quad > 2) as conflict from spots l where {where.sql} and day between ? and ?
            group by 1 order by 1""",
        [*where.parameters, span[0]["first"], span[0]["last"]],
    )
    return unit, shaped(rows, ToneBin, dict)
