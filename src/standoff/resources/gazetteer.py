"""Names of actors: countries, their peoples and seats of government, organisations, office-holders.

Built from `lexicons/countries.csv`, `organisations.csv` and `office_holders.csv`, and from a user's own table of
further actors (the columns of `countries.csv`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.core.errors import ResourceError, SettingsError
from standoff.core.vocabulary import ActorKind
from standoff.resources.tables import parse_rows, read_rows, split_cell

COUNTRY_COLUMNS = ("code", "name", "aliases", "adjectives", "people", "capital", "metonyms")
ORGANISATION_COLUMNS = ("name", "aliases", "code", "sector", "metonyms")
HOLDER_COLUMNS = ("name", "aliases", "country", "sector", "office", "from", "to")


SHORTEST_SHOUTED = 4
"""Names shorter than this are not looked for in text set in capitals, unless they are written so themselves."""
SHARED_SEATS = frozenset({"IGO"})
"""Where a city is the seat of an organisation and a capital ("Brussels"), the organisation is meant."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way of naming an actor."""

    surface: str
    kind: ActorKind
    name: str
    country: str | None
    sector: str | None
    adjective: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """One person's time in one office; dates as stated, to the precision known."""

    name: str
    country: str
    sector: str
    office: str
    since: str
    until: str

    def covers(self, date: str | None) -> bool:
        """Tell whether the person held the office on an ISO date (True when no date is given)."""
        if date is None:
            return True
        return (not self.since or self.since <= date[: len(self.since)]) and (
            not self.until or date[: len(self.until)] <= self.until
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text: half-open code points, and what it may mean."""

    start: int
    end: int
    name: Name


class Gazetteer:
    """All names, searchable at once."""

    def __init__(self, names: list[Name], holdings: list[tuple[str, Holding]]) -> None:
        """Index the names; the first meaning given for a surface wins."""
        self._names: dict[str, Name] = {}
        for name in names:
            self._names.setdefault(name.surface, name)
        self._holdings: dict[str, list[Holding]] = {}
        for surface, holding in holdings:
            self._holdings.setdefault(surface, []).append(holding)
        self._bearers: dict[str, list[Holding]] = {}
        for holding in dict.fromkeys(holding for _, holding in holdings):
            self._bearers.setdefault(name_key(holding.name.split()[-1]), []).append(holding)
        self._surfaces = list(self._names)
        self._automaton = AhoCorasick(self._surfaces)
        lowered = [surface.lower() for surface in self._surfaces]
        self._lowered = AhoCorasick(lowered, matchkind=MatchKind.LeftmostLongest)
        self.forms = _state_forms(names)
        self.country_names: dict[str, str] = {}
        for name in names:
            if name.kind is ActorKind.COUNTRY and name.country:
                self.country_names.setdefault(name.country, name.name)

    def find(self, text: str) -> Iterator[Match]:
        """Find names as whole words, longest first, none overlapping."""
        found = self._automaton.find_matches_as_indexes(text.replace("’", "'"), overlapping=True)
        whole = [(start, -end, index) for index, start, end in found if _is_word(text, start, end)]
        last = 0
        for start, end, index in sorted(whole):
            if start >= last:  # "The Gambia" begins in "The Gambian", but is no word there
                last = -end
                yield Match(start, -end, self._names[self._surfaces[index]])

    def find_any_case(self, text: str) -> Iterator[Match]:
        """Find names as whole words whatever their case; short ones (of, us, it) only as they are written.

        Lower-casing keeps the length of these letters, so the offsets hold for the text as given.
        """
        lowered = text.replace("’", "'").lower()
        for index, start, end in self._lowered.find_matches_as_indexes(lowered):
            name = self._names[self._surfaces[index]]
            shouted = name.surface.isupper() or len(name.surface) >= SHORTEST_SHOUTED
            if shouted and len(name.surface) == end - start and _is_word(lowered, start, end):
                yield Match(start, end, name)

    def holdings(self, person: str) -> list[Holding]:
        """Give the offices known for a person's name as written."""
        return self._holdings.get(person, [])

    def bearers(self, person: str) -> list[Holding]:
        """Give the offices of everybody who bears a person's surname, however it is spelt."""
        return self._bearers.get(name_key(person.split()[-1]), [])


@cache
def name_key(word: str) -> str:
    """Give a word of a name in the form in which spellings agree: no accents, marks or Arabic article."""
    plain = "".join(char for char in normalize("NFKD", word.casefold()) if char.isalnum() or char == "-")
    return plain.removeprefix("al-").removeprefix("el-").replace("-", "")


def _state_forms(names: list[Name]) -> dict[str, dict[str, str]]:
    """Per state its name, adjective, people and capital, the first of each."""
    made: dict[str, dict[str, str]] = {}
    for name in names:
        if name.country is None or name.kind is ActorKind.ORGANISATION or name.country in SHARED_SEATS:
            continue
        forms = made.setdefault(name.country, {})
        if name.kind is ActorKind.COUNTRY:
            forms.setdefault("adjective" if name.adjective else "name", name.surface)
        elif name.kind is ActorKind.PEOPLE and name.surface.endswith(("s", "ese")):
            forms.setdefault("people", name.surface)
        elif name.kind is ActorKind.METONYM and name.place:
            forms.setdefault("capital", name.surface)
    return made


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or after.isalnum())


