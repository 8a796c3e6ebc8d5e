"""Servers on this machine that play the web, and a network in which their address counts as public."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standoff.read.network import Network
from standoff.read.web import Limits, Web

PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"
PRIVATE_HOST = "inside.example"


class FakeClock:
    """A clock in which time passes by sleeping only."""

    def __init__(self) -> None:
        self.start = datetime(2031, 3, 12, 10, 0, tzinfo=UTC)
        self.passed = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += seconds
        self.slept.append(seconds)


class Request(BaseHTTPRequestHandler):
    """One request; a page answers it by `send`."""

    server: "Site"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        page = self.server.pages.get(self.path)
        if page is None:
            self.send(b"nothing here", status=404)
        elif callable(page):
            page(self)
        else:
            self.send(page.encode() if isinstance(page, str) else page, type=self.server.types.get(self.path))

    def send(self, body: bytes, *, status: int = 200, type: str | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type or "text/html; charset=utf-8")
        names = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        for name, value in ({"content-length": str(len(body))} | names).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


Page = str | bytes | Callable[[Request], None]


class Site(ThreadingHTTPServer):
    """A site: its pages by path, and what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((PUBLIC, 0), Request)
        self.pages: dict[str, Page] = {}
        self.types: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is no error here."""


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def resolve(host: str, port: int) -> list[str]:
    """Look hosts up: `inside.example` is private, all others lead to the site."""
    return [PRIVATE if host == PRIVATE_HOST else host if host[0].isdigit() else PUBLIC]


NETWORK = Network(resolve, lambda address: address == PUBLIC)


def make_web(clock: FakeClock | None = None, **limits: object) -> Web:
    return Web(Limits(**limits), clock=clock or FakeClock(), network=NETWORK)  # type: ignore[arg-type]
