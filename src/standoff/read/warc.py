"""Web archives (WARC): the pages that a crawler kept, as they were fetched."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.freeze import too_long
from standoff.read.kinds import MAX_BYTES, MAX_FILE_BYTES, MEDIA_TYPES, essence
from standoff.read.problems import printable, problem
from standoff.read.unpacking import DamagedError, Place, TooMuchError

READ_TYPES = frozenset(MEDIA_TYPES.values()) | {"application/xhtml+xml"}
_READ_RECORDS = ("response", "resource", "conversion")
_CHUNK = 65_536
Fetches = Iterator[Fetched | Issue]


def name_of_url(url: str) -> str:
    """Give a short label for a web address: its host and the last part of its path."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return printable(f"{parts.hostname or url}/{last}" if last else parts.hostname or url)


def read_warc(stream: io.BufferedReader, place: Place) -> Fetches:
    """Fetch the successful responses, resources and conversions of a web archive.

    Args:
        stream: the archive, unpacked.
        place: where it stands.
    """
    passed: dict[str, int] = {}
    number = 0
    for number, record in enumerate(_records(stream), 1):
        place.allowance.take_member()
        found = _read_record(record, number, place)
        if isinstance(found, str):
            passed[found] = passed.get(found, 0) + 1
        else:
            yield found
    if not number:
        yield problem(place.source, "no page in it", found="no response, resource or conversion", do="check the file")
    if passed:
        shown = ", ".join(f"{count} {reason}" for reason, count in sorted(passed.items()))
        do = "nothing, if they hold no reports"
        yield problem(place.source, "records passed over", found=shown, do=do, fatal=False)


def _records(stream: io.BufferedReader) -> Iterator[Any]:
    """Give the records that hold pages until the archive ends or turns out to be broken."""
    from warcio.archiveiterator import ArchiveIterator  # here, not above: it is not needed for a text file

    try:
        yield from (record for record in ArchiveIterator(stream) if record.rec_type in _READ_RECORDS)
    except (TooMuchError, DamagedError):
        raise
    except Exception as error:  # foreign code over foreign files: whatever it raises is this file's problem
        raise DamagedError(f"{type(error).__name__}: {error}".splitlines()[0]) from error


def _read_record(record: Any, number: int, place: Place) -> Fetched | Issue | str:
    """Fetch one record: the thing, a problem, or a word for why it is passed over."""
    http = record.http_headers
    if http is not None and not http.get_statuscode().startswith("2"):
        return f"of status {http.get_statuscode()}"
    media_type = ((http or record.rec_headers).get_header("Content-Type") or "").strip()
    kind = essence(media_type)
    if kind not in READ_TYPES:
        return f"of type {kind or 'unknown'}"
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    where = f"{place.source}:{number}"
    most = MAX_BYTES.get(kind, MAX_FILE_BYTES)
    raw = _body(record, most, place)
    if len(raw) > most:
        return too_long(len(raw), where, what="page too large", most=most)
    if not raw:
        return "without a body"
    name, address = (name_of_url(url), printable(url)) if url else (place.name, where)
    fetched_at = record.rec_headers.get_header("WARC-Date") or None
    via = (*place.via, place.source)
    return Fetched(address, name, raw, media_type, fetched_at, url=printable(url) or None, via=via)


def _body(record: Any, most: int, place: Place) -> bytes:
    """Give a record's body, its transfer codings undone, and at most a little more than `most` bytes of it."""
    stream, body = record.content_stream(), bytearray()
    while len(body) <= most:
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        body += chunk
        place.allowance.take(len(chunk))
    return bytes(body)
