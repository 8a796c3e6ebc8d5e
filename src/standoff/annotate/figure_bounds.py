"""Words that bound a number: about, more than, up to, or so. The table is `lexicons/bounds.csv`."""

import re
from functools import cache

from standoff.annotate.numerals import alternatives
from standoff.core.vocabulary import Bound
from standoff.resources.tables import read_rows

LEFT_REACH = 32
"""How far back a bounding phrase may begin (code points)."""


@cache
def _bounds(side: str) -> tuple[re.Pattern[str], dict[str, Bound]]:
    rows = read_rows("lexicons/bounds.csv", ("side", "phrase", "bound"))
    table = {row["phrase"]: Bound(row["bound"]) for row in rows if row["side"] == side}
    words = alternatives(table)
    if side == "left":
        return re.compile(rf"(?<![\w])(?P<p>{words})\s*(?:the\s+|a\s+|an\s+)?$", re.I), table
    return re.compile(rf"\s?(?P<p>{words})(?!\w)", re.I), table


def bound_after(text: str, at: int, end: int) -> Bound | None:
    """Read a bounding phrase such as "or more" that begins at a code point, within `end`."""
    pattern, table = _bounds("right")
    match = pattern.match(text, at, end)
    return None if match is None else table[" ".join(match.group("p").lower().split())]


def bound_of(text: str, start: int, end: int, floor: int, ceiling: int, known: Bound) -> Bound:
    """Read what stands left and right of a number.

    Args:
        text: the frozen text.
        start: first code point of the number.
        end: code point after it.
        floor: first code point of its sentence.
        ceiling: code point after its sentence.
        known: what the number itself says; a range stays one.
    """
    if known is Bound.RANGE:
        return known
    after = bound_after(text, end, ceiling)
    if after is not None:
        return after
    pattern, table = _bounds("left")
    match = pattern.search(text, max(floor, start - LEFT_REACH), start)
    return known if match is None else table[" ".join(match.group("p").lower().split())]
