"""Looking again at pages that were taken in: corrections that no feed announces.

A page is asked for again with the version that is at hand, every few hours for some days, and at most so many in one
look. Only a changed text counts: what stands around it differs with every request. The new text becomes a report of its
own beside the old one, and a copy of it by its words, so that it is no second origin.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from standoff.core.fetched import Fetched
from standoff.read.clock import Clock, iso
from standoff.read.inputs import documents_of
from standoff.read.network import WebError
from standoff.read.online import page_of
from standoff.read.web import NOT_MODIFIED, Web
from standoff.run.watch_state import FollowedPage, WatchState

EVERY_S = 6 * 3600.0
"""So often a page is asked for again: most corrections come within a day."""
MOST = 20
"""So many pages are asked for again at most in one look, those that wait longest first."""
GONE = frozenset({404, 410})


def follow(key: str, page: Fetched, state: WatchState, clock: Clock) -> None:
    """Begin to follow a page that was just fetched; what holds no report is not followed."""
    text_sha = text_digest(page)
    if text_sha is not None:
        now = clock.now()
        later = iso(now + timedelta(seconds=EVERY_S))
        state.follow(FollowedPage(key, page, text_sha, None, None, iso(now), later))


def look_again(
    state: WatchState, web: Web, clock: Clock, days_s: float, stopped: Callable[[], bool]
) -> Iterator[tuple[str, FollowedPage]]:
    """Ask for the pages that are due.

    Args:
        state: the memory of the watch; a changed page is put into its inbox.
        web: what fetches.
        clock: tells the time.
        days_s: for how long a page is followed, in seconds.
        stopped: whether to stop.

    Yields:
        Of each page that was asked for what was found: `changed`, `same`, `gone`, or `failed`.
    """
    now = clock.now()
    state.let_go(iso(now - timedelta(seconds=days_s)))
    for page in state.pages_due(iso(now), MOST):
        if stopped():
            return
        yield _look(page, state, web, iso(now + timedelta(seconds=EVERY_S))), page


def _look(page: FollowedPage, state: WatchState, web: Web, later: str) -> str:
    try:
        answer = web.get(page.page.url or page.page.address, etag=page.etag, modified=page.modified)
    except WebError as error:
        if error.status in GONE:
            state.let_go("", page.key)
            return "gone"
        state.follow(replace(page, next_at=later))
        return "failed"
    if answer.status == NOT_MODIFIED:
        state.follow(replace(page, next_at=later))
        return "same"
    told = page.page
    stated = {name: getattr(told, name) for name in ("via", "outlet", "title", "author", "published")}
    found = replace(page_of(answer, told.address), **stated)
    text_sha = text_digest(found)
    seen = replace(page, next_at=later, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
    if text_sha is None or text_sha == page.text_sha:
        state.follow(seen)
        return "same"
    state.follow(replace(seen, text_sha=text_sha), found)
    return "changed"


def text_digest(page: Fetched) -> str | None:
    """Give the digest of the texts that are read in a page; None if there is none."""
    documents, _ = documents_of(page)
    told = "\0".join(document.text for document in documents)
    return hashlib.sha256(told.encode()).hexdigest() if documents else None
