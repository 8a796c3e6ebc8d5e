"""Writes lines: gives records their words, shortened, and the marks of where these stand."""

from collections.abc import Sequence

from standoff.core.document import DocumentView
from standoff.picture.lines import Line, Mark, name_side, shorten, status_note, when_of
from standoff.resources.codebook import load_codebook
from standoff.store.records import ActorRecord, EventRecord

FEWEST_WORDS = 4
"""A clause or content of fewer words ("it", "the attack") says nothing alone: the whole sentence is shown."""


class LineWriter:
    """Knows the reports of a brief by number, and writes lines about them."""

    def __init__(self, views: Sequence[DocumentView]) -> None:
        """Number the reports by date, then name."""
        self.views = sorted(views, key=lambda view: (view.doc.published or "9999", view.doc.name))
        self.numbers = {view.doc.doc_id: n for n, view in enumerate(self.views, start=1)}
        self.by_id = {view.doc.doc_id: view for view in self.views}
        self.types = load_codebook().types

    def mark(self, view: DocumentView, sentence: int, start: int, end: int) -> Mark:
        """Give the mark of a span."""
        return Mark(self.numbers[view.doc.doc_id], sentence + 1, view.doc.doc_id, start, end)

    def event_line(self, record: EventRecord) -> Line:
        """Write the line of one event."""
        view = self.by_id[record.doc_id]
        sentence = next(n for n, row in enumerate(view.rows("sentences")) if row.start == record.sentence.start)
        span = record.clause if len(record.clause.text.split()) >= FEWEST_WORDS else record.sentence
        words = shorten(view.text, span.start, span.end, record.start, record.end)
        return Line(
            when=when_of(record.times),
            who=name_side(record.sources),
            whom=name_side(known_actors(record.targets) or record.targets),
            what=self.types[record.type].label,
            words=words,
            note=status_note(record),
            marks=[self.mark(view, sentence, span.start, span.end)],
            events=[record.event_id],
        )

    def merged(self, group: Sequence[EventRecord]) -> Line:
        """Give one line for mentions of one act: the words of the one that names most persons, the marks of all."""
        lines = [self.event_line(record) for record in sorted(group, key=_persons, reverse=True)]
        head = lines[0]
        for other in lines[1:]:
            head.events.extend(other.events)
            head.marks.extend(mark for mark in other.marks if mark not in head.marks)
        return head


def _persons(record: EventRecord) -> int:
    return sum(
        1 for actor in (*record.sources, *record.targets) if actor.name and " " in actor.name and "(" not in actor.name
    )


def known_actors(side: Sequence[ActorRecord]) -> list[ActorRecord]:
    """Give the actors of a side that have a name or a country."""
    return [actor for actor in side if actor.name or actor.country]
