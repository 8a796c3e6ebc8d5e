"""The command that watches feeds and folders until it is stopped."""

import signal
import threading
from typing import Annotated

from cyclopts import Parameter

from standoff.cli.options import app


@app.command
def watch(
    folder: Annotated[str, Parameter(help="Folder of the case; one that does not exist yet is made.")],
    /,
    *,
    feeds: Annotated[str, Parameter(help="TOML file with the feeds, sitemaps and folders to watch.")],
    every: Annotated[
        str | None, Parameter(help="How often to ask, e.g. 15m or 1h; wins over the file, not over single feeds.")
    ] = None,
    once: Annotated[bool, Parameter(negative="", help="Look at what is due once, and end.")] = False,
    allow_private: Annotated[
        bool, Parameter(negative="", help="Fetch addresses on this machine and in private networks, too.")
    ] = False,
    take_in_only: Annotated[
        bool, Parameter(negative="", help="Code nothing: `standoff case run` does it later.")
    ] = False,
    jobs: Annotated[int, Parameter(help="Processes of this machine to code with.")] = 1,
) -> int:
    """Take what is new in feeds, sitemaps and folders into a case, and code it, until stopped (Ctrl-C)."""
    from standoff import api

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    api.watch(
        folder,
        feeds,
        every=every,
        once=once,
        allow_private=allow_private,
        code=not take_in_only,
        jobs=jobs,
        stopped=stop.is_set,
    )
    return 0
