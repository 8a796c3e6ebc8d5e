"""Single quantities of a case: of what thing, whose, as of when, who says so."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from standoff.core.vocabulary import CLAIM_KINDS, EventType
from standoff.picture.aid_sums import AidSums
from standoff.picture.evidence import Evidence, actor_key, side_keys
from standoff.resources.tables import read_rows
from standoff.store.records import ActorRecord, EventRecord

SMALLEST = 3
"""One or two of common things are of no note."""
FATE_WORDS = 5
"""Words behind what is counted among which its fate is looked for ("twelve people were later arrested")."""
AHEAD_WORDS = 3
"""Words before a figure among which it is looked for ("killing at least twelve")."""
FORCES = "troops"
MONEY = "money"
"""The thing of a sum of which nothing more is said."""
FORCE_ACTS = frozenset({EventType.MOBILIZE, EventType.RETREAT})
"""Acts whose doer's forces are counted."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of one report with what it counts, for whom, when, on whose word."""

    doc_id: str
    known: str | None
    start: int
    end: int
    sentence: int
    counted: str | None
    thing: str
    family: str
    holder: str | None
    receiver: str | None
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    currency: str | None
    per: str | None
    change: str | None
    change_part: str | None
    period: tuple[str | None, str | None] | None
    speakers: tuple[str, ...]
    event: EventRecord | None
    adds: bool


@cache
def fates() -> dict[str, str]:
    """Load what may become of those who are counted, by word form."""
    return {row["form"]: row["fate"] for row in read_rows("lexicons/fates.csv", ("form", "fate"))}


@cache
def force_words() -> frozenset[str]:
    """Load the words for those who serve, whose numbers may be compared with one another."""
    return frozenset(row["word"] for row in read_rows("lexicons/forces.csv", ("word",)))


@cache
def addition_words() -> tuple[str, ...]:
    """Load the words that add a figure to an earlier one."""
    return tuple(row["words"] for row in read_rows("lexicons/additions.csv", ("words",)))


