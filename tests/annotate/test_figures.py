"""Figures: sentences with the rows that they must give, and what holds for any text.

A case is a text, then per row: span | value | low | high | bound | unit or currency | counted, with - for null. Reports
are dated 3 December 2021.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate import figures, times
from standoff.annotate.figure_grammar import find_quantities
from standoff.annotate.numerals import numeral_words, parse_words
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_documents
from standoff.run.settings import Settings
from tests.annotate.conftest import make_view
from tests.coded import document

Viewer = Callable[..., DocumentView]
FOR_FIGURES = frozenset({"parse", "times", "places", "actors", "statements", "identities", "figures"})

CASES: tuple[tuple[str, ...], ...] = (
    ("About 10 thousand soldiers were moved to the border.", "10 thousand | 10000 | - | - | about | - | soldiers"),
    (
        "Ottawa has lent $3.7 billion in farm credit since 2014.",
        "$3.7 billion | 3700000000 | 3700000000 | 3700000000 | exact | USD | farm credit",
    ),
    (
        "This year the parcel costs $650 million.",
        "$650 million | 650000000 | 650000000 | 650000000 | exact | USD | parcel",
    ),
    (
        "The bank lent € 230 million to the province.",
        "€ 230 million | 230000000 | 230000000 | 230000000 | exact | EUR | -",
    ),
    (
        "The bank lent $ 4.9 billion to the province.",
        "$ 4.9 billion | 4900000000 | 4900000000 | 4900000000 | exact | USD | -",
    ),
    (
        "The fund paid 580 million shillings.",
        "580 million shillings | 580000000 | 580000000 | 580000000 | exact | shilling | -",
    ),
    (
        "The fund paid 580 million Kenyan shillings.",
        "580 million Kenyan shillings | 580000000 | 580000000 | 580000000 | exact | KES | -",
    ),
    (
        "The fund paid 5 million Canadian dollars.",
        "5 million Canadian dollars | 5000000 | 5000000 | 5000000 | exact | CAD | -",
    ),
    ("The fund paid A$5m for the port.", "A$5m | 5000000 | 5000000 | 5000000 | exact | AUD | -"),
    ("The fund paid $5 million Canadian.", "$5 million Canadian | 5000000 | 5000000 | 5000000 | exact | CAD | -"),
    ("The fund paid 40 million euros.", "40 million euros | 40000000 | 40000000 | 40000000 | exact | EUR | -"),
    ("The fund paid 12bn rubles in 2020.", "12bn rubles | 1.2e+10 | 1.2e+10 | 1.2e+10 | exact | RUB | -"),
    (
        "The fund paid £3.5bn in compensation.",
        "£3.5bn | 3500000000 | 3500000000 | 3500000000 | exact | GBP | compensation",
    ),
    (
        "A $400 million package was approved.",
        "$400 million | 400000000 | 400000000 | 400000000 | exact | USD | package",
    ),
    (
        "Between $12 million and $15 million was stolen.",
        "$12 million and $15 million | - | 12000000 | 15000000 | range | USD | -",
    ),
    ("Dozens of tanks crossed the river.", "Dozens | - | 24 | 99 | range | - | tanks"),
    (
        "Hundreds of thousands of refugees crossed the river.",
        "Hundreds of thousands | - | 200000 | 999999 | range | - | refugees",
    ),
    ("Several hundred trucks crossed the river.", "Several hundred | - | 300 | 900 | range | - | trucks"),
    ("A few thousand people marched.", "A few thousand | - | 3000 | 5000 | range | - | people"),
    ("A dozen missiles were fired.", "A dozen | 12 | 12 | 12 | exact | - | missiles"),
    ("Nearly three dozen drones were shot down.", "three dozen | 36 | - | - | about | - | drones"),
    ("Half a million refugees left.", "Half a million | 500000 | 500000 | 500000 | exact | - | refugees"),
    ("Between 12 and 15 people died.", "12 and 15 | - | 12 | 15 | range | - | people"),
    ("10-15 houses burned.", "10-15 | - | 10 | 15 | range | - | houses"),
    ("Two or three witnesses saw it.", "Two or three | - | 2 | 3 | range | - | witnesses"),
    ("From 10 to 15 soldiers were seen.", "10 to 15 | - | 10 | 15 | range | - | soldiers"),
    ("More than 300 soldiers deserted.", "300 | 300 | 300 | - | at_least | - | soldiers"),
    ("At least 45 people were killed.", "45 | 45 | 45 | - | at_least | - | people"),
    ("At least 45 were killed.", "45 | 45 | 45 | - | at_least | - | killed"),
    ("Up to 200 trucks were seen.", "200 | 200 | - | 200 | at_most | - | trucks"),
    ("As many as 70 ships were seen.", "70 | 70 | - | 70 | at_most | - | ships"),
    ("No fewer than 9 ships were seen.", "9 | 9 | 9 | - | at_least | - | ships"),
    ("Fewer than 50 guards remained.", "50 | 50 | - | 50 | at_most | - | guards"),
    ("Exactly 50 guards remained.", "50 | 50 | 50 | 50 | exact | - | guards"),
    ("Some 2000 soldiers held the pass.", "2000 | 2000 | - | - | about | - | soldiers"),
    ("Around 1,200 marchers were arrested.", "1,200 | 1200 | - | - | about | - | marchers"),
    ("300 marchers or more were arrested.", "300 | 300 | 300 | - | at_least | - | marchers"),
    ("Twenty-five sailors were rescued.", "Twenty-five | 25 | 25 | 25 | exact | - | sailors"),
    ("Two hundred and fifty sailors were rescued.", "Two hundred and fifty | 250 | 250 | 250 | exact | - | sailors"),
    ("1.5 million voters stayed at home.", "1.5 million | 1500000 | 1500000 | 1500000 | exact | - | voters"),
    ("10 000 soldiers crossed the bridge.", "10 000 | 10000 | 10000 | 10000 | exact | - | soldiers"),
    ("The blast killed two soldiers.", "two | 2 | 2 | 2 | exact | - | soldiers"),
    ("The blast wounded one child.", "one | 1 | 1 | 1 | exact | - | child"),
    ("The shelling left 12 dead.", "12 | 12 | 12 | 12 | exact | - | dead"),
    (
        "12 dead and 30 wounded were counted.",
        "12 | 12 | 12 | 12 | exact | - | dead",
        "30 | 30 | 30 | 30 | exact | - | wounded",
    ),
    ("The death toll rose to 45.", "45 | 45 | 45 | 45 | exact | - | death toll"),
    (
        "One minister resigned and two ministers stayed.",
        "One | 1 | 1 | 1 | exact | - | minister",
        "two | 2 | 2 | 2 | exact | - | ministers",
    ),
    ("No one left and the two slept.",),
    ("Two-thirds of the village burned.", "Two-thirds | 66.67 | 66.67 | 66.67 | exact | percent | village"),
    ("Half of the force deserted.", "Half | 50 | 50 | 50 | exact | percent | force"),
    ("A quarter of the grain was lost.", "A quarter | 25 | 25 | 25 | exact | percent | grain"),
    ("Exports fell by 5.5 percent in 2020.", "5.5 percent | 5.5 | 5.5 | 5.5 | exact | percent | Exports"),
    ("Turnout was 60% in the capital.", "60% | 60 | 60 | 60 | exact | percent | Turnout"),
    ("40 per cent of voters stayed at home.", "40 per cent | 40 | 40 | 40 | exact | percent | voters"),
    ("Rates rose by 25 basis points.", "25 basis points | 25 | 25 | 25 | exact | basis point | Rates"),
    ("The missile flew 300 km.", "300 km | 300 | 300 | 300 | exact | kilometre | -"),
    ("300 tonnes of wheat were lost.", "300 tonnes | 300 | 300 | 300 | exact | tonne | wheat"),
    ("The convoy was 20 miles from the city.", "20 miles | 20 | 20 | 20 | exact | mile | -"),
    ("It was -5 degrees Celsius in the trenches.", "-5 degrees Celsius | -5 | -5 | -5 | exact | degree Celsius | -"),
    ("A 100,000-strong army stood at the border.", "100,000 | 100000 | 100000 | 100000 | exact | - | army"),
    (
        "12,000 square kilometres of land were flooded.",
        "12,000 square kilometres | 12000 | 12000 | 12000 | exact | square kilometre | land",
    ),
    ("600,000 barrels of oil leaked.", "600,000 barrels | 600000 | 600000 | 600000 | exact | barrel | oil"),
    ("300 of its soldiers deserted.", "300 | 300 | 300 | 300 | exact | - | soldiers"),
    ("50 pieces of artillery were lost.", "50 | 50 | 50 | 50 | exact | - | pieces of artillery"),
    (
        "The 45-year-old colonel led 30 men.",
        "45-year-old | 45 | 45 | 45 | exact | year | -",
        "30 | 30 | 30 | 30 | exact | - | men",
    ),
    ("The clerk paid \u00a5500 to 900.", "\u00a5500 to 900 | - | 500 | 900 | range | \u00a5 | -"),
    ("Vanner, 45, led 30 men.", "45 | 45 | 45 | 45 | exact | year | -", "30 | 30 | 30 | 30 | exact | - | men"),
    ("Article 5 was invoked under Resolution 2202.",),
    ("See page 12 and chapter 7.",),
    ("The T-72 and the Su-35 were shown.",),
    ("Call 555-1234-999 now.",),
    ("They won 3-1 on Sunday.",),
    ("They won 43\u201311 in \u201822.",),
    ("The 80th Brigade came third in 2014.",),
    ("The curfew starts at 10:30 on 6 December.",),
    ("The curfew lasted three weeks.", "three weeks | 3 | 3 | 3 | exact | week | -"),
    ("The siege began two years ago.", "two years | 2 | 2 | 2 | exact | year | -"),
    (
        "The death toll rose to 45, and an inquest brought the total of lost tents to 9.",
        "45 | 45 | 45 | 45 | exact | - | death toll",
        "9 | 9 | 9 | 9 | exact | - | total of lost tents",
    ),
    ("The summit, COP26, was cold (12).",),
    ("The Five Eyes and the Group of Seven met.",),
    ("A 10-point plan and four-party talks were proposed.",),
    ("$$5 was typed.", "$$5 | - | - | - | exact | - | -"),
    ("The list ran 1,2,3,4 and so on.", "1,2,3,4 | - | - | - | exact | - | -"),
    ("The guards fired over 1,000 shells a day.", "1,000 | 1000 | 1000 | - | at_least | - | shells"),
    ("Since 2014 the army has lost 4,000 men.", "4,000 | 4000 | 4000 | 4000 | exact | - | men"),
    ("In March 2021 the country sold 30 aircraft.", "30 | 30 | 30 | 30 | exact | - | aircraft"),
    ("The fund paid 1.8M dollars.", "1.8M dollars | 1800000 | 1800000 | 1800000 | exact | USD | -"),
    ("The site is 3923sq m in size.", "3923sq m | 3923 | 3923 | 3923 | exact | square metre | -"),
    ("The 787 Condor landed.",),
    ("Half million euros were stolen.", "Half million euros | 500000 | 500000 | 500000 | exact | EUR | -"),
    (
        "Losses rose from 10 to 15 tanks.",
        "10 | 10 | 10 | 10 | exact | - | tanks",
        "15 | 15 | 15 | 15 | exact | - | tanks",
    ),
    (
        "The union has paid 1.9 billion of euro.",
        "1.9 billion of euro | 1900000000 | 1900000000 | 1900000000 | exact | EUR | -",
    ),
    (
        "His grandson, nineteen, led 30 men.",
        "nineteen | 19 | 19 | 19 | exact | year | -",
        "30 | 30 | 30 | 30 | exact | - | men",
    ),
    ("The guns stood within 40 km of the border.", "40 km | 40 | 40 | 40 | exact | kilometre | -"),
)


def rows_of(view: DocumentView) -> list[Figure]:
    """Run times and figures over a view."""
    view.add("times", times.annotate(view)["times"])
    return figures.annotate(view)["figures"]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"


def show(view: DocumentView) -> list[str]:
    """Write the rows of a view the way the cases do."""
    made = []
    for row in rows_of(view):
        numbers = " | ".join(_number(v) for v in (row.value, row.low, row.high))
        unit = row.unit or row.currency or "-"
        made.append(f"{view.text[row.start : row.end]} | {numbers} | {row.bound.value} | {unit} | {row.counted or '-'}")
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_case(case: tuple[str, ...], view_of: Viewer) -> None:
    assert show(view_of(case[0])) == list(case[1:])


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Since 2014 the army has lost 4,000 men.", [[0]]),
        ("The army lost 4,000 men on Tuesday.", [[]]),
        ("This year the parcel costs $650 million.", [[0]]),
        ("It lent $3.7 billion in farm credit since 2014, and this year it lends $650 million.", [[0], [1]]),
    ],
)
def test_period(text: str, periods: list[list[int]], view_of: Viewer) -> None:
    assert [row.period for row in rows_of(view_of(text))] == periods


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The depot lost 40 tents and 12 stoves.", ["40|count|-|-|tents", "12|count|-|-|stoves"]),
        ("A $400 million loan was agreed.", ["$400 million|money|USD|-|loan"]),
        ("The ferry charges HK $25 per passenger.", ["HK $25|money|HKD|passenger|-"]),
        ("The wells yield 4,000 barrels a day.", ["4,000 barrels|measure|barrel|day|-"]),
        ("The price was $60 a year earlier.", ["$60|money|USD|-|price"]),
        ("The cart weighed 500 pounds.", ["500 pounds|measure|pound|-|-"]),
        ("The captain paid 500 pounds.", ["500 pounds|money|pound|-|-"]),
        ("The toll cost 3 dollars 50 cents.", ["3 dollars 50 cents|money|USD|-|toll"]),
        ("The wall is 6 feet 3 inches high.", ["6 feet 3 inches|measure|foot|-|-"]),
        ("The gap was half a mile.", ["half a mile|measure|mile|-|-"]),
        ("The siege cost RM3.5mil.", ["RM3.5mil|money|MYR|-|siege"]),
        ("The army grew sixfold.", ["sixfold|measure|times|-|army"]),
        ("They are two and a half million strong.", ["two and a half million|count|-|-|-"]),
        ("The 737 airliner carried 90 nurses.", ["90|count|-|-|nurses"]),
        ("A town of 1.2m people lies 300m above the sea.", ["1.2m|count|-|-|people", "300m|measure|metre|-|-"]),
        ("Prices rose 2 to 3 percent.", ["2 to 3 percent|share|percent|-|Prices"]),
        ("A 20 truck convoy left.", ["20|count|-|-|truck"]),
        ("The mayor was aged 61.", ["61|age|year|-|-"]),
        (
            "The water fell to minus 12 degrees Celsius.",
            ["minus 12 degrees Celsius|measure|degree Celsius|-|-"],
        ),
    ],
)
def test_kind_unit_and_rate(text: str, rows: list[str], view_of: Viewer) -> None:
    made = [
        f"{text[r.start : r.end]}|{r.kind}|{r.unit or r.currency or '-'}|{r.per or '-'}|{r.counted or '-'}"
        for r in rows_of(view_of(text))
    ]
    assert made == rows


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("Grain prices rose by 5%.", [(5, "rise", "by")]),
        ("Grain prices fell 5 percent.", [(5, "fall", "by")]),
        ("Grain prices were up 5%.", [(5, "rise", "by")]),
        ("Grain prices rose by 5% to $40.", [(5, "rise", "by"), (40, "rise", "to")]),
        ("The garrison fell from 900 to 600.", [(900, "fall", "from"), (600, "fall", "to")]),
        ("Exports rose from 10 to 15 million tonnes.", [(1e7, "rise", "from"), (1.5e7, "rise", "to")]),
        ("Tickets fell 3p to 145p.", [(3, "fall", "by"), (145, "fall", "to")]),
        ("The mill has a 5% share.", [(5, None, None)]),
        ("The convoy drove from 10 villages.", [(10, None, None)]),
    ],
)
def test_change(text: str, moves: list[tuple[float, str | None, str | None]], view_of: Viewer) -> None:
    assert [(r.value, r.change, r.change_part) for r in rows_of(view_of(text))] == moves


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The port held 400 crates of rice and 90 of beans.", [("400", "crates"), ("90", "beans")]),
        ("The north lost 300 trucks, the south 40.", [("300", "trucks"), ("40", "trucks")]),
    ],
)
def test_a_number_without_a_noun_counts_what_the_last_one_did(
    text: str, words: list[tuple[str, str]], view_of: Viewer
) -> None:
    assert [(text[r.start : r.end], r.counted) for r in rows_of(view_of(text))] == words


@pytest.mark.parametrize(
    ("text", "giver", "receiver"),
    [
        ("Kenya gave Norway $5 million.", "Kenya", "Norway"),
        ("Kenya lent $5 million to Norway.", "Kenya", "Norway"),
        ("Norway received 30 tanks from Kenya.", "Kenya", "Norway"),
        ("A $5 million package for Norway was approved by Kenya.", "Kenya", "Norway"),
        ("Kenya's loan of $5 million to Norway was late.", "Kenya", "Norway"),
        ("Kenya sent ammunition worth $5 million to Norway.", "Kenya", "Norway"),
        ("Kenya provided Norway with 30 trucks.", "Kenya", "Norway"),
        ("Kenya approved $5 million in aid to Norway.", "Kenya", "Norway"),
        ("Kenya lost $5 million in Norway.", None, None),
        ("Kenya supplied Norway for $5 million.", None, None),
        ("Washington gave $5 million in aid to the province.", "United States", None),
    ],
)
def test_giver_and_receiver(text: str, giver: str | None, receiver: str | None) -> None:
    chain = [stage for stage in build_stages(Settings()) if stage.name in FOR_FIGURES]
    ((view,), issues) = next(run_documents([document(text)], chain))
    (row,) = view.rows("figures")
    assert (row.giver, row.receiver, issues) == (giver, receiver, [])


def test_without_actors_nobody_gives(view_of: Viewer) -> None:
    (row,) = rows_of(view_of("Kenya gave Norway $5 million."))
    assert (row.giver, row.receiver, row.maker) == (None, None, "figures/2:money")


PIECES = (
    "$$5 $ 5 1,2,3 10-15 1.5 4.9 billion million k 5bn half a dozen dozens of thousands hundred two and "
    "between 12 15 to or more than up to about soldiers tanks percent % km € euros shillings Kenyan won dead "
    "aged 45 45-year-old 2014 1000000000000000000000000000000000 -3 . , ( ) third quarter tonnes - + "
    "1,2,3,4 $$ 1.234,5 1'234 12,34,567 1/4 \u00bd half from rose fell by per a day cents 5m p M x 10^99 ^ fold "
)
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS | st.just("9" * 400), max_size=14))
@settings(max_examples=150, deadline=None)
def test_any_words_give_ordered_spans_and_bounds(words: list[str]) -> None:
    view = make_view(" ".join(words))
    at = 0
    for row in rows_of(view):
        assert at <= row.start < row.end
        assert view.text[row.start : row.end] == view.text[row.start : row.end].strip()
        assert row.low is None or row.high is None or row.low <= row.high
        assert row.counted is None or view.text[row.counted_start : row.counted_end] == row.counted
        assert all(0 <= i < len(view.rows("times")) for i in row.period or [])
        at = row.end


SMALL = [word for word, _ in sorted(numeral_words("small").items(), key=lambda pair: pair[1])][:20]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def in_words(number: int) -> str:
    """Write a whole number in English words."""
    for size, name in GROUPS:
        if number >= size:
            rest = number % size
            joint = " and " if size == 100 else " "
            return f"{in_words(number // size)} {name}" + (f"{joint}{in_words(rest)}" if rest else "")
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")


@given(st.integers(0, 999_999_999_999_999))
@settings(deadline=None)
def test_a_number_in_words_is_itself(number: int) -> None:
    assert parse_words(in_words(number)) == number


@given(st.integers(1, 999_999_999))
@settings(deadline=None)
def test_words_and_digits_are_found_whole_with_the_same_value(number: int) -> None:
    for written in (in_words(number), str(number), f"{number:,}"):
        text = f"{written} tents"
        (made,) = find_quantities(text, 0, len(text))
        assert (text[made.start : made.end], made.low, made.high) == (written, number, number)


@given(st.integers(1_000_000, 10**14), st.sampled_from([",", " ", "\u00a0", "\u202f", "'", "\u2019", "."]))
@settings(deadline=None)
def test_figures_survive_separators_of_thousands(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark) + " tents"
    (made,) = find_quantities(text, 0, len(text))
    assert (made.low, text[made.end :]) == (number, " tents")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", 1234), ("1 234", 1234), ("1'234", 1234), ("1.234,5", 1234.5), ("1 234,5", 1234.5), ("1.234", 1.234),
        ("1,234.5", 1234.5), ("12,34,567", 1234567), ("1,5 million", 1.5e6), ("1, 000", 1000), (".5", 0.5),
        ("1.234.567", 1234567),
    ],
)  # fmt: skip
def test_separators(written: str, value: float) -> None:
    (made,) = find_quantities(f"{written} tents", 0, len(written) + 6)
    assert (made.low, made.rule) == (value, "digits")


@pytest.mark.parametrize("written", ["$$5", "1,2,3,4", "9" * 400, "9" * 30, "5 x 10^99", "999 billion billion"])
def test_bad_numbers_are_spans_without_a_value(written: str) -> None:
    view = make_view(f"The clerk wrote {written} tents.")
    (row,) = rows_of(view)
    assert view.text[row.start : row.end] == written
    assert (row.value, row.low, row.high) == (None, None, None)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_ordered_quantities(text: str) -> None:
    at = 0
    for made in find_quantities(text, 0, len(text)):
        assert at <= made.start < made.end <= len(text)
        assert made.low <= made.high
        at = made.end
