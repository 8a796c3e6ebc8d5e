"""Spans of time and the units in which they are counted."""

from datetime import date
from typing import Literal

SPAN = "quantile_disc(day, 0.02) as first, max(day) as last"
"""The span of a chart over time: a few events of decades ago would leave no room for the rest."""
Unit = Literal["day", "week", "month", "year"]
BINS_MOST = 120
"""Most bins of a chart that is about 900 pixels wide."""
DAYS: tuple[tuple[Unit, int], ...] = (("day", 1), ("week", 7), ("month", 30))


def unit_of(first: date | None, last: date | None) -> Unit:
    """Give the finest unit in which a span has few enough bins to be drawn."""
    if first is None or last is None:
        return "day"
    for unit, days in DAYS:
        if (last - first).days <= days * BINS_MOST:
            return unit
    return "year"
