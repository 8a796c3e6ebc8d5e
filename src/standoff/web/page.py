"""The brief as one HTML page that needs nothing but itself: every line leads to its words in the report.

Script and style stand in the page and are let in by their digests; everything else is shut out by its
Content-Security-Policy. All text of reports is escaped: autoescape is on, and the filter `shown` isolates characters
that turn the direction of writing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standoff.core.document import DocumentView
from standoff.core.vocabulary import Quad, ValueBasis
from standoff.picture.brief import Brief, ReportHead
from standoff.picture.lines import Mark
from standoff.store.records import EventRecord
from standoff.web.markup import block_digest, host_of, safe_link, shown
from standoff.web.passages import linked_ids, mark_id, passage, sentence_id
from standoff.web.sections import build_sections, marks_of
from standoff.web.wording import When, say_date, say_span

OPEN_LIST_LIMIT = 6
"""Longest list of reports that stands open at the head of the page; a longer one is folded."""
SCALE_WIDTH = 96
"""Width of the drawn intensity scale (CSS pixels), for -10..10."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as the page shows it."""

    number: int
    title: str
    outlet: str | None
    author: str | None
    date: When | None
    inferred: bool
    link: str | None
    host: str | None
    copy_of: int | None
    body: Markup | None


@dataclass(frozen=True, slots=True)
class TieView:
    """A row of the table of who acts on whom."""

    source: str
    target: str
    cooperation: int
    conflict: int
    mean: str
    tone: str
    x: float


def render_page(brief: Brief, views: Sequence[DocumentView], records: Sequence[EventRecord] = ()) -> str:
    """Render a brief as one self-contained HTML page.

    Args:
        brief: the picture.
        views: the documents that it was made from, with their sentences, in any order.
        records: their events, for the signs beside the lines and the countries' names.

    Returns:
        The page. It asks for no other file, and works when opened from the disk.
    """
    by_id = {view.doc.doc_id: view for view in views}
    heads = {head.number: head for head in brief.reports}
    by_report: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks_of(brief):
        by_report[mark.report].append(mark)
    there = _linkable(heads.values(), by_id, by_report)
    quads = {record.event_id: Quad(record.quad) for record in records}
    style, script = read_asset("page.css"), read_asset("page.js")
    template = _environment().get_template("page.html")
    page = template.render(
        style=Markup(style),
        script=Markup(script),
        policy=content_policy(style, script),
        heading=_heading(heads.values()),
        period=_period(heads.values()),
        reports=[_report(head, by_id.get(head.doc_id), by_report[head.number]) for head in heads.values()],
        reports_open=len(heads) <= OPEN_LIST_LIMIT,
        sections=build_sections(brief, quads, lambda mark: _address(mark, there)),
        ties=[_tie(brief, n, _country_names(records)) for n in range(len(brief.network))],
        scale_width=SCALE_WIDTH,
        issues=brief.issues,
    )
    return page + "\n"


def content_policy(style: str, script: str) -> str:
    """Give the page's Content-Security-Policy: its own two blocks, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src {block_digest(style)}; script-src {block_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def read_asset(name: str) -> str:
    """Read a file of `web/static`, framed by line ends as it stands in the page."""
    return "\n" + files("standoff.web").joinpath("static", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    loader = PackageLoader("standoff.web", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = shown
    return environment


def _linkable(
    heads: Iterable[ReportHead], by_id: Mapping[str, DocumentView], marks: Mapping[int, Sequence[Mark]]
) -> set[str]:
    found: set[str] = set()
    for head in heads:
        if head.doc_id in by_id:
            found |= linked_ids(by_id[head.doc_id], head.number, marks.get(head.number, ()))
    return found


def _address(mark: Mark, there: set[str]) -> str | None:
    """Give where a mark leads: its words, else its sentence, else nowhere."""
    wanted = (mark_id(mark), sentence_id(mark.report, mark.sentence))
    return next((f"#{name}" for name in wanted if name in there), None)


def _heading(heads: Iterable[ReportHead]) -> str:
    number = len(list(heads))
    return "No report" if not number else f"{number} report{'s' if number > 1 else ''}"


def _period(heads: Iterable[ReportHead]) -> str | None:
    days = []
    for head in heads:
        try:
            days.append(date.fromisoformat(head.published or ""))
        except ValueError:
            continue
    return say_span(min(days), max(days)) if days else None


def _report(head: ReportHead, view: DocumentView | None, marks: Sequence[Mark]) -> ReportView:
    link = safe_link(view.doc.url) if view else None
    return ReportView(
        number=head.number,
        title=head.title or head.name,
        outlet=head.outlet,
        author=head.author,
        date=say_date(head.published),
        inferred=view is not None and view.doc.published_basis is ValueBasis.INFERRED,
        link=link,
        host=host_of(link) if link else None,
        copy_of=head.copy_of,
        body=passage(view, head.number, marks) if view else None,
    )


def _country_names(records: Iterable[EventRecord]) -> dict[str, str]:
    """Name country codes as the reports' own actors do: by the commonest name of the country itself."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for actor in (*record.sources, *record.targets):
            if actor.country and actor.name and actor.sector is None:
                seen[actor.country][actor.name] += 1
    return {code: names.most_common(1)[0][0] for code, names in seen.items()}


def _tie(brief: Brief, at: int, names: Mapping[str, str]) -> TieView:
    tie = brief.network[at]
    mean = max(-10.0, min(10.0, tie.mean_intensity))
    return TieView(
        source=_named(tie.source, names),
        target=_named(tie.target, names),
        cooperation=tie.cooperation,
        conflict=tie.conflict,
        mean=f"{tie.mean_intensity:+.1f}".replace("-", "\u2212"),
        tone="cooperative" if mean > 0 else "hostile" if mean < 0 else "even",
        x=round((mean + 10) / 20 * SCALE_WIDTH, 1),
    )


def _named(code: str, names: Mapping[str, str]) -> str:
    return f"{names[code]} ({code})" if code in names else code
