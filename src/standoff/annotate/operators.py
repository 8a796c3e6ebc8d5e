"""Finds the words of `lexicons/status.csv` that govern or modify an event ("threatened to", "alleged")."""

from collections.abc import Iterator, Mapping

from standoff.annotate.syntax import Syntax
from standoff.core.vocabulary import Certainty, Status
from standoff.resources.cues import Operator

MODALS: Mapping[str, tuple[Status, Certainty]] = {
    "will": (Status.PLANNED, Certainty.PROBABLE),
    "'ll": (Status.PLANNED, Certainty.PROBABLE),
    "shall": (Status.PLANNED, Certainty.PROBABLE),
    "may": (Status.SPECULATED, Certainty.POSSIBLE),
    "might": (Status.SPECULATED, Certainty.POSSIBLE),
    "could": (Status.SPECULATED, Certainty.POSSIBLE),
    "can": (Status.SPECULATED, Certainty.POSSIBLE),
    "must": (Status.DEMANDED, Certainty.POSSIBLE),
    "should": (Status.DEMANDED, Certainty.POSSIBLE),
    "ought": (Status.DEMANDED, Certainty.POSSIBLE),
}
"""Modal verbs, which are read with their negation and tense and not as lexicon rows."""
FITTING = {
    "verb": frozenset({"VERB", "AUX"}),
    "noun": frozenset({"NOUN", "PROPN"}),
    "adj": frozenset({"ADJ", "VERB", "NOUN"}),
    "adv": frozenset({"ADV", "ADJ"}),
}
"""Parts of speech that a row's own part of speech may stand for."""

NARROW = frozenset({"inf", "other"})
"""Slots that are narrower than `comp`: an infinitive; one whose doer is not the one who speaks ("wants X to leave")."""


def find_operators(
    syntax: Syntax, i: int, slots: set[str], operators: Mapping[str, tuple[Operator, ...]]
) -> Iterator[Operator]:
    """Give the operators that a token heads or belongs to, of which one of the slots is theirs.

    Args:
        syntax: the tree.
        i: the token.
        slots: where the event stands, seen from the token; `self` where the token modifies the event's own word.
        operators: the lexicon by word.
    """
    lemma, word = _forms(syntax, i)
    found = operators.get(lemma, ())
    if word != lemma:
        found += operators.get(word, ())
    if not found:
        return
    rows = [row for row in found if row.slots & slots]
    if len(rows) > 1:
        rows.sort(key=_particular)
    for row in rows:
        if _stands(syntax, i, row):
            yield row


def _particular(row: Operator) -> tuple[int, bool, bool]:
    """Order rows: the longer phrase first, one with *be* before one without, one of a narrow slot before a wide one."""
    return -len(row.words) - row.needs_be, not row.needs_be, not NARROW & row.slots


def _stands(syntax: Syntax, i: int, operator: Operator) -> bool:
    words = operator.words
    if operator.pos == "modal" and words[0] in MODALS:
        return False
    if operator.pos in FITTING and syntax.tokens[i].pos not in FITTING[operator.pos]:
        return False
    if operator.needs_be and not _has_be(syntax, i):
        return False
    if len(words) == 1 or (operator.pos == "verb" and len(words) == 2 and syntax.particle(i) == words[1]):
        return True
    return any(_stand_at(syntax, i - k, words) for k, word in enumerate(words) if word in _forms(syntax, i))


def _has_be(syntax: Syntax, i: int) -> bool:
    around = [*syntax.kids(i, "aux", "auxpass"), syntax.head(i)]
    return any(syntax.lemmas[a] == "be" for a in around)


def _forms(syntax: Syntax, i: int) -> tuple[str, str]:
    return syntax.lemmas[i], syntax.words[i]


def _stand_at(syntax: Syntax, first: int, words: tuple[str, ...]) -> bool:
    if first < 0 or first + len(words) > len(syntax.tokens):
        return False
    return all(word in _forms(syntax, first + n) for n, word in enumerate(words))
