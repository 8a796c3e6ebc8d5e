"""Text in capitals made readable: "VALDORA EXPELS DIPLOMAT" is parsed as "Valdora expels diplomat".

Offsets stay: only the case of letters changes, never their number.
"""

from standoff.annotate.blocks import split_blocks
from standoff.core.document import DocumentView
from standoff.resources.gazetteer import Gazetteer

FEWEST_LETTERS = 10
SHARE_OF_CAPITALS = 0.7
"""A block of at least so many letters, of which at least this share are capitals, counts as set in capitals."""


def is_capitals(text: str) -> bool:
    """Tell whether a stretch of text is set in capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= FEWEST_LETTERS and sum(char.isupper() for char in letters) >= SHARE_OF_CAPITALS * len(
        letters
    )


def readable_text(view: DocumentView, gazetteer: Gazetteer) -> str:
    """Give the text with blocks in capitals put into lower case, names that the gazetteer knows excepted.

    Args:
        view: the document.
        gazetteer: knows how names are written.

    Returns:
        A text of the same length.
    """
    text = view.text
    for start, end in split_blocks(text, view.doc.body_start):
        block = text[start:end]
        if is_capitals(block):
            text = text[:start] + recase(block, gazetteer) + text[end:]
    return text


def recase(block: str, gazetteer: Gazetteer) -> str:
    """Put a block in capitals into lower case, with its first letter and known names as they are written."""
    lowered = block.lower()
    if len(lowered) != len(block):
        return block
    letters = list(lowered)
    for match in gazetteer.find_any_case(block):
        letters[match.start : match.end] = match.name.surface
    first = next((n for n, char in enumerate(letters) if char.isalpha()), None)
    if first is not None and len(letters[first].upper()) == 1:
        letters[first] = letters[first].upper()
    return "".join(letters)
