"""Passages that hold the words looked for."""

from standoff.web.queries.paging import shaped
from standoff.web.shapes import Hit, HitPage
from standoff.web.snapshot import Snapshot

AROUND = 90
"""Code points shown on either side of the words found."""


def find_words(snapshot: Snapshot, words: str, *, limit: int) -> HitPage:
    """Find reports that hold the words as they stand, letter case apart; one passage per report.

    Args:
        snapshot: what is queried.
        words: one or more words in the order in which they stand in the text.
        limit: most reports.
    """
    if not words.strip():
        return HitPage([], None, 0, snapshot.state)
    sql = f"""
        with found as (
            select doc_id, name as report, title, outlet, try_cast(published as date) as published, text,
                strpos(lower(text), lower(?)) as found_at
            from reports where contains(lower(text), lower(?))
            order by published desc, doc_id limit ?
        )
        select *, cast(found_at - 1 as integer) as start, cast(found_at - 1 + length(?) as integer) as "end",
            substr(text, greatest(1, found_at - {AROUND}), found_at - greatest(1, found_at - {AROUND})) as before,
            substr(text, found_at, length(?)) as words, substr(text, found_at + length(?), {AROUND}) as after
        from found
    """
    rows = snapshot.catalogue_rows(sql, [words, words, limit, words, words, words])
    hits = shaped(rows, Hit, lambda row: row | {"cite": {k: row[k] for k in CITE}})
    return HitPage(hits, None, len(hits), snapshot.state)


CITE = ("doc_id", "start", "end", "report", "title", "outlet", "published")
