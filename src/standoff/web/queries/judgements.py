"""Judgements: what analysts decided, and how a new decision gets into the journal."""

from standoff.core.errors import SettingsError
from standoff.core.judgement import Anchor, Judgement, judgement_of, standing
from standoff.web.filters import read_number, write_cursor
from standoff.web.shapes import AnchorGiven, JudgementGiven, JudgementPage, JudgementRow
from standoff.web.snapshot import Snapshot


def list_judgements(snapshot: Snapshot, *, cursor: str | None, limit: int) -> JudgementPage:
    """List judgements, the last one first."""
    made = [judgement_of(row) for row in snapshot.rows("select * from journal order by number")]
    counting = {row.number for row in standing(made)}
    before = read_number(cursor) if cursor else len(made) + 1
    chosen = [row for row in reversed(made) if row.number < before]
    rows = [_row(row, row.number in counting) for row in chosen[:limit]]
    last = write_cursor([rows[-1].number]) if len(chosen) > limit else None
    return JudgementPage(rows, last, len(made), snapshot.state)


def _row(row: Judgement, counts: bool) -> JudgementRow:
    return JudgementRow(
        row.number, row.at, row.who, row.action, list(row.anchors), row.source, row.value, row.country, row.undoes,
        row.note, counts,
    )  # fmt: skip


def find_anchors(snapshot: Snapshot, given: list[AnchorGiven]) -> list[Anchor]:
    """Put the words of the reports to the spans that a judgement names.

    Raises:
        SettingsError: a span lies outside its report, or there is no such report.
    """
    texts = {
        row["doc_id"]: row["text"]
        for row in snapshot.catalogue_rows(
            "select doc_id, text from reports where doc_id in (select unnest(?))",
            [sorted({one.doc_id for one in given})],
        )
    }
    found = []
    for one in given:
        text = texts.get(one.doc_id)
        if text is None or not one.start < one.end <= len(text):
            raise SettingsError(f"no words at {one.start}-{one.end} of report {one.doc_id[:40]!r}; take a line's")
        found.append(Anchor(one.doc_id, one.start, one.end, text[one.start : one.end]))
    return found


def draft_judgement(snapshot: Snapshot, given: JudgementGiven) -> Judgement:
    """Make of what was sent a judgement that the journal can take; its number and time come from the journal.

    Raises:
        SettingsError: its spans are nowhere, or it undoes what is not there.
    """
    if given.undoes is not None:
        known = snapshot.rows("select count(*) as n from journal where number = ?", [given.undoes])[0]["n"]
        if not known:
            raise SettingsError(f"there is no judgement {given.undoes} to undo; see the list of judgements")
    anchors = tuple(find_anchors(snapshot, given.anchors))
    return Judgement(
        0, "", given.who.strip(), given.action, anchors, given.source, given.value, given.country, given.undoes,
        given.note,
    )  # fmt: skip
