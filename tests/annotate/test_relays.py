"""Who passes on what another has said: the chain from the innermost speaker outwards."""

import pytest

from standoff.store.records import event_records
from tests.coded import code_texts

CHAINS = [
    ("Reuters quoted the Valdoran ministry as saying that Kestria had shelled the bridge.",
     ["the Valdoran ministry", "Reuters"]),
    ("The Valdoran ministry was quoted by Reuters as saying that Kestria had shelled the bridge.",
     ["The Valdoran ministry", "Reuters"]),
    ("Reuters reported that Kestria had shelled the bridge, citing two officials.", ["two officials", "Reuters"]),
    ("Citing the Valdoran ministry, Reuters reported that Kestria had shelled the bridge.",
     ["the Valdoran ministry", "Reuters"]),
    ("Kestria attacked the port, Reuters said, quoting a Valdoran general.", ["a Valdoran general", "Reuters"]),
    ("The Valdoran general, quoted by Reuters, said Kestria had attacked the port.",
     ["The Valdoran general", "Reuters"]),
    ("According to Reuters, the Valdoran ministry said that Kestria had shelled the bridge.",
     ["the Valdoran ministry", "Reuters"]),
    ("Kestria shelled the bridge, the Valdoran minister told Reuters.", ["the Valdoran minister", "Reuters"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chain"), CHAINS)
def test_the_chain_goes_from_the_speaker_to_the_outlet(text: str, chain: list[str]) -> None:
    (view,) = code_texts([text], coder=False)
    (record,) = [record for record in event_records(view) if record.type.value == "ASSAULT"]
    assert [speaker.actor.text if speaker.actor else None for speaker in record.speakers] == chain


def test_who_quotes_somebody_for_a_mere_noun_is_no_relay() -> None:
    (view,) = code_texts(["The Valdoran minister cited the treaty of 1974 and left for Kestria."], coder=False)
    assert not [row for row in view.rows("statements") if row.maker.endswith((":cited", ":relayed", ":hearer"))]
