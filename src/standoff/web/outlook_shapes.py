"""What the web API answers with where it looks ahead: forecasts, tension, indicators, scores."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from standoff.web.shapes import EventLine, Page


class ReasonLine(Struct, frozen=True):
    """A past event behind a forecast."""

    what: Annotated[str, Meta(description="what it is to the forecast")]
    event: EventLine


class ForecastLine(Struct, frozen=True):
    """The chance that one party does an act to another within some days."""

    actor: str
    actor_label: str
    other: str
    other_label: str
    type: str
    as_of: date
    horizon_days: int
    probability: float
    base_rate: Annotated[float, Meta(description="for all active dyads and days")]
    recurrence: Annotated[float, Meta(description="at the dyad's own recent pace, as a Poisson process")]
    abstained: Annotated[bool, Meta(description="nothing was learned of this pair: `probability` is the base rate")]
    why: str
    new: Annotated[bool, Meta(description="the actor never did such an act to the other before")]
    reasons: list[ReasonLine]


class Unsaid(Struct, frozen=True):
    """A horizon of which nothing can be said, and why."""

    horizon_days: int
    why: str


class ForecastPage(Page, frozen=True):
    """Some forecasts, the likeliest first."""

    items: list[ForecastLine]
    as_of: Annotated[date | None, Meta(description="the last day that was known of")] = None
    acts: Annotated[int, Meta(description="acts that were learned from")] = 0
    learned: Annotated[int, Meta(description="forecasts of the case that do not abstain")] = 0
    horizons: Annotated[list[int], Meta(description="days ahead that are forecast")] = field(default_factory=list)
    unsaid: list[Unsaid] = field(default_factory=list)


class TensionPoint(Struct, frozen=True):
    """Tension in a stretch of time."""

    start: date
    acts: int
    tension: Annotated[float, Meta(description="sum of PLOVER scores with the sign turned")]
    severe: Annotated[int, Meta(description="acts of coercion and assault")]
    alarm: Annotated[bool, Meta(description="the pace of hostile acts had likely risen within a week")]


class TensionLine(Struct, frozen=True):
    """The tension of a dyad over time; of the whole case where both keys are empty."""

    actor: str
    actor_label: str
    other: str
    other_label: str
    acts: int
    severe: int
    alarms: int
    heating: Annotated[bool | None, Meta(description="hostile acts call forth more of them; null: too few to say")]
    expected: Annotated[float | None, Meta(description="hostile acts expected on the next day")]
    usual: Annotated[float | None, Meta(description="hostile acts a day on average")]
    points: list[TensionPoint]


class TensionAnswer(Struct, frozen=True):
    """Tension over time, the whole case first, then the dyads with the most acts."""

    series: list[TensionLine]
    unit: str
    first: date | None
    last: date | None
    total: Annotated[int, Meta(description="dyads whose tension is laid out")]
    state: str
    missing: Annotated[str | None, Meta(description="name of the table that this case does not have yet")] = None


class FiringLine(Struct, frozen=True):
    """An indicator that came on."""

    indicator: str
    name: str
    easing: bool
    day: date
    actor: str
    actor_label: str
    other: str
    other_label: str
    events: list[EventLine]


class IndicatorRecord(Struct, frozen=True):
    """How an indicator has done so far."""

    indicator: str
    name: str
    scope: str
    easing: bool
    firings: int
    resolved: Annotated[int, Meta(description="firings whose time is over")]
    followed: int
    base_rate: float | None
    lift: float | None
    false_alarms: float | None
    record: Annotated[str, Meta(description="what the lift rests on, or why there is none")]


class FiringPage(Page, frozen=True):
    """Some firings, the last one first, and the record of every indicator."""

    items: list[FiringLine]
    records: Annotated[list[IndicatorRecord], Meta(description="of every indicator, fired or not")] = field(
        default_factory=list
    )
    outcome: Annotated[str, Meta(description="what indicators are meant to warn of")] = ""
    outcome_days: int = 0


class ReliabilityBin(Struct, frozen=True):
    """Forecasts of like probability: their mean, and the share that came."""

    low: float
    high: float
    forecasts: int
    mean: float | None
    came: float | None


class ScoreLine(Struct, frozen=True):
    """How good some earlier forecasts were; figures are null where none is resolved."""

    group: str
    forecasts: int
    resolved: int
    came: int
    brier: float | None
    log_score: float | None
    skill: Annotated[float | None, Meta(description="against the base rates given with the forecasts")]
    skill_over_recurrence: float | None
    calibration_error: float | None
    reliability: list[ReliabilityBin]


class Scoreboard(Struct, frozen=True):
    """How good the forecasts that the case keeps have been."""

    scores: list[ScoreLine]
    kept: Annotated[bool, Meta(description="false: reports in memory keep no forecasts")]
    too_large: Annotated[bool, Meta(description="too many claims to score here; `standoff outlook score` does")]
    state: str
