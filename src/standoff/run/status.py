"""How a case stands: what came in, when and from where, what has been done, what failed and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from standoff.core.issues import Issue
from standoff.run.settings import Settings
from standoff.run.watch_state import FeedState, read_feed_states
from standoff.store.log import read_log
from standoff.store.manifest import DOCUMENTS, ISSUES, every_file
from standoff.store.views import Views, find_faults
from standoff.store.warc import Segments

LATEST = 10
"""So many of the last entries of the log are told."""


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How a case stands."""

    name: str
    folder: str
    created: str
    reports: int
    coded: int
    """Reports whose layers are all there and up to date."""
    outdated: int
    """Reports whose layers were made by other word lists, stages or settings than there are now."""
    events: int
    raw_bytes: int
    bytes: int
    """All files of the case, in bytes."""
    first_known: str | None
    last_known: str | None
    """ISO days of the earliest and the latest report."""
    outlets: list[tuple[str | None, int, str]]
    """Outlet, its number of reports, and when the last one came in; most first."""
    feeds: list[FeedState]
    """The feeds that are watched, and how each stands."""
    issues: list[tuple[str, str, int, Issue]]
    """Where and what, how often, and the last one."""
    log: list[dict[str, object]]
    """The last entries."""
    faults: dict[str, str]
    """Files that are not what they must be, and why."""


def take_status(
    folder: Path, head: tuple[str, str], views: Views, settings: Settings, *, check: bool = False
) -> CaseStatus:
    """Look at a case.

    Args:
        folder: the case.
        head: its name, and when it was made.
        views: what is finished in it.
        settings: its settings.
        check: compare the digest of every file, not only its length.
    """
    from standoff.run.running import current_keys, pending

    manifest = views.manifest
    keys = current_keys(settings)
    waiting = [part for part in manifest.parts if pending(part, keys)]
    read = [views.files[table] for table in (DOCUMENTS, ISSUES, "events")]
    faults = find_faults(folder, every_file(manifest), whole=check)
    faults |= find_faults(folder, {path: entry for files in read for path, entry in files.items()})
    if check:
        raw = Segments(folder / "raw")
        told = {f"raw/{name}": raw.find_fault(name, end) for name, end in manifest.segments.items()}
        faults |= {path: fault for path, fault in told.items() if fault}
    with Views(folder, manifest, faults).connect() as connection:
        seen = connection.execute("select min(known), max(known) from reports").fetchone() or (None, None)
        outlets = connection.execute(
            "select outlet, count(*), max(added) from all_documents group by all order by 2 desc, 1 nulls last"
        ).fetchall()
        events = connection.execute("select count(*) from events").fetchone()
        issues = connection.execute(
            'select input, stage, what, found, "do", fatal from issues order by noted'
        ).fetchall()
    return CaseStatus(
        name=head[0],
        folder=str(folder),
        created=head[1],
        reports=manifest.count(),
        coded=manifest.count() - sum(part.documents for part in waiting),
        outdated=sum(part.documents for part in waiting if part.layers),
        events=events[0] if events else 0,
        raw_bytes=sum(path.stat().st_size for path in (folder / "raw").glob("*")),
        bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        first_known=seen[0],
        last_known=seen[1],
        outlets=outlets,
        feeds=read_feed_states(folder),
        issues=_grouped([Issue(*row) for row in issues]),
        log=list(read_log(folder))[-LATEST:],
        faults=faults,
    )


def _grouped(issues: Sequence[Issue]) -> list[tuple[str, str, int, Issue]]:
    count = Counter((issue.stage, issue.what) for issue in issues)
    last = {(issue.stage, issue.what): issue for issue in issues}
    return [(stage, what, number, last[stage, what]) for (stage, what), number in count.most_common()]
