"""How a question reaches the queries: its parameters, the snapshot that answers it, and what a wrong one is told."""

import logging
from datetime import date
from typing import Annotated, Any

import duckdb
from litestar import MediaType, Request, Response
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import FromQuery, QueryParameter

from standoff.core.errors import StandoffError
from standoff.core.vocabulary import EventType, Status
from standoff.web.filters import LIMIT_MOST, Filters
from standoff.web.shapes import Fault
from standoff.web.snapshot import Snapshot, Snapshots

LOGGER = logging.getLogger("standoff.web")
WORDS_MOST = 500
"""Longest word or name that a filter takes (code points)."""

Words = Annotated[str | None, QueryParameter(name="q", max_length=WORDS_MOST, description="words to look for")]
Names = Annotated[
    list[str] | None,
    QueryParameter(name="actor", max_items=8, description="name or country code; several must all take part"),
]
Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=2000, description="`next` of the page before")]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT_MOST, description="most rows on a page")]
AsOf = Annotated[
    date | None, QueryParameter(name="as_of", description="show the case as it stood on this day; left out = now")
]

AskedSnapshot = NamedDependency[Snapshot]
AskedFilters = NamedDependency[Filters]


def snapshots_of(request: Request[Any, Any, Any]) -> Snapshots:
    """Give the snapshots of the running app."""
    found: Snapshots = request.app.state.snapshots
    return found


def provide_snapshot(request: Request[Any, Any, Any], as_of: AsOf = None) -> Snapshot:
    """Give the snapshot that answers a question."""
    return snapshots_of(request).get(as_of.isoformat() if as_of else None)


def provide_filters(
    actor: Names = None,
    who: Annotated[list[str] | None, QueryParameter(max_items=8, description="name or code of who acts")] = None,
    whom: Annotated[
        list[str] | None, QueryParameter(max_items=8, description="name or code of who is acted on")
    ] = None,
    event_type: Annotated[list[EventType] | None, QueryParameter(name="type")] = None,
    status: FromQuery[list[Status] | None] = None,
    quad: Annotated[list[int] | None, QueryParameter(name="quad", max_items=4)] = None,
    outlet: Annotated[str | None, QueryParameter(max_length=WORDS_MOST)] = None,
    report: Annotated[str | None, QueryParameter(name="report", max_length=100, description="doc_id")] = None,
    place: Annotated[str | None, QueryParameter(max_length=WORDS_MOST, description="name of a place")] = None,
    since: Annotated[date | None, QueryParameter(description="first day")] = None,
    until: Annotated[date | None, QueryParameter(description="last day")] = None,
    q: Words = None,
    kind: Annotated[str | None, QueryParameter(max_length=40, description="positions: demands, threatens, ...")] = None,
    found_state: Annotated[
        str | None, QueryParameter(name="state", max_length=40, description="state of claims or positions")
    ] = None,
    outcome: Annotated[str | None, QueryParameter(max_length=40, description="agenda: what became of it")] = None,
    origins: Annotated[int | None, QueryParameter(ge=0, le=1000, description="claims: least number of origins")] = None,
    contested: Annotated[bool, QueryParameter(description="claims: only those that something stands against")] = False,
    rivals: Annotated[bool, QueryParameter(description="figures: only series with rival values")] = False,
    horizon: Annotated[int | None, QueryParameter(ge=1, le=365, description="forecasts: days ahead")] = None,
) -> Filters:
    """Give the filters of a question."""
    return Filters(
        actors=actor or (),
        who=who or (),
        whom=whom or (),
        types=[kind.value for kind in event_type or ()],
        statuses=[kind.value for kind in status or ()],
        quads=quad or (),
        outlet=outlet,
        report=report,
        place=place,
        since=since,
        until=until,
        words=q,
        kind=kind,
        state=found_state,
        outcome=outcome,
        least_origins=origins,
        contested=contested,
        rivals=rivals,
        horizon=horizon,
    )


def etag_of(state: str) -> str:
    """Give the entity tag of every answer about a state."""
    return f'W/"{state}"'


def answer_unchanged(request: Request[Any, Any, Any]) -> Response[None] | None:
    """Answer 304 where the asker has the present state's answer already, before anything is queried."""
    known = request.headers.get("if-none-match")
    if request.method != "GET" or known is None:
        return None
    tag = etag_of(snapshots_of(request).case.state())
    return Response(None, status_code=304, headers={"ETag": tag}) if known == tag else None


def tag_answer(response: Response[Any]) -> Response[Any]:
    """Name the state in the answer's entity tag."""
    response.headers["Cache-Control"] = "private, no-cache"
    state = getattr(response.content, "state", None)
    if isinstance(state, str):
        response.headers["ETag"] = etag_of(state)
    return response


def explain(request: Request[Any, Any, Any], error: Exception) -> Response[Fault]:
    """Answer a question that went wrong: what was wrong with it, or that the fault is ours."""
    status, text = 500, "Standoff made a mistake here; the server's log says more. Please report it."
    if isinstance(error, HTTPException):
        status, text = error.status_code, str(error.detail)
        reasons = [str(part.get("message", "")) for part in error.extra or () if isinstance(part, dict)]
        text = ": ".join([text, "; ".join(reasons)]) if any(reasons) else text
    elif isinstance(error, StandoffError):
        status, text = 400, str(error)
    elif isinstance(error, (duckdb.ConversionException, duckdb.OutOfRangeException)):
        status, text = 400, "a value in the question is not of the kind that its field holds"
    else:
        LOGGER.error("%s %s", request.method, request.url.path, exc_info=error)
    return Response(Fault(text), status_code=status, media_type=MediaType.JSON)
