"""By-lines and datelines in the first lines of a text."""

import time

import pytest

from standoff.read.dateline import find_dateline
from standoff.read.opening import read_opening

BODY = "The harbour master has closed the eastern quay for a week, the council said on Monday."

FIRST = [
    ("date 2030-11-07 from Lorenzo Bassani\n\n", "2030-11-07", "Lorenzo Bassani", None),
    (" date 2031-04-02 from Teo Marvanni\n\n", "2031-04-02", "Teo Marvanni", None),
    ("By Jane Doe | 4 April 2031\n\n", "2031-04-04", "Jane Doe", None),
    ("By Jane Doe, Some Paper\n\n", None, "Jane Doe", "Some Paper"),
    ("By Jane Doe, Reuters\n", None, "Jane Doe", "Reuters"),
    ("By Jane Doe for The Meridian\n", None, "Jane Doe", "The Meridian"),
    ("By Jane Doe in Oslo\n", None, "Jane Doe", None),
    ("By Jane Doe, Diplomatic Correspondent\n", None, "Jane Doe", None),
    ("By Jane Doe, Oslo\n", None, "Jane Doe", None),
    ("By Jane Doe and John Roe\n", None, "Jane Doe, John Roe", None),
    ("By Jane Doe, John Roe and Ann de la Bell\n", None, "Jane Doe, John Roe, Ann de la Bell", None),
    ("BY JANE DOE\n\n", None, "JANE DOE", None),
    ("By Our Correspondent\n12 March 2031\n", "2031-03-12", None, None),
    ("By Reuters\n", None, None, "Reuters"),
    ("**By Jane Doe**\n\n", None, "Jane Doe", None),
    ("By Jane Doe\n\nLINDHAVEN, 12 March 2031 (AP) - ", "2031-03-12", "Jane Doe", "AP"),
    ("By Jane Doe | 03/04/2031\n\n", None, "Jane Doe", None),
    ("By Jane Doe | 25/04/2031\n\n", "2031-04-25", "Jane Doe", None),
    ("LINDHAVEN, March 12, 2031 (North Wire) - ", "2031-03-12", None, "North Wire"),
    ("LINDHAVEN, March 12, 2031 (North Wire) — ", "2031-03-12", None, "North Wire"),
    ("LINDHAVEN, March 12, 2031 (North Wire)—", "2031-03-12", None, "North Wire"),
    ("LINDHAVEN, March 12, 2031 (North Wire) -\n\n", "2031-03-12", None, "North Wire"),
    ("LINDHAVEN, 12 March 2031 (Sea & Shore News) -- ", "2031-03-12", None, "Sea & Shore News"),
    ("LINDHAVEN (Reuters) - ", None, None, "Reuters"),
    ("LINDHAVEN, March 12 (Reuters) - ", None, None, "Reuters"),
    ("LINDHAVEN/OSLO, March 12 (Reuters) - ", None, None, "Reuters"),
    ("LINDHAVEN, Kestria (AP) — ", None, None, "AP"),
    ("Lindhaven, Feb 3, 2031 (AFP) – ", "2031-02-03", None, "AFP"),
    ("Lindhaven (AFP): ", None, None, "AFP"),
    ("LINDHAVEN, March 12. /TASS/. ", None, None, "TASS"),
    ("(Reuters) - ", None, None, "Reuters"),
    ("LINDHAVEN - ", None, None, None),
    ("NEW HARBOUR — ", None, None, None),
    ("Lindhaven, 12 March 2031 - ", "2031-03-12", None, None),
    ("12 March 2031\n\n", "2031-03-12", None, None),
    ("Wednesday, March 12th, 2031\n", "2031-03-12", None, None),
    ("March 12, 2031 at 9:00 AM\n", "2031-03-12", None, None),
    ("Published: 2031-03-12 08:15\n", "2031-03-12", None, None),
    ("Updated 13 March 2031\n\n", "2031-03-13", None, None),
    ("Updated 13 March 2031, 10:00\nPublished: 2031-03-12 08:15\n\n", "2031-03-12", None, None),
    ("Published 12 March 2031 | Updated 14 March 2031\n", "2031-03-12", None, None),
    ("31 February 2031\n\n", None, None, None),
    ("Harbour Post\n13 March 2031\n\n", "2031-03-13", None, "Harbour Post"),
    ("The Meridian, Sunday 16 March 2031\n\n", "2031-03-16", None, "The Meridian"),
    ("Source: Harbour Post\nAuthor: Jane Doe\nDate: 2031-03-12\n\n", "2031-03-12", "Jane Doe", "Harbour Post"),
    (
        "By Nora Ilvess | 4 April 2031\n\nThe Day Monitor — Opinion & Analysis\n\n",
        "2031-04-04",
        "Nora Ilvess",
        "The Day Monitor",
    ),
]


