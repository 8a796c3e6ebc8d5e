"""A folder of dated facts in the form of ICEWS14: names, splits, and the countries in brackets behind the names."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.rows import BenchmarkError
from standoff.outlook.dyads import Acts
from standoff.outlook.memory import Facts, Ints, number

HOURS = 24
MATERIAL_CONFLICT = 14
"""First CAMEO root of material conflict, as the scorer has it."""
CLASS_BOUNDS = (6, 9, 14)
"""First CAMEO roots of material cooperation, verbal conflict and material conflict."""
SECTOR_ACTORS = 5
"""A kind of actor counts as a sector from this many actors on; rarer ones are put together."""
BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Actors:
    """What the names tell: country by name, its number and the sector's."""

    countries: list[str]
    country: Ints
    sector: Ints


@dataclass(frozen=True, slots=True)
class FactFolder:
    """A folder with `score.py` and `data/`."""

    path: Path

    def split(self, name: str) -> Ints:
        """Read a split: columns subject, relation, object, day."""
        lines = (self.path / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        table = np.array([[int(cell) for cell in line.split()[:4]] for line in lines if line.strip()], np.int64)
        table[:, 3] //= HOURS
        return table

    def roots(self) -> Ints:
        """Read the CAMEO root of each relation."""
        lines = (self.path / "data" / "relation_root.tsv").read_text(encoding="utf-8").splitlines()
        found = {int(cells[0]): int(cells[2]) for cells in (line.split("\t") for line in lines if line.strip())}
        return np.array([found[n] for n in range(max(found) + 1)], np.int64)

    def actors(self) -> Actors:
        """Read the actors; a name's country stands in its last brackets, or is the name itself."""
        lines = (self.path / "data" / "entity2id.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.rstrip("\r").rsplit("\t", 1) for line in lines if line.strip())
        names = {int(n): name.strip().replace("_", " ") for name, n in pairs}
        inside = {n: found.group(1).strip() if (found := BRACKETS.search(name)) else None for n, name in names.items()}
        known = {country for country in inside.values() if country}
        order = range(len(names))
        countries = [inside[n] or (names[n] if names[n] in known else None) for n in order]
        kinds = [BRACKETS.sub("", names[n]).strip() if inside[n] else "state" for n in order]
        counts = Counter(kinds)
        kinds = [kind if counts[kind] >= SECTOR_ACTORS else "other" for kind in kinds]
        sectors = [kind if country else None for kind, country in zip(kinds, countries, strict=True)]
        return Actors(sorted({c for c in countries if c}), number(countries), number(sectors))

    def facts(self, *splits: str) -> Facts:
        """Read splits as facts for an event memory."""
        table, actors = np.concatenate([self.split(name) for name in splits]), self.actors()
        subject, relation, other, day = table.T.copy()
        return Facts(subject, relation, other, day, self.roots(), actors.country, actors.sector)


def open_facts(path: Path) -> FactFolder:
    """Find the folder.

    Raises:
        BenchmarkError: it is not complete.
    """
    needed = ["score.py", *(f"data/{name}" for name in ("train.txt", "valid.txt", "test.txt", "relation_root.tsv"))]
    missing = [name for name in needed if not (path / name).is_file()]
    if missing:
        raise BenchmarkError(f"{path} has no {', '.join(missing)}; give the folder of a forecasting benchmark")
    return FactFolder(path)


def acts_between_countries(facts: Facts) -> Acts:
    """Read facts as acts between countries; those of actors without one are left out."""
    actor, other = facts.country[facts.subject], facts.country[facts.object]
    known = (actor >= 0) & (other >= 0)
    root = facts.root[facts.relation][known]
    kind = np.searchsorted(np.array(CLASS_BOUNDS), root, side="right")
    parties = int(facts.country.max()) + 1
    wanted = root >= MATERIAL_CONFLICT
    return Acts(actor[known], other[known], kind, facts.day[known], wanted, parties, len(CLASS_BOUNDS) + 1)
