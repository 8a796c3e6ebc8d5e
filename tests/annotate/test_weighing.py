"""What the trained coder must not do with the sides of an act: make the teller or the victim the doer."""

import pytest

from standoff.core.document import DocumentView
from tests.coded import code_texts


def sources_of(text: str, trigger: str) -> list[str]:
    view: DocumentView = code_texts([text])[0]
    at = text.index(trigger)
    here = [event for event in view.rows("events") if event.start <= at < event.end]
    return [text[a.start : a.end] for event in here for a in event.sources]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            "A Valdoran-owned ferry was bombed off Ostrel, according to the Directorate General of Coastal Safety.",
            "bombed",
        ),
        ("The Valdoran authorities state that a fuel depot has been blown up.", "blown"),
        ("Valdora confirms that the pipeline is on fire in the rebel-held hills.", "fire"),
        ("Shells hit a Valdoran village on Monday.", "hit"),
    ],
)
def test_tellers_and_victims_are_no_doers(text: str, trigger: str) -> None:
    assert not [words for words in sources_of(text, trigger) if words != "Shells"]


@pytest.mark.parametrize(
    ("text", "trigger", "source"),
    [
        ("The Valdoran army said that it had shelled the town.", "shelled", "army"),
        ("Valdora shelled the town of Ostrel, an official said.", "shelled", "Valdora"),
        ("The Valdoran attack on Ostrel lasted an hour.", "attack", "Valdoran"),
    ],
)
def test_who_tells_of_an_own_act_is_its_doer(text: str, trigger: str, source: str) -> None:
    assert any(source in words or words == "it" for words in sources_of(text, trigger))
