"""The Python interface; every command has its function here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from standoff import __version__
from standoff.annotate.place_candidates import Namer
from standoff.annotate.place_resolution import country_evidence, describe, resolve_spans
from standoff.core.document import Document
from standoff.core.errors import SettingsError, StandoffError
from standoff.core.layers import LAYERS
from standoff.core.provenance import Provenance
from standoff.outlook.what_if import what_if
from standoff.picture.brief import Brief, Scope
from standoff.picture.changes import Changes
from standoff.resources.example_case import example_inputs
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.language_model import model_name
from standoff.resources.tables import resources_digest
from standoff.run.case import Case
from standoff.run.classify import Classification, classify
from standoff.run.installation import check_installation
from standoff.run.judging import claims, judge, judgements, sources
from standoff.run.marked import MarkedText, parse_marked
from standoff.run.pipeline import build_stages
from standoff.run.prospects import Prospects, prospects, settle
from standoff.run.reports import Reports, read, read_text
from standoff.run.settings import Settings
from standoff.run.watching import watch
from standoff.store.format import is_case
from standoff.store.geojson import place_features
from standoff.store.records import EventRecord, event_records, events_table, layer_records, layer_table
from standoff.store.tables import Table
from standoff.web.explorer import Explorer
from standoff.web.filters import Filters
from standoff.web.pictures import Picture, compare_pictures, make_picture
from standoff.web.shown import FolderCase, MemoryCase, ShownCase

__all__ = [
    "Case",
    "Changes",
    "Classification",
    "Explorer",
    "Filters",
    "MarkedText",
    "Picture",
    "Prospects",
    "Reports",
    "StandoffError",
    "Table",
    "__version__",
    "annotate",
    "brief",
    "changes",
    "claims",
    "classify",
    "code",
    "doctor",
    "example_inputs",
    "explore",
    "geojson",
    "judge",
    "judgements",
    "locate",
    "parse_marked",
    "prospects",
    "read",
    "read_text",
    "schema",
    "serve",
    "settle",
    "sources",
    "watch",
    "what_if",
]

Progress = Callable[[int, int], None]

Source = Reports | str | Path | Sequence[str | Path]


def _reports(source: Source) -> Reports:
    if isinstance(source, Reports):
        return source
    return read(*([source] if isinstance(source, str | Path) else source))


def code(source: Source, *, progress: Progress | None = None) -> Table:
    """Code the events of reports.

    Args:
        source: reports, or paths as for `read`.
        progress: as for `Reports.views`.

    Returns:
        One row per event; columns as `schema("event")` describes them.
    """
    reports = _reports(source)
    return Table(events_table([r for view in reports.views(progress) for r in event_records(view)]), reports.issues)


def annotate(layer: str, source: Source, *, progress: Progress | None = None) -> Table:
    """Give one layer of annotations.

    Args:
        layer: a name out of `core.layers.LAYERS`, such as "times" or "actors".
        source: reports, or paths as for `read`.
        progress: as for `Reports.views`.

    Raises:
        SettingsError: there is no such layer.
    """
    check_layer(layer)
    reports = _reports(source)
    views = reports.views(progress)
    return Table(layer_table(layer, [row for view in views for row in layer_records(view, layer)]), reports.issues)


def geojson(source: Source, *, progress: Progress | None = None) -> dict[str, Any]:
    """Give the places of reports as a GeoJSON feature collection.

    Args:
        source: reports, or paths as for `read`.
        progress: as for `Reports.views`.

    Returns:
        A feature per mention; its geometry is None where the words name no spot, such as a country.
    """
    return place_features(_reports(source).views(progress))


def locate(text: str, spans: Sequence[tuple[int, int]], *, actors: str | None = None) -> list[dict[str, Any] | None]:
    """Say which places names mean that somebody else has found in a text.

    Args:
        text: the whole text: the other names in it help to decide.
        spans: half-open code points of the names.
        actors: as for `read`.

    Returns:
        Per span the place, or None where no table knows the name: name, kind, country, region, parties, place_id,
        latitude, longitude, radius_km (its reach around a map label's point, for countries too), confidence.
    """
    known = load_gazetteer(actors)
    found = resolve_spans(text, spans, Namer(known), country_evidence(text, known))
    return [None if row is None else describe(row) for row in found]


def check_layer(layer: str, form: str = "json") -> None:
    """Check a layer's name, and whether it can be written in a form.

    Raises:
        SettingsError: there is no such layer, or it has no coordinates.
    """
    if form == "geojson" and layer != "places":
        raise SettingsError(f"geojson is for places, not for {layer!r}; leave --format out")
    if layer not in LAYERS:
        raise SettingsError(f"no layer is called {layer!r}; choose one of {', '.join(LAYERS)}")


def brief(
    source: Source | Case,
    *,
    as_of: str | None = None,
    since: str | None = None,
    actor: str | None = None,
    progress: Progress | None = None,
) -> Picture:
    """Make the one-page picture of reports or of a case.

    Args:
        source: a case or its folder, reports, or paths as for `read`.
        as_of: ISO day; reports known later are left out, and so is everything that rests on them.
        since: ISO day; only what was told on it or later.
        actor: only lines in which this actor takes part: a country's code, or a part of a name.
        progress: as for `Reports.views`.
    """
    shown, settings = _shown(source, progress)
    return make_picture(shown, provenance(settings), Scope(as_of, since, actor))


def changes(
    source: Source | Case, since: str, *, as_of: str | None = None, progress: Progress | None = None
) -> Changes:
    """Say what changed between two states of knowledge: new, confirmed, contradicted, resolved, changed.

    Args:
        source: as for `brief`.
        since: ISO day of the earlier state.
        as_of: ISO day of the later one; None = all that is known.
        progress: as for `Reports.views`.

    Raises:
        SettingsError: the earlier day is not before the later one.
    """
    shown, settings = _shown(source, progress)
    return compare_pictures(shown, provenance(settings), since, as_of)


def explore(source: Source | Case, *, as_of: str | None = None, progress: Progress | None = None) -> Explorer:
    """Ask a case what the views of the web app ask it: lists by the page under filters, evidence of a claim, charts.

    Args:
        source: a case or its folder, reports, or paths as for `read`.
        as_of: ISO day; reports known later are left out, and so is everything that rests on them.
        progress: as for `Reports.views`.
    """
    return Explorer(_shown(source, progress)[0], as_of)


def _shown(source: Source | Case, progress: Progress | None) -> tuple[ShownCase, Settings]:
    """Give reports or a case as something with tables, and what decided how it was read."""
    if isinstance(source, Case):
        return FolderCase(source.folder), source.settings
    if isinstance(source, str | Path) and is_case(source):
        return FolderCase(source), Case.open(source).settings
    reports = _reports(source)
    return MemoryCase("reports", reports.views(progress), reports.issues), reports.settings


def provenance(settings: Settings) -> Provenance:
    """Say what makes results under some settings."""
    stages = [f"{stage.name}/{stage.version}" for stage in build_stages(settings)]
    return Provenance(__version__, resources_digest(), model_name(), settings.actors, stages)


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema of an event record, a document, the brief, or a layer's record.

    Raises:
        SettingsError: there is no such record.
    """
    whole: dict[str, type[Any]] = {"event": EventRecord, "brief": Brief, "document": Document}
    if name in whole:
        return msgspec.json.schema(whole[name])
    if name not in LAYERS:
        raise SettingsError(f"no record is called {name!r}; choose one of {', '.join([*whole, *LAYERS])}")
    made = msgspec.json.schema(LAYERS[name])
    key = made["$ref"].rsplit("/", 1)[1]
    body = made["$defs"][key]
    head = {
        "doc_id": {"type": "string", "description": "the report; see document"},
        "text": {"type": "string", "description": "the words between start and end"},
    }
    body["properties"] = head | body["properties"]
    body["required"] = ["doc_id", "text", *body["required"]]
    return made


def doctor() -> list[tuple[str, bool, str]]:
    """Check the installation: per check its name, whether all is well, and what was found or what to do."""
    return check_installation(__version__)


def serve(
    case: str | Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8350,
    token: str | None = None,
    names: Sequence[str] = (),
    open_browser: bool = False,
    example: bool = False,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve a case as pages for the browser until interrupted.

    Args:
        case: folder of the case.
        host: address to listen on.
        port: port; 0 takes any free one.
        token: what every request must know; where others can reach the address, one is made if none is given.
        names: further names under which this machine is asked, for the check of the header `Host`.
        open_browser: open the page in the machine's browser.
        example: serve the example case that ships with Standoff, in memory.
        tell: is told the address.

    Raises:
        SettingsError: neither a case nor the example is asked for, it cannot be served there, or the libraries for
            serving are not installed.
    """
    try:
        from standoff.web.serve import checked_address, serve_case
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is not installed; run: pip install 'standoff[web]'") from error

    address = checked_address(host, port, token, names)
    serve_case(_shown_case(case, example), address, tell=tell, open_browser=open_browser)


def _shown_case(case: str | Path | None, example: bool) -> ShownCase:

    if case is not None:
        return FolderCase(case)
    if not example:
        raise SettingsError("nothing to serve; name the folder of a case, or give --example")
    paths, actors = example_inputs()
    reports = read(*paths, actors=actors)
    return MemoryCase("example", reports.views(), reports.issues)
