"""What is asked of a case and judged in it, as functions: the part of the Python interface that wants a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from standoff.core.judgement import Action
from standoff.run import judging
from standoff.run.case import Case
from standoff.store.journal import JournalLine
from standoff.store.tables import Table


def _case(source: Case | str | Path) -> Case:
    return source if isinstance(source, Case) else Case.open(source)


def claims(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the claims of a case: what is said to be so, from how many independent origins, and what stands against it.

    Args:
        case: a case, or its folder.
        as_of: ISO day; what was known later is left out.

    Returns:
        One row per claim; docs/claims.md describes the columns.
    """
    return judging.claims_table(_case(case), as_of)


def sources(case: Case | str | Path, *, as_of: str | None = None) -> Table:
    """Give the sources of a case with their reliability, A to F, and its working.

    Args:
        case: as for `claims`.
        as_of: as for `claims`.
    """
    return judging.sources_table(_case(case), as_of)


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
    return judging.judge(_case(case), judging.action_of(action), targets, who=who, **details)


def judgements(case: Case | str | Path) -> Table:
    """Give what was decided about a case, in order, each with its state: stands, undone or orphan.

    Args:
        case: as for `claims`.
    """
    return judging.judgements_table(_case(case))
