"""WordPiece, as BERT's uncased models want it, with offsets into the text as given.

The usual library (`tokenizers`) brings a client for a model hub and 35 MB with it; an offline tool needs neither for
these few rules. A test holds both against each other. Source: Devlin et al. 2019, BERT; the lower-casing, accent and
punctuation rules are those of its reference tokeniser.
"""

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 100
"""Longer words (in characters) are unknown."""
CONTINUED = "##"
MOST_WORDS = 100_000
"""So many words keep their pieces; the rest are cut anew each time."""
CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
       (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))  # fmt: skip

Piece = tuple[int, int, int]
"""A piece's id, and the half-open letters of the word that it stands for."""


class WordPiece:
    """Cuts text into the pieces of a vocabulary."""

    def __init__(self, data: str) -> None:
        """Read the vocabulary out of a `tokenizer.json`."""
        model = json.loads(data)["model"]
        self.vocabulary: dict[str, int] = model["vocab"]
        self.unknown = self.vocabulary[model["unk_token"]]
        self._known: dict[str, list[Piece]] = {}

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Cut a text.

        Returns:
            The pieces' ids, and per piece the half-open code points of the text that it stands for.
        """
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for word in _words(text):
            letters = "".join([char for char, _ in word])
            pieces = self._known.get(letters)
            if pieces is None:
                pieces = self._cut(letters)
                if len(self._known) < MOST_WORDS:
                    self._known[letters] = pieces
            for number, first, last in pieces:
                ids.append(number)
                offsets.append((word[first][1], word[last - 1][1] + 1))
        return ids, offsets

    def _cut(self, letters: str) -> list[Piece]:
        """Cut a word greedily into the longest pieces known; a word that cannot be cut is one unknown piece."""
        made: list[Piece] = []
        whole = [(self.unknown, 0, len(letters))]
        first = 0
        while first < len(letters) and len(letters) <= LONGEST_WORD:
            last = len(letters)
            while last > first:
                number = self.vocabulary.get((CONTINUED if first else "") + letters[first:last])
                if number is not None:
                    break
                last -= 1
            else:
                return whole
            made.append((number or 0, first, last))
            first = last
        return made or whole


def _words(text: str) -> Iterator[list[tuple[str, int]]]:
    """Split into words and single marks; every letter keeps the position that it comes from."""
    word: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        for letter, kind in _letters(char):
            if kind != "letter" and word:
                yield word
                word = []
            if kind == "mark":
                yield [(letter, at)]
            elif kind == "letter":
                word.append((letter, at))
    if word:
        yield word


@lru_cache(maxsize=4096)
def _letters(char: str) -> tuple[tuple[str, str], ...]:
    """What a character becomes: lower-case letters without accents, a mark of its own, a space, or nothing."""
    if char in "\t\n\r" or unicodedata.category(char) == "Zs":
        return ((" ", "space"),)
    if char in "\0\ufffd" or unicodedata.category(char).startswith("C"):
        return ()
    code = ord(char)
    if any(low <= code <= high for low, high in CJK):
        return ((char, "mark"),)
    plain = [part for part in unicodedata.normalize("NFD", char) if unicodedata.category(part) != "Mn"]
    return tuple((low, "mark" if _is_mark(low) else "letter") for part in plain for low in part.lower())


def _is_mark(char: str) -> bool:
    ascii_mark = 33 <= ord(char) <= 47 or 58 <= ord(char) <= 64 or 91 <= ord(char) <= 96 or 123 <= ord(char) <= 126
    return ascii_mark or unicodedata.category(char).startswith("P")
