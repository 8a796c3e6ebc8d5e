"""Predictors for tasks across reports: near-duplicates, stories, events of several reports that are one."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.rows import Row
from standoff.match.copies import Text, trace_copies
from standoff.match.happenings import find_happenings
from standoff.match.stems import stem
from standoff.match.stories import StoryText, find_stories
from standoff.match.story_words import content_stems
from standoff.match.tellings import Telling


def predict_neardup(rows: Sequence[Row]) -> Iterator[Row]:
    """Give each text's family of near-duplicates."""
    for copy in trace_copies([Text(str(row["id"]), row["text"], ()) for row in rows]):
        yield {"id": copy.doc_id, "family": copy.family}


def predict_ecbplus(rows: Sequence[Row]) -> Iterator[Row]:
    """Give each report's story, and for each given event which others it is one with."""
    stories = find_stories([StoryText(str(row["id"]), row["text"], None) for row in rows])
    instances = joined_events(rows, stories)
    for row in rows:
        yield {"id": row["id"], "story": stories[str(row["id"])], "events": instances[str(row["id"])]}


def joined_events(rows: Sequence[Row], stories: Mapping[str, str]) -> dict[str, list[Row]]:
    """Join given events across reports.

    Args:
        rows: with `id`, `text` (a sentence a line) and `event_spans`.
        stories: the story of every row.

    Returns:
        By row id, the row's events with `instance`.
    """
    spans = {str(row["id"]): [(start, end) for start, end in row["event_spans"]] for row in rows}
    told = [
        telling(row, n, span, stories[str(row["id"])]) for row in rows for n, span in enumerate(spans[str(row["id"])])
    ]
    assigned = find_happenings(told).assigned()
    return {
        doc: [{"start": start, "end": end, "instance": assigned[f"{doc}:{n}"]} for n, (start, end) in enumerate(found)]
        for doc, found in spans.items()
    }


def telling(row: Row, number: int, span: tuple[int, int], story: str) -> Telling:
    """Make of a given event what is compared; its words and its sentence are all that is known of it."""
    text: str = row["text"]
    first = text.rfind("\n", 0, span[0]) + 1
    last = text.find("\n", span[1])
    trigger = text[span[0] : span[1]]
    stems = frozenset(content_stems(trigger)) or frozenset({stem(trigger)})
    return Telling(
        event_id=f"{row['id']}:{number}",
        doc_id=str(row["id"]),
        sentence=first,
        day=None,
        type=None,
        trigger=trigger.lower(),
        stems=stems,
        sources=frozenset(),
        targets=frozenset(),
        when=None,
        places=frozenset(),
        spots=(),
        figures=frozenset(),
        real=None,
        story=story,
        words=frozenset(content_stems(text[first : last if last >= 0 else len(text)])) - stems,
    )