def _country_names(row: dict[str, str]) -> Iterator[Name]:
    code, label = row["code"], row["name"]
    for surface in [label, *split_cell(row["aliases"])]:
        yield Name(surface, ActorKind.COUNTRY, label, code, None, place=True)
    for surface in split_cell(row["metonyms"]):
        yield Name(surface, ActorKind.METONYM, label, code, "GOV")
    for surface in split_cell(row["capital"]):
        yield Name(surface, ActorKind.METONYM, label, code, "GOV", place=True)
    for surface in split_cell(row["adjectives"]):
        yield Name(surface, ActorKind.COUNTRY, label, code, None, adjective=True)
    for surface in split_cell(row["people"]):
        yield Name(surface, ActorKind.PEOPLE, label, code, None)


def _organisation_names(row: dict[str, str]) -> Iterator[Name]:
    label, code, sector = row["name"], row["code"], row["sector"] or None
    for surface in [label, *split_cell(row["aliases"])]:
        yield Name(surface, ActorKind.ORGANISATION, label, code, sector)
    for surface in split_cell(row["metonyms"]):
        yield Name(surface, ActorKind.METONYM, label, code, sector, place=True)


def _holder_rows(row: dict[str, str]) -> Iterator[tuple[str, Holding]]:
    holding = Holding(row["name"], row["country"], row["sector"], row["office"], row["from"], row["to"])
    for surface in [row["name"], *split_cell(row["aliases"])]:
        yield surface, holding


def _read_extra(path: str) -> list[dict[str, str]]:
    try:
        return parse_rows(Path(path).read_text(encoding="utf-8"), COUNTRY_COLUMNS, path)
    except (OSError, UnicodeDecodeError, ResourceError) as error:
        raise SettingsError(
            f"cannot read the table of actors {path!r}: {error}; name a CSV like countries.csv"
        ) from error


@cache
def load_gazetteer(extra: str | None = None) -> Gazetteer:
    """Load all names, once per process.

    Args:
        extra: path of a CSV of further actors with the columns of `countries.csv`; they win over ours.

    Raises:
        ResourceError: a table of ours is missing or lacks a column.
        SettingsError: the user's table cannot be read or lacks a column.
    """
    rows = _read_extra(extra) if extra else []
    rows += read_rows("lexicons/countries.csv", COUNTRY_COLUMNS)
    names = [name for row in rows for name in _country_names(row)]
    for row in read_rows("lexicons/organisations.csv", ORGANISATION_COLUMNS):
        names += _organisation_names(row)
    names.sort(key=lambda name: name.kind is ActorKind.METONYM and name.country not in SHARED_SEATS)
    holdings = [pair for row in read_rows("lexicons/office_holders.csv", HOLDER_COLUMNS) for pair in _holder_rows(row)]
    return Gazetteer(names, holdings)
