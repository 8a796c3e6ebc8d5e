"""Times as TIMEX3 tags, and what holds for any date that is written out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate import times
from standoff.annotate.time_feasts import easter, feast_day
from standoff.annotate.time_timex3 import render_timex3
from standoff.annotate.time_values import days_of
from tests.annotate.conftest import PUBLISHED, make_view

TAGS = (
    ("The siege lasted from 2014 to 2018.", ["2014 DATE 2014", "2018 DATE 2018"]),
    ("The siege ran on 8-28 March 2020.", ["8 DATE 2020-03-08", "28 March 2020 DATE 2020-03-28"]),
    ("All must go by 6 December.", ["6 December DATE 2021-12-06"]),
    ("Nothing has moved since last summer.", ["last summer DATE 2021-SU"]),
    ("Sales rose in the first quarter of 2021.", ["the first quarter of 2021 DATE 2021-Q1"]),
    ("Borders moved in the early 1990s.", ["the early 1990s DATE 199"]),
    ("The talks collapsed in late 2020.", ["late 2020 DATE 2020"]),
    ("The vote comes at the end of this year.", ["the end of this year DATE 2021"]),
    ("Little changed over the past six months.", ["the past six months DURATION P6M"]),
    ("Little changed in recent years.", ["recent years DURATION PXY"]),
    ("The fleet left last weekend.", ["last weekend DATE 2021-W47-WE"]),
    ("The fleet left on Thursday night.", ["Thursday night TIME 2021-12-02TNI"]),
    ("The fleet left at 10:30.", ["10:30 TIME 2021-12-03T10:30"]),
    ("The harbour is now closed.", ["now DATE PRESENT_REF"]),
    ("The harbour was recently closed.", ["recently DATE PAST_REF"]),
    ("The harbour will close soon.", ["soon DATE FUTURE_REF"]),
    ("The council meets every Tuesday.", ["every Tuesday SET XXXX-WXX-2"]),
    ("The council meets every two weeks.", ["every two weeks SET P2W"]),
    ("The rebels must leave within 48 hours.", ["48 hours DURATION PT48H"]),
    ("The town was freed three months after the invasion.", ["three months after the invasion DURATION P3M"]),
    ("The siege was lifted two days later.", ["two days later DATE "]),
)


@pytest.mark.parametrize(("text", "tags"), TAGS)
def test_tags(text: str, tags: list[str]) -> None:
    view = make_view(text)
    found = [tag for row in times.annotate(view)["times"] for tag in render_timex3(row, view.text, PUBLISHED)]
    assert [f"{view.text[t.start : t.end]} {t.type} {t.value}" for t in found] == tags


def test_a_time_of_day_without_any_day() -> None:
    view = make_view("The fleet left at 10:30.", None)
    (row,) = times.annotate(view)["times"]
    (tag,) = render_timex3(row, view.text)
    assert tag.value == "XXXX-XX-XXT10:30"


FORMS = ("{d.day} {d:%B} {d.year}", "{d:%B} {d.day}, {d.year}", "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%d.%m.%Y}")
DAYS = st.dates(date(1801, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(FORMS))
@settings(max_examples=60, deadline=None)
def test_a_date_written_out_is_read_as_itself(d: date, form: str) -> None:
    words = form.format(d=d)
    view = make_view(f"The envoys met on {words} in the capital.")
    (row,) = times.annotate(view)["times"]
    assert (row.value, row.earliest, row.latest) == (d.isoformat(), d.isoformat(), d.isoformat())
    assert view.text[row.start : row.end] == words
    assert days_of(row.value or "") == (d, d)


RELATIVE = ("last week", "this week", "two weeks ago", "in the past week", "on Tuesday", "last Tuesday", "this weekend")


@given(st.integers(-400, 400), st.sampled_from(RELATIVE))
@settings(max_examples=40, deadline=None)
def test_weeks_move_with_the_date_of_publication(weeks: int, words: str) -> None:
    anchor, text = date(2021, 12, 3), f"The convoy was hit {words}."
    (before,) = times.annotate(make_view(text, anchor.isoformat()))["times"]
    (after,) = times.annotate(make_view(text, (anchor + timedelta(7 * weeks)).isoformat()))["times"]
    for end in ("earliest", "latest"):
        assert getattr(after, end) == (date.fromisoformat(getattr(before, end)) + timedelta(7 * weeks)).isoformat()


PIECES = (
    "6 31 5/12 99/99/99 45th first last second week Monday of the at 7 9:30 25:61 p.m. half past quarter to noon "
    "morning night in on before after from for until three hours days later ago now soon Christmas Easter Ramadan "
    "December 2021 Q3 H2 invasion next this rest end week-long , - 1st 30 minutes"
)


@given(
    st.lists(st.sampled_from(PIECES.split()), max_size=16), st.sampled_from([None, "2021-12-03T23:59:00", "0001-01-01"])
)
@settings(max_examples=150, deadline=None)
def test_any_words_give_rows_whose_days_are_those_of_their_value(words: list[str], published: str | None) -> None:
    view = make_view(" ".join(words), published)
    at = 0
    for row in times.annotate(view)["times"]:
        assert at <= row.start < row.end <= len(view.text)
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest
        if row.value is not None and row.earliest is not None and "T" not in row.earliest:
            days = days_of(row.value)
            assert days is not None
            assert days[0] is None or days[0].isoformat() == row.earliest
        for tag in render_timex3(row, view.text, published):
            assert row.start <= tag.start < tag.end <= row.end
        at = row.end


@pytest.mark.parametrize(
    ("year", "day"), [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2019, "04-21"), (2038, "04-25")]
)
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == f"{year}-{day}"


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_feast_days() -> None:
    assert feast_day("11-thursday-4+1", 2021) == date(2021, 11, 26)
    assert feast_day("05-monday-last", 2021) == date(2021, 5, 31)
    with pytest.raises(ValueError, match="no way"):
        feast_day("some day", 2021)
