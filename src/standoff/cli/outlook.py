"""Commands that look ahead: forecasts, tension, indicators, what if, and the score of earlier forecasts."""

import sys
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from standoff.cli.options import Example, app, write

outlook = App(name="outlook", help="Look ahead: forecasts with their score, tension, indicators, what if.")
app.command(outlook)

Folder = Annotated[str | None, Parameter(help="A case that is up to date, or a file or folder of reports.")]
AsOf = Annotated[str | None, Parameter(help="ISO day from which to look ahead; what was known later is left out.")]
Prime = Annotated[list[str] | None, Parameter(help="Event table to learn from (ICEWS, POLECAT, GDELT or plain CSV).")]
Json = Annotated[bool, Parameter(negative="", help="Print JSON.")]
Top = Annotated[int, Parameter(help="So many lines of each kind.")]


def _prospects(folder: str | None, example: bool, as_of: str | None, prime: list[str] | None) -> Any:
    from standoff import api
    from standoff.store.format import is_case

    if example == (folder is not None):
        raise api.StandoffError("name a case or reports, or give --example: one of them")
    if folder is not None:
        source = folder if is_case(folder) else api.read(folder)
        return api.prospects(source, as_of=as_of, prime=prime or ())
    paths, actors = api.example_inputs()
    return api.prospects(api.read(*paths, actors=actors), as_of=as_of, prime=prime or ())


def _print_json(value: Any) -> int:
    import msgspec

    write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    return 0


@outlook.default
def forecast(
    folder: Folder = None,
    /,
    *,
    within: Annotated[str, Parameter(help="Days ahead, e.g. 7d,30d.")] = "7d,30d",
    as_of: AsOf = None,
    prime: Prime = None,
    keep: Annotated[bool, Parameter(help="Keep the forecasts in the case, to be scored later.")] = True,
    top: Top = 12,
    json: Json = False,
    example: Example = False,
) -> int:
    """Say how likely it is that one party does an act to another within some days, and why."""
    from standoff.cli.outlook_text import forecast_text
    from standoff.run.prospects import read_horizons

    found = _prospects(folder, example, as_of, prime)
    chances = found.forecasts(read_horizons(within), save=keep and found.case is not None)
    for primer in found.primers:
        left = ", ".join(f"{n} with {why}" for why, n in primer.left_out.items()) or "none"
        print(
            f"standoff: {primer.name} read as {primer.form}: {len(primer.acts)} acts; left out: {left}", file=sys.stderr
        )
    if json:
        return _print_json(chances)
    write(forecast_text(chances, top).encode())
    return 0


@outlook.command
def tension(
    folder: Folder = None,
    /,
    *,
    weekly: Annotated[bool, Parameter(negative="", help="Add days up by ISO week.")] = False,
    as_of: AsOf = None,
    top: Top = 6,
    json: Json = False,
    example: Example = False,
) -> int:
    """Plot tension by day or week, with alarms where its pace changed and where it heats up."""
    from standoff.cli.outlook_text import tension_text

    series = _prospects(folder, example, as_of, None).tension(weekly=weekly)
    if json:
        return _print_json(series)
    write(tension_text(series, top).encode())
    return 0


@outlook.command
def indicators(
    folder: Folder = None,
    /,
    *,
    file: Annotated[str | None, Parameter(help="Your own indicators (TOML); by default the starter set.")] = None,
    as_of: AsOf = None,
    json: Json = False,
    example: Example = False,
) -> int:
    """Show which indicators fired, when and on which events, and how well each has warned."""
    from standoff.cli.outlook_text import indicator_text

    found = _prospects(folder, example, as_of, None)
    firings, records = found.indicators(file)
    if json:
        return _print_json({"firings": firings, "records": records})
    words = {act.event_id: act.words for act in found.acts}
    write(indicator_text(firings, records, words).encode())
    return 0


@outlook.command
def score(folder: str, /, *, each: Annotated[bool, Parameter(negative="", help="List every forecast.")] = False,
          json: Json = False) -> int:  # fmt: skip
    """Score the forecasts that a case keeps: Brier, log score, skill, reliability, by horizon and type."""
    from standoff.cli.outlook_text import outcome_text, score_text

    found = _prospects(folder, False, None, None)
    if json:
        return _print_json({"scores": found.scores(), "outcomes": found.outcomes() if each else []})
    write(score_text(found.scores()).encode())
    if each:
        write(outcome_text(found.outcomes()).encode())
    return 0


@outlook.command
def resolve(
    folder: str,
    forecast_id: str,
    came: Literal["yes", "no"],
    /,
    *,
    by: Annotated[str, Parameter(help="Who says so.")],
    note: Annotated[str, Parameter(help="Why.")] = "",
) -> int:
    """Say by hand what came of a forecast."""
    from standoff import api

    api.settle(folder, forecast_id, came == "yes", by=by, note=note)
    return 0


@outlook.command(name="what-if")
def what_if(
    folder: Annotated[str | None, Parameter(help="A case, for the rate of the reference class.")] = None,
    /,
    *,
    stake: Annotated[list[str], Parameter(help="Range of a stake, e.g. war_a=-1.5:-0.5.")],
    change: Annotated[list[str], Parameter(help="What is added to which stake, e.g. back_down_a=-0.5.")],
    as_of: AsOf = None,
    json: Json = False,
) -> int:
    """Show how a change of stakes moves a crisis in the signalling game: a direction with a range, no forecast."""
    from standoff import api
    from standoff.cli.outlook_text import statics_text
    from standoff.outlook.what_if import read_changes, read_ranges

    acts = None if folder is None else _prospects(folder, False, as_of, None).happened()
    found = api.what_if(read_ranges(stake), read_changes(change), acts)
    if json:
        return _print_json(found)
    write(statics_text(found).encode())
    return 0
