"""Files as they are fetched: their bytes, those of each record, or those of each member; nothing is parsed."""

import io
import stat
from pathlib import Path, PurePath
from typing import Any, cast

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.archives import Fetches, packing_of
from standoff.read.decode import SNIFFED_BYTES, find_binary
from standoff.read.freeze import too_long
from standoff.read.kinds import (
    CSV,
    KINDS,
    LINES,
    MAX_BYTES,
    MAX_FILE_BYTES,
    MEDIA_TYPES,
    PARQUET,
    STREAMED,
    WARC,
    is_read,
    sniff_kind,
)
from standoff.read.problems import printable, problem
from standoff.read.records import split_lines
from standoff.read.tables import read_csv, read_parquet
from standoff.read.unpacking import Allowance, DamagedError, Place, TooMuchError, peek
from standoff.read.warc import read_warc


def fetch_file(path: Path, source: str) -> Fetches:
    """Fetch one file by its kind; raises what the system raises.

    Args:
        path: the file.
        source: what messages call it.
    """
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    status = path.stat()
    most = MAX_BYTES.get(media_type or "", MAX_FILE_BYTES)
    if not stat.S_ISREG(status.st_mode):
        yield problem(source, "not a regular file", found="a device, pipe or socket", do="pipe it in and give `-`")
    elif not status.st_size:
        yield problem(source, "empty file", found="0 bytes", do="give the report's text")
    elif not is_read(path.name):
        yield _unknown_kind(path, source)
    elif media_type is not None and media_type not in STREAMED and status.st_size > most:
        yield too_long(status.st_size, source, what="file too large", most=most)
    else:
        with path.open("rb", buffering=0) as opened, io.BufferedReader(cast(Any, opened), SNIFFED_BYTES) as stream:
            yield from fetch_whole(stream, Place(printable(source), printable(path.name), Allowance(status.st_size)))


def _unknown_kind(path: Path, source: str) -> Issue:
    """Say what a file is whose kind is not read."""
    with path.open("rb") as stream:
        binary = find_binary(stream.read(SNIFFED_BYTES), source)
    do = f"give one of these kinds: {KINDS}"
    return binary or problem(source, "not a kind of file that is read", found=f"suffix {path.suffix!r}", do=do)


def fetch_bytes(raw: bytes, source: str, name: str, media_type: str | None = None) -> Fetches:
    """Fetch what is in bytes at hand: themselves, their records, or the members of the archive that they are.

    Args:
        raw: the bytes.
        source: their address.
        name: their name without folders.
        media_type: one of `MEDIA_TYPES`, where it is known.
    """
    place = Place(printable(source), printable(name), Allowance(len(raw)), media_type=media_type)
    yield from fetch_whole(io.BufferedReader(io.BytesIO(raw), SNIFFED_BYTES), place)


def fetch_whole(stream: io.BufferedReader, place: Place) -> Fetches:
    """Fetch an outermost stream; what is broken or too much in it ends it and is told."""
    try:
        yield from fetch_stream(stream, place)
    except (TooMuchError, DamagedError) as error:
        yield place.told(error)


def fetch_stream(stream: io.BufferedReader, place: Place) -> Fetches:
    """Fetch an open stream of any kind that is read.

    Args:
        stream: the stream, at its start.
        place: where it stands, and what may come out of it.

    Raises:
        TooMuchError: more comes out than is allowed.
        DamagedError: it is packed, and broken.
    """
    head = peek(stream)
    unpack = packing_of(head, place.name)
    if unpack and place.too_deep:
        found = f"{len(place.via)} archives around it"
        yield problem(place.source, "packed too deeply", found=found, do="unpack it first")
    elif unpack:
        yield from unpack(stream, place, fetch_stream)
    else:
        yield from _fetch_plain(stream, head, place)


def _fetch_plain(stream: io.BufferedReader, head: bytes, place: Place) -> Fetches:
    """Fetch a stream that is not packed."""
    media_type = place.media_type or MEDIA_TYPES.get(PurePath(place.name).suffix.lower()) or sniff_kind(head)
    if media_type == PARQUET:
        yield from read_parquet(stream, place)
        return
    if media_type == WARC:
        yield from read_warc(stream, place)
        return
    if media_type in (CSV, LINES):
        binary = find_binary(head, place.source)
        if binary:
            yield binary
            return
        yield from read_csv(stream, head, place) if media_type == CSV else _fetch_lines(stream, place)
        return
    most = MAX_BYTES.get(media_type, MAX_FILE_BYTES)
    raw = stream.read(most + 1)
    if len(raw) > most:
        yield too_long(len(raw), place.source, what="file too large", most=most)
    else:
        yield Fetched(place.source, place.name, raw, media_type, via=place.via)


def _fetch_lines(stream: io.BufferedReader, place: Place) -> Fetches:
    """Fetch the lines of a file of records."""
    blank = True
    for line in split_lines(stream, place.source):
        blank = False
        if isinstance(line, Issue):
            yield line
        else:
            number, raw = line
            via = (*place.via, place.source)
            yield Fetched(f"{place.source}:{number}", place.name, raw, LINES, number=number, via=via)
    if blank:
        yield problem(place.source, "no record in it", found="blank lines only", do="write a record a line")
