"""What a watch remembers on disk: how each feed stands, what was seen, and what was fetched and not yet taken in.

It is an SQLite file in the case: each step is written whole or not at all, whatever kills the program in between.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import msgspec

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue

NAME = "watch.sqlite"
KEPT_DAYS = 180
"""How long a thing is remembered after it was last listed; feeds list theirs for days, sitemaps for weeks."""
_BUSY_S = 30.0
_TABLES = """
create table if not exists feeds (
    url text primary key, etag text, modified text, next_at text, failures integer not null default 0,
    asked_at text, news_at text, items integer not null default 0, fault text
);
create table if not exists seen (key text primary key, day text not null) without rowid;
create table if not exists waiting (key text primary key, tries integer not null) without rowid;
create table if not exists pages (
    key text primary key, page blob not null, text_sha text not null, etag text, modified text, first_at text not null,
    next_at text not null
) without rowid;
create table if not exists inbox (number integer primary key, key text not null, content blob not null);
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stands; times are ISO in UTC."""

    url: str
    etag: str | None = None
    """What the server called the version of which everything was taken in."""
    modified: str | None = None
    next_at: str | None = None
    """When it is to be asked for next; null: at once."""
    failures: int = 0
    """How often in a row it was not to be had."""
    asked_at: str | None = None
    news_at: str | None = None
    """When something new was last in it."""
    items: int = 0
    """How many items came out of it so far."""
    fault: str | None = None
    """Why it was not to be had the last time; null if it was."""


_NAMES = tuple(field.name for field in fields(FeedState))
_COLUMNS = ", ".join(_NAMES)


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """A page that is looked at again; times are ISO in UTC."""

    key: str
    page: Fetched
    """As it was first fetched, without its bytes."""
    text_sha: str
    """Digest of the text that the case has of it."""
    etag: str | None
    modified: str | None
    first_at: str
    next_at: str


class _Content(msgspec.Struct, array_like=True):
    """Things of one item: those fetched, and what stood in the way."""

    fetched: list[Fetched]
    issues: list[Issue]


class WatchState:
    """The memory of a watch; one process at a time writes to it."""

    def __init__(self, folder: Path) -> None:
        """Open the memory of the watch over a case, or make it."""
        self._connection = sqlite3.connect(folder / NAME, timeout=_BUSY_S)
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def feed(self, url: str) -> FeedState:
        """Give how a feed stands; one never asked for is due at once."""
        row = self._connection.execute(f"select {_COLUMNS} from feeds where url = ?", [url]).fetchone()
        return FeedState(*row) if row else FeedState(url)

    def save_feed(self, state: FeedState) -> None:
        """Note how a feed stands."""
        marks = ", ".join("?" * len(_NAMES))
        values = [getattr(state, name) for name in _NAMES]
        with self._connection:
            self._connection.execute(f"insert or replace into feeds ({_COLUMNS}) values ({marks})", values)

    def is_seen(self, key: str, day: str) -> bool:
        """Tell whether a thing was fetched or taken in before; if so, note that it is still listed today."""
        known = self._connection.execute(
            "select 1 from seen where key = ?1 union all select 1 from inbox where key = ?1", [key]
        ).fetchone()
        if known is None:
            return False
        with self._connection:
            self._connection.execute("update seen set day = ?2 where key = ?1 and day < ?2", [key, day])
        return True

    def tries(self, key: str) -> int:
        """Count one more attempt at a thing that was not to be had, and give their number."""
        with self._connection:
            row = self._connection.execute(
                "insert into waiting values (?, 1) on conflict do update set tries = tries + 1 returning tries", [key]
            ).fetchone()
        return int(row[0])

    def keep(self, key: str, found: Sequence[Fetched | Issue]) -> None:
        """Keep a thing that was fetched until it is taken into the case."""
        fetched = [one for one in found if isinstance(one, Fetched)]
        content = _Content(fetched, [one for one in found if isinstance(one, Issue)])
        with self._connection:
            self._connection.execute("delete from waiting where key = ?", [key])
            self._connection.execute(
                "insert into inbox (key, content) values (?, ?)", [key, msgspec.msgpack.encode(content)]
            )

    def follow(self, page: FollowedPage, changed: Fetched | None = None) -> None:
        """Note that a page is to be looked at again, and keep its new text where it has one, both or neither."""
        told = msgspec.msgpack.encode(replace(page.page, raw=b""))
        row = [page.key, told, page.text_sha, page.etag, page.modified, page.first_at, page.next_at]
        with self._connection:
            self._connection.execute("insert or replace into pages values (?, ?, ?, ?, ?, ?, ?)", row)
            if changed is not None:
                content = msgspec.msgpack.encode(_Content([changed], []))
                self._connection.execute("insert into inbox (key, content) values (?, ?)", [page.key, content])

    def pages_due(self, now: str, most: int) -> list[FollowedPage]:
        """Give pages that are to be looked at again by now, those that wait longest first."""
        query = "select * from pages where next_at <= ? order by next_at, key limit ?"
        rows = self._connection.execute(query, [now, most]).fetchall()
        return [FollowedPage(key, msgspec.msgpack.decode(page, type=Fetched), *rest) for key, page, *rest in rows]

    def let_go(self, first_before: str, key: str | None = None) -> None:
        """Follow no more what was first fetched before a time, and one page besides."""
        with self._connection:
            self._connection.execute("delete from pages where first_at < ? or key = ?", [first_before, key])

    def inbox(self) -> Iterator[Fetched | Issue]:
        """Give what was fetched and not yet taken in, in the order in which it came."""
        for (content,) in self._connection.execute("select content from inbox order by number").fetchall():
            found = msgspec.msgpack.decode(content, type=_Content)
            yield from found.fetched
            yield from found.issues

    def waiting_count(self) -> int:
        """Give how many things are in the inbox."""
        return int(self._connection.execute("select count(*) from inbox").fetchone()[0])

    def mark(self, key: str, day: str) -> None:
        """Note that a thing is in the case."""
        with self._connection:
            self._connection.execute("insert or replace into seen values (?, ?)", [key, day])

    def taken_in(self, day: str) -> None:
        """Note that everything in the inbox is in the case."""
        with self._connection:
            self._connection.execute("insert or replace into seen select key, ? from inbox", [day])
            self._connection.execute("delete from inbox")

    def forget(self, before: str) -> None:
        """Forget what was last listed before a day."""
        with self._connection:
            self._connection.execute("delete from seen where day < ?", [before])


def read_feed_states(folder: Path) -> list[FeedState]:
    """Give how the feeds of a watched case stand; none for a case that was never watched."""
    if not (folder / NAME).exists():
        return []
    with _reading(folder) as connection:
        return [FeedState(*row) for row in connection.execute(f"select {_COLUMNS} from feeds order by url")]


@contextmanager
def _reading(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{(folder / NAME).absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
    try:
        yield connection
    finally:
        connection.close()
