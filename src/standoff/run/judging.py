"""Judging a case: claims and judgements as tables, and how a claim's id becomes the words that a judgement is about."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from standoff.core.errors import SettingsError
from standoff.core.judgement import Action, judgement_of, standing
from standoff.run.case import Case
from standoff.store.journal import JournalLine, journal_table
from standoff.store.tables import Table

_SPAN = re.compile(r"(?P<doc_id>.+):(?P<start>\d+):(?P<end>\d+)")
_MENTION = """
select m.doc_id, m.start, m."end" from claim_mentions m
where m.claim_id = ? and m.stance = 'asserts' and m.event_id is not null
order by m.known nulls last, m.doc_id, m.start limit 1
"""
_FOUND = """
select coalesce(bool_or(substr(r.text, ? + 1, ? - ?) = ?), false),
       coalesce(bool_or(exists (from events e where e.doc_id = r.doc_id and e.start < ? and ? < e."end")
           or exists (from actors a where a.doc_id = r.doc_id and a.start < ? and ? < a."end")), false)
from reports r where r.doc_id = ?
"""
CLAIMS = """
select c.*, list(distinct l.kind || ': ' || l.reason) filter (where l.kind is not null) as against
from claims c left join claim_links l on l.other_id = c.claim_id or (l.claim_id = c.claim_id and l.kind <> 'denies')
group by all order by first_known nulls last, claim_id
"""


def action_of(action: Action | str) -> Action:
    """Give an action by its name.

    Raises:
        SettingsError: there is no such action.
    """
    try:
        return Action(action)
    except ValueError as error:
        known = ", ".join(known.value for known in Action)
        raise SettingsError(f"no action is called {action!r}; choose one of {known}") from error


def _opened(case: Case | str | Path) -> Case:
    return case if isinstance(case, Case) else Case.open(case)


def claims(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the claims of a case: what is said to be so, from how many independent origins, and what stands against it.

    Args:
        case: a case, or its folder.
        as_of: ISO day; what was known later is left out.

    Returns:
        One row per claim; docs/claims.md describes the columns.
    """
    with _opened(case).catalogue(as_of) as connection:
        return Table(connection.sql(CLAIMS).to_arrow_table(), [])


def sources(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the sources of a case with their reliability, A to F, and its working.

    Args:
        case: as for `claims`.
        as_of: as for `claims`.
    """
    with _opened(case).catalogue(as_of) as connection:
        rows = connection.sql("select * from sources order by reliability, share desc, source")
        return Table(rows.to_arrow_table(), [])


def judge(
    case: Case | str | Path,
    action: Action | str,
    targets: Sequence[str] = (),
    *,
    who: str | None = None,
    **details: Any,
) -> JournalLine:
    """Decide something about a case: it is written into the journal, and the tables change with it.

    Args:
        case: as for `claims`.
        action: confirm, reject, merge, split, grade_claim, grade_source, correct_actor or undo.
        targets: ids of claims, or spans as doc_id:start:end.
        who: who decides; by default the user's login name.
        details: value, country, source, undoes and note, as the action needs them.

    Raises:
        SettingsError: no such action, claim, span or judgement, or something that the action needs is missing.
    """
    opened, act = _opened(case), action_of(action)
    if act is Action.UNDO and details.get("undoes") not in {row.number for row in opened.journal.read()}:
        raise SettingsError(f"no judgement has the number {details.get('undoes')!r}; `standoff judgements` lists them")
    with opened.catalogue() as connection:
        if act is Action.GRADE_SOURCE:
            _check_source(connection, details.get("source"))
        spans = [_span_of(connection, target) for target in targets]
        quoted = [_words(connection, *span) for span in spans]
    names = [f"{doc_id}:{start}:{end}" for doc_id, start, end in spans]
    given = {name: value for name, value in details.items() if value is not None}
    return opened.judge(act.value, targets=names, quoted=quoted, who=who, **given)


def _check_source(connection: duckdb.DuckDBPyConnection, source: str | None) -> None:
    if not connection.execute("select 1 from sources where source = ?", [source]).fetchall():
        raise SettingsError(f"no source of the case has the id {source!r}; `standoff sources` lists them")


def _span_of(connection: duckdb.DuckDBPyConnection, target: str) -> tuple[str, int, int]:
    """Give the words that a target stands for: a claim's are those of its first mention."""
    span = _SPAN.fullmatch(target)
    if span is not None:
        return span["doc_id"], int(span["start"]), int(span["end"])
    found = connection.execute(_MENTION, [target]).fetchall()
    if not found:
        raise SettingsError(f"no claim has the id {target!r}, and it is no span; `standoff claims` lists claims")
    doc_id, start, end = found[0]
    return doc_id, start, end


def _words(connection: duckdb.DuckDBPyConnection, doc_id: str, start: int, end: int) -> str:
    found = connection.execute("select text from reports where doc_id = ?", [doc_id]).fetchall()
    if not found or not 0 <= start < end <= len(found[0][0]):
        where = f"{doc_id}:{start}:{end}"
        raise SettingsError(f"the case holds no words at {where}; give the id of a report and a span in it")
    return str(found[0][0][start:end])


def judgements(case: Case | str | Path) -> Table:
    """Give what was decided about a case, in order, each with its state: stands, undone or orphan.

    Args:
        case: as for `claims`.
    """
    opened = _opened(case)
    rows = journal_table(opened.journal.read()).to_pylist()
    read = [judgement_of(row) for row in rows]
    alive = {row.number for row in standing(read)}
    with opened.catalogue() as connection:
        for row, judgement in zip(rows, read, strict=True):
            found = all(_is_found(connection, a.doc_id, a.start, a.end, a.words) for a in judgement.anchors)
            counts = judgement.number in alive or judgement.action is Action.UNDO
            row["state"] = "undone" if not counts else "stands" if found else "orphan"
    schema = journal_table([]).schema.append(pa.field("state", pa.string()))
    return Table(pa.Table.from_pylist(rows, schema=schema), [])


def _is_found(connection: duckdb.DuckDBPyConnection, doc_id: str, start: int, end: int, words: str) -> bool:
    """Tell whether the words still stand there, and an act or an actor is still found in them."""
    found = connection.execute(_FOUND, [start, end, start, words, end, start, end, start, doc_id]).fetchall()
    return bool(found) and all(found[0])
