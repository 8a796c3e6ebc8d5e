"""kill -9 at random moments while a case is added to and run: afterwards it is as if nobody had."""

import json
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from standoff.run import compaction, intake
from standoff.run.case import Case
from standoff.store.catalogue import TABLES
from tests.run.cheap import PLUGINS, reports
from tests.run.conftest import age, fixed_clock

KILLS = int(os.environ.get("STANDOFF_KILLS", "8"))
"""How often the work is killed; set it to 50 for a longer test."""
REPORTS = 40
SMALL_PART = 6


def work(folder: str, began: "multiprocessing.synchronize.Event | None" = None) -> None:
    """Add the reports to a case, in two goes, and run it in between and afterwards."""
    intake.PART_DOCUMENTS, compaction.FULL = SMALL_PART, 2 * SMALL_PART
    if began is not None:
        began.set()
    case = Case.open(folder, clock=fixed_clock)
    every = list(reports(REPORTS))
    for report in every[: REPORTS // 4]:
        case.add(report)
    case.run(across=False)
    case.add_all(every[: REPORTS // 2])
    case.run(across=False)
    case.add_all(every)
    case.run(across=False)


def content(folder: Path) -> dict[str, list[str]]:
    """Give every table's rows in an order of their own."""
    views = Case.open(folder).views()
    views.check(views.files)
    columns = {"arrivals": '* exclude (segment, start, "end")'}
    with views.connect() as connection:
        return {
            table: sorted(
                json.dumps(row, sort_keys=True)
                for row in connection.sql(f"select {columns.get(table, '*')} from {table}").to_arrow_table().to_pylist()
            )
            for table in (*TABLES[:-1], "arrivals", "issues")
        }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[str]], float]:
    """Give the content of a case that nobody killed, and how long it took."""
    folder = tmp_path_factory.mktemp("undisturbed") / "case"
    Case.new(folder, plugins=PLUGINS, coder=False, clock=fixed_clock)
    work(str(folder))
    began = time.monotonic()
    again = folder.with_name("again")
    Case.new(again, plugins=PLUGINS, coder=False, clock=fixed_clock)
    work(str(again))
    return content(folder), time.monotonic() - began


def test_a_killed_case_is_as_if_nobody_had_killed_it(
    tmp_path: Path, undisturbed: tuple[dict[str, list[str]], float]
) -> None:
    wanted, seconds = undisturbed
    assert [len(wanted[table]) for table in ("reports", "arrivals")] == [36, 40]
    chance = random.Random(20311123)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.run.test_killed"])
    folder, killed = tmp_path / "case", 0
    while killed < KILLS:
        if not folder.exists():
            Case.new(folder, plugins=PLUGINS, coder=False, clock=fixed_clock)
        if chance.random() < 0.5:
            age(folder)
        began = context.Event()
        worker = context.Process(target=work, args=(str(folder), began))
        worker.start()
        assert began.wait(60)
        worker.join(chance.uniform(0, seconds))
        if worker.is_alive():
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
            killed += 1
        worker.join()
        assert worker.exitcode in {0, -signal.SIGKILL}
        if worker.exitcode == 0:
            assert content(folder) == wanted
            folder = tmp_path / f"case{killed}"
    if folder.exists():
        work(str(folder))
        assert content(folder) == wanted
