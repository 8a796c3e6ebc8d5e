"""The journal: what people decided, one line each, only ever added to.

Each line carries the digest of itself and the line before it, so that a changed, lost or reordered line is noticed.
The journal
cannot be made again from anything: it is the one file of a case to keep copies of beside `raw/`.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from standoff.core.errors import CaseError
from standoff.core.judgement import judgement_of
from standoff.store.catalogue import JOURNAL_SCHEMA
from standoff.store.durable import explained

NAME = "journal.jsonl"
LOCK = "journal.lock"
"""Its own lock, so that people can judge while the case is running."""


class JournalLine(msgspec.Struct, frozen=True):
    """One line of the journal."""

    number: int
    """From 1, in the order of writing."""
    at: str
    """ISO time in UTC."""
    who: str
    decision: str
    """What was decided, e.g. confirm, reject, merge."""
    targets: tuple[str, ...]
    """Ids of what it is about."""
    quoted: tuple[str, ...]
    """The words of the reports that it was decided on."""
    details: dict[str, Any] = {}
    """Whatever else belongs to the decision."""
    digest: str = ""
    """Of this line and the one before it."""


class Journal:
    """The judgements of one case, read once and kept up to date by adding."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[JournalLine]:
        """Read all judgements.

        A last line that was cut off while it was written is not part of the journal; `append` removes it.

        Raises:
            CaseError: a line is damaged.
        """
        return self._read()[0]

    def _read(self) -> tuple[list[JournalLine], int]:
        """Give the judgements, and the length in bytes of the whole lines."""
        if not self.path.exists():
            return [], 0
        raw = self.path.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        found: list[JournalLine] = []
        for number, line in enumerate(whole.splitlines(), start=1):
            found.append(self._check(line, number, found[-1].digest if found else ""))
        return found, len(whole)

    def _check(self, line: bytes, number: int, before: str) -> JournalLine:
        try:
            row = msgspec.json.decode(line, type=JournalLine)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._damaged(number, str(error)) from error
        if row.number != number or row.digest != _digest(row, before):
            raise self._damaged(number, "a line that was changed, or others missing before it")
        return row

    def _damaged(self, number: int, found: str) -> CaseError:
        return CaseError(f"{self.path} is damaged in line {number}; found {found}; restore it from a copy")

    def append(
        self,
        decision: str,
        *,
        at: str,
        who: str,
        targets: Sequence[str] = (),
        quoted: Sequence[str] = (),
        **details: Any,
    ) -> JournalLine:
        """Add a judgement; the caller holds the lock of the case.

        Args:
            decision: what was decided.
            at: ISO time in UTC.
            who: who decided it.
            targets: ids of what it is about.
            quoted: the words that it was decided on.
            details: whatever else belongs to it, as JSON can hold it.

        Raises:
            CaseError: the journal is damaged or cannot be written.
            SettingsError: it is no judgement that `core.judgement` knows.
        """
        rows, length = self._read()
        before = rows[-1].digest if rows else ""
        row = JournalLine(len(rows) + 1, at, who, decision, tuple(targets), tuple(quoted), details)
        judgement_of(journal_table([row]).to_pylist()[0])
        row = msgspec.structs.replace(row, digest=_digest(row, before))
        with explained(self.path), self.path.open("ab") as stream:
            stream.truncate(length)
            try:
                stream.write(msgspec.json.encode(row) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                stream.truncate(length)
                raise
        return row


def _digest(row: JournalLine, before: str) -> str:
    plain: Mapping[str, Any] = msgspec.to_builtins(row) | {"digest": before}
    return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()[:32]


def journal_table(rows: Sequence[JournalLine]) -> pa.Table:
    """Give judgements as the table `journal`."""
    plain = [
        {
            "number": row.number,
            "at": row.at,
            "who": row.who,
            "decision": row.decision,
            "targets": list(row.targets),
            "quoted": list(row.quoted),
            "details": msgspec.json.encode(row.details, order="sorted").decode(),
        }
        for row in rows
    ]
    return pa.Table.from_pylist(plain, schema=JOURNAL_SCHEMA)
