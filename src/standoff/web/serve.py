"""Starts the web app on a port of this machine."""

import secrets
import socket
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uvicorn

from standoff.core.errors import SettingsError
from standoff.web.app import build_app
from standoff.web.guard import allowed_hosts
from standoff.web.shown import ShownCase

HOME = "127.0.0.1"
PORT = 8350
TOKEN_SHORTEST = 16
"""A shorter token could be guessed over a network (16 characters of base64 hold 96 bits)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the app is served, and to whom."""

    host: str = HOME
    port: int = PORT
    token: str | None = None
    names: Sequence[str] = ()
    """Other names under which this machine is asked, for the check of the header `Host`."""

    @property
    def url(self) -> str:
        """The address to open, with the token where one is needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        host = HOME if host in {"0.0.0.0", "[::]"} else host
        return f"http://{host}:{self.port}/" + (f"?token={self.token}" if self.token else "")


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def checked_address(host: str, port: int, token: str | None, names: Sequence[str] = ()) -> Address:
    """Give an address that is safe to serve on.

    An address that others can reach gets a token of its own if none is given.

    Raises:
        SettingsError: the token is too short or has characters that no cookie can hold.
    """
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    if token is not None and (len(token) < TOKEN_SHORTEST or not token.replace("-", "").replace("_", "").isalnum()):
        raise SettingsError(
            f"the token must have at least {TOKEN_SHORTEST} letters, digits, - or _; found {len(token)} characters; "
            "leave --token out to have one made"
        )
    if token is not None and not token.isascii():
        raise SettingsError("the token must be ASCII; leave --token out to have one made")
    return Address(host, port, token, tuple(names))


def serve_case(
    case: ShownCase,
    address: Address,
    *,
    tell: Callable[[str], None] = print,
    open_browser: bool = False,
) -> None:
    """Serve a case until it is interrupted.

    Args:
        case: what is shown.
        address: where; see `checked_address`.
        tell: is told the address when the server listens.
        open_browser: open it in the machine's browser.

    Raises:
        SettingsError: the port is taken.
    """
    bound = bind(address)
    address = Address(address.host, bound.getsockname()[1], address.token, address.names)
    app = build_app(case, hosts=allowed_hosts(address.host, address.port, address.names), token=address.token)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
    tell(address.url)
    if open_browser:
        webbrowser.open(address.url)
    try:
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()


def bind(address: Address) -> socket.socket:
    """Bind the socket of an address; port 0 takes any free one.

    Raises:
        SettingsError: the port is taken, or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((address.host, address.port))
    except (OSError, OverflowError) as error:
        made.close()
        raise SettingsError(
            f"cannot serve on {address.host!r}, port {address.port}: {error}; choose another with --port, or 0 for any"
        ) from error
    return made
