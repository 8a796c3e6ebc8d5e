"""The step `outlook`: forecasts, tension and indicators as tables of the case, as of the last day that it knows of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import duckdb
import pyarrow as pa
from msgspec import Meta

from standoff.core.arrow import row_to_dict, struct_type
from standoff.core.stage import CorpusStep
from standoff.outlook.acts import Act, known_by, last_known_day, read_acts
from standoff.outlook.forecasts import Chances, Forecast, forecast, has_trees
from standoff.outlook.indicators import IndicatorSet, load_indicators
from standoff.outlook.series import Series, tension_series
from standoff.outlook.warning import Firing, Record, fire_all
from standoff.picture.evidence import stable_id

MOST_FORECASTS = 500
"""So many forecasts of each horizon are in the table, the likeliest first; `standoff outlook` gives all."""
MOST_PAIRS, LEAST_ACTS = 40, 5
"""Tension is laid out for so many pairs at most, the liveliest, with so many acts at least."""


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A row of the table `forecasts`; where nothing can be said of a horizon, one row with nothing but the reason."""

    forecast_id: str
    as_of: Annotated[str, Meta(description="ISO day looked ahead from: the last one known of")]
    horizon_days: int
    actor: Annotated[str | None, Meta(description="code or name of who would act; null = nothing can be said")]
    other: str | None
    type: Annotated[str | None, Meta(description="PLOVER type of the act")]
    probability: Annotated[float | None, Meta(description="that the act comes within the horizon; null = not said")]
    base_rate: Annotated[float | None, Meta(description="share of all active dyads and days after which it came")]
    recurrence: Annotated[float | None, Meta(description="chance at the dyad's own recent pace")]
    abstained: Annotated[bool, Meta(description="the probability is the base rate, or there is none")]
    why: Annotated[str, Meta(description="what the probability rests on, or why there is none")]
    new: Annotated[bool | None, Meta(description="the actor never did such an act to the other before")]
    acts: Annotated[int, Meta(description="acts that were learned from")]
    reasons: Annotated[list[str], Meta(description="ids of past events behind it, the most telling first")]
    reason_words: Annotated[list[str], Meta(description="what each of these events is to it")]


@dataclass(frozen=True, slots=True)
class TensionRow:
    """A row of the table `tension`: a day of one pair, or of the whole case, without gaps."""

    day: str
    actor: Annotated[str | None, Meta(description="code or name, in alphabetical order; null = the whole case")]
    other: str | None
    acts: int
    told_day: Annotated[int, Meta(description="acts whose words gave the day; the others count for their report's")]
    tension: Annotated[float, Meta(description="sum of PLOVER scores with the sign turned")]
    severe: Annotated[int, Meta(description="acts of a score of -7 or less")]
    conflict: Annotated[int, Meta(description="hostile acts, in word or deed")]
    run_days: Annotated[int | None, Meta(description="days since the pace of hostile acts most likely changed")]
    changed: Annotated[float | None, Meta(description="probability that it changed within the last week")]
    alarm: Annotated[bool, Meta(description="it has more likely than not risen within the last week")]
    expected: Annotated[float | None, Meta(description="hostile acts expected on the next day; on the last row only")]
    usual: Annotated[float | None, Meta(description="hostile acts a day on average; on the last row only")]
    heating: Annotated[bool | None, Meta(description="hostile acts call forth more; on the last row only")]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of the table `indicators`: a firing; of an indicator that never fired one row without a day."""

    indicator: str
    name: str
    scope: Annotated[str, Meta(description="dyad, actor or case: what it fires for")]
    easing: Annotated[bool, Meta(description="a sign that a crisis eases")]
    day: Annotated[str | None, Meta(description="ISO day on which it became known; null = never fired")]
    actor: str | None
    other: str | None
    events: Annotated[list[str], Meta(description="ids of the events that it rests on")]
    firings: Annotated[int, Meta(description="of this indicator, up to now")]
    resolved: Annotated[int, Meta(description="firings whose time is over")]
    followed: Annotated[int, Meta(description="of these, after which the outcome came in time")]
    base_rate: Annotated[float | None, Meta(description="share of all days after which the outcome came in time")]
    lift: Annotated[float | None, Meta(description="how much likelier the outcome was after a firing; null = too few")]
    false_alarms: Annotated[float | None, Meta(description="share of resolved firings not followed by it")]
    record: Annotated[str, Meta(description="what the lift rests on, or why there is none")]


def look_ahead(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the tables `forecasts`, `tension` and `indicators` of a catalogue."""
    acts, as_of = read_acts(connection), last_known_day(connection)
    if as_of is None:
        return {name: _table(row, []) for name, row in _ROWS.items()}
    known, signs = known_by(acts, as_of), load_indicators()
    undated = [act for act in acts if act.day is None]
    chances = forecast([*known, *undated], as_of, most=MOST_FORECASTS)
    return {
        "forecasts": _table(ForecastRow, forecast_rows(chances)),
        "tension": _table(TensionRow, tension_rows(known, as_of)),
        "indicators": _table(IndicatorRow, indicator_rows(signs, *fire_all(signs, acts, as_of))),
    }


