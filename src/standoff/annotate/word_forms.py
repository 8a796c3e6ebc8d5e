"""Part of speech and lemma of parsed tokens, each kind of token looked up once.

spaCy's attribute ruler and lemmatizer go through every token with 179 patterns and a table of rules, a quarter of the
time of a parse. What they say hangs on the token's word, tag and dependency alone, and in eleven patterns on its
neighbour. So each such combination is put to them once, in a document made of those combinations, and remembered.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from standoff.core.errors import ModelError

RULED = ("attribute_ruler", "lemmatizer")
"""The components of the model that are asked once a combination."""
AFTER_IT = "expl"
"""Dependency of "there": the verb behind it is read as a verb."""
PAIRS = frozenset({"ai", "gon", "got", "let", "c'm", "y", "y'"})
"""First words of the pairs that the attribute ruler reads together ("gon" and "na")."""
FILLER = "."


Row = tuple[int, int, int]
"""Word, tag and dependency as numbers of the model's table of strings."""


class Kind(NamedTuple):
    """All that the rules look at."""

    token: Row
    before: Row | None
    """The token before, where the rules look at it."""
    after: Row | None


class Form(NamedTuple):
    """What is asked for."""

    lemma: str
    pos: str
    tag: str
    dep: str


class WordForms:
    """Remembers the forms of the words of a model's documents."""

    def __init__(self, model: Any, lemmas: Mapping[str, str]) -> None:
        """Keep the model's table of strings and its two components.

        Args:
            model: a spaCy model for English with tagger, parser, attribute ruler and lemmatizer.
            lemmas: lemmas of words in lower case that go before the model's.

        Raises:
            ModelError: the model lacks one of them.
        """
        found = dict(model.pipeline)
        missing = [name for name in ("tagger", "parser", *RULED) if name not in found]
        if missing:
            raise ModelError(f"the model has no {', no '.join(missing)}; set STANDOFF_MODEL to an en_core_web model")
        self.vocab = model.vocab
        self.lemmas = lemmas
        self.components = [found[name] for name in RULED]
        strings = self.vocab.strings
        self.expletive = strings.add(AFTER_IT)
        self.openers = {strings.add(form) for word in PAIRS for form in (word, word.capitalize(), word.upper())}
        self.known: dict[Kind, Form] = {}
        """The forms of all kinds that have been learned."""

    def kinds(self, rows: Sequence[Row]) -> list[Kind]:
        """Give the kinds of a block's tokens."""
        made = [Kind(row, None, None) for row in rows]
        for n, (word, _, dep) in enumerate(rows[:-1]):
            if dep == self.expletive or word in self.openers:
                made[n] = made[n]._replace(after=rows[n + 1])
                made[n + 1] = made[n + 1]._replace(before=rows[n])
        return made

    def learn(self, kinds: Iterable[Kind]) -> None:
        """Ask the model for the forms of those kinds that are not known yet."""
        new = [kind for kind in dict.fromkeys(kinds) if kind not in self.known]
        if new:
            self._ask(new)

    def _ask(self, kinds: Sequence[Kind]) -> None:
        """Make a document of the kinds, each with its neighbours and a filler behind, and have it read."""
        from spacy.tokens import Doc

        text = self.vocab.strings
        filler = (text.add(FILLER), text.add(FILLER), text.add("punct"))
        rows: list[Row] = []
        places = []
        for kind in kinds:
            rows += [kind.before] if kind.before else []
            places.append(len(rows))
            rows += [kind.token, kind.after or filler, filler]
        words, tags, deps = ([text[row[n]] for row in rows] for n in range(3))
        doc: Any = Doc(self.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(rows))))
        for component in self.components:
            doc = component(doc)
        for kind, place in zip(kinds, places, strict=True):
            token = doc[place]
            lemma = token.lemma_ if token.pos_ == "PROPN" else token.lemma_.lower()
            self.known[kind] = Form(self.lemmas.get(token.lower_) or lemma, token.pos_, token.tag_, token.dep_)
