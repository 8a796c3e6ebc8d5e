"""Tension: the PLOVER scores of what is reported to have happened, by day and pair of actors."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from standoff.core.vocabulary import Polarity, Status
from standoff.store.records import EventRecord

DAILY_TENSION = """
    select day, actor, other, count(*) as events, sum(inferred)::bigint as inferred_days,
        avg(intensity) as mean_intensity, min(intensity) as worst
    from acts
    group by day, actor, other
    order by day, actor, other
"""
"""One row per day and unordered pair of countries. Source of the scores: PLOVER 1.3, table 2.2."""

HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})


def daily_tension(records: Sequence[EventRecord]) -> pa.Table:
    """Score each pair of countries by day.

    An event without a date of its own counts for the day of its report, and `inferred_days` says how many did; one
    without either is left out.

    Args:
        records: event records; only those that are asserted to have happened count.

    Returns:
        Columns day (ISO date), actor, other (codes, in alphabetical order), events, inferred_days, mean_intensity,
        worst.
    """
    rows = [
        {"day": day, "actor": min(pair), "other": max(pair), "intensity": record.intensity, "inferred": inferred}
        for record in records
        if record.status in HAPPENED and record.polarity is Polarity.POSITIVE
        for day, inferred in [event_day(record)]
        if day is not None
        for pair in country_pairs(record)
    ]
    schema = pa.schema(
        [
            ("day", pa.string()),
            ("actor", pa.string()),
            ("other", pa.string()),
            ("intensity", pa.float64()),
            ("inferred", pa.int64()),
        ]
    )
    acts = pa.Table.from_pylist(rows, schema=schema)
    with duckdb.connect() as connection:
        connection.register("acts", acts)
        return connection.sql(DAILY_TENSION).to_arrow_table()


def event_day(record: EventRecord) -> tuple[str | None, int]:
    """Give the first day of an event's own time (0), else the day of its report (1: inferred)."""
    for time in record.times:
        if time.earliest is not None:
            return time.earliest[:10], 0
    return record.published, 1


def country_pairs(record: EventRecord) -> set[tuple[str, str]]:
    """Give the pairs of different countries that an event joins; mutual acts join their sources."""
    sources = {a.country for a in record.sources if a.country}
    targets = {a.country for a in record.targets if a.country} or sources
    return {(min(a, b), max(a, b)) for a in sources for b in targets if a != b}
