"""Days as numbers, to count with."""

from datetime import date

FULL_DATE = len("2000-01-01")
UNDATED = "9999"
"""What stands for a missing date where reports are put in order: they come last."""


def day_number(iso: str | None) -> int | None:
    """Give the number of a day (proleptic Gregorian ordinal); None for no date, and for one that names no day.

    Args:
        iso: an ISO date or date-time, or a part of a date such as "2031-05".
    """
    return date.fromisoformat(iso[:FULL_DATE]).toordinal() if iso and len(iso) >= FULL_DATE else None
