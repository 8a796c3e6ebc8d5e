"""A thing as it was fetched: bytes with an address, before anything in it is read."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True, slots=True)
class Fetched:
    """One thing out of a file, an archive, a feed or the web; nothing in it is parsed yet.

    What a container (feed, archive, table) states of a thing is kept as it states it and is no finding of ours.
    """

    address: Annotated[str, Meta(description="path or URL; with what leads to it inside a container")]
    name: Annotated[str, Meta(description="short label for citations, e.g. the file's name")]
    raw: bytes
    media_type: Annotated[str, Meta(description="as HTTP writes it, e.g. text/html; charset=utf-8")]
    fetched_at: Annotated[str | None, Meta(description="ISO time in UTC, null where unknown")] = None
    number: Annotated[int | None, Meta(description="the record's number in its file, from 1, or null")] = None
    url: Annotated[str | None, Meta(description="its address on the web, where it has one")] = None
    outlet: str | None = None
    title: str | None = None
    published: Annotated[str | None, Meta(description="ISO date that the container states")] = None
    author: str | None = None
    via: Annotated[tuple[str, ...], Meta(description="the containers it came out of, outermost first")] = ()
