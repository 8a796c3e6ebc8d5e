"""The log: what was done with a case and when, a JSON object a line. Nothing depends on it; it is for people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from standoff.store.durable import explained

NAME = "log.jsonl"


def log_event(folder: Path, event: str, *, at: str, **known: Any) -> None:
    """Add a line to the log of a case.

    Args:
        folder: the case.
        event: what happened, e.g. added, run.
        at: ISO time in UTC.
        known: whatever else is to be said, as JSON can hold it.
    """
    path = folder / NAME
    with explained(path), path.open("ab") as stream:
        stream.write(msgspec.json.encode({"at": at, "event": event, **known}) + b"\n")


def read_log(folder: Path) -> Iterator[dict[str, Any]]:
    """Read the log of a case; a line that was cut off by a kill is left out."""
    path = folder / NAME
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            yield msgspec.json.decode(line)
        except msgspec.DecodeError:
            continue
