"""Writes lines: gives records their words, shortened, and the marks of where these stand."""

from bisect import bisect_right
from collections.abc import Sequence

import duckdb

from standoff.picture.evidence import Evidence, side_keys
from standoff.picture.lines import Line, Mark, name_side, shorten, status_note, when_of
from standoff.picture.stances import known_actors
from standoff.resources.codebook import load_codebook
from standoff.store.records import EventRecord

FEWEST_WORDS = 4
"""A clause or content of fewer words ("it", "the attack") says nothing alone: the whole sentence is shown."""


class LineWriter:
    """Knows the reports of a case by number, and writes lines about them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
        """Number the reports by date, then name."""
        rows = connection.sql(
            "select doc_id, text from reports order by coalesce(published, '9999'), name, doc_id"
        ).fetchall()
        self.evidence = evidence
        self.numbers = {doc_id: n for n, (doc_id, _) in enumerate(rows, start=1)}
        self.texts: dict[str, str] = dict(rows)
        self.sentences: dict[str, list[tuple[int, int]]] = {}
        told = connection.sql('select doc_id, start, "end" from sentences order by doc_id, position').fetchall()
        for doc_id, start, end in told:
            self.sentences.setdefault(doc_id, []).append((start, end))
        self.types = load_codebook().types

    def sentence_at(self, doc_id: str, start: int) -> int:
        """Give the position of the sentence in which a code point stands."""
        return max(0, bisect_right(self.sentences.get(doc_id, []), start, key=lambda span: span[0]) - 1)

    def mark(self, doc_id: str, start: int, end: int) -> Mark:
        """Give the mark of a span."""
        return Mark(self.numbers[doc_id], self.sentence_at(doc_id, start) + 1, doc_id, start, end)

    def words_around(self, doc_id: str, start: int, end: int, keep_start: int, keep_end: int) -> tuple[str, Mark]:
        """Give the words of a span, or of its sentence where they are too few, and their mark."""
        if len(self.texts[doc_id][start:end].split()) < FEWEST_WORDS and doc_id in self.sentences:
            start, end = self.sentences[doc_id][self.sentence_at(doc_id, start)]
        return shorten(self.texts[doc_id], start, end, keep_start, keep_end), self.mark(doc_id, start, end)

    def event_words(self, record: EventRecord) -> tuple[str, Mark]:
        """Give the words that tell an event, and their mark."""
        span = record.clause if len(record.clause.text.split()) >= FEWEST_WORDS else record.sentence
        words = shorten(self.texts[record.doc_id], span.start, span.end, record.start, record.end)
        return words, self.mark(record.doc_id, span.start, span.end)

    def event_line(self, record: EventRecord) -> Line:
        """Write the line of one event."""
        words, mark = self.event_words(record)
        return Line(
            when=when_of(record.times),
            who=name_side(record.sources),
            whom=name_side(known_actors(record.targets) or record.targets),
            what=self.types[record.type].label,
            words=words,
            note=status_note(record),
            marks=[mark],
            events=[record.event_id],
            actors=sorted(side_keys(record.sources) | side_keys(record.targets)),
            first_known=self.evidence.day_known(record) or None,
            last_known=self.evidence.day_known(record) or None,
        )

    def merged(self, group: Sequence[EventRecord]) -> Line:
        """Give one line for mentions of one act: the words of the one that names most, the marks of all."""
        lines = [self.event_line(record) for record in sorted(group, key=_told, reverse=True)]
        head = lines[0]
        for other in lines[1:]:
            head.events.extend(other.events)
            head.marks.extend(mark for mark in other.marks if mark not in head.marks)
            head.actors.extend(key for key in other.actors if key not in head.actors)
        return head


def _told(record: EventRecord) -> tuple[int, int]:
    """Count the persons that a mention names, then the sides of which it names anybody."""
    sides = sum(1 for side in (record.sources, record.targets) if known_actors(side))
    return _persons(record), sides


def _persons(record: EventRecord) -> int:
    return sum(
        1 for actor in (*record.sources, *record.targets) if actor.name and " " in actor.name and "(" not in actor.name
    )
