"""Documents to measure speed on: the shipped examples, again and again, under changed names."""

import itertools
from collections.abc import Iterator

from benchmarks.reading import make_document
from benchmarks.renaming import State, all_states, exchange, word_map
from standoff.core.document import Document
from standoff.read.inputs import read_inputs
from standoff.resources.tables import ROOT

CASE = (
    State("Valdora", "Valdoran", "Valdorans", "Sarnograd", "XVA"),
    State("Kestria", "Kestrian", "Kestrians", "Lindhaven", "XKE"),
)
"""The two states of the examples."""


def example_texts() -> list[str]:
    """Read the shipped examples as a user's reports are read."""
    folder = ROOT.joinpath("examples")
    paths = sorted(str(entry) for entry in folder.iterdir() if entry.name[:2] == "20")
    return [doc.text[doc.body_start :] for doc in read_inputs(paths)[0]]


def make_documents(count: int, words: int) -> list[Document]:
    """Give as many documents as asked for, each of about as many words, no two alike in names and cut."""
    pairs = itertools.cycle(itertools.permutations(all_states().values(), 2))
    pieces = itertools.cycle(_paragraphs())
    made = []
    for number, pair in zip(range(count), pairs, strict=False):
        text = exchange(_take(pieces, words), word_map(CASE, pair))
        made.append(make_document({"id": f"speed-{number}", "text": text}, "2031-04-10"))
    return made


def _paragraphs() -> list[str]:
    return [part.strip() for text in example_texts() for part in text.split("\n") if part.strip()]


def _take(pieces: Iterator[str], words: int) -> str:
    taken: list[str] = []
    count = 0
    while count < words:
        piece = next(pieces)
        taken.append(piece)
        count += len(piece.split())
    return "\n\n".join(taken)
