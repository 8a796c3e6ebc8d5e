"""The steps of this room over a catalogue: from its tables to those of copies, stories and happenings."""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from standoff.core.stage import CorpusStep
from standoff.match.copies import Text, trace_copies
from standoff.match.happenings import find_happenings
from standoff.match.same_event import compare
from standoff.match.stories import StoryText, find_stories
from standoff.match.tellings import Telling, read_tellings

REPORTS = """
    select doc_id, text, title, published, name, known
    from reports
    order by known nulls last, published nulls last, name, doc_id
"""
STORY_REPORTS = """
    select r.doc_id, r.text, r.title, r.published, r.name, r.known, c.kind = 'copy' as copied
    from reports r join copies c using (doc_id)
    order by r.doc_id
"""
UNDATED = "9999"
"""What stands for a missing date where reports are put in order: they come last."""

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
    rows = connection.sql(STORY_REPORTS).to_arrow_table().to_pylist()
    reports = [
        StoryText(row["doc_id"], f"{row['title'] or ''}\n{row['text']}", row["known"], _order(row), row["copied"])
        for row in rows
    ]
    found = sorted(find_stories(reports).items())
    plain = [{"doc_id": doc_id, "story_id": story_id} for doc_id, story_id in found]
    return {"stories": pa.Table.from_pylist(plain, schema=STORIES_SCHEMA)}


def happenings_tables(connection: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """Make the tables `happenings` (a row per event) and `comparisons` (a row per pair worth showing)."""
    stream = find_happenings(read_tellings(connection))
    assigned = stream.assigned()
    heads = [{"event_id": m.event_id, "happening_id": assigned[m.event_id]} for m in stream.mentions]
    pairs = [
        {
            "event_id": stream.mentions[one].event_id,
            "other_id": stream.mentions[other].event_id,
            "score": round(score, 4),
            "parts": _parts(stream.mentions[one], stream.mentions[other]),
        }
        for (one, other), score in sorted(stream.compared.items())
    ]
    return {
        "happenings": pa.Table.from_pylist(heads, schema=HAPPENINGS_SCHEMA),
        "comparisons": pa.Table.from_pylist(pairs, schema=COMPARISONS_SCHEMA),
    }


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
STORIES = CorpusStep("stories", "1", ("reports", "copies"), ("stories",), stories_tables)
"""Which reports tell of one happening."""
HAPPENINGS = CorpusStep(
    "happenings", "1", ("reports", "events", "stories"), ("happenings", "comparisons"), happenings_tables
)
"""Which mentions tell of one happening, and why."""
