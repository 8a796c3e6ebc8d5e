"""Rows of JSON: reading, writing, digests, and numbers laid out for the eye."""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""One row of a benchmark: its input, or what is predicted for it."""


class BenchmarkError(Exception):
    """A benchmark cannot be run as asked; the message says why and what to do."""


def read_rows(path: Path) -> list[Row]:
    """Read JSONL."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write JSONL and give the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def to_json(value: Any) -> str:
    """Write JSON as it is kept in the repository."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(value), encoding="utf-8")


def emit(text: str) -> None:
    """Print a result to stdout."""
    sys.stdout.write(text)


def warn(text: str) -> None:
    """Print a message to stderr."""
    sys.stderr.write(text.rstrip() + "\n")


def file_digest(path: Path) -> str:
    """Give the first 16 hexadecimal digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def sample(rows: Sequence[Row], limit: int | None) -> list[Row]:
    """Draw rows by the hash of their ids, always the same ones, in their own order."""
    if limit is None:
        return list(rows)
    ranked = sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).digest())
    drawn = {row["id"] for row in ranked[:limit]}
    return [row for row in rows if row["id"] in drawn]


def layout(metrics: Mapping[str, Any]) -> str:
    """Lay metrics out in two columns, those that hold a table of their own indented below their name."""
    width = max((len(name) for name in metrics), default=0)
    lines = []
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            lines.append(name)
            lines += ["  " + line for line in layout(value).splitlines()]
        else:
            lines.append(f"{name:<{width}}  {_number(value)}")
    return "\n".join(lines) + "\n"


def _number(value: Any) -> str:
    return f"{value:9.4f}" if isinstance(value, float) else f"{value!s:>9}"
