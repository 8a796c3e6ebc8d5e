"""The full-text index of a case (tantivy), and the passages of a report that a search found."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import tantivy

from standoff.core.errors import CaseError, SettingsError
from standoff.store.durable import Entry, explained, find_fault, make_entry

FOLDER = "index"
INDEX_KEY = "index/1"
"""Names the index's fields and how words are cut; another one makes the index be built again."""
_TOKENIZER = "standoff_english"
_SEARCHED = ("title", "text")
_CHANGING = frozenset({"meta.json", ".managed.json"})
"""The index's own lists of its files, replaced whole by tantivy; all other files never change once written."""
_READABLE = 0o644
"""Tantivy keeps its lists to their owner; a case may be read by others."""
_HEAP_BYTES = 64_000_000
AROUND = 90
"""So many characters are shown on each side of a hit."""
PASSAGES = 3
"""At most so many passages of a report are shown."""
UNKNOWN_DAY = "9999-12-31"
"""Where nobody knows when a report was known, no day finds it known already."""
_OPERATORS = frozenset({"AND", "OR", "NOT", "IN", "TO"})
_SYSTEM_ERROR = re.compile(r"os error (\d+)")
_WORD = re.compile(r"[^\W_]+")
_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
HITS_SCHEMA = pa.schema(
    [
        ("doc_id", pa.string()),
        ("name", pa.string()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("known", pa.string()),
        ("score", pa.float64()),
        (
            "passages",
            pa.list_(
                pa.struct(
                    [("start", pa.int32()), ("end", pa.int32()), ("text", pa.string()), ("hits", pa.list_(_SPAN))]
                )
            ),
        ),
    ]
)
"""What a search gives: offsets are code points into the report's text, half-open."""


@cache
def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("doc_id", "name", "outlet", "known"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in _SEARCHED:
        builder.add_text_field(name, stored=True, tokenizer_name=_TOKENIZER)
    return builder.build()


@cache
def _analyzer() -> Any:
    filters = (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("english"))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


def _open(folder: Path, *, make: bool = False) -> Any:
    if make:
        folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder)) if make else tantivy.Index.open(str(folder))
    index.register_tokenizer(_TOKENIZER, _analyzer())
    return index


def _index_in_memory(reports: Iterable[dict[str, Any]]) -> Any:
    index = tantivy.Index(_schema())
    index.register_tokenizer(_TOKENIZER, _analyzer())
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for row in reports:
        writer.add_document(_indexed(row))
    writer.commit()
    index.reload()
    return index


def index_reports(folder: Path, reports: Iterable[Sequence[dict[str, Any]]]) -> None:
    """Add reports to the index of a case, part by part; one that is there already is replaced.

    Args:
        folder: the case.
        reports: per part its rows of the table `reports`; nothing is kept until all are in.

    Raises:
        CaseError: the index cannot be written.
    """
    path = folder / FOLDER
    with explained(path):
        try:
            writer = _open(path, make=True).writer(heap_size=_HEAP_BYTES, num_threads=1)
            for rows in reports:
                for row in rows:
                    writer.delete_documents_by_term("doc_id", row["doc_id"])
                    writer.add_document(_indexed(row))
            writer.commit()
            writer.wait_merging_threads()
            for name in _CHANGING:
                (path / name).chmod(_READABLE)
        except (ValueError, RuntimeError) as error:
            code = _SYSTEM_ERROR.search(str(error))
            if code is not None:
                raise OSError(int(code[1]), os.strerror(int(code[1]))) from error
            raise CaseError(f"{path} cannot be written; found {error}; run `standoff case rebuild {folder}`") from error


def _indexed(row: dict[str, Any]) -> Any:
    known = {name: row[name] for name in ("doc_id", "name", "outlet", "known", *_SEARCHED) if row[name] is not None}
    return tantivy.Document(day=int((row["known"] or UNKNOWN_DAY).replace("-", "")), **known)


def index_entries(folder: Path, before: dict[str, Entry]) -> dict[str, Entry]:
    """Describe the index's files that never change; what was described before is not read again."""
    found = {}
    for path in sorted((folder / FOLDER).iterdir()):
        name = f"{FOLDER}/{path.name}"
        if path.name not in _CHANGING and not path.name.endswith(".lock"):
            known = before.get(name)
            found[name] = (
                known if known and find_fault(path, known, whole=False) is None else make_entry(path, INDEX_KEY)
            )
    return found


