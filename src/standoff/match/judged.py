"""What judgements do to claims and to grades (what they do to actors: `store.corrections`).

A judgement finds its mention by report and span: the mention of that report whose trigger shares a code point with
the span. So a new coding of the same text keeps it. One that finds nothing is an orphan: it does nothing, and is
listed as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from standoff.core.judgement import Action, Anchor, Judgement, judgement_of, standing
from standoff.match.assertions import Assertion, claim_id, order
from standoff.match.mentions import Mention


@dataclass(frozen=True, slots=True)
class Verdict:
    """The last judgement on a claim's truth or grade."""

    value: str
    """confirm, reject, or a digit."""
    by: str


def read_judgements(connection: duckdb.DuckDBPyConnection) -> list[Judgement]:
    """Read the judgements that stand, in the order in which they were made."""
    rows = connection.sql("select * from journal order by number").to_arrow_table().to_pylist()
    return standing([judgement_of(row) for row in rows])


def reshape(claims: Sequence[Assertion], judgements: Sequence[Judgement]) -> list[Assertion]:
    """Merge and split claims as judged, in the order in which it was judged."""
    made = list(claims)
    for row in judgements:
        if row.action is Action.MERGE:
            made = _merge(made, row)
        elif row.action is Action.SPLIT:
            made = _split(made, row)
    return sorted(made, key=lambda claim: order(claim.mentions[0]))


def _merge(claims: list[Assertion], row: Judgement) -> list[Assertion]:
    found = [claim for claim in claims if any(_holds(claim, anchor) for anchor in row.anchors)]
    if len(found) < 2:
        return claims
    first = found[0]
    mentions = sorted((m for claim in found for m in claim.mentions), key=order)
    whole = Assertion(first.happening_id, first.modality, first.polarity, mentions)
    whole.beside = [pair for claim in found for pair in claim.beside]
    whole.claim_id = claim_id(mentions[0], whole.modality, whole.polarity)
    gone = {claim.claim_id for claim in found}
    for claim in claims:
        claim.denies = list(dict.fromkeys(whole.claim_id if other in gone else other for other in claim.denies))
    whole.denies = [other for claim in found for other in claim.denies if other != whole.claim_id]
    return [claim for claim in claims if claim not in found] + [whole]


def _split(claims: list[Assertion], row: Judgement) -> list[Assertion]:
    made: list[Assertion] = []
    for claim in claims:
        taken = [m for m in claim.mentions if any(_is_at(m, anchor) for anchor in row.anchors)]
        left = [m for m in claim.mentions if m not in taken]
        if not taken or not left:
            made.append(claim)
            continue
        for mentions in (left, taken):
            part = Assertion(claim.happening_id, claim.modality, claim.polarity, mentions)
            part.beside = list(claim.beside) if mentions is left else []
            part.claim_id = claim_id(mentions[0], part.modality, part.polarity)
            made.append(part)
    return made


def _holds(claim: Assertion, anchor: Anchor) -> bool:
    return any(_is_at(mention, anchor) for mention in claim.mentions)


def _is_at(mention: Mention, anchor: Anchor) -> bool:
    record = mention.record
    return record.doc_id == anchor.doc_id and record.start < anchor.end and anchor.start < record.end


def verdicts(claims: Sequence[Assertion], judgements: Sequence[Judgement]) -> Mapping[str, Verdict]:
    """Give the last word on each claim that was confirmed, rejected or graded."""
    found: dict[str, Verdict] = {}
    for row in judgements:
        if row.action in {Action.CONFIRM, Action.REJECT, Action.GRADE_CLAIM}:
            value = row.value if row.action is Action.GRADE_CLAIM else row.action.value
            for claim in claims:
                if any(_holds(claim, anchor) for anchor in row.anchors):
                    found[claim.claim_id] = Verdict(str(value), row.who)
    return found


def source_grades(judgements: Sequence[Judgement]) -> Mapping[str, tuple[str, str]]:
    """Give the letters that analysts gave to sources, and who did."""
    return {str(r.source): (str(r.value), r.who) for r in judgements if r.action is Action.GRADE_SOURCE}
