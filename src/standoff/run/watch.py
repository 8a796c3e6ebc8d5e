"""Watching: asks feeds and folders again and again, takes what is new into a case, and codes it.

What is fetched is first kept on disk (`watch_state`), then taken into the case, then marked as seen. Killed between any
two of these steps, the next run takes the very same bytes in again, which changes nothing in a case that has them.
"""

import errno
import hashlib
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from standoff.core.errors import CaseError, StandoffError
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.clock import Clock, SystemClock, iso
from standoff.read.feeds import Item
from standoff.read.inputs import fetch_inputs, files_in
from standoff.read.network import WebError, split_url
from standoff.read.online import fetch_item_page, fetch_listing, page_or_text, text_of, web_issue
from standoff.read.problems import problem
from standoff.read.web import Web
from standoff.run.case import Case
from standoff.run.feed_list import FeedEntry, FeedList
from standoff.run.revisits import follow, look_again
from standoff.run.watch_state import KEPT_DAYS, FeedState, WatchState
from standoff.store.lock import hold_lock
from standoff.store.log import log_event

LOCK = "watch.lock"
LONGEST_BACK_OFF_S = 24 * 3600.0
"""A feed that is dead for long is still asked once a day."""
FAILURES_TOLD = 3
"""So many failures in a row make an issue of the case; single ones are in the log only."""
ITEM_TRIES = 3
"""So often is the page of an item asked for that may be had later; then the item's own text is read."""
BATCH = 20
"""So many things are fetched at most before they are taken in."""
FIRST_WAIT_S, LONGEST_WAIT_S = 60.0, 900.0
"""How long to wait when the case cannot be written: at first, and in the end."""
STEP_S = 1.0
"""How often a waiting watch looks whether it is to stop."""


@dataclass(slots=True)
class Round:
    """What one look at everything that was due came to."""

    asked: int = 0
    failed: int = 0
    fetched: int = 0
    documents: int = 0


