"""Fetching from the web, politely: one request at a time, pauses, robots.txt, limits of size, time and redirects."""

import email.utils
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from importlib.metadata import version
from urllib.parse import urljoin

import httpcore

from standoff.read.clock import Clock, SystemClock, iso
from standoff.read.kinds import essence
from standoff.read.network import Network, PinnedBackend, WebError, split_url
from standoff.read.robots import AGENT_TOKEN, Robots

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
PASSING = frozenset({408, 425, TOO_MANY_REQUESTS, 500, 502, UNAVAILABLE, 504})
"""Statuses after which asking again later makes sense."""
_CODINGS = ("gzip", "x-gzip", "deflate")
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken, and how politely; seconds and bytes."""

    max_bytes: int = 20_000_000
    """The largest answer, unpacked; the largest plain text that is read is of this size."""
    answer_s: float = 60.0
    """How long one answer may take in all, from the connection to its last byte."""
    step_s: float = 20.0
    """How long one step of it may take."""
    pause_s: float = 1.0
    """The least pause between two requests to one host; a longer `Crawl-delay` in robots.txt is heeded."""
    longest_wait_s: float = 60.0
    """The longest wait within a run that a server may ask for; a longer one ends the attempt."""
    tries: int = 3
    """How often a request is made that fails in a way that may pass."""
    redirects: int = 5
    allow_private: bool = False
    """Whether addresses on this machine and in private networks may be fetched."""
    contact: str | None = None
    """An address or page for those who run the servers, named with every request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent."""

    url: str
    """Where it came from in the end."""
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: str
    hops: tuple[str, ...] = field(default=())
    """The addresses that led there by redirects."""

    @property
    def media_type(self) -> str:
        """The kind that the server names, with its parameters; empty where it names none."""
        return self.headers.get("content-type", "")


class Web:
    """Fetches one thing after the other; keeps the pauses between them and what robots.txt files say."""

    def __init__(
        self, limits: Limits | None = None, *, clock: Clock | None = None, network: Network | None = None
    ) -> None:
        self.limits = limits or Limits()
        self.clock: Clock = clock or SystemClock()
        self._network = network or Network()
        self._free_at: dict[str, float] = {}
        self._barred: dict[str, float] = {}
        self._robots = Robots(self._ask_for_robots, self.clock)

    @cached_property
    def agent(self) -> str:
        """How requests name themselves."""
        contact = f" (+{self.limits.contact})" if self.limits.contact else ""
        return f"{AGENT_TOKEN}/{version('standoff')}{contact}"

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return httpcore.default_ssl_context()

    def get(
        self, url: str, *, etag: str | None = None, modified: str | None = None, robots: bool = True, max_bytes: int = 0
    ) -> Answer:
        """Fetch an address.

        Args:
            url: the address.
            etag: what the server called the version that is at hand.
            modified: when it said that this was last modified.
            robots: whether robots.txt is asked first, for the address and for each one that it leads to.
            max_bytes: the largest answer, where it is less than `Limits.max_bytes`.

        Returns:
            The answer, of status 2xx, or 304 where the version at hand is still the newest.

        Raises:
            WebError: there is no such answer, or it is not to be had on these terms.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        most = min(max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        hops: list[str] = []
        while True:
            url = split_url(url).geturl()
            if robots:
                self._robots.check(url)
            answer = self._persist(url, headers, most)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return Answer(url, answer.status, answer.headers, answer.body, answer.fetched_at, tuple(hops))
            hops.append(url)
            if len(hops) > self.limits.redirects:
                found = f"more than {self.limits.redirects}, the last to {answer.headers['location'][:80]!r}"
                raise WebError("too many redirects", found=found, do="open it in a browser and save the page")
            url = urljoin(url, answer.headers["location"])

    def _ask_for_robots(self, url: str, most: int) -> Answer:
        return self.get(url, robots=False, max_bytes=most)

    def _persist(self, url: str, headers: dict[str, str], most: int) -> Answer:
        """Make a request until it is answered, or until it is clear that it will not be."""
        for attempt in range(1, self.limits.tries + 1):
            self._pause(url)
            try:
                return self._request(url, headers, most)
            except WebError as error:
                wait = error.wait_s or self.limits.pause_s * 2**attempt
                if wait > self.limits.longest_wait_s:
                    self._barred[_host(url)] = self.clock.monotonic() + wait
                if not error.passing or attempt == self.limits.tries or wait > self.limits.longest_wait_s:
                    raise
            self._free_at[_host(url)] = self.clock.monotonic() + wait
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _pause(self, url: str) -> None:
        """Wait until the host has had its pause.

        Raises:
            WebError: it asked to be left alone for longer.
        """
        host, now = _host(url), self.clock.monotonic()
        left = self._barred.get(host, now) - now
        if left > 0:
            do = "nothing: it is asked again later"
            raise WebError("host asks to wait", found=f"{left:.0f} s", do=do, passing=True, wait_s=left)
        self.clock.sleep(max(0.0, self._free_at.get(host, now) - now))

    def _request(self, url: str, headers: dict[str, str], most: int) -> Answer:
        """Make one request and read its answer.

        Raises:
            WebError: no answer, not of status 2xx or 304 or a redirect, or too large.
        """
        deadline = self.clock.monotonic() + self.limits.answer_s
        backend = PinnedBackend(self._network, self.clock, deadline, allow_private=self.limits.allow_private)
        sent: dict[bytes | str, bytes | str] = {
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }
        sent.update(headers)
        step = self.limits.step_s
        certificates = self._certificates if url.startswith("https:") else None
        extensions = {"timeout": {"connect": step, "read": step, "write": step, "pool": step}}
        try:
            with (
                httpcore.ConnectionPool(ssl_context=certificates, network_backend=backend) as pool,
                pool.stream("GET", url, headers=sent, extensions=extensions) as response,
            ):
                given = {
                    name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in response.headers
                }
                _check_status(response.status, given, self.clock)
                body = b"" if response.status in REDIRECTS else _body(response, given, most)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            reason = f"{type(error).__name__}: {error}".rstrip(": ")
            raise WebError("no answer", found=reason, do="try again later", passing=True) from error
        except (httpcore.UnsupportedProtocol, ValueError) as error:
            raise WebError("not a web address", found=f"{url[:80]!r} ({error})", do="check the address") from error
        finally:
            pause = max(self.limits.pause_s, self._robots.delay(url))
            self._free_at[_host(url)] = self.clock.monotonic() + pause
        return Answer(url, response.status, given, body, iso(self.clock.now()))


def _host(url: str) -> str:
    return split_url(url).hostname or ""


def _check_status(status: int, headers: dict[str, str], clock: Clock) -> None:
    """Raise where the server says that there is nothing to be had."""
    if status in REDIRECTS or status == NOT_MODIFIED or 200 <= status < 300:
        return
    passing = status in PASSING
    wait = _retry_after(headers.get("retry-after"), clock) if passing else 0.0
    do = "try again later" if passing else "check the address"
    asked = f", asks to wait {wait:.0f} s" if wait else ""
    raise WebError(
        "refused by the server", found=f"status {status}{asked}", do=do, passing=passing, wait_s=wait, status=status
    )


def _retry_after(value: str | None, clock: Clock) -> float:
    """Read how long a server asks to be left alone, in seconds: a number of them, or a date."""
    if value is None:
        return 0.0
    if value.isdigit():
        return float(value[:9])
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - clock.now()).total_seconds())


