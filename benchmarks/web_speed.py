"""How fast the web app answers with a million events: every view's data, and the first view in a browser.

    python -m benchmarks.web_speed --events 1000000 --out benchmarks/results/web_speed.json

The case is synthetic: made by SQL, with the columns of the real tables, from numbers alone. It is shown by the same
code as any other. Measured are the answers of the application itself (ASGI, without a socket), 30 questions a view with
changing filters; the server's CPU time stands beside the wall time, since other work may run on the machine. With
`--browser`, a headless Chromium opens the first view and tells when it has drawn it.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import threading
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb

from standoff.core.issues import Issue
from standoff.core.judgement import Judgement
from standoff.store.catalogue import catalogue_tables
from standoff.store.search import Searcher
from standoff.web.app import build_app
from standoff.web.guard import App, allowed_hosts

SEARCHED, WORDS, VOCABULARY = 100_000, 350, 40_000
"""Reports that are searched, words of each, and different words; their frequencies fall as in a text (Zipf)."""
HOST = "127.0.0.1:8350"
ROUNDS = 30
DAYS = 400
AIM_MS = 150.0
PARTIES = 60
QUESTIONS: dict[str, Sequence[tuple[str, dict[str, Any]]]] = {
    "frame": [("overview", {}), ("state", {})],
    "now": [
        ("claims", {"order": "contested", "contested": "true", "limit": 8}),
        ("agenda", {"outcome": "open", "limit": 8}),
        ("events", {"newest": "true", "limit": 8}),
    ],
    "timeline": [
        ("timeline", {}),
        ("timeline", {"since": "2030-{m}-01", "until": "2030-{m}-28"}),
        ("timeline", {"actor": "C{a}"}),
        ("events", {}),
        ("events", {"actor": "C{a}", "type": "ASSAULT"}),
        ("events", {"since": "2030-{m}-01"}),
    ],
    "map": [
        ("map", {}),
        ("map", {"since": "2030-{m}-01", "until": "2030-{m}-28"}),
        ("map", {"actor": "C{a}"}),
        ("events", {"place": "Place {a}"}),
    ],
    "claims": [
        ("claims", {}),
        ("claims", {"order": "grade"}),
        ("claims", {"actor": "C{a}", "origins": 2}),
        ("claims/ONE", {}),
    ],
    "positions": [("positions", {"limit": 100}), ("positions", {"actor": "C{a}"}), ("holders", {})],
    "figures": [("figures", {"limit": 15}), ("figures", {"actor": "C{a}", "limit": 15})],
    "network": [
        ("network", {}),
        ("network", {"since": "2030-{m}-01", "until": "2030-{m}-28"}),
        ("network", {"actor": "C{a}"}),
    ],
    "reports": [("reports", {}), ("reports", {"outlet": "Outlet {a}"}), ("reports/d00010{a}", {})],
    "issues": [("issues", {})],
    "judgements": [("judgements", {})],
    "search": [("search", {"q": q}) for q in ("word{a}", "word1{a} word2{a}", '"word{a} word{m}"')],
}
"""Questions by view. `{a}` and `{m}` change with every round, so that no answer to them is one that was kept."""


def filled(text: Any, n: int) -> Any:
    """Fill a question in for a round."""
    if not isinstance(text, str):
        return text
    return text.replace("{a}", f"{n % PARTIES:02d}").replace("{m}", f"{n % 12 + 1:02d}")


class SyntheticCase:
    """A case made by SQL, as large as asked for."""

    name = "synthetic"
    folder = None

    def __init__(self, events: int) -> None:
        """Make the tables."""
        self._searcher: Searcher | None = None
        self.connection = duckdb.connect()
        sql = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
        for name, value in {"events": events, "days": DAYS, "parties": PARTIES}.items():
            sql = sql.replace(f"{{{name}}}", str(value))
        self.connection.execute(sql)
        made = {row[0] for row in self.connection.execute("show tables").fetchall()}
        for name, table in catalogue_tables([]).items():
            if name not in made:
                self.connection.register(name, table)

    def state(self) -> str:
        """Give the one state."""
        return "synthetic"

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables; there is one day only."""
        return self.connection

    def searcher(self) -> Searcher | None:
        """Give the index, made when it is first searched: random words in many reports."""
        if self._searcher is None:
            draw, words = random.Random(1), [f"word{n}" for n in range(VOCABULARY)]
            weights = list(accumulate(1 / (n + 10) for n in range(VOCABULARY)))
            rows = self.connection.sql(f"select * exclude (text) from reports limit {SEARCHED}").to_arrow_table()
            self._searcher = Searcher(
                None,
                (
                    {**row, "text": " ".join(draw.choices(words, cum_weights=weights, k=WORDS))}
                    for row in rows.to_pylist()
                ),
            )
        return self._searcher

    def issues(self) -> Sequence[Issue]:
        """List no issue."""
        return ()

    def judge(self, row: Judgement) -> None:
        """Refuse to judge."""
        raise NotImplementedError


