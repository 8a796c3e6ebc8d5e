"""Warning: which indicators fired, when and on what, and how often what they warn of came after."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.outlook.acts import Act
from standoff.outlook.indicators import Condition, Indicator, IndicatorSet, Outcome, compile_words

Scope = tuple[str, str]
"""Actor and other of a dyad; actor and nothing; or nothing and nothing for the whole case."""
LEAST_FIRINGS = 5
"""With fewer firings whose time is over, no lift and no false-alarm rate are given."""


@dataclass(frozen=True, slots=True)
class Firing:
    """An indicator came on: for whom, on which day, and the acts that made it."""

    indicator: str
    day: str
    actor: str
    other: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """How an indicator has done so far."""

    indicator: str
    firings: int
    resolved: int
    """Firings whose time is over."""
    followed: int
    """Of these, those after which the outcome came in time."""
    base_rate: float | None
    """Share of all days of all scopes that it could fire for, after which the outcome came in time."""
    lift: float | None
    false_alarms: float | None
    why: str
    """Why there is no lift, or what it rests on."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An act with the day on which it became known, from the scope's side."""

    day: date
    act: Act
    forward: bool
    """Whether the scope's actor did it."""


def fire_all(indicators: IndicatorSet, acts: Sequence[Act], as_of: date) -> tuple[list[Firing], list[Record]]:
    """Find every firing of every indicator up to a day, and the record of each.

    Args:
        indicators: what to look for.
        acts: all that was known by `as_of`, of any status.
        as_of: the last day.
    """
    views = {scope: _by_scope(acts, scope) for scope in ("dyad", "actor", "case")}
    usual = {scope: _usual(seen, indicators.outcome, as_of) for scope, seen in views.items()}
    firings, records = list[Firing](), list[Record]()
    for indicator in indicators.indicator:
        scopes = views[indicator.scope]
        found = [f for scope, seen in sorted(scopes.items()) for f in _fire(indicator, scope, seen)]
        firings += sorted(found, key=lambda f: (f.day, f.actor, f.other))
        records.append(_record(indicator, indicators.outcome, found, usual[indicator.scope], as_of))
    return firings, records


def _by_scope(acts: Sequence[Act], scope: str) -> dict[Scope, list[_Seen]]:
    """Sort acts by the scopes that they belong to; each scope's by the day they became known."""
    made: dict[Scope, list[_Seen]] = {}
    for act in acts:
        day = _known(act)
        if day is None:
            continue
        if scope == "case":
            made.setdefault(("", ""), []).append(_Seen(day, act, True))
        elif scope == "actor":
            for code in sorted({party.code for party in act.sources}):
                made.setdefault((code, ""), []).append(_Seen(day, act, True))
        else:
            for a, b in act.pairs:
                made.setdefault((a, b), []).append(_Seen(day, act, True))
                if (b, a) not in act.pairs:
                    made.setdefault((b, a), []).append(_Seen(day, act, False))
    for seen in made.values():
        seen.sort(key=lambda s: (s.day, s.act.event_id))
    return made


def _known(act: Act) -> date | None:
    if act.known:
        return date.fromisoformat(act.known[:10])
    return act.day


def _meets(condition: Condition, seen: _Seen) -> bool:
    act = seen.act
    if condition.by != "either" and seen.forward != (condition.by == "actor"):
        return False
    if condition.types and act.type not in condition.types:
        return False
    if act.polarity == "-" or act.status not in condition.status:
        return False
    if condition.modes and act.mode not in condition.modes:
        return False
    if condition.sectors and not {party.sector for party in act.sources} & set(condition.sectors):
        return False
    return compile_words(condition).found_in(" ".join([act.words, *act.places]))


