"""Acts: what the reports of a case tell to have happened (or to be meant), once each, with day and sides.

Everything in this room counts acts, not mentions: one row per claim, however many reports tell of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import GROUP_CODES, EventType
from standoff.outlook.dyads import Acts as DyadActs

LONGEST_SPAN_DAYS = 7
"""A stated time that is wider than this tells no day; the act then counts for the day of its report."""
LOST = frozenset({"rejected", "withdrawn"})
"""States of claims that no longer count."""
NOT_BELIEVED = 5
"""Credibility from which a claim (5: improbable) is not counted; 6, cannot be judged, is."""
TYPES = tuple(EventType)
QUADS = 4

_QUERY = """
select c.claim_id, c.status, c.polarity, c.modality, c.state, c.credibility, c.first_known, e.event_id, e.type, e.mode,
       e.intensity, e.quad, e.sources, e.targets, e.times, e.places, e.report, e.published, e.clause.text as clause
from claims c join events e using (event_id)
order by c.claim_id
"""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an act: its state's code, else its canonical name, and its sector."""

    code: str
    sector: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act, with the mention that tells it best.

    `day` is None where neither the words nor the report give one; `dated` says whether the words gave it. `known` is
    the ISO day on which the case first knew of it.
    """

    event_id: str
    day: date | None
    dated: bool
    known: str | None
    type: EventType
    mode: str | None
    status: str
    polarity: str
    intensity: float
    quad: int
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    places: tuple[str, ...]
    report: str
    words: str
    origin: str = "case"
    """`case`, or the name of the imported table that it comes from."""

    @property
    def happened(self) -> bool:
        """Whether it is told as a fact: neither planned, threatened, denied nor long past."""
        return self.status in {"occurred", "ongoing"} and self.polarity == "+"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Who did it to whom, by code; acts done together join every two who did them, both ways."""
        sources = sorted({party.code for party in self.sources})
        targets = sorted({party.code for party in self.targets}) or sources
        return [(a, b) for a in sources for b in targets if a != b]


def read_acts(connection: duckdb.DuckDBPyConnection) -> list[Act]:
    """Read the acts of a catalogue with claims, by day; those withdrawn, rejected or improbable are left out.

    Args:
        connection: a catalogue after the corpus steps, as it was known on the day wanted.
    """
    rows = connection.sql(_QUERY).to_arrow_table().to_pylist()
    believed = [row for row in rows if row["state"] not in LOST and row["credibility"] != NOT_BELIEVED]
    return in_order(_act(row) for row in believed)


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Put acts into the order of their days, undated ones last."""
    return sorted(acts, key=lambda act: (act.day or date.max, act.event_id))


def _act(row: dict[str, Any]) -> Act:
    day, dated = _day(row["times"], row["published"] or row["first_known"])
    return Act(
        event_id=row["event_id"],
        day=day,
        dated=dated,
        known=row["first_known"],
        type=EventType(row["type"]),
        mode=row["mode"],
        status=row["status"] or "",
        polarity=row["polarity"] or "",
        intensity=row["intensity"],
        quad=row["quad"],
        sources=_parties(row["sources"]),
        targets=_parties(row["targets"]),
        places=tuple(dict.fromkeys(place["name"] for place in row["places"])),
        report=row["report"],
        words=" ".join(row["clause"].split()),
    )


def _day(times: Sequence[dict[str, Any]], published: str | None) -> tuple[date | None, bool]:
    for time in times:
        if time["earliest"] and time["latest"]:
            earliest, latest = (date.fromisoformat(time[end][:10]) for end in ("earliest", "latest"))
            if (latest - earliest).days < LONGEST_SPAN_DAYS:
                return earliest, True
    return (date.fromisoformat(published[:10]) if published else None), False


def _parties(side: Sequence[dict[str, Any]]) -> tuple[Party, ...]:
    coded = ((_code(actor), actor["sector"]) for actor in side)
    return tuple(dict.fromkeys(Party(code, sector) for code, sector in coded if code))


def _code(actor: dict[str, Any]) -> str | None:
    """The state's code, else the name: many bodies share the code of a group (`IGO`)."""
    state: str | None = None if actor["country"] in GROUP_CODES else actor["country"]
    named: str | None = actor["name"]
    return state or named


