"""What the frame around every view needs: counts, dates, actors, outlets, and the words for codes."""

from typing import Any

from standoff.core.vocabulary import EventType, Status
from standoff.resources.codebook import load_codebook
from standoff.web.queries.paging import shaped
from standoff.web.shapes import ActorSeen, Overview
from standoff.web.snapshot import Snapshot
from standoff.web.typeset import has_typst

ACTORS_OFFERED = 200
"""Most actors offered as filters; the search finds the others."""
COUNTED = {
    "reports": ("reports", "*"),
    "events": ("lines", "*"),
    "claims": ("claim_lines", "*"),
    "positions": ("position_lines", "*"),
    "series": ("ledger_series", "*"),
    "agenda": ("agenda_lines", "*"),
    "stories": ("stories", "distinct story_id"),
    "ties": ("ties", "distinct (source, target)"),
    "places": ("spots", "distinct (name, latitude, longitude, precision_km)) filter (where latitude is not null"),
    "judgements": ("journal", "*"),
}
"""What is counted, as the views list it: the table, and what of it, in SQL."""


def show_overview(snapshot: Snapshot, name: str) -> Overview:
    """Say what is in the case."""
    counts = {name: _count(snapshot, table, what) for name, (table, what) in COUNTED.items() if snapshot.has(table)}
    span = snapshot.rows("select min(published) as first, max(published) as last from reports")[0]
    actors = snapshot.rows("select key, label, is_country, events from actors_seen limit ?", [ACTORS_OFFERED])
    outlets = snapshot.rows(
        "select outlet, count(*) as reports from reports where outlet is not null group by outlet order by 2 desc, 1"
    )
    codebook = load_codebook()
    return Overview(
        name=name,
        state=snapshot.state,
        as_of=snapshot.as_of,
        counts=counts,
        issues=len(snapshot.issues),
        first=span["first"],
        last=span["last"],
        actors=shaped(actors, ActorSeen, dict),
        outlets=[row["outlet"] for row in outlets],
        types={code.value: codebook.types[code].label for code in EventType},
        statuses=[status.value for status in Status],
        pdf=has_typst(),
    )


def _count(snapshot: Snapshot, table: str, what: str) -> int:
    rows: list[dict[str, Any]] = snapshot.rows(f'select count({what}) as n from "{table}"')
    return int(rows[0]["n"])
