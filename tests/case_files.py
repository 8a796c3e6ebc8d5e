"""Case files: tables of short texts with what is right for them, in `tests/cases/`.

Every table has a column `known_wrong`: empty, or why the tool is known to get the row wrong. Rows without it must
pass; rows with it may fail, and their share has a ceiling in the test that reads the table.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"
Row = dict[str, str]

_MARK = re.compile(r"\[([A-Z]):|([\]{}])")


def read_cases(name: str) -> list[Row]:
    """Read a case file; its rows are numbered by the line on which they stand."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [{**row, "line": str(reader.line_num)} for row in reader]


def parametrized(rows: Iterable[Row]) -> list[Any]:
    """Give rows as parameters of a test; those known to be wrong may fail."""
    return [
        pytest.param(
            row,
            id=f"line {row['line']}: {row['text'][:50]}",
            marks=[pytest.mark.xfail(reason=row["known_wrong"], strict=False)] if row["known_wrong"] else [],
        )
        for row in rows
    ]


def share_known_wrong(rows: Sequence[Row]) -> float:
    """Give the share of rows that the tool is known to get wrong."""
    return sum(bool(row["known_wrong"]) for row in rows) / len(rows)


def unmark(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Take the marks out of a text: `[X:words]` may nest and repeat, `{words}` is kept under "{".

    Returns:
        The plain text, and the half-open spans by mark, in order of their beginnings.
    """
    parts: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    opened: list[tuple[str, int]] = []
    size = at = 0
    for match in _MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        size += match.start() - at
        at = match.end()
        if match[1] or match[2] == "{":
            opened.append((match[1] or "{", size))
        else:
            name, start = opened.pop()
            spans.setdefault(name, []).append((start, size))
    parts.append(marked[at:])
    return "".join(parts), {name: sorted(found) for name, found in spans.items()}
