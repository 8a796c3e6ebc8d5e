"""The brief as plain text for a terminal: no colour needed, no line wider than asked for."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from standoff.core.issues import Issue
from standoff.picture.brief import Brief, KeyLine, ReportHead
from standoff.picture.happened import ClaimLine
from standoff.picture.lines import Against, Line, Mark
from standoff.picture.network import Tie
from standoff.picture.position_lines import OPEN, ActorPositions
from standoff.web.selection import LIMITS, select_page

WHEN_WIDTH = 13
NARROWEST = 40
NOBODY = "Nobody named"
MARKS_SHOWN = 6
"""More marks than this on one line are counted, not listed; the JSON has them all."""
AGAINST_SHOWN = 2
"""Other accounts than these are counted."""


def render_text(brief: Brief, width: int = 80, *, whole: bool = False) -> str:
    """Write a brief as plain text.

    Args:
        brief: the brief.
        width: longest line, in characters; at least 40.
        whole: write every line, not only the most important of each section.
    """
    width = max(width, NARROWEST)
    dates = {report.number: f"({report.published})" for report in brief.reports if report.published}
    left: Mapping[str, int] = {}
    page = brief
    if not whole:
        selection = select_page(brief)
        page, left = selection.brief, selection.left_out
    sections: list[tuple[str, str, Iterator[str]]] = [
        ("Most important", "key", _key(page.key if _is_long(brief) else [], width)),
        (
            "What happened (date of the report in brackets where the event has none)",
            "timeline",
            _dated(page.timeline, width, dates),
        ),
        ("What is planned", "agenda", _dated(page.agenda, width, dates)),
        ("Positions", "positions", _positions(page.positions, width)),
        ("Figures", "figures", _figures(page.figures, width)),
        ("Claims", "claims", _claims(page.claims, width)),
        ("Open questions", "questions", _quotes(page.questions, width)),
        ("The author's own voice", "assessments", _quotes(page.assessments, width)),
        ("Who acts on whom (events told as fact)", "network", _ties(page.network, width)),
        ("What could not be read", "issues", _issues(page.issues, width)),
    ]
    lines = list(_head(brief, width, whole=whole))
    for title, name, body in sections:
        found = list(body)
        if found:
            more = left.get(name, 0)
            lines += ["", *wrap(title.upper(), width, "", ""), *found]
            lines += [f"  further {more} line{'s' if more > 1 else ''} (--all, --json)"] if more else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _is_long(brief: Brief) -> bool:
    """Tell whether a brief is long enough that it needs a head of its own."""
    return len(brief.key) > LIMITS["voices"]


def _head(brief: Brief, width: int, *, whole: bool) -> Iterator[str]:
    reports, scope = brief.reports, brief.scope
    dates = sorted(r.published for r in reports if r.published)
    span = f", {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "") if dates else ""
    yield f"STANDOFF  brief of {len(reports)} report{'s' if len(reports) != 1 else ''}{span}"
    asked = {"as known on": scope.as_of, "told since": scope.since, "about": scope.actor}
    if any(asked.values()):
        yield "  " + ", ".join(f"{word} {value}" for word, value in asked.items() if value)
    yield ""
    shown = reports if whole or len(reports) <= LIMITS["reports"] else ()
    for report in shown:
        yield from _report(report, width)
    if not shown and reports:
        copies = sum(1 for report in reports if report.copy_of)
        outlets = len({report.outlet for report in reports if report.outlet})
        yield f"  {len(reports)} reports of {outlets} outlets, {copies} of them copies (listed with --all, --json)"


def _report(report: ReportHead, width: int) -> Iterator[str]:
    by = ", ".join(part for part in (report.outlet, report.author, report.published or "no date given") if part)
    copy = f" (copies report {report.copy_of})" if report.copy_of else ""
    title = report.title or report.name
    yield from wrap(f"{title}: {by}{copy}", width, f"  [{report.number}] ", "      ")


def wrap(text: str, width: int, first: str, rest: str) -> list[str]:
    """Break text into lines, the first and the rest indented as given."""
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=True
    ) or [first]


def _marks(marks: Sequence[Mark]) -> str:
    labels = list(dict.fromkeys(mark.label() for mark in marks))
    shown = " ".join(labels[:MARKS_SHOWN])
    more = f" and {len(labels) - MARKS_SHOWN} more" if len(labels) > MARKS_SHOWN else ""
    return f"[{shown}{more}]"


def sides_of(line: Line) -> str:
    """Say who acts on whom, as far as a line tells it."""
    if line.who and line.whom:
        return f"{line.who} -> {line.whom}"
    return line.who or (f"-> {line.whom}" if line.whom else "")


def body_of(line: Line) -> str:
    """Give a line's words with all that limits them, its grade and its marks."""
    note = f" ({line.note})" if line.note else ""
    grade = f" {line.grade.label}" if line.grade is not None else ""
    return f"“{line.words}”{note}{grade} {_marks(line.marks)}"


