"""What the web API answers with on the first view: the brief's head, and what changed."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from standoff.web.shapes import Cite


class BriefingLine(Struct, frozen=True):
    """A line of the brief."""

    section: Annotated[str, Meta(description="happened, claimed, planned, question, or the kind of position")]
    id: str | None
    when: Annotated[str | None, Meta(description="ISO day, or two with .. between them")]
    who: str | None
    whom: str | None
    what: str
    words: str
    note: str | None
    grade: Annotated[str | None, Meta(description="Admiralty grade, e.g. B2")]
    cites: list[Cite]


class Briefing(Struct, frozen=True):
    """What a reader should see first."""

    key: list[BriefingLine]
    questions: list[BriefingLine]
    too_large: Annotated[bool, Meta(description="the case has too many events for one page; narrow it elsewhere")]
    state: str


class ChangeLine(Struct, frozen=True):
    """A line that is not what it was."""

    kind: Annotated[str, Meta(description="new, confirmed, contradicted, resolved or changed")]
    why: str
    line: BriefingLine


class ChangesSeen(Struct, frozen=True):
    """What changed since a day."""

    since: date
    reports: Annotated[int, Meta(description="reports that came since")]
    changes: list[ChangeLine]
    total: int
    too_large: bool
    state: str
