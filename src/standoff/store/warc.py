"""Raw bytes as fetched, in WARC files that only ever grow.

A segment is a gzip file with a member for each record. A record that a kill or a full disk cut short can stand at the
end of the
last segment only; whoever writes next cuts it off. `raw/` is the case's ground: documents are always made from what
lies there.

Source: ISO 28500:2017 (WARC 1.1); records of type `resource`.
"""

import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from standoff.core.errors import CaseError
from standoff.core.fetched import Fetched
from standoff.store.durable import explained, sync_folder, write_bytes

SEGMENT_BYTES = 1_000_000_000
"""A segment that has grown so large is followed by a new one: large enough to be few, small enough to be copied."""
KNOWN_HEADER = "WARC-JSON-Metadata"
"""Holds, as JSON, what was known of the thing beside its bytes."""
_PLAIN = ' {}":,[]/;=-+.()'
"""Signs that a header holds as they are; all others are percent-encoded, so that no name or title can break it."""
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Raw:
    """A record of the raw store: what was fetched, when it came, and where it lies."""

    fetched: Fetched
    arrived: str
    segment: str
    start: int
    end: int


class Segments:
    """The WARC files of one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stream: io.FileIO | None = None
        self._name = ""

    def names(self) -> list[str]:
        """Give the names of the segments in the order in which they were written."""
        return sorted(path.name for path in self.folder.glob("*.warc.gz"))

    def append(self, fetched: Fetched, arrived: str) -> Raw:
        """Add a record; it is sure to be kept only after `sync`.

        Args:
            fetched: the thing.
            arrived: ISO time in UTC at which it came into the case.

        Raises:
            CaseError: it could not be written; what was there before stays.
        """
        data = encode_record(fetched, arrived)
        path = self.folder / (self._name or "raw")
        with explained(path):
            stream = self._open()
            start = stream.seek(0, os.SEEK_END)
            try:
                _write_all(stream, data)
            except OSError:
                stream.truncate(start)
                raise
        return Raw(fetched, arrived, self._name, start, start + len(data))

    def _open(self) -> io.FileIO:
        if self._stream is not None and self._stream.seek(0, os.SEEK_END) >= SEGMENT_BYTES:
            self.close()
        if self._stream is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = self.names()
            if names and (self.folder / names[-1]).stat().st_size < SEGMENT_BYTES:
                self._name = names[-1]
            else:
                self._name = f"{len(names) + 1:06d}.warc.gz"
            self._stream = io.FileIO(self.folder / self._name, "a+")
            sync_folder(self.folder)
        return self._stream

    def sync(self) -> None:
        """Force everything that was added to disk."""
        if self._stream is not None:
            with explained(self.folder / self._name):
                os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Force everything to disk and let go of the file."""
        if self._stream is not None:
            try:
                self.sync()
            finally:
                self._stream.close()
                self._stream = None

    def heal(self, name: str, start: int) -> int:
        """Cut off what stands behind the last whole record of a segment.

        What a killed writer left is the beginning of a record and is dropped; anything else is kept beside the segment.

        Args:
            name: the segment.
            start: where a record begins; what lies before it is known to be whole.

        Returns:
            How many bytes were cut off.
        """
        path = self.folder / name
        end = max((end for end, _ in _members(path, start)), default=start)
        cut = path.stat().st_size - end
        if cut > 0:
            with explained(path), path.open("rb+") as stream:
                if not _breaks_off(path, end):
                    stream.seek(end)
                    write_bytes(path.with_name(f"{name}.damaged-{end}"), stream.read())
                stream.truncate(end)
                os.fsync(stream.fileno())
        return cut

    def read(self, name: str, start: int = 0, stop: int | None = None) -> Iterator[Raw]:
        """Read the records of a segment from one on, up to a byte.

        Raises:
            CaseError: a record is damaged.
        """
        path = self.folder / name
        before = start
        stop = path.stat().st_size if stop is None else stop
        for end, data in _members(path, start) if start < stop else ():
            yield decode_record(data, path, before, end)
            before = end
            if end >= stop:
                break
        if before != stop:
            raise _damaged(path, before)

    def find_fault(self, name: str, stop: int) -> str | None:
        """Say what is wrong with a segment's records before a byte, or None."""
        path = self.folder / name
        if not path.exists():
            return "it is missing"
        end = 0
        for end, _ in _members(path, 0):
            if end >= stop:
                break
        return None if end == stop else f"a damaged record at byte {end}"

    def read_one(self, name: str, start: int) -> Raw:
        """Read the record that begins at a byte."""
        return next(iter(self.read(name, start)))


