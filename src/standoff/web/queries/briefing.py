"""The brief's most important lines, the author's questions, and what changed since a day."""

from collections.abc import Iterable
from datetime import date

from standoff.core.errors import SettingsError
from standoff.picture.brief import ReportHead
from standoff.picture.changes import find_changes
from standoff.picture.lines import Line
from standoff.web.briefs import Briefing, BriefingLine, ChangeLine, ChangesSeen
from standoff.web.shapes import Cite
from standoff.web.snapshot import Snapshot

VOICES_MOST = 8
CHANGES_MOST = 40


def show_briefing(snapshot: Snapshot) -> Briefing:
    """Give the lines that a reader should see first; too large a case has none, and says so."""
    brief = snapshot.brief()
    if brief is None:
        return Briefing([], [], True, snapshot.state)
    heads = {head.number: head for head in brief.reports}
    key = [_line(item.section, item.line, heads) for item in brief.key]
    return Briefing(key, _voices(brief.questions, heads), False, snapshot.state)


def show_changes(before: Snapshot, after: Snapshot, since: date) -> ChangesSeen:
    """Say what changed between two days of knowledge.

    Raises:
        SettingsError: the later day is not after the earlier one.
    """
    if after.as_of is not None and after.as_of <= since.isoformat():
        raise SettingsError(f"nothing can have changed from {since} to {after.as_of}; give an earlier day as since")
    old, new = before.brief(), after.brief()
    if old is None or new is None:
        return ChangesSeen(since, 0, [], 0, True, after.state)
    found = find_changes(old, new, since.isoformat(), after.as_of)
    heads = {head.number: head for head in new.reports}
    lines = [ChangeLine(c.kind, c.why, _line(c.section, c.line, heads)) for c in found.changes[:CHANGES_MOST]]
    return ChangesSeen(since, found.reports, lines, len(found.changes), False, after.state)


def _voices(lines: Iterable[Line], heads: dict[int, ReportHead]) -> list[BriefingLine]:
    return [_line("question", line, heads) for line in lines][:VOICES_MOST]


def _line(section: str, line: Line, heads: dict[int, ReportHead]) -> BriefingLine:
    cites = [_cite(heads[m.report], m.doc_id, m.start, m.end) for m in line.marks if m.report in heads]
    return BriefingLine(
        section=section,
        id=line.id,
        when=line.when,
        who=line.who,
        whom=line.whom,
        what=line.what,
        words=line.words,
        note=line.note,
        grade=line.grade.label if line.grade is not None else None,
        cites=cites,
    )


def _cite(head: ReportHead, doc_id: str, start: int, end: int) -> Cite:
    published = None
    if head.published is not None:
        try:
            published = date.fromisoformat(head.published)
        except ValueError:
            published = None
    return Cite(doc_id, start, end, head.name, head.title, head.outlet, published)
