"""Sentences of the synthetic world: per type of act a few ways to tell it, our own words on invented states.

    A pattern's {alternatives|in braces} are chosen by chance, and {when} is one of `WHEN`. S acts on T in place P
    on day D;
N is the number, if the act has one; `clause` is what a spokesman says.
"""

from dataclasses import dataclass

from standoff.core.vocabulary import EventType as Type

WHEN = "On D|On D,|On D, as it became known,"
"""How a sentence may begin with the day."""


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
            "{The army of S|S artillery|Guns of S} {shelled|bombarded} the T {town|village|settlement} of P "
            "on D{, killing| and killed} N {people|inhabitants}.",
            "{when} {the army of S|S gunners|S soldiers} {shelled|bombarded} P in T; {N people were "
            "killed|N people died}.",
        ),
        "{S had shelled|the army of S had bombarded} the T town of P on D and killed N people",
        "its army had shelled P on D",
        (4, 90),
    ),
    Act(
        Type.COERCE,
        (
            "{Police in S|S police|S security forces} {arrested|detained} N T {citizens|nationals} {in|at} P on D.",
            "{when} {police in S|S security forces|S} {arrested|detained} N T {citizens|nationals} {near|in} P.",
        ),
        "{S had arrested|police in S had detained} N T citizens in P on D",
        "it had arrested T citizens in P on D",
        (3, 60),
    ),
    Act(
        Type.MOBILIZE,
        (
            "{S|The army of S} {moved|sent|deployed} N {soldiers|troops} to the T {border|frontier} {near|at} P on D.",
            "{when} {S|the army of S} {massed|moved} N {soldiers|troops} {near|at} P, on the T {border|frontier}.",
        ),
        "{S had moved|the army of S had sent} N soldiers to the T border near P on D",
        "it had moved soldiers to the T border on D",
        (2000, 80000),
    ),
    Act(
        Type.SANCTION,
        (
            "{S|The government of S} expelled N {T diplomats|diplomats of T} on D.",
            "{when} {S|the government of S} {expelled|threw out} N {T diplomats|diplomats of T}.",
        ),
        "{S|the government of S} had expelled N T diplomats on D",
        "it had expelled T diplomats on D",
        (2, 40),
    ),
    Act(
        Type.RETREAT,
        (
            "{S|The army of S} withdrew N {soldiers|troops} from {P in T|the T town of P} on D.",
            "{when} {S|the army of S} withdrew N {soldiers|troops} from {P in T|the T town of P}.",
        ),
        "{S|the army of S} had withdrawn N soldiers from P in T on D",
        "it had withdrawn soldiers from P on D",
        (200, 9000),
    ),
    Act(
        Type.AID,
        (
            "{S|The government of S} {sent|delivered} N tonnes of {food aid|food} to T on D.",
            "{when} {S|the government of S} {sent|gave} T N tonnes of {food aid|food}.",
        ),
        "{S|the government of S} had sent N tonnes of food aid to T on D",
        "it had sent food aid to T on D",
        (20, 900),
    ),
    Act(
        Type.PROTEST,
        (
            "N {people|demonstrators} {protested|demonstrated} against T in {P, S,|the S town of P} on D.",
            "{when} N {people|demonstrators} {marched|protested} against T in {P, S|the S town of P}.",
        ),
        "N {people|demonstrators} had demonstrated against T in the S town of P on D",
        "people had protested against T in P on D",
        (500, 40000),
    ),
    Act(
        Type.AGREE,
        (
            "{S|The government of S} agreed to a truce with T on D.",
            "{when} {S|the government of S} agreed to a truce with T.",
        ),
        "{S|the government of S} had agreed to a truce with T on D",
        "it had agreed to a truce with T on D",
        None,
    ),
    Act(
        Type.CONSULT,
        (
            "The {foreign minister|prime minister} of S met his T counterpart in P on D.",
            "{when} {S|the government of S} held {talks|negotiations} with T in P.",
        ),
        "{S|the government of S} had held talks with T in P on D",
        "it had held talks with T on D",
        None,
    ),
    Act(
        Type.SUPPORT,
        (
            "{S|The government of S} praised T on D.",
            "{when} {S|the government of S} {praised T|voiced its support for T}.",
        ),
        "{S|the government of S} had praised T on D",
        "it had praised T on D",
        None,
    ),
    Act(
        Type.CONCEDE,
        (
            "{S|The government of S} apologised to T on D.",
            "{when} {S|the government of S} {apologised to T|offered T an apology}.",
        ),
        "{S|the government of S} had apologised to T on D",
        "it had apologised to T on D",
        None,
    ),
    Act(
        Type.COOPERATE,
        (
            "{S|The army of S} shared intelligence with T on D.",
            "{when} {S|the army of S} shared {intelligence|information} with T.",
        ),
        "{S|the army of S} had shared intelligence with T on D",
        "it had shared intelligence with T on D",
        None,
    ),
    Act(
        Type.REQUEST,
        (
            "{S|The government of S} asked T for ammunition on D.",
            "{when} {S|the government of S} {appealed to|asked} T for ammunition.",
        ),
        "{S|the government of S} had asked T for ammunition on D",
        "it had asked T for ammunition on D",
        None,
    ),
    Act(
        Type.ACCUSE,
        (
            "{S|The government of S} accused T of espionage on D.",
            "{when} {S|the government of S} {accused T of|blamed T for} espionage.",
        ),
        "{S|the government of S} had accused T of espionage on D",
        "it had accused T of espionage on D",
        None,
    ),
    Act(
        Type.REJECT,
        (
            "{S|The government of S} rejected a T proposal on D.",
            "{when} {S|the government of S} {rejected|turned down} a T proposal.",
        ),
        "{S|the government of S} had rejected a T proposal on D",
        "it had rejected a T proposal on D",
        None,
    ),
    Act(
        Type.THREATEN,
        (
            "{S|The government of S} threatened T with war on D.",
            "{when} {S|the government of S} threatened T with {war|an attack}.",
        ),
        "{S|the government of S} had threatened T with war on D",
        "it had threatened T with war on D",
        None,
    ),
)
"""The sixteen types."""

