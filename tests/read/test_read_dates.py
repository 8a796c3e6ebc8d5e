"""Dates of publication as they are written."""

import pytest

from standoff.read.dates import DATE, date_in_name, date_of, is_chronology, parse_iso, parse_stated


@pytest.mark.parametrize(
    "written",
    [
        "2031-03-12",
        "2031-03-12T08:15",
        "2031-03-12 08:15:30",
        "2031-03-12T08:15:30.250Z",
        "2031-03-12T23:59:59+01:00",
        "20310312",
        " 2031-03-12 ",
    ],
)
def test_iso_dates_are_read(written: str) -> None:
    assert parse_iso(written) == "2031-03-12"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2031",
        "2031-03",
        "2031-13-01",
        "2031-02-30",
        "12 March 2031",
        "03/04/2031",
        "yesterday",
        "0001-01-01",
        "2031-0312",
    ],
)
def test_other_dates_are_no_iso_dates(written: str) -> None:
    assert parse_iso(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "12 March 2031",
        "12th of March 2031",
        "12 Mar. 2031",
        "March 12, 2031",
        "March 12th 2031",
        "Mar 12, 2031",
        "Wednesday, 12 March 2031",
        "Wed, 12 Mar 2031 08:15:00 GMT",
        "Wednesday 12 March, 2031",
        "March 12, 2031 at 9:00 AM",
        "March 12, 2031, 9 a.m. EST",
        "March 12, 2031 - 21:40 CET",
        "08:15 GMT, 12 March 2031",
        "2031-03-12 08:15",
        "2031/03/12",
        "Published: 2031-03-12 08:15",
        "Published on 12 March 2031",
        "First published March 12, 2031",
        "Updated 12 March 2031, 10:00",
        "Date: 12 March 2031",
        "25/03/2031",
        "03/25/2031",
    ],
)
def test_dates_in_words_are_read_whole(written: str) -> None:
    match = DATE.fullmatch(written)
    assert match is not None
    assert date_of(match) == ("2031-03-25" if "25" in written else "2031-03-12")


@pytest.mark.parametrize(
    "written", ["03/04/2031", "3.4.2031", "12 March", "March 12", "31 February 2031", "31/31/2031"]
)
def test_what_is_ambiguous_or_incomplete_gives_no_date(written: str) -> None:
    match = DATE.fullmatch(written)
    assert match is not None
    assert date_of(match) is None


def test_numbers_that_both_habits_read_alike_are_taken() -> None:
    assert parse_stated("05/05/2031") == "2031-05-05"


def test_metadata_dates() -> None:
    assert parse_stated("2031-03-19T17:40:00+01:00") == "2031-03-19"
    assert parse_stated("19 March 2031") == "2031-03-19"
    assert parse_stated("soon") is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2031-03-12-wire.txt", "2031-03-12"),
        ("wire_20310312.html", "2031-03-12"),
        ("2031_03_12.txt", "2031-03-12"),
        ("2031-03-three.jsonl", None),
        ("report-12345678.txt", None),
        ("2031-13-12.txt", None),
        ("2031-03-12-to-2031-03-14.txt", None),
        ("notes.txt", None),
    ],
)
def test_dates_in_file_names(name: str, day: str | None) -> None:
    assert date_in_name(name) == day


def test_chronologies_are_told() -> None:
    assert is_chronology("A list\n\n12 March 2031\nThis.\n\n13 March 2031:\nThat.")
    assert not is_chronology("12 March 2031\nThis.\n12 March 2031\nThat.")
    assert not is_chronology("Published 12 March 2031\nUpdated 13 March 2031\nThis.")
