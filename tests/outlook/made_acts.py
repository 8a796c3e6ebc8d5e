"""Invented acts for the tests of this room."""

from datetime import date, timedelta

from standoff.core.vocabulary import EventType
from standoff.outlook.acts import Act, Party
from standoff.resources.codebook import load_codebook

START = date(2031, 1, 1)


def act(
    kind: EventType,
    day: int | None,
    actor: str = "XVA",
    other: str | None = "XKE",
    *,
    status: str = "occurred",
    polarity: str = "+",
    words: str = "",
    known: int | None = None,
    number: int = 0,
) -> Act:
    """Make an act on a day counted from the start."""
    entry = load_codebook().types[kind]
    when = None if day is None else START + timedelta(days=day)
    heard = when if known is None else START + timedelta(days=known)
    return Act(
        event_id=f"{kind}:{day}:{actor}:{other}:{number}",
        day=when,
        dated=when is not None,
        known=None if heard is None else heard.isoformat(),
        type=kind,
        mode=None,
        status=status,
        polarity=polarity,
        intensity=entry.intensity,
        quad=entry.quad.value,
        sources=(Party(actor, "GOV"),),
        targets=() if other is None else (Party(other, "GOV"),),
        places=(),
        report="Illustrative Wire",
        words=words or f"{actor} {entry.past} {other}",
    )
