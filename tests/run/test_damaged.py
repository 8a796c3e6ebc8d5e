"""Full disks, folders that may not be written, files cut short, bits flipped: an error or the right answer."""

import errno
import io
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standoff.core.errors import CaseError
from standoff.run import intake
from standoff.run.case import Case
from standoff.store import durable, warc
from standoff.store.manifest import every_file
from tests.run.cheap import PLUGINS, reports
from tests.run.conftest import fixed_clock
from tests.run.test_killed import content

COUNT = 20


def make_case(folder: Path) -> Case:
    case = Case.new(folder, plugins=PLUGINS, coder=False, clock=fixed_clock)
    fill(case)
    return case


def fill(case: Case) -> None:
    case.add_all(reports(COUNT))
    case.run(across=False)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return content(make_case(tmp_path_factory.mktemp("whole") / "case").folder)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    chance = random.Random(path.name)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut, flip, remove])
def test_every_damaged_file_is_noticed_and_made_again(
    tmp_path: Path, damage: Callable[[Path], None], wanted: dict[str, list[str]]
) -> None:
    case = make_case(tmp_path / "case")
    names = sorted(every_file(case.views().manifest))
    assert len(names) > 15
    for name in names:
        damage(case.folder / name)
    assert set(case.status(check=True).faults) == set(names)
    for ask in (lambda: case.sql("select count(*) from events"), lambda: case.find("convoy"), case.issues):
        with pytest.raises(CaseError, match="standoff case rebuild"):
            ask()
    case.rebuild()
    assert case.status(check=True).faults == {}
    assert content(case.folder) == wanted
    assert len(Case.open(case.folder).find("convoy")) == 18


def test_a_run_mends_what_readers_would_refuse(tmp_path: Path, wanted: dict[str, list[str]]) -> None:
    case = make_case(tmp_path / "case")
    (victim,) = [name for name in every_file(case.views().manifest) if name.startswith("layers/sentences")]
    flip(case.folder / victim)
    ran = Case.open(case.folder, clock=fixed_clock).run(across=False)
    assert ran.mended == {victim: "other bytes than were written"}
    assert content(case.folder) == wanted


def test_a_damaged_manifest_is_made_from_the_raw_files(tmp_path: Path, wanted: dict[str, list[str]]) -> None:
    case = make_case(tmp_path / "case")
    cut(case.folder / "manifest.json")
    with pytest.raises(CaseError, match="standoff case rebuild"):
        Case.open(case.folder)
    Case.open(case.folder, clock=fixed_clock, check=False).rebuild()
    assert content(case.folder) == wanted


def test_a_damaged_raw_file_is_told_and_never_half_believed(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    (segment,) = (case.folder / "raw").glob("*.warc.gz")
    raw = bytearray(segment.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
    segment.write_bytes(raw)
    assert list(case.status(check=True).faults) == [f"raw/{segment.name}"]
    with pytest.raises(CaseError, match="restore the file from a copy"):
        case.rebuild(everything=True)


def test_what_cannot_be_a_record_is_kept_beside_the_raw_file(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    (segment,) = (case.folder / "raw").glob("*.warc.gz")
    size = segment.stat().st_size
    with segment.open("ab") as stream:
        stream.write(b"\0" * 100)
    assert case.add_all(reports(1)).cut_bytes == 100
    assert (segment.stat().st_size, segment.with_name(f"{segment.name}.damaged-{size}").read_bytes()) == (
        size,
        b"\0" * 100,
    )


@pytest.mark.parametrize("writes", [1, 4, 9, 16])
def test_a_full_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int, wanted: dict[str, list[str]]
) -> None:
    case = Case.new(tmp_path / "case", plugins=PLUGINS, coder=False, clock=fixed_clock)
    left = [writes]
    replace, real = Path.replace, warc._write_all

    def full() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def replace_or_fail(self: Path, target: Path) -> Path:
        full()
        return replace(self, target)

    def write_half_or_fail(stream: io.FileIO, data: bytes) -> None:
        if left[0] <= 0:
            real(stream, data[: len(data) // 2])
        full()
        real(stream, data)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace_or_fail)
        patched.setattr(warc, "_write_all", write_half_or_fail)
        with pytest.raises(CaseError, match="free some space"):
            fill(case)
        assert not list(case.folder.rglob(f"{durable.TEMPORARY}*"))
    fill(case)
    assert content(case.folder) == wanted


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give a function that mounts a disk in memory with options, or mounts it again with others."""
    place, mounted = tmp_path / "small", [False]
    place.mkdir()

    def mount(options: str) -> Path:
        words = ["mount", "-t", "tmpfs", "-o", f"remount,{options}" if mounted[0] else options, "tmpfs", str(place)]
        if subprocess.run(words, check=False, capture_output=True).returncode:
            pytest.skip("only root may mount a disk")
        mounted[0] = True
        return place

    yield mount
    if mounted[0]:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_small_disk_that_is_really_full(small_disk: Callable[[str], Path], wanted: dict[str, list[str]]) -> None:
    case = Case.new(small_disk("size=160k") / "case", plugins=PLUGINS, coder=False, clock=fixed_clock)
    failures: list[str] = []
    for size in ("160k", "240k", "320k", "4m"):
        small_disk(f"size={size}")
        try:
            fill(case)
        except CaseError as error:
            failures.append(str(error))
    assert failures
    assert all("free some space" in failure for failure in failures)
    assert content(case.folder) == wanted


def test_a_folder_that_may_not_be_written_can_be_read(small_disk: Callable[[str], Path]) -> None:
    folder = make_case(small_disk("size=4m,rw") / "case").folder
    small_disk("ro")
    case = Case.open(folder)
    assert (len(case.find("convoy")), len(case.sql("from reports")), len(case.events())) == (18, 18, 0)
    writes: list[Callable[[], object]] = [case.run, lambda: case.add("x.txt"), lambda: case.judge("undo", undoes=1)]
    for write in writes:
        with pytest.raises(CaseError, match="check your right to write there"):
            write()


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    with case.writing(), pytest.raises(CaseError, match=rf"somebody else is writing .* process {os.getpid()}"):
        case.add_all(reports(1))
    assert case.add_all(reports(1)).repeated == 1


def test_small_parts_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, list[str]]
) -> None:
    monkeypatch.setattr(intake, "PART_DOCUMENTS", 3)
    assert content(make_case(tmp_path / "case").folder) == wanted
