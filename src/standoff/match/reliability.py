"""Reliability: how far a source deserves trust, A to F, by what kind of source it is and by its record in the case.

Source: NATO STANAG 2511 (Admiralty system): A completely, B usually, C fairly, D not usually reliable, E unreliable, F
cannot be judged. The prior is a letter out of `source_kinds.csv`, of the user's table or of `outlets.csv`; the record
is counted as a beta-binomial on top of it. Nothing here looks at how a single claim is graded on the other axis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from standoff.core.errors import ResourceError
from standoff.core.judgement import RELIABILITIES
from standoff.match.origins import Origin, name_key
from standoff.resources.tables import read_rows

MEANS: Mapping[str, float] = {"A": 0.95, "B": 0.85, "C": 0.7, "D": 0.5, "E": 0.25, "F": 0.6}
"""Share of right claims that a letter stands for; F, where nothing is known, as the middle of B to D."""
FLOORS = (("A", 0.92), ("B", 0.78), ("C", 0.6), ("D", 0.4), ("E", 0.0))
"""Least share for each letter: half-way between the letters' means, rounded."""
PRIOR_WEIGHT = 8.0
"""Graded claims that the prior is worth: as many must speak before the record counts for more than the kind."""
UNKNOWN_WEIGHT = 2.0
"""The same where nothing is known of a source."""
LEAST_GRADED = 4
"""A source of which nothing is known stays F until this many of its claims have been borne out or not."""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a source's claims within the case."""

    confirmed: int = 0
    withdrawn: int = 0
    contradicted: int = 0

    @property
    def graded(self) -> int:
        """Claims of which something became."""
        return self.confirmed + self.withdrawn + self.contradicted


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of a source before its record is looked at."""

    letter: str
    why: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """A letter and how it came about, in one sentence."""

    letter: str
    prior: str
    share: float
    """Share of right claims that is expected, the mean of the beta distribution."""
    why: str


@cache
def _kinds() -> Mapping[str, Prior]:
    rows = read_rows("lexicons/source_kinds.csv", ("kind", "reliability", "label", "why"))
    for row in rows:
        if row["reliability"] not in RELIABILITIES:
            raise ResourceError(f"source_kinds.csv: {row['kind']!r} has reliability {row['reliability']!r}, not A to F")
    return {row["kind"]: Prior(row["reliability"], f"{row['label']} ({row['why']})") for row in rows}


@cache
def _outlets() -> Mapping[str, tuple[str, str]]:
    rows = read_rows("lexicons/outlets.csv", ("outlet", "kind", "country", "note"))
    return {name_key(row["outlet"]): (row["kind"], row["note"]) for row in rows}


def prior_of(origin: Origin) -> Prior:
    """Say what is held of a source for what it is."""
    if origin.kind in {"outlet", "media"}:
        known = _outlets().get(origin.origin_id.partition(":")[2])
        if known is not None:
            kind, note = known
            return Prior(_kinds()[kind].letter, f"{_kinds()[kind].why.partition(' (')[0]} ({note})")
        return _kinds()["outlet"]
    return _kinds()[origin.kind]


def judge_reliability(prior: Prior, record: Record, judged: tuple[str, str] | None = None) -> Reliability:
    """Grade a source.

    Args:
        prior: what is held of it for what it is.
        record: what became of its claims.
        judged: an analyst's letter, and whose.
    """
    share = expected_share(prior, record)
    if judged is not None:
        letter, by = judged
        return Reliability(letter, prior.letter, share, f"graded {letter} by {by}")
    unknown = prior.letter == "F" and record.graded < LEAST_GRADED
    letter = "F" if unknown else next(letter for letter, floor in FLOORS if share >= floor)
    return Reliability(letter, prior.letter, share, _why(prior, record, letter, share))


def expected_share(prior: Prior, record: Record) -> float:
    """Give the mean of the beta distribution: the prior's share, moved by the claims that were borne out or not."""
    weight = UNKNOWN_WEIGHT if prior.letter == "F" else PRIOR_WEIGHT
    return (MEANS[prior.letter] * weight + record.confirmed) / (weight + record.graded)


def _why(prior: Prior, record: Record, letter: str, share: float) -> str:
    start = f"starts at {prior.letter} as {prior.why}"
    if not record.graded:
        return f"{start}; none of its claims here has been borne out or refuted"
    told = ", ".join(
        f"{count} {word}"
        for count, word in (
            (record.confirmed, "confirmed by others"),
            (record.withdrawn, "withdrawn"),
            (record.contradicted, "contradicted by more origins"),
        )
        if count
    )
    if letter == "F":
        return f"{start}; of its claims {told}, too few to judge by"
    return f"{start}; of its claims {told}, so {share:.0%} are expected to hold"
