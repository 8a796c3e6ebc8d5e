"""The web app's tables of the outlook: forecasts in order, tension by day and pair, indicators and their firings."""

FORECAST_LINES = """
create table forecast_lines as
with told as (
    select * exclude (as_of), cast(as_of as date) as as_of from forecasts where actor is not null
)
select cast(row_number() over (
    order by horizon_days, abstained, case when abstained then recurrence else probability end desc, forecast_id
) as integer) as number, * from told order by number
"""
"""The likeliest first; those that abstain tell no pairs apart and follow by the pairs' own pace."""

TENSION_DAYS = """
create table tension_days as
select cast(day as date) as day, coalesce(actor, '') as actor, coalesce(other, '') as other,
    * exclude (day, actor, other)
from tension order by actor, other, day
"""
"""Both keys are empty for the whole case."""

TENSION_PAIRS = """
create table tension_pairs as
with pairs as (
    select actor, other, cast(sum(acts) as integer) as acts, cast(sum(severe) as integer) as severe,
        cast(count(*) filter (where alarm) as integer) as alarms, bool_or(heating) as heating,
        max(expected) as expected, max(usual) as usual
    from tension_days group by actor, other
)
select cast(row_number() over (order by actor <> '', acts desc, actor, other) as integer) as number, * from pairs
"""

FIRINGS = """
create table firings as
with fired as (
    select indicator, name, scope, easing, cast(day as date) as day, coalesce(actor, '') as actor,
        coalesce(other, '') as other, events
    from indicators where day is not null
)
select cast(row_number() over (order by day desc, indicator, actor, other) as integer) as number, * from fired
order by number
"""

INDICATOR_RECORDS = """
create table indicator_records as
select indicator, any_value(name) as name, any_value(scope) as scope, any_value(easing) as easing,
    any_value(firings) as firings, any_value(resolved) as resolved, any_value(followed) as followed,
    any_value(base_rate) as base_rate, any_value(lift) as lift, any_value(false_alarms) as false_alarms,
    any_value(record) as record
from indicators group by indicator order by firings desc, indicator
"""
