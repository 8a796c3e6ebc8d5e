"""Hearsay: "The plant was safe, said X. It *would* be tested again." The second sentence is X's word, too.

A main clause with *would* and no condition, right behind a sentence that ends in what somebody says, goes on with it:
free indirect speech, and the conditional by which Romance languages report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.annotate.carried import goes_on
from standoff.annotate.modality import Modality
from standoff.annotate.syntax import Syntax
from standoff.core.layers import Sentence, Statement
from standoff.core.vocabulary import Directness, StatementKind

WOULD = frozenset({"would", "'d", "’d"})
SPEAKING = frozenset({StatementKind.ASSERTS, StatementKind.EXPECTS})
RULE = "hearsay"
CONFIDENCE = 0.5
OPEN_END = 2
"""Code points behind what is said that may be its mark and its full stop."""


def hearsay(
    syntax: Syntax, text: str, sentences: Sequence[Sentence], rows: Sequence[Statement], maker: str
) -> Iterator[Statement]:
    """Give the sentences that go on with what was said in the one before.

    Args:
        syntax: the tree.
        text: the frozen text.
        sentences: its sentences.
        rows: the statements found so far.
        maker: the stage and its version.
    """
    modality = Modality(syntax)
    roots = {token.start: i for i, token in enumerate(syntax.tokens) if syntax.head(i) == i}
    cued = {row.sentence for row in rows if row.kind in SPEAKING}
    by_end = [row for row in rows if row.kind in SPEAKING and row.source_start is not None]
    for n in range(1, len(sentences)):
        if n in cued or not goes_on(text, sentences, n - 1, n):
            continue
        said = [row for row in by_end if row.sentence == n - 1 and row.end >= sentences[n - 1].end - OPEN_END]
        if not said:
            continue
        start, end = sentences[n].start, sentences[n].end
        for at in (i for begin, i in roots.items() if start <= begin < end):
            cue = next((a for a in syntax.kids(at, "aux") if syntax.words[a] in WOULD), None)
            if cue is None or any(modality.condition_mark(c) is not None for c in syntax.kids(at, "advcl")):
                continue
            if not syntax.kids(at, "nsubj", "nsubjpass") or text[start:end].rstrip().endswith("?"):
                continue
            token = syntax.tokens[cue]
            yield replace(
                min(said, key=lambda row: row.end - row.start),
                start=start,
                end=end - 1 if text[end - 1] in ".!" else end,
                sentence=n,
                kind=StatementKind.ASSERTS,
                cue_start=token.start,
                cue_end=token.end,
                directness=Directness.INDIRECT,
                maker=f"{maker}:{RULE}",
                confidence=CONFIDENCE,
            )
            break
