"""Sums of aid whose giver and receiver stand in a sentence before: "In total it makes $3 billion in military aid"."""

from collections.abc import Mapping, Sequence
from functools import cache

from standoff.core.vocabulary import EventType
from standoff.picture.evidence import Evidence, side_keys
from standoff.resources.event_lexicon import load_classes
from standoff.resources.tables import read_rows
from standoff.store.records import EventRecord

PARAGRAPH = "\n\n"
REACH = 3
"""Sentences before a sum among which the aid is looked for that it sums up."""
Period = tuple[str | None, str | None]


@cache
def total_words() -> tuple[str, ...]:
    """Load the words that sum up all that was told before."""
    return tuple(row["words"] for row in read_rows("lexicons/totals.csv", ("words",)))


def is_aid(counted: str | None) -> bool:
    """Tell whether what a sum of money is of is aid ("military *aid*", "the *package*")."""
    words = (counted or "").lower().split()
    return bool(words) and words[-1] in load_classes()["aid"]


def is_total(sentence: str) -> bool:
    """Tell whether a sentence sums up ("in total", "altogether")."""
    flat = f" {' '.join(sentence.lower().replace(',', ' ').split())} "
    return any(f" {words} " in flat for words in total_words())


class AidSums:
    """Knows the acts of aid of each report."""

    def __init__(
        self, evidence: Evidence, sentences: Mapping[str, Sequence[tuple[int, int]]], texts: Mapping[str, str]
    ) -> None:
        """Index the acts of aid between two known parties, in text order."""
        self.sentences = sentences
        self.texts = texts
        self.given: dict[str, list[EventRecord]] = {}
        for record in evidence.records:
            one, other = side_keys(record.sources), side_keys(record.targets)
            if record.type is EventType.AID and len(one) == 1 and len(other) == 1:
                self.given.setdefault(record.doc_id, []).append(record)

    def find(self, doc_id: str, sentence: int, counted: str | None) -> tuple[str | None, str | None, Period | None]:
        """Give giver, receiver and period of a sum of aid that names none of them; None where nothing before says so.

        Args:
            doc_id: the report.
            sentence: position of the sum's sentence.
            counted: what the sum is of.

        Returns:
            The parties of the aid told last in the paragraph; its time where the sum is a total.
        """
        spans, text = self.sentences[doc_id], self.texts[doc_id]
        if not is_aid(counted):
            return None, None, None
        first = spans[max(0, sentence - REACH)][0]
        begin, end = spans[sentence]
        told = [r for r in self.given.get(doc_id, ()) if first <= r.start < begin]
        if not told or PARAGRAPH in text[told[-1].start : begin]:
            return None, None, None
        last = told[-1]
        parties = {(side_keys(r.sources), side_keys(r.targets)) for r in told}
        if len(parties) > 1:
            return None, None, None
        time = next(((t.earliest, t.latest) for t in last.times if t.earliest or t.latest), None)
        period = time if time is not None and is_total(text[begin:end]) else None
        return next(iter(side_keys(last.sources))), next(iter(side_keys(last.targets))), period
