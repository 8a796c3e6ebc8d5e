"""The author's own voice: questions, assessments and predictions, kept apart from what is reported."""

from collections.abc import Callable, Iterator, Sequence

from standoff.annotate.actors import sentence_numbers
from standoff.annotate.statements import is_house_statement
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Sentence, Statement, Voice
from standoff.core.stage import Layers
from standoff.core.vocabulary import CLAIM_KINDS, VoiceKind
from standoff.resources.cues import load_voice

NAME = "voices"
VERSION = "1"
QUESTION, CUE = 0.9, 0.6
"""Confidence of a question mark, and of a cue word."""


def make_annotator() -> Callable[[DocumentView], Layers]:
    """Make the stage's function."""
    phrases = load_voice()
    longest = max((len(words) for words in phrases), default=0)

    def annotate(view: DocumentView) -> Layers:
        syntax = view.derive(build_syntax)
        said = [row for row in view.rows("statements") if row.kind in CLAIM_KINDS]
        statements = [row for row in said if not is_house_statement(row)]
        sentences = view.rows("sentences")
        numbers = sentence_numbers(sentences, syntax)
        rows = list(_questions(view.text, sentences, statements))
        i = 0
        while i < len(syntax.tokens):
            for length in range(min(longest, len(syntax.tokens) - i), 0, -1):
                kind = phrases.get(tuple(syntax.lemmas[i : i + length]))
                if kind is not None and not _is_said(syntax, i, statements):
                    rows.append(_cue_row(syntax, i, i + length - 1, kind, sentences[numbers[i]], numbers[i]))
                    i += length - 1
                    break
            i += 1
        return {"voices": sorted(rows, key=lambda row: (row.start, row.cue_start))}

    return annotate


def _is_said(syntax: Syntax, i: int, statements: Sequence[Statement]) -> bool:
    """Tell whether a word is somebody else's: inside the content of a statement."""
    at = syntax.tokens[i].start
    return any(row.start <= at < row.end for row in statements)


def _questions(text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> Iterator[Voice]:
    for number, sentence in enumerate(sentences):
        if not text[sentence.start : sentence.end].rstrip("\"”»'’ )").endswith("?"):
            continue
        mark = text.rindex("?", sentence.start, sentence.end)
        if any(row.start <= mark <= row.end for row in statements):
            continue
        maker = f"{NAME}/{VERSION}:question_mark"
        yield Voice(sentence.start, sentence.end, number, VoiceKind.QUESTION, mark, mark + 1, maker, QUESTION)


def _cue_row(syntax: Syntax, first: int, last: int, kind: VoiceKind, sentence: Sentence, number: int) -> Voice:
    tokens = syntax.tokens
    maker = f"{NAME}/{VERSION}:{kind.value}"
    return Voice(sentence.start, sentence.end, number, kind, tokens[first].start, tokens[last].end, maker, CUE)