def _fire(indicator: Indicator, scope: Scope, seen: Sequence[_Seen]) -> list[Firing]:
    """Find the days on which an indicator comes on: it holds then, and rests on an act that was not there before."""
    matches = [[s for s in seen if _meets(condition, s)] for condition in indicator.when]
    days = sorted({s.day for group, c in zip(matches, indicator.when, strict=True) for s in group if not c.absent})
    firings, until = list[Firing](), date.min
    for day in days:
        held = _hold(indicator, matches, day)
        if held and day > until:
            ids = tuple(dict.fromkeys(s.act.event_id for s in held))
            firings.append(Firing(indicator.id, day.isoformat(), *scope, ids))
        if held:
            until = day + timedelta(days=indicator.window_days)
    return firings


def _hold(indicator: Indicator, matches: Sequence[Sequence[_Seen]], day: date) -> list[_Seen]:
    """Give the acts on which an indicator rests on a day; none where it does not hold."""
    held, after = list[_Seen](), date.min
    for condition, group in zip(indicator.when, matches, strict=True):
        back = condition.from_days or indicator.window_days
        found = _between(group, day - timedelta(days=back - 1), day - timedelta(days=condition.to_days))
        if condition.absent:
            if found:
                return []
            continue
        if indicator.sequence:
            found = [s for s in found if s.day >= after and s not in held]
        if len(found) < condition.at_least or not _unusual(condition, group, found, day, back):
            return []
        after = found[0].day
        held += found
    return held


def _between(seen: Sequence[_Seen], first: date, last: date) -> list[_Seen]:
    days = [s.day for s in seen]
    return list(seen[bisect_left(days, first) : bisect_right(days, last)])


def _unusual(condition: Condition, group: Sequence[_Seen], found: Sequence[_Seen], day: date, back: int) -> bool:
    """Tell whether the acts come faster than usual; true where that is not asked for, false where none is known."""
    if condition.times_usual is None:
        return True
    start = day - timedelta(days=back - 1)
    before = [s for s in group if s.day < start]
    if not before:
        return False
    pace = len(before) / max((start - before[0].day).days, back)
    return len(found) / back >= condition.times_usual * pace


@dataclass(frozen=True, slots=True)
class _Usual:
    """The days on which the outcome came, by scope, and the share of all days after which it came in time."""

    came: Mapping[Scope, Sequence[date]]
    rate: float | None


def _usual(scopes: Mapping[Scope, Sequence[_Seen]], outcome: Outcome, as_of: date) -> _Usual:
    came = {scope: sorted({s.day for s in seen if _is_outcome(s, outcome)}) for scope, seen in scopes.items()}
    days, followed = 0, 0
    for scope, seen in scopes.items():
        first, span = seen[0].day, _span(seen, as_of - timedelta(days=outcome.within_days))
        days += span
        if came[scope]:
            followed += sum(_follows(came[scope], first + timedelta(days=n), outcome) for n in range(span))
    return _Usual(came, followed / days if days else None)


def _record(indicator: Indicator, outcome: Outcome, firings: Sequence[Firing], usual: _Usual, as_of: date) -> Record:
    """Compare how often the outcome came after firings with how often it came after any day."""
    last, base = as_of - timedelta(days=outcome.within_days), usual.rate
    due = [f for f in firings if date.fromisoformat(f.day) <= last]
    hits = sum(_follows(usual.came[f.actor, f.other], date.fromisoformat(f.day), outcome) for f in due)
    head = (indicator.id, len(firings), len(due), hits, base)
    if len(due) < LEAST_FIRINGS or not base:
        lack = (
            "the outcome never came" if base == 0 else f"{len(due)} firings whose {outcome.within_days} days are over"
        )
        return Record(*head, None, None, f"no lift: {lack}; {LEAST_FIRINGS} are needed")
    share = hits / len(due)
    return Record(*head, share / base, 1 - share, f"{hits} of {len(due)} firings were followed, {base:.1%} of all days")


def _is_outcome(seen: _Seen, outcome: Outcome) -> bool:
    return seen.act.happened and seen.act.type in outcome.types


def _span(seen: Sequence[_Seen], last: date) -> int:
    return max((last - seen[0].day).days + 1, 0)


def _follows(days: Sequence[date], day: date, outcome: Outcome) -> bool:
    at = bisect_right(days, day)
    return at < len(days) and days[at] <= day + timedelta(days=outcome.within_days)
