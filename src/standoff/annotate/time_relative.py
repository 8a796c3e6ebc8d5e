"""Time expressions that count from the report's date: last week, the past six months, two weeks ago, Tuesday."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from standoff.annotate import time_values as values
from standoff.annotate.time_grammar import calendar_words, singular
from standoff.annotate.time_readings import GRANULARITY, Groups, Outlook, Reading, count_of, dated, month_of, number_of
from standoff.annotate.time_values import Interval
from standoff.core.vocabulary import Granularity, TimeKind

BACKWARD = frozenset({"last", "past", "previous", "recent"})
FORWARD = frozenset({"next", "coming", "upcoming"})
SATURDAY = 6
REPORT_WORDS = frozenset({"ago", "back", "hence", "from now"})
"""Words that count from the report's date, unlike "later"."""
NARRATIVE = frozenset({"following", "same", "that", "previous"})
"""Words that count from a day of the story, not of the report."""
FINENESS = {unit: number for number, unit in enumerate(Granularity)}
DAY_UNITS = frozenset({"second", "minute", "hour", "day"})


def read_run(groups: Groups, outlook: Outlook) -> Reading:
    """Read "the past six months", "the coming weeks": up to the report's date, or from it."""
    word, unit = (groups["dir"] or groups["dir2"] or "").lower(), singular(groups["units"] or "")
    count = count_of(groups["n"] or groups["n2"])
    if outlook.anchor is None or word in NARRATIVE - {"previous"}:
        return dated(None)
    grain = GRANULARITY.get(unit, Granularity.DAY)
    sign = 1 if word in FORWARD else -1
    if count is None:
        return _run_of_unknown_length(outlook.anchor, sign, grain)
    there = from_moment(outlook.moment, sign * count, unit)
    if there is not None and outlook.moment is not None:
        return stretch_between(outlook.moment, there)
    other = values.shift(outlook.anchor, sign * count, unit)
    return dated(values.span(min(other, outlook.anchor), max(other, outlook.anchor), grain))


def stretch_between(moment: datetime, there: Reading) -> Reading:
    """Give the time from a moment to another one, or back to it."""
    x = there.interval
    assert x is not None
    clock = moment.strftime("T%H:%M")
    here = replace(values.day(moment.date()), value=moment.date().isoformat() + clock, clocks=(clock, clock))
    ends = (x, here) if x.value < here.value else (here, x)
    both = values.join(*ends)
    return replace(there, interval=both and replace(both, granularity=x.granularity))


def _run_of_unknown_length(anchor: date, sign: int, grain: Granularity) -> Reading:
    """Read "recent weeks", "months ago", "the coming days": open at the far end."""
    if sign > 0:
        return dated(Interval(anchor, None, f"{anchor.isoformat()}/..", grain))
    return dated(Interval(None, anchor, f"../{anchor.isoformat()}", grain))


def read_relative(groups: Groups, outlook: Outlook) -> Reading:
    """Read "last week", "next Tuesday", "this September", "this morning"; past ones up to the report's date."""
    word = (groups["dir"] or "").lower()
    anchor = outlook.anchor
    if word in NARRATIVE - {"that", "same"} and not groups["the"] and outlook.story is None:
        word = "last" if word == "previous" else "next"
    if word in NARRATIVE or _is_of_story(groups, outlook):
        return _of_story(groups, word, outlook)
    if anchor is None:
        return dated(None)
    if groups["next"]:
        return dated(values.period(groups["next"].lower(), values.shift(anchor, 2, groups["next"].lower())))
    step = -1 if word in BACKWARD else 1 if word in FORWARD else 0
    if groups["m"]:
        number = month_of(groups["m"])
        return dated(_beside(anchor, step, lambda y: values.month(y, number)))
    if groups["s"]:
        code = int(calendar_words("season")[groups["s"].lower()])
        return dated(_beside(anchor, step, lambda y: values.season(y, code)))
    if groups["w"]:
        named = word in {"last", "next", "previous"}
        return dated(values.day((_named_weekday if named else _strict_weekday)(anchor, step, groups["w"])))
    if groups["part"]:
        return dated(values.day(anchor + timedelta(step)))
    unit = (groups["unit"] or groups["weekend"] or "").lower()
    if unit == "weekend" and word in {"this", ""} and outlook.direction < 0 and anchor.isoweekday() < SATURDAY:
        return dated(values.weekend(anchor - timedelta(7)))
    if word == "past" and unit != "weekend":
        return dated(values.span(values.shift(anchor, -1, unit), anchor, GRANULARITY.get(unit, Granularity.DAY)))
    return dated(values.period(unit, values.shift(anchor, step, unit)))


