"""Times that are made of several: a clock and its day, a part and its whole, an event and what counts from it.

A case is a text, then per row: span | kind | value | earliest | latest, with - for null. Reports are dated Friday,
3 December 2021. Minimal pairs stand side by side.
"""

import pytest

from standoff.annotate import times
from standoff.annotate.time_values import days_of
from tests.annotate.conftest import make_view
from tests.annotate.test_times import Viewer, show

CLOCKS: tuple[tuple[str, ...], ...] = (
    ("The gates shut at 9 p.m.", "9 p.m. | time | T21:00 | - | -"),
    ("The gates shut at half past seven.", "half past seven | time | T07:30 | - | -"),
    ("The gates shut at ten minutes to eight.", "ten minutes to eight | time | T07:50 | - | -"),
    ("Patience wore thin in half the towns.",),
    ("The gates shut at seven o'clock in the evening.", "seven o'clock in the evening | time | T19:00 | - | -"),
    (
        "Shots rang out at half past seven on Thursday evening.",
        "half past seven on Thursday evening | time | 2021-12-02T19:30 | 2021-12-02T19:30 | 2021-12-02T19:30",
    ),
    (
        "The council sits between 2 and 4 p.m. on 6 December.",
        "between 2 and 4 p.m. on 6 December | time | 2021-12-06T14:00/2021-12-06T16:00 "
        "| 2021-12-06T14:00 | 2021-12-06T16:00",
    ),
    ("The curfew runs from 9 p.m. to 6 a.m.", "from 9 p.m. to 6 a.m. | time | T21:00/T06:00 | - | -"),
    (
        "The square was full from 10 to 12 on Monday.",
        "from 10 to 12 on Monday | time | 2021-11-29T10:00/2021-11-29T12:00 | 2021-11-29T10:00 | 2021-11-29T12:00",
    ),
    ("The team won 3-1 on Monday.", "Monday | date | 2021-11-29 | 2021-11-29 | 2021-11-29"),
    ("From 10 to 12 people were held on Monday.", "Monday | date | 2021-11-29 | 2021-11-29 | 2021-11-29"),
    (
        "The ship will dock on Sunday at 7.",
        "Sunday at 7 | time | 2021-12-05T07:00 | 2021-12-05T07:00 | 2021-12-05T07:00",
    ),
    ("They fired at 7 trucks on Sunday.", "Sunday | date | 2021-11-28 | 2021-11-28 | 2021-11-28"),
    ("All must leave before 5 p.m.", "before 5 p.m. | time | ../T17:00 | - | -"),
    (
        "All must leave on Sunday before 5 p.m.",
        "Sunday before 5 p.m. | time | ../2021-12-05T17:00 | - | 2021-12-05T17:00",
    ),
    ("Power was cut overnight.", "overnight | time | - | - | -"),
    ("Power was cut in the morning.", "the morning | time | - | - | -"),
    ("The morning was quiet.",),
)

PARTS: tuple[tuple[str, ...], ...] = (
    ("The line fell in the first week of March 2020.", "the first week of March 2020 | date | 2020-W10 "
     "| 2020-03-02 | 2020-03-08"),
    ("The line fell in the last two weeks of March 2020.", "the last two weeks of March 2020 | date "
     "| 2020-03-16/2020-03-29 | 2020-03-16 | 2020-03-29"),
    ("The second Monday of January 2022 is a holiday.", "The second Monday of January 2022 | date | 2022-01-10 "
     "| 2022-01-10 | 2022-01-10"),
    ("The second brigade of the army left.",),
    ("The envoys return on Tuesday of next week.", "Tuesday of next week | date | 2021-12-07 | 2021-12-07 "
     "| 2021-12-07"),
    ("The week of 15 November was quiet.", "The week of 15 November | date | 2021-W46 | 2021-11-15 | 2021-11-21"),
    ("The rest of the month will be quiet.", "The rest of the month | date | 2021-12-03/2021-12-31 | 2021-12-03 "
     "| 2021-12-31"),
    ("The rest of the crew will be freed.",),
    ("Sales rose in Q2 2021.", "Q2 2021 | date | 2021-34 | 2021-04-01 | 2021-06-30"),
    ("Sales rose last quarter.", "last quarter | date | 2021-35 | 2021-07-01 | 2021-09-30"),
    ("The fort fell on 13 May , 2019 .", "13 May , 2019 | date | 2019-05-13 | 2019-05-13 | 2019-05-13"),
    ("The fort fell on 5/21.", "5/21 | date | 2021-05-21 | 2021-05-21 | 2021-05-21"),
    ("The motion needs 1/2 of the votes.",),
    ("The siege lasted two days and six hours.", "two days and six hours | duration | P2DT6H | - | -"),
    ("The lull lasted six straight days.", "six straight days | duration | P6D | - | -"),
    ("The truce holds from 6 December for three days.", "6 December for three days | date | 2021-12-06/2021-12-08 "
     "| 2021-12-06 | 2021-12-08"),
    ("The mill was shut the entire week.", "the entire week | duration | P1W | - | -"),
    ("It was a decades-long feud.", "decades-long | duration | PXY | - | -"),
)  # fmt: skip

