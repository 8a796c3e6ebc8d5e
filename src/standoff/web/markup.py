"""Text that others wrote, made safe to show: escaped, with every control character visible and without effect."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that nobody sees but that act: C0 and C1 controls, and those that turn the direction of writing."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNFIT_FOR_LINK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\\]")
LINK_SCHEMES = frozenset({"http", "https"})


def shown(text: str) -> Markup:
    """Escape text for the page.

    A control character stands in an element of its own that isolates it and shows its code, so that a right-to-left
    override can't turn round what follows. All other characters stay as they are, in number and order.

    Args:
        text: any text; lone surrogates, which no file can hold, become U+FFFD.
    """
    safe = str(escape(_LONE_SURROGATE.sub("\ufffd", text))).replace("\r", "&#13;")
    return Markup(_CONTROL.sub(_visible, safe))


def _visible(match: re.Match[str]) -> str:
    char = match.group()
    held = char if char != "\0" else "\ufffd"
    return f'<bdi class="control" data-code="U+{ord(char):04X}">{held}</bdi>'


def safe_link(url: str | None) -> str | None:
    """Give a report's address if a page may link to it: http or https, with a host, nothing hidden in it."""
    if not url or _UNFIT_FOR_LINK.search(url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme.lower() in LINK_SCHEMES and parts.hostname else None
    except ValueError:
        return None


def host_of(url: str) -> str:
    """Name the host of a link that `safe_link` let through."""
    return urlsplit(url).hostname or url


def block_digest(block: str) -> str:
    """Give a style or script block's source expression for a Content-Security-Policy."""
    digest = hashlib.sha256(block.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
