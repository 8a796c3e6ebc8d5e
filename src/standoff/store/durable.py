"""Writing so that a killed program or a full disk leaves either the old file or the new one, never half of one."""

import errno
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from standoff.core.errors import CaseError

TEMPORARY = ".tmp-"
"""Begins the name of every file that is not finished; whoever holds the lock of the case may delete such files."""
_CHUNK_BYTES = 1 << 20


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What a finished file must be: the key of what made it, its length and its digest."""

    key: str
    bytes: int
    sha256: str


@contextmanager
def explained(path: Path, act: str = "written") -> Iterator[None]:
    """Turn what the system says against a file into an error that says what to do.

    Raises:
        CaseError: the disk is full, the folder may not be written, or the like.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            do = "free some space and run the same command again: what was finished is kept"
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            do = "check your right to write there"
        else:
            do = "check the disk and run the same command again"
        raise CaseError(f"{path} could not be {act}; found {error.strerror or error}; {do}") from error


def write_file(path: Path, write: Callable[[Path], None], *, force: bool = True) -> None:
    """Let a function write a temporary file, force it to disk and give it its name.

    Args:
        path: the file's place; its folder is made if it is missing.
        write: writes the whole file to the path that it gets.
        force: wait until the disk has it. False for what can be made again and is checked against its digest before it
            is read: after a power cut it is made again.

    Raises:
        CaseError: it could not be written; nothing is left behind.
    """
    passing = path.parent / f"{TEMPORARY}{uuid.uuid4().hex}"
    with explained(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(passing)
            if force:
                with passing.open("rb+") as stream:
                    os.fsync(stream.fileno())
            passing.replace(path)
        except BaseException:
            passing.unlink(missing_ok=True)
            raise
        if force:
            sync_folder(path.parent)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a small file as `write_file` does."""

    def write(passing: Path) -> None:
        passing.write_bytes(data)

    write_file(path, write)


def remove_temporary(folder: Path) -> None:
    """Delete the files that a killed writer left unfinished; the caller holds the lock of the case."""
    for path in folder.rglob(f"{TEMPORARY}*"):
        with explained(path, "deleted"):
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to disk, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file's bytes."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            total.update(chunk)
    return total.hexdigest()


def make_entry(path: Path, key: str) -> Entry:
    """Describe a finished file."""
    return Entry(key, path.stat().st_size, file_digest(path))


def find_fault(path: Path, entry: Entry, *, whole: bool = True) -> str | None:
    """Say what is wrong with a file, or None.

    Args:
        path: the file.
        entry: what it must be.
        whole: compare the digest of all its bytes, not its length alone.
    """
    try:
        size = path.stat().st_size
        if size != entry.bytes:
            return f"{size} bytes where {entry.bytes} were written"
        if whole and file_digest(path) != entry.sha256:
            return "other bytes than were written"
    except FileNotFoundError:
        return "it is missing"
    return None
