"""The field's fixed vocabulary, as enumerations.

Source: PLOVER 1.3 (Open Event Data Alliance, 2022) for event types and quad classes; FactBank (Saurí and
Pustejovsky 2009) for polarity and certainty; TIMEX3 (ISO 24617-1) for kinds of time expression; PARC 3.0
(Pareti 2016) for directness.
"""

from enum import IntEnum, StrEnum


class EventType(StrEnum):
    """The sixteen PLOVER event types."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Quad(IntEnum):
    """PLOVER quad class."""

    VERBAL_COOPERATION = 1
    MATERIAL_COOPERATION = 2
    VERBAL_CONFLICT = 3
    MATERIAL_CONFLICT = 4


class Status(StrEnum):
    """How the text presents an event."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROMISED = "promised"
    THREATENED = "threatened"
    DEMANDED = "demanded"
    DENIED = "denied"
    REFUSED = "refused"
    CONDITIONAL = "conditional"
    SPECULATED = "speculated"
    HISTORICAL = "historical"


class Polarity(StrEnum):
    """Whether the event is asserted or its absence is."""

    POSITIVE = "+"
    NEGATIVE = "-"


class Certainty(StrEnum):
    """How sure the text is of what it says."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Basis(StrEnum):
    """What a statement rests on, as the text gives it."""

    OFFICIAL_STATEMENT = "official_statement"
    NAMED_WITNESS = "named_witness"
    UNNAMED_SOURCE = "unnamed_source"
    DOCUMENT = "document"
    SOCIAL_VIDEO = "social_video"
    IMAGE = "image"
    SATELLITE = "satellite"
    INTERCEPT = "intercept"
    POLL = "poll"
    MEDIA_REPORT = "media_report"
    ANALYSIS = "analysis"


class Directness(StrEnum):
    """How a statement is reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class StatementKind(StrEnum):
    """What the speaker does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DEMANDS = "demands"
    CONFIRMS = "confirms"
    EXPECTS = "expects"
    SHOWS = "shows"
    JUDGES = "judges"
    INTENDS = "intends"
    ASKS = "asks"
    KNOWS = "knows"
    MENTIONS = "mentions"
    APPEARS = "appears"


CLAIM_KINDS = frozenset(
    {
        StatementKind.ASSERTS,
        StatementKind.DENIES,
        StatementKind.DEMANDS,
        StatementKind.CONFIRMS,
        StatementKind.EXPECTS,
        StatementKind.SHOWS,
        StatementKind.ASKS,
    }
)
"""Kinds whose content the author does not vouch for: it stands on the speaker's word, or is asked. What somebody
praises, wants, knows or mentions is not made a claim by that: whether it happened, the author says."""


class TimeKind(StrEnum):
    """TIMEX3 kinds of time expression."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


class Granularity(StrEnum):
    """The unit in which a time was stated."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class ValueBasis(StrEnum):
    """Where a value comes from: stated in the words, or inferred from other words."""

    STATED = "stated"
    INFERRED = "inferred"


class Bound(StrEnum):
    """How a figure limits what it counts."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class FigureKind(StrEnum):
    """What sort of quantity a figure is."""

    COUNT = "count"
    MONEY = "money"
    MEASURE = "measure"
    SHARE = "share"
    AGE = "age"
    DURATION = "duration"


class Change(StrEnum):
    """Which way a figure tells that something moved."""

    RISE = "rise"
    FALL = "fall"


class ChangePart(StrEnum):
    """What a figure is to a change: how much it was, where it started, where it ended."""

    BY = "by"
    FROM = "from"
    TO = "to"


class PlaceKind(StrEnum):
    """What a place is."""

    COUNTRY = "country"
    CAPITAL = "capital"
    CITY = "city"
    REGION = "region"
    DISTRICT = "district"
    TERRITORY = "territory"
    AREA = "area"
    CONTINENT = "continent"
    SEA = "sea"
    STRAIT = "strait"
    CANAL = "canal"
    RIVER = "river"
    LAKE = "lake"
    ISLAND = "island"
    PENINSULA = "peninsula"
    MOUNTAINS = "mountains"
    DESERT = "desert"
    BORDER = "border"
    BASE = "base"
    CROSSING = "crossing"
    SITE = "site"
    NAMED = "named"


class VoiceKind(StrEnum):
    """What the author does when not reporting."""

    QUESTION = "question"
    ASSESSMENT = "assessment"
    PREDICTION = "prediction"


class ActorKind(StrEnum):
    """How a mention names an actor."""

    COUNTRY = "country"
    PEOPLE = "people"
    METONYM = "metonym"
    ORGANISATION = "organisation"
    ROLE = "role"
    PERSON = "person"
    PLACE = "place"
    """A place that acts or is acted upon ("shelled Nordal"), and no table's country."""
    NAME = "name"
    """A name of unknown kind, or of a vessel."""
    PRONOUN = "pronoun"


class IdentityBasis(StrEnum):
    """What ties a mention to a canonical actor."""

    GAZETTEER = "gazetteer"
    TITLE = "title"
    OFFICE_HOLDERS = "office_holders"
    COREFERENCE = "coreference"
    CONTEXT = "context"


GROUP_CODES = frozenset({"IGO", "NGO", "IMG", "MNC", "INT"})
"""Codes in place of a country for bodies that belong to no state; many bodies share one, so they go by their names."""


class Sector(StrEnum):
    """Actor sectors; the PLOVER/CAMEO three-letter set."""

    GOV = "GOV"
    MIL = "MIL"
    LEG = "LEG"
    JUD = "JUD"
    SPY = "SPY"
    OPP = "OPP"
    REB = "REB"
    PTY = "PTY"
    IGO = "IGO"
    NGO = "NGO"
    BUS = "BUS"
    MED = "MED"
    CVL = "CVL"
    COP = "COP"
    REF = "REF"
    EDU = "EDU"
    LAB = "LAB"
    REL = "REL"
    CRM = "CRM"
    UAF = "UAF"
    SET = "SET"
    ELI = "ELI"
