"""Where what is said ends: what the author adds behind it is not the speaker's."""

from collections.abc import Callable

from standoff.annotate.syntax import Syntax

CONCESSIVE = frozenset({"though", "although", "while", "whereas", "even"})
"""Words that open an author's own aside behind a comma ("..., although the records say otherwise")."""
NON_RESTRICTIVE = frozenset({"who", "which", "whose", "where", "whom"})


def cut_aside(syntax: Syntax, first: int, last: int, cue: int, is_saying: Callable[[int], bool]) -> int:
    """Give the last token of a content without the author's asides behind it.

    Args:
        syntax: the tree.
        first: first token of the content.
        last: last token of the content.
        cue: first token of the words of saying.
        is_saying: tells whether a verb is one of saying.

    Returns:
        A position from `first` to `last`.
    """
    for i in range(first + 1, last + 1):
        start = syntax.edges[i][0]
        if start <= first + 1 or syntax.edges[i][1] < last:
            continue
        label = syntax.dep(i)
        same = syntax.tokens[i].tag == syntax.tokens[cue].tag and not syntax.kids(i, "aux")
        if label == "conj" and is_saying(i) and (same or syntax.kids(i, "nsubj")):
            return _before(syntax, first, start)
        if syntax.words[start - 1] != ",":
            continue
        opened = syntax.words[start]
        if (label == "advcl" and opened in CONCESSIVE) or (label == "relcl" and opened in NON_RESTRICTIVE):
            return _before(syntax, first, start)
    return last


def _before(syntax: Syntax, first: int, start: int) -> int:
    at = start - 1
    while at > first and (syntax.tokens[at].pos in {"PUNCT", "CCONJ"}):
        at -= 1
    return at
