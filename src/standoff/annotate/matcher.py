"""Finds, for a token, the lexicon rows whose demands its sentence meets."""

from collections.abc import Mapping

from standoff.annotate.syntax import Syntax
from standoff.resources.event_lexicon import ANY_NAME, Condition, Entry, EventLexicon

Slots = Mapping[str, list[int]]
FROZEN = frozenset({("in", "order", "to")})
"""Phrases whose middle word is no act."""
PREDICATIVE = frozenset({"acomp", "oprd", "attr", "ROOT", "conj"})


class Matcher:
    """Finds, for a token, the lexicon row that it fires."""

    def __init__(self, syntax: Syntax, lexicon: EventLexicon) -> None:
        """Keep the tree and the rows."""
        self.syntax = syntax
        self.lexicon = lexicon

    def match(self, i: int) -> list[tuple[Entry, Slots]]:
        """Give the rows that fire at a token, the most particular first, with the slots that they read."""
        rows = self._candidates(i)
        if not rows:
            return []
        slots = self.syntax.slots(i, self.lexicon.light)
        return [(entry, slots) for entry in rows if self._fires(entry, i, slots)]

    def _candidates(self, i: int) -> list[Entry]:
        token = self.syntax.tokens[i]
        lemma = self.syntax.lemmas[i]
        found: list[Entry] = []
        if tuple(self.syntax.words[max(i - 1, 0) : i + 2]) in FROZEN:
            return found
        if token.pos in {"VERB", "AUX"} or self.syntax.kids(i, "nsubjpass", "auxpass"):
            found += self.lexicon.entries.get(("verb", lemma), ())
        if (token.pos in {"NOUN", "PROPN"} or "-" in lemma) and self.syntax.dep(i) != "compound":
            found += self.lexicon.entries.get(("noun", lemma), ())
            if lemma.endswith("s") and token.pos == "PROPN":
                found += self.lexicon.entries.get(("noun", lemma[:-1]), ())
        if token.pos in {"ADJ", "VERB"} and self.syntax.dep(i) in PREDICATIVE:
            found += self.lexicon.entries.get(("adj", self.syntax.words[i]), ())
        return sorted(found, key=lambda e: e.weight, reverse=True) if len(found) > 1 else found

    def _fires(self, entry: Entry, i: int, slots: Slots) -> bool:
        if len(entry.lemma) > 1 and not self._words_before(entry.lemma, i):
            return False
        if entry.particle and not self._has_particle(entry.particle, i):
            return False
        return all(self._holds(condition, i, slots) for condition in entry.conditions)

    def _words_before(self, lemma: tuple[str, ...], i: int) -> bool:
        first = i - len(lemma) + 1
        return first >= 0 and tuple(self.syntax.lemmas[first : i + 1]) == lemma

    def _has_particle(self, particle: str, i: int) -> bool:
        kids = self.syntax.kids(i, "prt", "advmod", "prep", "acomp", "dobj", "oprd")
        return any(self.syntax.words[c] == particle for c in kids)

    def _holds(self, condition: Condition, i: int, slots: Slots) -> bool:
        filled = slots.get(condition.slot, ())
        if condition.slot == "prt":
            filled = self.syntax.kids(i, "prt")
        if condition.words is None:
            found = bool(filled)
        else:
            found = any(self._is_one_of(f, condition.words) for f in filled)
        return found != condition.negated

    def _is_one_of(self, i: int, words: frozenset[str]) -> bool:
        if self.syntax.lemmas[i] in words or self.syntax.words[i] in words:
            return True
        return ANY_NAME in words and self.syntax.tokens[i].pos == "PROPN"
