"""What could not be read or done, and why."""

from standoff.web.filters import read_number, write_cursor
from standoff.web.shapes import IssuePage, IssueRow
from standoff.web.snapshot import Snapshot


def list_issues(snapshot: Snapshot, *, cursor: str | None, limit: int) -> IssuePage:
    """List the issues, in the order in which they arose."""
    first = read_number(cursor) if cursor else 0
    chosen = snapshot.issues[first : first + limit]
    rows = [IssueRow(i.input, i.stage, i.what, i.found, i.do, i.fatal) for i in chosen]
    more = first + limit < len(snapshot.issues)
    return IssuePage(rows, write_cursor([first + limit]) if more else None, len(snapshot.issues), snapshot.state)
