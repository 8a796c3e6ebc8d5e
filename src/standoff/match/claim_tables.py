"""The step `claims`: from happenings to the tables of claims, their mentions, links and origins, and of sources."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa

from standoff.core.stage import CorpusStep
from standoff.match.actors import known_persons
from standoff.match.assertions import ASSERTS, DENIES, Assertion, gather
from standoff.match.denials import match_denials, read_denials
from standoff.match.grading import Grades, grade
from standoff.match.judged import read_judgements, reshape
from standoff.match.links import Link, find_links, set_denials_beside
from standoff.match.mentions import Mention, make_known, read_mentions
from standoff.match.origins import Origin, Outlets, find_origin, join_outlets, read_outlets
from standoff.match.wording import Rarity, content_stems

VERSION = "1"
NEEDS = (
    "reports", "events", "sentences", "statements", "actors", "identities", "journal", "copies", "copied_passages",
    "stories", "happenings",
)  # fmt: skip

_PARTS = pa.list_(pa.struct([("name", pa.string()), ("weight", pa.float64()), ("saw", pa.string())]))
_EVIDENCE = pa.list_(pa.struct([("kind", pa.string()), ("n", pa.int32())]))
_TEXT = pa.string()
SCHEMAS: Mapping[str, pa.Schema] = {
    "claims": pa.schema(
        [
            ("claim_id", _TEXT), ("happening_id", _TEXT), ("type", _TEXT), ("status", _TEXT), ("polarity", _TEXT),
            ("modality", _TEXT), ("label", _TEXT), ("first_known", _TEXT), ("last_known", _TEXT),
            ("mentions", pa.int32()), ("attributed", pa.int32()), ("origins", pa.int32()), ("denials", pa.int32()),
            ("evidence", _EVIDENCE), ("credibility", pa.int32()), ("credibility_why", _TEXT), ("state", _TEXT),
            ("denies", pa.list_(_TEXT)), ("event_id", _TEXT),
        ]
    ),
    "claim_mentions": pa.schema(
        [
            ("claim_id", _TEXT), ("event_id", _TEXT), ("doc_id", _TEXT), ("start", pa.int32()), ("end", pa.int32()),
            ("stance", _TEXT), ("origin_id", _TEXT), ("known", _TEXT),
        ]
    ),
    "claim_links": pa.schema(
        [("claim_id", _TEXT), ("other_id", _TEXT), ("kind", _TEXT), ("reason", _TEXT), ("score", pa.float64()),
         ("parts", _PARTS)]
    ),
    "origins": pa.schema(
        [("claim_id", _TEXT), ("origin_id", _TEXT), ("stance", _TEXT), ("kind", _TEXT), ("label", _TEXT),
         ("chain", pa.list_(_TEXT)), ("mentions", pa.int32())]
    ),
    "sources": pa.schema(
        [("source", _TEXT), ("label", _TEXT), ("kind", _TEXT), ("reliability", _TEXT), ("prior", _TEXT),
         ("share", pa.float64()), ("why", _TEXT), ("confirmed", pa.int32()), ("withdrawn", pa.int32()),
         ("contradicted", pa.int32()), ("graded", pa.int32())]
    ),
}  # fmt: skip
"""Columns of the tables made."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mention within a claim."""

    mention: Mention
    stance: str
    origin: Origin


def make_claims(connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """Make the tables of claims out of a catalogue with happenings."""
    judgements = read_judgements(connection)
    read = list(read_mentions(connection))
    known = known_persons([mention.record for mention in read])
    mentions = make_known(read, known)
    outlets = read_outlets(connection)
    claims = reshape(gather(mentions), judgements)
    rarity = Rarity.of([content_stems(m.record.clause.text) for m in mentions])
    denials, links = match_denials(read_denials(connection, known), claims, rarity)
    links += find_links(claims, rarity)
    claims += denials
    set_denials_beside({claim.claim_id: claim for claim in claims}, links)
    told = {claim.claim_id: _tell(claim, outlets) for claim in claims}
    grades = grade(claims, told, links, outlets, judgements)
    rows = {
        "claims": [_claim_row(claim, told[claim.claim_id], grades) for claim in claims],
        "claim_mentions": [row for claim in claims for row in _mention_rows(claim, told[claim.claim_id])],
        "claim_links": [_link_row(link) for link in links],
        "origins": [row for claim in claims for row in _origin_rows(claim, told[claim.claim_id])],
        "sources": grades.source_rows,
    }
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}


