"""Small parts are put together, and old cases brought to the new format, wherever the work is cut off."""

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from standoff.core.errors import CaseError
from standoff.run import compaction
from standoff.run.case import Case
from standoff.store import durable, manifest, parts
from standoff.store.manifest import layer_path
from tests.run.cheap import PLUGINS, reports
from tests.run.conftest import age, fixed_clock
from tests.run.test_killed import content

REPORTS = 24
GROUP = 10
LATER = "2031-05-20T12:00:00Z"
EXIT = 77
STEP = 1 if "STANDOFF_KILLS" in os.environ else 13
"""Every so many files the work is cut off; with STANDOFF_KILLS set, at each."""


@pytest.fixture
def scattered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with a part per report, all of them run."""
    monkeypatch.setattr(compaction, "FULL", 1)
    case = Case.new(tmp_path / "case", plugins=PLUGINS, coder=False, clock=fixed_clock)
    for report in reports(REPORTS):
        case.add(report)
    case.run()
    monkeypatch.setattr(compaction, "FULL", GROUP)
    return case.folder


def test_small_parts_become_one_and_every_answer_stays(scattered: Path) -> None:
    reader = Case.open(scattered, clock=fixed_clock)
    wanted, before = content(scattered), reader.views().manifest
    assert len(before.parts) == REPORTS
    ran = Case.open(scattered, clock=fixed_clock).run()
    after = Case.open(scattered).views().manifest
    assert ran.joined == REPORTS - len(after.parts)
    assert [part.documents for part in after.parts][:2] == [GROUP, GROUP]
    assert content(scattered) == wanted
    assert after.derived == before.derived
    assert len(Case.open(scattered).find("convoy", limit=99)) == len(wanted["reports"])
    assert Case.open(scattered, clock=fixed_clock).run().joined == 0
    files = len(list(scattered.rglob("*.parquet")))
    Case.open(scattered, clock=lambda: LATER).run()
    assert len(list(scattered.rglob("*.parquet"))) < files / 4
    assert content(scattered) == wanted


def test_who_opened_the_case_before_still_reads_it(scattered: Path) -> None:
    views = Case.open(scattered).views()
    Case.open(scattered, clock=fixed_clock).run()
    views.check(views.files)
    with views.connect() as connection:
        assert connection.sql("select count(*) from sentences").fetchall()[0][0] > REPORTS


def test_a_damaged_part_that_was_put_together_is_made_again(scattered: Path) -> None:
    wanted = content(scattered)
    Case.open(scattered, clock=fixed_clock).run()
    part = Case.open(scattered).views().manifest.parts[0]
    layer = layer_path("tokens", part.part_id, part.layers["tokens"].key)
    damaged = [f"documents/{part.part_id}.parquet", layer]
    for name in damaged:
        file = scattered / name
        file.write_bytes(file.read_bytes()[:-20])
    ran = Case.open(scattered, clock=fixed_clock).rebuild()
    assert set(damaged) <= set(ran.mended)
    assert content(scattered) == wanted


def test_parts_with_other_layers_than_now_are_left_alone(scattered: Path) -> None:
    found = Case.open(scattered).views().manifest
    assert compaction.compact(scattered, found, {"tokens": "of another version"}) == 0


def run_until(folder: str, group: int, writes: int, begins: bool) -> None:
    """Open and run a case, and end like one that was killed before or after a file gets its name."""
    compaction.FULL, done, write = group, [0], durable.write_file

    def write_or_die(path: Path, action: Callable[[Path], None], *, force: bool = True) -> None:
        done[0] += 1
        if done[0] == writes and begins:
            os._exit(EXIT)
        write(path, action, force=force)
        if done[0] == writes:
            os._exit(EXIT)

    durable.write_file = parts.write_file = write_or_die
    Case.open(folder, clock=fixed_clock).run(across=False)


@pytest.mark.parametrize("begins", [True, False])
def test_cut_off_at_any_file_nothing_is_lost(scattered: Path, begins: bool) -> None:
    wanted = content(scattered)
    age(scattered)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.run.test_compaction"])
    for writes in range(1, 200, STEP):
        folder = scattered.with_name(f"cut{writes}")
        shutil.copytree(scattered, folder)
        worker = context.Process(target=run_until, args=(str(folder), GROUP, writes, begins))
        worker.start()
        worker.join()
        assert worker.exitcode in {0, EXIT}
        assert content(folder) == wanted
        if worker.exitcode == EXIT:
            Case.open(folder, clock=fixed_clock).run()
            assert content(folder) == wanted
        shutil.rmtree(folder)
        if worker.exitcode == 0:
            break
    assert writes > 7


def test_an_old_case_is_brought_to_this_format(example_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(example_folder, folder)
    wanted = Case.open(folder).events(type="REQUEST").to_arrow()
    outlines = [part.outline for part in manifest.load_manifest(folder).parts]
    age(folder)
    assert manifest.load_manifest(folder).parts[0].outline is None
    assert Case.open(folder).events(type="REQUEST").to_arrow() == wanted
    assert json.loads((folder / "case.json").read_bytes())["format"] == 2
    assert [part.outline for part in manifest.load_manifest(folder).parts] == outlines
    ran = Case.open(folder, clock=fixed_clock).run()
    assert (ran.made, ran.parts) == (0, 0)


@pytest.mark.parametrize("version", [99, 0, "2"])
def test_a_format_that_is_not_known_is_refused(example_folder: Path, tmp_path: Path, version: object) -> None:
    folder = tmp_path / "new"
    shutil.copytree(example_folder, folder)
    head = json.loads((folder / "case.json").read_bytes())
    (folder / "case.json").write_text(json.dumps(head | {"format": version}))
    with pytest.raises(CaseError, match=rf"format {version!r}.*knows formats 1 to 2; update standoff"):
        Case.open(folder)
