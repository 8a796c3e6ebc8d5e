"""Credibility: how far a claim itself is borne out, 1 to 6, whatever is thought of its sources.

Source: NATO STANAG 2511 (Admiralty system): 1 confirmed by other independent sources, 2 probably true, 3 possibly true,
4 doubtful, 5 improbable, 6 truth cannot be judged. The doctrine keeps this axis apart from the reliability of the
source, and so does this: nothing here looks at a source's record.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.match.origins import MATERIAL, Origin

CONFIRMED, PROBABLE, POSSIBLE, DOUBTFUL, IMPROBABLE, NOT_JUDGED = 1, 2, 3, 4, 5, 6
MANY = 3
"""Independent origins that confirm a claim whatever they rest on; two do where they rest on different kinds of
evidence."""
SEEN = MATERIAL | {"witness"}
"""Kinds of evidence of those who saw, and of what can be looked at; two who only say so are no two kinds."""
VERIFIABLE = frozenset({"real"})
"""Parts of reality in which there is something to be true or false already."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a claim's credibility is judged by."""

    modality: str
    asserting: Sequence[Origin]
    denying: Sequence[Origin]
    rivals: int
    """Claims that rival or contradict it and have at least as many independent origins."""
    doers: frozenset[str]
    targets: frozenset[str]
    negative: bool
    """Whether it says that something is not so."""
    hedged: bool
    """Whether every mention leaves it open."""
    verbal: bool
    """Whether the act is one of words, which are done by being said."""
    withdrawn: bool
    """Whether the only origin has taken it back."""
    judged: str | None
    """What an analyst decided: confirm, reject or a digit."""
    judged_by: str | None


@dataclass(frozen=True, slots=True)
class Credibility:
    """A digit and how it came about, in one sentence."""

    digit: int
    why: str


def judge_credibility(grounds: Grounds) -> Credibility:
    """Grade a claim by the number, kinds and interests of its independent origins, and by what speaks against it."""
    settled = _by_judgement(grounds)
    if settled is not None:
        return settled
    if grounds.modality not in VERIFIABLE:
        return Credibility(NOT_JUDGED, f"what is {_ahead(grounds.modality)} can be neither true nor false yet")
    digit, why = _by_origins(grounds)
    if grounds.withdrawn:
        return Credibility(IMPROBABLE, f"{why}; the only origin has withdrawn it since")
    digit, against = _weigh_against(grounds, digit)
    return Credibility(digit, f"{why}{against}")


def _by_judgement(grounds: Grounds) -> Credibility | None:
    if grounds.judged is None:
        return None
    digit = {"confirm": CONFIRMED, "reject": IMPROBABLE}.get(grounds.judged) or int(grounds.judged)
    what = {"confirm": "confirmed", "reject": "rejected"}.get(grounds.judged, f"graded {grounds.judged}")
    return Credibility(digit, f"{what} by {grounds.judged_by}")


def _ahead(modality: str) -> str:
    return {"intended": "planned or promised"}.get(modality, modality)


def _by_origins(grounds: Grounds) -> tuple[int, str]:
    """Grade by what speaks for a claim."""
    origins, kinds = grounds.asserting, sorted({origin.kind for origin in grounds.asserting})
    if not origins:
        return NOT_JUDGED, "nobody asserts it; it is only denied"
    names = ", ".join(origin.label for origin in origins[:MANY]) + (" and others" if len(origins) > MANY else "")
    if len(origins) >= MANY:
        return CONFIRMED, f"{len(origins)} independent origins say so ({names})"
    if len(origins) > 1:
        told = f"{len(origins)} independent origins say so ({names})"
        if len(kinds) > 1 and SEEN & set(kinds):
            return CONFIRMED, f"{told}, on different kinds of evidence: {', '.join(kinds)}"
        return PROBABLE, told
    (origin,) = origins
    if grounds.verbal and origin.country is not None and origin.country in grounds.doers:
        return CONFIRMED, f"{origin.label} say it themselves, and saying it is the act"
    if origin.country is not None and origin.country in grounds.doers and grounds.negative:
        return NOT_JUDGED, f"only {origin.label} say so, who would deny it of their own side either way"
    if origin.country is not None and origin.country in grounds.doers:
        return PROBABLE, f"{origin.label} say it of their own side"
    if grounds.hedged:
        return DOUBTFUL, f"a single origin ({names}), which leaves it open"
    kind = f", resting on {origin.kind}" if origin.kind in MATERIAL else ""
    return POSSIBLE, f"a single independent origin ({names}{kind})"


def _weigh_against(grounds: Grounds, digit: int) -> tuple[int, str]:
    """Lower a digit by what speaks against a claim; whoever is accused has an interest in denying."""
    if digit == NOT_JUDGED:
        return digit, ""
    independent = [o for o in grounds.denying if o.country is None or o.country not in grounds.doers]
    interested = [o for o in grounds.denying if o not in independent]
    told: list[str] = []
    if independent:
        more = len(independent) >= len(grounds.asserting)
        digit = max(digit, IMPROBABLE if more else DOUBTFUL)
        told.append(f"denied by {_labels(independent)}")
    if interested:
        digit = max(digit, PROBABLE) if len(grounds.asserting) > 1 else max(digit, DOUBTFUL)
        told.append(f"denied by {_labels(interested)}, whom it accuses")
    if grounds.rivals:
        digit = max(digit, DOUBTFUL if len(grounds.asserting) < MANY else POSSIBLE)
        told.append(f"told otherwise in {grounds.rivals} claim{'s' if grounds.rivals > 1 else ''} of no fewer origins")
    return digit, "; " + "; ".join(told) if told else ""


def _labels(origins: Sequence[Origin]) -> str:
    return ", ".join(origin.label for origin in origins)