_ROWS: Mapping[str, type] = {"forecasts": ForecastRow, "tension": TensionRow, "indicators": IndicatorRow}
_VERSION = "1 with trees" if has_trees() else "1 without trees"
"""Tables are made again where the extra `forecast` has been installed or taken away."""
OUTLOOK = CorpusStep("outlook", _VERSION, ("reports", "events", "claims"), tuple(_ROWS), look_ahead)


def _table(row: type, rows: Sequence[object]) -> pa.Table:
    return pa.Table.from_pylist([row_to_dict(one) for one in rows], schema=pa.schema(list(struct_type(row))))


def forecast_rows(chances: Chances) -> list[ForecastRow]:
    """Lay forecasts out as rows, after one row per horizon of which nothing can be said."""
    silent = [_unsaid(chances, horizon, why) for horizon, why in chances.unsaid]
    return [*silent, *(_forecast_row(found, chances.acts) for found in chances.forecasts)]


def _unsaid(chances: Chances, horizon: int, why: str) -> ForecastRow:
    return ForecastRow(
        forecast_id=stable_id("f", chances.as_of, horizon),
        as_of=chances.as_of,
        horizon_days=horizon,
        actor=None,
        other=None,
        type=None,
        probability=None,
        base_rate=None,
        recurrence=None,
        abstained=True,
        why=why,
        new=None,
        acts=chances.acts,
        reasons=[],
        reason_words=[],
    )


def _forecast_row(f: Forecast, acts: int) -> ForecastRow:
    return ForecastRow(
        forecast_id=stable_id("f", f.as_of, f.horizon_days, f.actor, f.other, f.type),
        as_of=f.as_of,
        horizon_days=f.horizon_days,
        actor=f.actor,
        other=f.other,
        type=str(f.type),
        probability=f.probability,
        base_rate=f.base_rate,
        recurrence=f.recurrence,
        abstained=f.abstains,
        why=f.why,
        new=f.new,
        acts=acts,
        reasons=[reason.event_id for reason in f.reasons],
        reason_words=[f"{reason.day}: {reason.what}" for reason in f.reasons],
    )


def tension_rows(acts: Sequence[Act], until: date) -> list[TensionRow]:
    """Lay out tension by day, of the whole case and of its liveliest pairs."""
    found = tension_series(acts, until, most=MOST_PAIRS)
    lively = [s for s in found if not s.actor or sum(point.acts for point in s.points) >= LEAST_ACTS]
    return [row for series in lively for row in _tension_rows(series)]


def _tension_rows(series: Series) -> list[TensionRow]:
    rows = [
        TensionRow(
            day=p.day,
            actor=p.actor or None,
            other=p.other or None,
            acts=p.acts,
            told_day=p.told_day,
            tension=p.tension,
            severe=p.severe,
            conflict=p.conflict,
            run_days=p.run_days,
            changed=p.changed,
            alarm=p.alarm,
            expected=None,
            usual=None,
            heating=None,
        )
        for p in series.points
    ]
    if series.heat is not None:
        heat = series.heat
        rows[-1] = replace(rows[-1], expected=heat.rate, usual=heat.mean, heating=heat.heating)
    return rows


def indicator_rows(signs: IndicatorSet, firings: Sequence[Firing], records: Sequence[Record]) -> list[IndicatorRow]:
    """Lay firings out as rows, each with the record of its indicator."""
    rows = list[IndicatorRow]()
    for sign, record in zip(signs.indicator, records, strict=True):
        silent = IndicatorRow(
            indicator=sign.id,
            name=sign.name,
            scope=sign.scope,
            easing=sign.easing,
            day=None,
            actor=None,
            other=None,
            events=[],
            firings=record.firings,
            resolved=record.resolved,
            followed=record.followed,
            base_rate=record.base_rate,
            lift=record.lift,
            false_alarms=record.false_alarms,
            record=record.why,
        )
        mine = [f for f in firings if f.indicator == sign.id]
        rows += [_fired(silent, f) for f in mine] or [silent]
    return rows


def _fired(row: IndicatorRow, f: Firing) -> IndicatorRow:
    return replace(row, day=f.day, actor=f.actor or None, other=f.other or None, events=list(f.event_ids))
