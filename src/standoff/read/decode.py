"""From bytes to characters, and what is not text at all."""

import codecs
import re

from standoff.core.issues import Issue
from standoff.read.problems import problem

SNIFFED_BYTES = 65_536
"""How far into a file control bytes are counted."""
CONTROL_SHARE = 0.05
"""A larger share of control bytes than this makes a file binary."""
FOREIGN_SHARE = 0.3
"""A larger share of bytes above 127 than this is not Western European text in cp1252."""

_SAVE = "save its text as a plain text file (.txt, UTF-8) first"
_UNPACK = "unpack it first and give the files in it"
_RECOGNISE = "turn it into text first"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old Office document", _SAVE),
    (b"%!PS", "a PostScript document", _SAVE),
    (b"PK\x03\x04", "a zip archive", _UNPACK),
    (b"PK\x05\x06", "an empty zip archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"(\xb5/\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf'\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x89PNG\r\n", "a PNG image", _RECOGNISE),
    (b"\xff\xd8\xff", "a JPEG image", _RECOGNISE),
    (b"GIF8", "a GIF image", _RECOGNISE),
    (b"II*\x00", "a TIFF image", _RECOGNISE),
    (b"MM\x00*", "a TIFF image", _RECOGNISE),
    (b"RIFF", "an image, sound or film", _RECOGNISE),
    (b"OggS", "a sound file", _RECOGNISE),
    (b"ID3", "a sound file", _RECOGNISE),
    (b"PAR1", "a Parquet table", "write its records as JSONL first"),
    (b"SQLite format 3\x00", "an SQLite database", "write its records as JSONL first"),
    (b"\x7fELF", "a program", "give a text"),
)
_OFFICE = ((b"word/", "a Word document"), (b"opendocument", "an OpenDocument file"), (b"epub+zip", "an EPUB book"))
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PROSE_MARKS = frozenset("‘’“”‚„…–—•€£§©®°«»·¡¿½¼¾²³ºª´\u00a0\u00ad")
_BROKEN_MARKS = ("Ã", "Â", "â€", "ÿ", "þ")


def wide_encoding(raw: bytes) -> str | None:
    """Name the UTF-16 or UTF-32 encoding that a byte order mark announces, if one does."""
    return next((name for mark, name in _WIDE if raw.startswith(mark)), None)


def declared_charset(media_type: str) -> str | None:
    """Give the encoding that a media type names, such as `text/html; charset=utf-8`."""
    match = _CHARSET.search(media_type)
    return match[1] if match else None


def find_binary(raw: bytes, source: str) -> Issue | None:
    """Say what a file is that holds no text.

    Args:
        raw: the file's bytes, or its first ones.
        source: the file, for the message.

    Returns:
        The problem, or None for what may be text.
    """
    for magic, kind, do in _MAGIC:
        if raw.startswith(magic):
            office = next((name for mark, name in _OFFICE if magic == b"PK\x03\x04" and mark in raw[:4096]), None)
            return problem(source, "not a text file", found=office or kind, do=_SAVE if office else do)
    if wide_encoding(raw):
        return None
    nulls = raw.count(b"\0")
    head = raw[:SNIFFED_BYTES]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not nulls and controls <= CONTROL_SHARE * len(head):
        return None
    found = f"binary data ({nulls} NUL bytes)" if nulls else f"binary data ({controls} control bytes)"
    return problem(source, "not a text file", found=found, do="give a text; if it is one, save it as UTF-8")


def decode(raw: bytes, source: str, *, declared: str | None = None) -> tuple[str, list[Issue]]:
    """Turn bytes into characters.

    Args:
        raw: the bytes; a byte order mark is heeded and dropped.
        source: the file, for messages.
        declared: the encoding that an HTML page names, tried where the bytes are not UTF-8.

    Returns:
        The characters and, where the bytes were not clean UTF-8, a row (not fatal) that says what was done.
    """
    wide = wide_encoding(raw)
    if wide:
        return _decode_wide(raw, wide, source)
    mark = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    try:
        return raw[mark:].decode("utf-8"), []
    except UnicodeDecodeError as error:
        offset = error.start + mark
    text = _decode_as(raw, declared)
    if text is not None:
        return text, []
    text = _decode_western(raw)
    if text is not None:
        what, do = "not UTF-8, read as Western European text (cp1252)", "check its accents, or save it as UTF-8"
        return text, [problem(source, what, found=_byte(raw, offset), do=do, fatal=False)]
    text = raw[mark:].decode("utf-8", "replace")
    return text, [_broken(text.count("\ufffd") - raw.count(b"\xef\xbf\xbd"), _byte(raw, offset), source)]


def _decode_wide(raw: bytes, encoding: str, source: str) -> tuple[str, list[Issue]]:
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError as error:
        text = raw.decode(encoding, "replace")
        return text, [_broken(text.count("\ufffd"), _byte(raw, error.start), source)]


def _decode_as(raw: bytes, encoding: str | None) -> str | None:
    """Decode as the page says, where it says something usable other than UTF-8."""
    try:
        if encoding and codecs.lookup(encoding).name not in ("utf-8", "utf-16", "utf-32"):
            return raw.decode(encoding)
    except (LookupError, ValueError):
        return None
    return None


def _decode_western(raw: bytes) -> str | None:
    """Decode as cp1252 if the bytes then look like prose and not like damaged UTF-8."""
    high = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    if high > FOREIGN_SHARE * len(raw) or 2 * len(_SEQUENCE.findall(raw)) >= high:
        return None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    strange = any(char > "\x7f" and not char.isalpha() and char not in _PROSE_MARKS for char in set(text))
    return None if strange or any(mark in text for mark in _BROKEN_MARKS) else text


def _byte(raw: bytes, offset: int) -> str:
    return f"byte 0x{raw[offset]:02X} at offset {offset}"


def _broken(count: int, where: str, source: str) -> Issue:
    found = f"{count} replacement character{'' if count == 1 else 's'} put in, the first for {where}"
    do = "get an undamaged copy, or save it as UTF-8"
    return problem(source, "broken text encoding", found=found, do=do, fatal=False)