FEASTS: tuple[tuple[str, ...], ...] = (
    ("The palace burned on Christmas Eve 2019.", "Christmas Eve 2019 | date | 2019-12-24 | 2019-12-24 | 2019-12-24"),
    ("The pope spoke on Easter Monday 2022.", "Easter Monday 2022 | date | 2022-04-18 | 2022-04-18 | 2022-04-18"),
    ("Shops shut on Thanksgiving 2020.", "Thanksgiving 2020 | date | 2020-11-26 | 2020-11-26 | 2020-11-26"),
    ("The guns fell silent for Ramadan.", "Ramadan | date | - | - | -"),
)

VAGUE: tuple[tuple[str, ...], ...] = (
    ("The harbour is now closed.", "now | date | 2021-12-03 | 2021-12-03 | 2021-12-03"),
    ("The harbour was recently closed.", "recently | date | ../2021-12-03 | - | 2021-12-03"),
    ("The harbour will close soon.", "soon | date | 2021-12-03/.. | 2021-12-03 | -"),
    ("In the past six months little changed.", "the past six months | date | 2021-06-03/2021-12-03 "
     "| 2021-06-03 | 2021-12-03"),
)  # fmt: skip

STORY: tuple[tuple[str, ...], ...] = (
    (
        "The talks ended on 2 November. Two days later the fort fell.",
        "2 November | date | 2021-11-02 | 2021-11-02 | 2021-11-02",
        "Two days later | date | 2021-11-04 | 2021-11-04 | 2021-11-04",
    ),
    (
        "The talks ended in 2019. Two days later the fort fell.",
        "2019 | date | 2019 | 2019-01-01 | 2019-12-31",
        "Two days later | date | - | - | -",
    ),
    (
        "The talks ended in 2019. The following year the fort fell.",
        "2019 | date | 2019 | 2019-01-01 | 2019-12-31",
        "The following year | date | 2020 | 2020-01-01 | 2020-12-31",
    ),
    (
        "The talks ended on 2 November. All slept. All woke. All ate. Two days later the fort fell.",
        "2 November | date | 2021-11-02 | 2021-11-02 | 2021-11-02",
        "Two days later | date | - | - | -",
    ),
)

EVENTS: tuple[tuple[str, ...], ...] = (
    ("The town was freed three months after the invasion.", "three months after the invasion | date | - | - | -"),
    (
        "The invasion began on 24 February 2020. The town was freed three months after the invasion.",
        "24 February 2020 | date | 2020-02-24 | 2020-02-24 | 2020-02-24",
        "three months after the invasion | date | 2020-05 | 2020-05-01 | 2020-05-31",
    ),
    ("The town was freed after three months.", "three months | duration | P3M | - | -"),
    ("The day before the vote two ministers resigned.", "The day before the vote | date | - | - | -"),
    (
        "The vote was held on Sunday. The day after the vote two ministers resigned.",
        "Sunday | date | 2021-11-28 | 2021-11-28 | 2021-11-28",
        "The day after the vote | date | 2021-11-29 | 2021-11-29 | 2021-11-29",
    ),
)

