"""Reports that an official body publishes under its own name: the whole text is one statement of that body."""

from collections.abc import Sequence

from standoff.annotate.syntax import Syntax
from standoff.core.document import Document
from standoff.core.layers import Actor, Statement
from standoff.core.vocabulary import Basis, Directness, StatementKind

OFFICIAL_WORDS = frozenset(
    {"ministry", "government", "office", "embassy", "presidency", "chancellery", "department", "house"}
)
"""A word of these in a report's outlet or verbless heading: the report is that body's own statement."""
HEADING_WORDS = 14
CONFIDENCE = 0.8


def house_statement(
    doc: Document, syntax: Syntax, actors: Sequence[Actor], numbers: Sequence[int], maker: str
) -> list[Statement]:
    """Give the whole text as one statement, where an official body publishes it under its own name.

    The body is named by the report's outlet, or by a heading without a verb ("Ministry of Foreign Affairs of ...").

    Args:
        doc: the report.
        syntax: its tree.
        actors: its actors.
        numbers: sentence number of each token.
        maker: what the row names as its maker.

    Returns:
        One row, or none.
    """
    heading = _official_heading(syntax, actors, numbers)
    if heading is None and not (set((doc.outlet or "").lower().split()) & OFFICIAL_WORDS):
        return []
    source = (heading.start, heading.end) if heading else None
    cue = source or (doc.body_start, doc.body_start)
    end = len(doc.text.rstrip())
    row = Statement(
        start=min(doc.body_start, end),
        end=end,
        sentence=0,
        kind=StatementKind.ASSERTS,
        source_start=source[0] if source else None,
        source_end=source[1] if source else None,
        cue_start=cue[0],
        cue_end=cue[1],
        actor=list(actors).index(heading) if heading else None,
        directness=Directness.MIXED,
        basis=Basis.OFFICIAL_STATEMENT,
        maker=maker,
        confidence=CONFIDENCE,
    )
    return [row] if end > row.start else []


def _official_heading(syntax: Syntax, actors: Sequence[Actor], numbers: Sequence[int]) -> Actor | None:
    """A body of state that the first line names, with no verb in it."""
    first = [i for i, number in enumerate(numbers) if number == 0]
    if not first or len(first) > HEADING_WORDS or any(syntax.tokens[i].pos in {"VERB", "AUX"} for i in first):
        return None
    bodies = [a for a in actors if a.sentence == 0 and set((a.office or "").split()) & OFFICIAL_WORDS]
    return bodies[0] if bodies else None