class Watch:
    """Watches for one case."""

    def __init__(
        self,
        case: Case,
        feeds: FeedList,
        *,
        web: Web | None = None,
        clock: Clock | None = None,
        code: Callable[[Case], object] | None = Case.run,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Make a watch; `run` starts it.

        Args:
            case: takes in what comes.
            feeds: what to watch.
            web: what fetches; by default one with the list's limits.
            clock: tells the time.
            code: brings the case up to date after something came in; None: nothing does.
            stopped: whether to stop; asked between any two things.
        """
        self.case, self.feeds, self.stopped, self._code = case, feeds, stopped, code
        self.clock: Clock = clock or SystemClock()
        self._web = web or Web(feeds.limits(), clock=self.clock)
        self._uncoded = True
        self._wait_s = FIRST_WAIT_S

    def run(self, *, once: bool = False) -> None:
        """Watch until stopped.

        Args:
            once: look at everything that is due once, and end.

        Raises:
            CaseError: another watch is on this case; or, with `once`, the case could not be written.
        """
        with hold_lock(self.case.folder, LOCK):
            self._log("watch started", feeds=len(self.feeds.feed), folders=len(self.feeds.folder))
            while not self.stopped():
                try:
                    wait = self._look()
                except (StandoffError, OSError, sqlite3.OperationalError) as error:
                    if once:
                        raise
                    wait = self._stand_by(error)
                if once:
                    break
                self._sleep(wait)
            self._log("watch stopped")

    def _look(self) -> float:
        """Ask for everything that is due; gives the seconds until the next thing is."""
        state = WatchState(self.case.folder)
        try:
            done = Round()
            self._deliver(state, done)
            for entry in self.feeds.feed:
                if not self.stopped() and self._due_in(state.feed(entry.url)) <= 0:
                    self._ask(entry, state, done)
            self._look_again(state, done)
            for folder in self.feeds.folder:
                self._take_folder(Path(folder.path), state, done)
            self._deliver(state, done)
            state.forget((self.clock.now() - timedelta(days=KEPT_DAYS)).date().isoformat())
            self._code_new(done)
            self._wait_s = FIRST_WAIT_S
            every = self.feeds.every_s(FeedEntry(url="")) if self.feeds.folder else LONGEST_BACK_OFF_S
            return min([every, *(self._due_in(state.feed(entry.url)) for entry in self.feeds.feed)])
        finally:
            state.close()

    def _due_in(self, feed: FeedState) -> float:
        """Give the seconds until a feed is to be asked for; a clock that was set back does not put it off for ever."""
        if feed.next_at is None or feed.asked_at is None:
            return 0.0
        now = iso(self.clock.now())
        return 0.0 if now >= feed.next_at or now < feed.asked_at else _seconds(now, feed.next_at)

    def _ask(self, entry: FeedEntry, state: WatchState, done: Round) -> None:
        """Ask for one feed and fetch what is new in it."""
        feed = replace(state.feed(entry.url), asked_at=iso(self.clock.now()))
        done.asked += 1
        try:
            listing = fetch_listing(entry.url, self._web, etag=feed.etag, modified=feed.modified)
        except WebError as error:
            self._put_off(entry, feed, state, web_issue(entry.url, error), error.wait_s)
            done.failed += 1
            return
        if isinstance(listing, Issue):
            self._put_off(entry, feed, state, listing, 0.0)
            done.failed += 1
            return
        for flaw in listing.issues:
            self._log("feed part failed", feed=entry.url, part=flaw.input, why=f"{flaw.what}; found {flaw.found}")
        new, complete = 0, not listing.issues
        for item in listing.items:
            if self.stopped():
                complete = False
                break
            kept = self._take_item(item, entry, state)
            new += kept is True
            complete = complete and kept is not None
            if state.waiting_count() >= BATCH:
                self._deliver(state, done)
        now = iso(self.clock.now())
        feed = replace(feed, failures=0, fault=None, next_at=self._at(self.feeds.every_s(entry)))
        if complete:
            feed = replace(feed, etag=listing.etag, modified=listing.modified)
        if new:
            feed = replace(feed, news_at=now, items=feed.items + new)
            self._log("feed", feed=entry.url, new=new, listed=len(listing.items))
        done.fetched += new
        state.save_feed(feed)

    def _take_item(self, item: Item, entry: FeedEntry, state: WatchState) -> bool | None:
        """Fetch one item; gives True if it is new, False if it was seen, None if it is to be tried again."""
        key = item_key(item, entry.url)
        if state.is_seen(key, self._today()):
            return False
        if entry.pages or not item.text:
            try:
                found = self._fetch_page(item, entry)
            except WebError as error:
                if error.passing and state.tries(key) < ITEM_TRIES:
                    return None
                found = web_issue(item.link or item.key, error)
            things = list(page_or_text(found, item, entry.url, self._web))
            page = _by(entry, found)
            if isinstance(page, Fetched) and self.feeds.revisit_s():
                follow(key, page, state, self.clock)
        else:
            things = [text_of(item, entry.url, self._web)]
        state.keep(key, [_by(entry, thing) for thing in things])
        return True

    def _look_again(self, state: WatchState, done: Round) -> None:
        """Ask again for pages that may have been corrected."""
        counts: Counter[str] = Counter()
        for found, page in look_again(state, self._web, self.clock, self.feeds.revisit_s(), self.stopped):
            counts[found] += 1
            if found == "changed":
                self._log("page changed", page=page.page.address)
        if counts:
            self._log("looked again", **counts)
        done.fetched += counts["changed"]

    def _fetch_page(self, item: Item, entry: FeedEntry) -> Fetched | Issue:
        """Fetch the page of an item; an error of ours becomes an issue, so that one item stops no others."""
        try:
            return fetch_item_page(item, entry.url, self._web)
        except WebError:
            raise
        except Exception as error:
            found = f"{type(error).__name__}: {error}"
            return problem(item.link or item.key, "error while fetching", found=found, do="report it as a bug")

    def _put_off(self, entry: FeedEntry, feed: FeedState, state: WatchState, why: Issue, asked_s: float) -> None:
        """Note that a feed was not to be had, and ask for it later the longer it is dead."""
        failures = feed.failures + 1
        wait = min(LONGEST_BACK_OFF_S, self.feeds.every_s(entry) * 2 ** (failures - 1))
        next_at = self._at(max(wait, asked_s))
        fault = f"{why.what}; found {why.found}"
        state.save_feed(replace(feed, failures=failures, fault=fault, next_at=next_at))
        self._log("feed failed", feed=entry.url, failures=failures, why=fault, next_at=next_at)
        if failures == FAILURES_TOLD:
            do = f"check its address; it is asked again from time to time ({failures} failures so far)"
            state.keep(f"failure of {entry.url} at {feed.asked_at}", [replace(why, do=do)])

    def _take_folder(self, folder: Path, state: WatchState, done: Round) -> None:
        """Take in the files of a folder that are new or have changed."""
        if not folder.is_dir():
            state.keep(_digest(str(folder)), list(fetch_inputs([folder])))
            return
        for path in files_in(folder):
            status = path.stat()
            key = _digest(f"{path}\0{status.st_mtime_ns}\0{status.st_size}")
            if self.stopped() or state.is_seen(key, self._today()):
                continue
            added = self.case.add(path)
            state.mark(key, self._today())
            self._count(added.documents, done)
            done.fetched += 1

    def _deliver(self, state: WatchState, done: Round) -> None:
        """Take what lies in the inbox into the case, and then mark it as seen."""
        if state.waiting_count():
            added = self.case.add_all(state.inbox())
            state.taken_in(self._today())
            self._count(added.documents, done)

    def _count(self, documents: int, done: Round) -> None:
        done.documents += documents
        self._uncoded = self._uncoded or documents > 0

    def _code_new(self, done: Round) -> None:
        """Bring the case up to date if something came in; what fails is told, and tried again with the next news."""
        if done.asked or done.fetched:
            self._log("watched", asked=done.asked, failed=done.failed, fetched=done.fetched, reports=done.documents)
        if not self._uncoded or self._code is None:
            return
        self._code(self.case)
        self._uncoded = False

    def _stand_by(self, error: Exception) -> float:
        """Say that the case cannot be written, and give the seconds to wait before trying again."""
        wait, self._wait_s = self._wait_s, min(LONGEST_WAIT_S, 2 * self._wait_s)
        full = "the disk is full: " if is_disk_full(error) else ""
        print(f"standoff: {full}{error}; tried again in {wait:.0f} s", file=sys.stderr, flush=True)
        try:
            self._log("waiting", why=f"{full}{error}", seconds=wait)
        except (CaseError, OSError):
            return wait  # the log lies on the same disk; standard error has said it
        return wait

    def _sleep(self, seconds: float) -> None:
        until = self.clock.monotonic() + seconds
        while not self.stopped() and self.clock.monotonic() < until:
            self.clock.sleep(min(STEP_S, until - self.clock.monotonic()))

    def _today(self) -> str:
        return self.clock.now().date().isoformat()

    def _at(self, seconds: float) -> str:
        return iso(self.clock.now() + timedelta(seconds=seconds))

    def _log(self, event: str, **known: object) -> None:
        log_event(self.case.folder, event, at=iso(self.clock.now()), **known)


def item_key(item: Item, listed_in: str) -> str:
    """Give what an item is known by: its link, so that an item of two feeds is one; without a usable one, its id."""
    try:
        return _digest(split_url(item.link or "").geturl())
    except WebError:
        return _digest(f"{listed_in}\0{item.key}")


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an error goes back to a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__
    return False


def _by(entry: FeedEntry, thing: Fetched | Issue) -> Fetched | Issue:
    """Note who publishes a feed, as its entry in the list says, where the item names no source of its own."""
    if isinstance(thing, Issue) or thing.outlet or not entry.outlet:
        return thing
    return replace(thing, outlet=entry.outlet)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _seconds(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
