"""The brief as plain text for a terminal: no colour needed, no line wider than asked for."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from standoff.core.issues import Issue
from standoff.picture.brief import Brief, ClaimLine, ReportHead
from standoff.picture.lines import Line, Mark
from standoff.picture.network import Tie
from standoff.picture.position_lines import ActorPositions

WHEN_WIDTH = 13
NARROWEST = 40
NOBODY = "Nobody named"
MARKS_SHOWN = 6
"""More marks than this on one line are counted, not listed; the JSON has them all."""


def render_text(brief: Brief, width: int = 80) -> str:
    """Write a brief as plain text.

    Args:
        brief: the brief.
        width: longest line, in characters; at least 40.
    """
    width = max(width, NARROWEST)
    dates = {report.number: f"({report.published})" for report in brief.reports if report.published}
    sections: list[tuple[str, Iterator[str]]] = [
        (
            "What happened (date of the report in brackets where the event has none)",
            _dated(brief.timeline, width, dates),
        ),
        ("What is planned", _dated(brief.agenda, width, dates)),
        ("Positions", _positions(brief.positions, width)),
        ("Figures", _figures(brief.figures, width)),
        ("Claims", _claims(brief.claims, width)),
        ("Open questions", _quotes(brief.questions, width)),
        ("The author's own voice", _quotes(brief.assessments, width)),
        ("Who acts on whom (events told as fact)", _ties(brief.network, width)),
        ("What could not be read", _issues(brief.issues, width)),
    ]
    lines = list(_head(brief.reports, width))
    for title, body in sections:
        found = list(body)
        if found:
            lines += ["", *_wrap(title.upper(), width, "", ""), *found]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(reports: Sequence[ReportHead], width: int) -> Iterator[str]:
    dates = sorted(r.published for r in reports if r.published)
    span = f", {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "") if dates else ""
    yield f"STANDOFF  brief of {len(reports)} report{'s' if len(reports) != 1 else ''}{span}"
    yield ""
    for report in reports:
        by = ", ".join(part for part in (report.outlet, report.author, report.published or "no date given") if part)
        copy = f" (copies report {report.copy_of})" if report.copy_of else ""
        title = report.title or report.name
        yield from _wrap(f"{title}: {by}{copy}", width, f"  [{report.number}] ", "      ")


def _wrap(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=True
    ) or [first]


def _marks(marks: Sequence[Mark]) -> str:
    shown = " ".join(mark.label() for mark in marks[:MARKS_SHOWN])
    more = f" and {len(marks) - MARKS_SHOWN} more" if len(marks) > MARKS_SHOWN else ""
    return f"[{shown}{more}]"


def _sides(line: Line) -> str:
    if line.who and line.whom:
        return f"{line.who} -> {line.whom}"
    return line.who or (f"-> {line.whom}" if line.whom else "")


def _body(line: Line) -> str:
    note = f" ({line.note})" if line.note else ""
    return f"“{line.words}”{note} {_marks(line.marks)}"


def _dated(lines: Sequence[Line], width: int, published: Mapping[int, str]) -> Iterator[str]:
    indent = "  " + " " * WHEN_WIDTH
    for line in lines:
        head = f"{_sides(line)}: {line.what}" if _sides(line) else line.what
        when = line.when or published.get(line.marks[0].report) or ""
        if len(when) >= WHEN_WIDTH:
            yield f"  {when}"
            when = ""
        yield from _wrap(head, width, f"  {when:<{WHEN_WIDTH}}", indent)
        yield from _wrap(_body(line), width, indent, indent)


def _positions(actors: Sequence[ActorPositions], width: int) -> Iterator[str]:
    for actor in actors:
        yield from _wrap(actor.actor, width, "  ", "  ")
        for position in actor.positions:
            line = position.line
            who = f"{line.who} " if line.who and line.who != actor.actor else ""
            to = f" (to {line.whom})" if line.whom else ""
            yield from _wrap(f"{who}{position.kind}{to}: {_body(line)}", width, "    ", "      ")


def _figures(lines: Sequence[Line], width: int) -> Iterator[str]:
    for line in lines:
        limits = "; ".join(part for part in (line.when, line.note) if part)
        head = f"{line.what} ({limits})" if limits else line.what
        yield from _wrap(f"{head} {_marks(line.marks)}", width, "  ", "    ")


def _claims(claims: Sequence[ClaimLine], width: int) -> Iterator[str]:
    for claim in claims:
        line = claim.line
        yield from _wrap(f"{_sides(line) or NOBODY}: {line.what}", width, "  ", "    ")
        yield from _wrap(_body(line), width, "    ", "    ")
        if claim.speakers:
            origins = f"{claim.origins} independent origin{'s' if claim.origins != 1 else ''}"
            yield from _wrap(f"said by {', '.join(claim.speakers)}: {origins}", width, "    ", "      ")
        for denial in claim.denials if claim.speakers else ():
            yield from _wrap(f"against it: {_body(denial)}", width, "    ", "      ")


def _quotes(lines: Sequence[Line], width: int) -> Iterator[str]:
    for line in lines:
        yield from _wrap(_body(line), width, "  ", "    ")


def _ties(ties: Sequence[Tie], width: int) -> Iterator[str]:
    for tie in ties:
        counts = f"{tie.cooperation} cooperative, {tie.conflict} conflictual"
        yield from _wrap(
            f"{tie.source} -> {tie.target}: {counts}, mean score {tie.mean_intensity:+.1f}", width, "  ", "    "
        )


def _issues(issues: Sequence[Issue], width: int) -> Iterator[str]:
    for issue in issues:
        yield from _wrap(issue.line(), width, "  ", "    ")