ADJECTIVES = (
    "quiet", "old", "brown", "narrow", "early", "patient", "crooked", "pale", "heavy", "idle", "wooden",
    "curious", "mild", "damp", "honest", "silver", "round", "tired", "cheerful", "dusty", "northern", "steep",
    "shallow", "careful", "modest", "yellow", "distant", "empty", "plain", "sturdy", "lazy", "gentle",
)  # fmt: skip
PEOPLE = (
    "weavers", "bakers", "painters", "ferrymen", "singers", "gardeners", "tailors", "millers", "cousins",
    "teachers", "pupils", "fiddlers", "bookbinders", "coopers", "knitters", "beekeepers", "chemists", "dancers",
    "clockmakers", "potters", "aunts", "plumbers", "librarians", "skaters",
)  # fmt: skip
VERBS = (
    "mend", "paint", "admire", "polish", "sketch", "measure", "water", "tune", "collect", "repair", "describe",
    "photograph", "copy", "count", "dust", "wash",
)  # fmt: skip
THINGS = (
    "baskets", "kettles", "chairs", "violins", "lamps", "fences", "boats", "shelves", "clocks", "gates",
    "carpets", "stoves", "ladders", "windows", "barrels", "hedges", "bridges", "benches", "mirrors", "saddles",
    "teapots", "wheels", "pianos", "cupboards",
)  # fmt: skip
WHERE = (
    "beside", "behind", "below", "above", "near", "along", "under", "around",
)  # fmt: skip
"""Words of sentences that tell no act; put together by chance, so that hardly two reports share four in a row."""

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
