"""The application that all commands register with, and what they share: options, progress, how they end."""

import sys
import threading
from collections.abc import Sequence
from typing import Annotated, Any

from cyclopts import App, Parameter

from standoff import __version__
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

Files = Annotated[list[str] | None, Parameter(help="Files, folders, archives, web addresses, or - for standard input.")]
Actors = Annotated[str | None, Parameter(help="CSV of further actors, with the columns of countries.csv.")]
AsOf = Annotated[str | None, Parameter(help="ISO day: leave out what became known later, and all that rests on it.")]
RulesOnly = Annotated[
    bool, Parameter(negative="", help="Code by rule alone: faster, and blind to words that the lexicon lacks.")
]
Example = Annotated[bool, Parameter(negative="", help="Read the example case that ships with Standoff.")]


class Progress:
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

    def of(self, done: int, total: int) -> None:
        """Report that so many are done where the number of all is known only now."""
        self.total = total
        self(done, total)

    def _show(self, done: int) -> None:
        self.shown = True
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"standoff: {done} of {self.total} reports read", end=end, file=sys.stderr, flush=True)

    def close(self) -> None:
        """End the line."""
        self.timer.cancel()
        if self.shown and sys.stderr.isatty():
            print(file=sys.stderr)


def read_reports(files: Sequence[str] | None, actors: str | None, example: bool, rules_only: bool = False) -> Any:
    """Read what a command was given: files, folders, standard input, or the example case."""
    from standoff import api

    paths = ["-" if path == STDIN else path for path in files or []]
    if example:
        shipped, table = api.example_inputs()
        paths += shipped
        actors = actors or table
    if not paths:
        paths = ["-"]
    return api.read(*paths, actors=actors, coder=not rules_only, stdin=sys.stdin.buffer if "-" in paths else None)


def finish(issues: Sequence[Issue], *, tell: bool) -> int:
    """Tell the issues on standard error, if asked to, and give the exit status."""
    if tell:
        for issue in issues:
            print(f"standoff: {issue.line()}", file=sys.stderr)
    return READ_FAULT if any(issue.fatal for issue in issues) else 0


def terminal_width() -> int:
    """Give the width to write for: the terminal's, at most 100."""
    import shutil

    return min(100, shutil.get_terminal_size((80, 24)).columns)


def write(data: bytes) -> None:
    """Write bytes to standard output at once."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
