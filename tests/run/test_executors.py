"""Serial, processes, a cluster: the same files, byte for byte; and the rest of asking a case."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from standoff.core.errors import SettingsError
from standoff.run import executors, intake
from standoff.run.case import Case
from standoff.store.manifest import every_file
from tests.run.cheap import PLUGINS, reports
from tests.run.conftest import fixed_clock


def digests(case: Case) -> dict[str, str]:
    """Give the digest of every file that reading and stages made."""
    names = [name for name in every_file(case.views().manifest) if not name.startswith(("index/", "derived/"))]
    return {name: hashlib.sha256((case.folder / name).read_bytes()).hexdigest() for name in names}


def make_case(folder: Path) -> Case:
    case = Case.new(folder, plugins=PLUGINS, coder=False, clock=fixed_clock)
    case.add_all(reports(20))
    return case


@pytest.fixture
def serial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(intake, "PART_DOCUMENTS", 5)
    case = make_case(tmp_path / "serial")
    assert case.run(across=False).parts == 4
    return digests(case)


def test_two_processes_make_the_same_files(tmp_path: Path, serial: dict[str, str]) -> None:
    case = make_case(tmp_path / "processes")
    assert case.run(jobs=2, across=False).parts == 4
    assert digests(case) == serial


def test_a_cluster_makes_the_same_files(tmp_path: Path, serial: dict[str, str]) -> None:
    pytest.importorskip("distributed")
    address_file = tmp_path / "scheduler.json"
    words = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address_file)]
    scheduler = subprocess.Popen([*words, *options], **quiet)  # type: ignore[call-overload]
    join = ["--scheduler-file", str(address_file), "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
    join += ["--host", "127.0.0.1", "--local-directory", str(tmp_path / "dask")]
    workers = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_worker", *join], **quiet)  # type: ignore[call-overload]
    try:
        address = _wait_for_address(address_file)
        case = make_case(tmp_path / "cluster")
        assert case.run(cluster=address, across=False).parts == 4
        assert digests(case) == serial
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait(30)


def _wait_for_address(path: Path) -> str:
    import json
    import time

    for _ in range(600):
        if path.exists() and path.read_text():
            return str(json.loads(path.read_text())["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def test_no_scheduler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "CONNECT_S", 1)
    with pytest.raises(SettingsError, match=r"no scheduler answers.*dask scheduler"):
        make_case(tmp_path / "case").run(cluster="tcp://127.0.0.1:9")


def test_no_process_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="at least one process"):
        make_case(tmp_path / "case").run(jobs=0)


def test_only_what_depends_on_a_change_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(tmp_path / "case")
    assert case.run(across=False).made == 15
    from standoff.run import fingerprints

    real = fingerprints.file_key
    monkeypatch.setattr(fingerprints, "file_key", lambda path: "new" if path.endswith("status.csv") else real(path))
    before = digests(case)
    assert case.run(across=False).made == 3
    moved = {name.split("/")[1] for name in digests(case) if name not in before and name.startswith("layers/")}
    assert moved == {"status", "repeats"}
    assert len(case.views().manifest.retired) == 3
    later = Case.open(case.folder, clock=lambda: "2031-05-09T12:00:00Z")
    later.run(across=False)
    assert (later.views().manifest.retired, later.status(check=True).faults) == ({}, {})
