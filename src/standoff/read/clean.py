"""The text as it is frozen: repaired, in NFC, with one kind of line end and no invisible characters."""

import re
import unicodedata

from ftfy import TextFixerConfig, fix_text

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]",
)
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_REPAIRS = TextFixerConfig(uncurl_quotes=False, explain=False, normalization="NFC")


def clean_text(text: str) -> str:
    """Clean a text before it is frozen; all offsets refer to the result.

    Args:
        text: as decoded.

    Returns:
        The text in NFC, damaged encodings repaired, quotation marks left as they are, line ends as `\\n`, typographic
        spaces as plain ones, without control characters other than `\\n` and `\\t` and without invisible marks.
    """
    repairs = _REPAIRS._replace(unescape_html="<" not in text)  # with a tag about, entities are part of shown code
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    repaired = "\n".join(line if _is_plain(line) else fix_text(line, repairs) for line in lines)
    visible = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", repaired))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible))


def _is_plain(line: str) -> bool:
    """Tell whether there is nothing to repair in a line; most lines, and repairing costs ten times the asking."""
    return line.isascii() and line.isprintable() and "&" not in line


def clean_label(value: object) -> str | None:
    """Clean a title or a name: one line, or None where there is nothing or no text."""
    return " ".join(clean_text(value).split()) or None if isinstance(value, str) else None
