"""The addresses of the web API: each a question to one of the queries."""

import re
from typing import Annotated, Any, cast

from litestar import Request, Router, get, post
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from standoff.web import exports
from standoff.web.asking import (
    AskedFilters,
    AskedSnapshot,
    Cursor,
    Limit,
    Words,
    answer_unchanged,
    explain,
    provide_filters,
    provide_snapshot,
    snapshots_of,
    tag_answer,
)
from standoff.web.exports import MEDIA
from standoff.web.filters import LIMIT_USUAL, Filters
from standoff.web.picture_routes import PICTURE_HANDLERS
from standoff.web.queries import claims, events, issues, judgements, overview, reports, search
from standoff.web.queries.claims import ClaimOrder
from standoff.web.shapes import (
    ClaimPage,
    ClaimTree,
    EventPage,
    HitPage,
    IssuePage,
    JudgementGiven,
    JudgementPage,
    Overview,
    Reading,
    ReportPage,
    StateNow,
)
from standoff.web.snapshot import Snapshot

Span = Annotated[
    str | None, QueryParameter(pattern=r"^\d{1,9}-\d{1,9}$", description="code points of the words to show: start-end")
]
LIMIT_HITS = 20
"""Reports on a page of the search; each is read through for its passages."""
_SPAN = re.compile(r"(\d+)-(\d+)")


@get("/state", sync_to_thread=True, summary="State")
def show_state(request: Request[Any, Any, Any]) -> StateNow:
    """Say which state of the case is being shown; a page asks now and then to see what is new."""
    snapshot = snapshots_of(request).get()
    return StateNow(snapshot.state, snapshot.rows("select count(*) as n from reports")[0]["n"])


@get("/overview", sync_to_thread=True, summary="Overview")
def show_overview(request: Request[Any, Any, Any], snapshot: AskedSnapshot) -> Overview:
    """Say what is in the case and what its lists can be narrowed to."""
    return overview.show_overview(snapshot, snapshots_of(request).case.name)


@get("/events", sync_to_thread=True, summary="Events")
def list_events(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
    newest: FromQuery[bool] = False,
) -> EventPage:
    """List events in order of time."""
    return events.list_events(snapshot, filters, cursor=cursor, limit=limit, newest_first=newest)


@get("/reports", sync_to_thread=True, summary="Reports")
def list_reports(
    snapshot: AskedSnapshot, filters: AskedFilters, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> ReportPage:
    """List reports, the newest first."""
    return reports.list_reports(snapshot, filters, cursor=cursor, limit=limit)


@get("/reports/{doc_id:str}", sync_to_thread=True, summary="One report")
def read_report(snapshot: AskedSnapshot, doc_id: FromPath[str], at: Span = None) -> Reading:
    """Give a report for reading: its text in runs, and the annotations that cover them."""
    found = _SPAN.fullmatch(at or "")
    reading = reports.read_report(snapshot, doc_id, at=(int(found[1]), int(found[2])) if found else None)
    if reading is None:
        raise NotFoundException(f"no report has the id {doc_id[:40]!r}; see the list of reports")
    return reading


@get("/issues", sync_to_thread=True, summary="Issues")
def list_issues(snapshot: AskedSnapshot, cursor: Cursor = None, limit: Limit = LIMIT_USUAL) -> IssuePage:
    """List what could not be read or done, and why."""
    return issues.list_issues(snapshot, cursor=cursor, limit=limit)


@get("/search", sync_to_thread=True, summary="Search")
def find_words(snapshot: AskedSnapshot, q: Words = None, cursor: Cursor = None, limit: Limit = LIMIT_HITS) -> HitPage:
    """Find reports that hold some words, with the passages in which they stand."""
    return search.find_words(snapshot, q or "", cursor=cursor, limit=limit)


@get("/claims", sync_to_thread=True, summary="Claims")
def list_claims(
    snapshot: AskedSnapshot,
    filters: AskedFilters,
    order: FromQuery[ClaimOrder] = "recent",
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> ClaimPage:
    """List claims with their grades."""
    return claims.list_claims(snapshot, filters, order=order, cursor=cursor, limit=limit)


@get("/claims/{claim_id:str}", sync_to_thread=True, summary="One claim")
def show_claim(snapshot: AskedSnapshot, claim_id: FromPath[str]) -> ClaimTree:
    """Give a claim with its mentions, origins, grade and what stands against it."""
    found = claims.show_claim(snapshot, claim_id)
    if found is None:
        raise NotFoundException(f"no claim has the id {claim_id[:40]!r}; see the list of claims")
    return found


@get("/export/{file:str}", sync_to_thread=True, summary="Export", media_type="application/octet-stream")
def export_rows(snapshot: AskedSnapshot, filters: AskedFilters, file: FromPath[str]) -> Stream:
    """Save the rows of a view under its filters: NAME.csv, .jsonl, .parquet or .geojson, as a stream."""
    name, _, form = file.rpartition(".")
    if form not in MEDIA:
        raise NotFoundException(f"there is no form {form[:20]!r}; there are: {', '.join(MEDIA)}")
    chunks = exports.export_rows(snapshot, name, cast(exports.Form, form), filters)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Stream(chunks, media_type=MEDIA[form], headers=headers)


@get("/judgements", sync_to_thread=True, summary="Judgements")
def list_judgements(snapshot: AskedSnapshot, cursor: Cursor = None, limit: Limit = LIMIT_USUAL) -> JudgementPage:
    """List what analysts decided, the last judgement first."""
    return judgements.list_judgements(snapshot, cursor=cursor, limit=limit)


@post("/judgements", sync_to_thread=True, summary="Judge", status_code=201)
def make_judgement(request: Request[Any, Any, Any], data: JSONBody[JudgementGiven]) -> JudgementPage:
    """Write a judgement into the journal, and give the list with it; nothing is ever taken out of the journal."""
    snapshots = snapshots_of(request)
    snapshots.case.judge(judgements.draft_judgement(snapshots.get(), data))
    return judgements.list_judgements(snapshots.get(wait=True), cursor=None, limit=LIMIT_USUAL)


HANDLERS = [
    list_judgements,
    make_judgement,
    show_state, show_overview, list_events, list_reports, read_report, list_issues, find_words, list_claims, show_claim,
    export_rows,
    *PICTURE_HANDLERS,
]  # fmt: skip


def api_router() -> Router:
    """Put the addresses under `/api`."""
    return Router(
        "/api",
        route_handlers=HANDLERS,
        dependencies={
            "snapshot": Provide(provide_snapshot, sync_to_thread=True),
            "filters": Provide(provide_filters, sync_to_thread=False),
        },
        before_request=answer_unchanged,
        after_request=tag_answer,
        exception_handlers={Exception: explain},
        signature_types=[Snapshot, Filters],
    )
