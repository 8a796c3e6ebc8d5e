"""The brief as PDF, set by Typst (extra `pdf`)."""

import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec

from standoff.core.errors import SettingsError
from standoff.picture.brief import Brief
from standoff.web.markdown import head_of, labels
from standoff.web.sections import LineView, build_sections
from standoff.web.selection import select_page


def has_typst() -> bool:
    """Tell whether the extra `pdf` is installed."""
    return find_spec("typst") is not None


def render_pdf(brief: Brief) -> bytes:
    """Set the page of a brief as PDF; it asks for no network and no fonts but Typst's own.

    Raises:
        SettingsError: Typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise SettingsError("no PDF without Typst; install it with: pip install 'standoff[pdf]'") from error
    template = files("standoff.web").joinpath("templates", "brief.typ").read_bytes()
    made = typst.compile(template, sys_inputs={"brief": json.dumps(brief_values(brief))})
    return bytes(made)


def brief_values(brief: Brief) -> dict[str, object]:
    """Give what the template sets: plain text only, so that no word of a report is ever read as Typst."""
    selection = select_page(brief)
    sections = [
        {
            "title": section.title,
            "groups": [
                {"title": group.title, "lines": [_values(line) for line in group.lines]}
                for group in section.groups
                if group.lines
            ],
            "more": selection.left_out.get(section.part, 0),
        }
        for section in build_sections(selection.brief, {}, lambda mark: None)
        if section.count
    ]
    dates = sorted(report.published for report in brief.reports if report.published)
    return {
        "title": f"Brief of {len(brief.reports)} reports",
        "period": f"{dates[0]} to {dates[-1]}" if dates else "",
        "as_of": brief.scope.as_of or "",
        "sections": sections,
        "reports": [
            {"number": r.number, "title": r.title or r.name, "facts": ", ".join(filter(None, (r.outlet, r.published)))}
            for r in brief.reports
        ],
    }


def _values(line: LineView) -> dict[str, object]:
    return {
        "head": head_of(line),
        "words": line.words,
        "note": line.note or "",
        "grade": line.grade.label if line.grade else "",
        "marks": labels(line.marks),
        "below": list(_below(line)),
    }


def _below(line: LineView) -> Iterator[str]:
    if line.sayers:
        yield f"said by {line.sayers}: {line.origins}"
    if line.state:
        words = f": “{line.reason_words}” {labels(line.reasons)}" if line.reason_words else ""
        yield f"now {line.state}{f' ({line.why})' if line.why else ''}{words}"
    yield from (f"denied: “{denial.words}” {labels(denial.marks)}" for denial in line.denials)
    yield from (f"otherwise, {other.reason}: “{other.words}” {labels(other.marks)}" for other in line.against)