def _after(line: Line, width: int, indent: str) -> Iterator[str]:
    """Say what became of a line's plan or position, and who tells it otherwise."""
    if line.standing is not None and line.standing.state != OPEN:
        state = line.standing.state.replace("_", " ")
        words = f": “{line.standing.reason_words}” {_marks(line.standing.reasons)}" if line.standing.reasons else ""
        why = f" ({line.standing.why})" if line.standing.why else ""
        yield from wrap(f"now: {state}{why}{words}", width, indent, f"{indent}  ")
    for other in line.against[:AGAINST_SHOWN]:
        yield from wrap(
            f"otherwise: {other.reason}: “{other.words}” {_marks(other.marks)}", width, indent, f"{indent}  "
        )
    if len(line.against) > AGAINST_SHOWN:
        yield f"{indent}otherwise: {len(line.against) - AGAINST_SHOWN} more"


def _key(items: Sequence[KeyLine], width: int) -> Iterator[str]:
    for item in items:
        line = item.line
        sides = f" {sides_of(line)}:" if sides_of(line) else ""
        when = f" {line.when}" if line.when else f" ({line.first_known})" if line.first_known else ""
        yield from wrap(f"{item.section.capitalize()}{when}:{sides} {body_of(line)}", width, "  ", "    ")
        if line.importance is not None:
            parts = ", ".join(f"{part.name} {part.value:.2f}" for part in line.importance.parts)
            yield from wrap(f"{line.importance.score:.2f} = {parts}", width, "    ", "    ")


def _dated(lines: Sequence[Line], width: int, published: Mapping[int, str]) -> Iterator[str]:
    indent = "  " + " " * WHEN_WIDTH
    for line in lines:
        head = f"{sides_of(line)}: {line.what}" if sides_of(line) else line.what
        when = line.when or published.get(line.marks[0].report) or ""
        if len(when) >= WHEN_WIDTH:
            yield f"  {when}"
            when = ""
        yield from wrap(head, width, f"  {when:<{WHEN_WIDTH}}", indent)
        yield from wrap(body_of(line), width, indent, indent)
        yield from _after(line, width, indent)


def _positions(actors: Sequence[ActorPositions], width: int) -> Iterator[str]:
    for actor in actors:
        yield from wrap(actor.actor, width, "  ", "  ")
        for position in actor.positions:
            line = position.line
            who = f"{line.who} " if line.who and line.who != actor.actor else ""
            to = f" ({'towards' if position.kind == 'denies' else 'to'} {line.whom})" if line.whom else ""
            yield from wrap(f"{who}{position.kind}{to}: {body_of(line)}", width, "    ", "      ")
            yield from _after(line, width, "      ")


def _figures(lines: Sequence[Line], width: int) -> Iterator[str]:
    for line in lines:
        limits = "; ".join(part for part in (line.when, line.note) if part)
        head = f"{line.what} ({limits})" if limits else line.what
        rivals = " and ".join(f"{other.reason} {_marks(other.marks)}" for other in line.against)
        against = f"; against {rivals}" if rivals else ""
        yield from wrap(f"{head}: “{line.words}” {_marks(line.marks)}{against}", width, "  ", "    ")


def _claims(claims: Sequence[ClaimLine], width: int) -> Iterator[str]:
    for claim in claims:
        line = claim.line
        when = f", {line.when}" if line.when else ""
        yield from wrap(f"{sides_of(line) or NOBODY}: {line.what}{when}", width, "  ", "    ")
        yield from wrap(body_of(line), width, "    ", "    ")
        if claim.speakers:
            origins = f"{claim.origins} independent origin{'s' if claim.origins != 1 else ''}"
            yield from wrap(f"said by {', '.join(claim.speakers)}: {origins}", width, "    ", "      ")
        for denial in claim.denials if claim.speakers else ():
            yield from wrap(f"against it: {body_of(denial)}", width, "    ", "      ")
        yield from (out for other in line.against if other.kind != "denies" for out in _other(other, width))


def _other(other: Against, width: int) -> list[str]:
    return wrap(f"otherwise: {other.reason}: “{other.words}” {_marks(other.marks)}", width, "    ", "      ")


def _quotes(lines: Sequence[Line], width: int) -> Iterator[str]:
    for line in lines:
        yield from wrap(body_of(line), width, "  ", "    ")


def _ties(ties: Sequence[Tie], width: int) -> Iterator[str]:
    for tie in ties:
        counts = f"{tie.cooperation} cooperative, {tie.conflict} conflictual"
        yield from wrap(
            f"{tie.source} -> {tie.target}: {counts}, mean score {tie.mean_intensity:+.1f}", width, "  ", "    "
        )


def _issues(issues: Sequence[Issue], width: int) -> Iterator[str]:
    for issue in issues:
        yield from wrap(issue.line(), width, "  ", "    ")
