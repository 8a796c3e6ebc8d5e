"""Happenings by key alone, until events are compared: one type, the same sides, no gap of more than a few days.

A stand-in for the steps `copies`, `stories` and `happenings`, with the columns that claims are built on.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from standoff.core.arrow import row_from_dict
from standoff.core.stage import CorpusStep
from standoff.match.claims import claim_key, same_happening
from standoff.store.records import EventRecord

_SENTENCES = """
with long as (
    select distinct s.doc_id, lower(regexp_replace(s.text, '[^A-Za-z0-9]+', ' ', 'g')) as words, r.known
    from sentences s join reports r using (doc_id)
    where length(s.text) - length(replace(s.text, ' ', '')) >= 7
), shared as (
    select b.doc_id, a.doc_id as original, count(*) as n
    from long a join long b on a.words = b.words
     and (coalesce(a.known, '9999'), a.doc_id) < (coalesce(b.known, '9999'), b.doc_id)
    group by all
), totals as (select doc_id, count(*) as total from long group by doc_id)
select doc_id, original, n / total as share from shared join totals using (doc_id)
where n / total >= 0.5 qualify row_number() over (partition by doc_id order by n desc, original) = 1
"""


def make_happenings(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make copies, stories and happenings by the plainest rules."""
    copied = {doc: (original, share) for doc, original, share in connection.sql(_SENTENCES).fetchall()}
    docs = [row[0] for row in connection.sql("select doc_id from reports order by doc_id").fetchall()]
    roots = {doc: _root(doc, copied) for doc in docs}
    kinds = {doc: "original" if roots[doc] == doc else "copy" for doc in docs}
    rows = connection.sql("select * from events order by doc_id, start, event_id").to_arrow_table().to_pylist()
    records = [row_from_dict(EventRecord, row) for row in rows]
    groups: dict[object, list[EventRecord]] = {}
    for record in records:
        groups.setdefault(claim_key(record), []).append(record)
    happenings = [(r.event_id, g[0].event_id) for group in groups.values() for g in same_happening(group) for r in g]
    return {
        "copies": pa.table(
            {
                "doc_id": pa.array(docs, pa.string()),
                "original": pa.array([roots[doc] for doc in docs], pa.string()),
                "kind": pa.array([kinds[doc] for doc in docs], pa.string()),
                "share": pa.array([float(copied[d][1]) if d in copied else 0.0 for d in docs], pa.float64()),
                "first": pa.array([roots[doc] == doc for doc in docs], pa.bool_()),
            }
        ),
        "copied_passages": pa.schema(
            [("doc_id", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("from_doc", pa.string()),
             ("from_start", pa.int32()), ("from_end", pa.int32())]
        ).empty_table(),
        "stories": pa.table(
            {"doc_id": pa.array(docs, pa.string()), "story_id": pa.array([roots[d] for d in docs], pa.string())}
        ),
        "happenings": pa.table(
            {
                "event_id": pa.array([e for e, _ in happenings], pa.string()),
                "happening_id": pa.array([h for _, h in happenings], pa.string()),
            }
        ),
        "comparisons": pa.schema(
            [("event_id", pa.string()), ("other_id", pa.string()), ("score", pa.float64()),
             ("parts", pa.list_(pa.struct([("name", pa.string()), ("weight", pa.float64()), ("saw", pa.string())])))]
        ).empty_table(),
    }  # fmt: skip


def _root(doc: str, copied: Mapping[str, tuple[str, float]]) -> str:
    while doc in copied:
        doc = copied[doc][0]
    return doc


HAPPENINGS = CorpusStep(
    "keyed happenings",
    "1",
    ("reports", "events", "sentences"),
    ("copies", "copied_passages", "stories", "happenings", "comparisons"),
    make_happenings,
)
"""Copies, stories and happenings by key."""
