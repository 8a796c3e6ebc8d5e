"""Lines that hold nothing but who published a report, and when."""

import re
from dataclasses import dataclass

from standoff.read.dates import DATE, date_of
from standoff.read.names import is_capitalised, is_furniture, is_outlet, is_person, is_role, is_titled

LONGEST_LINE = 200
"""A longer line is prose (code points)."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says of a report's making; dates in ISO."""

    published: str | None = None
    updated: str | None = None
    author: str | None = None
    outlet: str | None = None
    dated: bool = False
    """Whether the line has a date at all, readable or not."""
    bare: bool = False
    """Whether the line is a date without label and nothing else."""
    alone: bool = False
    """Whether the line is the name of an outlet and nothing else."""


_BY = re.compile(r"(?:(?:reporting|written|story|text|words|analysis|report)\s+)?by:?\s+(?P<who>.+)", re.IGNORECASE)
_FROM = re.compile(r"(?:from|of)\s+(?P<who>.+)", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:author|byline|reporter)s?\s*:\s*(?P<who>.+)", re.IGNORECASE)
_SOURCE = re.compile(r"(?:source|outlet|publication|publisher)\s*:\s*(?P<outlet>.+)", re.IGNORECASE)
_DASH = r"(?:--|[-\u2013\u2014])"
_SEGMENTS = re.compile(
    rf"\s*[|•·;\t\x00]\s*|\s+{_DASH}(?:\s+|$)|^{_DASH}\s+|(?:(?<=[^\W\d_]{{2}})|(?<=\x00))\.(?:\s+|$)",
)
_STATION = re.compile(r"\s+(?:in|at|reporting\s+from)\s+(?P<place>[^\W\d_].*)$")
_EMPLOYER = re.compile(r"\s+(?:for|of|from)\s+(?P<outlet>(?:the\s+)?[A-Z].*)$")


def split_names(who: str) -> list[str] | None:
    """Split `A, B and C` into persons; None where a part is not built like a name."""
    names = [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+(?:and|&|with)\s+|\s*/\s*", who) if name.strip()]
    return names if names and all(is_person(name) for name in names) else None


def _read_writer(who: str) -> tuple[str | None, str | None] | None:
    """Read what stands after `by`: author and outlet, or None where it is something else."""
    who = re.sub(r"\s*\([^()]*\)", "", who).strip(" ,.")
    outlet = None
    employer = _EMPLOYER.search(who)
    if employer and (is_outlet(employer["outlet"]) or is_titled(employer["outlet"])):
        who, outlet = who[: employer.start()], employer["outlet"]
    station = _STATION.search(who)
    if station and is_capitalised(station["place"].split(",")[0], 3):
        who = who[: station.start()]
    people, *others = who.split(", ")
    if len(others) and " and " in who and split_names(who):
        return ", ".join(split_names(who) or ()), outlet
    for other in others:
        if is_outlet(other) or is_titled(other):
            outlet = outlet or other
        elif not is_role(other) and not is_capitalised(other, 3):
            return None
    if is_outlet(people):
        return None, outlet or people
    names = split_names(people)
    if names is None:
        return (None, outlet) if is_role(people) else None
    return ", ".join(names), outlet


def _read_segment(segment: str, dated: bool) -> tuple[str | None, str | None] | None:
    """Read one part of a line: author and outlet (both None for known padding), or None where it is something else."""
    source = _SOURCE.fullmatch(segment)
    if source:
        return None, source["outlet"].strip()
    writer = _BY.fullmatch(segment) or _AUTHOR.fullmatch(segment) or (_FROM.fullmatch(segment) if dated else None)
    if writer:
        return _read_writer(writer["who"])
    if is_furniture(segment):
        return None, None
    if is_outlet(segment) or (dated and is_titled(segment)):
        return None, segment
    parts = segment.split(", ")
    if dated and all(is_capitalised(part, 3) or is_role(part) for part in parts):
        return None, next((part for part in parts if is_outlet(part) or is_titled(part)), None)
    return None


def _bare(part: str) -> str:
    """Strip a part of a line of the marks around it, and of brackets that enclose it whole."""
    part = part.strip(" ,.:")
    return part[1:-1].strip() if re.fullmatch(r"\([^()]*\)", part) else part


def read_byline(line: str) -> Byline | None:
    """Read a line that consists of nothing but by-line, outlet and dates.

    Args:
        line: one line.

    Returns:
        What it says, or None for a line with anything else in it (prose, a headline).
    """
    line = line.strip().strip("*_#").strip()
    if not line or len(line) > LONGEST_LINE:
        return None
    dates = list(DATE.finditer(line))
    segments = [_bare(part) for part in _SEGMENTS.split(DATE.sub("\0", line))]
    segments = [part for part in segments if part]
    author = outlet = None
    for segment in segments:
        found = _read_segment(segment, bool(dates))
        if found is None:
            return None
        author, outlet = author or found[0], outlet or found[1]
    if not dates and not author and not outlet and not all(is_furniture(part) or _BY.match(part) for part in segments):
        return None
    published = next((date_of(match) for match in dates if not match["updated"]), None)
    updated = next((date_of(match) for match in dates if match["updated"]), None)
    bare = not segments and len(dates) == 1 and not dates[0]["published"] and not dates[0]["updated"]
    alone = not dates and author is None and segments == [outlet] and not _SOURCE.match(line)
    return Byline(published, updated, author, outlet, dated=bool(dates), bare=bare, alone=alone)


def read_station(line: str) -> str | None:
    """Read a line that is a bare name, such as `Greta Solm in Oslo`; only right after a dated line is it an author."""
    who = line.strip()
    station = _STATION.search(who)
    names = split_names(who[: station.start()] if station else who)
    return ", ".join(names) if names else None
