"""Commands that show the picture of reports or of a case: the brief, and what changed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from standoff.cli.options import (
    Actors,
    AsOf,
    Example,
    Files,
    Progress,
    RulesOnly,
    app,
    finish,
    read_reports,
    terminal_width,
    write,
)

Width = Annotated[int | None, Parameter(help="Longest line; by default the terminal's, at most 100.")]
Json = Annotated[bool, Parameter(negative="", help="Print everything as JSON.")]
All = Annotated[bool, Parameter(negative="", help="Print every line, not only the most important ones.")]


@app.command
def brief(
    files: Files = None,
    /,
    *,
    html: Annotated[str | None, Parameter(help="Also write one self-contained page to this file.")] = None,
    pdf: Annotated[str | None, Parameter(help="Also write the page as PDF to this file (extra `pdf`).")] = None,
    md: Annotated[bool, Parameter(negative="", help="Print Markdown.")] = False,
    json: Json = False,
    all: All = False,
    as_of: AsOf = None,
    since: Annotated[str | None, Parameter(help="Only what was told on this ISO day or later.")] = None,
    actor: Annotated[
        str | None, Parameter(help="Only lines with this actor: a country code or part of a name.")
    ] = None,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
    width: Width = None,
) -> int:
    """Print the picture of a case, or of some reports, on one page: the most important lines first."""
    from standoff import api

    source, progress = _source(files, actors, example, rules_only)
    picture = api.brief(source, as_of=as_of, since=since, actor=actor, progress=progress)
    if progress is not None:
        progress.close()
    if html is not None:
        _save(html, picture.to_html().encode())
    if pdf is not None:
        _save(pdf, picture.to_pdf())
    if json:
        write(picture.to_json() + b"\n")
    elif md:
        write(picture.to_markdown(whole=all).encode())
    else:
        write(picture.to_text(width or terminal_width(), whole=all).encode())
    return finish(picture.brief.issues, tell=json or md)


@app.command
def changes(
    files: Files = None,
    /,
    *,
    since: Annotated[str, Parameter(help="ISO day of the earlier state of knowledge.")],
    as_of: AsOf = None,
    json: Json = False,
    all: All = False,
    actors: Actors = None,
    rules_only: RulesOnly = False,
    example: Example = False,
    width: Width = None,
) -> int:
    """Print what is new, confirmed, contradicted, resolved or changed since a day."""
    import msgspec

    from standoff import api
    from standoff.web.changed import render_changes

    source, progress = _source(files, actors, example, rules_only)
    found = api.changes(source, since, as_of=as_of, progress=progress)
    if progress is not None:
        progress.close()
    if json:
        write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    else:
        write(render_changes(found, width or terminal_width(), whole=all).encode())
    return finish(found.brief.issues, tell=json)


def _save(path: str, page: bytes) -> None:
    Path(path).write_bytes(page)
    print(f"standoff: page written to {path}", file=sys.stderr)


def _source(
    files: Sequence[str] | None, actors: str | None, example: bool, rules_only: bool
) -> tuple[Any, Progress | None]:
    """Give the case whose folder was named, or the reports that were read, and who tells how far they are."""
    from standoff.store.format import is_case

    if files is not None and len(files) == 1 and is_case(files[0]):
        return files[0], None
    reports = read_reports(files, actors, example, rules_only)
    return reports, Progress(len(reports.documents))
