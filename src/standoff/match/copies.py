"""Copied reports: which report repeats which, so that a copy never counts as a second origin.

Texts that share runs of words are found by sorting all runs of all texts; then each later text is laid against the
earlier ones that it shares most with (`match.passages`). A report of which at least half is copied is a copy; one with
a copied passage is partly copied; the rest are originals. Words inside quotation marks count for neither: two reporters
who quote one spokesman at length have not copied each other (that they have one source is the claims' business). Nor is
a daily bulletin a copy of yesterday's, whose sentences it fills with new numbers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from standoff.core.document import DocumentView
from standoff.match.passages import SHINGLE, Index, Passage, align, index_runs
from standoff.match.words import Hashes, Words, read_words, shingle

COPIED = 0.5
"""Share of a report's own words that must be copied for it to count as a copy."""
CONTAINED = 0.5
"""Share of the shorter report's words that must stand in the longer for both to be one family of near-duplicates."""
PARTIAL = 20
"""Own words in copied passages that make a report partly copied; fewer are a stock sentence."""
SHARED = 4
"""Runs that two texts must share to be compared at all: what a passage of the least length has left after two edits."""
COMPARED = 8
"""Earlier texts that a text is laid against at most, those first that share most runs."""
OWN_WORDS = 8
"""A report with fewer words outside quotation marks is judged by all its words."""

NEW_NUMBERS = 2
"""Numbers of its own, and of the earlier one alone, by which a report of a later day is a new bulletin and no copy."""
NUMBER_SHARE = 0.04
"""Share of a bulletin's words that these numbers must be: a long report with two new figures is a copy."""