def known_by(acts: Iterable[Act], as_of: date) -> list[Act]:
    """Give the acts that were known, and not still to come, on a day."""
    return [act for act in acts if act.day is not None and act.day <= as_of and (act.known or "") <= as_of.isoformat()]


def first_known_day(acts: Iterable[Act]) -> date | None:
    """Give the first day on which any of these acts was known; of a table, the first that it tells of."""
    return min((date.fromisoformat(act.known[:10]) for act in acts if act.known), default=None)


def last_known_day(connection: duckdb.DuckDBPyConnection) -> date | None:
    """Give the last day from which any report of a catalogue was known; None where it is known of none."""
    ((found,),) = connection.sql("select max(known) from reports").fetchall()
    return date.fromisoformat(found[:10]) if found else None


def check_as_of(as_of: str | None, last: date | None, today: date) -> date:
    """Give the day as of which to look ahead: the one asked for, else the last on which anything became known.

    Args:
        as_of: an ISO day, or None.
        last: `last_known_day` of the case.
        today: the day today; a case may know of later ones.

    Raises:
        SettingsError: it is no ISO day, or it lies in the future.
    """
    if as_of is None:
        return last or today
    try:
        found = date.fromisoformat(as_of)
    except ValueError as error:
        raise SettingsError(f"--as-of takes an ISO day such as 2031-03-31; found {as_of!r}") from error
    if found > max(today, last or today):
        raise SettingsError(
            f"--as-of {as_of} lies in the future: nobody knows yet what was known then; today is {today}"
        )
    return found


@dataclass(frozen=True, slots=True)
class History:
    """Acts that happened, as numbers for the models: a row per act and pair of parties."""

    first: date
    parties: tuple[str, ...]
    acts: tuple[Act, ...]
    """The act of each row."""
    actor: np.typing.NDArray[np.int64]
    other: np.typing.NDArray[np.int64]
    type: np.typing.NDArray[np.int64]
    day: np.typing.NDArray[np.int64]

    def dyads(self, wanted: EventType) -> DyadActs:
        """Give the rows for the pass over dyads, with one type asked about."""
        kind = np.array([act.quad - 1 for act in self.acts], np.int64)
        of_type = self.type == TYPES.index(wanted)
        return DyadActs(self.actor, self.other, kind, self.day, of_type, len(self.parties), QUADS)

    def number_of(self, day: date) -> int:
        """Count a day from the first one on."""
        return (day - self.first).days


def make_history(acts: Iterable[Act]) -> History | None:
    """Lay acts that happened out as numbers; None where no dated one joins two parties."""
    rows = [(act, act.day, a, b) for act in acts if act.happened and act.day for a, b in act.pairs]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[1], row[0].event_id, row[2], row[3]))
    parties = tuple(sorted({code for row in rows for code in row[2:]}))
    number, first = {code: n for n, code in enumerate(parties)}, rows[0][1]
    return History(
        first=first,
        parties=parties,
        acts=tuple(row[0] for row in rows),
        actor=np.array([number[row[2]] for row in rows], np.int64),
        other=np.array([number[row[3]] for row in rows], np.int64),
        type=np.array([TYPES.index(row[0].type) for row in rows], np.int64),
        day=np.array([(row[1] - first).days for row in rows], np.int64),
    )


def primed(acts: Iterable[Act], table: Sequence[Act]) -> list[Act]:
    """Put acts of an imported table before a case's own, which count alone from its first report on.

    So the same act is never counted twice, once as imported and once as read.
    """
    own = list(acts)
    begin = first_known_day(own)
    if not table or begin is None:
        return in_order([*own, *table])
    past = (act for act in table if act.day is not None and act.day < begin)
    return in_order([*past, *(act for act in own if act.day is None or act.day >= begin)])
