"""Blocks of a text that no sentence crosses: paragraphs, headings, list items."""

import re
from collections.abc import Iterator

WRAPPED_LINE = 60
"""A line at least this long whose block goes on in the next line counts as hard-wrapped (code points)."""
BLOCK_LIMIT = 20_000
"""Longer blocks are cut at a space, so that one endless line costs no endless memory (code points)."""

_BREAK = re.compile(r"\n[ \t]*(?:\n\s*)?")
_SPACE = re.compile(r"[\s\u00ad\u200b\ufeff]")


def split_blocks(text: str, body_start: int = 0) -> list[tuple[int, int]]:
    """Cut a text into blocks that no sentence crosses.

    A blank line always ends a block. A single line break does too, unless the line looks hard-wrapped: long, not
    ended by a full stop, and the next line goes on in lower case or the line is as long as its neighbours.

    Args:
        text: the frozen text.
        body_start: code point at which to begin.

    Returns:
        Half-open spans, trimmed of white space, none of them empty.
    """
    spans = []
    start = body_start
    for match in _BREAK.finditer(text, body_start):
        if "\n" in match.group()[1:] or not _is_wrapped(text, start, match.start(), match.end()):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    return [piece for first, last in spans for piece in _trim(text, first, last)]


def _is_wrapped(text: str, start: int, end: int, next_start: int) -> bool:
    line_start = max(start, text.rfind("\n", start, end) + 1)
    line = text[line_start:end].rstrip()
    following = text[next_start : text.find("\n", next_start) if "\n" in text[next_start:] else len(text)]
    if len(line) < WRAPPED_LINE or len(line) > 2 * WRAPPED_LINE or not following:
        return False
    return following[0].islower() or (line[-1] not in '.!?:»”"' or len(following) >= WRAPPED_LINE // 2)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and _SPACE.match(text[start]):
        start += 1
    while end > start and _SPACE.match(text[end - 1]):
        end -= 1
    while end - start > BLOCK_LIMIT:
        cut = text.rfind(" ", start, start + BLOCK_LIMIT)
        cut = cut if cut > start else start + BLOCK_LIMIT
        yield start, cut
        start = cut
    if end > start:
        yield start, end
