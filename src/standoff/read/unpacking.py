"""How much may come out of one packed file, and streams that count it."""

import io
import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, Protocol, cast

from standoff.core.issues import Issue
from standoff.read.decode import SNIFFED_BYTES
from standoff.read.problems import printable, problem

MAX_MEMBERS = 1_000_000
"""The most members read out of one file, those of archives within it included."""
MAX_UNPACKED_BYTES = 200_000_000_000
"""The most that is unpacked out of one file."""
MAX_RATIO = 200
"""How many times its own size a file may unpack to; text packs to a tenth, lines that repeat to a hundredth, bombs to
a thousandth (the limit of the format) or, nested, to a millionth."""
RATIO_FROM_BYTES = 10_000_000
"""Below this the ratio does not count: a small file of one repeated line does no harm."""
MAX_DEPTH = 4
"""How deep archives may be packed into each other; `.warc.gz` in `.wacz` is 3."""
MAX_SPOOLED_BYTES = 4_000_000_000
"""The largest archive within an archive that is put into a temporary file for being read."""
_SPOOL_IN_MEMORY_BYTES = 20_000_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CHUNK = 1 << 20


class TooMuchError(Exception):
    """More comes out of a packed file than is allowed; its argument says what."""


class DamagedError(Exception):
    """A packed file is cut short or broken; its argument says how."""


_DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    struct.error,
)


@contextmanager
def foreign_format() -> Iterator[None]:
    """Run a library over a packed file, and tell of whatever it raises as damage.

    Raises:
        DamagedError: the library raised what libraries raise on broken files.
    """
    try:
        yield
    except _DAMAGED as error:
        raise DamagedError(f"{type(error).__name__}: {error}".splitlines()[0]) from error


@dataclass(slots=True)
class Allowance:
    """What may still come out of one outermost file."""

    packed: int
    """The outermost file's size in bytes."""
    unpacked: int = 0
    members: int = 0

    def take(self, count: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            TooMuchError: they are more than allowed.
        """
        self.unpacked += count
        if self.unpacked > MAX_UNPACKED_BYTES:
            raise TooMuchError(f"more than {MAX_UNPACKED_BYTES / 1e9:g} GB")
        if self.unpacked > max(RATIO_FROM_BYTES, MAX_RATIO * self.packed):
            raise TooMuchError(f"{self.packed} bytes that unpack to more than {self.unpacked} bytes")

    def take_member(self) -> None:
        """Count a member.

        Raises:
            TooMuchError: there are more than allowed.
        """
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise TooMuchError(f"more than {MAX_MEMBERS} members")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream stands: its address, its name, what it came out of, and what may still come out of it."""

    source: str
    name: str
    allowance: Allowance
    via: tuple[str, ...] = ()
    media_type: str | None = None
    """What is known of its kind; None: it is told by the name or the first bytes."""

    def unpacked(self, name: str) -> "Place":
        """Give the place of what is in this packed file, which keeps its address."""
        return replace(self, name=name, via=(*self.via, self.source), media_type=None)

    def member(self, label: str) -> "Place":
        """Give the place of a member of this archive; its label is shown and never used as a path."""
        parts = [part for part in label.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        shown = _CONTROLS.sub("?", printable("/".join(parts))) or "member"
        source = f"{self.source}!/{shown}"
        return Place(source, shown.rpartition("/")[2], self.allowance, (*self.via, self.source))

    @property
    def too_deep(self) -> bool:
        """Whether so many containers lie around it that it is not unpacked."""
        return len(self.via) >= MAX_DEPTH

    def told(self, error: TooMuchError | DamagedError) -> Issue:
        """Say that more came out than is allowed, or that it is broken."""
        if isinstance(error, DamagedError):
            do = "get it again; what came before was read"
            return problem(self.source, "damaged archive", found=str(error), do=do)
        do = "unpack it yourself if you trust it, and give the files in it"
        return problem(self.source, "unpacks to too much", found=str(error), do=do)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Counting(io.RawIOBase):
    """A stream that counts what is read out of it."""

    def __init__(self, stream: _Readable, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        with foreign_format():
            got = self._stream.read(len(view))
        view[: len(got)] = got
        self._allowance.take(len(got))
        return len(got)


def counted(stream: _Readable, allowance: Allowance) -> io.BufferedReader:
    """Give a stream whose bytes count against an allowance, and that can be peeked into."""
    return io.BufferedReader(_Counting(stream, allowance), SNIFFED_BYTES)


def peek(stream: io.BufferedReader) -> bytes:
    """Give the first bytes of a stream, up to `SNIFFED_BYTES`, and leave them in it."""
    return stream.peek(SNIFFED_BYTES)[:SNIFFED_BYTES]


def seekable(stream: io.BufferedReader) -> BinaryIO:
    """Give a stream that can be read in any order: this one, or a temporary file with what is in it.

    Raises:
        TooMuchError: it is too large for that.
    """
    if stream.seekable():
        return stream
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL_IN_MEMORY_BYTES)  # noqa: SIM115  (goes with the stream)
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > MAX_SPOOLED_BYTES:
            spool.close()
            raise TooMuchError(f"an archive within it of more than {MAX_SPOOLED_BYTES / 1e9:g} GB")
        spool.write(chunk)
    spool.seek(0)
    return cast(BinaryIO, spool)
