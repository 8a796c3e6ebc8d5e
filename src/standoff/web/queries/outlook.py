"""Looking ahead: forecasts with their reasons, tension over time, indicators that fired, and scores."""

from dataclasses import asdict
from typing import Any

import msgspec

from standoff.outlook.indicators import load_indicators
from standoff.web.conditions import firing_conditions, forecast_conditions, tension_conditions
from standoff.web.filters import Filters, Order
from standoff.web.outlook_shapes import (
    FiringLine,
    FiringPage,
    ForecastLine,
    ForecastPage,
    IndicatorRecord,
    Scoreboard,
    ScoreLine,
    TensionAnswer,
    TensionLine,
    Unsaid,
)
from standoff.web.queries.events import find_events
from standoff.web.queries.paging import fetch_page, shaped
from standoff.web.queries.spans import unit_of
from standoff.web.snapshot import Snapshot

DYADS_MOST = 12
"""Most dyads whose tension is given at once."""
EVENTS_MOST = 12
"""Most events given with a firing."""
LABELS = """
    coalesce((select label from actors_seen where key = l.actor limit 1), l.actor) as actor_label,
    coalesce((select label from actors_seen where key = l.other limit 1), l.other) as other_label
"""
"""Names of both sides, as the reports name them."""
_COLUMNS = f"l.*, {LABELS}"
_IN_ORDER = (Order("l.number", "integer"),)


def list_forecasts(snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int) -> ForecastPage:
    """List forecasts, the likeliest first; after them those that abstain, by the dyad's own pace."""
    if not snapshot.has("forecast_lines"):
        return ForecastPage([], None, None, snapshot.state, "forecasts")
    where = forecast_conditions(filters)
    rows, last, total = fetch_page(snapshot, _COLUMNS, "forecast_lines l", where, _IN_ORDER, cursor=cursor, limit=limit)
    events = find_events(snapshot, sorted({name for row in rows for name in row["reasons"]}))

    def adapt(row: dict[str, Any]) -> dict[str, Any]:
        told = zip(row["reason_words"], row["reasons"], strict=True)
        return row | {"reasons": [{"what": what, "event": events[name]} for what, name in told if name in events]}

    unsaid = snapshot.rows("select horizon_days, why from forecasts where actor is null order by 1")
    ahead = snapshot.rows("select distinct horizon_days as days from forecast_lines order by 1")
    head = snapshot.rows(
        """select cast(max(as_of) as date) as as_of, coalesce(max(acts), 0) as acts,
               count(*) filter (where not abstained) as learned from forecasts"""
    )[0]
    return ForecastPage(
        shaped(rows, ForecastLine, adapt), last, total, snapshot.state,
        as_of=head["as_of"], acts=head["acts"], learned=head["learned"],
        horizons=[row["days"] for row in ahead], unsaid=shaped(unsaid, Unsaid, dict),
    )  # fmt: skip


def show_tension(snapshot: Snapshot, filters: Filters) -> TensionAnswer:
    """Give tension over time, of the whole case and of the dyads with the most acts."""
    if not snapshot.has("tension_pairs"):
        return TensionAnswer([], "day", None, None, 0, snapshot.state, "tension")
    where = tension_conditions(filters)
    rows = snapshot.rows(
        f"select {_COLUMNS} from tension_pairs l where {where.sql} order by l.number limit {DYADS_MOST + 1}",
        where.parameters,
    )
    total = snapshot.rows("select count(*) as n from tension_pairs where actor <> ''")[0]["n"]
    span = snapshot.rows(
        """select greatest(min(day), cast(? as date)) as first, least(max(day), cast(? as date)) as last
           from tension_days""",
        [filters.since, filters.until],
    )[0]
    unit = unit_of(span["first"], span["last"])
    points = snapshot.rows(
        f"""select actor, other, cast(date_trunc('{unit}', day) as date) as start, cast(sum(acts) as integer) as acts,
                sum(tension) as tension, cast(sum(severe) as integer) as severe, bool_or(alarm) as alarm
            from tension_days where day between ? and ? group by all order by actor, other, start""",
        [span["first"], span["last"]],
    )
    by_dyad: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for point in points:
        by_dyad.setdefault((point["actor"], point["other"]), []).append(point)
    series = shaped(rows, TensionLine, lambda row: row | {"points": by_dyad.get((row["actor"], row["other"]), [])})
    return TensionAnswer(series, unit, span["first"], span["last"], total, snapshot.state)


def list_firings(snapshot: Snapshot, filters: Filters, *, cursor: str | None, limit: int) -> FiringPage:
    """List when indicators came on and the acts behind it, the last firing first, with every indicator's record."""
    if not snapshot.has("firings"):
        return FiringPage([], None, None, snapshot.state, "indicators")
    where = firing_conditions(filters)
    rows, last, total = fetch_page(snapshot, _COLUMNS, "firings l", where, _IN_ORDER, cursor=cursor, limit=limit)
    events = find_events(snapshot, sorted({name for row in rows for name in row["events"][:EVENTS_MOST]}))

    def adapt(row: dict[str, Any]) -> dict[str, Any]:
        return row | {"events": [events[name] for name in row["events"][:EVENTS_MOST] if name in events]}

    records = snapshot.rows("select * from indicator_records order by firings desc, indicator")
    outcome = load_indicators().outcome
    return FiringPage(
        shaped(rows, FiringLine, adapt), last, total, snapshot.state,
        records=shaped(records, IndicatorRecord, dict),
        outcome=", ".join(outcome.types), outcome_days=outcome.within_days,
    )  # fmt: skip


def show_scores(snapshot: Snapshot) -> Scoreboard:
    """Say how good the forecasts that the case keeps have been."""
    made = snapshot.scores()
    lines = [msgspec.convert(asdict(one), ScoreLine) for one in made or ()]
    return Scoreboard(lines, snapshot.keeps_forecasts, snapshot.keeps_forecasts and made is None, snapshot.state)
