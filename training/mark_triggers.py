"""Mark triggers with the rule coder where the corpus names none.

    PYTHONPATH=src python training/mark_triggers.py training/corpus/seed.jsonl training/corpus/lexicon.jsonl

Run with spaCy and Standoff's parser model. In a labelled sentence, the one event of its own type whose sides
touch the marked actors gives the trigger (`<e>`); in a sentence of NONE every word that the rules take for an act is
one that names none (`nots`). Where the rules find nothing of the kind, the row stays as it is.
"""

import json
import re
import sys
from pathlib import Path

from standoff.core.document import DocumentView
from standoff.core.layers import Argument, Event
from standoff.run.classify import make_document
from standoff.run.marked import MarkedText, parse_marked
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings

CHUNK = 128
NEAR = {"CONCEDE": "RETREAT", "RETREAT": "CONCEDE"}


def touches(side: list[Argument], span: tuple[int, int] | None) -> bool:
    """Whether an argument overlaps a span."""
    return span is not None and any(a.start < span[1] and span[0] < a.end for a in side)


def find_trigger(events: list[Event], item: MarkedText, kind: str) -> tuple[int, int] | None:
    """The trigger of the only event of the wanted type between the marked actors."""
    found = [
        event
        for event in events
        if event.type.value in (kind, NEAR.get(kind))
        and (touches(event.sources, item.source) or touches(event.targets, item.target))
        and not any(
            span is not None and event.start < span[1] and span[0] < event.end for span in (item.source, item.target)
        )
    ]
    return (found[0].start, found[0].end) if len(found) == 1 else None


def put_mark(marked: str, text: str, span: tuple[int, int]) -> str | None:
    """Write `<e>` around a span of the plain text into the marked one; None where that would cross another mark."""
    places: list[int] = []
    for part in re.finditer(r"</?[st]>|(.)", marked, re.DOTALL):
        if part[1] is not None:
            places.append(part.start())
    first, last = places[span[0]], places[span[1] - 1] + 1
    if re.search(r"</?[st]>", marked[first:last]) or len(places) != len(text):
        return None
    return f"{marked[:first]}<e>{marked[first:last]}</e>{marked[last:]}"


def main(paths: list[Path]) -> None:
    """Mark each file in place."""
    stages = build_stages(Settings(require_actor=False))
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        todo = [n for n, row in enumerate(rows) if "<e>" not in row["marked"]]
        count = 0
        for first in range(0, len(todo), CHUNK):
            part = todo[first : first + CHUNK]
            items = [parse_marked(rows[n]["marked"]) for n in part]
            views = [DocumentView(make_document(item.text, k)) for k, item in enumerate(items)]
            run_batch(views, stages)
            for n, item, view in zip(part, items, views, strict=True):
                events = list(view.get("events") or [])
                row = rows[n]
                if row["type"] == "NONE":
                    row["nots"] = [[event.start, event.end] for event in events]
                    count += bool(events)
                    continue
                span = find_trigger(events, item, row["type"])
                marked = put_mark(row["marked"], item.text, span) if span else None
                if marked:
                    row["marked"] = marked
                    count += 1
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        print(f"{path.name}: {count} of {len(todo)} sentences without a trigger got one")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
