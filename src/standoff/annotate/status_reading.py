"""What has been read so far about one event, and the small closed word classes that the reading needs."""

from dataclasses import dataclass, replace
from functools import cache

from standoff.core.vocabulary import Certainty, Polarity, Status
from standoff.resources.tables import read_rows

Span = tuple[int, int]
"""First and last token position."""
SETTLED = frozenset({Status.OCCURRED, Status.ONGOING})
AHEAD = frozenset({Status.PLANNED, Status.PROMISED, Status.THREATENED})
"""What has been announced and can still be called off."""
DEFAULT = "default"
INTENT = "intent"
"""Rule of a word that is an intention by itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been found so far for one event."""

    status: Status = Status.OCCURRED
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    cue: Span | None = None
    condition: Span | None = None
    rule: str = DEFAULT

    def negated(self) -> "Reading":
        """Turn the polarity."""
        turned = Polarity.NEGATIVE if self.polarity is Polarity.POSITIVE else Polarity.POSITIVE
        return replace(self, polarity=turned)

    def marked(self, status: Status, certainty: Certainty, cue: int, rule: str) -> "Reading":
        """Give the reading that one word makes of this one.

        Args:
            status: the new status.
            certainty: the new certainty.
            cue: position of the word.
            rule: name of the rule.

        Returns:
            The same polarity and condition with a new status.
        """
        return replace(self, status=status, certainty=certainty, cue=(cue, cue), rule=rule)

    def is_by_word(self) -> bool:
        """Tell whether a word of the lexicon decided."""
        return self.rule.startswith("operator") or self.rule == "double_negation"


@cache
def status_words(kind: str) -> frozenset[str]:
    """Give the words of one kind out of `lexicons/status_words.csv`.

    Args:
        kind: condition, inverted (auxiliaries that open a condition), open (what leaves a question open), temporal
            (what opens a clause of time), nobody, anyone (subjects that stand for nobody in particular), some
            (articles and the like of things not known yet), asking (words that take the act for granted), factive
            (lemmas that take their content for granted), proving (lemmas whose negation leaves
            their content open), doubting (lemmas whose negation settles it), intent (nouns of what somebody means to
            do), raising (lemmas that bring a possibility up).
    """
    rows = read_rows("lexicons/status_words.csv", ("kind", "word"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)
