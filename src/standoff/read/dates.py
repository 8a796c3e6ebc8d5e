"""Dates of publication, as they are written; what can be read in two ways is not taken."""

import re
from datetime import date

EARLIEST_YEAR = 1800
"""Years before this (0001, 1601) are placeholders of other programs, not dates of publication."""
LONGEST_DATE = 60
"""A longer line is no date (code points)."""

_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_ZONE = r"(?:UTC|GMT|BST|W?ES?T|CES?T|EES?T|[ECMP][SD]?T|MSK|Z|local\s+time)\b|[+-]\d\d:?\d\d"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d){1,2}(?:\.\d+)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)"
_TIME = rf"(?<![\d.,]){_CLOCK}(?:\s*\(?(?:{_ZONE})\)?)?"
_PUBLISHED = r"(?:first\s+)?published|posted|issued|released|publication\s+date|pubdate|dated|date"
_UPDATED = r"(?:last\s+)?(?:updated|modified|revised)|update"

DATE = re.compile(
    rf"""
    (?<![\w/.-])
    (?:(?:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))\s*(?:(?:on|at)\b|[:,])?\s*)?
    (?:{_TIME}\s*(?:,|\bon\b)?\s*)?
    (?:\(?{_WEEKDAY}\.?\)?,?\s+(?:the\s+)?)?
    (?: (?P<iso>\d{{4}}-\d\d?-\d\d?|\d{{4}}/\d\d?/\d\d?|\d{{4}}\.\d\d?\.\d\d?)
      | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?
      | (?P<us_month>{_MONTH})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<us_year>\d{{4}}))?
      | (?P<numeric>\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\d{{1,2}}-\d{{1,2}}-\d{{4}})
    )
    (?:(?:T|,?\s*(?:at\b|[-\u2013\u2014|])?\s*){_TIME})?
    (?![\w/-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""One date of publication with its label, weekday and time of day."""

_ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"(?<!\d)((?:18|19|20|21)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def make_date(year: str | int, month: str | int, day: str | int) -> str | None:
    """Give the ISO date of a year, month and day, or None where there is no such day."""
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made.isoformat() if made.year >= EARLIEST_YEAR else None


def parse_iso(value: str) -> str | None:
    """Read an ISO 8601 date, with or without a time of day, which is dropped.

    Args:
        value: such as `2031-03-12`, `20310312` or `2031-03-12T08:15:00+01:00`.

    Returns:
        The date as YYYY-MM-DD, or None for anything else.
    """
    match = _ISO.fullmatch(value.strip())
    return make_date(match[1], match[3], match[4]) if match else None


def date_of(match: re.Match[str]) -> str | None:
    """Give the ISO date of a match of `DATE`: None without a year, and for numbers that two habits read differently."""
    if match["iso"]:
        return make_date(*re.split(r"[-/.]", match["iso"]))
    if match["numeric"]:
        first, second, year = re.split(r"[-/.]", match["numeric"])
        readings = {make_date(year, first, second), make_date(year, second, first)} - {None}
        return readings.pop() if len(readings) == 1 else None
    year, month, day = (match[name] or match[f"us_{name}"] for name in ("year", "month", "day"))
    return make_date(year, MONTHS[month.lower().rstrip(".")], day) if year else None


def parse_stated(value: str) -> str | None:
    """Read a date as a page's metadata give it: ISO, or in words; None where it is neither or ambiguous."""
    match = DATE.match(value.strip())
    return parse_iso(value) or (date_of(match) if match else None)


def date_in_name(name: str) -> str | None:
    """Find the date in a file's name, such as `2031-03-12-wire.txt`."""
    found = {make_date(match[1], match[3], match[4]) for match in _IN_NAME.finditer(name)} - {None}
    return found.pop() if len(found) == 1 else None


def is_chronology(text: str) -> bool:
    """Tell whether several different dates stand on lines of their own, as in a chronology."""
    dates = set()
    for line in text.split("\n"):
        match = DATE.fullmatch(line.strip().rstrip(":")) if len(line) <= LONGEST_DATE else None
        if match and not match["published"] and not match["updated"]:
            dates.add(date_of(match))
        if len(dates - {None}) > 1:
            return True
    return False
