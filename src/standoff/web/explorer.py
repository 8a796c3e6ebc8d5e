"""What the views of the web app ask, asked from Python: the same queries, and the same rows as answers."""

from collections.abc import Iterator
from datetime import date

from standoff.core.errors import SettingsError
from standoff.web import exports
from standoff.web.briefs import Briefing, ChangesSeen
from standoff.web.filters import LIMIT_USUAL, Filters
from standoff.web.outlook_shapes import FiringPage, ForecastPage, Scoreboard, TensionAnswer
from standoff.web.picture_shapes import (
    AgendaPage,
    Holder,
    MapAnswer,
    Network,
    PositionPage,
    SeriesPage,
    Timeline,
)
from standoff.web.queries import (
    agenda,
    briefing,
    claims,
    events,
    figures,
    issues,
    judgements,
    network,
    outlook,
    overview,
    positions,
    reports,
    search,
    spots,
    timeline,
)
from standoff.web.queries.claims import ClaimOrder
from standoff.web.shapes import (
    ClaimPage,
    ClaimTree,
    EventPage,
    HitPage,
    IssuePage,
    JudgementPage,
    Overview,
    Reading,
    ReportPage,
)
from standoff.web.shown import ShownCase
from standoff.web.snapshot import Snapshots

ALL = Filters()
"""Nothing is left out."""
LANES = 6


class Explorer:
    """One state of a case, asked as the views of the web app ask it; explore again to see what came in since.

    Lists come by the page: `next` of one page is the `cursor` of the following.
    """

    def __init__(self, case: ShownCase, as_of: str | None = None) -> None:
        """Prepare the tables that are asked.

        Args:
            case: what is explored.
            as_of: ISO day; reports known later, and everything that rests on them, are left out.
        """
        self._snapshots = Snapshots(case)
        self._snapshot = self._snapshots.get(as_of)

    def overview(self) -> Overview:
        """Say what is in the case and what its lists can be narrowed to."""
        return overview.show_overview(self._snapshot, self._snapshots.case.name)

    def briefing(self) -> Briefing:
        """Give the most important lines of the brief, and the questions that the authors leave open."""
        return briefing.show_briefing(self._snapshot)

    def changes(self, since: date) -> ChangesSeen:
        """Say what is new, confirmed, contradicted, resolved or changed since a day."""
        return briefing.show_changes(self._snapshots.get(since.isoformat()), self._snapshot, since)

    def events(
        self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL, newest: bool = False
    ) -> EventPage:
        """List events in order of time."""
        return events.list_events(self._snapshot, filters, cursor=cursor, limit=limit, newest_first=newest)

    def timeline(self, filters: Filters = ALL, *, lanes: int = LANES) -> Timeline:
        """Give counts by lane and stretch of time, and single events where they are few."""
        return timeline.show_timeline(self._snapshot, filters, lanes=lanes)

    def map(self, filters: Filters = ALL) -> MapAnswer:
        """Give the places of what is told, each with its precision, and the names without a point."""
        return spots.show_map(self._snapshot, filters)

    def claims(
        self,
        filters: Filters = ALL,
        *,
        order: ClaimOrder = "recent",
        cursor: str | None = None,
        limit: int = LIMIT_USUAL,
    ) -> ClaimPage:
        """List claims with their grades."""
        return claims.list_claims(self._snapshot, filters, order=order, cursor=cursor, limit=limit)

    def claim(self, claim_id: str) -> ClaimTree:
        """Give a claim with its mentions, origins, grade and what stands against it.

        Raises:
            SettingsError: there is no such claim.
        """
        found = claims.show_claim(self._snapshot, claim_id)
        if found is None:
            raise SettingsError(f"no claim has the id {claim_id!r}; see claims()")
        return found

    def positions(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> PositionPage:
        """List what actors demand, threaten, promise, refuse or concede, and what became of it."""
        return positions.list_positions(self._snapshot, filters, cursor=cursor, limit=limit)

    def holders(self) -> list[Holder]:
        """List who holds positions."""
        return positions.list_holders(self._snapshot)

    def figures(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> SeriesPage:
        """List series of figures with all their values."""
        return figures.list_series(self._snapshot, filters, cursor=cursor, limit=limit)

    def agenda(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> AgendaPage:
        """List what is planned, and what became of it."""
        return agenda.list_agenda(self._snapshot, filters, cursor=cursor, limit=limit)

    def network(self, filters: Filters = ALL) -> Network:
        """Give who acts on whom."""
        return network.show_network(self._snapshot, filters)

    def forecasts(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> ForecastPage:
        """List what is likely next, with base rates, reasons, and what cannot be said."""
        return outlook.list_forecasts(self._snapshot, filters, cursor=cursor, limit=limit)

    def tension(self, filters: Filters = ALL) -> TensionAnswer:
        """Give tension over time, of the whole case and by dyad."""
        return outlook.show_tension(self._snapshot, filters)

    def indicators(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> FiringPage:
        """List the indicators that came on, with the acts behind them and how each has done so far."""
        return outlook.list_firings(self._snapshot, filters, cursor=cursor, limit=limit)

    def scores(self) -> Scoreboard:
        """Say how good the forecasts that the case keeps have been."""
        return outlook.show_scores(self._snapshot)

    def reports(self, filters: Filters = ALL, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> ReportPage:
        """List reports, the newest first."""
        return reports.list_reports(self._snapshot, filters, cursor=cursor, limit=limit)

    def report(self, doc_id: str, *, at: tuple[int, int] | None = None) -> Reading:
        """Give a report for reading: its text in runs, and the annotations that cover them.

        Args:
            doc_id: the report.
            at: code points of words to be shown; the window of a long text lies around them.

        Raises:
            SettingsError: there is no such report.
        """
        found = reports.read_report(self._snapshot, doc_id, at=at)
        if found is None:
            raise SettingsError(f"no report has the id {doc_id!r}; see reports()")
        return found

    def search(self, words: str, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> HitPage:
        """Find reports that hold some words, with the passages in which they stand.

        Raises:
            SettingsError: the words are no query.
        """
        return search.find_words(self._snapshot, words, cursor=cursor, limit=limit)

    def judgements(self, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> JudgementPage:
        """List what analysts decided, the last judgement first."""
        return judgements.list_judgements(self._snapshot, cursor=cursor, limit=limit)

    def issues(self, *, cursor: str | None = None, limit: int = LIMIT_USUAL) -> IssuePage:
        """List what could not be read or done, and why."""
        return issues.list_issues(self._snapshot, cursor=cursor, limit=limit)

    def export(self, name: str, form: exports.Form, filters: Filters = ALL) -> Iterator[bytes]:
        """Write all rows of a view under its filters, piece by piece.

        Args:
            name: events, claims, positions, figures, agenda, ties, places, reports, issues, judgements, forecasts,
                tension or indicators.
            form: csv, jsonl, parquet or geojson.
            filters: the same as for the view.

        Raises:
            SettingsError: there is no such table in this case, or it has no places.
        """
        return exports.export_rows(self._snapshot, name, form, filters)
