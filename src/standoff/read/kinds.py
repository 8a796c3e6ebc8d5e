"""The kinds of file that are read, by suffix, media type and first bytes."""

import re
from pathlib import PurePath

from standoff.read.freeze import MAX_TEXT_BYTES
from standoff.read.pages import MAX_PAGE_BYTES

MAX_FILE_BYTES = 200_000_000
"""The largest thing that is held in memory at once."""
TEXT = "text/plain"
MARKDOWN = "text/markdown"
PAGE = "text/html"
RECORDS = "application/json"
LINES = "application/x-ndjson"
"""JSONL; as a media type of something fetched: one line of it, or one row of a table written as one."""
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
WARC = "application/warc"
TAR = "application/x-tar"

MEDIA_TYPES = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".json": RECORDS,
    ".jsonl": LINES,
    ".ndjson": LINES,
    ".csv": CSV,
    ".tsv": CSV,
    ".parquet": PARQUET,
    ".warc": WARC,
    ".tar": TAR,
}
"""The media type of each suffix that is read."""
PACKED = {".gz": "", ".zst": "", ".tgz": ".tar", ".zip": "", ".wacz": ""}
"""Suffixes of packed files, each with the suffix that is left when the packing is gone."""
STREAMED = frozenset({LINES, CSV, PARQUET, WARC, TAR})
"""Kinds of which only a part is held at a time, so that their size has no limit."""
TABLES = frozenset({CSV, PARQUET})
MAX_BYTES = {TEXT: 4 * MAX_TEXT_BYTES, MARKDOWN: 4 * MAX_TEXT_BYTES, PAGE: MAX_PAGE_BYTES}
"""The largest file of kinds that hold one report."""
KINDS = ", ".join(sorted(suffix[1:] for suffix in MEDIA_TYPES | PACKED))

_LINE_OF_RECORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_ARRAY_OF_RECORDS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")


def essence(media_type: str) -> str:
    """Give a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_read(name: str) -> bool:
    """Tell whether a file's suffix is of a kind that is read."""
    return PurePath(name).suffix.lower() in MEDIA_TYPES.keys() | PACKED.keys()


def unpacked_name(name: str) -> str:
    """Give a packed file's name without the suffix of its packing, such as `a.txt` for `a.txt.gz`."""
    path = PurePath(name)
    left = PACKED.get(path.suffix.lower())
    return name if left is None else path.stem + left


def sniff_kind(head: bytes) -> str:
    """Tell from the first bytes of something without a suffix whether it holds records, lines of them, or text."""
    if _LINE_OF_RECORD.match(head) and head.lstrip().partition(b"\n")[0].rstrip().endswith(b"}"):
        return LINES
    return RECORDS if _ARRAY_OF_RECORDS.match(head) or _LINE_OF_RECORD.match(head) else TEXT
