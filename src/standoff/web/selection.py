"""What of a brief fits on a page: the most important lines of each section, in the section's own order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from standoff.picture.brief import Brief
from standoff.picture.lines import Line
from standoff.picture.position_lines import OPEN, ActorPositions

T = TypeVar("T")
LIMITS = {
    "reports": 20,
    "timeline": 10,
    "agenda": 8,
    "positions": 16,
    "figures": 10,
    "claims": 8,
    "voices": 3,
    "ties": 6,
}
"""Lines of each section on the page."""
BACKGROUND_DAYS = 365
PAST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Selection:
    """A brief cut to a page, and how many lines of each section were left out."""

    brief: Brief
    left_out: dict[str, int]


def select_page(brief: Brief) -> Selection:
    """Cut a brief to a page; the JSON has all of it."""
    left: dict[str, int] = {}

    def cut(name: str, items: Sequence[T], line_of: Callable[[T], Line], limit: str = "") -> list[T]:
        kept = most_important(items, line_of, LIMITS[limit or name])
        left[name] = len(items) - len(kept)
        return kept

    flat = [(actor.actor, position) for actor in brief.positions for position in actor.positions]
    held = cut("positions", flat, lambda pair: pair[1].line)
    actors = dict.fromkeys(name for name, _ in held)
    today = brief.scope.as_of or max((report.published or "" for report in brief.reports), default="")
    timeline = [line for line in brief.timeline if not _is_background(line, today)]
    agenda = [line for line in brief.agenda if not _is_past(line, today)]
    made = replace(
        brief,
        timeline=cut("timeline", timeline, _itself),
        agenda=cut("agenda", agenda, _itself),
        positions=[ActorPositions(name, [p for holder, p in held if holder == name]) for name in actors],
        figures=cut("figures", brief.figures, _itself),
        claims=cut("claims", brief.claims, lambda claim: claim.line),
        questions=cut("questions", brief.questions, _itself, "voices"),
        assessments=cut("assessments", brief.assessments, _itself, "voices"),
        network=brief.network[: LIMITS["ties"]],
    )
    left["timeline"] += len(brief.timeline) - len(timeline)
    left["agenda"] += len(brief.agenda) - len(agenda)
    left["network"] = len(brief.network) - len(made.network)
    return Selection(made, left)


def _is_background(line: Line, today: str) -> bool:
    """Tell whether an act lay a year or more back: it is in the list of all lines, and not on the page."""
    last = (line.when or "").rpartition("..")[2]
    return bool(last and today) and _days(last, today) >= BACKGROUND_DAYS


def _is_past(line: Line, today: str) -> bool:
    """Tell whether a plan's date has passed and nothing, or nothing lately, was heard of it."""
    if line.standing is None or line.standing.state == OPEN:
        return False
    heard = line.last_known or ""
    return line.standing.state == "unknown" or (bool(heard and today) and _days(heard, today) >= PAST_DAYS)


def _days(day: str, today: str) -> int:
    try:
        return (date.fromisoformat(today[:10]) - date.fromisoformat(day[:10])).days
    except ValueError:
        return 0


def most_important(items: Sequence[T], line_of: Callable[[T], Line], limit: int) -> list[T]:
    """Give the most important items in their own order; the latest among those that nothing ranks."""
    if len(items) <= limit:
        return list(items)
    ranked = sorted(range(len(items)), key=lambda n: (-_score(line_of(items[n])), -n))
    return [items[n] for n in sorted(ranked[:limit])]


def _score(line: Line) -> float:
    return line.importance.score if line.importance is not None else 0.0


def _itself(line: Line) -> Line:
    return line
