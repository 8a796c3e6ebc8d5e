"""Filters of the lists, as SQL conditions whose values are always parameters."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from standoff.core.errors import SettingsError

LIMIT_MOST = 500
LIMIT_USUAL = 50
NUMBER_MOST = 1 << 31


class Filters(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; None or empty = everything."""

    actors: Sequence[str] = ()
    who: Sequence[str] = ()
    whom: Sequence[str] = ()
    types: Sequence[str] = ()
    statuses: Sequence[str] = ()
    quads: Sequence[int] = ()
    outlet: str | None = None
    report: str | None = None
    place: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None
    kind: str | None = None
    state: str | None = None
    outcome: str | None = None
    least_origins: int | None = None
    contested: bool = False
    rivals: bool = False
    horizon: int | None = None


class Where:
    """Conditions joined by "and", and their parameters in order."""

    def __init__(self) -> None:
        """Begin without any condition."""
        self._parts: list[str] = []
        self.parameters: list[object] = []

    def add(self, sql: str, *parameters: object) -> None:
        """Add a condition; `sql` is ours, never a reader's."""
        self._parts.append(f"({sql})")
        self.parameters += parameters

    @property
    def sql(self) -> str:
        """The whole condition."""
        return " and ".join(self._parts) or "true"


class Order(Struct, frozen=True):
    """A column that a list is sorted by; it holds no null."""

    sql: str
    type: str
    descending: bool = False


def after(order: Sequence[Order], cursor: str | None, where: Where) -> None:
    """Add the condition that a row comes after a cursor.

    Raises:
        SettingsError: the cursor is none of ours.
    """
    if cursor is None:
        return
    values = read_cursor(cursor, len(order))
    parts, parameters = [], []
    for at, column in enumerate(order):
        sign = "<" if column.descending else ">"
        same = [f"{earlier.sql} = cast(? as {earlier.type})" for earlier in order[:at]]
        parts.append("(" + " and ".join([*same, f"{column.sql} {sign} cast(? as {column.type})"]) + ")")
        parameters += values[: at + 1]
    where.add(" or ".join(parts), *parameters)


def order_by(order: Sequence[Order]) -> str:
    """Write the order for SQL."""
    return ", ".join(f"{column.sql}{' desc' if column.descending else ''}" for column in order)


def write_cursor(values: Sequence[object]) -> str:
    """Write the place after a row as a cursor."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[str | int | float]:
    """Read a cursor back.

    Raises:
        SettingsError: it is none of ours.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        values = None
    if not isinstance(values, list) or len(values) != length or not all(_is_plain(value) for value in values):
        raise SettingsError(f"the cursor {cursor[:40]!r} is none of this list; leave it out to begin at the top")
    return values


def read_number(cursor: str) -> int:
    """Read back a cursor that is a number.

    Raises:
        SettingsError: it is none of ours.
    """
    (value,) = read_cursor(cursor, 1)
    if not isinstance(value, int) or not 0 <= value < NUMBER_MOST:
        raise SettingsError(f"the cursor {cursor[:40]!r} is none of this list; leave it out to begin at the top")
    return value


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return value.isprintable()
    return isinstance(value, int | float) and not isinstance(value, bool)
