"""Commands on a case: make one, add to it, run it, see how it stands, ask it."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from standoff.cli.options import READ_FAULT, STDIN, Actors, Example, Progress, app, finish, write

case = App(name="case", help="Keep reports in a folder: raw bytes, text, layers, events, judgements.")
app.command(case)

Folder = Annotated[str, Parameter(help="Folder of the case.")]
MARKS = {True: ("\x1b[1m", "\x1b[0m"), False: ("[", "]")}
"""What stands before and after a word that was found, on a terminal and elsewhere."""
AsOf = Annotated[str | None, Parameter(help="ISO day: leave out what was known later.")]
Form = Annotated[Literal["table", "csv", "jsonl", "parquet"], Parameter(help="Form of the output.")]
Out = Annotated[str | None, Parameter(help="Write to this file, not to standard output.")]


@case.command
def new(
    folder: Folder,
    /,
    *,
    name: Annotated[str | None, Parameter(help="What to call the case; by default the folder's name.")] = None,
    actors: Actors = None,
    rules_only: Annotated[bool, Parameter(negative="", help="Code by rule alone, always.")] = False,
    plugin: Annotated[list[str] | None, Parameter(help="A stage in place of ours, as module:function.")] = None,
    translator: Annotated[str | None, Parameter(help="What puts texts into English, as module:function.")] = None,
    example: Example = False,
) -> int:
    """Make an empty case, or with --example one that holds the example's reports."""
    from standoff import api

    shipped, table = api.example_inputs() if example else ([], None)
    made = api.Case.new(
        folder, name=name, actors=actors or table, coder=not rules_only, plugins=plugin or (), translator=translator
    )
    print(f"standoff: case {made.head.name!r} made in {made.folder}", file=sys.stderr)
    return _tell_added(made.add(*shipped)) if shipped else 0


@case.command
def add(
    folder: Folder,
    files: Annotated[
        list[str] | None, Parameter(help="Files, folders, archives, web addresses, or - for standard input.")
    ] = None,
    /,
) -> int:
    """Add reports to a case; adding one twice changes nothing."""
    from standoff import api

    paths = ["-" if path == STDIN else path for path in files or ["-"]]
    return _tell_added(api.Case.open(folder).add(*paths, stdin=sys.stdin.buffer if "-" in paths else None))


def _tell_added(added: Any) -> int:
    healed = f", {added.healed} taken in that an interrupted run had left" if added.healed else ""
    print(f"standoff: {added.documents} added, {added.repeated} there already{healed}", file=sys.stderr)
    return finish(added.issues, tell=True)


@case.command
def run(
    folder: Folder,
    /,
    *,
    jobs: Annotated[int, Parameter(help="Processes of this machine to use.")] = 1,
    cluster: Annotated[str | None, Parameter(help="A dask scheduler to use, e.g. tcp://127.0.0.1:8786.")] = None,
    each_only: Annotated[bool, Parameter(negative="", help="Leave the tables across reports for later.")] = False,
) -> int:
    """Bring a case up to date: do only what is missing or would come out otherwise."""
    from standoff import api

    opened = api.Case.open(folder)
    progress = Progress(opened.views().manifest.count())
    ran = opened.run(jobs=jobs, cluster=cluster, across=not each_only, progress=progress.of)
    progress.close()
    _tell_ran(ran)
    return 0


def _tell_ran(ran: Any) -> None:
    for path, fault in sorted(ran.mended.items()):
        print(f"standoff: {path} was damaged ({fault}) and made again", file=sys.stderr)
    print(f"standoff: {ran.documents} reports in {ran.parts} parts brought up to date", file=sys.stderr)


@case.command
def rebuild(
    folder: Folder,
    /,
    *,
    all: Annotated[bool, Parameter(negative="", help="Read all reports again from the raw files.")] = False,
    jobs: Annotated[int, Parameter(help="Processes of this machine to use.")] = 1,
) -> int:
    """Compare every file with what was written, and make again what is damaged."""
    from standoff import api

    opened = api.Case.open(folder, check=False)
    progress = Progress(0)
    ran = opened.rebuild(everything=all, jobs=jobs, progress=progress.of)
    progress.close()
    _tell_ran(ran)
    return 0


@case.command
def status(
    folder: Folder,
    /,
    *,
    check: Annotated[bool, Parameter(negative="", help="Compare every file with its digest.")] = False,
    json: Annotated[bool, Parameter(negative="", help="Print it as JSON.")] = False,
) -> int:
    """Say how a case stands: what came in, from where, what is done, what failed and why."""
    import msgspec

    from standoff.run.reader import CaseReader

    found = CaseReader.open(folder).status(check=check)
    if json:
        write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    else:
        write(_status_text(found).encode())
    return READ_FAULT if found.faults else 0


