"""The picture of a case, whether it is kept on disk or in memory, in all the forms in which it can be written."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from standoff.core.document import DocumentView
from standoff.core.errors import SettingsError
from standoff.core.provenance import Provenance
from standoff.picture.brief import Brief, Scope, build_brief
from standoff.picture.changes import Changes, find_changes
from standoff.picture.evidence import read_evidence
from standoff.store.catalogue import report_views
from standoff.store.records import EventRecord
from standoff.web.markdown import render_markdown
from standoff.web.page import render_page
from standoff.web.shown import ShownCase
from standoff.web.text import render_text
from standoff.web.typeset import render_pdf


@dataclass(frozen=True, slots=True)
class Picture:
    """A brief, and the texts that it rests on."""

    brief: Brief
    views: Sequence[DocumentView]
    records: Sequence[EventRecord] = ()

    def to_text(self, width: int = 80, *, whole: bool = False) -> str:
        """Write the brief as plain text, lines no longer than `width` characters; `whole`: every line of it."""
        return render_text(self.brief, width, whole=whole)

    def to_markdown(self, *, whole: bool = False) -> str:
        """Write the brief as Markdown; `whole`: every line of it."""
        return render_markdown(self.brief, whole=whole)

    def to_pdf(self) -> bytes:
        """Set the page of the brief as PDF.

        Raises:
            SettingsError: the extra `pdf` is not installed.
        """
        return render_pdf(self.brief)

    def to_html(self) -> str:
        """Write the brief as one self-contained HTML page."""
        return render_page(self.brief, self.views, self.records)

    def to_json(self) -> bytes:
        """Write the brief as JSON."""
        return msgspec.json.format(msgspec.json.encode(self.brief), indent=2)


def make_picture(shown: ShownCase, provenance: Provenance, scope: Scope) -> Picture:
    """Make the picture of a case.

    Args:
        shown: the case.
        provenance: what made the annotations.
        scope: which part of it, and as of which day.
    """
    with shown.catalogue(scope.as_of) as connection:
        made = build_brief(connection, shown.issues(), provenance, scope)
        return Picture(made, report_views(connection), read_evidence(connection).records)


def compare_pictures(shown: ShownCase, provenance: Provenance, since: str, as_of: str | None) -> Changes:
    """Compare two states of knowledge of a case.

    Args:
        shown: the case.
        provenance: what made the annotations.
        since: ISO day of the earlier state.
        as_of: ISO day of the later one; None = all that is known.

    Raises:
        SettingsError: the earlier day is not before the later one.
    """
    if as_of is not None and since >= as_of:
        raise SettingsError(
            f"the day since which {since!r} is not before that as of which {as_of!r}; give an earlier one"
        )
    with shown.catalogue(since) as before, shown.catalogue(as_of) as after:
        old = build_brief(before, shown.issues(), provenance, Scope(since))
        new = build_brief(after, shown.issues(), provenance, Scope(as_of))
    return find_changes(old, new, since, as_of)
