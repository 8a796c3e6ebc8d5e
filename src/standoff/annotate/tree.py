"""The dependency tree of a document, by token positions.

Labels are ClearNLP's, as spaCy's English models give them.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from standoff.core.layers import Token
from standoff.resources.tables import load_lemma_repairs

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
LEFT_OF_NOUN = frozenset({"det", "amod", "compound", "nmod", "nummod", "poss", "quantmod", "predet", "advmod"})


class Tree:
    """Positions are token positions in the document; every list of them is in text order."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        """Index the tree."""
        self.tokens = tokens
        self.text = text
        self.words = [text[t.start : t.end].lower() for t in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for i, token in enumerate(tokens):
            if token.head != i:
                self.children[token.head].append(i)

    # -- the tree ---------------------------------------------------------------------------------

    def dep(self, i: int) -> str:
        """Dependency label of a token."""
        return self.tokens[i].dep

    def head(self, i: int) -> int:
        """Head of a token (itself for a root)."""
        return self.tokens[i].head

    def lemma(self, i: int) -> str:
        """Lemma in lower case."""
        return self.lemmas[i]

    @cached_property
    def lemmas(self) -> list[str]:
        """All lemmas in lower case, with the model's known slips repaired."""
        repairs = load_lemma_repairs()
        pairs = [(word, token.lemma.lower()) for word, token in zip(self.words, self.tokens, strict=True)]
        return [repairs.get(pair, pair[1]) for pair in pairs]

    def kids(self, i: int, *labels: str) -> list[int]:
        """Children of a token with one of the labels (all children if none is given)."""
        if not labels:
            return self.children[i]
        return [c for c in self.children[i] if self.tokens[c].dep in labels]

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Per token the first and last position of its subtree."""
        left = list(range(len(self.tokens)))
        right = list(range(len(self.tokens)))
        order = sorted(range(len(self.tokens)), key=self._depth, reverse=True)
        for i in order:
            h = self.tokens[i].head
            if h != i:
                left[h] = min(left[h], left[i])
                right[h] = max(right[h], right[i])
        return list(zip(left, right, strict=True))

    def _depth(self, i: int) -> int:
        return self.depths[i]

    @cached_property
    def depths(self) -> list[int]:
        """Distance of each token from its root."""
        found = [-1] * len(self.tokens)
        for i in range(len(self.tokens)):
            path = []
            at = i
            while found[at] < 0:
                path.append(at)
                if self.tokens[at].head == at:
                    break
                at = self.tokens[at].head
            base = found[at] if found[at] >= 0 else -1
            for step, node in enumerate(reversed(path)):
                found[node] = base + 1 + step
        return found

    def ancestors(self, i: int) -> Iterable[int]:
        """Heads from a token up to its root, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def conjuncts(self, i: int) -> list[int]:
        """A token and everything coordinated with it to its right."""
        found = [i]
        for c in self.kids(i, "conj"):
            if self.tokens[c].pos in NOMINAL or self.tokens[c].pos == self.tokens[i].pos:
                found += self.conjuncts(c)
        return found

    def noun_span(self, i: int) -> tuple[int, int]:
        """First and last position of a noun's own phrase: its modifiers on the left, and itself."""
        left = i
        for c in self.children[i]:
            if c < i and self.tokens[c].dep in LEFT_OF_NOUN:
                left = min(left, self.edges[c][0])
        return left, i

    def sentence_end(self, i: int) -> int:
        """Last token of the tree that a token stands in."""
        root = i
        for root in self.ancestors(i):  # noqa: B007
            pass
        return self.edges[root][1]

    def is_parted(self, lower: int, upper: int) -> bool:
        """Tell whether a semicolon parts a clause from what the parser hung it on."""
        left, right = min(lower, upper), max(lower, upper)
        return any(self.words[c] == ";" for c in self.kids(upper, "punct") if left < c < right)

    def announces(self, noun: int) -> int | None:
        """The colon by which a noun announces what follows ("the request is clear: they must leave"), if it does."""
        if self.tokens[noun].pos not in {"NOUN", "PROPN"}:
            return None
        last = self.sentence_end(noun)
        for j in range(noun + 1, min(noun + 8, last + 1)):
            if self.words[j] == ":":
                return j
        return None
