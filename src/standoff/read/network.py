"""Connections that go only where they may: to an address that was looked at first, and not for longer than agreed."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore

from standoff.read.clock import Clock

SCHEMES = ("http", "https")
_KEPT = "%/:=&?~+!$,;'@()*[]"
"""Characters of an address that stay as they are."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for an IPv4 one.

Source: RFC 6052."""


class WebError(Exception):
    """Something could not be fetched: what is wrong, what was found, what to do."""

    def __init__(
        self, what: str, *, found: str, do: str, passing: bool = False, wait_s: float = 0.0, status: int | None = None
    ) -> None:
        super().__init__(f"{what}: {found}")
        self.what, self.found, self.do = what, found, do
        self.passing = passing
        """Whether it may pass by itself, so that asking again later makes sense."""
        self.wait_s = wait_s
        """How long the server asks to be left alone, in seconds."""
        self.status = status
        """The status that the server answered with, where that is what is wrong."""


def resolve_host(host: str, port: int) -> list[str]:
    """Look a host's addresses up as the system does."""
    return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Tell whether an IP address lies on the public internet, not on this machine or in a network around it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if within is None and ip in _NAT64:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True, slots=True)
class Network:
    """How hosts are looked up, and which of their addresses are public."""

    resolve: Callable[[str, int], list[str]] = resolve_host
    is_public: Callable[[str], bool] = is_public


def split_url(url: str) -> SplitResult:
    """Take a web address apart, written as it is asked for: in ASCII and without a fragment.

    Raises:
        WebError: it is none that may be fetched.
    """
    do = "give an address that begins with http:// or https://"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise WebError("not a web address", found=f"{url[:80]!r} ({error})", do=do) from error
    if parts.scheme.lower() not in SCHEMES or not host or port == 0:
        raise WebError("not a web address", found=repr(url[:80]), do=do)
    if parts.username is not None or parts.password is not None:
        raise WebError("address with a user name", found=f"one for {host!r}", do="leave user name and password out")
    place = f"[{host}]" if ":" in host else host
    return SplitResult(
        parts.scheme.lower(),
        place if port is None else f"{place}:{port}",
        quote(parts.path or "/", safe=_KEPT),
        quote(parts.query, safe=_KEPT),
        "",
    )


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the very address that was checked, and gives up when the time is over."""

    def __init__(self, network: Network, clock: Clock, deadline: float, *, allow_private: bool) -> None:
        self._network, self._clock, self._deadline = network, clock, deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the host up, check all its addresses, and connect to one of them.

        Raises:
            WebError: the host is not known, or one of its addresses is not public.
            httpcore.ConnectError: none of them answers.
        """
        addresses = self._checked(host, port)
        for position, address in enumerate(addresses, 1):
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if position == len(addresses):
                    raise
            else:
                return _TimedStream(stream, self._clock, self._deadline)
        raise httpcore.ConnectError(f"no address of {host!r}")

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            do = "check the address and your connection"
            raise WebError("host not found", found=f"{host!r} ({error})", do=do, passing=True) from error
        private = [address for address in addresses if not self._network.is_public(address)]
        if private and not self._allow_private:
            found = f"{host!r} at {private[0]}"
            raise WebError("address in a private network", found=found, do="allow private addresses if you mean it")
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection of which every step must end before one deadline."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock, deadline: float) -> None:
        self._stream, self._clock, self._deadline = stream, clock, deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - self._clock.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(stream, self._clock, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
