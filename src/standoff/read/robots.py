"""What a site's robots.txt allows (RFC 9309)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from standoff.read.clock import Clock
from standoff.read.network import WebError, split_url

AGENT_TOKEN = "standoff"
"""The name under which robots.txt files may speak of us."""
MAX_ROBOTS_BYTES = 500 * 1024
"""How much of a robots.txt is read at most.

Source: RFC 9309, 2.5."""
KEPT_S = 24 * 3600.0
"""How long one is kept.

Source: RFC 9309, 2.4."""
KEPT_UNREACHABLE_S = 600.0
LONGEST_DELAY_S = 60.0
"""A longer `Crawl-delay` is cut to this."""


class _Asked(Protocol):
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Rules:
    """One site's rules; None for a site that allows nothing because its file could not be had."""

    parser: Any
    until: float
    fault: str = ""


class Robots:
    """The robots.txt files of the sites asked so far."""

    def __init__(self, ask: Callable[[str, int], _Asked], clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._sites: dict[str, _Rules] = {}

    def check(self, url: str) -> None:
        """Check that an address may be fetched.

        Raises:
            WebError: its site's file says no, or cannot be had although there is one.
        """
        site = _site(url)
        rules = self._sites.get(site)
        if rules is None or rules.until < self._clock.monotonic():
            rules = self._sites[site] = self._fetch(site)
        if rules.parser is None:
            found = f"{site}/robots.txt: {rules.fault}"
            raise WebError("robots.txt not to be had", found=found, do="try again later", passing=True)
        if not rules.parser.can_fetch(url, AGENT_TOKEN):
            raise WebError("not allowed by robots.txt", found=url, do="get it by hand if you may")

    def delay(self, url: str) -> float:
        """Give the pause between requests that a site asks for, in seconds, as far as its file is known."""
        rules = self._sites.get(_site(url))
        asked = rules.parser.crawl_delay(AGENT_TOKEN) if rules and rules.parser is not None else None
        return min(float(asked or 0.0), LONGEST_DELAY_S)

    def _fetch(self, site: str) -> _Rules:
        from protego import Protego

        try:
            text = self._ask(f"{site}/robots.txt", MAX_ROBOTS_BYTES).body.decode("utf-8", "replace")
        except WebError as error:
            if error.passing or error.status is None:
                return _Rules(None, self._clock.monotonic() + KEPT_UNREACHABLE_S, str(error))
            text = ""
        return _Rules(Protego.parse(text), self._clock.monotonic() + KEPT_S)


def _site(url: str) -> str:
    parts = split_url(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
