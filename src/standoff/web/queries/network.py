"""The network: who acts on whom, co-operation against conflict, over time."""

from standoff.web.conditions import tie_conditions
from standoff.web.filters import Filters, Where
from standoff.web.picture_shapes import Network, NetworkNode, NetworkTie, ToneBin
from standoff.web.queries.paging import shaped
from standoff.web.queries.spans import SPAN, unit_of
from standoff.web.snapshot import Snapshot

TIES_MOST = 150
"""Most ties drawn, those with the most events first: more than that is a hairball."""


def show_network(snapshot: Snapshot, filters: Filters) -> Network:
    """Give ties between actors, from what is told as fact."""
    where = tie_conditions(filters)
    whole = tie_conditions(filters, timed=False)
    sql = f"""
        select source, target, count(*) filter (where quad <= 2) as cooperation,
            count(*) filter (where quad > 2) as conflict,
            avg(intensity) as mean_intensity, min(day) as first, max(day) as last
        from ties l where {where.sql} group by source, target order by count(*) desc, source, target limit {TIES_MOST}
    """
    ties = shaped(snapshot.rows(sql, where.parameters), NetworkTie, dict)
    keys = sorted({key for tie in ties for key in (tie.source, tie.target)})
    known = snapshot.rows("select key, label, events from actors_seen where key in (select unnest(?))", [keys])
    total = snapshot.rows(f"select count(*) as n from ties l where {where.sql}", where.parameters)[0]["n"]
    unit, bins = _bins(snapshot, whole)
    nodes = shaped(known, NetworkNode, dict)
    return Network(nodes, ties, sum(t.cooperation + t.conflict for t in ties), total, unit, bins, snapshot.state)


def _bins(snapshot: Snapshot, where: Where) -> tuple[str, list[ToneBin]]:
    span = snapshot.rows(f"select {SPAN} from ties l where {where.sql}", where.parameters)
    unit = unit_of(span[0]["first"], span[0]["last"])
    rows = snapshot.rows(
        f"""select cast(date_trunc('{unit}', day) as date) as start, count(*) filter (where quad <= 2) as cooperation,
            count(*) filter (where quad > 2) as conflict from ties l where {where.sql} and day between ? and ?
            group by 1 order by 1""",
        [*where.parameters, span[0]["first"], span[0]["last"]],
    )
    return unit, shaped(rows, ToneBin, dict)
