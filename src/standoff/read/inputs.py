"""Reading what was given - files, folders, standard input, text - into documents."""

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from standoff.core.document import Document
from standoff.core.errors import InputError, SettingsError
from standoff.core.issues import Issue
from standoff.read.archives import Fetches
from standoff.read.dates import parse_iso
from standoff.read.decode import SNIFFED_BYTES
from standoff.read.documents import documents_of
from standoff.read.files import fetch_bytes, fetch_file
from standoff.read.freeze import Known, Translate, freeze, too_long
from standoff.read.kinds import CSV, KINDS, MAX_FILE_BYTES, MEDIA_TYPES, is_read
from standoff.read.problems import problem
from standoff.read.tables import has_text_column

__all__ = ["STDIN", "documents_of", "fetch_inputs", "read_inputs", "read_text"]

STDIN = "-"
FetchAddress = Callable[[str], Fetches]
_WEB = re.compile(r"https?://", re.IGNORECASE)


def read_inputs(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    web: FetchAddress | None = None,
    translate: Translate | None = None,
) -> tuple[list[Document], list[Issue]]:
    """Read files, folders, web addresses and standard input into documents.

    Args:
        paths: files; folders (their files in the order of their names, not those of folders within); addresses of
            pages, files, feeds and sitemaps (`http://` or `https://`); `-` for standard input.
        stdin: what `-` reads; by default the process's own standard input, as bytes.
        web: what fetches an address; by default `online.fetch_url` with the usual limits.
        translate: puts texts that are not in English into English; without it they are issues.

    Returns:
        The documents in the order given, and a row for each problem. No problem of an input stops the others.
    """
    documents: dict[str, Document] = {}
    issues: list[Issue] = []
    for fetched in fetch_inputs(paths, stdin=stdin, web=web):
        if isinstance(fetched, Issue):
            issues.append(fetched)
            continue
        found, flaws = documents_of(fetched, translate=translate)
        issues += flaws
        for doc in found:
            first = documents.setdefault(doc.doc_id, doc)
            if first is not doc:
                issues.append(_repeated(doc, first, fetched.address))
    return list(documents.values()), issues


def fetch_inputs(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, web: FetchAddress | None = None
) -> Fetches:
    """Fetch files, folders, web addresses and standard input, reading nothing in them yet.

    Args:
        paths: as for `read_inputs`.
        stdin: as for `read_inputs`.
        web: as for `read_inputs`.

    Returns:
        One after the other, each file or line of a file of records as it is, or the problem that it has. No problem
        stops the others, and no more than one of them is held at a time.
    """
    for path in paths:
        if isinstance(path, str) and _WEB.match(path):
            web = web or _usual_web()
            yield from web(path)
        else:
            yield from _fetch_path(path, stdin)


def read_text(
    text: str,
    *,
    name: str = "text",
    ref: str | None = None,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: str | None = None,
) -> Document:
    """Make a document of a text.

    Args:
        text: one report, in English.
        name: short label for citations.
        ref: the report's own id.
        url: its address.
        title: its headline.
        outlet: who published it.
        author: who wrote it.
        published: ISO date of publication; like outlet and author it wins over what the text's first lines say.

    Returns:
        The document; its offsets refer to the cleaned text in it.

    Raises:
        InputError: no text, too long, fewer than three words, or not in English.
        SettingsError: `published` is no ISO date.
    """
    if not isinstance(text, str):
        raise InputError(f"text must be a string; found {text!r}; give the report's text")
    day = parse_iso(published) if published is not None else None
    if published is not None and day is None:
        raise SettingsError(f"published must be an ISO date; found {published!r}; write it as YYYY-MM-DD")
    known = Known(name, ref=ref, url=url, title=title, outlet=outlet, author=author, published=day)
    (made,) = freeze(text, known, raw=text.encode("utf-8", "surrogatepass"), source=name)
    if isinstance(made, Issue):
        raise InputError(made.line())
    return made


def _repeated(doc: Document, first: Document, source: str) -> Issue:
    found = f"{doc.name!r}, already read as {first.name!r}"
    return problem(source, "the same report again", found=found, do="nothing: it is read once", fatal=False)


def _fetch_path(path: str | Path, stdin: BinaryIO | None) -> Fetches:
    """Fetch one of the things given."""
    source = str(path)
    if source == STDIN:
        yield from _fetch_stdin(stdin)
        return
    try:
        if not source:
            raise FileNotFoundError("an empty path")
        if not Path(path).is_dir():
            yield from fetch_file(Path(path), source)
            return
        entries = sorted(Path(path).iterdir(), key=lambda entry: entry.name)
    except FileNotFoundError:
        yield problem(source, "no such file", found="nothing there", do="check the path")
        return
    except (OSError, ValueError) as error:
        yield problem(source, "could not be read", found=_reason(error), do="check the path and your right to read it")
        return
    files = [entry for entry in entries if _is_meant(entry)]
    if not files:
        do = f"give one with files of these kinds: {KINDS}"
        yield problem(source, "no file to read in this folder", found=f"{len(entries)} entries", do=do)
    for entry in files:
        yield from _fetch_path(entry, stdin)


def files_in(folder: Path) -> list[Path]:
    """Give the files of a folder that are read, in the order of their names; raises what the system raises."""
    return [entry for entry in sorted(folder.iterdir(), key=lambda entry: entry.name) if _is_meant(entry)]


def _is_meant(path: Path) -> bool:
    """Tell whether a thing in a folder is a file to read: tables of other things often lie beside reports."""
    if not is_read(path.name) or path.is_dir():
        return False
    if MEDIA_TYPES.get(path.suffix.lower()) != CSV or not path.is_file():
        return True
    with path.open("rb") as stream:
        return has_text_column(stream.read(SNIFFED_BYTES))


def _usual_web() -> FetchAddress:
    from standoff.read.online import fetch_url  # here, not above: a run over files needs no network code
    from standoff.read.web import Web

    return partial(fetch_url, web=Web())


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _fetch_stdin(stdin: BinaryIO | None) -> Fetches:
    """Fetch standard input, its kind told from its first bytes."""
    try:
        raw = (stdin or sys.stdin.buffer).read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        yield problem("stdin", "could not be read", found=_reason(error), do="check what is piped in")
        return
    if len(raw) > MAX_FILE_BYTES:
        yield too_long(len(raw), "stdin", what="input too large", most=MAX_FILE_BYTES)
        return
    if not raw.strip():
        yield problem("stdin", "empty input", found=f"{len(raw)} bytes", do="pipe a report's text in")
        return
    yield from fetch_bytes(raw, "stdin", "stdin")
