"""What changed, as plain text."""

from standoff.picture.changes import KINDS, Changes
from standoff.web.text import NARROWEST, body_of, sides_of, wrap

SHOWN = 12
"""Lines of each kind on the page."""
TITLES = {
    "contradicted": "Contradicted",
    "resolved": "Resolved: plans, threats, demands and promises",
    "confirmed": "Confirmed",
    "changed": "Changed",
    "new": "New",
}


def render_changes(found: Changes, width: int = 80, *, whole: bool = False) -> str:
    """Write what changed as plain text.

    Args:
        found: the changes.
        width: longest line, in characters; at least 40.
        whole: write every line, not only the most important of each kind.
    """
    width = max(width, NARROWEST)
    until = f" to {found.until}" if found.until else ""
    lines = [f"STANDOFF  what changed since {found.since}{until}: {found.reports} new reports"]
    for kind in KINDS:
        changes = [change for change in found.changes if change.kind == kind]
        shown = changes if whole else changes[:SHOWN]
        lines += ["", TITLES[kind].upper()] if shown else []
        for change in shown:
            sides = sides_of(change.line)
            head = " ".join(part for part in (change.section.capitalize(), change.line.when) if part)
            named = f"{head}: {sides}: " if sides else f"{head}: "
            lines += wrap(f"{named}{change.line.what}", width, "  ", "    ")
            lines += wrap(body_of(change.line), width, "    ", "    ")
            lines += wrap(f"({change.why})", width, "    ", "    ") if kind != "new" else []
        if len(shown) < len(changes):
            lines.append(f"  further {len(changes) - len(shown)} lines (--all, --json)")
    return "\n".join(line.rstrip() for line in lines) + "\n"
