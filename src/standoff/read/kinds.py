"""The kinds of file that are read, by suffix and by media type."""

from standoff.read.freeze import MAX_TEXT_BYTES
from standoff.read.pages import MAX_PAGE_BYTES

MAX_FILE_BYTES = 200_000_000
"""The largest file that is read."""
TEXT = "text/plain"
MARKDOWN = "text/markdown"
PAGE = "text/html"
RECORDS = "application/json"
LINES = "application/x-ndjson"
"""JSONL; as a media type of something fetched: one line of it."""

MEDIA_TYPES = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".json": RECORDS,
    ".jsonl": LINES,
    ".ndjson": LINES,
}
"""The media type of each suffix that is read."""
MAX_BYTES = {TEXT: 4 * MAX_TEXT_BYTES, MARKDOWN: 4 * MAX_TEXT_BYTES, PAGE: MAX_PAGE_BYTES}
"""The largest file of kinds that hold one report."""
KINDS = ", ".join(sorted(suffix[1:] for suffix in MEDIA_TYPES))


def essence(media_type: str) -> str:
    """Give a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()
