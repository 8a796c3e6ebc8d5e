"""Copied reports: which report repeats which, so that a copy never counts as a second origin.

A first version by exact sentences: two reports that share most of their longer sentences, word for word, are one
origin; the earlier is the original. Rewritten and edited copies are a later issue's.
"""

import re
from collections.abc import Sequence

from standoff.core.document import DocumentView

SHARED = 0.5
"""Share of a report's longer sentences that must stand in an earlier report for it to count as its copy."""
SENTENCE_WORDS = 8
"""Shorter sentences are too common to prove copying (words)."""

_WORD = re.compile(r"\w+")


def find_copies(views: Sequence[DocumentView]) -> dict[str, str]:
    """Find copies.

    Args:
        views: parsed documents, in any order.

    Returns:
        For every doc_id the doc_id of its origin: itself, or the earliest report that it copies.
    """
    ordered = sorted(views, key=lambda view: (view.doc.published or "9999", view.doc.name, view.doc.doc_id))
    holders: dict[str, list[str]] = {}
    origin: dict[str, str] = {}
    for view in ordered:
        sentences = long_sentences(view)
        counts: dict[str, int] = {}
        for sentence in sentences:
            for doc_id in holders.get(sentence, ()):
                counts[doc_id] = counts.get(doc_id, 0) + 1
        best = max(counts, key=lambda doc_id: counts[doc_id], default=None)
        copied = best is not None and counts[best] >= SHARED * len(sentences)
        origin[view.doc.doc_id] = origin[best] if copied and best is not None else view.doc.doc_id
        for sentence in sentences:
            holders.setdefault(sentence, []).append(view.doc.doc_id)
    return origin


def long_sentences(view: DocumentView) -> set[str]:
    """Give a report's longer sentences, reduced to their words in lower case."""
    found = set()
    for row in view.get("sentences") or ():
        words = _WORD.findall(view.text[row.start : row.end].lower())
        if len(words) >= SENTENCE_WORDS:
            found.add(" ".join(words))
    return found
