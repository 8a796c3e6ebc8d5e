"""Events as PLOVER itself would write them: which of Standoff's records to keep, and under which type.

Standoff keeps every act that a text names and says in its status whether it happened. Codings made for PLOVER and
CAMEO hold fewer: what these options drop or rename is decided by status and structure alone, never by words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from standoff.annotate.rule_coder import TRAINED
from standoff.core.vocabulary import Certainty, EventType, Polarity, Quad, Status
from standoff.resources.codebook import load_codebook
from standoff.store.records import EventRecord

UNREAL = frozenset({Status.SPECULATED, Status.CONDITIONAL})
DEMANDED = frozenset({Status.DEMANDED, Status.THREATENED})
COOPERATIVE = frozenset({Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION})


@dataclass(frozen=True, slots=True)
class Convention:
    """What a coding keeps of Standoff's events; each option is off by default."""

    fold_future: bool = False
    """Give future acts the type that PLOVER folds them into."""
    fold_likely_only: bool = False
    """Fold no act that is merely possible, such as the purpose of another one ("to protest against")."""
    fold_refusals: bool = False
    """Make cooperative acts that are refused or not done REJECT, instead of dropping them."""
    drop_contents: bool = False
    """Drop what a threat, demand, promise, refusal or accusation is about."""
    drop_negative: bool = False
    """Drop acts that are denied, refused or said not to have happened."""
    drop_unreal: bool = False
    """Drop conditional and speculated acts."""
    drop_demanded: bool = False
    """Drop acts that somebody only demands or threatens."""
    drop_sourceless: bool = False
    """Drop acts without anybody who does them."""
    drop_targetless: bool = False
    """Drop acts done to nobody, unless two sides do them together."""
    one_per_pair: bool = False
    """Keep the surest act between the same two sides of one sentence."""
    one_per_text: bool = False
    """Keep the surest act of a text."""
    main_of_text: bool = False
    """Keep the act that a text is mostly about (`main_event`)."""

    places_for_unnamed: bool = False
    """Give a side whose country is unknown that of the place where the act is done, if there is just one."""


PLOVER = Convention(
    fold_future=True,
    fold_likely_only=True,
    fold_refusals=True,
    drop_contents=True,
    drop_negative=True,
    drop_sourceless=True,
    main_of_text=True,
    places_for_unnamed=True,
)
"""The convention used for `plover_gsr`; `python -m benchmarks.conventions` compares it with others."""


def keep_events(records: Iterable[EventRecord], convention: Convention) -> list[tuple[EventRecord, EventType]]:
    """Give the records that a convention keeps, each with its type under the convention."""
    kept = [record for record in records if _is_kept(record, convention)]
    if convention.one_per_pair:
        kept = list(_surest_per_pair(kept))
    if convention.one_per_text and kept:
        kept = [max(kept, key=lambda record: record.confidence or 0.0)]
    if convention.main_of_text and kept:
        kept = [main_event(kept)]
    return [(record, _type_under(record, convention)) for record in kept]


def _is_negative(record: EventRecord) -> bool:
    return record.polarity is Polarity.NEGATIVE or record.status is Status.DENIED


def _is_refusal(record: EventRecord) -> bool:
    return record.polarity is Polarity.NEGATIVE and record.status is not Status.DENIED and record.quad in COOPERATIVE


def _is_kept(record: EventRecord, convention: Convention) -> bool:
    negative = _is_negative(record) and not (convention.fold_refusals and _is_refusal(record))
    return not (
        (convention.drop_contents and record.content_of is not None)
        or (convention.drop_negative and negative)
        or (convention.drop_unreal and record.status in UNREAL)
        or (convention.drop_demanded and record.status in DEMANDED)
        or (convention.drop_sourceless and not record.sources)
        or (convention.drop_targetless and not record.targets and len(record.sources) < 2)
    )


def _type_under(record: EventRecord, convention: Convention) -> EventType:
    if convention.fold_refusals and _is_refusal(record):
        return EventType.REJECT
    if not convention.fold_future or record.status is None:
        return record.type
    if convention.fold_likely_only and record.certainty is Certainty.POSSIBLE:
        return record.type
    return load_codebook().fold_future(record.type, record.status)


def _surest_per_pair(records: Iterable[EventRecord]) -> Iterator[EventRecord]:
    best: dict[tuple[object, ...], EventRecord] = {}
    for record in records:
        sides = tuple(tuple((a.start, a.end) for a in side) for side in (record.sources, record.targets))
        key = (record.sentence.start, *sides)
        if key not in best or (record.confidence or 0.0) > (best[key].confidence or 0.0):
            best[key] = record
    yield from sorted(best.values(), key=lambda record: record.start)


def main_event(records: Iterable[EventRecord]) -> EventRecord:
    """Give the act that a text is mostly about.

    Both sides known first, then what a rule of the lexicon names, the longest clause, the surest.
    """
    return max(
        records,
        key=lambda r: (
            bool(r.sources) + bool(r.targets),
            not r.maker.endswith(TRAINED),
            r.clause.end - r.clause.start,
            r.confidence or 0.0,
            -r.start,
        ),
    )
