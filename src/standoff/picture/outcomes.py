"""What became of a position: rules that look for later acts, and say which of them decided."""

from dataclasses import dataclass
from functools import cache

from standoff.core.vocabulary import EventType, Polarity, StatementKind, Status
from standoff.picture.evidence import FACT, Evidence, side_keys
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
MUTUAL = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE})
"""Acts that whoever takes part in does: doer and receiver may change places."""


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


@dataclass(frozen=True, slots=True)
class Held:
    """A position as the rules see it: who holds it towards whom, and what act it is about."""

    kind: str
    holders: frozenset[str]
    addressees: frozenset[str]
    content: EventRecord | None
    since: str
    members: tuple[EventRecord, ...]


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
        """Index events by who acts, and those that tell of a withdrawal."""
        self.evidence = evidence
        self.by_doer: dict[str, list[EventRecord]] = {}
        for record in evidence.records:
            for key in side_keys(record.sources) | (side_keys(record.targets) if record.type in MUTUAL else set()):
                self.by_doer.setdefault(key, []).append(record)

    def first(self, held: Held) -> Outcome | None:
        """Give the first outcome of a position, in order of time; None while it is open."""
        found = [*self._by_rule(held), *self._withdrawn(held)]
        return min(found, key=lambda o: (o.day, o.reason), default=None)

    def _by_rule(self, held: Held) -> list[Outcome]:
        if held.content is None or held.content.type in SPEECH:
            return []
        made = []
        for rule in outcome_rules():
            if rule.kind != held.kind or rule.content not in {ANY, held.content.type.value}:
                continue
            doers = held.holders if rule.doer == "holder" else held.addressees
            for doer in sorted(doers):
                made += [
                    Outcome(rule.state, self.evidence.day_of(act), act.event_id, rule.why)
                    for act in self.by_doer.get(doer, ())
                    if self._fits(rule, held, act, doer)
                ]
        return made

    def _fits(self, rule: Rule, held: Held, act: EventRecord, doer: str) -> bool:
        content = held.content
        if content is None or act.type != (content.type if rule.act == SAME else rule.act):
            return False
        if rule.act == SAME and act.mode and content.mode and act.mode != content.mode:
            return False
        if not _happened(rule.how, act) or not self._is_later(held, act):
            return False
        return _reaches(rule.receiver, held, act, doer)

    def _is_later(self, held: Held, act: EventRecord) -> bool:
        """Tell whether an act comes after a position: on a later day, and told by another report or with its day."""
        if act in held.members or act.content_of is not None or act.status is Status.HISTORICAL:
            return False
        if self.evidence.day_known(act) < held.since:
            return False
        day = self.evidence.day_of(act)
        same_report = any(act.doc_id == member.doc_id for member in held.members)
        return day > held.since if same_report or not act.times else day >= held.since

    def _withdrawn(self, held: Held) -> list[Outcome]:
        """Find statements that a position is given up, in words that share a word of substance with it."""
        own = frozenset().union(*(matter(member) for member in held.members))
        made = []
        for record in (record for holder in sorted(held.holders) for record in self.by_doer.get(holder, ())):
            if record in held.members or record.polarity is Polarity.NEGATIVE or record.status not in FACT:
                continue
            words = record.clause.text
            if self._is_later(held, record) and tells_withdrawal(words, held.kind) and own & matter(record):
                day = self.evidence.day_of(record)
                made.append(Outcome("withdrawn", day, record.event_id, "said so in these words"))
        return made


def tells_withdrawal(words: str, kind: str) -> bool:
    """Tell whether words say that a position of a kind is given up: a plan dropped takes back no denial."""
    flat = f" {' '.join(words.lower().split())} "
    tokens = set(flat.replace(",", " ").replace(".", " ").split())
    return any(
        tokens & nouns and any(f" {form} " in flat for form in forms)
        for forms, nouns in _withdrawals("said" if kind in SAID else "any")
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
    """Tell whether a position and an act share words of substance besides the actors' names."""
    if held.content is not None and same_measure(held.content, act):
        return True
    return bool(frozenset().union(*(matter(member) for member in held.members)) & matter(act))


def same_measure(one: EventRecord, other: EventRecord) -> bool:
    """Tell whether two acts are of one PLOVER mode that is narrow enough to say that they are alike."""
    return one.type is other.type and one.type in NARROW and one.mode is not None and one.mode == other.mode
