"""Files as they are fetched: their bytes, or those of each line of a file of records; nothing is parsed."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.decode import SNIFFED_BYTES, find_binary
from standoff.read.freeze import too_long
from standoff.read.kinds import KINDS, LINES, MAX_BYTES, MAX_FILE_BYTES, MEDIA_TYPES
from standoff.read.problems import printable, problem
from standoff.read.records import split_lines

Fetches = Iterator[Fetched | Issue]


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
    elif media_type is None:
        yield _unknown_kind(path, source)
    elif status.st_size > most:
        yield too_long(status.st_size, source, what="file too large", most=most)
    else:
        with path.open("rb") as stream:
            yield from fetch_stream(stream, media_type, source, path.name)


def _unknown_kind(path: Path, source: str) -> Issue:
    """Say what a file is whose kind is not read."""
    with path.open("rb") as stream:
        binary = find_binary(stream.read(SNIFFED_BYTES), source)
    do = f"give one of these kinds: {KINDS}"
    return binary or problem(source, "not a kind of file that is read", found=f"suffix {path.suffix!r}", do=do)


def fetch_stream(stream: BinaryIO, media_type: str, source: str, name: str) -> Fetches:
    """Fetch an open file of a known kind: one thing, or for JSONL one for each line.

    Args:
        stream: the open file, at its start.
        media_type: one of `MEDIA_TYPES`.
        source: its address, for messages and as the things' address.
        name: its name without folders.
    """
    address, name = printable(source), printable(name)
    if media_type != LINES:
        yield Fetched(address, name, stream.read(), media_type)
        return
    binary = find_binary(stream.read(SNIFFED_BYTES), source)
    if binary:
        yield binary
        return
    stream.seek(0)
    blank = True
    for line in split_lines(stream, source):
        blank = False
        if isinstance(line, Issue):
            yield line
        else:
            number, raw = line
            yield Fetched(f"{address}:{number}", name, raw, LINES, number=number, via=(address,))
    if blank:
        yield problem(source, "no record in it", found="blank lines only", do="write a record a line")
