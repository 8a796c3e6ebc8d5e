"""Time expressions: sentences with the rows that they must give, and what holds for any text.

A case is a text, then per row: span | kind | value | earliest | latest, with - for null. Reports are dated Friday,
3 December 2021.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate import times
from standoff.core.document import DocumentView
from standoff.core.vocabulary import Granularity, ValueBasis
from tests.annotate.conftest import make_view

Viewer = Callable[..., DocumentView]

CASES: tuple[tuple[str, ...], ...] = (
    (
        "The envoys signed the text on 6 December 2021.",
        "6 December 2021 | date | 2021-12-06 | 2021-12-06 | 2021-12-06",
    ),
    (
        "The envoys signed the text on December 6th, 2021.",
        "December 6th, 2021 | date | 2021-12-06 | 2021-12-06 | 2021-12-06",
    ),
    ("The report is dated 2021-12-06.", "2021-12-06 | date | 2021-12-06 | 2021-12-06 | 2021-12-06"),
    (
        "Log entry 2021-12-06T14:30Z was the last one.",
        "2021-12-06T14:30Z | time | 2021-12-06T14:30Z | 2021-12-06T14:30 | 2021-12-06T14:30",
    ),
    (
        "The garrison surrendered on Monday, 6 December 2021.",
        "Monday, 6 December 2021 | date | 2021-12-06 | 2021-12-06 | 2021-12-06",
    ),
    (
        "The sixth of December 2021 was a holiday.",
        "The sixth of December 2021 | date | 2021-12-06 | 2021-12-06 | 2021-12-06",
    ),
    ("The garrison surrendered on 28 November.", "28 November | date | 2021-11-28 | 2021-11-28 | 2021-11-28"),
    ("The garrison will surrender on 28 November.", "28 November | date | 2022-11-28 | 2022-11-28 | 2022-11-28"),
    ("The envoys will meet on the 6th.", "the 6th | date | 2021-12-06 | 2021-12-06 | 2021-12-06"),
    ("The envoys met on the 2nd.", "the 2nd | date | 2021-12-02 | 2021-12-02 | 2021-12-02"),
    ("The vote took place on Dec. 1.", "Dec. 1 | date | 2021-12-01 | 2021-12-01 | 2021-12-01"),
    ("The vote was held on 13.04.2019 in the capital.", "13.04.2019 | date | 2019-04-13 | 2019-04-13 | 2019-04-13"),
    ("The vote was held on 4/13/2019 in the capital.", "4/13/2019 | date | 2019-04-13 | 2019-04-13 | 2019-04-13"),
    (
        "The vote was held on 3/4/2019 in the capital.",
        "3/4/2019 | date | [2019-03-04,2019-04-03] | 2019-03-04 | 2019-04-03",
    ),
    ("The port was closed in March 2019.", "March 2019 | date | 2019-03 | 2019-03-01 | 2019-03-31"),
    ("The port was closed in March.", "March | date | 2021-03 | 2021-03-01 | 2021-03-31"),
    ("The port will reopen in March.", "March | date | 2022-03 | 2022-03-01 | 2022-03-31"),
    ("The port was closed last September.", "last September | date | 2021-09 | 2021-09-01 | 2021-09-30"),
    ("The port will reopen next March.", "next March | date | 2022-03 | 2022-03-01 | 2022-03-31"),
    ("The port closed this September.", "this September | date | 2021-09 | 2021-09-01 | 2021-09-30"),
    ("The accord dates from 2008.", "2008 | date | 2008 | 2008-01-01 | 2008-12-31"),
    ("The 2014 accord is dead.", "2014 | date | 2014 | 2014-01-01 | 2014-12-31"),
    ("The accord of 1994 still stands.", "1994 | date | 1994 | 1994-01-01 | 1994-12-31"),
    ("Borders were redrawn in the 1990s.", "the 1990s | date | 199X | 1990-01-01 | 1999-12-31"),
    (
        "Borders were redrawn in the early 1990s.",
        "the early 1990s | date | 1990-01-01/1993-04-30 | 1990-01-01 | 1993-04-30",
    ),
    ("Borders were redrawn in the 19th century.", "the 19th century | date | 18XX | 1800-01-01 | 1899-12-31"),
    ("The army withdrew in the spring of 2019.", "the spring of 2019 | date | 2019-21 | 2019-03-01 | 2019-05-31"),
    ("The army withdrew last winter.", "last winter | date | 2020-24 | 2020-12-01 | 2021-02-28"),
    ("The army will attack in the summer.", "the summer | date | 2022-22 | 2022-06-01 | 2022-08-31"),
    (
        "Output fell in the first quarter of 2021.",
        "the first quarter of 2021 | date | 2021-33 | 2021-01-01 | 2021-03-31",
    ),
    ("Output fell in Q3 2020.", "Q3 2020 | date | 2020-35 | 2020-07-01 | 2020-09-30"),
    ("Output rose in the second half of 2019.", "the second half of 2019 | date | 2019-41 | 2019-07-01 | 2019-12-31"),
    ("The minister resigned on Tuesday.", "Tuesday | date | 2021-11-30 | 2021-11-30 | 2021-11-30"),
    ("The minister will resign on Tuesday.", "Tuesday | date | 2021-12-07 | 2021-12-07 | 2021-12-07"),
    ("The minister will resign next Tuesday.", "next Tuesday | date | 2021-12-07 | 2021-12-07 | 2021-12-07"),
    ("The minister resigned last Friday.", "last Friday | date | 2021-11-26 | 2021-11-26 | 2021-11-26"),
    ("The minister is due to arrive on Sunday.", "Sunday | date | 2021-12-05 | 2021-12-05 | 2021-12-05"),
    ("The ministers meet on Monday.", "Monday | date | 2021-12-06 | 2021-12-06 | 2021-12-06"),
    ("The talks scheduled for Wednesday were called off.", "Wednesday | date | 2021-12-08 | 2021-12-08 | 2021-12-08"),
    ("Shells hit the town on Thursday night.", "Thursday night | time | 2021-12-02 | 2021-12-02 | 2021-12-02"),
    ("Shells hit the town yesterday.", "yesterday | date | 2021-12-02 | 2021-12-02 | 2021-12-02"),
    ("Shells hit the town today.", "today | date | 2021-12-03 | 2021-12-03 | 2021-12-03"),
    ("The guns fell silent tonight.", "tonight | time | 2021-12-03 | 2021-12-03 | 2021-12-03"),
    ("The envoy will arrive tomorrow morning.", "tomorrow morning | time | 2021-12-04 | 2021-12-04 | 2021-12-04"),
    (
        "The envoy left the day before yesterday.",
        "the day before yesterday | date | 2021-12-01 | 2021-12-01 | 2021-12-01",
    ),
    ("The envoy left this week.", "this week | date | 2021-W48 | 2021-11-29 | 2021-12-05"),
    ("The envoy left last week.", "last week | date | 2021-W47 | 2021-11-22 | 2021-11-28"),
    ("The envoy will return next week.", "next week | date | 2021-W49 | 2021-12-06 | 2021-12-12"),
    ("The envoy left last month.", "last month | date | 2021-11 | 2021-11-01 | 2021-11-30"),
    ("The envoy will return next year.", "next year | date | 2022 | 2022-01-01 | 2022-12-31"),
    ("The siege began two weeks ago.", "two weeks ago | date | 2021-W46 | 2021-11-15 | 2021-11-21"),
    ("The siege began three days ago.", "three days ago | date | 2021-11-30 | 2021-11-30 | 2021-11-30"),
    ("The siege began a year ago.", "a year ago | date | 2020 | 2020-01-01 | 2020-12-31"),
    ("The siege began several months ago.", "several months ago | date | ../2021-12-03 | - | 2021-12-03"),
    ("The siege was lifted two days later.", "two days later | date | - | - | -"),
    ("The truce will start in three days.", "three days | date | 2021-12-06 | 2021-12-06 | 2021-12-06"),
    ("The town was taken in three days.", "three days | duration | P3D | - | -"),
    ("The rebels must leave within 48 hours.", "48 hours | date | 2021-12-03/2021-12-05 | 2021-12-03 | 2021-12-05"),
    ("The rebels took the town within 48 hours.", "48 hours | duration | PT48H | - | -"),
    (
        "Fighting grew over the past six months.",
        "the past six months | date | 2021-06-03/2021-12-03 | 2021-06-03 | 2021-12-03",
    ),
    (
        "Fighting grew in the last two weeks.",
        "the last two weeks | date | 2021-11-19/2021-12-03 | 2021-11-19 | 2021-12-03",
    ),
    ("Fighting eased in recent weeks.", "recent weeks | date | ../2021-12-03 | - | 2021-12-03"),
    ("The coming days will be decisive.", "The coming days | date | 2021-12-03/.. | 2021-12-03 | -"),
    ("Exercises have gone on since 1 December.", "since 1 December | date | 2021-12-01/.. | 2021-12-01 | -"),
    ("The region has been split since 2014.", "since 2014 | date | 2014/.. | 2014-01-01 | -"),
    ("The region has been calm since Monday.", "since Monday | date | 2021-11-29/.. | 2021-11-29 | -"),
    ("The summit is planned after December 6.", "after December 6 | date | 2021-12-06/.. | 2021-12-06 | -"),
    ("Nothing moved before 1 November.", "before 1 November | date | ../2021-11-01 | - | 2021-11-01"),
    ("The embargo holds until 15 January 2022.", "until 15 January 2022 | date | ../2022-01-15 | - | 2022-01-15"),
    ("All forces must go by Friday.", "by Friday | date | ../2021-12-03 | - | 2021-12-03"),
    (
        "All forces must go by the end of the month.",
        "by the end of the month | date | ../2021-12-31 | - | 2021-12-31",
    ),
    ("The bridge will be ready by 2030.", "by 2030 | date | ../2030 | - | 2030-12-31"),
    (
        "The siege lasted from March 8 to March 28.",
        "from March 8 to March 28 | date | 2021-03-08/2021-03-28 | 2021-03-08 | 2021-03-28",
    ),
    (
        "The siege lasted from 8 March to 2 April 2020.",
        "from 8 March to 2 April 2020 | date | 2020-03-08/2020-04-02 | 2020-03-08 | 2020-04-02",
    ),
    (
        "The siege lasted between January and March 2020.",
        "between January and March 2020 | date | 2020-01/2020-03 | 2020-01-01 | 2020-03-31",
    ),
    ("The siege ran on 8-28 March 2020.", "8-28 March 2020 | date | 2020-03-08/2020-03-28 | 2020-03-08 | 2020-03-28"),
    ("The siege ran from 2014 to 2018.", "from 2014 to 2018 | date | 2014/2018 | 2014-01-01 | 2018-12-31"),
    ("The war of 1914-18 changed the map.", "1914-18 | date | 1914/1918 | 1914-01-01 | 1918-12-31"),
    ("It rained in early March.", "early March | date | 2021-03-01/2021-03-10 | 2021-03-01 | 2021-03-10"),
    ("It rained in mid-October.", "mid-October | date | 2021-10-11/2021-10-20 | 2021-10-11 | 2021-10-20"),
    ("The talks collapsed in late 2020.", "late 2020 | date | 2020-09-01/2020-12-31 | 2020-09-01 | 2020-12-31"),
    (
        "An election is due later this year.",
        "later this year | date | 2021-12-03/2021-12-31 | 2021-12-03 | 2021-12-31",
    ),
    (
        "A convoy was hit earlier this week.",
        "earlier this week | date | 2021-11-29/2021-12-03 | 2021-11-29 | 2021-12-03",
    ),
    ("The curfew lasted for three weeks.", "three weeks | duration | P3W | - | -"),
    ("The curfew ended after two days of fighting.", "two days | duration | P2D | - | -"),
    ("He served a six-month sentence.", "six-month | duration | P6M | - | -"),
    ("The blockade went on for decades.", "decades | duration | PXY | - | -"),
    ("The council convenes every Tuesday.", "every Tuesday | set | XXXX-WXX-2 | - | -"),
    ("The council convenes every two weeks.", "every two weeks | set | R/P2W | - | -"),
    ("The council publishes yearly reports.", "yearly | set | R/P1Y | - | -"),
    ("The patrols leave daily.", "daily | set | R/P1D | - | -"),
    ("The ferry runs twice a week.", "twice a week | set | R/P1W | - | -"),
    ("Markets open on Sundays.", "Sundays | set | XXXX-WXX-7 | - | -"),
    ("The blast came at 10:30.", "10:30 | time | T10:30 | - | -"),
    (
        "The blast came at 3 p.m. on Tuesday.",
        "3 p.m. on Tuesday | time | 2021-11-30T15:00 | 2021-11-30T15:00 | 2021-11-30T15:00",
    ),
    (
        "The parties will meet at 15:00 GMT on 6 December 2021.",
        "15:00 GMT on 6 December 2021 | time | 2021-12-06T15:00Z | 2021-12-06T15:00 | 2021-12-06T15:00",
    ),
    (
        "They talked from 9:00 to noon on Monday.",
        "from 9:00 to noon on Monday | time | 2021-11-29T09:00/2021-11-29T12:00 | 2021-11-29T09:00 | 2021-11-29T12:00",
    ),
    ("The shelling stopped at noon.", "noon | time | T12:00 | - | -"),
    ("The calendar lists February 30.", "February 30 | date | - | - | -"),
    ("The calendar lists the 45th of May.", "the 45th of May | date | - | - | -"),
    ("The form says 99/99/99.", "99/99/99 | date | - | - | -"),
    ("Theresa May may march to the Sun.",),
    ("April Vanner waited a second.",),
    ("Some 2000 soldiers held the pass.",),
    ("The 45-year-old colonel, 52 years old at heart, left.",),
    ("The Prague Spring is remembered.",),
    ("Flight 1977 and Resolution 1973 were discussed.",),
    (
        "The attack came two days after December 6, 2021.",
        "two days after December 6, 2021 | date | 2021-12-08 | 2021-12-08 | 2021-12-08",
    ),
    ("The fall of the fort came in the fall.", "the fall | date | 2021-23 | 2021-09-01 | 2021-11-30"),
    ("On June 31, 2019 the archive closed.", "June 31, 2019 | date | - | - | -"),
    (
        "The truce begins at midnight on Friday.",
        "midnight on Friday | time | 2021-12-03T00:00 | 2021-12-03T00:00 | 2021-12-03T00:00",
    ),
    ("The following day the bridge fell.", "The following day | date | - | - | -"),
    ("He was born on 29 February.", "29 February | date | 2020-02-29 | 2020-02-29 | 2020-02-29"),
    ("The palace announced talks on December 6.", "December 6 | date | 2021-12-06 | 2021-12-06 | 2021-12-06"),
    (
        "The show is to run from November 23 through February 9.",
        "from November 23 through February 9 | date | 2021-11-23/2022-02-09 | 2021-11-23 | 2022-02-09",
    ),
    ("The fleet left this weekend.", "this weekend | date | 2021-11-27/2021-11-28 | 2021-11-27 | 2021-11-28"),
    ("The aide left a couple of years back.", "a couple of years back | date | 2019 | 2019-01-01 | 2019-12-31"),
    ("It was a 2000 year old wall.",),
    ("Months ago the port fell.", "Months ago | date | ../2021-12-03 | - | 2021-12-03"),
    ("Guns were heard over the weekend.", "the weekend | date | 2021-11-27/2021-11-28 | 2021-11-27 | 2021-11-28"),
    ("The envoy returns the week after next.", "the week after next | date | 2021-W50 | 2021-12-13 | 2021-12-19"),
    ("The envoy left this past Wednesday.", "this past Wednesday | date | 2021-12-01 | 2021-12-01 | 2021-12-01"),
    ("It took one and a half years.", "one and a half years | duration | P1.5Y | - | -"),
    (
        "On 2018-09-23, and in 2020.",
        "2018-09-23 | date | 2018-09-23 | 2018-09-23 | 2018-09-23",
        "2020 | date | 2020 | 2020-01-01 | 2020-12-31",
    ),
    (
        "From 2019 to today the front has not moved.",
        "From 2019 to today | date | 2019/2021-12-03 | 2019-01-01 | 2021-12-03",
    ),
)


def show(view: DocumentView) -> list[str]:
    """Write the rows of a view the way the cases do."""
    made = []
    for row in times.annotate(view)["times"]:
        span = view.text[row.start : row.end]
        made.append(f"{span} | {row.kind.value} | {row.value or '-'} | {row.earliest or '-'} | {row.latest or '-'}")
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_case(case: tuple[str, ...], view_of: Viewer) -> None:
    assert show(view_of(case[0])) == list(case[1:])


@pytest.mark.parametrize(
    "text",
    ["The envoy left yesterday.", "The siege began two weeks ago.", "They met on Tuesday.", "They met on 6 December."],
)
def test_without_a_date_of_publication_nothing_relative_is_resolved(text: str, view_of: Viewer) -> None:
    (row,) = times.annotate(view_of(text, None))["times"]
    assert (row.value, row.earliest, row.latest, row.granularity, row.basis) == (None, None, None, None, None)


def test_full_dates_need_no_date_of_publication(view_of: Viewer) -> None:
    (row,) = times.annotate(view_of("They met on 6 December 2021.", None))["times"]
    assert (row.value, row.basis, row.granularity) == ("2021-12-06", ValueBasis.STATED, Granularity.DAY)


def test_basis_granularity_and_maker(view_of: Viewer) -> None:
    (row,) = times.annotate(view_of("Troops have massed since 1 December."))["times"]
    assert (row.basis, row.granularity, row.maker) == (ValueBasis.INFERRED, Granularity.DAY, "times/2:since")


@pytest.mark.parametrize("published", ["", "soon", "2021", "2021-13-45", "2021-12-03T10:00:00Z"])
def test_any_published_string_is_survived(published: str, view_of: Viewer) -> None:
    assert times.annotate(view_of("The envoy left yesterday, two weeks ago.", published))["times"]


@given(
    st.integers(-3000, 3000),
    st.sampled_from(["yesterday", "today", "tomorrow", "three days ago", "the day before yesterday"]),
)
@settings(max_examples=40, deadline=None)
def test_day_expressions_move_with_the_date_of_publication(days: int, words: str) -> None:
    anchor = date(2021, 12, 3)
    text = f"The convoy was hit {words}."
    (before,) = times.annotate(make_view(text, anchor.isoformat()))["times"]
    (after,) = times.annotate(make_view(text, (anchor + timedelta(days)).isoformat()))["times"]
    for end in ("earliest", "latest"):
        moved = date.fromisoformat(getattr(before, end)) + timedelta(days)
        assert getattr(after, end) == moved.isoformat()


PIECES = (
    "6 31 2021 99 1/2/2003 45th December May March Sun Tuesday second the of last next since before after by "
    "from to between and - , . every two weeks days ago later 10:30 p.m. noon this century 1990s Q3 quarter "
    "winter fall within in 48 hours early mid- late end 9999999999 years a yesterday ' ' 2021-12-06 2021-99-99 "
    "25:61 until "
)
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS, max_size=14), st.sampled_from([None, "2021-12-03", "0001-01-01", "9999-12-31"]))
@settings(max_examples=150, deadline=None)
def test_any_words_give_ordered_spans_and_intervals(words: list[str], published: str | None) -> None:
    view = make_view(" ".join(words), published)
    at = 0
    for row in times.annotate(view)["times"]:
        sentence = view.rows("sentences")[row.sentence]
        assert at <= row.start < row.end
        assert sentence.start <= row.start
        assert row.end <= sentence.end
        assert view.text[row.start : row.end] == view.text[row.start : row.end].strip()
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest
        assert (row.value is None) == (row.basis is None)
        at = row.end
