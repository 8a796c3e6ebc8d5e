"""Quotations: where somebody's own words begin and end, also over several sentences and paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAIRS = {"“": "”", "«": "»", "„": "“”", "''": "''", "``": "''", '"': '"', "‘": "’"}
"""Opening mark to the marks that may close it."""
DIRECTED = frozenset({"“", "«", "„", "``"})
"""Marks that only open; where nothing closes them, the quotation goes on to the end of its paragraph."""
FEWEST_WORDS = 4
"""A quotation of fewer words, not closed like a sentence, may be no more than a word held at arm's length."""
LONGEST_NAME, LONGEST_ANNOUNCEMENT = 80, 120
"""Farthest that a quotation begins behind a thing that is called by it, and behind words of saying (code points)."""
_MARK = re.compile(r"''|``|[“”«»„\"‘’]")
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[,.?!…—-]['’]?$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, its marks included."""

    start: int
    end: int
    paragraph: int
    """First code point of the paragraph that it stands in."""
    closed: bool
    """Whether its closing mark stands in the same paragraph."""
    speech: bool
    """Whether it is somebody's speech rather than a word or two held at arm's length."""

    def holds(self, at: int) -> bool:
        """Tell whether a code point lies inside."""
        return self.start <= at < self.end


def find_quotations(text: str) -> list[Quotation]:
    """Find the quotations of a text.

    A quotation never runs on from one paragraph into the next; one that is not closed ends with its paragraph.
    Single marks count only in a paragraph that has no double ones, and only where they stand at the edge of a word.

    Args:
        text: the frozen text.

    Returns:
        Quotations in text order; none lies inside another.
    """
    if not _MARK.search(text):
        return []
    return [q for m in _PARAGRAPH.finditer(text) for q in _in_paragraph(text, m.start(), m.end())]


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    marks = list(_MARK.finditer(text, start, end))
    if any(m.group() not in "‘’" for m in marks):
        marks = [m for m in marks if m.group() not in "‘’"]
    opened: re.Match[str] | None = None
    for mark in marks:
        if opened is None:
            if mark.group() in PAIRS and _may_open(text, mark, start):
                opened = mark
        elif mark.group() in PAIRS[opened.group()] and _may_close(text, mark, end):
            yield _quotation(text, opened, mark.end(), start, closed=True)
            opened = None
    if opened is not None and (opened.group() in DIRECTED or (opened.group() != "‘" and opened.start() == start)):
        yield _quotation(text, opened, end, start, closed=False)


def _quotation(text: str, opened: re.Match[str], end: int, paragraph: int, *, closed: bool) -> Quotation:
    inner = text[opened.end() : end].rstrip("\"”»' ")
    speech = len(inner.split()) >= FEWEST_WORDS or bool(_SENTENCE_END.search(inner))
    return Quotation(opened.start(), end, paragraph, closed, speech)


def _may_open(text: str, mark: re.Match[str], start: int) -> bool:
    if mark.group() in {'"', "''", "‘"}:
        before = text[mark.start() - 1] if mark.start() > start else " "
        after = text[mark.end() : mark.end() + 1]
        return not before.isalnum() and bool(after) and not after.isspace()
    return True


def _may_close(text: str, mark: re.Match[str], end: int) -> bool:
    if mark.group() in {'"', "''", "’"}:
        after = text[mark.end()] if mark.end() < end else " "
        return not after.isalnum()
    return True


class Quotations:
    """The quotations of a document, to be asked by code point."""

    def __init__(self, text: str) -> None:
        """Find them."""
        self.text = text
        self.rows: Sequence[Quotation] = find_quotations(text)
        self._starts = [q.start for q in self.rows]

    def around(self, at: int) -> Quotation | None:
        """The quotation that holds a code point."""
        n = bisect_right(self._starts, at) - 1
        return self.rows[n] if n >= 0 and self.rows[n].holds(at) else None

    def between(self, start: int, end: int) -> Sequence[Quotation]:
        """The quotations that have something in common with a span."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for q in self.rows[first:]:
            if q.start >= end:
                break
            if q.end > start:
                found.append(q)
        return found

    def fit(self, start: int, end: int, cue: int) -> tuple[int, int] | None:
        """Fit a content to the quotations that it cuts.

        What is said inside a quotation stays inside; a content that begins or ends in the middle of one takes in the
        whole.

        Args:
            start: first code point of the content.
            end: code point after it.
            cue: first code point of the words of saying.

        Returns:
            The fitted span, or None if nothing is left of it.
        """
        holder = self.around(cue)
        if holder is not None:
            start, end = max(start, holder.start), min(end, holder.end)
            return (start, end) if end > start else None
        for q in self.between(start, end):
            if q.start < start and (q.speech or q.end < end):
                start = q.start
            if q.end > end:
                end = q.end
        return start, end

    def beside(self, first: int, last: int) -> Quotation | None:
        """The speech that stands right before or behind words of saying.

        Args:
            first: first code point of speaker and cue.
            last: code point after speaker and cue.
        """
        n = bisect_right(self._starts, first) - 1
        if n >= 0 and self.rows[n].speech and self._touches(self.rows[n], first):
            return self.rows[n]
        if n + 1 < len(self.rows) and self.rows[n + 1].speech and self._leads_to(last, self.rows[n + 1].start):
            return self.rows[n + 1]
        return None

    def behind(self, start: int, end: int) -> Quotation | None:
        """Find the first quotation that begins in a span, near its beginning."""
        found = next((q for q in self.between(start, end) if q.start >= start), None)
        return found if found is not None and found.start - start <= LONGEST_NAME else None

    def _touches(self, quotation: Quotation, start: int) -> bool:
        """Whether a quotation runs on into what follows it: no full stop at its end, and nothing but marks between."""
        between = self.text[quotation.end : start]
        if quotation.end > start or re.search(r"[\w\n.]", between):
            return False
        return "," in between or not self.text[quotation.start : quotation.end].rstrip("\"”»'’ ").endswith(".")

    def _leads_to(self, end: int, start: int) -> bool:
        """Whether nothing but the rest of the announcing clause stands between a cue and a quotation."""
        between = self.text[end:start]
        return start - end <= LONGEST_ANNOUNCEMENT and not re.search(r"[.!?;](\s|$)|\n", between)
