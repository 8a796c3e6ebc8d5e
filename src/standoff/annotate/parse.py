"""Sentences and tokens with their dependency tree, by spaCy.

The text is cut into blocks first (paragraphs, headings, list items), and no sentence crosses a block.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from standoff.core.document import DocumentView
from standoff.core.layers import Sentence, Token
from standoff.core.stage import Layers
from standoff.resources.event_lexicon import hyphenated_forms
from standoff.resources.language_model import load_model, model_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "parse"
VERSION = "1"

WRAPPED_LINE = 60
"""A line at least this long whose block goes on in the next line counts as hard-wrapped (code points)."""
BLOCK_LIMIT = 20_000
"""Longer blocks are cut at a space, so that one endless line costs no endless memory (code points)."""

_BREAK = re.compile(r"\n[ \t]*(?:\n\s*)?")
_SPACE = re.compile(r"[\s\u00ad\u200b\ufeff]")


def split_blocks(text: str, body_start: int = 0) -> list[tuple[int, int]]:
    """Cut a text into blocks that no sentence crosses.

    A blank line always ends a block. A single line break does too, unless the line looks hard-wrapped: long, not
    ended by a full stop, and the next line goes on in lower case or the line is as long as its neighbours.

    Args:
        text: the frozen text.
        body_start: code point at which to begin.

    Returns:
        Half-open spans, trimmed of white space, none of them empty.
    """
    spans = []
    start = body_start
    for match in _BREAK.finditer(text, body_start):
        if "\n" in match.group()[1:] or not _is_wrapped(text, start, match.start(), match.end()):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    return [piece for first, last in spans for piece in _trim(text, first, last)]


def _is_wrapped(text: str, start: int, end: int, next_start: int) -> bool:
    line_start = max(start, text.rfind("\n", start, end) + 1)
    line = text[line_start:end].rstrip()
    following = text[next_start : text.find("\n", next_start) if "\n" in text[next_start:] else len(text)]
    if len(line) < WRAPPED_LINE or len(line) > 2 * WRAPPED_LINE or not following:
        return False
    return following[0].islower() or (line[-1] not in '.!?:»”"' or len(following) >= WRAPPED_LINE // 2)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and _SPACE.match(text[start]):
        start += 1
    while end > start and _SPACE.match(text[end - 1]):
        end -= 1
    while end - start > BLOCK_LIMIT:
        cut = text.rfind(" ", start, start + BLOCK_LIMIT)
        cut = cut if cut > start else start + BLOCK_LIMIT
        yield start, cut
        start = cut
    if end > start:
        yield start, end


@cache
def load_parser(name: str) -> "Language":
    """Load the model and keep the event lexicon's hyphenated words whole ("sit-in", "co-operate")."""
    model = load_model(name)
    tokenizer: Any = model.tokenizer
    for form in hyphenated_forms():
        for variant in (form, form.capitalize()):
            tokenizer.add_special_case(variant, [{"ORTH": variant}])
    return model


def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
    """Parse a batch: the blocks of all its documents go through the model together."""
    model = load_parser(model_name())
    hyphenated = hyphenated_forms()
    blocks = [split_blocks(view.text, view.doc.body_start) for view in views]
    texts = [_SPACE.sub(" ", view.text[a:b]) for view, spans in zip(views, blocks, strict=True) for a, b in spans]
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
