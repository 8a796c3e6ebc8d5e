"""Grading: the two axes of the Admiralty system over all claims and sources of a case, kept apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from standoff.core.judgement import Judgement
from standoff.core.vocabulary import Polarity
from standoff.match.assertions import ASSERTS, DENIES, Assertion
from standoff.match.credibility import CONFIRMED, IMPROBABLE, Credibility, Grounds, judge_credibility
from standoff.match.judged import Verdict, source_grades, verdicts
from standoff.match.likeness import side_keys
from standoff.match.links import CHANGED_FIGURE, CONTRADICTS, RIVAL, Link
from standoff.match.mentions import Mention, doubts
from standoff.match.origins import Origin, Outlets
from standoff.match.reliability import Prior, Record, judge_reliability, prior_of

VERBAL_QUADS = frozenset({1, 3})
MORE = 2
"""Independent origins, at least one more than a claim has, that must say otherwise for it to count as contradicted."""


class ToldBy(Protocol):
    """A mention within a claim: what it does with it, and whose word it is."""

    @property
    def mention(self) -> Mention:
        """The mention."""

    @property
    def stance(self) -> str:
        """asserts, denies or doubts."""

    @property
    def origin(self) -> Origin:
        """From whom it ultimately comes."""


ByClaim = Mapping[str, Sequence[ToldBy]]
"""The tellings of each claim, by its id."""


@dataclass(frozen=True, slots=True)
class Grades:
    """Both axes."""

    claims: Mapping[str, Credibility]
    states: Mapping[str, str]
    source_rows: list[dict[str, Any]]


def grade(
    claims: Sequence[Assertion], told: ByClaim, links: Sequence[Link], outlets: Outlets, judgements: Sequence[Judgement]
) -> Grades:
    """Grade all claims by what speaks for and against them, and all sources by their kind and record."""
    given = verdicts(claims, judgements)
    opposed = _opposed(links)
    grounds = {c.claim_id: _grounds(c, told, opposed.get(c.claim_id, ()), given.get(c.claim_id)) for c in claims}
    digits = {claim_id: judge_credibility(found) for claim_id, found in grounds.items()}
    states = {claim_id: _state(grounds[claim_id], digits[claim_id]) for claim_id in digits}
    records = _records(claims, told, opposed, grounds)
    return Grades(digits, states, _source_rows(told, outlets, records, source_grades(judgements)))


def _opposed(links: Sequence[Link]) -> dict[str, list[str]]:
    """Give, per claim, the claims that cannot be right beside it."""
    found: dict[str, list[str]] = {}
    for link in links:
        if link.kind in {RIVAL, CONTRADICTS, CHANGED_FIGURE}:
            found.setdefault(link.claim_id, []).append(link.other_id)
            found.setdefault(link.other_id, []).append(link.claim_id)
    return found


def _by_stance(told: Sequence[ToldBy], stance: str) -> list[Origin]:
    """Give the independent origins of one stance, each once, in the order in which they spoke."""
    found: dict[str, Origin] = {}
    for t in told:
        if t.stance == stance:
            found.setdefault(t.origin.origin_id, t.origin)
    return list(found.values())


def _grounds(claim: Assertion, told: ByClaim, opposed: Sequence[str], verdict: Verdict | None) -> Grounds:
    mine = told[claim.claim_id]
    asserting, denying = _by_stance(mine, ASSERTS), _by_stance(mine, DENIES)
    asserting_ids = {origin.origin_id for origin in asserting}
    records = [mention.record for mention in claim.mentions]
    others = [{o.origin_id for o in _by_stance(told[other], ASSERTS)} for other in opposed]
    return Grounds(
        modality=claim.modality,
        asserting=asserting,
        denying=[origin for origin in denying if origin.origin_id not in asserting_ids],
        rivals=sum(1 for ids in others if len(ids - asserting_ids) >= len(asserting_ids)),
        doers=frozenset(key for r in records for key in side_keys(r.sources)),
        targets=frozenset(key for r in records for key in side_keys(r.targets)),
        negative=claim.polarity == Polarity.NEGATIVE.value,
        hedged=all(doubts(r) for r in records),
        verbal=claim.best.record.quad in VERBAL_QUADS,
        withdrawn=len(asserting) == 1 and _takes_back(mine, asserting_ids),
        judged=verdict.value if verdict is not None else None,
        judged_by=verdict.by if verdict is not None else None,
    )


def _takes_back(mine: Sequence[ToldBy], origins: Collection[str]) -> bool:
    """Tell whether an origin denies on a later day what it said: a "not" in the same briefing takes nothing back."""
    last = max((t.mention.known or "" for t in mine if t.stance == ASSERTS), default="")
    return any(t.stance == DENIES and t.origin.origin_id in origins and (t.mention.known or "") > last for t in mine)


def _state(grounds: Grounds, found: Credibility) -> str:
    """Name where a claim stands: rejected, withdrawn, disputed, confirmed, denied only, or open."""
    if grounds.judged is not None and found.digit in {CONFIRMED, IMPROBABLE}:
        return "confirmed" if found.digit == CONFIRMED else "rejected"
    if grounds.withdrawn:
        return "withdrawn"
    if grounds.denying or grounds.rivals:
        return "disputed"
    return "confirmed" if found.digit == CONFIRMED else "open"


def _records(
    claims: Sequence[Assertion], told: ByClaim, opposed: Mapping[str, Sequence[str]], grounds: Mapping[str, Grounds]
) -> dict[str, Record]:
    """Count, per origin, what became of its claims.

    A claim counts as confirmed for an origin where an analyst or at least two others independently say the same and
    nobody uninvolved says otherwise; as contradicted where more say otherwise than say so; as withdrawn where it
    denied it itself.
    """
    counts: dict[str, list[int]] = {}
    for claim in claims:
        if claim.modality != "real" or claim.polarity != Polarity.POSITIVE.value:
            continue
        found = grounds[claim.claim_id]
        against = {o.origin_id for o in found.denying if o.country is None or o.country not in found.doers}
        for other in opposed.get(claim.claim_id, ()):
            against |= {o.origin_id for o in _by_stance(told[other], ASSERTS)}
        for origin in found.asserting:
            at = _became(origin, found, against)
            if at is not None:
                counts.setdefault(origin.origin_id, [0, 0, 0])[at] += 1
    return {origin_id: Record(*found) for origin_id, found in counts.items()}


def _became(origin: Origin, found: Grounds, against: set[str]) -> int | None:
    """Tell what became of a claim for one of its origins: 0 confirmed, 1 withdrawn, 2 contradicted; None = open."""
    if found.judged in {"confirm", "reject"}:
        return 0 if found.judged == "confirm" else 2
    if found.withdrawn:
        return 1
    others = {o.origin_id for o in found.asserting} - {origin.origin_id}
    opponents = against - others - {origin.origin_id}
    if len(opponents) >= MORE and len(opponents) > len(others):
        return 2
    return 0 if len(others) >= MORE and len(others) > len(opponents) else None


def _source_rows(
    told: ByClaim, outlets: Outlets, records: Mapping[str, Record], given: Mapping[str, tuple[str, str]]
) -> list[dict[str, Any]]:
    found: dict[str, Origin] = {}
    for mentions in told.values():
        for t in mentions:
            found.setdefault(t.origin.origin_id, t.origin)
    for outlet in outlets.values():
        found.setdefault(outlet.source_id, Origin(outlet.source_id, "outlet", outlet.label, (), None))
    return [_source_row(found[key], records.get(key, Record()), given.get(key)) for key in sorted(found)]


def _source_row(origin: Origin, record: Record, given: tuple[str, str] | None) -> dict[str, Any]:
    prior: Prior = prior_of(origin)
    judged = judge_reliability(prior, record, given)
    return {
        "source": origin.origin_id,
        "label": origin.label,
        "kind": origin.kind,
        "reliability": judged.letter,
        "prior": judged.prior,
        "share": round(judged.share, 3),
        "why": judged.why,
        "confirmed": record.confirmed,
        "withdrawn": record.withdrawn,
        "contradicted": record.contradicted,
        "graded": record.graded,
    }
