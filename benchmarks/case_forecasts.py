"""Forecasts of a case, looked at afterwards: `python -m benchmarks.case_forecasts --case DIR [--every 7] [--json]`.

As of every so many days the case's acts known by then make forecasts; the acts known now say what came of them. Which
mentions tell one act is read from the whole case.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.rows import emit, layout, to_json, warn
from standoff.core.errors import StandoffError
from standoff.outlook.acts import Act, first_known_day, known_by, last_known_day, read_acts
from standoff.outlook.forecasts import Forecast, forecast
from standoff.outlook.scoreboard import Outcome, Stored, score
from standoff.run.case import Case

SUNDAY = 6


def look_back(acts: Sequence[Act], last: date, every: int) -> tuple[list[Outcome], dict[str, str]]:
    """Forecast from Sunday to Sunday, and say what came of each forecast whose time was over by the last day.

    Returns:
        The outcomes, and by day what the forecasts rested on or why there were none.
    """
    day = first_known_day(acts) or last
    day += timedelta(days=SUNDAY - day.weekday())
    outcomes, told = list[Outcome](), dict[str, str]()
    while day < last:
        chances = forecast(known_by(acts, day), day, explain=False)
        told[chances.as_of] = f"{chances.acts} acts: {chances.method}"
        due = [f for f in chances.forecasts if day + timedelta(days=f.horizon_days) <= last]
        outcomes += _resolved(due, acts, day)
        day += timedelta(days=every)
    return outcomes, told


def _resolved(due: Sequence[Forecast], acts: Sequence[Act], day: date) -> list[Outcome]:
    done: dict[tuple[str, str, str], list[Act]] = {}
    for act in acts:
        if act.happened and act.day is not None and act.day > day:
            for pair in act.pairs:
                done.setdefault((*pair, str(act.type)), []).append(act)
    made = []
    for n, f in enumerate(due):
        end = day + timedelta(days=f.horizon_days)
        later = done.get((f.actor, f.other, str(f.type)), [])
        ids = tuple(act.event_id for act in later if act.day is not None and act.day <= end)
        head = (f"{f.as_of}:{n}", f.as_of, "", "", f.actor, f.other, str(f.type), f.horizon_days)
        stored = Stored(*head, f.probability, f.base_rate, f.recurrence, f.basis)
        made.append(Outcome(stored, bool(ids), "events", ids))
    return made


def measure(folder: Path, every: int) -> dict[str, Any]:
    """Read a case's acts and score the forecasts, by horizon and by what they rest on."""
    with Case.open(folder).catalogue() as connection:
        acts, last = read_acts(connection), last_known_day(connection)
    if last is None:
        return {"acts": len(acts), "why": "no report of the case is dated"}
    outcomes, told = look_back(acts, last, every)
    groups = {s.group: asdict(s) for s in score(outcomes) if s.group == "all" or not s.group.isupper()}
    return {"acts": len(acts), "last": last.isoformat(), "days": told, "scores": groups}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 measured, 2 no such case."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.case_forecasts", description="Score a case's forecasts."
    )
    parser.add_argument("--case", type=Path, required=True, help="a case that is up to date")
    parser.add_argument("--every", type=int, default=7, help="days from one look to the next; 7 if not given")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    try:
        found = measure(options.case, options.every)
    except StandoffError as error:
        warn(f"{error}")
        return 2
    emit(to_json(found) if options.json else layout(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