_DOC_BITS = 24
_DOCS = np.uint64((1 << _DOC_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Text:
    """A report's text, and what puts it in order: publication, then arrival, then name."""

    doc_id: str
    text: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopiedPassage:
    """A passage of a report that stands in an earlier one: half-open code points in both."""

    start: int
    end: int
    from_doc: str
    from_start: int
    from_end: int
    quoted: bool
    """Whether most of it stands inside quotation marks."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a report owes to earlier ones."""

    doc_id: str
    original: str
    """The report that it copies, at the beginning of the chain; itself unless it is a copy."""
    kind: str
    """original, copy or partial."""
    share: float
    """Share of its own words that are copied, 0..1."""
    family: str
    """The earliest report of its family of near-duplicates, whichever of them is the longer."""
    passages: list[CopiedPassage] = field(default_factory=list)


def trace_copies(texts: Sequence[Text]) -> list[Copy]:
    """Find out what reports owe to earlier ones.

    Args:
        texts: reports in any order.

    Returns:
        One row per report, in the order of publication.
    """
    ordered = sorted(texts, key=lambda text: (text.order, text.doc_id))
    words = read_words([text.text for text in ordered])
    tracer = _Tracer(ordered, words)
    for later, earlier in _candidates(words):
        tracer.compare(later, earlier)
    return tracer.copies()


def find_copies(views: Sequence[DocumentView]) -> dict[str, str]:
    """Find copies among reports in memory.

    Args:
        views: documents, in any order.

    Returns:
        For every doc_id the doc_id of its origin: itself, or the earliest report that it copies.
    """
    docs = [view.doc for view in views]
    texts = [Text(doc.doc_id, doc.text, (doc.published or "9999", doc.name)) for doc in docs]
    return {copy.doc_id: copy.original for copy in trace_copies(texts)}


def _candidates(words: Words) -> Iterator[tuple[int, list[int]]]:
    """Give for each text the earlier ones to lay it against: of each run, the first text and the one before hold it.

    All pairs of a story that a hundred outlets took over would be too many; these two find the whole family.
    """
    packed = np.unique(_packed_runs(words))
    docs, runs = packed & _DOCS, packed >> np.uint64(_DOC_BITS)
    same = np.flatnonzero(runs[1:] == runs[:-1]) + 1
    fresh = np.concatenate([np.ones(min(1, len(runs)), np.bool_), runs[1:] != runs[:-1]])
    firsts = np.maximum.accumulate(np.where(fresh, np.arange(len(runs)), 0))[same]
    mine, before, first = docs[same], docs[same - 1], docs[firsts]
    pairs = np.concatenate([mine << np.uint64(32) | before, (mine << np.uint64(32) | first)[before != first]])
    found, counts = np.unique(pairs, return_counts=True)
    kept = counts >= SHARED
    rows: dict[int, list[tuple[int, int]]] = {}
    for pair, count in zip(found[kept].tolist(), counts[kept].tolist(), strict=True):
        rows.setdefault(pair >> 32, []).append((-count, pair & 0xFFFFFFFF))
    for later, shared in rows.items():
        yield later, [earlier for _, earlier in sorted(shared)[:COMPARED]]


def _packed_runs(words: Words) -> Hashes:
    """Give every run of words in the upper bits, its text in the lower ones; runs over a text's end are left out."""
    runs = shingle(words.hashes, SHINGLE)
    owners = np.repeat(np.arange(len(words.bounds) - 1, dtype=np.uint64), np.diff(words.bounds))
    inside = owners[: len(runs)] == owners[SHINGLE - 1 :]
    packed: Hashes = (runs[inside] & ~_DOCS) | owners[: len(runs)][inside]
    return packed


class _Tracer:
    """Lays texts against earlier ones, in order of publication."""

    def __init__(self, texts: Sequence[Text], words: Words) -> None:
        self.texts = texts
        self.words = words
        self.indexes: dict[int, Index] = {}
        self.origin = list(range(len(texts)))
        self.family = list(range(len(texts)))
        self.found: dict[int, Copy] = {}

    def copies(self) -> list[Copy]:
        """Give a row per text."""
        made = []
        for at, text in enumerate(self.texts):
            row = self.found.get(at)
            family = self.texts[self._root(at)].doc_id
            plain = Copy(text.doc_id, text.doc_id, "original", 0.0, family)
            made.append(
                plain if row is None else Copy(row.doc_id, row.original, row.kind, row.share, family, row.passages)
            )
        return made

    def compare(self, later: int, earlier: Sequence[int]) -> None:
        """Lay a text against earlier ones; what one of them accounts for is not counted again for the next."""
        first, last = self._bounds(later)
        hashes, quoted = self.words.hashes[first:last], self.words.quoted[first:last]
        own = np.flatnonzero(~quoted)
        own = own if len(own) >= OWN_WORDS else np.arange(last - first)
        earlier = [other for other in earlier if not self._is_bulletin(later, other)]
        aligned = [(other, align(hashes, self._index(other))) for other in earlier]
        aligned.sort(key=lambda pair: (-sum(p.end - p.start for p in pair[1]), pair[0]))
        covered = np.zeros(last - first, np.bool_)
        passages: list[CopiedPassage] = []
        source = None
        for other, found in aligned:
            self._note_family(later, other, found)
            for passage in found:
                part = covered[passage.start : passage.end]
                if 2 * int(part.sum()) > len(part):
                    continue
                source = other if source is None else source
                covered[passage.start : passage.end] = True
                passages.append(
                    self._copied(later, other, passage, bool(quoted[passage.start : passage.end].mean() > 0.5))
                )
        if source is not None:
            self._judge(later, source, passages, int(covered[own].sum()), len(own))

    def _is_bulletin(self, later: int, other: int) -> bool:
        """Tell whether a text fills an earlier day's sentences with new numbers."""
        one, two = self.texts[later], self.texts[other]
        if one.order[:1] == two.order[:1]:
            return False
        mine, theirs = numbers_in(one.text), numbers_in(two.text)
        first, last = self._bounds(later)
        fewest = max(NEW_NUMBERS, NUMBER_SHARE * (last - first))
        return len(mine - theirs) >= fewest and len(theirs - mine) >= NEW_NUMBERS

    def _judge(self, later: int, source: int, passages: list[CopiedPassage], copied: int, own: int) -> None:
        share = copied / own
        kind = "copy" if share >= COPIED else "partial" if copied >= PARTIAL else "original"
        if kind == "copy":
            self.origin[later] = self.origin[source]
        doc_id = self.texts[later].doc_id
        original = self.texts[self.origin[later]].doc_id
        passages.sort(key=lambda passage: (passage.start, passage.end))
        self.found[later] = Copy(doc_id, original, kind, round(share, 4), "", passages)

    def _note_family(self, later: int, other: int, found: Sequence[Passage]) -> None:
        lengths = [last - first for first, last in (self._bounds(later), self._bounds(other))]
        if found and sum(p.end - p.start for p in found) >= CONTAINED * min(lengths):
            roots = sorted((self._root(later), self._root(other)))
            self.family[roots[1]] = roots[0]

    def _root(self, at: int) -> int:
        while self.family[at] != at:
            at = self.family[at]
        return at

    def _bounds(self, at: int) -> tuple[int, int]:
        return int(self.words.bounds[at]), int(self.words.bounds[at + 1])

    def _index(self, at: int) -> Index:
        if at not in self.indexes:
            first, last = self._bounds(at)
            self.indexes[at] = index_runs(self.words.hashes[first:last])
        return self.indexes[at]

    def _copied(self, later: int, other: int, passage: Passage, quoted: bool) -> CopiedPassage:
        mine, theirs = self._bounds(later)[0], self._bounds(other)[0]
        starts, ends = self.words.starts, self.words.ends
        return CopiedPassage(
            int(starts[mine + passage.start]),
            int(ends[mine + passage.end - 1]),
            self.texts[other].doc_id,
            int(starts[theirs + passage.from_start]),
            int(ends[theirs + passage.from_end - 1]),
            quoted,
        )


def numbers_in(text: str) -> frozenset[str]:
    """Give the numbers of a text as written in figures, thousands' separators left out."""
    return frozenset(found.replace(",", "") for found in re.findall(r"\d+(?:[.,]\d+)*", text))
