"""The list of what to watch: feeds, sitemaps and folders, in a TOML file."""

import re
import tomllib
from pathlib import Path

import msgspec

from standoff.core.errors import SettingsError
from standoff.read.network import WebError, split_url
from standoff.read.web import Limits

SHORTEST_EVERY_S = 60.0
"""No feed is asked more often: it would be no news and a burden."""
_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")


class FeedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One feed or sitemap."""

    url: str
    outlet: str | None = None
    """Who publishes what is in it; an item that names its own source keeps that."""
    every: str | None = None
    """How often to ask for it; by default as often as the list says."""
    pages: bool = True
    """Whether the pages of its items are fetched; otherwise the items' own texts are read."""


class FolderEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One folder; new and changed files in it are taken in."""

    path: str


class FeedList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to watch, and how."""

    feed: tuple[FeedEntry, ...] = ()
    folder: tuple[FolderEntry, ...] = ()
    every: str = "15m"
    contact: str | None = None
    """An address or page for those who run the servers, named with every request."""
    pause: str = "1s"
    """The least pause between two requests to one host."""
    revisit: str = "3d"
    """For how long pages are looked at again for corrections (`run.revisits`); `0d`: never."""
    allow_private: bool = False
    """Whether addresses on this machine and in private networks may be fetched."""

    def every_s(self, entry: FeedEntry) -> float:
        """Give how often to ask for a feed, in seconds."""
        return max(SHORTEST_EVERY_S, parse_duration(entry.every or self.every))

    def revisit_s(self) -> float:
        """Give for how long pages are looked at again, in seconds."""
        return parse_duration(self.revisit)

    def limits(self) -> Limits:
        """Give the limits under which everything in it is fetched."""
        return Limits(pause_s=parse_duration(self.pause), allow_private=self.allow_private, contact=self.contact)


def parse_duration(value: str) -> float:
    """Read a length of time such as `90s`, `15m`, `1h` or `2d`; gives seconds.

    Raises:
        SettingsError: it is none.
    """
    match = _DURATION.fullmatch(value.strip().lower())
    if match is None:
        raise SettingsError(f"not a length of time: {value!r}; write it as 90s, 15m, 1h or 2d")
    return float(match[1]) * _UNITS_S[match[2]]


def read_feed_list(path: str | Path, *, every: str | None = None, allow_private: bool = False) -> FeedList:
    """Read a list of feeds; paths of folders in it are taken from where the list lies.

    Args:
        path: the file.
        every: how often to ask, instead of what the file says for all.
        allow_private: allow private addresses, whatever the file says.

    Raises:
        SettingsError: it cannot be read, or something in it is not what it must be.
    """
    path = Path(path)
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), FeedList)
    except OSError as error:
        raise SettingsError(f"cannot read the list of feeds {str(path)!r}: {error}; name a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"the list of feeds {str(path)!r} is not as it must be: {error}; see sources.md") from error
    found = msgspec.structs.replace(
        found, every=every or found.every, allow_private=allow_private or found.allow_private
    )
    return _checked(found, path)


def _checked(found: FeedList, path: Path) -> FeedList:
    """Check addresses and lengths of time before anything is fetched."""
    if not found.feed and not found.folder:
        do = "add a [[feed]] with its url, or a [[folder]] with its path"
        raise SettingsError(f"nothing to watch in {str(path)!r}; {do}")
    for duration in (found.every, found.pause, found.revisit, *(entry.every for entry in found.feed if entry.every)):
        parse_duration(duration)
    for entry in found.feed:
        try:
            split_url(entry.url)
        except WebError as error:
            raise SettingsError(f"{error.what} in {str(path)!r}; found {error.found}; {error.do}") from error
    urls = [entry.url for entry in found.feed]
    twice = sorted({url for url in urls if urls.count(url) > 1})
    if twice:
        raise SettingsError(f"{twice[0]!r} stands twice in {str(path)!r}; take one out")
    folders = tuple(FolderEntry(path=str((path.parent / entry.path).absolute())) for entry in found.folder)
    return msgspec.structs.replace(found, folder=folders)
