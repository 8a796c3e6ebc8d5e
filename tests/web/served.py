"""The web app served to a browser: a case on a free port, and a tab of which every request and complaint is kept."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from standoff.web.app import build_app
from standoff.web.guard import allowed_hosts
from standoff.web.serve import Address, bind
from standoff.web.shown import ShownCase

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: apt-get install chromium")

WIDTHS = {"wide": (1280, 800), "narrow": (390, 844)}
TIMEOUT_MS = 30_000
"""Longest wait; a machine with other work to do may take some seconds for the first view."""

VIEWS = (
    "now", "timeline", "map", "claims", "positions", "figures", "network", "outlook", "reports", "issues", "search",
)  # fmt: skip


class Served:
    """A case served on a free port of this machine, in a thread."""

    def __init__(self, case: ShownCase) -> None:
        self.socket = bind(Address(port=0))
        port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        app = build_app(case, hosts=allowed_hosts("127.0.0.1", port))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """End the server."""
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


class Watched:
    """A tab of which every request and complaint is kept."""

    def __init__(self, browser: Any, url: str, width: str = "wide", **given: Any) -> None:
        size = WIDTHS[width]
        self.url = url
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **given)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(TIMEOUT_MS)
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, message: Any) -> None:
        """Keep what the console says, but for the graphics driver's remarks on its own speed."""
        if "GL Driver Message" not in message.text:
            self.faults.append(message.text)

    def open(self, path: str) -> None:
        """Open a view and wait until it has its data."""
        self.tab.goto(self.url + path)
        self.settled()

    def settled(self) -> None:
        """Wait until no view and no reader is loading."""
        self.tab.wait_for_selector("main h1, main .empty, main .fault")
        self.tab.wait_for_selector(".loading, [aria-busy=true]", state="detached")

    def finish(self) -> None:
        """Check that nothing complained, and that every request stayed on this machine and server."""
        assert self.faults == []
        kept = ("data:", f"blob:{self.url}/")
        assert [url for url in self.requests if not url.startswith((f"{self.url}/", *kept))] == []
        self.context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a headless Chromium."""
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
