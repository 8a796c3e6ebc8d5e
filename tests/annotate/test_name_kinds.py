"""Names that no table knows: persons, bodies, places, vessels; minimal pairs."""

from functools import cache

import pytest

from standoff.core.layers import Actor
from tests.coded import code_texts

CASES = [
    # by the name's own words
    ("The Orla Times accused the mayor.", "Orla Times", "organisation", "MED"),
    ("The Orla Network accused the mayor.", "Orla Network", "organisation", None),
    ("Soldiers crossed the Orla River.", "Orla River", "place", None),
    ("Hanna Brisk crossed the stream.", "Hanna Brisk", "person", None),
    ("The USS Corvane left the port.", "Corvane", "name", "MIL"),
    ("The envoys praised the Orla Accord.", "Orla Accord", "none", None),
    ("The envoys praised Operation Orla.", "Operation Orla", "none", None),
    ("Sen. Hanna Brisk opposed the loan.", "Hanna Brisk", "person", "LEG"),
    # by apposition and title
    ("Critics accused Zubrin, a mining company, of bribery.", "Zubrin", "organisation", "BUS"),
    ("Critics accused the mining company Zubrin of bribery.", "Zubrin", "organisation", None),
    ("Critics accused Zubrin, a judge, of bribery.", "Zubrin", "person", "JUD"),
    ("Gunmen attacked the village of Zubrin.", "Zubrin", "place", None),
    # by what the rest of the document says
    ("Colonel Ivo Marten left. Marten had lost the vote.", "Marten had", "person", None),
    ("Marten had lost the vote.", "Marten", "name", None),
    ("A bomb went off in Zubrin. Gunmen then attacked Zubrin.", "attacked Zubrin", "place", None),
    ("Gunmen then attacked Zubrin.", "Zubrin", "name", None),
]


@cache
def coded() -> dict[str, list[tuple[Actor, str, int]]]:
    texts = list(dict.fromkeys(case[0] for case in CASES))
    made = {}
    for text, view in zip(texts, code_texts(texts, coder=False), strict=True):
        tokens = view.rows("tokens")
        made[text] = [
            (a, text[tokens[a.head].start : tokens[a.head].end], tokens[a.head].end) for a in view.rows("actors")
        ]
    return made


@pytest.mark.parametrize(("text", "words", "kind", "sector"), CASES)
def test_kinds(text: str, words: str, kind: str, sector: str | None) -> None:
    start = text.index(words)
    end = start + len(words)
    here = [a for a, _, last in coded()[text] if start < last <= end and a.kind.value != "role"]
    if words.endswith("had"):
        here = [a for a, _, last in coded()[text] if start < last < end]
    if kind == "none":
        assert not here
        return
    assert [a.kind.value for a in here] == [kind]
    assert here[0].sector == sector


def test_a_title_and_an_apposition_belong_to_the_span() -> None:
    text = "Pavel Storm, the Kestrian president, met Mina Roth."
    spans = [text[a.start : a.end] for a in code_texts([text], coder=False)[0].rows("actors")]
    assert "Pavel Storm, the Kestrian president" in spans
    assert "Mina Roth" in spans


def test_a_bracketed_short_name_stays_out_of_the_span() -> None:
    text = "The Corvane Workers Party (CWP) called a strike."
    spans = [text[a.start : a.end] for a in code_texts([text], coder=False)[0].rows("actors")]
    assert "The Corvane Workers Party" in spans


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Orla Brigade crossed the stream.", "Orla Brigade"),
        ("The Ministry of Higher Education shut the college.", "Ministry of Higher Education"),
        ("The brigade crossed the stream.", None),
    ],
)
def test_a_body_whose_word_is_a_role_keeps_its_name(text: str, name: str | None) -> None:
    view = code_texts([text], coder=False)[0]
    assert next((a.kind.value, a.name) for a in view.rows("actors")) == ("role", name)
    assert view.rows("identities")[0].name == name
