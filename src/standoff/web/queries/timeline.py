"""The timeline: counts by lane and bin, and single events where the window is narrow enough."""

from datetime import date

from standoff.web.conditions import event_conditions
from standoff.web.filters import Filters, Where
from standoff.web.picture_shapes import Lane, LaneBin, RivalPair, Timeline
from standoff.web.queries.claims import find_claims
from standoff.web.queries.events import LINE_COLUMNS, event_lines
from standoff.web.queries.paging import shaped
from standoff.web.queries.spans import unit_of
from standoff.web.snapshot import Snapshot

SINGLE_MOST = 240
"""Most events of a window that are drawn one by one; more are counted in bins."""
RIVALS_MOST = 20


def show_timeline(snapshot: Snapshot, filters: Filters, *, lanes: int) -> Timeline:
    """Give the lanes of the actors that have most to do in a window, and rival accounts told within it."""
    where = event_conditions(filters)
    span = snapshot.rows(
        f"select min(l.day) as first, max(l.day) as last, count(*) as n from lines l where {where.sql}",
        where.parameters,
    )[0]
    chosen = _lanes(snapshot, filters, where, lanes)
    first, last = filters.since or span["first"], filters.until or span["last"]
    unit = unit_of(first, last)
    bins = _bins(snapshot, filters, where, [lane.key for lane in chosen], unit)
    single = span["n"] <= SINGLE_MOST
    events = []
    parts: dict[str, list[str]] = {}
    if single:
        rows = snapshot.rows(f"select {LINE_COLUMNS} from lines l where {where.sql} order by l.line", where.parameters)
        events = event_lines(rows)
        parts = _parts(snapshot, [event.event_id for event in events], [lane.key for lane in chosen])
    return Timeline(
        first, last, span["n"], unit, chosen, bins, events if single else None, parts,
        _rivals(snapshot, first, last), snapshot.state,
    )  # fmt: skip


def _source(filters: Filters, where: Where) -> tuple[str, Where]:
    """Give the table that counts the lanes: the days' counts where only time narrows them, else the events' own."""
    inside = Where()
    if filters.since is not None:
        inside.add("p.day >= ?", filters.since)
    if filters.until is not None:
        inside.add("p.day <= ?", filters.until)
    narrowed = (filters.actors, filters.who, filters.whom, filters.types, filters.statuses, filters.quads)
    if not any(narrowed) and not any((filters.outlet, filters.report, filters.words, filters.place)):
        return "lane_days p", inside
    inside.add(f"p.line in (select l.line from lines l where {where.sql})", *where.parameters)
    return "(select *, 1 as events from parts) p", inside


def _lanes(snapshot: Snapshot, filters: Filters, where: Where, most: int) -> list[Lane]:
    source, inside = _source(filters, where)
    rows = snapshot.rows(
        f"""select p.key, any_value(a.label) as label, cast(sum(p.events) as bigint) as events
            from {source} join actors_seen a on a.key = p.key
            where {inside.sql} group by p.key order by events desc, p.key limit ?""",
        [*inside.parameters, most],
    )
    return shaped(rows, Lane, dict)


def _bins(snapshot: Snapshot, filters: Filters, where: Where, keys: list[str], unit: str) -> list[LaneBin]:
    source, inside = _source(filters, where)
    rows = snapshot.rows(
        f"""select p.key as lane, cast(date_trunc('{unit}', p.day) as date) as start, p.quad,
                cast(sum(p.events) as bigint) as events
            from {source} where p.key in (select unnest(?)) and {inside.sql} group by 1, 2, 3 order by 1, 2, 3""",
        [keys, *inside.parameters],
    )
    return shaped(rows, LaneBin, dict)


def _parts(snapshot: Snapshot, events: list[str], keys: list[str]) -> dict[str, list[str]]:
    rows = snapshot.rows(
        """select l.event_id, list(p.key order by p.key) as keys from lines l join parts p on p.line = l.line
           where l.event_id in (select unnest(?)) and p.key in (select unnest(?)) group by l.event_id""",
        [events, keys],
    )
    return {row["event_id"]: row["keys"] for row in rows}


def _rivals(snapshot: Snapshot, first: date | None, last: date | None) -> list[RivalPair]:
    if not snapshot.has("claim_lines") or first is None or last is None:
        return []
    rows = snapshot.rows(
        f"""select k.claim_id, k.other_id, k.kind, k.reason from claim_links k
            join claim_lines a on a.claim_id = k.claim_id join claim_lines b on b.claim_id = k.other_id
            where k.kind in ('rival', 'contradicts', 'changed_figure')
                and (a.day between ? and ? or b.day between ? and ?)
            order by a.day, k.claim_id, k.other_id limit {RIVALS_MOST}""",
        [first, last, first, last],
    )
    claims = find_claims(snapshot, [name for row in rows for name in (row["claim_id"], row["other_id"])])
    return [RivalPair(row["kind"], row["reason"], claims[row["claim_id"]], claims[row["other_id"]]) for row in rows]
