"""What changed between two states of knowledge of one case: new, confirmed, contradicted, resolved, changed.

Two briefs are compared line by line by their ids. An id is a digest of where the first mention of a claim, position,
plan or figure stands: further reports do not move it. Where they join two lines into one, the line that is gone is
told as merged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from standoff.picture.brief import Brief
from standoff.picture.lines import Line

KINDS = ("contradicted", "resolved", "confirmed", "changed", "new")
HAPPENED, CLAIMED = "happened", "claimed"
UNSETTLED = frozenset({"open", "repeated"})


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the brief that is not what it was."""

    kind: Annotated[str, Meta(description="one of " + ", ".join(KINDS))]
    section: Annotated[str, Meta(description="happened, claimed, planned, figure, or the kind of position")]
    why: Annotated[str, Meta(description="what is different, in plain words")]
    line: Annotated[Line, Meta(description="the line as it stands now")]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed from one day to another."""

    since: Annotated[str, Meta(description="ISO day: the state of knowledge that is compared with")]
    until: Annotated[str | None, Meta(description="ISO day of the later state; null = everything")]
    reports: Annotated[int, Meta(description="reports that came since")]
    changes: list[Change]
    brief: Annotated[Brief, Meta(description="the later state whole, which numbers the reports")]


@dataclass(frozen=True, slots=True)
class _Item:
    section: str
    line: Line
    origins: int


def find_changes(before: Brief, after: Brief, since: str, until: str | None) -> Changes:
    """Compare two briefs of one case.

    Args:
        before: as known on `since`.
        after: as known later.
        since: ISO day.
        until: ISO day, or None for everything.

    Returns:
        The changes, each kind's most important ones first.
    """
    old, new = _items(before), _items(after)
    found = [change for key, item in new.items() for change in _compared(old.get(key), item)]
    found += _merged(old, new)
    found.sort(key=lambda c: (KINDS.index(c.kind), -_score(c.line), c.line.id or ""))
    return Changes(since, until, len(after.reports) - len(before.reports), found, after)


def _items(brief: Brief) -> dict[str, _Item]:
    return {item.line.id: item for item in _all(brief) if item.line.id is not None}


def _all(brief: Brief) -> Iterator[_Item]:
    yield from (_Item(HAPPENED, line, 0) for line in brief.timeline)
    yield from (_Item(CLAIMED, claim.line, claim.origins) for claim in brief.claims)
    yield from (_Item("planned", line, 0) for line in brief.agenda)
    yield from (_Item(p.kind, p.line, 0) for actor in brief.positions for p in actor.positions)
    yield from (_Item("figure", line, 0) for line in brief.figures)


def _compared(old: _Item | None, new: _Item) -> Iterable[Change]:
    if old is None:
        yield Change("new", new.section, f"first told on {new.line.first_known}", new.line)
        return
    for kind, why in _differences(old, new):
        yield Change(kind, new.section, why, new.line)


def _differences(old: _Item, new: _Item) -> Iterable[tuple[str, str]]:
    one, other = old.line, new.line
    if len(other.against) > len(one.against):
        added = other.against[-1]
        yield "contradicted", f"told otherwise since ({added.reason})"
    if old.section == CLAIMED and new.section == HAPPENED:
        yield "confirmed", "was a claim, is told as fact now"
    elif new.origins > old.origins:
        yield "confirmed", f"{new.origins} independent origins, were {old.origins}"
    elif one.grade is not None and other.grade is not None and one.grade.label != other.grade.label:
        yield "changed", f"graded {other.grade.label}, was {one.grade.label}"
    if one.standing is not None and other.standing is not None and one.standing.state != other.standing.state:
        kind = "changed" if other.standing.state in UNSETTLED else "resolved"
        why = f": {other.standing.why}" if other.standing.why else ""
        yield kind, f"{_plain(other.standing.state)}, was {_plain(one.standing.state)}{why}"
    if one.when != other.when:
        yield "changed", f"dated {other.when or 'no more'}, was {one.when or 'not'}"


def _merged(old: dict[str, _Item], new: dict[str, _Item]) -> Iterable[Change]:
    """Tell of lines that are gone because their mentions are part of another line now."""
    homes = {event: item for item in new.values() for event in item.line.events}
    for key, item in old.items():
        home = next((homes[event] for event in item.line.events if event in homes), None)
        if key not in new and home is not None:
            yield Change("changed", home.section, f"now holds what was told apart: “{item.line.words}”", home.line)


def _plain(state: str) -> str:
    return state.replace("_", " ")


def _score(line: Line) -> float:
    return line.importance.score if line.importance is not None else 0.0
