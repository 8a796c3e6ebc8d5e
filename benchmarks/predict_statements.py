"""Predictor for attribution: who said what, with which words of saying."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.annotate.relays import is_hearer
from standoff.annotate.syntax import RELATIVE
from standoff.core.document import DocumentView


def predict_polnear(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the statements, by the conventions of the gold."""
    for row, view in read_views(rows, stages_for("statements")):
        yield {"id": row["id"], "attributions": make_attributions(view)}


def make_attributions(view: DocumentView) -> list[Row]:
    """Bring statements into the form of the gold.

    Statements that have their cue in common are one, the sentences in which a quotation goes on included. Where a
    relative pronoun stands for the speaker, the gold marks the pronoun. Nothing inside something said is marked.
    """
    pronouns = _relative_subjects(view)
    made: dict[tuple[int, int], Row] = {}
    for row in view.rows("statements"):
        if is_hearer(row):
            continue  # the gold knows no outlet that was told
        key = (row.cue_start, row.cue_end)
        if key in made:
            made[key]["content"].append([row.start, row.end])
            continue
        source = [[row.source_start, row.source_end]] if row.source_start is not None else []
        source = [pronouns[row.cue_start]] if source and row.cue_start in pronouns else source
        made[key] = {"source": source, "cue": [list(key)], "content": [[row.start, row.end]]}
    return [row for row in made.values() if not _is_nested(row, made.values())]


def _relative_subjects(view: DocumentView) -> Mapping[int, list[int]]:
    """The relative pronoun that is the subject of a verb, by the verb's first code point."""
    tokens = view.rows("tokens")
    found = {}
    for token in tokens:
        if token.dep == "nsubj" and view.text[token.start : token.end].lower() in RELATIVE:
            found[tokens[token.head].start] = [token.start, token.end]
    return found


def _is_nested(row: Row, others: Collection[Row]) -> bool:
    """Tell whether an attribution stands inside what somebody else says."""
    at = row["cue"][0][0]
    return any(other is not row and any(start <= at < end for start, end in other["content"]) for other in others)
