"""What became of a position: rules that look for later acts, and say which of them decided."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from standoff.core.vocabulary import EventType, Polarity, StatementKind, Status
from standoff.picture.evidence import FACT, Evidence, days_between, side_keys
from standoff.picture.stances import MUTUAL
from standoff.picture.wording import matter
from standoff.resources.tables import read_rows, split_cell
from standoff.store.records import EventRecord

ANY, SAME = "*", "same"
REFUSALS = frozenset({Status.REFUSED})
SAID = frozenset({"accuses", "denies"})
"""Positions on what is so; the others are on what is to be done."""
SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN})
"""Acts of speech: whether a promise to ask was kept, no later asking tells."""
NARROW = frozenset({EventType.RETREAT})
"""Types whose modes are narrow: who releases prisoners as promised need not say it in the same words."""
SHARED_WORDS = 2
"""Words of substance by which an act is known as what a position was about, where the parties do not tell."""
SETTLED_DAYS = 60
"""A position that was not renewed is settled later than this (days) only by an act told in the same words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `position_outcomes.csv`: a later act of whom, on whom, puts a position into which state."""

    kind: str
    content: str
    doer: str
    act: str
    receiver: str
    how: str
    state: str
    why: str


@dataclass(frozen=True)
class Held:
    """A position as the rules see it: who holds it towards whom, and what act it is about."""

    kind: str
    holders: frozenset[str]
    addressees: frozenset[str]
    content: EventRecord | None
    since: str
    until: str
    """ISO day of its last telling."""
    members: tuple[EventRecord, ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its members."""
        return frozenset(member.event_id for member in self.members)

    @cached_property
    def reports(self) -> frozenset[str]:
        """The reports that its members stand in."""
        return frozenset(member.doc_id for member in self.members)

    @cached_property
    def matter(self) -> frozenset[str]:
        """The words of substance by which its members are told."""
        return frozenset().union(*map(matter, self.members))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state that a later event puts a position into, and why."""

    state: str
    day: str
    reason: str
    why: str


@cache
def outcome_rules() -> tuple[Rule, ...]:
    """Load the rules."""
    columns = ("kind", "content", "doer", "act", "receiver", "how", "state", "why")
    rows = read_rows("lexicons/position_outcomes.csv", columns)
    return tuple(Rule(*(row[name] for name in columns)) for row in rows)


@cache
def _withdrawals(kind: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = read_rows("lexicons/withdrawals.csv", ("verb", "forms", "noun", "kind"))
    fitting = [row for row in rows if row["kind"] == kind]
    return tuple((frozenset(split_cell(row["forms"])), frozenset(split_cell(row["noun"]))) for row in fitting)


class OutcomeFinder:
    """Finds what became of positions in the events of a case."""

    def __init__(self, evidence: Evidence) -> None:
        """Put events in order of time, by who acts."""
        self.evidence = evidence
        self._by_doer: dict[tuple[str, str], list[EventRecord]] = {}
        self._acts: dict[tuple[str, str, str], _Acts] = {}
        withdrawing: dict[tuple[str, bool], list[EventRecord]] = {}
        for record in evidence.records:
            if record.content_of is not None or record.status is Status.HISTORICAL:
                continue
            withdrawn = _withdrawn_kinds(record)
            for key in side_keys(record.sources) | (side_keys(record.targets) if record.type in MUTUAL else set()):
                self._by_doer.setdefault((key, record.type.value), []).append(record)
                for said in withdrawn:
                    withdrawing.setdefault((key, said), []).append(record)
        self._withdrawing = {key: _Acts(records, evidence) for key, records in withdrawing.items()}

    def first(self, held: Held) -> Outcome | None:
        """Give the first outcome of a position, in order of time; None while it is open."""
        found = [*self._by_rule(held), *self._withdrawn(held)]
        return min(found, key=lambda o: (o.day, o.reason), default=None)

    def _by_rule(self, held: Held) -> Iterator[Outcome]:
        """Give the first act of each doer that each rule counts."""
        if held.content is None or held.content.type in SPEECH:
            return
        for rule in outcome_rules():
            if rule.kind != held.kind or rule.content not in {ANY, held.content.type.value}:
                continue
            wanted = held.content.type.value if rule.act == SAME else rule.act
            doers = held.holders if rule.doer == "holder" else held.addressees
            for doer in sorted(doers):
                for day, act in self._done(doer, wanted, rule.how).since(held.since):
                    if self._fits(rule, held, act, doer):
                        yield Outcome(rule.state, day, act.event_id, rule.why)
                        break

    def _done(self, doer: str, act: str, how: str) -> "_Acts":
        """Give a doer's acts of a type that were done, refused or denied."""
        key = (doer, act, how)
        if key not in self._acts:
            records = [record for record in self._by_doer.get((doer, act), ()) if _happened(how, record)]
            self._acts[key] = _Acts(records, self.evidence)
        return self._acts[key]

    def _fits(self, rule: Rule, held: Held, act: EventRecord, doer: str) -> bool:
        mode = held.content.mode if rule.act == SAME and held.content is not None else None
        if act.mode and mode and act.mode != mode:
            return False
        gap = days_between(held.until, self.evidence.day_of(act)) or 0
        return (
            self._is_later(held, act)
            and _reaches(rule.receiver, held, act, doer)
            and (gap <= SETTLED_DAYS or _same_matter(held, act))
        )

    def _is_later(self, held: Held, act: EventRecord) -> bool:
        """Tell whether an act comes after a position: on a later day, and told by another report or with its day."""
        if act.event_id in held.ids or self.evidence.day_known(act) < held.since:
            return False
        day = self.evidence.day_of(act)
        return day > held.since if act.doc_id in held.reports or not act.times else day >= held.since

    def _withdrawn(self, held: Held) -> Iterator[Outcome]:
        """Find statements that a position is given up, in words that share a word of substance with it."""
        for holder in sorted(held.holders):
            acts = self._withdrawing.get((holder, held.kind in SAID))
            for day, record in acts.since(held.since) if acts is not None else ():
                if self._is_later(held, record) and held.matter & matter(record):
                    yield Outcome("withdrawn", day, record.event_id, "said so in these words")
                    break