def _status_text(found: Any) -> str:
    lines = [
        f"{found.name}: {found.reports} reports, {found.coded} coded, {found.events} events",
        f"  folder   {found.folder}, {found.bytes / 1e6:.1f} MB, of them raw {found.raw_bytes / 1e6:.1f} MB",
        f"  reports  {found.first_known or '-'} to {found.last_known or '-'}",
    ]
    if found.coded < found.reports:
        do = f"run `standoff case run {found.folder}`"
        lines.append(f"  to do    {found.reports - found.coded} reports ({found.outdated} made by older lists); {do}")
    lines += [f"  from     {outlet or 'unknown'}: {n}, the last {last}" for outlet, n, last in found.outlets]
    lines += [f"  feed     {_feed_line(feed)}" for feed in found.feeds]
    lines += [
        f"  issue    {n} x {stage}: {what}; the last: {issue.input}, found {issue.found}; {issue.do}"
        for stage, what, n, issue in found.issues
    ]
    lines += [f"  log      {_log_line(entry)}" for entry in found.log]
    lines += [f"  DAMAGED  {path}: {fault}" for path, fault in found.faults.items()]
    return "\n".join(lines) + "\n"


def _feed_line(feed: Any) -> str:
    came = f"{feed.items} items, the last {feed.news_at}" if feed.news_at else "no item yet"
    failed = f"; FAILING {feed.failures} times in a row: {feed.fault}" if feed.failures else ""
    return f"{feed.url}: {came}; asked {feed.asked_at}, next {feed.next_at}{failed}"


def _log_line(entry: dict[str, Any]) -> str:
    rest = ", ".join(f"{name} {value}" for name, value in entry.items() if name not in {"at", "event"})
    return f"{entry.get('at')} {entry.get('event')}: {rest}"


@case.command
def issues(folder: Folder, /) -> int:
    """Print everything that could not be read or done: a JSON object per issue."""
    import msgspec

    from standoff.run.reader import CaseReader

    for row in CaseReader.open(folder).issues():
        write(msgspec.json.encode(row) + b"\n")
    return 0


@app.command
def events(
    folder: Folder,
    /,
    *,
    actor: Annotated[str | None, Parameter(help="Code of a country, or name: who acts.")] = None,
    target: Annotated[str | None, Parameter(help="Code of a country, or name: who is acted upon.")] = None,
    type: Annotated[str | None, Parameter(help="PLOVER type, e.g. MOBILIZE.")] = None,
    status: Annotated[str | None, Parameter(help="E.g. occurred, planned, threatened.")] = None,
    since: Annotated[str | None, Parameter(help="ISO day: not over before it.")] = None,
    until: Annotated[str | None, Parameter(help="ISO day: not begun after it.")] = None,
    as_of: AsOf = None,
    to: Form = "table",
    out: Out = None,
) -> int:
    """Print the events of a case that a filter lets through."""
    from standoff.run.reader import CaseReader
    from standoff.store.export import EVENT_COLUMNS

    found = CaseReader.open(folder).events(
        actor=actor, target=target, type=type, status=status, since=since, until=until, as_of=as_of
    )
    _give(found, to, out, EVENT_COLUMNS)
    return 0


@app.command
def find(
    folder: Folder,
    words: Annotated[str, Parameter(help='All must be there; "a phrase", OR, NOT and brackets work.')],
    /,
    *,
    limit: Annotated[int, Parameter(help="At most so many reports.")] = 20,
    as_of: AsOf = None,
    jsonl: Annotated[bool, Parameter(negative="", help="Print a JSON object per report.")] = False,
) -> int:
    """Search the text of a case's reports, and show the passages with the words marked."""
    from standoff.run.reader import CaseReader

    found = CaseReader.open(folder).find(words, limit=limit, as_of=as_of)
    write(_export(found, "jsonl") if jsonl else _found_text(found).encode())
    return 0


def _found_text(found: Any) -> str:
    lines = []
    for row in found:
        lines.append(f"{row['title'] or row['name']} ({row['outlet'] or row['name']}, {row['known']}) {row['doc_id']}")
        lines += [f"    {mark_hits(passage, *MARKS[sys.stdout.isatty()])}" for passage in row["passages"]]
    return "\n".join([*lines, f"{len(found)} report(s)"]) + "\n"


def mark_hits(passage: dict[str, Any], before: str, after: str) -> str:
    """Put marks around the words of a passage that a search found, in one line."""
    text, shift = passage["text"], passage["start"]
    for hit in reversed(passage["hits"]):
        start, end = hit["start"] - shift, hit["end"] - shift
        text = f"{text[:start]}{before}{text[start:end]}{after}{text[end:]}"
    return " ".join(text.split())


@app.command
def sql(folder: Folder, query: str, /, *, as_of: AsOf = None, to: Form = "table", out: Out = None) -> int:
    """Answer one SELECT over the tables of a case (docs/case.md), which it can only read."""
    from standoff.run.reader import CaseReader

    _give(CaseReader.open(folder).sql(query, as_of=as_of), to, out)
    return 0


def _export(table: Any, form: str, columns: Any = None) -> bytes:
    from standoff.store.export import export_table

    return export_table(table.to_arrow(), form, columns)


def _give(table: Any, form: str, out: str | None, columns: Any = None) -> None:
    data = _export(table, form, columns)
    if out is None:
        write(data)
    else:
        Path(out).write_bytes(data)
        print(f"standoff: {len(table)} rows written to {out}", file=sys.stderr)