def _body(response: httpcore.Response, headers: dict[str, str], most: int) -> bytes:
    """Read a body while it comes, and stop as soon as it is too large.

    Raises:
        WebError: it is too large, of a kind that is never text, or broken.
    """
    kind = essence(headers.get("content-type", ""))
    if kind.startswith(("image/", "audio/", "video/", "font/")):
        raise WebError("not a text", found=f"type {kind}", do="turn it into text first")
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise _too_large(int(announced), most)
    body = bytearray()
    try:
        for chunk in _decoded(response, headers.get("content-encoding", "").lower(), most):
            body += chunk
            if len(body) > most:
                raise _too_large(len(body), most)
    except zlib.error as error:
        raise WebError("body not readable", found=str(error), do="try again later", passing=True) from error
    return bytes(body)


def _too_large(size: int, most: int) -> WebError:
    found = f"{size / 1e6:.1f} MB or more where at most {most / 1e6:g} MB are read"
    return WebError("answer too large", found=found, do="get it by hand if you need it")


def _decoded(response: httpcore.Response, coding: str, most: int) -> Iterator[bytes]:
    """Give the body's parts with the compression undone, no part of it larger than allowed."""
    if coding in ("", "identity"):
        yield from response.iter_stream()
        return
    if coding not in _CODINGS:
        raise WebError("body not readable", found=f"coding {coding!r}", do="save the page from a browser")
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in response.iter_stream():
        left = chunk
        while left:
            yield unzip.decompress(left, min(_CHUNK, most + 1))
            left = unzip.unconsumed_tail
    yield unzip.flush()
    if not unzip.eof:
        raise zlib.error("it ends too early")
