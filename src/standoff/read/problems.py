"""How the reading room tells of an input that it could not read, or not wholly."""

from standoff.core.issues import Issue

STAGE = "read"
SHOWN_CHARACTERS = 80
"""How much of an offending value is quoted."""


def problem(source: str, what: str, *, found: str, do: str, fatal: bool = True) -> Issue:
    """Make the row that tells of a problem.

    Args:
        source: the file, with its line where there are lines.
        what: what is wrong.
        found: what was found.
        do: what to do.
        fatal: whether the report is missing because of it.

    Returns:
        The row, noticed by `read`.
    """
    return Issue(input=printable(source), stage=STAGE, what=what, found=found, do=do, fatal=fatal)


def quote(value: object) -> str:
    """Quote a value, shortened, for a message."""
    shown = repr(value[: SHOWN_CHARACTERS + 1] if isinstance(value, (str, bytes, list)) else value)
    return printable(shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…")


def printable(label: str) -> str:
    """Replace what cannot be written as UTF-8 (a file name in another encoding) by question marks."""
    return label.encode("utf-8", "replace").decode()
