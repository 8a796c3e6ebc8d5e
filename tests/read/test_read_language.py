"""Which texts are turned away as not English."""

from collections.abc import Mapping

import pytest

from standoff.read.language import MIN_LETTERS, NOT_ENGLISH, detect_language

GERMAN = "Die Regierung hat am Montag mitgeteilt, dass sie mit den Nachbarn über die Grenze sprechen will."


def test_short_texts_count_as_english() -> None:
    def never(_: str) -> Mapping[str, float]:
        raise AssertionError("a short text needs no identifier")

    assert detect_language("ä" * (MIN_LETTERS - 1) + " 2031 !!!", rank=never) == ("en", 0.0)


@pytest.mark.parametrize(("english", "code"), [(0.0, "de"), (0.004, "de"), (0.006, "en"), (0.4, "en"), (1.0, "en")])
def test_only_high_probability_turns_away(english: float, code: str) -> None:
    found, foreign = detect_language("x" * 50, rank=lambda _: {"de": 1 - english, "en": english})
    assert found == code
    assert foreign == pytest.approx(1 - english)
    assert (foreign >= NOT_ENGLISH) == (code != "en")


def test_only_the_beginning_is_looked_at() -> None:
    seen: list[int] = []

    def rank(text: str) -> Mapping[str, float]:
        seen.append(len(text))
        return {"en": 1.0}

    detect_language("word " * 100_000, rank=rank)
    assert seen == [20_000]


@pytest.mark.real_identifier
def test_the_real_identifier_tells_languages_apart() -> None:
    assert detect_language(GERMAN)[0] == "de"
    assert detect_language("Уряд повідомив у понеділок, що переговори про кордон тривають у столиці.")[0] == "uk"
    assert detect_language("The two ministers met by the river on Monday and talked for an hour.")[0] == "en"
    assert detect_language("MINISTERS MEET BY THE RIVER AND TALK FOR AN HOUR, NOTHING SIGNED")[0] == "en"
    names = "Ministers Ødegaard and Szczepański met their guest Ardalı in Szczecin and spoke about the harbour."
    assert detect_language(names)[0] == "en"
