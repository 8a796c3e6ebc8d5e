"""The steps of this room over a catalogue: from its tables to those of copies, stories and happenings."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import groupby

import duckdb
import pyarrow as pa

from standoff.core.stage import CorpusStep, Left
from standoff.match.copies import Text, trace_copies
from standoff.match.days import UNDATED
from standoff.match.happenings import HappeningStream
from standoff.match.marks import Mark, Marks
from standoff.match.same_event import compare
from standoff.match.stories import StoryStream, StoryText, by_day
from standoff.match.tellings import Telling, read_tellings

REPORTS = """
    select doc_id, text, title, published, name, known
    from reports
    order by known nulls last, published nulls last, name, doc_id
"""
STORY_REPORTS = """
    select r.doc_id, r.text, r.title, r.published, r.name, r.known, c.kind = 'copy' as copied
    from reports r join copies c using (doc_id)
    where r.known >= $since or $since is null
    order by r.doc_id
"""

COPIES_SCHEMA = pa.schema(
    [
        ("doc_id", pa.string()),
        ("original", pa.string()),
        ("kind", pa.string()),
        ("share", pa.float64()),
        ("first", pa.bool_()),
        ("family", pa.string()),
    ]
)
PASSAGES_SCHEMA = pa.schema(
    [
        ("doc_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("from_doc", pa.string()),
        ("from_start", pa.int32()),
        ("from_end", pa.int32()),
        ("quoted", pa.bool_()),
    ]
)
STORIES_SCHEMA = pa.schema([("doc_id", pa.string()), ("story_id", pa.string())])
HAPPENINGS_SCHEMA = pa.schema([("event_id", pa.string()), ("happening_id", pa.string())])
PART_TYPE = pa.struct([("name", pa.string()), ("weight", pa.float64()), ("value", pa.float64()), ("saw", pa.string())])
COMPARISONS_SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("other_id", pa.string()),
        ("score", pa.float64()),
        ("parts", pa.list_(PART_TYPE)),
    ]
)


def copies_tables(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the tables `copies` (a row per report) and `copied_passages`."""
    rows = connection.sql(REPORTS).to_arrow_table().to_pylist()
    found = trace_copies([Text(row["doc_id"], row["text"], _order(row)) for row in rows])
    heads = [
        {
            "doc_id": copy.doc_id,
            "original": copy.original,
            "kind": copy.kind,
            "share": copy.share,
            "first": copy.kind != "copy",
            "family": copy.family,
        }
        for copy in found
    ]
    passages = [
        {
            "doc_id": copy.doc_id,
            "start": passage.start,
            "end": passage.end,
            "from_doc": passage.from_doc,
            "from_start": passage.from_start,
            "from_end": passage.from_end,
            "quoted": passage.quoted,
        }
        for copy in found
        for passage in copy.passages
    ]
    return {
        "copies": pa.Table.from_pylist(heads, schema=COPIES_SCHEMA),
        "copied_passages": pa.Table.from_pylist(passages, schema=PASSAGES_SCHEMA),
    }


