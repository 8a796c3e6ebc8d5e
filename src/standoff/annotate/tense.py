"""Whether the clause around a word looks back or ahead, for the date that it leaves open."""

from functools import cache

from standoff.annotate.syntax import Syntax
from standoff.resources.tables import read_rows

PERFECT = frozenset({"has", "have", "had", "'ve", "’ve"})
PRESENT_BE = frozenset({"is", "are", "'s", "’s", "'re", "’re"})


@cache
def tense_words(kind: str) -> frozenset[str]:
    """Give the words of one kind out of `lexicons/tense.csv`.

    Args:
        kind: modal; planning (lemmas after which a date lies ahead, even in the past tense); reporting (lemmas whose
            present tense reports what has been said); perfect; stative (lemmas of lasting properties).
    """
    return frozenset(row["word"] for row in read_rows("lexicons/tense.csv", ("kind", "word")) if row["kind"] == kind)


def direction(syntax: Syntax, i: int) -> int:
    """Tell where the nearest verb above a token that has a tense looks.

    Args:
        syntax: the document's tree.
        i: position of a token of the time expression.

    Returns:
        -1 for back, 0 where no verb tells, 1 for ahead by a weak sign (present, infinitive), 2 by a sure one.
    """
    if i >= len(syntax.tokens):
        return 0
    for at in (i, *syntax.ancestors(i)):
        if syntax.lemma(at) == "due":
            return 2
        if syntax.is_verb(at):
            found = _of_verb(syntax, at)
            if found is not None:
                return found
    return 0


def is_generic(syntax: Syntax, i: int) -> bool:
    """Tell whether a word tells a lasting property and no happening ("the island has two harbours").

    Args:
        syntax: the document's tree.
        i: position of the event's token.

    Returns:
        True for verbs of being and having in the simple present.
    """
    if syntax.tokens[i].tag not in {"VBZ", "VBP"} or syntax.kids(i, "aux"):
        return False
    return syntax.lemma(i) in tense_words("stative")


def _of_verb(syntax: Syntax, v: int) -> int | None:
    helpers = {syntax.words[c] for c in syntax.kids(v, "aux", "auxpass")}
    tag = syntax.tokens[v].tag
    if helpers & tense_words("modal"):
        return -1 if helpers & tense_words("perfect") or "have" in helpers else 2
    if "to" in helpers:
        return -1 if helpers & tense_words("perfect") else 1
    if syntax.lemma(v) in tense_words("planning") and tag in {"VBN", "VBD", "VBZ", "VBP", "VBG"}:
        return 2
    if tag == "VB":
        return -1 if "did" in helpers else None
    if tag == "VBG":
        return _of_gerund(helpers)
    if tag in {"VBZ", "VBP"}:
        return -1 if syntax.lemma(v) in tense_words("reporting") else 1
    return -1 if tag in {"VBD", "VBN"} else None


def _of_gerund(helpers: set[str]) -> int | None:
    if helpers & {"was", "were", "been"}:
        return -1
    return 1 if helpers & {"is", "are", "'s", "’s", "'re", "’re", "am", "be"} else None


def says_so(syntax: Syntax, verb: int) -> bool:
    """Tell whether a clause says what is or was so: who promises or assures that, says so ("that he is ready")."""
    aids = syntax.kids(verb, "aux", "auxpass")
    if not syntax.kids(verb, "nsubj", "nsubjpass") or any(syntax.tokens[a].tag in {"MD", "TO"} for a in aids):
        return False
    if syntax.tokens[verb].tag == "VBD" or any(syntax.words[a] in PERFECT for a in aids):
        return True
    return syntax.words[verb] in PRESENT_BE