class Searcher:
    """Searches one state of an index."""

    def __init__(self, folder: Path | None, reports: Iterable[dict[str, Any]] = ()) -> None:
        """Open the index of a case.

        Args:
            folder: the case; None = index some reports in memory.
            reports: these reports, as rows of the table `reports`.

        Raises:
            CaseError: it cannot be opened.
        """
        self._links: TemporaryDirectory[str] | None = None
        if folder is None:
            self._index = _index_in_memory(reports)
            self._searcher = self._index.searcher()
            return
        try:
            self._index = self._open(folder / FOLDER)
            self._searcher = self._index.searcher()
        except (ValueError, RuntimeError, OSError) as error:
            do = f"run `standoff case rebuild {folder}` to make it again"
            raise CaseError(f"{folder / FOLDER} cannot be read; found {error}; {do}") from error

    def _open(self, path: Path) -> Any:
        """Open the index; where nothing may be written, through links from elsewhere: tantivy wants to lock it."""
        if os.access(path, os.W_OK):
            return _open(path)
        self._links = TemporaryDirectory(prefix="standoff-index-")
        for file in path.iterdir():
            if not file.name.endswith(".lock"):
                Path(self._links.name, file.name).symlink_to(file)
        return _open(Path(self._links.name))

    def find(self, words: str, *, limit: int, until: str | None = None, skip: int = 0) -> pa.Table:
        """Find the reports that hold words, best first.

        Args:
            words: all of them must be there; "in quotes" one after the other, with OR, NOT and brackets.
            limit: at most so many reports.
            until: ISO day: only reports known by then.
            skip: leave out so many of the best.

        Raises:
            SettingsError: the words are no query.
        """
        wanted = query_stems(words)
        found = self._searcher.search(self._query(words, until), limit=limit, offset=skip, count=False)
        rows = [self._row(score, address, wanted) for score, address in found.hits]
        return pa.Table.from_pylist(rows, schema=HITS_SCHEMA)

    def count(self, words: str, *, until: str | None = None) -> int:
        """Count the reports that hold words; see `find`."""
        return int(self._searcher.search(self._query(words, until), limit=1, count=True).count)

    def _query(self, words: str, until: str | None) -> Any:
        try:
            query = self._index.parse_query(words, list(_SEARCHED), {"title": 2.0}, conjunction_by_default=True)
        except ValueError as error:
            do = 'write words, "a phrase", OR, NOT and brackets'
            raise SettingsError(f"cannot search for {words!r}: {error}; {do}") from error
        if until is not None:
            kind, last = tantivy.FieldType.Integer, int(until.replace("-", ""))
            early = tantivy.Query.range_query(_schema(), "day", kind, None, last)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, early)])
        return query

    def _row(self, score: float, address: Any, wanted: frozenset[str]) -> dict[str, Any]:
        found = self._searcher.doc(address)
        known = {name: found.get_first(name) for name in ("doc_id", "name", "title", "outlet", "known", "text")}
        return known | {"score": score, "passages": list(cut_passages(known.pop("text") or "", wanted))}


@cache
def _stems(word: str) -> frozenset[str]:
    return frozenset(_analyzer().analyze(word))


def query_stems(words: str) -> frozenset[str]:
    """Give the stems that a query asks for, in which a text's words can be looked up."""
    asked = [word for word in _WORD.findall(words) if word not in _OPERATORS]
    return frozenset(stem for word in asked for stem in _stems(word))


def find_hits(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Give the spans of the words of a text that a query asks for."""
    return [match.span() for match in _WORD.finditer(text) if _stems(match[0]) & wanted]


def cut_passages(text: str, wanted: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Cut the passages with most hits out of a text, in the text's order."""
    passages: list[tuple[int, int, list[tuple[int, int]]]] = []
    for start, end in find_hits(text, wanted):
        if passages and start - AROUND <= passages[-1][1]:
            passages[-1] = (passages[-1][0], min(len(text), end + AROUND), [*passages[-1][2], (start, end)])
        else:
            passages.append((max(0, start - AROUND), min(len(text), end + AROUND), [(start, end)]))
    best = sorted(passages, key=lambda passage: (-len({text[s:e].lower() for s, e in passage[2]}), passage[0]))
    for start, end, hits in sorted(best[:PASSAGES]):
        first, last = _whole_words(text, start, end)
        spans = [{"start": s, "end": e} for s, e in hits]
        yield {"start": first, "end": last, "text": text[first:last], "hits": spans}


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a passage inwards to where words begin and end."""
    if start > 0:
        start = min(text.find(" ", start) + 1, end) or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start) if text.rfind(" ", start, end) > start else end
    return start, end
