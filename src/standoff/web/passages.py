"""A report's text as HTML: paragraphs, sentences and marked words, each an element of its own that can be linked to.

The text is cut at every boundary here, in code points, so that no offset has to be counted in the browser. Marked
words that cross another mark (or a sentence) stand in several elements: the first has the id, the others name it in
`data-of`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from markupsafe import Markup

from standoff.annotate.blocks import split_blocks
from standoff.core.document import DocumentView
from standoff.picture.lines import Mark
from standoff.web.markup import shown


@dataclass(frozen=True, slots=True)
class Piece:
    """An element to be: half-open code points, its place in the nesting (0 is outermost), and its tag."""

    start: int
    end: int
    level: int
    tag: str
    name: str
    attributes: str = ""

    @property
    def rank(self) -> tuple[int, int, int]:
        """What decides which of two pieces holds the other."""
        return self.level, self.start, -self.end


def mark_id(mark: Mark) -> str:
    """Give the id of a mark's element, which is also its address in the page."""
    return f"m-{mark.report}-{mark.start}-{mark.end}"


def sentence_id(report: int, sentence: int) -> str:
    """Give the id of a sentence's element; both count from 1."""
    return f"s-{report}-{sentence}"


def passage(view: DocumentView, report: int, marks: Iterable[Mark]) -> Markup:
    """Write a report's whole text with its sentences and marked words.

    Args:
        view: the document; without a sentences layer the text stands in paragraphs only.
        report: the report's number in the brief.
        marks: the words to make linkable, those of other reports left out by the caller.

    Returns:
        Paragraphs of HTML. Their text content is the document's text, character for character.
    """
    text = view.text
    pieces = [*_paragraphs(view), *_sentences(view, report)]
    pieces += {
        mark_id(m): Piece(m.start, m.end, 2, "mark", mark_id(m)) for m in marks if 0 <= m.start < m.end <= len(text)
    }.values()
    return Markup("").join(_written(text, pieces))


def linked_ids(view: DocumentView, report: int, marks: Iterable[Mark]) -> set[str]:
    """Tell which ids `passage` gives out, so that nothing links to what is not there."""
    found = {mark_id(m) for m in marks if 0 <= m.start < m.end <= len(view.text)}
    return found | {piece.name for piece in _sentences(view, report)}


def _paragraphs(view: DocumentView) -> Iterator[Piece]:
    """Cut the whole text into paragraphs that touch, so that the white space between them is kept too."""
    text, body = view.text, view.doc.body_start
    starts = [start for start, _ in split_blocks(text[:body])]
    head = len(starts)
    starts += [start for start, _ in split_blocks(text, body)]
    starts[:1] = [0]
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        yield Piece(start, end, 0, "p", "", ' class="byline"' if n < head else "")


def _sentences(view: DocumentView, report: int) -> Iterator[Piece]:
    for n, row in enumerate(view.get("sentences") or (), start=1):
        if 0 <= row.start < row.end <= len(view.text):
            yield Piece(row.start, row.end, 1, "span", sentence_id(report, n), f' class="sentence" data-n="{n}"')


def _written(text: str, pieces: Sequence[Piece]) -> Iterator[Markup]:
    opened: set[str] = set()
    stack: list[Piece] = []
    cuts = sorted({0, len(text), *(p.start for p in pieces), *(p.end for p in pieces)})
    waiting = sorted(pieces, key=attrgetter("start"), reverse=True)
    active: list[Piece] = []
    for start, end in pairwise(cuts):
        active = [piece for piece in active if piece.end > start]
        while waiting and waiting[-1].start == start:
            active.append(waiting.pop())
        active.sort(key=attrgetter("rank"))
        shared = _shared(stack, active)
        yield from (Markup(f"</{piece.tag}>") for piece in reversed(stack[shared:]))
        for piece in active[shared:]:
            yield _opening(piece, opened)
        stack = list(active)
        yield shown(text[start:end])
    yield from (Markup(f"</{piece.tag}>") for piece in reversed(stack))


def _shared(one: Sequence[Piece], other: Sequence[Piece]) -> int:
    """Count the elements that both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a is not b), min(len(one), len(other)))


def _opening(piece: Piece, opened: set[str]) -> Markup:
    """Write an opening tag: with the id the first time, with `data-of` when a cut element goes on.

    Everything in it is the program's own; no text of a report stands in an attribute.
    """
    if not piece.name:
        return Markup(f"<{piece.tag}{piece.attributes}>")
    if piece.name in opened:
        attributes = ' class="sentence"' if piece.level == 1 else ""
        return Markup(f'<{piece.tag} data-of="{piece.name}"{attributes}>')
    opened.add(piece.name)
    return Markup(f'<{piece.tag} id="{piece.name}"{piece.attributes}>')
