"""A page of any list: its rows in order, the cursor after the last one, and how many there are in all."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from standoff.web.filters import Order, Where, after, order_by, write_cursor
from standoff.web.snapshot import Snapshot

T = TypeVar("T")


def fetch_page(
    snapshot: Snapshot,
    columns: str,
    source: str,
    where: Where,
    order: Sequence[Order],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None, int]:
    """Fetch a page of rows.

    Args:
        snapshot: what is queried.
        columns: what is selected, in SQL.
        source: the tables, in SQL.
        where: the filters.
        order: the columns of the order; together they name one row.
        cursor: where to go on.
        limit: most rows on the page.

    Returns:
        The rows, the cursor of the next page, and the number of rows under the filters.
    """
    total = snapshot.rows(f"select count(*) as n from {source} where {where.sql}", list(where.parameters))[0]["n"]
    after(order, cursor, where)
    keys = ", ".join(f"{column.sql} as sort_{at}" for at, column in enumerate(order))
    sql = f"select {columns}, {keys} from {source} where {where.sql} order by {order_by(order)} limit {limit + 1:d}"
    rows = snapshot.rows(sql, where.parameters)
    more = len(rows) > limit
    rows = rows[:limit]
    last = write_cursor([rows[-1][f"sort_{at}"] for at in range(len(order))]) if more else None
    return rows, last, total


def shaped(
    rows: Sequence[dict[str, Any]], shape: type[T], adapt: Callable[[dict[str, Any]], dict[str, Any]]
) -> list[T]:
    """Give rows the form that the API promises."""
    return [msgspec.convert(adapt(row), shape) for row in rows]
