"""Figures: sentences with the rows that they must give, and what holds for any text.

A case is a text, then per row: span | value | low | high | bound | unit or currency | counted, with - for null. Reports
are dated 3 December 2021.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate import figures, times
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from tests.annotate.conftest import make_view

Viewer = Callable[..., DocumentView]

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
    ("At least 45 were killed.", "45 | 45 | 45 | - | at_least | - | -"),
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
    ("One minister resigned and two ministers stayed.",),
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
    ("The 45-year-old colonel led 30 men.", "30 | 30 | 30 | 30 | exact | - | men"),
    ("Vanner, 45, led 30 men.", "30 | 30 | 30 | 30 | exact | - | men"),
    ("Article 5 was invoked under Resolution 2202.",),
    ("See page 12 and chapter 7.",),
    ("The T-72 and the Su-35 were shown.",),
    ("Call 555-1234-999 now.",),
    ("They won 3-1 on Sunday.",),
    ("The 80th Brigade came third in 2014.",),
    ("The curfew starts at 10:30 on 6 December.",),
    ("The curfew lasted three weeks.",),
    ("The Five Eyes and the Group of Seven met.",),
    ("A 10-point plan and four-party talks were proposed.",),
    ("$$5 was typed.",),
    ("The list ran 1,2,3 and so on.",),
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
    ("His grandson, nineteen, led 30 men.", "30 | 30 | 30 | 30 | exact | - | men"),
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


def test_giver_receiver_and_maker(view_of: Viewer) -> None:
    (row,) = rows_of(view_of("Washington gave $5 million in aid to the province."))
    assert (row.giver, row.receiver, row.maker) == (None, None, "figures/1:money")


PIECES = (
    "$$5 $ 5 1,2,3 10-15 1.5 4.9 billion million k 5bn half a dozen dozens of thousands hundred two and "
    "between 12 15 to or more than up to about soldiers tanks percent % km € euros shillings Kenyan won dead "
    "aged 45 45-year-old 2014 1000000000000000000000000000000000 -3 . , ( ) third quarter tonnes - + "
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
