"""Tables across reports that are made bit by bit are those that are made at once."""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from benchmarks.replay import VARIABLE, plugins, save_found
from benchmarks.scale import make_copies

from standoff.core.fetched import Fetched
from standoff.match.happenings import HappeningStream
from standoff.match.marks import Marks
from standoff.match.stories import StoryStream
from standoff.run.case import Case
from standoff.store.manifest import derived_path, memory_path
from tests.coded import example_case

REPORTS = 48
NewCase = Callable[..., Case]


@pytest.fixture
def reports(tmp_path: Path) -> list[Fetched]:
    """Reports of a year, whose stages give again what they found in the example's."""
    found = example_case()
    os.environ[VARIABLE] = str(tmp_path / "found.arrow")
    save_found(tmp_path / "found.arrow", found.views)
    return list(make_copies([view.doc for view in found.views], REPORTS))


def derived_rows(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of all tables across reports, in their order."""
    entries = case.views().manifest.derived
    return {name: pq.read_table(case.folder / derived_path(name, e.key)).to_pylist() for name, e in entries.items()}


def seen_by(stream: type, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how many reports or mentions a stream takes in, day by day."""
    counts: list[int] = []
    add = stream.add  # type: ignore[attr-defined]
    monkeypatch.setattr(stream, "add", lambda self, rows: (counts.append(len(rows)), add(self, rows))[1])
    return counts


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_the_order_and_the_batches_the_tables_are_the_same(
    new_case: NewCase, reports: list[Fetched], seed: int
) -> None:
    whole = new_case("whole", plugins=plugins())
    whole.add(*reports)
    whole.run()
    chance, bits = random.Random(seed), new_case("bits", plugins=plugins())
    late = chance.sample(reports, 12)
    early = [report for report in reports if report not in late]
    steps = sorted(chance.sample(range(len(early)), 2))
    for start, end in zip([0, *steps], [*steps, len(early)], strict=True):
        bits.add(*early[start:end])
        bits.run()
    for start in range(0, len(late), 4):
        bits.add(*late[start : start + 4])
        bits.run()
    assert derived_rows(bits) == derived_rows(whole)
    assert len(derived_rows(whole)["comparisons"]) > REPORTS


def test_what_is_new_on_the_last_day_is_all_that_is_looked_at(
    new_case: NewCase, reports: list[Fetched], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(plugins=plugins())
    case.add(*reports[:-1])
    case.run()
    taken, told = seen_by(StoryStream, monkeypatch), seen_by(HappeningStream, monkeypatch)
    case.add(reports[-1])
    case.run()
    assert sum(taken) == 2
    query = f"select count(*) from events join reports using (doc_id) where known >= '{reports[-2].published}'"
    assert [(sum(told),)] == case.catalogue().sql(query).fetchall()


def test_memory_that_is_lost_or_left_by_other_code_is_not_needed(
    new_case: NewCase, reports: list[Fetched], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(plugins=plugins())
    case.add(*reports[:-1])
    case.run()
    manifest = case.views().manifest
    step, entry = next(iter(manifest.memory.items()))
    file = case.folder / memory_path(step, entry.key)
    file.write_bytes(file.read_bytes()[:-9])
    case.add(reports[-1])
    assert memory_path(step, entry.key) in case.run().mended
    whole = new_case("whole", plugins=plugins())
    whole.add(*reports)
    whole.run()
    assert derived_rows(case) == derived_rows(whole)
    monkeypatch.setattr("standoff.run.memory.across_key", lambda: "other")
    monkeypatch.setattr("standoff.run.running.across_key", lambda: "other")
    taken = seen_by(StoryStream, monkeypatch)
    case.run()
    assert sum(taken) == REPORTS


def test_a_mark_holds_as_long_as_what_came_before_it_is_the_same() -> None:
    rows = [(f"2031-03-{day:02d}", f"report {day}") for day in range(1, 29)]
    marks = Marks(rows)
    for day, _ in rows:
        marks.pass_day(day, day.encode)
    left = marks.encode()
    assert (marks.last is not None and marks.last.day) == "2031-03-28"
    later = Marks([*rows, ("2031-03-29", "a new one")], left)
    assert later.last is not None
    assert later.last.state == b"2031-03-28"
    middle = Marks(sorted([*rows, ("2031-03-25", "a late one")]), left)
    assert middle.last is not None
    assert middle.last.day < "2031-03-26"
    assert Marks([("2031-02-01", "the earliest"), *rows], left).last is None
    assert Marks([(None, "of no day"), *rows], left).last is None
