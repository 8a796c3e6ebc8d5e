"""Packed files and archives: gzip and zstd streams, zip and tar; members' names are labels, never paths."""

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO, BinaryIO, cast

import pyarrow as pa

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.kinds import is_read, unpacked_name
from standoff.read.problems import problem
from standoff.read.unpacking import DamagedError, Place, TooMuchError, counted, foreign_format, seekable

MAX_DIRECTORY_BYTES = 100_000_000
"""The largest list of contents of a zip archive, which is read as a whole: about a million members."""
Fetches = Iterator[Fetched | Issue]
Fetch = Callable[[io.BufferedReader, Place], Fetches]
"""What fetches the stream of a member."""

_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")


def _zstd(stream: BinaryIO) -> IO[bytes]:
    opened: IO[bytes] = pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")
    return opened


_STREAMS: tuple[tuple[bytes, Callable[[BinaryIO], IO[bytes]]], ...] = (
    (b"\x1f\x8b", lambda stream: cast(IO[bytes], gzip.GzipFile(fileobj=stream))),
    (b"(\xb5/\xfd", _zstd),
)


def packing_of(head: bytes, name: str) -> Callable[[io.BufferedReader, Place, Fetch], Fetches] | None:
    """Tell from the first bytes how a file is packed.

    Args:
        head: its first bytes.
        name: its name: an Office document is a zip archive, too, and is left alone unless its suffix says zip.

    Returns:
        What unpacks it, or None for what is not packed.
    """
    if any(head.startswith(magic) for magic, _ in _STREAMS):
        return unpack_stream
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and PurePath(name).suffix.lower() in (".zip", ".wacz"):
        return unpack_zip
    return unpack_tar if head[257:262] == b"ustar" else None


def unpack_stream(stream: io.BufferedReader, place: Place, fetch: Fetch) -> Fetches:
    """Fetch what is in a file packed as a stream, such as `.txt.gz`."""
    head = stream.peek(6)
    opened = next(opener for magic, opener in _STREAMS if head.startswith(magic))(stream)
    inner = counted(opened, place.allowance)
    yield from fetch(inner, place.unpacked(unpacked_name(place.name)))


def unpack_zip(stream: io.BufferedReader, place: Place, fetch: Fetch) -> Fetches:
    """Fetch the members of a zip archive, or the web archives in a WACZ."""
    file = seekable(stream)
    _check_directory(file)
    with foreign_format():
        archive = zipfile.ZipFile(file)
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        names = {member.filename for member in members}
        if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
            members = [member for member in members if member.filename.startswith("archive/")]
        passed = [member.filename for member in members if not is_read(member.filename)]
        yield from _passed_over(passed, len(members), place)
        for member in members:
            if is_read(member.filename):
                yield from _fetch_member(archive, member, place, fetch)


def _fetch_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Place, fetch: Fetch) -> Fetches:
    """Fetch one member of a zip archive; a broken one does not stop the others."""
    place.allowance.take_member()
    inside = place.member(member.filename)
    if member.flag_bits & 1:
        yield problem(inside.source, "encrypted", found="a member under a password", do="unpack it yourself")
        return
    try:
        with foreign_format():
            opened = archive.open(member)
        with opened:
            yield from fetch(counted(opened, place.allowance), inside)
    except DamagedError as error:
        yield inside.told(error)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a zip archive whose list of contents would fill the memory, before it is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_OF_DIRECTORY.size - 0xFFFF))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_OF_DIRECTORY.size:
        return  # not a whole archive: the library says so
    directory = _END_OF_DIRECTORY.unpack_from(tail, at)[5]
    if directory > MAX_DIRECTORY_BYTES:
        raise TooMuchError(f"a list of contents of {directory / 1e6:.0f} MB")


def unpack_tar(stream: io.BufferedReader, place: Place, fetch: Fetch) -> Fetches:
    """Fetch the regular files of a tar archive; links and devices in it are told and not followed."""
    passed, count = [], 0
    for archive, member in _tar_members(stream):
        place.allowance.take_member()
        count += 1
        opened = archive.extractfile(member) if member.isreg() and is_read(member.name) else None
        if opened is None:
            passed.append(member.name)
            continue
        inside = place.member(member.name)
        try:
            yield from fetch(counted(opened, place.allowance), inside)
        except DamagedError as error:
            yield inside.told(error)
    yield from _passed_over(passed, count, place)


def _tar_members(stream: io.BufferedReader) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Give the members of a tar archive, folders left out, and forget each after its turn."""
    with foreign_format(), tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            if not member.isdir():
                yield archive, member
            archive.members = []  # type: ignore[attr-defined]  # it would keep them all


def _passed_over(passed: list[str], count: int, place: Place) -> Iterator[Issue]:
    """Say which members of an archive are of no kind that is read."""
    if not passed and count:
        return
    found = f"{len(passed)} of {count} members, such as {passed[0]!r}" if passed else "no member"
    what = "members passed over: not of a kind that is read" if len(passed) < count else "nothing to read in it"
    yield problem(place.source, what, found=found, do="nothing, if they hold no reports", fatal=len(passed) == count)
