"""A dateline in front of the first sentence: place, date, agency and a dash."""

import re
from dataclasses import dataclass

from standoff.read.dates import DATE, date_of
from standoff.read.names import is_capitalised, is_outlet

MIN_OPENING_WORDS = 4
"""Fewer words after a dash do not make a sentence, so what stands before the dash is no dateline."""
MIN_CAPITALS = 4
"""A bare place in capitals has at least this many letters: shorter ones are mostly acronyms."""
MAX_PLACE_WORDS = 3
MAX_PLACES = 4
MAX_AGENCY_WORDS = 6
LONGEST_OPENING = 1000
"""How much of a line is looked at (code points)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline in front of the first sentence, and how many code points it takes up."""

    published: str | None
    outlet: str | None
    length: int


_DASH = r"(?:--|[-\u2013\u2014])"
_OPENING = re.compile(
    rf"""
    (?P<head>[^\n]{{0,110}}?)
    (?: (?<=\))\s*(?:{_DASH}|(?P<colon>:))
      | (?<=\s){_DASH}(?=\s|$)
      | \.?\s+/(?P<slashed>[A-Z][\w.\ -]{{1,30}})/\.?
    )
    (?:\s+|$|(?<=[\u2013\u2014]))
    """,
    re.VERBOSE,
)
_AGENCY = re.compile(r"\((?P<agency>[^()]{2,60})\)\s*$")
_BLOCS = {"NATO", "OSCE", "UNHCR", "UNICEF", "ICRC", "ASEAN", "OPEC", "IAEA", "ECOWAS", "BRICS", "CSTO", "AUKUS"}
_LEADING_MARKS = "\"'\u201c\u2018«„([* $€£"


def _is_place(part: str) -> bool:
    return all(is_capitalised(word.strip(" ."), 4) for word in re.split(r"/|\sand\s", part) if word.strip(" ."))


def read_opening(line: str) -> Opening | None:
    """Read a dateline such as `LINDHAVEN, March 12, 2031 (North Wire) - ` in front of a sentence.

    Args:
        line: the first line of a report's body.

    Returns:
        Its date, agency and length up to the first code point of the sentence; None where there is none.
    """
    margin = len(line) - len(line.lstrip())
    line = line[margin : margin + LONGEST_OPENING]
    match = _OPENING.match(line)
    if not match:
        return None
    head, rest = match["head"], line[match.end() :]
    paren = _AGENCY.search(head)
    agency = match["slashed"] or (paren["agency"] if paren else None)
    if agency and not (is_outlet(agency) if match["colon"] else is_capitalised(agency, MAX_AGENCY_WORDS)):
        return None
    head = head[: paren.start()] if paren else head
    dates = list(DATE.finditer(head))
    parts = [part for part in (part.strip(" .,") for part in re.split(r",|\0", DATE.sub("\0", head))) if part]
    if len(parts) > MAX_PLACES or not all(map(_is_place, parts)) or not (parts or agency):
        return None
    if rest.lstrip(_LEADING_MARKS)[:1].islower() or not _is_credible(parts, agency, bool(dates), rest):
        return None
    return Opening(next(map(date_of, dates), None), agency, margin + match.end())


def _is_credible(parts: list[str], agency: str | None, dated: bool, rest: str) -> bool:
    """Tell whether place, agency and date together make a dateline and not the beginning of a sentence or headline."""
    in_capitals = bool(parts) and parts[0].isupper() and parts[0] not in _BLOCS
    if agency:
        return is_outlet(agency) or (bool(parts) and (dated or in_capitals))
    if len(rest.split()) < MIN_OPENING_WORDS:
        return False
    bare = in_capitals and len(parts[0]) >= MIN_CAPITALS and len(parts[0].split()) <= MAX_PLACE_WORDS
    return dated or (bare and not rest.isupper())
