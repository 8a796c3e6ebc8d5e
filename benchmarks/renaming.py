"""Exchanging states in a text: name, adjective, people and capital together, so that the text stays of one piece."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """The words for one state."""

    name: str
    adjective: str
    people: str
    capital: str


STATES: Mapping[str, State] = {
    state.name: state
    for state in (
        State("the United States", "American", "Americans", "Washington"),
        State("Russia", "Russian", "Russians", "Moscow"),
        State("Israel", "Israeli", "Israelis", "Jerusalem"),
        State("Iran", "Iranian", "Iranians", "Tehran"),
        State("India", "Indian", "Indians", "New Delhi"),
        State("Pakistan", "Pakistani", "Pakistanis", "Islamabad"),
        State("Fiji", "Fijian", "Fijians", "Suva"),
        State("China", "Chinese", "Chinese", "Beijing"),
        State("Ukraine", "Ukrainian", "Ukrainians", "Kyiv"),
        State("Germany", "German", "Germans", "Berlin"),
        State("Turkey", "Turkish", "Turks", "Ankara"),
        State("Greece", "Greek", "Greeks", "Athens"),
        State("France", "French", "French", "Paris"),
        State("Algeria", "Algerian", "Algerians", "Algiers"),
        State("Japan", "Japanese", "Japanese", "Tokyo"),
        State("North Korea", "North Korean", "North Koreans", "Pyongyang"),
        State("Saudi Arabia", "Saudi", "Saudis", "Riyadh"),
        State("Yemen", "Yemeni", "Yemenis", "Sanaa"),
        State("Ethiopia", "Ethiopian", "Ethiopians", "Addis Ababa"),
        State("Eritrea", "Eritrean", "Eritreans", "Asmara"),
        State("Kenya", "Kenyan", "Kenyans", "Nairobi"),
        State("Poland", "Polish", "Poles", "Warsaw"),
        State("Egypt", "Egyptian", "Egyptians", "Cairo"),
        State("Mexico", "Mexican", "Mexicans", "Mexico City"),
    )
}


def word_map(old: Sequence[State], new: Sequence[State]) -> dict[str, str]:
    """Give the words to exchange; of words that two states' forms share, the first use counts."""
    made: dict[str, str] = {}
    for a, b in zip(old, new, strict=True):
        pairs = [(a.people, b.people), (a.name, b.name), (a.adjective, b.adjective), (a.capital, b.capital)]
        if a.people == a.adjective:
            pairs = pairs[1:]
        for word, other in pairs:
            made.setdefault(word, other)
        if a.name.startswith("the "):
            made.setdefault("The " + a.name[4:], b.name[0].upper() + b.name[1:])
            made.setdefault(a.name[4:], b.name.removeprefix("the "))
    return made


def exchange(text: str, words: Mapping[str, str]) -> str:
    """Exchange whole words, longest first, all at once; articles follow, and a sentence still begins with a capital."""
    pattern = re.compile(r"(\b[Aa]n? )?\b(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b")

    def put(match: re.Match[str]) -> str:
        new = words[match[2]]
        if match.start() == 0 or text[: match.start()].rstrip()[-1:] in {".", "!", "?"}:
            new = new[0].upper() + new[1:] if not match[1] else new
        return _article(match[1], new) + new if match[1] else new

    return pattern.sub(put, text)


def _article(old: str, word: str) -> str:
    made = "an " if word[0] in "AEIO" or word.startswith("Uk") else "a "
    return made.capitalize() if old[0] == "A" else made
