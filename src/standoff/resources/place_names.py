"""How the name of a place is spelt for looking it up: without accents, case, hyphens or points."""

import re
import unicodedata
from functools import lru_cache

SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
"""First words that are written short."""
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)
"""Letters that no decomposition turns into plain ones."""

_GONE = re.compile(r"[.'’ʻ‘ʼ`´ʹʾʿ\"“”]")
_SPACE = re.compile(r"[\s\-‐‑–—_/]+")


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Give the form under which a name is looked up.

    Args:
        name: as written.

    Returns:
        Lower-case words with one space between them; "" where nothing is left. Folding twice changes nothing.
    """
    plain = name if name.isascii() else _strip(name)
    words = _SPACE.sub(" ", _GONE.sub("", plain)).strip().lower().split(" ")
    if len(words) > 1:
        words[0] = SHORT.get(words[0], words[0])
    return " ".join(words)


def _strip(name: str) -> str:
    # twice, since lower-casing one letter may give a letter with a mark of its own
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).lower())
    return "".join(c for c in lowered if not unicodedata.combining(c)).translate(LETTERS)
