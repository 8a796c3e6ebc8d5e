"""The command line. Results go to standard output, everything else to standard error.

Exit status: 0 all well, 1 something could not be read, 2 a wrong argument, 3 the installation is at fault.
"""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from standoff import __version__
from standoff.core.errors import ResourceError, StandoffError
from standoff.core.issues import Issue

READ_FAULT, WRONG_ARGUMENT, BROKEN = 1, 2, 3
PROGRESS_AFTER_S = 1.0
STDIN = "/dev/stdin:"
"""Stands for `-` while the arguments are parsed, which would take it for an option."""

app = App(
    name="standoff",
    version=__version__,
    help="Reads the reporting on a crisis and gives back a picture that can be checked word by word.",
)

Files = Annotated[
    list[str] | None, Parameter(help="Text, HTML, JSON or JSONL files, folders of them, or - for standard input.")
]
Actors = Annotated[str | None, Parameter(help="CSV of further actors, with the columns of countries.csv.")]
RulesOnly = Annotated[
    bool, Parameter(negative="", help="Code by rule alone: faster, and blind to words that the lexicon lacks.")
]
Example = Annotated[bool, Parameter(negative="", help="Read the example case that ships with Standoff.")]


class _Progress:
    """Says on standard error how far the work is, once it takes longer than a second."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.shown = False
        self.timer = threading.Timer(PROGRESS_AFTER_S, self._show, [0])
        self.timer.daemon = True
        if total:
            self.timer.start()

    def __call__(self, done: int, total: int) -> None:
        """Report that so many of all reports are done."""
        if self.shown and done < total:
            self._show(done)

    def _show(self, done: int) -> None:
        self.shown = True
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"standoff: {done} of {self.total} reports read", end=end, file=sys.stderr, flush=True)

    def close(self) -> None:
        """End the line."""
        self.timer.cancel()
        if self.shown and sys.stderr.isatty():
            print(file=sys.stderr)


def _reports(files: Sequence[str] | None, actors: str | None, example: bool, rules_only: bool = False) -> Any:
    from standoff import api

    paths = ["-" if path == STDIN else path for path in files or []]
    if example:
        shipped, table = api.example_inputs()
        paths += shipped
        actors = actors or table
    if not paths:
        paths = ["-"]
    return api.read(*paths, actors=actors, coder=not rules_only, stdin=sys.stdin.buffer if "-" in paths else None)


def _finish(issues: Sequence[Issue], *, tell: bool) -> int:
    if tell:
        for issue in issues:
            print(f"standoff: {issue.line()}", file=sys.stderr)
    return READ_FAULT if any(issue.fatal for issue in issues) else 0


@app.command
def brief(
    files: Files = None,
    /,
    *,
    html: Annotated[str | None, Parameter(help="Also write one self-contained page to this file.")] = None,
    json: Annotated[bool, Parameter(negative="", help="Print the picture as JSON.")] = False,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
    width: Annotated[int | None, Parameter(help="Longest line; by default the terminal's, at most 100.")] = None,
) -> int:
    """Print the picture of some reports on one page."""
    from standoff import api

    reports = _reports(files, actors, example, rules_only)
    progress = _Progress(len(reports.documents))
    picture = api.brief(reports, progress=progress)
    progress.close()
    if html is not None:
        Path(html).write_text(picture.to_html(), encoding="utf-8")
        print(f"standoff: page written to {html}", file=sys.stderr)
    if json:
        _write(picture.to_json() + b"\n")
    else:
        _write(picture.to_text(width or _terminal_width()).encode())
    return _finish(reports.issues, tell=json)


def _terminal_width() -> int:
    import shutil

    return min(100, shutil.get_terminal_size((80, 24)).columns)


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@app.command
def code(
    files: Files = None,
    /,
    *,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
) -> int:
    """Print one JSON object per event, a line each."""
    import msgspec

    from standoff.store.records import event_records

    reports = _reports(files, actors, example, rules_only)
    progress = _Progress(len(reports.documents))
    for view in reports.views(progress):
        for record in event_records(view):
            _write(msgspec.json.encode(record) + b"\n")
    progress.close()
    return _finish(reports.issues, tell=True)


@app.command
def annotate(
    layer: str,
    files: Files = None,
    /,
    *,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
    format: Annotated[
        Literal["json", "geojson"], Parameter(help="geojson (places only): one feature collection.")
    ] = "json",
) -> int:
    """Print one layer (times, places, statements, ...) as one JSON object per row."""
    import msgspec

    from standoff import api
    from standoff.store.records import layer_records

    api.check_layer(layer, format)
    reports = _reports(files, actors, example, rules_only)
    progress = _Progress(len(reports.documents))
    if format == "geojson":
        _write(msgspec.json.encode(api.geojson(reports, progress=progress)) + b"\n")
    else:
        for view in reports.views(progress):
            for record in layer_records(view, layer):
                _write(msgspec.json.encode(record) + b"\n")
    progress.close()
    return _finish(reports.issues, tell=True)


@app.command
def classify(
    texts: Annotated[
        list[str] | None, Parameter(help="Texts with <s>source</s> and <t>target</t>; else lines of standard input.")
    ] = None,
    /,
) -> int:
    """Say what one marked actor does to the other: a JSON object per text."""
    import msgspec

    from standoff import api

    lines = texts or [line.rstrip("\n") for line in sys.stdin if line.strip()]
    for found in api.classify([api.parse_marked(line) for line in lines]):
        _write(msgspec.json.encode(found) + b"\n")
    return 0


@app.command
def tension(
    files: Files = None,
    /,
    *,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
) -> int:
    """Print how hostile what happened was, by day and pair of countries: a JSON object per row."""
    import msgspec

    from standoff import api

    reports = _reports(files, actors, example, rules_only)
    progress = _Progress(len(reports.documents))
    for row in api.tension(reports, progress=progress):
        _write(msgspec.json.encode(row) + b"\n")
    progress.close()
    return _finish(reports.issues, tell=True)


@app.command
def schema(name: str, /) -> int:
    """Print the JSON Schema of event, document, brief, or of a layer's record."""
    import msgspec

    from standoff import api

    _write(msgspec.json.format(msgspec.json.encode(api.schema(name)), indent=2) + b"\n")
    return 0


@app.command
def doctor() -> int:
    """Check the installation: Python, data files, the parser's model, the list of stages."""
    from standoff import api

    found = api.doctor()
    for name, well, text in found:
        print(f"{'ok ' if well else 'BAD'}  {name}: {text}")
    return 0 if all(well for _, well, _ in found) else BROKEN


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = app([STDIN if word == "-" else word for word in given], result_action="return_value")
    except ResourceError as error:
        print(f"standoff: {error}", file=sys.stderr)
        sys.exit(BROKEN)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (StandoffError, OSError) as error:
        print(f"standoff: {error}", file=sys.stderr)
        sys.exit(WRONG_ARGUMENT)
    sys.exit(status if isinstance(status, int) else 0)