@pytest.mark.parametrize(("head", "published", "author", "outlet"), FIRST)
def test_what_stands_first_is_read_and_passed_over(
    head: str, published: str | None, author: str | None, outlet: str | None
) -> None:
    found = find_dateline(head + BODY)
    assert (found.published, found.author, found.outlet) == (published, author, outlet)
    assert (head + BODY)[found.body_start :] == BODY


BELOW_HEADLINE = [
    ("By Emil Tarrow in Ostrel\nThe Meridian - Friday, 28 March 2031", "2031-03-28", "Emil Tarrow", "The Meridian"),
    ("\nHarbour Courier\n13 March 2031\n\nLINDHAVEN - The end.", "2031-03-13", None, "Harbour Courier"),
    ("\nThe Meridian, Sunday 16 March 2031\nGreta Solm in Oslo", "2031-03-16", "Greta Solm", "The Meridian"),
    ("\nLindhaven, 17 March 2031", "2031-03-17", None, None),
    ("Harbour Post", None, None, "Harbour Post"),
    (
        "\nNorth Wire, Tuesday 8 April 2031. Reporting by Ilse Dorn (Karvik) and Petar Mavin (Sarnograd)",
        "2031-04-08",
        "Ilse Dorn, Petar Mavin",
        "North Wire",
    ),
    ("\nLINDHAVEN, March 12, 2031 (North Wire) - The quay is closed.", "2031-03-12", None, "North Wire"),
    ("\n12 March 2031", "2031-03-12", None, None),
]


@pytest.mark.parametrize(("lines", "published", "author", "outlet"), BELOW_HEADLINE)
def test_below_a_headline_only_the_metadata_are_taken(
    lines: str, published: str | None, author: str | None, outlet: str | None
) -> None:
    found = find_dateline(f"Quay shut for a week; council says why\n{lines}\n\n{BODY}")
    assert (found.published, found.author, found.outlet) == (published, author, outlet)
    assert found.body_start == 0


@pytest.mark.parametrize(
    "text",
    [
        "On 12 March 2031 the council closed the quay.",
        "March 12, 2031 was a cold day in Lindhaven, and the quay stayed shut.",
        "By Monday, 12 March 2031, the quay had been shut for a week.",
        "By the time the lanterns were lit on Saturday, the twenty-second of March 2031, the square was full.",
        "From Lindhaven, Yuri Holt, the council's adviser, said that the quay would reopen.",
        "NATO - the alliance of many states - said so on Monday.",
        "NATO - Every member was asked to answer by Monday.",
        "ITA - The new company was announced on Monday at noon.",
        "President Holt (Unity Party) - who is seventy - spoke for an hour.",
        "President Holt (Unity Party): We will reopen the quay in a week.",
        "Lindhaven - Oslo ferry resumes after a long winter.",
        "TALKS RESUME - QUAY MAY OPEN AGAIN WITHIN A WEEK",
        "A chronology\n\n12 March 2031\nThe quay is shut.\n\n13 March 2031\nThe quay reopens.",
        "Ministers Meet\n\nOther Ministers Meet Too\n\nThey met for an hour.",
        "It rained.\n\n12 March 2031\n\nThe quay is shut.",
        "one\ntwo\nthree\nfour\n12 March 2031\nThe quay is shut.",
        "",
        "\n \n",
        "By",
        "By ",
        "—",
        "() - ",
        "(Reuters)",
    ],
)
def test_prose_and_headlines_say_nothing_of_their_making(text: str) -> None:
    found = find_dateline(text)
    assert (found.published, found.author, found.outlet, found.body_start) == (None, None, None, 0)


def test_a_text_that_is_all_byline_begins_at_its_start() -> None:
    assert find_dateline("12 March 2031\n").body_start == 0
    assert find_dateline("12 March 2031\n").published == "2031-03-12"


def test_a_headline_under_a_date_is_no_author() -> None:
    found = find_dateline(f"March 12, 2031\nQuay Closed Again\n\n{BODY}")
    assert found.author is None
    assert found.body_start == len("March 12, 2031\n")


def test_first_value_wins() -> None:
    found = find_dateline(f"By Jane Doe, Harbour Post\n\nLINDHAVEN, 12 March 2031 (AP) - {BODY}")
    assert found.outlet == "Harbour Post"


def test_opening_gives_its_length() -> None:
    opening = read_opening("  LINDHAVEN (AP) -  The quay is shut.")
    assert opening is not None
    assert opening.length == len("  LINDHAVEN (AP) -  ")


@pytest.mark.parametrize(
    "text",
    [
        " " * 2_000_000,
        " " * 2_000_000 + "x",
        "x" * 2_000_000,
        "A (" * 500_000,
        "12 March 2031\n" + " " * 1_000_000 + "x",
    ],
)
def test_odd_texts_take_no_time(text: str) -> None:
    begin = time.perf_counter()
    find_dateline(text)
    assert time.perf_counter() - begin < 2
