"""Commands on claims and what an analyst decides about them."""

import sys
from typing import Annotated

from cyclopts import Parameter

from standoff.cli.case import AsOf, Folder
from standoff.cli.options import app, write
from standoff.core.judgement import Action


def _write_rows(rows: object) -> int:
    import msgspec

    for row in rows:  # type: ignore[attr-defined]
        write(msgspec.json.encode(row) + b"\n")
    return 0


@app.command
def claims(folder: Folder, /, *, as_of: AsOf = None) -> int:
    """Print the claims of a case: what is said to be so, from how many origins, its grade, what stands against it."""
    from standoff import api

    return _write_rows(api.claims(folder, as_of=as_of))


@app.command
def sources(folder: Folder, /, *, as_of: AsOf = None) -> int:
    """Print the sources of a case with their reliability, A to F, and how it came about."""
    from standoff import api

    return _write_rows(api.sources(folder, as_of=as_of))


@app.command
def judge(
    folder: Folder,
    action: Annotated[Action, Parameter(help="What to decide.")],
    targets: Annotated[list[str] | None, Parameter(help="Ids of claims, or spans as report:start:end.")] = None,
    /,
    *,
    value: Annotated[str | None, Parameter(help="The grade (1 to 6, A to F), or the actor's right name.")] = None,
    country: Annotated[str | None, Parameter(help="The code of the actor's right country.")] = None,
    source: Annotated[str | None, Parameter(help="The source to grade, by its id.")] = None,
    undoes: Annotated[int | None, Parameter(help="The number of the judgement to undo.")] = None,
    note: Annotated[str | None, Parameter(help="Why.")] = None,
    by: Annotated[str | None, Parameter(help="Who decides; by default the login name.")] = None,
) -> int:
    """Confirm, reject, merge, split or grade claims, grade a source, correct an actor, or undo a judgement."""
    from standoff import api

    given = {"value": value, "country": country, "source": source, "undoes": undoes, "note": note}
    line = api.judge(folder, action, targets or (), who=by, **given)
    print(f"standoff: judgement {line.number} ({line.decision}) by {line.who}", file=sys.stderr)
    return 0


@app.command
def judgements(folder: Folder, /) -> int:
    """Print what was decided about a case, by whom and when, and whether it stands, was undone or lost its words."""
    from standoff import api

    return _write_rows(api.judgements(folder))