def _tell(claim: Assertion, outlets: Outlets) -> list[Told]:
    """Find the origin of every mention; a copied one has the origin of what it copies, where that is a mention too."""
    pairs = [(mention, ASSERTS) for mention in claim.mentions] + claim.beside
    found = [Told(mention, stance, find_origin(mention, outlets)) for mention, stance in pairs]
    first: dict[tuple[str, str], Origin] = {}
    for t in found:
        first.setdefault((t.mention.record.doc_id, t.stance), t.origin)
    found = [Told(t.mention, t.stance, inherit(t, first.get((t.mention.original, t.stance)), outlets)) for t in found]
    by_id = {t.origin.origin_id: t.origin for t in reversed(found)}
    joined = join_outlets([by_id[key] for key in dict.fromkeys(t.origin.origin_id for t in found)])
    return [replace(t, origin=replace(by_id[joined[t.origin.origin_id]], chain=t.origin.chain)) for t in found]


def inherit(told: Told, original: Origin | None, outlets: Outlets) -> Origin:
    """Give a copied mention the origin of the one that it copies; its chain stays its own.

    Words of a passage count as copied only where what they are copied from says the same: a figure that was changed in
    the copying is the copier's own.
    """
    mention = told.mention
    if mention.original == mention.record.doc_id:
        return told.origin
    if original is not None:
        return replace(original, chain=told.origin.chain)
    if mention.whole_copy:
        return told.origin
    return find_origin(replace(mention, original=mention.record.doc_id), outlets)


def _claim_row(claim: Assertion, told: Sequence[Told], grades: Grades) -> dict[str, Any]:
    best, asserted = claim.best.record, [t for t in told if t.stance == ASSERTS]
    known = sorted(t.mention.known for t in asserted if t.mention.known)
    origins = {t.origin.origin_id: t.origin.kind for t in asserted}
    kinds = sorted(origins.values())
    found = grades.claims[claim.claim_id]
    return {
        "claim_id": claim.claim_id,
        "happening_id": claim.happening_id,
        "type": best.type.value,
        "status": best.status.value if best.status is not None else None,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "label": re.sub(r"\s+", " ", best.clause.text).strip(),
        "first_known": known[0] if known else None,
        "last_known": known[-1] if known else None,
        "mentions": len(asserted),
        "attributed": sum(1 for t in asserted if t.mention.record.speakers),
        "origins": len(origins),
        "denials": len({t.origin.origin_id for t in told if t.stance == DENIES}),
        "evidence": [{"kind": kind, "n": kinds.count(kind)} for kind in dict.fromkeys(kinds)],
        "credibility": found.digit,
        "credibility_why": found.why,
        "state": grades.states[claim.claim_id],
        "denies": claim.denies,
        "event_id": best.event_id if claim.best.coded else None,
    }


def _mention_rows(claim: Assertion, told: Sequence[Told]) -> list[dict[str, Any]]:
    return [
        {
            "claim_id": claim.claim_id,
            "event_id": t.mention.record.event_id if t.mention.coded else None,
            "doc_id": t.mention.record.doc_id,
            "start": t.mention.record.start,
            "end": t.mention.record.end,
            "stance": t.stance,
            "origin_id": t.origin.origin_id,
            "known": t.mention.known,
        }
        for t in told
    ]


def _link_row(link: Link) -> dict[str, Any]:
    parts = [{"name": part.name, "weight": part.weight, "saw": part.saw} for part in link.parts]
    head = {"claim_id": link.claim_id, "other_id": link.other_id, "kind": link.kind, "reason": link.reason}
    return head | {"score": link.score, "parts": parts}


def _origin_rows(claim: Assertion, told: Sequence[Told]) -> list[dict[str, Any]]:
    """Give a row per origin and stance, with the chain of its earliest mention."""
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for t in told:
        row = made.setdefault(
            (t.stance, t.origin.origin_id),
            {
                "claim_id": claim.claim_id,
                "origin_id": t.origin.origin_id,
                "stance": t.stance,
                "kind": t.origin.kind,
                "label": t.origin.label,
                "chain": list(t.origin.chain),
                "mentions": 0,
            },
        )
        row["mentions"] += 1
    return list(made.values())


CLAIMS = CorpusStep("claims", VERSION, NEEDS, tuple(SCHEMAS), make_claims)
"""Claims, origins, links and grades."""
