"""One writer at a time: a lock that the system lets go of when its holder dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from standoff.core.errors import CaseError
from standoff.store.durable import explained

NAME = "lock"


@contextmanager
def hold_lock(folder: Path, name: str = NAME) -> Iterator[None]:
    """Hold the right to write into a case.

    The lock is the system's own, on the file of that name; what stands in the file is only for people. A holder that
    was killed holds it no
    longer, so that no lock has ever to be cleared away by hand.

    Raises:
        CaseError: somebody else holds it.
    """
    path = folder / name
    with explained(path, "locked"):
        stream = path.open("a+", encoding="utf-8")
    with stream:
        if not _try_lock(stream):
            stream.seek(0)
            holder = stream.read().strip() or "an unknown process"
            raise CaseError(f"somebody else is writing into {folder}; found {holder}; wait until it ends, or stop it")
        with explained(path, "locked"):
            stream.truncate(0)
            stream.write(f"process {os.getpid()}\n")
            stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def _try_lock(stream: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _try_lock_windows(stream)
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_lock_windows(stream: IO[str]) -> bool:
    from importlib import import_module

    msvcrt = import_module("msvcrt")
    try:
        stream.seek(0x7FFF0000)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