def stories_tables(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the table `stories`: a row per report."""
    return continue_stories(connection, None).tables


def continue_stories(connection: duckdb.DuckDBPyConnection, before: Left | None) -> Left:
    """Make the table `stories` from what an earlier run left."""
    seen = connection.sql(
        "select r.known, r.doc_id, r.text_sha, r.title, r.published, r.name, c.kind = 'copy' "
        "from reports r join copies c using (doc_id) order by r.known, r.doc_id"
    )
    marks = Marks(seen.fetchall(), before.memory if before else None)
    mark = marks.last
    stream = StoryStream.resume(mark.state) if mark else StoryStream()
    found = connection.sql(STORY_REPORTS, params={"since": mark.day if mark else None}).to_arrow_table().to_pylist()
    reports = [
        StoryText(row["doc_id"], f"{row['title'] or ''}\n{row['text']}", row["known"], _order(row), row["copied"])
        for row in found
    ]
    for day, group in by_day(reports):
        marks.pass_day(day, stream.open_state)
        stream.add(group)
    assigned = _earlier(connection, before, "stories", mark) | stream.assigned()
    plain = [{"doc_id": doc_id, "story_id": story_id} for doc_id, story_id in sorted(assigned.items())]
    return Left({"stories": pa.Table.from_pylist(plain, schema=STORIES_SCHEMA)}, marks.encode())


def happenings_tables(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the tables `happenings` (a row per event) and `comparisons` (a row per pair worth showing)."""
    return continue_happenings(connection, None).tables


def continue_happenings(connection: duckdb.DuckDBPyConnection, before: Left | None) -> Left:
    """Make the tables `happenings` and `comparisons` from what an earlier run left."""
    seen = connection.sql(
        "select r.known, r.doc_id, r.published, r.name, s.story_id, e.told "
        "from reports r left join stories s using (doc_id) "
        "left join (select doc_id, sum(hash(events))::varchar as told from events group by doc_id) e using (doc_id) "
        "order by r.known, r.doc_id"
    )
    marks = Marks(seen.fetchall(), before.memory if before else None)
    mark = marks.last
    stream = HappeningStream.resume(mark.state) if mark else HappeningStream()
    since = mark.day if mark else None
    for day, group in groupby(read_tellings(connection, since), key=lambda mention: mention.day):
        if day is not None:
            marks.pass_day(date.fromordinal(day).isoformat(), partial(stream.open_state, day))
        stream.add(list(group))
    assigned = _earlier(connection, before, "happenings", mark) | stream.assigned()
    heads = [{"event_id": event_id, "happening_id": found} for event_id, found in sorted(assigned.items())]
    pairs = [
        {
            "event_id": stream.mentions[one].event_id,
            "other_id": stream.mentions[other].event_id,
            "score": round(score, 4),
            "parts": _parts(stream.mentions[one], stream.mentions[other]),
        }
        for (one, other), score in stream.compared.items()
    ]
    compared = pa.Table.from_pylist(pairs, schema=COMPARISONS_SCHEMA)
    if before is not None and mark is not None:
        compared = pa.concat_tables([_earlier_pairs(connection, before, mark), compared])
    tables = {
        "happenings": pa.Table.from_pylist(heads, schema=HAPPENINGS_SCHEMA),
        "comparisons": compared.sort_by([("event_id", "ascending"), ("other_id", "ascending")]),
    }
    return Left(tables, marks.encode())


def _earlier(
    connection: duckdb.DuckDBPyConnection, before: Left | None, table: str, mark: Mark | None
) -> dict[str, str]:
    """Give what was assigned to the reports, or the events of reports, that were known before a mark's day."""
    if before is None or mark is None:
        return {}
    connection.register("earlier", before.tables[table])
    try:
        query = "select e.* from earlier e join reports r on r.doc_id = split_part(e.{}, ':', 1) where r.known < $day"
        key = before.tables[table].column_names[0]
        return dict(connection.sql(query.format(key), params={"day": mark.day}).fetchall())
    finally:
        connection.unregister("earlier")


def _earlier_pairs(connection: duckdb.DuckDBPyConnection, before: Left, mark: Mark) -> pa.Table:
    """Give the pairs that were compared before a mark's day: two events are compared when the later becomes known."""
    connection.register("earlier", before.tables["comparisons"])
    try:
        query = (
            "with old as (select doc_id from reports where known < $day) select * from earlier "
            "where split_part(event_id, ':', 1) in (from old) and split_part(other_id, ':', 1) in (from old)"
        )
        return connection.sql(query, params={"day": mark.day}).to_arrow_table().cast(COMPARISONS_SCHEMA)
    finally:
        connection.unregister("earlier")


def _parts(one: Telling, other: Telling) -> list[dict[str, object]]:
    return [
        {"name": part.name, "weight": part.weight, "value": part.value, "saw": part.saw}
        for part in compare(one, other).parts
    ]


def _order(row: Mapping[str, str | None]) -> tuple[str, ...]:
    """Put reports in order: when they became known, when they were published, what they are called."""
    return row["known"] or UNDATED, row["published"] or UNDATED, row["name"] or ""


COPIES = CorpusStep("copies", "1", ("reports",), ("copies", "copied_passages"), copies_tables)
"""Which report repeats which, and the passages."""
STORIES = CorpusStep("stories", "1", ("reports", "copies"), ("stories",), stories_tables, continue_stories)
"""Which reports tell of one happening."""
HAPPENINGS = CorpusStep(
    "happenings",
    "1",
    ("reports", "events", "stories"),
    ("happenings", "comparisons"),
    happenings_tables,
    continue_happenings,
)
"""Which mentions tell of one happening, and why."""