def _damaged(path: Path, at: int) -> CaseError:
    do = "restore the file from a copy: nothing else holds what stood there"
    return CaseError(f"{path} is damaged from byte {at} on; found no whole record there; {do}")


def _breaks_off(path: Path, start: int) -> bool:
    """Tell whether the bytes from one on are the beginning of a record, as a killed writer leaves it."""
    unpacker = zlib.decompressobj(_GZIP)
    with path.open("rb") as stream:
        stream.seek(start)
        while chunk := stream.read(_CHUNK_BYTES):
            try:
                unpacker.decompress(chunk)
            except zlib.error:
                return False
    return not unpacker.eof


def _write_all(stream: io.FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]


def encode_record(fetched: Fetched, arrived: str) -> bytes:
    """Write a thing that was fetched as one compressed WARC record: the same bytes for the same thing."""
    known = {name: value for name, value in msgspec.to_builtins(fetched).items() if name != "raw"}
    told = quote(msgspec.json.encode(known | {"arrived": arrived}).decode(), safe=_PLAIN)
    name = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(told.encode() + fetched.raw).hexdigest())
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        _as_uri(fetched.address),
        "resource",
        payload=io.BytesIO(fetched.raw),
        length=len(fetched.raw),
        warc_content_type=fetched.media_type,
        warc_headers_dict={
            "WARC-Record-ID": f"<urn:uuid:{name}>",
            "WARC-Date": (fetched.fetched_at or arrived)[:19] + "Z",
            KNOWN_HEADER: told,
        },
    )
    writer.write_record(record)
    return out.getvalue()


def _as_uri(address: str) -> str:
    """Write an address as WARC wants it; what is no URL becomes a file's."""
    if "://" in address.partition("!")[0]:
        return quote(address, safe=":/?#[]@!$&'()*+,;=%~")
    return "file:///" + quote(address.lstrip("/"))


def decode_record(data: bytes, path: Path, start: int, end: int) -> Raw:
    """Read one record's uncompressed bytes.

    Raises:
        CaseError: it is not one of ours.
    """
    from urllib.parse import unquote

    record = next(iter(ArchiveIterator(io.BytesIO(data))))
    told = record.rec_headers.get_header(KNOWN_HEADER)
    if told is None:
        raise CaseError(
            f"{path} holds a record without {KNOWN_HEADER} at byte {start}; keep other WARC files elsewhere"
        )
    known = msgspec.json.decode(unquote(told))
    arrived = known.pop("arrived")
    fetched = replace(msgspec.convert(known | {"raw": b""}, Fetched), raw=record.raw_stream.read())
    return Raw(fetched, arrived, path.name, start, end)


def _members(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """Read whole gzip members; stops before one that is cut short or damaged."""
    with path.open("rb") as stream:
        stream.seek(start)
        at, rest = start, b""
        while True:
            unpacker, parts, used = zlib.decompressobj(_GZIP), [], 0
            while not unpacker.eof:
                chunk = rest or stream.read(_CHUNK_BYTES)
                rest = b""
                if not chunk:
                    return
                try:
                    parts.append(unpacker.decompress(chunk))
                except zlib.error:
                    return
                used += len(chunk)
            rest = unpacker.unused_data
            at += used - len(rest)
            yield at, b"".join(parts)
