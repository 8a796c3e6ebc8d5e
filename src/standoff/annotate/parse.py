"""Sentences and tokens with their dependency tree, by spaCy.

The text is cut into blocks first (paragraphs, headings, list items), and no sentence crosses a block.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

from standoff.annotate.blocks import split_blocks
from standoff.annotate.casing import readable_text
from standoff.annotate.word_forms import RULED, Kind, WordForms
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
def load_parser(name: str) -> tuple["Language", WordForms]:
    """Load the model and keep the event lexicon's hyphenated words whole ("sit-in", "co-operate").

    Returns:
        The model, and what remembers the forms of its words.
    """
    model = load_model(name)
    tokenizer: Any = model.tokenizer
    for form in hyphenated_forms():
        for variant in (form, form.capitalize()):
            tokenizer.add_special_case(variant, [{"ORTH": variant}])
    return model, WordForms(model, hyphenated_forms())


def make_runner(gazetteer: Gazetteer) -> Callable[[Sequence[DocumentView]], Iterator[Layers | Exception]]:
    """Make the stage's function for a gazetteer, which tells how names in capitals are written."""

    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        yield from parse_batch(views, gazetteer)

    return run


def parse_batch(views: Sequence[DocumentView], gazetteer: Gazetteer) -> Iterator[Layers]:
    """Parse a batch: the blocks of all its documents go through the model together."""
    model, forms = load_parser(model_name())
    blocks = [split_blocks(view.text, view.doc.body_start) for view in views]
    readable = [readable_text(view, gazetteer) for view in views]
    texts = [_SPACE.sub(" ", text[a:b]) for text, spans in zip(readable, blocks, strict=True) for a, b in spans]
    parsed = model.pipe(texts, batch_size=64, disable=RULED)
    for spans in blocks:
        sentences: list[Sentence] = []
        tokens: list[Token] = []
        read = [_read_block(next(parsed), start, forms) for start, _ in spans]
        forms.learn(kind for block in read for kind in block.kinds)
        for block in read:
            _add_block(block, sentences, tokens, forms)
        yield {"sentences": sentences, "tokens": tokens}


@dataclass(frozen=True, slots=True)
class _Block:
    """A parsed block as columns: its tokens, white space left out."""

    starts: list[int]
    """In the document's text."""
    ends: list[int]
    kinds: list[Kind]
    heads: list[int]
    """Position of the head in the block."""
    sentences: list[int]
    """Number of the sentence in the block."""


def _read_block(doc: "Doc", offset: int, forms: WordForms) -> _Block:
    from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LENGTH, ORTH, SENT_START, TAG

    words, tags, deps, starts, lengths, blank = doc.to_array([ORTH, TAG, DEP, IDX, LENGTH, IS_SPACE]).T.tolist()
    steps, opens = doc.to_array([HEAD, SENT_START]).astype("int64").T.tolist()
    kinds = forms.kinds(list(zip(words, tags, deps, strict=True)))
    kept = [n for n, space in enumerate(blank) if not space]
    index = {n: at for at, n in enumerate(kept)}
    heads = []
    for at, n in enumerate(kept):
        head = n + steps[n]
        while head not in index and steps[head]:
            head += steps[head]
        heads.append(index.get(head, at))
    number = list(accumulate(int(mark == 1) for mark in opens))
    return _Block(
        [offset + starts[n] for n in kept],
        [offset + starts[n] + lengths[n] for n in kept],
        [kinds[n] for n in kept],
        heads,
        [number[n] for n in kept],
    )


def _add_block(block: _Block, sentences: list[Sentence], tokens: list[Token], forms: WordForms) -> None:
    maker = f"{NAME}/{VERSION}"
    first = len(tokens)
    for _, members in groupby(range(len(block.starts)), key=block.sentences.__getitem__):
        at = list(members)
        sentences.append(Sentence(block.starts[at[0]], block.ends[at[-1]], maker))
    known = forms.known
    for start, end, kind, head in zip(block.starts, block.ends, block.kinds, block.heads, strict=True):
        lemma, pos, tag, dep = known[kind]
        tokens.append(Token(start, end, lemma, pos, tag, dep, first + head, maker))
