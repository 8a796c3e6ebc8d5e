"""From a status to a number on the scale of -3 (surely not) to 3 (surely): what the words around an event weigh.

The features are closed classes only: what the status layer says; tense, voice and place of the word in the tree; the
kind of subject; and, among words, those of Standoff's own lexicons of status and speech, pronouns and function words.
The weights in `factuality_weights.csv` are fitted by `training/fit_factuality.py` on UDS-IH2 (MIT; texts of the English
Web Treebank, CC BY-SA), which may be trained on; no text of it is kept.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from standoff.annotate.syntax import Syntax
from standoff.core.layers import EventStatus
from standoff.resources.cues import load_operators, load_speech
from standoff.resources.event_lexicon import load_classes

WEIGHTS = Path(__file__).with_name("factuality_weights.csv")
PERSONS: Mapping[str, str] = {
    **dict.fromkeys(("i", "we"), "first"),
    "you": "second",
    **dict.fromkeys(("he", "she", "they", "it"), "third"),
    **dict.fromkeys(("who", "which", "that"), "relative"),
}
FINITE = frozenset({"MD", "VBD", "VBZ", "VBP"})
SENTENCE_WORDS = ("if", "you", "please", "my", "i", "was", "had", "will", "would", "can", "?", "!", "or", "said")
"""Words whose presence tells what kind of text a sentence comes from: advice, request, report."""
TAGGED_WORDS = ("if", "you", "i", "was", "will", "can", "my")
CLAUSES = frozenset({"relcl", "advcl", "acl", "ccomp", "xcomp", "pcomp", "csubj"})


@cache
def known_words() -> frozenset[str]:
    """Give the words of our own lexicons that may be features."""
    return frozenset(load_operators()) | {lemma for _, lemma in load_speech()} | load_classes()["light"]


def features(syntax: Syntax, token: int, status: EventStatus) -> set[str]:
    """Give the features of one event.

    Args:
        syntax: the document's tree.
        token: the event's head token.
        status: what the status layer says of it.

    Returns:
        Names of what holds.
    """
    view = _Around(syntax, token, status)
    return {*view.of_status(), *view.of_word(), *view.of_clause(), *view.of_sentence(), *view.of_lexicon()}


class _Around:
    """What stands around one event."""

    def __init__(self, syntax: Syntax, token: int, status: EventStatus) -> None:
        self.syntax = syntax
        self.token = token
        self.tag = syntax.tokens[token].tag
        self.dep = syntax.dep(token)
        self.path = (token, *syntax.ancestors(token))
        self.root = self.path[-1]
        rule = status.maker.split(":", 1)[1]
        self.rule = "op" if rule.startswith("operator") else rule
        self.sign = status.polarity.value
        self.status = f"{status.status.value}{self.sign}{status.certainty.value}"
        self.subjects = syntax.kids(token, "nsubj", "nsubjpass")
        self.subject = self._kind(self.subjects)
        modal = any(syntax.tokens[a].tag == "MD" for a in syntax.kids(self.root, "aux"))
        self.main = "MD" if modal else syntax.tokens[self.root].tag

    def _kind(self, subjects: Sequence[int]) -> str:
        if not subjects:
            return "none"
        word, token = self.syntax.words[subjects[0]], self.syntax.tokens[subjects[0]]
        if word in PERSONS:
            return PERSONS[word]
        if token.pos == "PROPN":
            return "name"
        bare = token.tag == "NNS" and not self.syntax.kids(subjects[0], "det", "poss", "nummod")
        return "bare" if bare else "noun"

    def of_status(self) -> Iterator[str]:
        yield from (f"status {self.status}", f"rule {self.rule}{self.sign}", f"status-rule {self.status} {self.rule}")
        yield from (f"status-tag {self.status} {self.tag}", f"status-dep {self.status} {self.dep}")
        yield f"status-subject {self.status} {self.subject}"

    def of_word(self) -> Iterator[str]:
        syntax, token = self.syntax, self.token
        helpers = "_".join(sorted({syntax.words[a] for a in syntax.kids(token, "aux", "auxpass")}))
        objects = syntax.kids(token, "dobj")
        yield from (f"tag {self.tag}", f"dep {self.dep}", f"tag-dep {self.tag} {self.dep}")
        yield from (f"aux {helpers}", f"tag-aux {self.tag} {helpers} {self.sign}")
        yield from (f"subject {self.subject}", f"subject-tag {self.subject} {self.tag}")
        yield f"object {bool(objects)} {self.tag}"
        yield f"article {'_'.join(syntax.words[c] for c in syntax.kids(token, 'det'))}"
        if objects:
            owners = [c for c in syntax.kids(objects[0], "det", "poss") if syntax.tokens[c].pos in {"DET", "PRON"}]
            yield f"object-tag {syntax.tokens[objects[0]].tag}"
            yield f"object-article {'_'.join(syntax.words[c] for c in owners)}"

    def of_clause(self) -> Iterator[str]:
        syntax = self.syntax
        head = syntax.head(self.token)
        yield from (f"in {label}" for label in {syntax.dep(a) for a in self.path[1:4]} & CLAUSES)
        if any(syntax.kids(x, "neg") for x in self.path[:3]):
            yield "negative word near"
        for mark in syntax.kids(self.token, "mark"):
            yield from (f"mark {syntax.words[mark]}", f"mark-tag {syntax.words[mark]} {self.tag}")
        if self.dep == "pcomp":
            yield f"after {syntax.words[head]}"
        if head != self.token:
            modals = [syntax.words[a] for a in syntax.kids(head, "aux") if syntax.tokens[a].tag == "MD"]
            yield from (f"above {self.dep} {syntax.tokens[head].tag}", f"above-modal {'_'.join(sorted(modals))}")
        tense = next((t for t in map(self._tense, self.path) if t), None)
        if tense:
            yield from (f"tense {tense}", f"tense-tag {tense} {self.tag} {self.dep}")
            yield f"tense-status {tense} {self.status}"

    def _tense(self, i: int) -> str:
        """Tag of a verb's finite part, with a mark for the perfect; empty where it has none."""
        syntax = self.syntax
        if not syntax.is_verb(i):
            return ""
        for a in syntax.kids(i, "aux", "auxpass"):
            if syntax.tokens[a].tag in FINITE:
                return syntax.tokens[a].tag + ("+" if syntax.lemmas[a] == "have" else "")
        return syntax.tokens[i].tag if syntax.tokens[i].tag in FINITE else ""

    def of_sentence(self) -> Iterator[str]:
        syntax = self.syntax
        first, last = syntax.edges[self.root]
        words = set(syntax.words[first : last + 1])
        asks = "asked" if "?" in words else "told"
        subject = self._kind(syntax.kids(self.root, "nsubj", "nsubjpass", "csubj"))
        yield from (asks, f"{asks} {self.status}", f"main {self.main}", f"main-dep {self.main} {self.dep}")
        yield from (f"main-subject {subject} {self.main}", f"main-subject-dep {subject} {self.dep}")
        yield f"main-subject-tag {subject} {self.main} {self.tag}"
        yield from (f"has {word}" for word in SENTENCE_WORDS if word in words)
        yield from (f"has-tag {word} {self.tag}" for word in TAGGED_WORDS if word in words)
        yield f"length {min((last + 1 - first) // 8, 5)}"

    def of_lexicon(self) -> Iterator[str]:
        syntax, known = self.syntax, known_words()
        lemma = syntax.lemmas[self.token]
        if lemma in known:
            yield from (f"lemma {lemma}", f"lemma-sign {lemma} {self.sign}")
        for lower, upper in pairwise(self.path[:3]):
            if syntax.lemmas[upper] in known:
                yield from (f"under {syntax.lemmas[upper]}", f"under-dep {syntax.lemmas[upper]} {syntax.dep(lower)}")
        yield from (f"by {word}" for word in self._adverbs(self.token) & known)
        if len(self.path) > 1:
            yield from (f"above-by {word}" for word in self._adverbs(self.path[1]) & known)
        pronouns = [s for s in self.subjects if syntax.tokens[s].pos == "PRON"]
        yield from (f"pronoun {syntax.words[s]}" for s in pronouns)

    def _adverbs(self, i: int) -> set[str]:
        return {self.syntax.words[c] for c in self.syntax.kids(i, "advmod", "npadvmod")}


@dataclass(frozen=True, slots=True)
class Scale:
    """A sum of weights, and what it stands for."""

    weights: Mapping[str, float]
    base: float
    sums: Sequence[float]
    """Sums, rising."""
    values: Sequence[float]
    """The scale value of each of these sums; between two of them it lies on the line that joins them."""

    def value(self, found: set[str]) -> float:
        """Give the scale value of an event with these features."""
        total = self.base + sum(self.weights.get(name, 0.0) for name in sorted(found))
        at = bisect_right(self.sums, total)
        if at == 0:
            return self.values[0]
        if at == len(self.sums):
            return self.values[-1]
        low, high = self.sums[at - 1], self.sums[at]
        share = (total - low) / (high - low)
        return self.values[at - 1] + share * (self.values[at] - self.values[at - 1])


@cache
def load_scale() -> Scale:
    """Load the fitted scale."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = [(float(row["name"]), float(row["weight"])) for row in rows if row["kind"] == "point"]
    return Scale(
        weights={row["name"]: float(row["weight"]) for row in rows if row["kind"] == "weight"},
        base=next(float(row["weight"]) for row in rows if row["kind"] == "base"),
        sums=[at for at, _ in points],
        values=[value for _, value in points],
    )
