"""What a folder must hold to be a case: `case.json`, its format's version, and the way from older formats to this
one."""

from pathlib import Path
from typing import Any

import msgspec

from standoff.core.errors import CaseError
from standoff.store.durable import write_bytes
from standoff.store.migrations import FORWARD

NAME = "case.json"
FORMAT = 2
"""Version of the format that this program writes. Whoever raises it adds a migration (`store.migrations`)."""


class Head(msgspec.Struct, frozen=True):
    """The content of `case.json`."""

    name: str
    created: str
    """ISO time in UTC."""
    settings: dict[str, Any]
    format: int = FORMAT


def is_case(folder: str | Path) -> bool:
    """Tell whether a path is a folder that holds a case."""
    return (Path(folder) / NAME).is_file()


def write_head(folder: Path, head: Head) -> None:
    """Write `case.json`."""
    write_bytes(folder / NAME, msgspec.json.format(msgspec.json.encode(head), indent=2) + b"\n")


def read_version(folder: Path) -> int:
    """Give the version of a case's format.

    Raises:
        CaseError: the folder is no case, or one of a newer format.
    """
    version = _read_plain(folder).get("format")
    if not isinstance(version, int) or not 1 <= version <= FORMAT:
        raise CaseError(
            f"{folder} has the format {version!r}; this program knows formats 1 to {FORMAT}; update standoff"
        )
    return version


def read_head(folder: Path) -> Head:
    """Read `case.json`.

    Raises:
        CaseError: it is damaged.
    """
    try:
        return msgspec.convert(_read_plain(folder), Head)
    except msgspec.ValidationError as error:
        raise CaseError(f"{folder / NAME} is damaged; found {error}; restore it from a copy") from error


def migrate(folder: Path) -> list[int]:
    """Bring a case of an older format to this one; the caller holds its lock.

    Returns:
        The versions that were gone through.
    """
    found = _read_plain(folder)
    passed = []
    while (version := found["format"]) < FORMAT:
        found = FORWARD[version](folder, found) | {"format": version + 1}
        write_bytes(folder / NAME, msgspec.json.encode(found))
        passed.append(version)
    return passed


def _read_plain(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError as error:
        raise CaseError(f"{folder} is no case: it has no {NAME}; make one with `standoff case new {folder}`") from error
    except (OSError, msgspec.DecodeError) as error:
        raise CaseError(f"{path} cannot be read; found {error}; restore it from a copy") from error
    return found
