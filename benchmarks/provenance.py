"""What was measured: the version of Standoff, and the digest of its lexicons and codebooks."""

import standoff
from standoff.resources import tables


def standoff_version() -> str:
    """Give the version."""
    return standoff.__version__


def resources_digest() -> str:
    """Give one digest of all lexicons and codebooks (12 hexadecimal digits)."""
    return tables.resources_digest()