RUNNING: tuple[tuple[str, ...], ...] = (
    (
        "Shares fell on Thursday. The index ended the day at 90.",
        "Thursday | date | 2021-12-02 | 2021-12-02 | 2021-12-02",
        "the day | date | 2021-12-02 | 2021-12-02 | 2021-12-02",
    ),
    ("The index ended the day at 90.", "the day | date | 2021-12-03 | 2021-12-03 | 2021-12-03"),
    ("She was woman of the year.",),
    ("The convoy seized the day.",),
    (
        "A convoy was hit later in the week.",
        "later in the week | date | 2021-12-03/2021-12-05 | 2021-12-03 | 2021-12-05",
    ),
    ("All must go before the end of 2022.", "before the end of 2022 | date | ../2022-12-31 | - | 2022-12-31"),
    ("All must go before 2022.", "before 2022 | date | ../2022 | - | 2022-01-01"),
    ("The town was wrecked by last month's floods.", "last month | date | 2021-11 | 2021-11-01 | 2021-11-30"),
    ("The town will be rebuilt by next month.", "by next month | date | ../2022-01 | - | 2022-01-31"),
    ("The rule binds people aged above 65 years.",),
    ("The rule binds people for 65 years.", "65 years | duration | P65Y | - | -"),
)

NEAR: tuple[tuple[str, ...], ...] = (
    ("The envoy left last Thursday.", "last Thursday | date | 2021-11-25 | 2021-11-25 | 2021-11-25"),
    ("The envoy left on Thursday.", "Thursday | date | 2021-12-02 | 2021-12-02 | 2021-12-02"),
    ("The envoy will leave next Saturday.", "next Saturday | date | 2021-12-11 | 2021-12-11 | 2021-12-11"),
    ("The envoy will leave this Saturday.", "this Saturday | date | 2021-12-04 | 2021-12-04 | 2021-12-04"),
    ("The talks last two weeks.", "two weeks | duration | P2W | - | -"),
    ("The envoy left this past weekend.", "this past weekend | date | 2021-11-27/2021-11-28 | 2021-11-27 | 2021-11-28"),
)


@pytest.mark.parametrize(
    "case", CLOCKS + PARTS + FEASTS + VAGUE + STORY + EVENTS + RUNNING + NEAR, ids=lambda case: case[0]
)
def test_case(case: tuple[str, ...], view_of: Viewer) -> None:
    assert show(view_of(case[0])) == list(case[1:])


@pytest.mark.parametrize(
    ("words", "earliest"),
    [("two hours ago", "2021-12-03T12:30"), ("20 minutes ago", "2021-12-03T14:10"), ("two days ago", "2021-12-01")],
)
def test_a_report_with_a_time_of_day_counts_hours_from_it(words: str, earliest: str) -> None:
    (row,) = times.annotate(make_view(f"The bridge fell {words}.", "2021-12-03T14:30:00"))["times"]
    assert row.earliest == earliest


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2021-02", ("2021-02-01", "2021-02-28")),
        ("2021-W48", ("2021-11-29", "2021-12-05")),
        ("2021-24", ("2021-12-01", "2022-02-28")),
        ("2021-34", ("2021-04-01", "2021-06-30")),
        ("2021-41", ("2021-07-01", "2021-12-31")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("19XX", ("1900-01-01", "1999-12-31")),
        ("../2021-12-06", (None, "2021-12-06")),
        ("2021-12-06T10:30Z", ("2021-12-06", "2021-12-06")),
        ("[2021-03-04,2021-04-03]", ("2021-03-04", "2021-04-03")),
        ("P3D", None),
        ("T10:30", None),
        ("2021-02-30", None),
        ("2021-99", None),
        ("", None),
    ],
)
def test_days_of_a_value(value: str, days: tuple[str | None, str | None] | None) -> None:
    found = days_of(value)
    assert (None if found is None else tuple(d and d.isoformat() for d in found)) == days
