"""Targets that no slot names: parties and places further off; minimal pairs."""

import pytest

from tests.coded import code_texts

CASES = [
    ("Valdora lifted the sanctions imposed on Kestria.", {"Kestria"}),
    ("Valdora lifted the sanctions.", set()),
    ("Valdora imposed a curfew in Lindhaven.", {"Lindhaven"}),
    ("Valdora held talks in Lindhaven.", set()),
]


@pytest.mark.parametrize(("text", "targets"), CASES)
def test_targets(text: str, targets: set[str]) -> None:
    view = code_texts([text], coder=False)[0]
    events = view.rows("events")
    assert events
    found = {text[side.start : side.end] for event in events for side in event.targets}
    assert {name for name in found if name[0].isupper()} == targets
