"""The last check before a line is printed: its words must stand where its marks say."""

from collections.abc import Mapping, Sequence

from standoff.core.issues import Issue
from standoff.picture.lines import Line, Mark
from standoff.store.records import ActorRecord, EventRecord

CUT = "…"


def find_flaw(line: Line, texts: Mapping[str, str], by_id: Mapping[str, EventRecord]) -> str | None:
    """Say what in a line is not borne out by the text, if anything.

    Args:
        line: the line, as it would be printed.
        texts: text of every report, by doc_id.
        by_id: event records by id.
    """
    if not line.marks:
        return "it has no source"
    places = [*line.marks, *(m for a in line.against for m in a.marks)]
    if line.standing is not None:
        places += line.standing.reasons
    for mark in places:
        if not 0 <= mark.start < mark.end <= len(texts.get(mark.doc_id, "")):
            return f"mark {mark.label()} points outside its report"
    if not stands_at(line.words, line.marks, texts):
        return f"the words {line.words!r} do not stand at {line.marks[0].label()}"
    wrong = next((a for a in line.against if not stands_at(a.words, a.marks, texts)), None)
    if wrong is not None:
        return f"the words {wrong.words!r} do not stand where they are said to"
    return _actor_flaw(line, texts, by_id)


def stands_at(words: str, marks: Sequence[Mark], texts: Mapping[str, str]) -> bool:
    """Tell whether shortened words stand at one of some marks, or hold all the words marked there."""
    bare = words.removeprefix(f"{CUT} ").removesuffix(f" {CUT}")
    for mark in marks:
        around = " ".join(texts[mark.doc_id].split())
        marked = " ".join(texts[mark.doc_id][mark.start : mark.end].split())
        if bare in marked or (marked in bare and bare in around):
            return True
    return False


def _actor_flaw(line: Line, texts: Mapping[str, str], by_id: Mapping[str, EventRecord]) -> str | None:
    for record in (by_id[name] for name in line.events if name in by_id):
        for actor in (*record.sources, *record.targets):
            if not _is_written(actor, texts[record.doc_id]):
                return f"the actor {actor.text!r} does not stand at {actor.start}"
    return None


def _is_written(actor: ActorRecord, text: str) -> bool:
    return text[actor.start : actor.end] == actor.text


def issue_of(line: Line, flaw: str) -> Issue:
    """Tell that a line was left out."""
    where = line.marks[0].label() if line.marks else "no source"
    return Issue(
        input=where,
        stage="brief",
        what=f"a line is not printed: {flaw}",
        found=" ".join(part for part in (line.who, line.what, line.whom) if part),
        do="report it as a fault; all other lines were checked against their words",
        fatal=False,
    )
