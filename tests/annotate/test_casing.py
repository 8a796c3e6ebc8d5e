"""Text in capitals is made readable without moving anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.annotate.casing import is_capitals, readable_text, recase
from standoff.core.document import DocumentView
from standoff.resources.gazetteer import load_gazetteer
from standoff.store.records import event_records
from tests.coded import code_text, document, example_actors


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("VALDORA EXPELS ENVOY", True),
        ("NATO", False),
        ("The UN and NATO met.", False),
        ("VALDORA EXPELS AN envoy", True),
        ("Valdora expels envoy", False),
        ("12 345 678 901", False),
        ("", False),
    ],
)
def test_capitals_are_told(text: str, capitals: bool) -> None:
    assert is_capitals(text) is capitals


@pytest.mark.parametrize(
    ("block", "readable"),
    [
        ("VALDORA EXPELS KESTRIAN DIPLOMAT", "Valdora expels Kestrian diplomat"),
        ("UNITED STATES ASKS NATO FOR HELP", "United States asks NATO for help"),
        ("THE PORT IS SHUT, IT SEEMS, TO HIM", "The port is shut, it seems, to him"),
        ("“THE PORT IS SHUT”", "“The port is shut”"),
    ],
)
def test_known_names_keep_their_capitals(block: str, readable: str) -> None:
    assert recase(block, load_gazetteer(example_actors())) == readable


def test_only_blocks_in_capitals_are_changed() -> None:
    text = "KESTRIA SHUTS HARBOUR\n\nThe UN asked NATO. The IAEA said nothing at all about it."
    view = DocumentView(document(text))
    readable = readable_text(view, load_gazetteer(example_actors()))
    assert readable == text.replace("KESTRIA SHUTS HARBOUR", "Kestria shuts harbour")


@given(st.text(alphabet="VALDOR EXİßﬁ'é.\n", min_size=10, max_size=80))
def test_the_length_never_changes(text: str) -> None:
    gazetteer = load_gazetteer(example_actors())
    assert len(recase(text, gazetteer)) == len(text)
    assert len(readable_text(DocumentView(document(text)), gazetteer)) == len(text)


def test_spans_of_a_headline_in_capitals_are_its_own_words() -> None:
    view = code_text("VALDORA EXPELS KESTRIAN DIPLOMAT\n\nThe reason was not given.")
    (record,) = event_records(view)
    assert record.text == "EXPELS"
    assert [a.text for a in record.sources] == ["VALDORA"]
