"""Judgements: what an analyst decides about a case, and how a decision finds the words that it is about again.

A judgement never points at a row number: it names a report, a span and the words that stood there, so that it survives
a new coding of the same text. Whoever changes a mind appends an `undo`; nothing is deleted.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from standoff.core.errors import SettingsError


class Action(StrEnum):
    """What a judgement does."""

    CONFIRM = "confirm"
    """What the claim says is so."""
    REJECT = "reject"
    """What the claim says is not so."""
    MERGE = "merge"
    """The claims of these mentions are one claim."""
    SPLIT = "split"
    """These mentions are no part of the claim in which they stand; together they make one of their own."""
    GRADE_CLAIM = "grade_claim"
    """The claim has this credibility, 1 to 6."""
    GRADE_SOURCE = "grade_source"
    """The source has this reliability, A to F."""
    CORRECT_ACTOR = "correct_actor"
    """The actor at this span is somebody else."""
    UNDO = "undo"
    """The judgement named does not count any more."""


CREDIBILITIES = ("1", "2", "3", "4", "5", "6")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
"""The two axes of the Admiralty system. Source: NATO STANAG 2511."""
_ANCHORS_NEEDED = {
    Action.CONFIRM: (1, None),
    Action.REJECT: (1, None),
    Action.MERGE: (2, None),
    Action.SPLIT: (1, None),
    Action.GRADE_CLAIM: (1, None),
    Action.GRADE_SOURCE: (0, 0),
    Action.CORRECT_ACTOR: (1, 1),
    Action.UNDO: (0, 0),
}
"""Least and most anchors of each action; None: no limit."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a report that a judgement is about."""

    doc_id: Annotated[str, Meta(description="the report")]
    start: Annotated[int, Meta(description="first code point of the words")]
    end: Annotated[int, Meta(description="code point after them")]
    words: Annotated[str, Meta(description="the words as they stood there")]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person, never changed afterwards."""

    number: Annotated[int, Meta(description="its line in the journal, from 1")]
    at: Annotated[str, Meta(description="ISO 8601 time at which it was made, with its offset from UTC")]
    who: Annotated[str, Meta(description="who made it")]
    action: Action
    anchors: Annotated[tuple[Anchor, ...], Meta(description="the words that it is about, a mention each")]
    source: Annotated[str | None, Meta(description="grade_source: the source's id")] = None
    value: Annotated[str | None, Meta(description="the grade; correct_actor: the canonical name")] = None
    country: Annotated[str | None, Meta(description="correct_actor: the country's code")] = None
    undoes: Annotated[int | None, Meta(description="undo: the number of the judgement")] = None
    note: Annotated[str | None, Meta(description="why, in the analyst's words")] = None


DETAILS = ("source", "value", "country", "undoes", "note")
"""What a journal's line keeps in its `details`."""
_TARGET = re.compile(r"(?P<doc_id>.+):(?P<start>\d+):(?P<end>\d+)")


def check_judgement(row: Judgement) -> None:
    """Check that a judgement says all that its action needs.

    Raises:
        SettingsError: something is missing, too much or not among the values allowed.
    """
    if not row.who.strip():
        raise SettingsError("a judgement has no name to it; say who judges")
    _check_time(row.at)
    least, most = _ANCHORS_NEEDED[row.action]
    if len(row.anchors) < least or (most is not None and len(row.anchors) > most):
        wanted = f"{least}" if most == least else f"at least {least}"
        raise SettingsError(f"{row.action.value} needs {wanted} mention(s), found {len(row.anchors)}")
    for anchor in row.anchors:
        if anchor.start < 0 or anchor.end <= anchor.start or len(anchor.words) != anchor.end - anchor.start:
            raise SettingsError(f"{anchor!r} is no span with its words; give start < end and the words between")
    _check_value(row)


def _check_time(at: str) -> None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise SettingsError(f"the time {at!r} is not ISO 8601; write 2031-05-07T09:30:00+00:00") from error
    if moment.tzinfo is None:
        raise SettingsError(f"the time {at!r} does not name its offset from UTC; write 2031-05-07T09:30:00+00:00")


def _check_value(row: Judgement) -> None:
    allowed = {Action.GRADE_CLAIM: CREDIBILITIES, Action.GRADE_SOURCE: RELIABILITIES}.get(row.action)
    if allowed is not None and row.value not in allowed:
        raise SettingsError(f"{row.action.value} needs one of {', '.join(allowed)}; found {row.value!r}")
    if row.action is Action.GRADE_SOURCE and not row.source:
        raise SettingsError("grade_source needs the id of a source; the table `sources` lists them")
    if row.action is Action.CORRECT_ACTOR and not (row.value or row.country):
        raise SettingsError("correct_actor needs the right name or the country's code; found neither")
    if row.action is Action.UNDO and row.undoes is None:
        raise SettingsError("undo needs the number of the judgement; `standoff judgements DIR` lists them")


def targets_of(row: Judgement) -> list[str]:
    """Write the spans of a judgement as a journal keeps them: doc_id:start:end."""
    return [f"{anchor.doc_id}:{anchor.start}:{anchor.end}" for anchor in row.anchors]


def details_of(row: Judgement) -> dict[str, Any]:
    """Give the fields that a journal's line keeps in `details`; those without a value left out."""
    return {name: getattr(row, name) for name in DETAILS if getattr(row, name) is not None}


def judgement_of(line: Mapping[str, Any]) -> Judgement:
    """Read a judgement from a row of the table `journal`.

    Raises:
        SettingsError: the row is no judgement that this version knows.
    """
    try:
        action = Action(line["decision"])
    except ValueError as error:
        known = ", ".join(action.value for action in Action)
        raise SettingsError(f"journal line {line['number']}: {line['decision']!r} is none of {known}") from error
    anchors = tuple(_anchor(t, q) for t, q in zip(line["targets"], line["quoted"], strict=True))
    details = json.loads(line["details"] or "{}")
    given = {name: details.get(name) for name in DETAILS}
    row = Judgement(line["number"], line["at"], line["who"], action, anchors, **given)
    check_judgement(row)
    return row


def _anchor(target: str, quoted: str) -> Anchor:
    found = _TARGET.fullmatch(target)
    if found is None:
        raise SettingsError(f"the target {target!r} is no span; write doc_id:start:end")
    return Anchor(found["doc_id"], int(found["start"]), int(found["end"]), quoted)


def standing(rows: Iterable[Judgement]) -> list[Judgement]:
    """Give the judgements that count: what is undone, and every undo, left out; in the order in which they were made.

    An undo may itself be undone, which puts the first judgement back.
    """
    listed: Sequence[Judgement] = sorted(rows, key=lambda row: row.number)
    dead: set[int] = set()
    for row in reversed(listed):
        if row.action is Action.UNDO and row.number not in dead and row.undoes is not None:
            dead.add(row.undoes)
    return [row for row in listed if row.action is not Action.UNDO and row.number not in dead]