def find_quantities(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> list[Quantity]:
    """Find every quantity of note in a case, in the order in which they are known."""
    rows = connection.sql(
        "select f.*, r.known from figures f join reports r using (doc_id) where f.kind not in ('age', 'duration') "
        "and (f.counted is not null or f.kind = 'money') and coalesce(f.value, f.low, f.high) is not null "
        "order by r.known nulls first, f.doc_id, f.start"
    ).to_arrow_table()
    finder = _Finder(connection, evidence)
    made = [finder.quantity(row) for row in rows.to_pylist()]
    return [one for one in made if one is not None]


class _Finder:
    def __init__(self, connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
        self.texts = dict(connection.sql("select doc_id, text from reports").fetchall())
        self.sentences = _by_document(connection, 'select doc_id, start, "end" from sentences order by position')
        self.times = _by_document(connection, "select doc_id, earliest, latest from times order by position")
        self.names = _by_document(
            connection,
            'select doc_id, start, "end", name, country, sector from identities where coalesce(name, country) '
            "is not null order by start",
        )
        self.aid = AidSums(evidence, self.sentences, self.texts)
        self.keys: dict[str, str] = {}
        for record in evidence.records:
            for actor in (*record.sources, *record.targets):
                key = actor_key(actor)
                if actor.name and key:
                    self.keys.setdefault(actor.name, key)
        claims = ", ".join(f"'{kind.value}'" for kind in sorted(CLAIM_KINDS))
        self.said = _by_document(
            connection,
            'select s.doc_id, s.start, s."end", coalesce(i.name, substr(r.text, s.source_start + 1, '
            "s.source_end - s.source_start)) from statements s join reports r using (doc_id) "
            "left join identities i on i.doc_id = s.doc_id and i.actor = s.actor "
            f'where s.kind in ({claims}) and s.source_start is not null order by s."end" - s.start, s.start',
        )
        self.moves: dict[str, list[EventRecord]] = {}
        for record in evidence.records:
            if record.type in FORCE_ACTS:
                self.moves.setdefault(record.doc_id, []).append(record)
        self.events: dict[tuple[str, int], EventRecord] = {}
        for record in evidence.records:
            for figure in record.figures:
                self.events.setdefault((record.doc_id, figure.start), record)

    def quantity(self, row: dict[str, Any]) -> Quantity | None:
        doc_id, start, end = row["doc_id"], row["start"], row["end"]
        sentence_start, sentence_end = self.sentences[doc_id][row["sentence"]]
        text = self.texts[doc_id]
        after = text[max(end, row["counted_end"] or 0) : sentence_end]
        fate = _fate(text[sentence_start:start], after) if row["currency"] is None else None
        thing, family = name_thing(row["counted"], fate)
        if _is_minor(row, family):
            return None
        event = self.events.get((doc_id, start))
        period = self._period(row)
        giver, receiver = self._key(row["giver"]), self._key(row["receiver"])
        if giver is None and receiver is None and row["currency"] is not None:
            giver, receiver, summed = self.aid.find(doc_id, row["sentence"], row["counted"])
            period = period or summed
        speakers = dict.fromkeys(" ".join(s[2].split()) for s in self.said.get(doc_id, ()) if s[0] <= start < s[1])
        return Quantity(
            doc_id, row["known"], start, end, row["sentence"], row["counted"], thing, family,
            giver or self._holder(row, event, fate, family), receiver,
            row["value"], row["low"], row["high"], row["bound"], row["unit"], row["currency"], row["per"],
            row["change"], row["change_part"], period, tuple(speakers), event,
            _adds(text[sentence_start:start], row["counted"] or ""),
        )  # fmt: skip

    def _key(self, name: str | None) -> str | None:
        """Give the key of an actor that a figure names by its canonical name."""
        return self.keys.get(name, name) if name else None

    def _period(self, row: dict[str, Any]) -> tuple[str | None, str | None] | None:
        times = self.times.get(row["doc_id"], ())
        return next((times[n] for n in row["period"] or () if any(times[n])), None)

    def _holder(self, row: dict[str, Any], event: EventRecord | None, fate: str | None, family: str) -> str | None:
        """Say whose it is: who is named in what is counted, else who sends forces or who suffers losses."""
        start, end = row["counted_start"], row["counted_end"]
        for at, to, name, country, sector in self.names.get(row["doc_id"], ()):
            if start is not None and start <= at and to <= end:
                return actor_key(ActorRecord(at, to, name or country, name, country, sector))
        if fate is not None:
            found = side_keys(event.targets) if event is not None else frozenset()
        else:
            found = self.movers(row) if family == FORCES else frozenset()
        return next(iter(found)) if len(found) == 1 else None

    def movers(self, row: dict[str, Any]) -> frozenset[str]:
        """Name who moves or readies forces in the clause where forces are counted."""
        clauses = self.moves.get(row["doc_id"], ())
        found = [
            side_keys(record.sources) for record in clauses if record.clause.start <= row["start"] < record.clause.end
        ]
        return frozenset().union(*found)


def _by_document(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for doc_id, *rest in connection.sql(query).fetchall():
        found.setdefault(doc_id, []).append(tuple(rest))
    return found


def name_thing(counted: str | None, fate: str | None) -> tuple[str, str]:
    """Name what is counted, and the family of things among which figures may be compared.

    Args:
        counted: the text's words for it; None for money of which nothing more is said.
        fate: what became of those counted, if anything.

    Returns:
        The thing in plain words ("soldiers", "people, killed"), and its family ("troops", "killed").
    """
    words = " ".join((counted or MONEY).split())
    head = re.split(r"\s+(?:of|in|from|to|for)\s+", words.lower())[0].split()[-1]
    head = fates().get(head, singular(head))
    if head in set(fates().values()):
        return (head if words.lower().endswith("ing") else words), head
    if fate:
        return f"{words}, {fate}", fate
    return words, FORCES if head in force_words() else head


def singular(word: str) -> str:
    """Give the singular of a regular noun in lower case."""
    if word.endswith("ies") and len(word) > FATE_WORDS:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _fate(before: str, after: str) -> str | None:
    """Find what became of those counted: a word right behind them, else the one right before the figure."""
    upto = re.split(r"[\d;.,]|\band\b", after)[0]
    behind = [word.lower() for word in _WORD.findall(upto)][:FATE_WORDS]
    ahead = [word.lower() for word in _WORD.findall(re.split(r"[\d;.,]|\band\b", before)[-1])][-AHEAD_WORDS:]
    found = [fates()[word] for word in (*behind, *reversed(ahead)) if word in fates()]
    return found[0] if found else None


def _adds(before: str, counted: str) -> bool:
    """Tell whether words of addition stand right before a figure or in what it counts."""
    flat = " ".join(before.lower().split())
    own = counted.lower().split()
    return any(flat.endswith(f" {words}") or flat == words for words in addition_words()) or any(
        words in own for words in addition_words()
    )


def _is_minor(row: dict[str, Any], family: str) -> bool:
    most = max(v for v in (row["value"], row["low"], row["high"]) if v is not None)
    notable = family in set(fates().values()) or family == FORCES or row["kind"] != "count"
    return most < SMALLEST and not notable
