"""Commands on reports that are given by name and kept nowhere."""

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from standoff.cli.options import (
    BROKEN,
    Actors,
    Example,
    Files,
    Progress,
    RulesOnly,
    app,
    finish,
    read_reports,
    write,
)


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

    reports = read_reports(files, actors, example, rules_only)
    progress = Progress(len(reports.documents))
    for view in reports.views(progress):
        for record in event_records(view):
            write(msgspec.json.encode(record) + b"\n")
    progress.close()
    return finish(reports.issues, tell=True)


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
    reports = read_reports(files, actors, example, rules_only)
    progress = Progress(len(reports.documents))
    if format == "geojson":
        write(msgspec.json.encode(api.geojson(reports, progress=progress)) + b"\n")
    else:
        for view in reports.views(progress):
            for record in layer_records(view, layer):
                write(msgspec.json.encode(record) + b"\n")
    progress.close()
    return finish(reports.issues, tell=True)


@app.command
def classify(
    texts: Annotated[
        list[str] | None, Parameter(help="Texts with <s>source</s> and <t>target</t>; else lines of standard input.")
    ] = None,
    /,
    *,
    act_known: Annotated[
        bool, Parameter(help="There is an act between the two: name the likeliest, never none.", negative=())
    ] = False,
) -> int:
    """Say what one marked actor does to the other: a JSON object per text."""
    import msgspec

    from standoff import api

    lines = texts or [line.rstrip("\n") for line in sys.stdin if line.strip()]
    for found in api.classify([api.parse_marked(line) for line in lines], act_known=act_known):
        write(msgspec.json.encode(found) + b"\n")
    return 0


@app.command
def schema(name: str, /) -> int:
    """Print the JSON Schema of event, document, brief, or of a layer's record."""
    import msgspec

    from standoff import api

    write(msgspec.json.format(msgspec.json.encode(api.schema(name)), indent=2) + b"\n")
    return 0


@app.command
def doctor() -> int:
    """Check the installation: Python, data files, the parser's model, the list of stages."""
    from standoff import api

    found = api.doctor()
    for name, well, text in found:
        print(f"{'ok ' if well else 'BAD'}  {name}: {text}")
    return 0 if all(well for _, well, _ in found) else BROKEN
