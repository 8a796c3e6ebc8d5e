"""Reading the data files that ship with the package."""

import csv
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from standoff.core.errors import ResourceError

ROOT: Traversable = files("standoff.resources")
"""Where the package's data files lie."""
_SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where it is built: the codebook takes half a second with the other."""


def read_text(path: str) -> str:
    """Read a data file of the package.

    Args:
        path: relative to `standoff/resources`, with slashes.

    Raises:
        ResourceError: the file is not there.
    """
    try:
        return ROOT.joinpath(*path.split("/")).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(f"data file {path!r} is missing from the package; reinstall standoff") from error


def read_rows(path: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a CSV of the package, a dict per row.

    Args:
        path: relative to `standoff/resources`.
        columns: the columns that must be there.

    Raises:
        ResourceError: the file is missing, or a column is.
    """
    return parse_rows(read_text(path), columns, path)


def parse_rows(text: str, columns: Sequence[str], path: str) -> list[dict[str, str]]:
    """Parse CSV text into a dict per row, checking its header."""
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise ResourceError(f"{path!r} lacks the column(s) {', '.join(missing)}; found {reader.fieldnames!r}")
    return [{key: value or "" for key, value in row.items() if key is not None} for row in reader]


def split_cell(cell: str) -> list[str]:
    """Split a list-valued cell."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def read_yaml(path: str) -> Any:
    """Read a YAML file of the package."""
    return yaml.load(read_text(path), Loader=_SAFE_LOADER)


@cache
def load_lemma_repairs() -> dict[tuple[str, str], str]:
    """Load the parser model's known slips: (word, lemma given) to the right lemma."""
    rows = read_rows("lexicons/lemma_repairs.csv", ("word", "given", "lemma"))
    return {(row["word"], row["given"]): row["lemma"] for row in rows}


@cache
def resources_digest() -> str:
    """Give one digest of all lexicons, codebooks and the gazetteer, for provenance (12 hexadecimal digits)."""
    total = hashlib.sha256()
    for folder in ("lexicons", "lexicons/events", "codebooks", "places"):
        for entry in sorted(ROOT.joinpath(*folder.split("/")).iterdir(), key=lambda item: item.name):
            if entry.is_file():
                total.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return total.hexdigest()[:12]
