"""Watching feeds and folders on servers of this machine: nothing lost, nothing doubled, nothing that stops it."""

import errno
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from standoff.core.errors import CaseError, SettingsError
from standoff.run import revisits
from standoff.run.case import Case
from standoff.run.feed_list import FeedEntry, FeedList, FolderEntry, parse_duration, read_feed_list
from standoff.run.watch import Watch, is_disk_full
from standoff.run.watch_state import WatchState, read_feed_states
from standoff.store.log import read_log
from tests.loopback import FakeClock, Request, Site, make_web, serving

TEXT = "The harbour master of Lindhaven has closed the eastern quay for a week."


def page(number: int) -> str:
    body = f"<p>{TEXT} It is notice number {number} of this year.</p><p>Nobody was hurt when crane {number} fell.</p>"
    return (
        f"<!DOCTYPE html><html><head><title>Quay {number}</title></head><body><article>{body}</article></body></html>"
    )


def rss(site: Site, *numbers: int, text: str = "") -> str:
    items = "".join(
        f"<item><title>Quay {number}</title><link>{site.url(f'/{number}')}</link>"
        f"<description>{escape(text)}</description></item>"
        for number in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>{items}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


class Bench:
    """A case, a site and a clock, and watches over them."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.case = Case.new(folder / "case")
        self.site = site
        self.clock = FakeClock()
        self.coded = 0

    def feeds(self, *paths: str, **options: object) -> FeedList:
        entries = tuple(FeedEntry(url=self.site.url(path)) for path in paths)
        return FeedList(feed=entries, **options)  # type: ignore[arg-type]

    def watch(self, feeds: FeedList, stopped: Callable[[], bool] = lambda: False) -> Watch:
        def code(case: Case) -> None:
            self.coded += 1

        return Watch(self.case, feeds, web=make_web(self.clock), clock=self.clock, code=code, stopped=stopped)

    def look(self, feeds: FeedList, times: int = 1) -> None:
        for _ in range(times):
            self.watch(feeds).run(once=True)

    def later(self, seconds: float) -> None:
        self.clock.passed += seconds

    def texts(self) -> list[str]:
        rows = self.case.sql("select title from reports order by title").to_arrow().to_pylist()
        return [row["title"] for row in rows]

    def log(self, event: str) -> list[dict[str, object]]:
        return [row for row in read_log(self.case.folder) if row["event"] == event]

    def issues(self) -> list[str]:
        return [row["what"] for row in self.case.issues()]


@pytest.fixture
def bench(tmp_path: Path, site: Site) -> Bench:
    return Bench(tmp_path, site)


def put_pages(site: Site, *numbers: int) -> None:
    site.pages |= {f"/{number}": page(number) for number in numbers}


def test_new_items_come_in_once(bench: Bench, site: Site) -> None:
    put_pages(site, 1, 2, 3)
    site.pages["/feed"] = rss(site, 1, 2)
    feeds = bench.feeds("/feed")
    bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 2"]
    bench.look(feeds)
    assert site.paths().count("/feed") == 1
    bench.later(901)
    site.pages["/feed"] = rss(site, 3, 2, 1)
    bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 2", "Quay 3"]
    assert [site.paths().count(f"/{number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert [(row["new"], row["listed"]) for row in bench.log("feed")] == [(2, 2), (1, 3)]


def test_an_item_of_two_feeds_is_one(bench: Bench, site: Site) -> None:
    put_pages(site, 1)
    site.pages |= {"/world": rss(site, 1), "/all": rss(site, 1)}
    bench.look(bench.feeds("/world", "/all"))
    assert bench.texts() == ["Quay 1"]
    assert site.paths().count("/1") == 1


def test_an_unchanged_feed_is_only_asked_whether_it_changed(bench: Bench, site: Site) -> None:
    def feed(request: Request) -> None:
        if request.headers.get("If-None-Match") == "v1":
            request.send(b"", status=304)
        else:
            request.send(rss(site, 1).encode(), type="application/rss+xml", etag="v1")

    put_pages(site, 1)
    site.pages["/feed"] = feed
    bench.look(bench.feeds("/feed"))
    bench.later(901)
    bench.look(bench.feeds("/feed"))
    assert site.asked[-1][1]["If-None-Match"] == "v1"
    (state,) = read_feed_states(bench.case.folder)
    assert (state.etag, state.items, state.failures, state.fault) == ("v1", 1, 0, None)
    assert state.news_at is not None


def test_what_came_from_where_is_kept(bench: Bench, site: Site) -> None:
    put_pages(site, 1)
    site.pages["/feed"] = rss(site, 1)
    bench.look(FeedList(feed=(FeedEntry(url=site.url("/feed"), outlet="Harbour Post"),)))
    (row,) = bench.case.sql("select address, via, fetched_at from arrivals").to_arrow().to_pylist()
    assert row["address"] == site.url("/1")
    assert list(row["via"]) == [site.url("/feed")]
    assert str(row["fetched_at"]).startswith("2031-03-12T10:0")
    (doc,) = bench.case.sql("select outlet, url from reports").to_arrow().to_pylist()
    assert doc == {"outlet": "Harbour Post", "url": site.url("/1")}


def test_a_dead_feed_is_left_alone_longer_and_longer_and_stops_no_other(bench: Bench, site: Site) -> None:
    put_pages(site, 1)
    site.pages |= {"/dead": lambda request: request.send(b"", status=404), "/feed": rss(site, 1)}
    feeds = bench.feeds("/dead", "/feed")
    asked = []
    for _ in range(24 * 4):
        bench.look(feeds)
        asked.append(site.paths().count("/dead"))
        bench.later(3600 / 4)
    assert asked[:9] == [1, 2, 2, 3, 3, 3, 3, 4, 4]
    assert asked[-1] < 9
    assert bench.texts() == ["Quay 1"]
    assert bench.issues().count("refused by the server") == 1
    dead, _ = read_feed_states(bench.case.folder)
    assert dead.fault == "refused by the server; found status 404"
    assert dead.failures == asked[-1]
    assert [row["failures"] for row in bench.log("feed failed")] == list(range(1, asked[-1] + 1))
    assert [feed.failures for feed in bench.case.status().feeds] == [asked[-1], 0]
    site.pages["/dead"] = rss(site)
    bench.later(24 * 3600)
    bench.look(feeds)
    dead, _ = read_feed_states(bench.case.folder)
    assert (dead.failures, dead.fault) == (0, None)


def test_a_feed_that_asks_to_wait_gets_its_wait_over_a_restart(bench: Bench, site: Site) -> None:
    site.pages["/feed"] = lambda request: request.send(b"", status=429, retry_after="7200")
    feeds = bench.feeds("/feed")
    bench.look(feeds)
    bench.later(7100)
    bench.look(feeds)
    assert site.paths().count("/feed") == 1
    bench.later(1000)
    bench.look(feeds)
    assert site.paths().count("/feed") == 2


def test_a_page_that_may_be_had_later_is_asked_for_again_and_then_its_own_text_is_read(
    bench: Bench, site: Site
) -> None:
    put_pages(site, 1)
    site.pages |= {"/2": lambda request: request.send(b"", status=503)}
    site.pages["/feed"] = rss(site, 1, 2, text=f"{TEXT} So says the feed.")
    feeds = bench.feeds("/feed")
    bench.look(feeds)
    assert bench.texts() == ["Quay 1"]
    for _ in range(2):
        bench.later(901)
        bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 2"]
    assert bench.issues() == ["refused by the server"]
    bench.later(901)
    bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 2"]


def test_items_own_texts_without_their_pages(bench: Bench, site: Site) -> None:
    site.pages["/feed"] = rss(site, 1, text=f"{TEXT} So says the feed.")
    bench.look(FeedList(feed=(FeedEntry(url=site.url("/feed"), pages=False),)))
    assert bench.texts() == ["Quay 1"]
    assert site.paths() == ["/feed"]
    assert bench.issues() == []


def test_a_folder_is_watched_too(bench: Bench, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    feeds = FeedList(folder=(FolderEntry(path=str(drop)),))
    bench.look(feeds, times=2)
    assert bench.issues() == ["no such file"]
    drop.mkdir()
    (drop / "a.txt").write_text(TEXT)
    (drop / "actors.csv").write_text("name\n")
    bench.look(feeds, times=2)
    assert bench.case.views().manifest.count() == 1
    (drop / "b.jsonl").write_text(json.dumps({"text": f"{TEXT} Again."}))
    bench.look(feeds)
    assert bench.case.views().manifest.count() == 2


def test_the_case_is_brought_up_to_date_when_something_came(bench: Bench, site: Site) -> None:
    put_pages(site, 1)
    site.pages["/feed"] = rss(site)
    turns = iter(range(20_000))
    rounds = []

    def stopped() -> bool:
        turn = next(turns)
        if turn == 1000:
            site.pages["/feed"] = rss(site, 1)
        rounds.append(bench.coded)
        return turn > 3000

    bench.watch(bench.feeds("/feed"), stopped).run()
    assert bench.coded == 2  # once at the start, for what an interrupted run may have left, and once for the item
    assert bench.log("watch stopped")


def test_a_full_disk_is_waited_out(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    put_pages(site, 1)
    site.pages["/feed"] = rss(site, 1)
    add_all, full = Case.add_all, [2]

    def add(self: Case, found: object) -> object:
        if full[0]:
            full[0] -= 1
            raise CaseError("no room") from OSError(errno.ENOSPC, "No space left on device")
        return add_all(self, found)  # type: ignore[arg-type]

    monkeypatch.setattr(Case, "add_all", add)
    begin = bench.clock.passed
    bench.watch(bench.feeds("/feed"), lambda: bool(bench.coded)).run()
    assert bench.texts() == ["Quay 1"]
    assert site.paths().count("/1") == 1
    assert 180 <= bench.clock.passed - begin < 200
    assert [row["seconds"] for row in bench.log("waiting")] == [60.0, 120.0]
    assert str(bench.log("waiting")[0]["why"]).startswith("the disk is full")


def test_what_is_a_full_disk() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert is_disk_full(full)
    assert not is_disk_full(sqlite3.OperationalError("no such table"))
    assert not is_disk_full(OSError(errno.EACCES, "no"))


def test_one_watch_at_a_time(bench: Bench, site: Site) -> None:
    site.pages["/feed"] = rss(site)
    feeds = bench.feeds("/feed")

    def other() -> bool:
        with pytest.raises(CaseError, match="somebody else"):
            bench.watch(feeds).run(once=True)
        return True

    bench.watch(feeds, other).run()


def test_an_error_of_ours_stops_no_other_item(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from standoff.read import online

    put_pages(site, 1, 2)
    site.pages["/feed"] = rss(site, 1, 2)
    read = online.documents_of

    def fail(fetched: object) -> object:
        if str(fetched.address).endswith("/1"):  # type: ignore[attr-defined]
            raise RuntimeError("a bug")
        return read(fetched)  # type: ignore[arg-type]

    monkeypatch.setattr(online, "documents_of", fail)
    bench.look(bench.feeds("/feed"))
    assert bench.texts() == ["Quay 2"]
    assert bench.issues() == ["error while fetching"]


def test_what_is_long_gone_is_forgotten(bench: Bench) -> None:
    state = WatchState(bench.case.folder)
    state.mark("old", "2030-01-01")
    state.mark("new", "2031-01-01")
    state.forget("2030-06-01")
    assert (state.is_seen("old", "2031-02-01"), state.is_seen("new", "2031-02-01")) == (False, True)
    state.forget("2031-01-15")
    assert state.is_seen("new", "2031-02-01")
    state.close()


def test_lists_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        'every = "30m"\ncontact = "https://desk.example.org"\n[[feed]]\nurl = "https://post.example.org/rss"\n'
        'outlet = "Harbour Post"\n[[feed]]\nurl = "https://wire.example.org/atom"\nevery = "5m"\npages = false\n'
        '[[folder]]\npath = "drop"\n'
    )
    found = read_feed_list(path)
    assert [found.every_s(entry) for entry in found.feed] == [1800.0, 300.0]
    assert found.folder[0].path == str(tmp_path / "drop")
    assert (found.limits().contact, found.limits().allow_private) == ("https://desk.example.org", False)
    assert read_feed_list(path, every="2h", allow_private=True).every_s(found.feed[0]) == 7200.0
    assert read_feed_list(path, allow_private=True).limits().allow_private


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "nothing to watch"),
        ("[[feed]", "not as it must be"),
        ("[[feed]]\nurl = 3", "not as it must be"),
        ('[[feed]]\nlink = "https://x.example/"', "not as it must be"),
        ('[[feed]]\nurl = "javascript:alert(1)"', "not a web address"),
        ('[[feed]]\nurl = "https://x.example/"\nevery = "soon"', "not a length of time"),
        ('[[feed]]\nurl = "https://x.example/"\n[[feed]]\nurl = "https://x.example/"', "stands twice"),
    ],
)
def test_bad_lists_of_feeds(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=what):
        read_feed_list(path)
    with pytest.raises(SettingsError, match="cannot read"):
        read_feed_list(tmp_path / "none.toml")


def test_lengths_of_time() -> None:
    assert [parse_duration(text) for text in ("90s", "15m", "1.5h", " 2 D ")] == [90.0, 900.0, 5400.0, 172800.0]


KILLS = int(os.environ.get("STANDOFF_KILLS", "4"))
"""How often it is killed; `STANDOFF_KILLS=50` for a thorough test."""
NEW_ITEMS = 12
"""How many the feed gains before each start, so that there is always something to be killed at."""
ALONE = "import sys; from standoff.run import case, feed_list, watch; " + (
    "watch.Watch(case.Case.open(sys.argv[1]), feed_list.read_feed_list(sys.argv[2]), code=None).run(once=True)"
)


def start(folder: Path, feeds: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", ALONE, str(folder), str(feeds)])


def killed(process: "subprocess.Popen[bytes]", site: Site, after: int, delay: float) -> bool:
    """Kill a watch after so many further requests and some time; False if it ended before."""
    begin, until = len(site.asked), time.monotonic() + 60
    while process.poll() is None and len(site.asked) < begin + after and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(delay)
    if process.poll() is not None:
        assert process.returncode == 0
        return False
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return True


def test_killed_at_any_moment_it_loses_and_doubles_nothing(tmp_path: Path, site: Site) -> None:
    answers = iter(range(1_000_000))

    def live(number: int) -> Callable[[Request], None]:
        """Answer with another page each time, as pages with advertisements do, and not at once."""

        def answer(request: Request) -> None:
            time.sleep(0.02)
            request.send((page(number) + f"<!-- {next(answers)} -->").encode())

        return answer

    moments = random.Random(7)
    feeds, folder = tmp_path / "feeds.toml", tmp_path / "case"
    feeds.write_text(
        f'every = "1m"\npause = "0s"\nallow_private = true\n[[feed]]\nurl = "{site.url("/feed", "127.0.0.1")}"\n'
    )
    Case.new(folder)
    kills = starts = items = 0
    while kills < KILLS and starts < 3 * KILLS:
        site.pages |= {f"/{number}": live(number) for number in range(items, items + NEW_ITEMS)}
        items += NEW_ITEMS
        site.pages["/feed"] = rss(site, *range(items)).replace("news.example", "127.0.0.1")
        starts += 1
        kills += killed(start(folder, feeds), site, moments.randint(0, NEW_ITEMS - 4), moments.random() * 0.2)
    assert kills == KILLS
    assert start(folder, feeds).wait(60 + 6 * KILLS) == 0
    rows = Case.open(folder).sql("select title from reports").to_arrow().to_pylist()
    assert sorted(row["title"] for row in rows) == sorted(f"Quay {number}" for number in range(items))
    assert not list(Case.open(folder).issues())
    assert len(site.paths()) <= items + 3 * (starts + 1)  # what was fetched is hardly ever fetched again


def test_stopped_by_a_signal_it_ends_well(tmp_path: Path, site: Site) -> None:
    site.pages["/feed"] = rss(site)
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(f'[[feed]]\nurl = "{site.url("/feed", "127.0.0.1")}"\n')
    code = "from standoff.cli import main; main()"
    options = ["--feeds", str(feeds), "--allow-private", "--take-in-only"]
    process = subprocess.Popen([sys.executable, "-c", code, "watch", str(tmp_path / "case"), *options])
    until = time.monotonic() + 30
    while not site.asked and time.monotonic() < until:
        time.sleep(0.01)
    process.terminate()
    assert process.wait(20) == 0
    assert [row["event"] for row in read_log(tmp_path / "case")][-1] == "watch stopped"


def test_a_correction_that_no_feed_announces_comes_in_and_nothing_else(bench: Bench, site: Site) -> None:
    put_pages(site, 1, 2)
    site.pages["/feed"] = rss(site, 1, 2)
    feeds = bench.feeds("/feed")
    bench.look(feeds)
    bench.later(3600)
    bench.look(feeds)
    assert site.paths().count("/1") == 1
    bench.later(6 * 3600)
    site.pages["/1"] = page(1).replace("<article>", "<div>Weather: 3 degrees</div><article>")
    bench.look(feeds)
    assert [site.paths().count(f"/{number}") for number in (1, 2)] == [2, 2]
    assert bench.texts() == ["Quay 1", "Quay 2"]
    bench.later(6 * 3600 + 1)
    site.pages["/1"] = page(1).replace("Nobody was hurt", "Correction: two dockers were hurt")
    del site.pages["/2"]
    bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 1", "Quay 2"]
    bench.later(6 * 3600 + 1)
    bench.look(feeds)
    assert bench.texts() == ["Quay 1", "Quay 1", "Quay 2"]
    assert [site.paths().count(f"/{number}") for number in (1, 2)] == [4, 3]
    bench.later(3 * 24 * 3600)
    bench.look(feeds)
    assert site.paths().count("/1") == 4
    told = [{k: row[k] for k in row if k not in {"at", "event"}} for row in bench.log("looked again")]
    assert told == [{"same": 2}, {"changed": 1, "gone": 1}, {"same": 1}]
    changed = bench.case.sql("select url, outlet from reports where text like '%dockers%'").to_arrow().to_pylist()
    assert changed == [{"url": site.url("/1"), "outlet": None}]


def test_pages_are_asked_for_with_the_version_at_hand_a_few_at_a_time(
    bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisits, "MOST", 2)
    asked: list[str | None] = []

    def versioned(request: Request) -> None:
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == '"v1"':
            request.send(b"", status=304)
        else:
            request.send(page(1).encode(), etag='"v1"')

    put_pages(site, 2, 3)
    site.pages |= {"/1": versioned, "/feed": rss(site, 1, 2, 3)}
    feeds = bench.feeds("/feed")
    bench.look(feeds)
    for _ in range(4):
        bench.later(6 * 3600 + 1)
        bench.look(feeds)
    assert asked[:2] == [None, None]
    assert set(asked[2:]) == {'"v1"'}
    assert all(sum(n for k, n in row.items() if k in {"same", "changed"}) == 2 for row in bench.log("looked again"))
    never = bench.feeds("/feed", revisit="0d")
    bench.later(24 * 3600)
    before = len(site.paths())
    bench.look(never)
    assert site.paths()[before:] == ["/feed"]
