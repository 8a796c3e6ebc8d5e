"""Watching, from a folder and a list of feeds."""

from collections.abc import Callable
from pathlib import Path

from standoff.run.case import Case


def watch(
    folder: str | Path,
    feeds: str | Path,
    *,
    every: str | None = None,
    once: bool = False,
    allow_private: bool = False,
    code: bool = True,
    jobs: int = 1,
    stopped: Callable[[], bool] = lambda: False,
) -> Case:
    """Take what is new in feeds, sitemaps and folders into a case, and code it, until stopped.

    Args:
        folder: the case; one that does not exist yet is made.
        feeds: a TOML file as docs/sources.md describes it.
        every: how often to ask, such as "15m"; wins over the file, and not over single feeds in it.
        once: look at what is due once, and end.
        allow_private: fetch addresses on this machine and in private networks, too.
        code: bring the case up to date whenever something came in.
        jobs: how many processes of this machine to code with.
        stopped: whether to stop; asked between any two things, and once a second while waiting.

    Raises:
        SettingsError: the list of feeds is not as it must be.
        CaseError: the case cannot be opened, or is watched already.
    """
    from standoff.run.feed_list import read_feed_list  # here, not above: nothing else needs the network's libraries
    from standoff.run.watch import Watch

    listed = read_feed_list(feeds, every=every, allow_private=allow_private)
    folder = Path(folder)
    case = Case.open(folder) if folder.exists() and any(folder.iterdir()) else Case.new(folder)
    Watch(case, listed, code=(lambda case: case.run(jobs=jobs)) if code else None, stopped=stopped).run(once=once)
    return case