class _Acts:
    """Acts in order of time."""

    def __init__(self, records: Iterable[EventRecord], evidence: Evidence) -> None:
        self._rows = sorted(((evidence.day_of(r), r) for r in records), key=lambda row: (row[0], row[1].event_id))
        self._days = [day for day, _ in self._rows]

    def since(self, day: str) -> Iterator[tuple[str, EventRecord]]:
        """Give the acts of a day and later, each with its day."""
        return islice(self._rows, bisect_left(self._days, day), None)


def _withdrawn_kinds(record: EventRecord) -> list[bool]:
    """Tell which positions an act takes back: on what is so (true), on what is to be done (false), or none."""
    if record.polarity is Polarity.NEGATIVE or record.status not in FACT:
        return []
    return [said for said in (True, False) if _tells_withdrawal(record.clause.text, said)]


def tells_withdrawal(words: str, kind: str) -> bool:
    """Tell whether words say that a position of a kind is given up: a plan dropped takes back no denial."""
    return _tells_withdrawal(words, kind in SAID)


def _tells_withdrawal(words: str, said: bool) -> bool:
    flat = f" {' '.join(words.lower().split())} "
    tokens = set(flat.replace(",", " ").replace(".", " ").split())
    return any(
        tokens & nouns and any(f" {form} " in flat for form in forms)
        for forms, nouns in _withdrawals("said" if said else "any")
    )


def _happened(wanted: str, act: EventRecord) -> bool:
    """Tell whether an act was done, refused or denied, as a rule wants it; what is only said to be done was not."""
    denied = act.status is Status.DENIED or any(s.kind == StatementKind.DENIES.value for s in act.speakers)
    if wanted == "refused":
        return act.status in REFUSALS
    if wanted == "denied":
        return denied
    told = not act.speakers or act.type is EventType.REJECT
    return told and act.status in FACT and act.polarity is Polarity.POSITIVE


def _reaches(receiver: str, held: Held, act: EventRecord, doer: str) -> bool:
    """Tell whether an act reaches whom the rule says; a position without addressee leaves that open."""
    reached = (side_keys(act.targets) | (side_keys(act.sources) if act.type in MUTUAL else frozenset())) - {doer}
    if receiver == "any":
        content = side_keys(held.content.targets) - {doer} if held.content is not None else frozenset()
        return bool(content & reached) if content and reached else _same_matter(held, act)
    wanted = held.holders if receiver == "holder" else held.addressees
    return bool(wanted & reached) if wanted else _same_matter(held, act)


def _same_matter(held: Held, act: EventRecord) -> bool:
    """Tell whether a position and an act share words of substance besides the actors' names; one may be chance."""
    if held.content is not None and same_measure(held.content, act):
        return True
    return len(held.matter & matter(act)) >= SHARED_WORDS


def same_measure(one: EventRecord, other: EventRecord) -> bool:
    """Tell whether two acts are of one PLOVER mode that is narrow enough to say that they are alike."""
    return one.type is other.type and one.type in NARROW and one.mode is not None and one.mode == other.mode
