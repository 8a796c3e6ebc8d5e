"""The Python interface; every command has its function here."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa

from standoff import __version__
from standoff.annotate.place_candidates import Namer
from standoff.annotate.place_resolution import country_evidence, describe, resolve_spans
from standoff.core.document import Document, DocumentView, to_batch
from standoff.core.errors import ModelError, SettingsError, StandoffError
from standoff.core.issues import Issue
from standoff.core.judgement import Action
from standoff.core.layers import LAYERS
from standoff.core.provenance import Provenance
from standoff.match.actors import known_persons, unify_actors
from standoff.match.copies import find_copies
from standoff.outlook.tension import daily_tension
from standoff.picture.brief import Brief, build_brief
from standoff.read import inputs
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.language_model import check_files, default_model_folder, load_model, model_name
from standoff.resources.tables import ROOT, resources_digest
from standoff.run import judging
from standoff.run.case import Case
from standoff.run.classify import Classification, classify
from standoff.run.marked import MarkedText, parse_marked
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_documents
from standoff.run.settings import Settings
from standoff.run.watching import watch
from standoff.store.geojson import place_features
from standoff.store.journal import JournalLine
from standoff.store.records import EventRecord, event_records, events_table, layer_records, layer_table
from standoff.store.tables import Table
from standoff.web.page import render_page
from standoff.web.shown import FolderCase, MemoryCase, ShownCase
from standoff.web.text import render_text

__all__ = [
    "Case",
    "Classification",
    "MarkedText",
    "Picture",
    "Reports",
    "StandoffError",
    "Table",
    "__version__",
    "annotate",
    "brief",
    "claims",
    "classify",
    "code",
    "doctor",
    "geojson",
    "judge",
    "judgements",
    "locate",
    "parse_marked",
    "read",
    "read_text",
    "schema",
    "serve",
    "tension",
    "watch",
]

Progress = Callable[[int, int], None]
EVENT_COLUMNS = {
    "date": "published",
    "type": "type",
    "status": "status",
    "who": "sources.name",
    "to whom": "targets.name",
    "words": "text",
    "said by": "speakers.actor.name",
    "report": "report",
    "event": "event_id",
}
"""What a table of events shows people: title, and where it stands in the record."""


@dataclass(slots=True)
class Reports:
    """Reports that were read, and what could not be; annotated on first use, once."""

    documents: Sequence[Document]
    issues: list[Issue]
    settings: Settings = field(default_factory=Settings)
    _views: list[DocumentView] | None = None

    def views(self, progress: Progress | None = None) -> list[DocumentView]:
        """Annotate the reports, or give what was annotated before.

        Args:
            progress: called with the number of reports done and the number of all.
        """
        if self._views is None:
            made: list[DocumentView] = []
            total = len(self.documents)
            stages = build_stages(self.settings) if total else ()
            for views, issues in run_documents(self.documents, stages, batch_size=self.settings.batch_size):
                made += views
                self.issues += issues
                if progress is not None:
                    progress(len(made), total)
            self._views = made
        return self._views

    def to_batch(self, progress: Progress | None = None) -> pa.RecordBatch:
        """Give everything as one Arrow record batch: a row per report, a column per layer.

        Args:
            progress: as for `views`.
        """
        return to_batch(self.views(progress))


@dataclass(frozen=True, slots=True)
class Picture:
    """A brief, and the texts that it rests on."""

    brief: Brief
    views: Sequence[DocumentView]

    def to_text(self, width: int = 80) -> str:
        """Write the brief as plain text, lines no longer than `width` characters."""
        return render_text(self.brief, width)

    def to_html(self) -> str:
        """Write the brief as one self-contained HTML page."""
        return render_page(self.brief, self.views)

    def to_json(self) -> bytes:
        """Write the brief as JSON."""
        return msgspec.json.format(msgspec.json.encode(self.brief), indent=2)


Source = Reports | str | Path | Sequence[str | Path]


def read(*paths: str | Path, actors: str | None = None, coder: bool = True, stdin: BinaryIO | None = None) -> Reports:
    """Read files and folders.

    Args:
        paths: files (kinds: docs/sources.md), folders, web addresses, or `-` for standard input.
        actors: path of a CSV of further actors, with the columns of `countries.csv`.
        coder: let the trained coder weigh and complete the rules' events; False: rules alone, which is about twice as
            fast and misses most acts whose words the lexicon does not know.
        stdin: what `-` reads.

    Returns:
        The reports; problems are rows in `issues`, they raise nothing.
    """
    documents, issues = inputs.read_inputs(paths, stdin=stdin)
    return Reports(documents, issues, Settings(actors=actors, coder=coder))


def read_text(
    text: str,
    *,
    published: str | None = None,
    actors: str | None = None,
    coder: bool = True,
    **known: str | None,
) -> Reports:
    """Make a report of a text in memory.

    Args:
        text: the text.
        published: ISO date of publication, against which relative dates are read.
        actors: as for `read`.
        coder: as for `read`.
        known: name, ref, url, title, outlet or author.
    """
    document = inputs.read_text(text, published=published, **known)  # type: ignore[arg-type]
    return Reports([document], [], Settings(actors=actors, coder=coder))


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
    records = [record for view in reports.views(progress) for record in event_records(view)]
    return Table(events_table(records), reports.issues)


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
    records = [record for view in reports.views(progress) for record in layer_records(view, layer)]
    return Table(layer_table(layer, records), reports.issues)


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
        latitude, longitude, radius_km, confidence. The coordinates are those of a map's label, for countries too:
        `radius_km` says how far the place reaches around them.
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


def brief(source: Source, *, progress: Progress | None = None) -> Picture:
    """Make the one-page picture of reports.

    Args:
        source: reports, or paths as for `read`.
        progress: as for `Reports.views`.
    """
    reports = _reports(source)
    views = reports.views(progress)
    return Picture(build_brief(views, reports.issues, provenance(reports.settings)), views)


def provenance(settings: Settings) -> Provenance:
    """Say what makes results under some settings."""
    stages = [f"{stage.name}/{stage.version}" for stage in build_stages(settings)]
    return Provenance(__version__, resources_digest(), model_name(), settings.actors, stages)


def tension(source: Source, *, progress: Progress | None = None) -> Table:
    """Score each pair of countries by day, from what is told to have happened between them.

    Args:
        source: reports, or paths as for `read`.
        progress: as for `Reports.views`.

    Returns:
        One row per day and pair: day, actor, other, events, inferred_days (events put on their report's day), and
        mean_intensity and worst as PLOVER scores, -10..10. Reports that copy others do not count.
    """
    reports = _reports(source)
    views = reports.views(progress)
    copies = find_copies(views)
    originals = [view for view in views if copies[view.doc.doc_id] == view.doc.doc_id]
    records = [record for view in originals for record in event_records(view)]
    told = [
        record
        for record in unify_actors(records, known_persons(records))
        if not record.speakers and record.content_of is None
    ]
    return Table(daily_tension(told), reports.issues)


def _case(source: Case | str | Path) -> Case:
    return source if isinstance(source, Case) else Case.open(source)


def claims(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the claims of a case: what is said to be so, from how many independent origins, and what stands against it.

    Args:
        case: a case, or its folder.
        as_of: ISO day; what was known later is left out.

    Returns:
        One row per claim; docs/claims.md describes the columns.
    """
    return judging.claims_table(_case(case), as_of)


def sources(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the sources of a case with their reliability, A to F, and its working.

    Args:
        case: as for `claims`.
        as_of: as for `claims`.
    """
    return judging.sources_table(_case(case), as_of)


def judge(
    case: Case | str | Path,
    action: Action | str,
    targets: Sequence[str] = (),
    *,
    who: str | None = None,
    **details: Any,
) -> JournalLine:
    """Decide something about a case: it is written into the journal, and the tables change with it.

    Args:
        case: as for `claims`.
        action: confirm, reject, merge, split, grade_claim, grade_source, correct_actor or undo.
        targets: ids of claims, or spans as doc_id:start:end.
        who: who decides; by default the user's login name.
        details: value, country, source, undoes and note, as the action needs them.

    Raises:
        SettingsError: no such action, claim, span or judgement, or something that the action needs is missing.
    """
    return judging.judge(_case(case), judging.action_of(action), targets, who=who, **details)


def judgements(case: Case | str | Path) -> Table:
    """Give what was decided about a case, in order, each with its state: stands, undone or orphan.

    Args:
        case: as for `claims`.
    """
    return judging.judgements_table(_case(case))


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
    """Check the installation.

    Returns:
        Per check its name, whether all is well, and what was found or what to do.
    """
    found = [
        ("python", sys.version_info >= (3, 11), sys.version.split()[0]),
        ("standoff", True, f"{__version__}, resources {resources_digest()}"),
    ]
    try:
        folder = default_model_folder()
        wrong = check_files(folder)
        text = f"{folder}: all files as tested" if not wrong else "; ".join(wrong)
        found.append(("model files", not wrong, text))
        model = load_model(model_name())
        found.append(("parser", True, f"{model.meta['lang']}_{model.meta['name']} {model.meta['version']}"))
    except ModelError as error:
        found.append(("parser", False, str(error)))
    stages = build_stages(Settings())
    found.append(("stages", True, " > ".join(stage.name for stage in stages)))
    return found


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
        SettingsError: neither a case nor the example is asked for, or it cannot be served there.
    """
    from standoff.web.serve import checked_address, serve_case

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


def example_inputs() -> tuple[list[str], str]:
    """Give the paths of the example case that ships with the package, and of its table of actors."""
    folder = Path(str(ROOT)) / "examples"
    paths = [str(path) for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".html", ".jsonl"}]
    return paths, str(folder / "actors.csv")