def _is_of_story(groups: Groups, outlook: Outlook) -> bool:
    """Tell whether "next day" is that of a story: nobody writes it for tomorrow."""
    return (groups["dir"] or "").lower() == "next" and (groups["unit"] or "").lower() == "day" and outlook.direction < 0


def _of_story(groups: Groups, word: str, outlook: Outlook) -> Reading:
    """Read "the following week", "that day", "the same month": from the day that the text told of last."""
    if groups["unit"] or groups["part"]:
        unit = (groups["unit"] or "day").lower()
        return from_story(outlook, {"following": 1, "next": 1, "previous": -1}.get(word, 0), unit)
    if groups["w"] and outlook.story is not None and outlook.story.earliest is not None:
        step = {"following": 1, "previous": -1}.get(word, 0)
        if step and FINENESS[outlook.story.granularity] <= FINENESS[Granularity.DAY]:
            return dated(values.day(_weekday(outlook.story.earliest, step, groups["w"], strict=True)))
    return dated(None)


def from_story(outlook: Outlook, count: float, unit: str) -> Reading:
    """Count units from what the text told of last, if that is fine enough to count from.

    Args:
        outlook: holds what the text told of last.
        count: how many units, negative for backwards; 0 for the unit that holds it.
        unit: as `values.period` takes.
    """
    story, grain = outlook.story, GRANULARITY.get(unit, Granularity.DAY)
    if story is None or story.earliest is None or unit in DAY_UNITS - {"day"}:
        return dated(None)
    if FINENESS[story.granularity] > FINENESS[grain]:
        return dated(None)
    return dated(values.period(unit, values.shift(story.earliest, count, unit)))


def read_running(groups: Groups, outlook: Outlook) -> Reading:
    """Read "for the day", "ended the week": the one that the text tells of, else the report's."""
    unit = (groups["unit"] or "").lower()
    told = from_story(outlook, 0, unit)
    return told if told.interval or outlook.anchor is None else dated(values.period(unit, outlook.anchor))


def read_beside(groups: Groups, outlook: Outlook) -> Reading:
    """Read "the day before", "the year after": from what the text told of last."""
    step = -1 if (groups["dir"] or "").lower() in {"before", "earlier", "previous", "prior"} else 1
    return from_story(outlook, step, (groups["unit"] or "").lower())


def _beside(anchor: date, step: int, make: Callable[[int], Interval]) -> Interval | None:
    """Choose the month or season of this year, or the last one over, or the next one not begun."""
    candidates = [make(anchor.year + n) for n in (-2, -1, 0, 1, 2)]
    if step < 0:
        candidates = [x for x in candidates if x.latest is not None and x.latest < anchor][-1:]
    elif step > 0:
        candidates = [x for x in candidates if x.earliest is not None and x.earliest > anchor][:1]
    else:
        candidates = candidates[2:3]
    return candidates[0] if candidates else None


def _strict_weekday(anchor: date, step: int, name: str) -> date:
    return _weekday(anchor, step, name, strict=True)


def _named_weekday(anchor: date, step: int, name: str) -> date:
    """Find "last Tuesday", "next Tuesday": not yesterday, nor a day that "this Tuesday" would name."""
    found = _weekday(anchor, step, name, strict=True)
    if step < 0 and (anchor - found).days == 1:
        return found - timedelta(7)
    if step > 0 and found.isocalendar()[:2] == anchor.isocalendar()[:2]:
        return found + timedelta(7)
    return found


def _weekday(anchor: date, direction: int, name: str, *, strict: bool = False) -> date:
    """Find a weekday: the last or next one (today included unless strict), or with no direction this week's."""
    number = int(calendar_words("weekday")[name.lower().rstrip(".")])
    ahead = (number - anchor.isoweekday()) % 7
    if direction > 0:
        return anchor + timedelta(ahead or (7 if strict else 0))
    if direction < 0:
        return anchor + timedelta((ahead - 7) if ahead or strict else 0)
    return anchor + timedelta(number - anchor.isoweekday())