def ask(app: App, path: str, query: dict[str, Any]) -> bytes:
    """Put one question to the application, without a socket."""
    sent: list[Any] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": f"/api/{path}", "raw_path": f"/api/{path}".encode(), "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8350), "query_string": urlencode(query, doseq=True).encode(),
        "headers": [(b"host", HOST.encode())],
    }  # fmt: skip

    async def run() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await app(scope, receive, send)

    asyncio.run(run())
    if sent[0]["status"] != 200:
        raise RuntimeError(f"{path} {query}: {sent[0]['status']} {sent[1]['body'][:300]!r}")
    return b"".join(message.get("body", b"") for message in sent[1:])


def measure(app: App) -> dict[str, Any]:
    """Ask every view's questions and give the times by view (milliseconds)."""
    claim = json.loads(ask(app, "claims", {"limit": 1}))["items"][0]["claim_id"]
    found = {}
    for view, questions in QUESTIONS.items():
        wall, cpu, slowest = [], [], ("", 0.0)
        for n in range(ROUNDS):
            path, query = questions[n % len(questions)]
            path, query = filled(path, n), {name: filled(value, n) for name, value in query.items()}
            began, began_cpu = time.perf_counter(), time.process_time()
            ask(app, path.replace("ONE", claim), query)
            took = (time.perf_counter() - began) * 1000
            wall.append(took)
            cpu.append((time.process_time() - began_cpu) * 1000)
            slowest = max(slowest, (f"{path} {query}", took), key=lambda pair: pair[1])
        found[view] = {
            "p50_ms": round(statistics.median(wall), 1),
            "p95_ms": round(statistics.quantiles(wall, n=20)[-1], 1),
            "cpu_p50_ms": round(statistics.median(cpu), 1),
            "cpu_p95_ms": round(statistics.quantiles(cpu, n=20)[-1], 1),
            "slowest": slowest[0],
        }
    return found


def first_view(case: SyntheticCase, app_of: Any) -> dict[str, float]:
    """Open the first view in a headless Chromium and give when it was drawn (milliseconds)."""
    import uvicorn
    from playwright.sync_api import sync_playwright

    from standoff.web.serve import Address, bind

    bound = bind(Address(port=0))
    port = bound.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app_of(allowed_hosts("127.0.0.1", port)), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        url = f"http://127.0.0.1:{port}/"
        tab.goto(url)
        tab.wait_for_selector("main .line", timeout=120_000)
        times = []
        for _ in range(5):
            began = time.perf_counter()
            tab.goto(url)
            tab.wait_for_selector("main .line")
            times.append((time.perf_counter() - began) * 1000)
        browser.close()
    server.should_exit = True
    return {"first_view_median_ms": round(statistics.median(times), 1), "first_view_worst_ms": round(max(times), 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    case = SyntheticCase(given.events)
    app = build_app(case, hosts=[HOST])
    began, began_cpu = time.perf_counter(), time.process_time()
    ask(app, "state", {})
    case.searcher()
    result: dict[str, Any] = {
        "events": given.events,
        "snapshot_s": round(time.perf_counter() - began, 1),
        "snapshot_cpu_s": round(time.process_time() - began_cpu, 1),
        "load": round(os.getloadavg()[0], 1),
        "views": measure(app),
    }
    if given.browser:
        result |= first_view(case, lambda hosts: build_app(case, hosts=hosts))
    print(json.dumps(result, indent=1))
    if given.out:
        given.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
