"""Prospects: the acts of a case or of some reports as known on a day, and everything the outlook says of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from standoff.core.document import DocumentView
from standoff.core.errors import SettingsError
from standoff.outlook.acts import Act, check_as_of, known_by, last_known_day, primed, read_acts
from standoff.outlook.forecasts import DEFAULT_HORIZONS, Chances, forecast
from standoff.outlook.indicators import load_indicators
from standoff.outlook.priming import Primer, read_primer
from standoff.outlook.scoreboard import Outcome, Score, resolve, resolve_by_hand, score, store
from standoff.outlook.series import Series, by_week, tension_series
from standoff.outlook.tables import OUTLOOK
from standoff.outlook.warning import Firing, Record, fire_all
from standoff.run.case import Case
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import open_catalogue

LONGEST_HORIZON_DAYS = 365
Today = Callable[[], date]


def utc_today() -> date:
    """Give today's date in UTC."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Prospects:
    """What was known on a day; `case` is None for reports in memory."""

    as_of: date
    acts: tuple[Act, ...]
    primers: tuple[Primer, ...]
    case: Case | None

    def happened(self) -> list[Act]:
        """Give the acts known by the day, those of imported tables before them; undated ones stay, to be told."""
        known = known_by(self.acts, self.as_of)
        undated = [act for act in self.acts if act.day is None]
        return [*primed(known, [act for primer in self.primers for act in primer.acts]), *undated]

    def forecasts(self, horizons: Sequence[int] = DEFAULT_HORIZONS, *, save: bool = False) -> Chances:
        """Forecast for the parties of the case's own acts, and keep the forecasts in the case if asked to.

        Raises:
            SettingsError: they are to be kept and there is no case to keep them in.
        """
        own = {code for act in known_by(self.acts, self.as_of) for pair in act.pairs for code in pair}
        made = forecast(self.happened(), self.as_of, horizons, parties=own)
        if save:
            if self.case is None:
                raise SettingsError("forecasts are kept in a case; make one with `standoff case new`")
            with self.case.writing():
                primed_by = ", ".join(primer.name for primer in self.primers)
                store(self.case.folder, made, state=self.case.state(), primed_by=primed_by)
        return made

    def tension(self, *, weekly: bool = False) -> list[Series]:
        """Lay tension out by day or week, of the whole case and of each pair."""
        found = tension_series(known_by(self.acts, self.as_of), self.as_of)
        return [by_week(series) for series in found] if weekly else found

    def indicators(self, path: str | Path | None = None) -> tuple[list[Firing], list[Record]]:
        """Find which indicators fired, of the starter set or of a file."""
        return fire_all(load_indicators(path), [act for act in self.acts if _known(act, self.as_of)], self.as_of)

    def outcomes(self) -> list[Outcome]:
        """Find what came of the forecasts that the case keeps.

        Raises:
            SettingsError: there is no case.
        """
        if self.case is None:
            raise SettingsError("only a case keeps forecasts; name its folder")
        return resolve(self.case.folder, self.acts, self.as_of)

    def scores(self) -> list[Score]:
        """Score the forecasts that the case keeps."""
        return score(self.outcomes())


def _known(act: Act, as_of: date) -> bool:
    return bool(act.known) and str(act.known)[:10] <= as_of.isoformat()


class Viewed(Protocol):
    """Reports that can be annotated, such as `standoff.read` gives."""

    def views(self) -> Sequence[DocumentView]:
        """Give the annotated reports."""
        ...


def prospects(
    source: Case | Viewed | str | Path,
    *,
    as_of: str | None = None,
    prime: Sequence[str | Path] = (),
    today: Today = utc_today,
) -> Prospects:
    """Look ahead from a case, or from reports in memory: forecasts, tension, indicators, scores.

    Args:
        source: a case that is up to date, its folder, or reports.
        as_of: ISO day; what was known later is left out. By default the last day on which anything became known.
        prime: event tables to learn from: ICEWS, POLECAT, GDELT, or a CSV with the columns date, actor, other, type.
        today: gives today's date.

    Raises:
        SettingsError: the day is none or lies in the future, or a table cannot be read.
        CaseError: the folder is no case.
    """
    primers = tuple(read_primer(path) for path in prime)
    if isinstance(source, Case | str | Path):
        case = source if isinstance(source, Case) else Case.open(source)
        with case.catalogue() as connection:
            day = check_as_of(as_of, last_known_day(connection), today())
        return Prospects(day, tuple(read_acts(case.catalogue(day.isoformat()))), primers, case)
    views = source.views()
    last = max((view.doc.published[:10] for view in views if view.doc.published), default=None)
    day = check_as_of(as_of, date.fromisoformat(last) if last else None, today())
    known = [view for view in views if view.doc.published is not None and view.doc.published[:10] <= day.isoformat()]
    return Prospects(day, tuple(_acts(known)), primers, None)


def _acts(views: Sequence[DocumentView]) -> list[Act]:
    with open_catalogue(views) as connection:
        run_steps(connection, [step for step in CORPUS_STEPS if step is not OUTLOOK])
        return read_acts(connection)


def read_horizons(text: str) -> tuple[int, ...]:
    """Read horizons such as `7d,30d`, in days.

    Raises:
        SettingsError: one is no number of days between 1 and a year.
    """
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,4})\s*d?\s*", part)
        if match is None or not 1 <= int(match.group(1)) <= LONGEST_HORIZON_DAYS:
            raise SettingsError(f"--within takes days such as 7d,30d, up to {LONGEST_HORIZON_DAYS}; found {part!r}")
        found.append(int(match.group(1)))
    return tuple(sorted(set(found)))


def settle(
    source: Case | str | Path, forecast_id: str, came: bool, *, by: str, note: str = "", today: Today = utc_today
) -> None:
    """Say by hand what came of a forecast that a case keeps.

    Args:
        source: the case or its folder.
        forecast_id: as `Prospects.outcomes` gives it.
        came: whether the act followed in time.
        by: who says so.
        note: why.
        today: gives today's date.

    Raises:
        SettingsError: the case keeps no such forecast.
    """
    case = source if isinstance(source, Case) else Case.open(source)
    with case.writing():
        resolve_by_hand(case.folder, forecast_id, came, by=by, note=note, day=today().isoformat())
