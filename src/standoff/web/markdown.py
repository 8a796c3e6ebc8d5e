"""The brief as Markdown: the same lines as on the page, for a note or a mail."""

import re
from collections.abc import Iterator, Sequence

from standoff.picture.brief import Brief
from standoff.web.sections import LineView, MarkView, build_sections
from standoff.web.selection import select_page

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def render_markdown(brief: Brief, *, whole: bool = False) -> str:
    """Write a brief as Markdown.

    Args:
        brief: the brief.
        whole: write every line, not only the most important of each section.
    """
    selection = select_page(brief)
    page = brief if whole else selection.brief
    lines = [f"# Brief of {len(brief.reports)} reports", ""]
    if brief.scope.as_of:
        lines += [f"As known on {brief.scope.as_of}.", ""]
    for section in build_sections(page, {}, lambda mark: None):
        if not section.count:
            continue
        lines += [f"## {section.title}", ""]
        for group in section.groups:
            lines += [f"### {escape(group.title)}", ""] if group.title and group.lines else []
            lines += [text for line in group.lines for text in _line(line)]
            lines.append("")
        more = 0 if whole else selection.left_out.get(section.part, 0)
        lines += [f"*Further {more} lines.*", ""] if more else []
    lines += ["## Reports", ""]
    for report in brief.reports:
        facts = ", ".join(escape(part) for part in (report.outlet, report.published) if part)
        lines.append(f"{report.number}. {escape(report.title or report.name)}{f' ({facts})' if facts else ''}")
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Write text of others so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def head_of(line: LineView) -> str:
    """Say when, who, to whom and what, as far as a line tells it."""
    sides = " → ".join(part for part in (line.who, line.whom) if part)
    order = (line.act, sides) if line.act_first else (sides, line.act)
    when = line.when.text if line.when else f"reported {line.reported.text}" if line.reported else ""
    return ": ".join(part for part in (when, " ".join(part for part in order if part)) if part)


def labels(marks: Sequence[MarkView]) -> str:
    """Name where words stand: report and sentence."""
    return "[" + " ".join(mark.label for mark in marks) + "]"


def _line(line: LineView) -> Iterator[str]:
    head = head_of(line)
    grade = f" {line.grade.label}" if line.grade else ""
    note = f" ({escape(line.note)})" if line.note else ""
    start = f"- **{escape(head)}** " if head else "- "
    yield f"{start}“{escape(line.words)}”{note}{grade} {escape(labels(line.marks))}"
    if line.sayers:
        yield f"  - said by {escape(line.sayers)}: {line.origins}"
    if line.state:
        why = f" ({escape(line.why)})" if line.why else ""
        words = f": “{escape(line.reason_words)}” {escape(labels(line.reasons))}" if line.reason_words else ""
        yield f"  - now **{line.state}**{why}{words}"
    for denial in line.denials:
        yield f"  - denied: “{escape(denial.words)}” {escape(labels(denial.marks))}"
    for other in line.against:
        yield f"  - otherwise, {escape(other.reason)}: “{escape(other.words)}” {escape(labels(other.marks))}"
