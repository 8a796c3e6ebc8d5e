"""The outlook in words and bars for the terminal."""

from collections.abc import Mapping, Sequence

from standoff.outlook.forecasts import Chances, Forecast
from standoff.outlook.scoreboard import Outcome, Score
from standoff.outlook.series import Series, sparkline
from standoff.outlook.warning import Firing, Record
from standoff.outlook.what_if import Statics

WIDTH = 60
"""Points of a series that fit on a line."""
LISTED = 8


def forecast_text(chances: Chances, top: int) -> str:
    """Lay forecasts out: by horizon the likeliest, then the likeliest that would be new."""
    lines = [f"Outlook as of {chances.as_of}: {chances.acts} acts that happened, first {chances.first or 'none'}"]
    if chances.undated:
        lines.append(f"{chances.undated} more tell no day and are left out.")
    lines += [f"{statement}" for statement in chances.statements]
    for horizon in sorted({f.horizon_days for f in chances.forecasts}):
        mine = [f for f in chances.forecasts if f.horizon_days == horizon]
        known, new = [f for f in mine if not f.new], [f for f in mine if f.new]
        lines += ["", f"Within {horizon} days        chance   base rate   recurrence"]
        lines += [line for f in known[:top] for line in _forecast_lines(f)]
        if new:
            lines += ["", f"Within {horizon} days, for the first time"]
            lines += [line for f in new[: max(top // 3, 1)] for line in _forecast_lines(f)]
    return "\n".join(lines) + "\n"


def _forecast_lines(f: Forecast) -> list[str]:
    mark = " (base rate)" if f.basis != "model" else ""
    who = f"{f.actor} {f.type} {f.other}"
    head = f"  {who:<24} {f.probability:6.1%}   {f.base_rate:8.1%}   {f.recurrence:9.1%}{mark}"
    reasons = [f"      {reason.day}  {reason.what}  [{reason.event_id}]" for reason in f.reasons]
    return [head, f"      {f.why}", *reasons]


def tension_text(series: Sequence[Series], top: int) -> str:
    """Plot each series as bars, with its alarms."""
    if not series:
        return "No tension to show: no act that happened, on a day known, joins two parties.\n"
    lines: list[str] = []
    for one in series[: top + 1]:
        name = "the whole case" if not one.actor else f"{one.actor} - {one.other}"
        points = one.points[-WIDTH:]
        acts, severe = sum(p.acts for p in points), sum(p.severe for p in points)
        lines += [
            f"{name}: {acts} acts, {severe} severe, {points[0].day} to {points[-1].day}",
            f"  tension {sparkline([p.tension for p in points])}",
            f"  severe  {sparkline([float(p.severe) for p in points])}",
        ]
        alarms = [p for p in points if p.alarm]
        if alarms:
            last = alarms[-1]
            lines.append(
                f"  alarm   {', '.join(p.day for p in alarms[-LISTED:])}: on {last.day} the pace of conflict had risen "
                f"within a week with probability {last.changed:.0%}"
            )
        lines.append(f"  heat    {_heat(one)}")
    return "\n".join(lines) + "\n"


def _heat(series: Series) -> str:
    heat = series.heat
    if heat is None:
        return "too few hostile acts to say whether they call forth more"
    state = "heating up" if heat.heating else "not heating up"
    pace = f"{heat.rate:.2f} hostile acts expected a day, {heat.mean:.2f} on average"
    return f"{state}: {pace}, each calls forth {heat.branching:.2f}"


def indicator_text(firings: Sequence[Firing], records: Sequence[Record], words: Mapping[str, str]) -> str:
    """List the indicators that fired with their events, then those that did not."""
    lines = []
    for record in records:
        mine = [f for f in firings if f.indicator == record.indicator]
        if not mine:
            continue
        lines.append(f"{record.indicator}: fired {len(mine)} times; {record.why}")
        if record.lift is not None and record.false_alarms is not None:
            lines.append(f"  lift {record.lift:.1f}, false alarms {record.false_alarms:.0%}")
        for firing in mine[-LISTED:]:
            who = " - ".join(part for part in (firing.actor, firing.other) if part) or "the case"
            lines.append(f"  {firing.day}  {who}")
            lines += [f"      {words.get(event, '')}  [{event}]" for event in firing.event_ids[:LISTED]]
    silent = [record.indicator for record in records if not record.firings]
    lines.append(f"did not fire: {', '.join(silent) or 'none'}")
    return "\n".join(lines) + "\n"


def score_text(scores: Sequence[Score]) -> str:
    """Lay scores out as a table, with the reliability of all forecasts below."""
    if not scores or not scores[0].forecasts:
        return "No forecast is kept in this case yet; `standoff outlook DIR` makes and keeps some.\n"
    lines = [f"{'forecasts':<14}{'made':>6}{'over':>6}{'came':>6}{'Brier':>9}{'log':>9}{'skill':>8}{'ECE':>8}"]
    for s in scores:
        figures = (_figure(s.brier, 9), _figure(s.log_score, 9), _figure(s.skill, 8), _figure(s.calibration_error, 8))
        lines.append(f"{s.group:<14}{s.forecasts:>6}{s.resolved:>6}{s.came:>6}" + "".join(figures))
    lines += ["", "said        forecasts   mean said   came"]
    for b in scores[0].reliability:
        if b.forecasts:
            lines.append(f"{b.low:4.0%} - {b.high:4.0%} {b.forecasts:9}   {b.mean:9.1%} {b.came:6.1%}")
    if not scores[0].resolved:
        lines.append("The time of none of them is over yet.")
    return "\n".join(lines) + "\n"


def _figure(value: float | None, width: int) -> str:
    return f"{'-' if value is None else format(value, '.4f'):>{width}}"


def outcome_text(outcomes: Sequence[Outcome]) -> str:
    """List forecasts with what came of them."""
    lines = []
    for o in outcomes:
        f = o.forecast
        came = {True: "came", False: "did not come", None: "open"}[o.came]
        said = f"{f.forecast_id}  {f.as_of} +{f.horizon_days}d  {f.actor} {f.type} {f.other}  said {f.probability:.1%}"
        lines.append(f"{said}  {came} ({o.by}) {' '.join(o.event_ids)}".rstrip())
    return "\n".join(lines) + "\n"


def statics_text(statics: Statics) -> str:
    """Lay comparative statics out, with their caution first."""
    lines = [statics.caution, "", f"Change: {statics.change}; {statics.settings} settings of the stakes tried"]
    if statics.manifold:
        lines.append(f"{statics.manifold} of them have no equilibrium or several, and are left out.")
    lines.append(f"{'end':<14}{'before':>16}{'after':>16}   direction")
    for span in statics.spans:
        ranges = (f"{low:.2f} to {high:.2f}" for low, high in (span.before, span.after))
        lines.append(f"{span.end:<14}" + "".join(f"{r:>16}" for r in ranges) + f"   up {span.rises}, down {span.falls}")
    if statics.reference is None:
        lines.append("No reference class: name a case to see how often its threats were followed by deeds.")
    elif not statics.reference.threats:
        lines.append("Reference class: the case holds no threat old enough to know what followed.")
    else:
        r = statics.reference
        lines.append(f"Reference class: {r.followed} of {r.threats} {r.what}")
    return "\n".join(lines) + "\n"
