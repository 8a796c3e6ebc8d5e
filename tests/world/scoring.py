"""What was recovered of a synthetic world, against its truth."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.world.generator import Told, World

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, and what they were counted on."""

    found: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was found that is true."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return self.right / self.true if self.true else 0.0

    def line(self) -> str:
        """Write both."""
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f} ({self.right} of {self.found}, of {self.true})"
        )


def score_pairs(found: Collection[Any], true: Collection[Any]) -> Score:
    """Score a set against the true one."""
    return Score(len(set(found)), len(set(found) & set(true)), len(set(true)))


class Recovered:
    """The tables of claims, seen through the sentences of the world."""

    def __init__(self, world: World, tables: Mapping[str, Rows]) -> None:
        self.told = world.told
        self.tables = tables
        self.types = {row["claim_id"]: row["type"] for row in tables["claims"]}
        self.by_doc: dict[str, list[Mapping[str, Any]]] = {}
        for row in tables["claim_mentions"]:
            self.by_doc.setdefault(row["doc_id"], []).append(row)
        self.claims = [self._claims_of(told) for told in self.told]
        self.origins = [self._origins_of(told) for told in self.told]

    def _rows(self, told: Told, stance: str) -> list[Mapping[str, Any]]:
        """Find the mentions in a sentence that have its type; those of any type where none has it."""
        here = [r for r in self.by_doc.get(told.doc_id, ()) if told.start <= r["start"] < told.end]
        here = [row for row in here if row["stance"] == stance]
        return [row for row in here if self.types[row["claim_id"]] == told.type] or here

    def _claims_of(self, told: Told) -> set[str]:
        return {row["claim_id"] for row in self._rows(told, "asserts")}

    def _origins_of(self, told: Told) -> set[str]:
        return {row["origin_id"] for row in self._rows(told, "asserts")}

    def _asserting(self) -> list[int]:
        return [n for n, told in enumerate(self.told) if told.stance == "asserts"]

    def score_claims(self) -> Score:
        """Score pairs of sentences: is one claim taken for one claim."""
        pairs = list(combinations(self._asserting(), 2))
        true = {p for p in pairs if self._same_claim(*p)}
        return score_pairs({p for p in pairs if self.claims[p[0]] & self.claims[p[1]]}, true)

    def _same_claim(self, one: int, other: int) -> bool:
        a, b = self.told[one], self.told[other]
        return (a.happening, a.variant) == (b.happening, b.variant)

    def score_origins(self) -> Score:
        """Score pairs of sentences of one claim: is one origin taken for one."""
        pairs = [p for p in combinations(self._asserting(), 2) if self._same_claim(*p)]
        true = {p for p in pairs if self.told[p[0]].origin == self.told[p[1]].origin}
        return score_pairs({p for p in pairs if self.origins[p[0]] & self.origins[p[1]]}, true)

    def score_links(self, kinds: Mapping[str, str]) -> Score:
        """Score links by happening and kind.

        Args:
            kinds: the kind of link that each false variant should have to the truth; denials are looked at beside
            claims.
        """
        true = {(t.happening, kinds[t.variant.split()[0]]) for t in self.told if t.variant != "true"}
        where = self._meanings()
        found: set[Any] = set()
        for row in self.tables["claim_links"]:
            if row["kind"] == "denies":
                continue
            one, other = where.get(row["claim_id"]), where.get(row["other_id"])
            same = one is not None and other is not None and one[0] == other[0] and one[1] != other[1]
            kind = row["kind"]
            found.add((one[0], kind) if same and one is not None else (row["claim_id"], row["other_id"], kind))
        return score_pairs(found, true)

    def _meanings(self) -> dict[str, tuple[int, str]]:
        """Say which happening and variant each claim tells, by its first sentence."""
        found: dict[str, tuple[int, str]] = {}
        for told, claims in zip(self.told, self.claims, strict=True):
            for claim in claims:
                found.setdefault(claim, (told.happening, told.variant))
        return found

    def score_denials(self) -> Score:
        """Score denials beside claims: (denying sentence, happening of the claim that it is set beside)."""
        where = self._meanings()
        true = {(n, told.happening) for n, told in enumerate(self.told) if told.stance == "denies"}
        found = set()
        for row in self.tables["claim_mentions"]:
            if row["stance"] == "denies":
                sentence = next(
                    (
                        n
                        for n, t in enumerate(self.told)
                        if t.doc_id == row["doc_id"] and t.start <= row["start"] < t.end
                    ),
                    None,
                )
                meaning = where.get(row["claim_id"])
                found.add((sentence, meaning[0] if meaning else row["claim_id"]))
        return score_pairs(found, true)

    def reliability(self) -> dict[str, float]:
        """Give the share of right claims that is expected of each outlet."""
        return {row["label"]: row["share"] for row in self.tables["sources"] if row["source"].startswith("outlet:")}


KINDS = {"count": "changed_figure", "doer": "rival"}
"""What links a false variant to the truth."""
