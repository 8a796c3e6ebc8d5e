"""The network: who acts on whom, how often, how hostile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from standoff.store.records import EventRecord


@dataclass(frozen=True, slots=True)
class Tie:
    """What one country did towards another, over all events told as fact."""

    source: Annotated[str, Meta(description="country or group code")]
    target: Annotated[str, Meta(description="country or group code")]
    cooperation: Annotated[int, Meta(description="events of quad classes 1 and 2")]
    conflict: Annotated[int, Meta(description="events of quad classes 3 and 4")]
    mean_intensity: Annotated[float, Meta(description="mean PLOVER score, -10..10")]


def find_ties(records: Sequence[EventRecord]) -> list[Tie]:
    """Add up the events between each pair of countries.

    Args:
        records: events that are told as fact. A mutual act counts once in each direction.

    Returns:
        Ties, the busiest first.
    """
    scores: dict[tuple[str, str], list[EventRecord]] = {}
    for record in records:
        sources = {a.country for a in record.sources if a.country}
        targets = {a.country for a in record.targets if a.country} or sources
        for source in sources:
            for target in targets - {source}:
                scores.setdefault((source, target), []).append(record)
    ties = [
        Tie(
            source,
            target,
            sum(1 for r in found if r.quad <= 2),
            sum(1 for r in found if r.quad > 2),
            round(sum(r.intensity for r in found) / len(found), 2),
        )
        for (source, target), found in scores.items()
    ]
    return sorted(ties, key=lambda tie: (-(tie.cooperation + tie.conflict), tie.source, tie.target))
