"""Sentences of the synthetic world: per type of act a few ways to tell it, our own words on invented states.

In the patterns S acts on T in place P on day D; N is the number, if the act has one. `clause` is what a spokesman says.
"""

from dataclasses import dataclass

from standoff.core.vocabulary import EventType as Type


@dataclass(frozen=True, slots=True)
class Act:
    """How a type of act is told."""

    type: Type
    told: tuple[str, ...]
    """In the author's voice; each has N where the act is counted."""
    clause: str
    """After "said that"."""
    denial: str
    """After "denied that"."""
    numbers: tuple[int, int] | None
    """Least and most of N."""


ACTS = (
    Act(
        Type.ASSAULT,
        (
            "The army of S shelled the T town of P on D and killed N people.",
            "Artillery of S shelled P in T on D, killing N people.",
            "S bombarded the T town of P on D; N people were killed.",
        ),
        "S had shelled the T town of P on D and killed N people",
        "its army had shelled P on D",
        (4, 90),
    ),
    Act(
        Type.COERCE,
        (
            "Police in S arrested N T citizens in P on D.",
            "S detained N T citizens in P on D.",
            "S security forces arrested N T nationals in P on D.",
        ),
        "S had arrested N T citizens in P on D",
        "it had arrested T citizens in P on D",
        (3, 60),
    ),
    Act(
        Type.MOBILIZE,
        (
            "S moved N soldiers to the T border near P on D.",
            "S massed N soldiers on the T border near P on D.",
            "S deployed N soldiers to the T frontier near P on D.",
        ),
        "S had moved N soldiers to the T border near P on D",
        "it had moved soldiers to the T border on D",
        (2000, 80000),
    ),
    Act(
        Type.SANCTION,
        (
            "S expelled N T diplomats on D.",
            "On D S expelled N diplomats of T.",
        ),
        "S had expelled N T diplomats on D",
        "it had expelled T diplomats on D",
        (2, 40),
    ),
    Act(
        Type.RETREAT,
        (
            "S withdrew N soldiers from P in T on D.",
            "On D S withdrew N troops from the T town of P.",
        ),
        "S had withdrawn N soldiers from P in T on D",
        "it had withdrawn soldiers from P on D",
        (200, 9000),
    ),
    Act(
        Type.AID,
        (
            "S sent N tonnes of food aid to T on D.",
            "On D S delivered N tonnes of food aid to T.",
        ),
        "S had sent N tonnes of food aid to T on D",
        "it had sent food aid to T on D",
        (20, 900),
    ),
    Act(
        Type.PROTEST,
        (
            "N people protested against T in P, S, on D.",
            "N demonstrators marched against T in the S town of P on D.",
        ),
        "N people had protested against T in the S town of P on D",
        "people had protested against T in P on D",
        (500, 40000),
    ),
    Act(
        Type.AGREE,
        ("S agreed to a truce with T on D.", "On D S agreed to a truce with T."),
        "S had agreed to a truce with T on D",
        "it had agreed to a truce with T on D",
        None,
    ),
    Act(
        Type.CONSULT,
        ("The foreign minister of S met his T counterpart in P on D.", "S held talks with T in P on D."),
        "S had held talks with T in P on D",
        "it had held talks with T on D",
        None,
    ),
    Act(
        Type.SUPPORT,
        ("S praised T on D.", "On D S voiced its support for T."),
        "S had praised T on D",
        "it had praised T on D",
        None,
    ),
    Act(
        Type.CONCEDE,
        ("S apologised to T on D.", "On D S offered T an apology."),
        "S had apologised to T on D",
        "it had apologised to T on D",
        None,
    ),
    Act(
        Type.COOPERATE,
        ("S shared intelligence with T on D.", "S and T held joint military exercises near P on D."),
        "S had shared intelligence with T on D",
        "it had shared intelligence with T on D",
        None,
    ),
    Act(
        Type.REQUEST,
        ("S asked T for ammunition on D.", "On D S appealed to T for ammunition."),
        "S had asked T for ammunition on D",
        "it had asked T for ammunition on D",
        None,
    ),
    Act(
        Type.ACCUSE,
        ("S accused T of espionage on D.", "On D S blamed T for espionage."),
        "S had accused T of espionage on D",
        "it had accused T of espionage on D",
        None,
    ),
    Act(
        Type.REJECT,
        ("S rejected a T proposal on D.", "On D S turned down a T proposal."),
        "S had rejected a T proposal on D",
        "it had rejected a T proposal on D",
        None,
    ),
    Act(
        Type.THREATEN,
        ("S threatened T with war on D.", "On D S threatened T with war."),
        "S had threatened T with war on D",
        "it had threatened T with war on D",
        None,
    ),
)
"""The sixteen types."""

FILLER_SUBJECTS = (
    "The old road above the valley", "The ferry office by the quay", "A row of poplars", "The museum of navigation",
    "The railway to the coast", "The market square", "A dialect of the upper villages", "The lighthouse on the point",
    "The price of bread", "The archive of the district", "A tram line of the capital", "The season's first snow",
    "The harbour basin", "The mill below the weir", "The schoolhouse with its slate roof", "A choir of retired sailors",
)  # fmt: skip
FILLER_VERBS = (
    "is older than most people think", "has been the subject of talk", "was painted green", "looks its best",
    "lies in fog", "is known to every child", "has two names", "was repaired at some cost", "is on the back of a coin",
    "has outlived three owners", "is mentioned in a song", "draws a few visitors",
)  # fmt: skip
FILLER_ENDS = (
    "in the early spring", "since the last census", "as guide books say", "on most mornings", "for want of a better",
    "in the reading books of the schools", "at this time of the year", "after the dry summer", "by older inhabitants",
    "between the two rivers", "to the surprise of nobody", "when the wind is in the east", "in all three valleys",
)  # fmt: skip
"""Parts of sentences that tell no act; put together by chance, so that hardly two reports share one."""

STATES = (
    ("XVA", "Valdora", "Valdoran", "Sarnograd"),
    ("XKE", "Kestria", "Kestrian", "Lindhaven"),
    ("XTO", "Torvania", "Torvanian", "Belmora"),
    ("XQU", "Quenland", "Quenlandic", "Asterholm"),
    ("XMI", "Mirrowia", "Mirrowian", "Dunvale"),
    ("XOS", "Ostravar", "Ostravari", "Kelmark"),
)
"""Code, name, adjective, capital."""
TOWNS = (
    "Velgrad", "Nordal", "Myrrin", "Karvik", "Ostrel", "Hestvik", "Dalmere", "Torsund", "Brellin", "Vastra", "Ulmen",
    "Selkirn", "Aldstad", "Korrin", "Pellworth", "Jarnholt",
)  # fmt: skip
