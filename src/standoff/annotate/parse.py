"""Sentences and tokens with their dependency tree, by spaCy.

The text is cut into blocks first (paragraphs, headings, list items), and no sentence crosses a block.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from standoff.annotate.blocks import split_blocks
from standoff.annotate.casing import readable_text
from standoff.core.document import DocumentView
from standoff.core.layers import Sentence, Token
from standoff.core.stage import Layers
from standoff.resources.event_lexicon import hyphenated_forms
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.language_model import load_model, model_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "parse"
VERSION = "1"

_SPACE = re.compile(r"[\s\u00ad\u200b\ufeff]")


@cache
def load_parser(name: str) -> "Language":
    """Load the model and keep the event lexicon's hyphenated words whole ("sit-in", "co-operate")."""
    model = load_model(name)
    tokenizer: Any = model.tokenizer
    for form in hyphenated_forms():
        for variant in (form, form.capitalize()):
            tokenizer.add_special_case(variant, [{"ORTH": variant}])
    return model


def make_runner(gazetteer: Gazetteer) -> Callable[[Sequence[DocumentView]], Iterator[Layers | Exception]]:
    """Make the stage's function for a gazetteer, which tells how names in capitals are written."""

    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        yield from parse_batch(views, gazetteer)

    return run


def parse_batch(views: Sequence[DocumentView], gazetteer: Gazetteer) -> Iterator[Layers]:
    """Parse a batch: the blocks of all its documents go through the model together."""
    model = load_parser(model_name())
    hyphenated = hyphenated_forms()
    blocks = [split_blocks(view.text, view.doc.body_start) for view in views]
    readable = [readable_text(view, gazetteer) for view in views]
    texts = [_SPACE.sub(" ", text[a:b]) for text, spans in zip(readable, blocks, strict=True) for a, b in spans]
    parsed = model.pipe(texts, batch_size=64)
    for spans in blocks:
        sentences: list[Sentence] = []
        tokens: list[Token] = []
        for start, _ in spans:
            _add_block(next(parsed), start, sentences, tokens, hyphenated)
        yield {"sentences": sentences, "tokens": tokens}


def _add_block(
    doc: "Doc", offset: int, sentences: list[Sentence], tokens: list[Token], hyphenated: Mapping[str, str]
) -> None:
    maker = f"{NAME}/{VERSION}"
    kept = [token for token in doc if not token.is_space]
    index = {token.i: len(tokens) + n for n, token in enumerate(kept)}
    for sent in doc.sents:
        words = [token for token in sent if token.i in index]
        if words:
            sentences.append(Sentence(offset + words[0].idx, offset + words[-1].idx + len(words[-1]), maker))
    for token in kept:
        head = token.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        begin = offset + token.idx
        lemma = hyphenated.get(token.lower_) or (token.lemma_ if token.pos_ == "PROPN" else token.lemma_.lower())
        at = index[token.i]
        tokens.append(
            Token(begin, begin + len(token), lemma, token.pos_, token.tag_, token.dep_, index.get(head.i, at), maker)
        )
