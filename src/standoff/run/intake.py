"""Takes fetched things into a case: raw bytes first, then the documents in them.

The raw files are the ground: the manifest says up to which byte their records have become documents, and whatever
lies behind
it - because the program was killed in between - is read again before anything new is taken in.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

import msgspec
import pyarrow as pa

from standoff.core.document import Document
from standoff.core.errors import ResourceError
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.freeze import Translate
from standoff.read.inputs import documents_of
from standoff.store.manifest import ARRIVALS, DOCUMENTS, ISSUES, Manifest, Part, read_path, save_manifest
from standoff.store.parts import ARRIVALS_SCHEMA, ISSUES_SCHEMA, documents_table, write_table
from standoff.store.views import Views
from standoff.store.warc import Raw, Segments

PART_DOCUMENTS = 100
"""Reports to a part: few enough that two workers share six hundred evenly (three parts of 200 took one of them twice as
long as the other), many enough that a hundred thousand make a thousand files of a kind."""
PART_RAW_BYTES = 64_000_000
"""A part is finished earlier when what it came from takes so many bytes, so that memory stays flat."""
MADE_BY_READING = "read"
Arrival = tuple[Raw, int, Sequence[Issue]]
"""A thing that came in, how many new reports were in it, and what could not be read in it."""


@dataclass(slots=True)
class Added:
    """What came of adding."""

    documents: int = 0
    repeated: int = 0
    """Things or reports that the case held already."""
    issues: list[Issue] = field(default_factory=list)
    cut_bytes: int = 0
    """Bytes of a record that an interrupted run had begun to write, and that were cut off."""
    healed: int = 0
    """Reports that an earlier, interrupted run had fetched and not yet taken in."""


class Intake:
    """Adds to one case; whoever makes one holds the case's lock."""

    def __init__(
        self, folder: Path, manifest: Manifest, clock: Callable[[], str], translate: Translate | None = None
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.clock = clock
        self._translate = translate
        self.added = Added()
        self.segments = Segments(folder / "raw")
        self._documents: list[tuple[Document, str]] = []
        self._found: list[Arrival] = []
        self._notes: list[tuple[Issue, str]] = []
        self._bytes = 0
        self._known_documents, self._known_arrivals, self._known_issues = _known(folder, manifest)
        self._heal()

    def _heal(self) -> None:
        """Take in what lies in the raw files and is not in the manifest."""
        for name in self.segments.names():
            start = self.manifest.segments.get(name, 0)
            self.added.cut_bytes += self.segments.heal(name, start)
            for raw in self.segments.read(name, start):
                documents, issues = read_documents(raw.fetched, self._translate)
                self._keep(raw, documents, issues)
        self.flush()
        self.added.healed, self.added.documents = self.added.documents, 0

    def take(self, found: Fetched | Issue) -> None:
        """Take in one thing that was fetched, or note why it could not be."""
        if isinstance(found, Issue):
            self._note(found, self.clock())
            return
        if arrival_key(found) in self._known_arrivals:
            self.added.repeated += 1
            return
        documents, issues = read_documents(found, self._translate)
        if documents and not issues and all(doc.doc_id in self._known_documents for doc in documents):
            self.added.repeated += 1
            return
        self._keep(self.segments.append(found, self.clock()), documents, issues)

    def take_all(self, found: Iterable[Fetched | Issue]) -> Added:
        """Take in things one after the other; what was taken in until an error is kept."""
        try:
            for one in found:
                self.take(one)
            self.flush()
        finally:
            self.segments.close()
        return self.added

    def _keep(self, raw: Raw, documents: list[Document], issues: list[Issue]) -> None:
        fresh = {doc.doc_id: doc for doc in documents if doc.doc_id not in self._known_documents}
        self.added.repeated += len(documents) - len(fresh)
        self.added.documents += len(fresh)
        arrived = raw.fetched.fetched_at or raw.arrived
        self._documents += [(doc, arrived) for doc in fresh.values()]
        self._known_documents.update(fresh)
        self.added.issues += issues
        self._known_issues.update(map(astuple, issues))
        self._found.append((raw, len(fresh), issues))
        self._known_arrivals.add(arrival_key(raw.fetched))
        self._bytes += len(raw.fetched.raw)
        if len(self._documents) >= PART_DOCUMENTS or self._bytes >= PART_RAW_BYTES:
            self.flush()

    def _note(self, issue: Issue, at: str) -> None:
        self.added.issues.append(issue)
        if astuple(issue) not in self._known_issues:
            self._known_issues.add(astuple(issue))
            self._notes.append((issue, at))

    def flush(self) -> None:
        """Finish a part of what was taken in since the last one."""
        if not (self._found or self._notes):
            return
        self.segments.sync()
        tables = make_tables(self._documents, self._found, self._notes)
        self.manifest.parts.append(write_part(self.folder, tables, [raw for raw, _, _ in self._found]))
        self.manifest.segments |= {raw.segment: raw.end for raw, _, _ in self._found}
        save_manifest(self.folder, self.manifest)
        self._documents, self._found, self._notes, self._bytes = [], [], [], 0


def make_tables(
    documents: Sequence[tuple[Document, str]], found: Sequence[Arrival], notes: Sequence[tuple[Issue, str]] = ()
) -> dict[str, pa.Table]:
    """Give the tables of a part.

    Args:
        documents: the reports, each with the time at which it came.
        found: what they came out of.
        notes: problems of what could not even be fetched, each with its time.
    """
    issues = [(issue, raw.arrived) for raw, _, rows in found for issue in rows]
    rows = [msgspec.to_builtins(issue) | {"noted": at} for issue, at in (*issues, *notes)]
    return {
        DOCUMENTS: documents_table(documents),
        ARRIVALS: pa.Table.from_pylist([_arrival_row(*one) for one in found], schema=ARRIVALS_SCHEMA),
        ISSUES: pa.Table.from_pylist(rows, schema=ISSUES_SCHEMA),
    }


def write_part(folder: Path, tables: dict[str, pa.Table], raws: Sequence[Raw]) -> Part:
    """Write what reading made of some reports, under a name that follows from the content."""
    total = hashlib.sha256()
    for name in (DOCUMENTS, ARRIVALS, ISSUES):
        total.update(msgspec.json.encode(tables[name].to_pylist()))
    part_id = total.hexdigest()[:16]
    read = {
        name: write_table(folder / read_path(name, part_id), table, MADE_BY_READING)
        for name, table in tables.items()
        if table.num_rows
    }
    return Part(part_id, tables[DOCUMENTS].num_rows, read, _stretches(raws))


def _stretches(raws: Sequence[Raw]) -> list[tuple[str, int, int]]:
    made: list[tuple[str, int, int]] = []
    for raw in raws:
        if made and made[-1][0] == raw.segment and made[-1][2] == raw.start:
            made[-1] = (raw.segment, made[-1][1], raw.end)
        else:
            made.append((raw.segment, raw.start, raw.end))
    return made


def read_documents(fetched: Fetched, translate: Translate | None = None) -> tuple[list[Document], list[Issue]]:
    """Read the documents in a thing; an error of ours becomes an issue, so that one thing does not stop weeks of
    others."""
    try:
        return documents_of(fetched, translate=translate)
    except ResourceError:
        raise
    except Exception as error:
        what, found = "reading it failed", f"{type(error).__name__}: {error}"
        return [], [Issue(fetched.address, "read", what, found, "please report it with the file; the rest is read")]


def arrival_key(fetched: Fetched) -> str:
    """Give the digest by which the same bytes from the same address are known again."""
    return hashlib.sha256(fetched.address.encode("utf-8", "surrogatepass") + b"\0" + fetched.raw).hexdigest()


def _arrival_row(raw: Raw, documents: int, issues: Sequence[Issue]) -> dict[str, object]:
    fetched = raw.fetched
    return {
        "key": arrival_key(fetched),
        "address": fetched.address,
        "name": fetched.name,
        "url": fetched.url,
        "outlet": fetched.outlet,
        "media_type": fetched.media_type,
        "via": list(fetched.via),
        "bytes": len(fetched.raw),
        "fetched_at": fetched.fetched_at,
        "arrived": raw.arrived,
        "segment": raw.segment,
        "start": raw.start,
        "end": raw.end,
        "documents": documents,
        "issues": len(issues),
    }


def _known(folder: Path, manifest: Manifest) -> tuple[set[str], set[str], set[tuple[object, ...]]]:
    """Give the ids of the reports, the keys of the arrivals and the issues that a case holds."""
    views = Views(folder, manifest)
    views.check((DOCUMENTS, ARRIVALS, ISSUES))
    with views.connect() as connection:
        documents = {row[0] for row in connection.execute("select doc_id from reports").fetchall()}
        arrivals = {row[0] for row in connection.execute("select key from arrivals").fetchall()}
        columns = 'input, stage, what, found, "do", fatal'
        issues = set(connection.execute(f"select {columns} from read_issues").fetchall())
    return documents, arrivals, issues
