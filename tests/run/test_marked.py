"""Marked texts, and that exchanging states changes nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.annotate.stand_ins import STAND_INS
from standoff.core.errors import SettingsError
from standoff.resources.gazetteer import load_gazetteer
from standoff.run.classify import classify
from standoff.run.marked import MarkedText, neutralise, parse_marked

SENTENCES = [
    "<s>{0}</s> on Friday recalled its ambassador from <t>{1}</t>.",
    "<s>{0}</s> and <t>{1}</t> agreed to reopen the bridge.",
    "Ministers said <s>{0}</s> had shelled a village in <t>{1}</t>, and {0} denied it.",
    "<t>{1}</t> was urged by <s>{0}</s> to free the sailors.",
]
PAIRS = [
    ("Russia", "Ukraine"),
    ("Israel", "Iran"),
    ("India", "Pakistan"),
    ("China", "Fiji"),
    ("the United States", "Cuba"),
]


def test_marks_are_read() -> None:
    item = parse_marked("<s>Norway</s> accused <t>Iceland</t> of <t>it</t>.")
    assert item == MarkedText("Norway accused Iceland of it.", (0, 6), (15, 22))


@pytest.mark.parametrize("marked", ["Norway accused Iceland.", "<s>Norway accused Iceland."])
def test_missing_or_open_marks_are_an_error(marked: str) -> None:
    with pytest.raises(SettingsError):
        parse_marked(marked)


def test_every_stand_in_has_all_forms() -> None:
    forms = load_gazetteer().forms
    assert all(set(forms[code]) == {"name", "adjective", "people", "capital"} for code in STAND_INS)


def test_states_get_stand_ins_in_their_own_form() -> None:
    item = parse_marked("<s>Russian soldiers</s> left <t>Kyiv</t>, and Ukrainians and NATO knew.")
    made = neutralise(item, load_gazetteer())
    assert made.text == "Norwegian soldiers left Nairobi, and Kenyans and NATO knew."
    assert [made.text[slice(*span)] for span in (made.source, made.target) if span] == ["Norwegian soldiers", "Nairobi"]


@given(st.sampled_from(SENTENCES), st.sampled_from(PAIRS), st.booleans())
def test_spans_still_hold_their_side(sentence: str, pair: tuple[str, str], turned: bool) -> None:
    names = pair[::-1] if turned else pair
    made = neutralise(parse_marked(sentence.format(*names)), load_gazetteer())
    found = [made.text[slice(*span)] for span in (made.source, made.target) if span]
    assert sorted(word.removeprefix("the ") for word in found) == ["Kenya", "Norway"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_exchanged_states_keep_type_and_confidence(sentence: str) -> None:
    texts = [parse_marked(sentence.format(*names)) for pair in PAIRS[:4] for names in (pair, pair[::-1])]
    found = classify(texts)
    assert len({row.type for row in found}) == 1
    assert max(row.confidence for row in found) - min(row.confidence for row in found) < 0.35


def test_of_a_known_act_the_likeliest_is_named() -> None:
    text = parse_marked("<s>Norway</s> beat <t>Iceland</t> by three goals to one in the final.")
    (asked,), (known,) = classify([text]), classify([text], act_known=True)
    assert asked.type is None
    assert known.type is not None
    assert known.quad is not None