def read_weekday(groups: Groups, outlook: Outlook) -> Reading:
    """Read a weekday by the direction of its clause; back where nothing tells."""
    if outlook.anchor is None:
        return dated(None)
    if groups["d"]:
        return _nth_with_weekday(groups, outlook)
    return dated(values.day(_weekday(outlook.anchor, outlook.direction or -1, groups["w"] or "")))


def _nth_days(groups: Groups, outlook: Outlook) -> list[date]:
    assert outlook.anchor is not None
    found = []
    for step in range(-12, 13):
        first = values.shift(outlook.anchor.replace(day=1), step, "month")
        try:
            found.append(first.replace(day=number_of(groups["d"])))
        except ValueError:
            continue
    return found


def _nth_with_weekday(groups: Groups, outlook: Outlook) -> Reading:
    """Read "Friday the 13th"."""
    number = int(calendar_words("weekday")[(groups["w"] or "").lower().rstrip(".")])
    return _closest([d for d in _nth_days(groups, outlook) if d.isoweekday() == number], outlook)


def read_nth(groups: Groups, outlook: Outlook) -> Reading:
    """Read "the 6th": of the month that the direction of its clause gives."""
    return dated(None) if outlook.anchor is None else _closest(_nth_days(groups, outlook), outlook)


def _closest(days: list[date], outlook: Outlook) -> Reading:
    anchor = outlook.anchor
    assert anchor is not None
    fitting = [d for d in days if outlook.direction == 0 or (d - anchor).days * outlook.direction >= 0]
    best = min(fitting, key=lambda d: abs((d - anchor).days), default=None)
    return dated(None if best is None else values.day(best))


def read_ago(groups: Groups, outlook: Outlook) -> Reading:
    """Read "two weeks ago"; "two weeks later" counts from the day that the text told of last."""
    word, unit = (groups["dir"] or groups.get("way") or "").lower(), singular(groups["unit"] or groups.get("one") or "")
    count = 1.0 if groups.get("one") else count_of(groups.get("n"))
    sign = -1 if word in {"ago", "back"} else 1
    if count is not None and groups.get("half"):
        count += 0.5
    if word not in REPORT_WORDS:
        sign = -1 if word in {"earlier", "beforehand", "prior"} else 1
        return dated(None) if count is None else from_story(outlook, sign * count, unit)
    if outlook.anchor is None:
        return dated(None)
    if count is None:
        return _run_of_unknown_length(outlook.anchor, sign, GRANULARITY.get(unit, Granularity.DAY))
    return from_moment(outlook.moment, sign * count, unit) or offset(outlook.anchor, sign * count, unit)


def from_moment(moment: datetime | None, count: float, unit: str) -> Reading | None:
    """Give the time of day some hours, minutes or seconds from a moment; None for larger units or no moment."""
    seconds = {"hour": 3600, "minute": 60, "second": 1}.get(unit)
    if moment is None or seconds is None:
        return None
    try:
        found = moment + timedelta(seconds=round(count * seconds))
    except OverflowError:
        return None
    clock = found.strftime("T%H:%M:%S" if unit == "second" else "T%H:%M")
    grain = Granularity.HOUR if unit == "hour" else Granularity.MINUTE
    made = values.day(found.date())
    return Reading(TimeKind.TIME, replace(made, value=made.value + clock, granularity=grain, clocks=(clock, clock)))


def offset(anchor: date, count: float, unit: str) -> Reading:
    """Give the unit that lies some units from a day: two weeks ago is a week, three days ahead a day."""
    moved = values.shift(anchor, count, unit)
    if unit in DAY_UNITS - {"day"}:
        return dated(values.span(min(anchor, moved), max(anchor, moved), Granularity.DAY))
    return dated(values.period(unit, moved))


def read_deictic(groups: Groups, outlook: Outlook) -> Reading:
    """Read today, yesterday, tomorrow, tonight, the day before yesterday."""
    if outlook.anchor is None:
        return dated(None)
    if groups["far"]:
        return dated(values.day(outlook.anchor + timedelta(-2 if "before" in groups["far"].lower() else 2)))
    step = {"yesterday": -1, "tomorrow": 1}.get((groups["word"] or "").lower(), 0)
    return dated(values.day(outlook.anchor + timedelta(step)))
