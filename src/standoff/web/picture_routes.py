"""The addresses of the web API that lay out the picture: timeline, map, positions, figures, agenda, network."""

from datetime import date
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from standoff.core.errors import SettingsError
from standoff.web.asking import AskedFilters, AskedSnapshot, Cursor, Limit, snapshots_of
from standoff.web.briefs import Briefing, ChangesSeen
from standoff.web.filters import LIMIT_USUAL
from standoff.web.outlook_shapes import FiringPage, ForecastPage, Scoreboard, TensionAnswer
from standoff.web.picture_shapes import AgendaPage, Holder, MapAnswer, Network, PositionPage, SeriesPage, Timeline
from standoff.web.queries import agenda, briefing, figures, network, outlook, positions, spots, timeline
from standoff.web.typeset import render_pdf

LANES_USUAL = 6
TOO_LARGE = "the case has too many events for one page; save the rows of a view instead"


@get("/timeline", sync_to_thread=True, summary="Timeline")
def show_timeline(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    lanes: Annotated[int, QueryParameter(ge=1, le=20, description="most lanes")] = LANES_USUAL,
) -> Timeline:
    """Give counts by lane and stretch of time, and single events where they are few."""
    return timeline.show_timeline(snapshot, filters, lanes=lanes)


@get("/map", sync_to_thread=True, summary="Map")
def show_map(snapshot: AskedSnapshot, filters: AskedFilters) -> MapAnswer:
    """Give the places of what is told, each with its precision, and the names without a point."""
    return spots.show_map(snapshot, filters)


@get("/positions", sync_to_thread=True, summary="Positions")
def list_positions(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> PositionPage:
    """List what actors demand, threaten, promise, refuse or concede, and what became of it."""
    return positions.list_positions(snapshot, filters, cursor=cursor, limit=limit)


@get("/holders", sync_to_thread=True, summary="Holders")
def list_holders(snapshot: AskedSnapshot) -> list[Holder]:
    """List who holds positions."""
    return positions.list_holders(snapshot)


@get("/figures", sync_to_thread=True, summary="Figures")
def list_figures(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> SeriesPage:
    """List series of figures with all their values."""
    return figures.list_series(snapshot, filters, cursor=cursor, limit=limit)


@get("/agenda", sync_to_thread=True, summary="Agenda")
def list_agenda(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> AgendaPage:
    """List what is planned, and what became of it."""
    return agenda.list_agenda(snapshot, filters, cursor=cursor, limit=limit)


@get("/network", sync_to_thread=True, summary="Network")
def show_network(snapshot: AskedSnapshot, filters: AskedFilters) -> Network:
    """Give who acts on whom."""
    return network.show_network(snapshot, filters)


@get("/briefing", sync_to_thread=True, summary="Briefing")
def show_briefing(snapshot: AskedSnapshot) -> Briefing:
    """Give the most important lines of the brief, and the questions that the authors leave open."""
    return briefing.show_briefing(snapshot)


@get("/changes", sync_to_thread=True, summary="Changes")
def show_changes(
    request: Request[Any, Any, Any],
    snapshot: AskedSnapshot,
    day: Annotated[date, QueryParameter(name="since", description="the state of knowledge that is compared with")],
) -> ChangesSeen:
    """Say what is new, confirmed, contradicted, resolved or changed since a day."""
    return briefing.show_changes(snapshots_of(request).get(day.isoformat()), snapshot, day)


@get("/export/brief.html", sync_to_thread=True, summary="Brief as a page", media_type="text/html")
def export_brief(snapshot: AskedSnapshot) -> Response[str]:
    """Save the brief as one HTML page that needs nothing but itself."""
    page = snapshot.page()
    if page is None:
        raise SettingsError(TOO_LARGE)
    headers = {"Content-Disposition": 'attachment; filename="brief.html"'}
    return Response(page, media_type="text/html", headers=headers)


@get("/forecasts", sync_to_thread=True, summary="Forecasts")
def list_forecasts(
    snapshot: AskedSnapshot, filters: AskedFilters, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> ForecastPage:
    """List what is likely next, with base rates, reasons, and what cannot be said."""
    return outlook.list_forecasts(snapshot, filters, cursor=cursor, limit=limit)


@get("/tension", sync_to_thread=True, summary="Tension")
def show_tension(snapshot: AskedSnapshot, filters: AskedFilters) -> TensionAnswer:
    """Give tension over time, of the whole case and by dyad."""
    return outlook.show_tension(snapshot, filters)


@get("/indicators", sync_to_thread=True, summary="Indicators")
def list_firings(
    snapshot: AskedSnapshot, filters: AskedFilters, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> FiringPage:
    """List the indicators that came on, with the acts behind them and how each has done so far."""
    return outlook.list_firings(snapshot, filters, cursor=cursor, limit=limit)


@get("/scores", sync_to_thread=True, summary="Scoreboard")
def show_scores(snapshot: AskedSnapshot) -> Scoreboard:
    """Say how good the forecasts that the case keeps have been."""
    return outlook.show_scores(snapshot)


@get("/export/brief.pdf", sync_to_thread=True, summary="Brief as PDF", media_type="application/pdf")
def export_pdf(snapshot: AskedSnapshot) -> Response[bytes]:
    """Save the brief as PDF; it needs the extra `pdf`."""
    made = snapshot.brief()
    if made is None:
        raise SettingsError(TOO_LARGE)
    headers = {"Content-Disposition": 'attachment; filename="brief.pdf"'}
    return Response(render_pdf(made), media_type="application/pdf", headers=headers)


PICTURE_HANDLERS = [
    export_pdf,
    list_forecasts,
    show_tension,
    list_firings,
    show_scores,
    export_brief,
    show_briefing,
    show_changes,
    show_timeline,
    show_map,
    list_positions,
    list_holders,
    list_figures,
    list_agenda,
    show_network,
]
