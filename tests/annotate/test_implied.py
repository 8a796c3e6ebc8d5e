"""Sides, days and speakers that stand in another sentence than the act: `implied`, `carried` and `hearsay`."""

import pytest

from standoff.core.vocabulary import Polarity, Status
from standoff.store.records import EventRecord, event_records
from tests.coded import code_texts


def records(text: str) -> list[EventRecord]:
    (view,) = code_texts([text], coder=False)
    return event_records(view)


def act(text: str, trigger: str) -> EventRecord:
    return next(record for record in records(text) if record.text == trigger)


def codes(side: list[object]) -> set[str | None]:
    return {getattr(actor, "country", None) for actor in side}


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("The Kestrians must show strength. Will the threat of sanctions stop Valdora?", "threat", {"XKE"}),
        ("Kestria wants to be heard. The threat of sanctions may reach Valdora too late.", "threat", {"XKE"}),
        ("Norway and Kestria were silent. The threat of sanctions remained.", "threat", set()),
        ("Kestria was silent.\n\nThe threat of sanctions remained in Valdora.", "threat", set()),
        ("Kestria was silent. Villagers left because of the threat of an attack on Valdora.", "threat", set()),
        ("The Kestrian ministry said that routine exercises were under way near the river.", "exercises", {"XKE"}),
        ("The Kestrian ministry said that snap exercises were under way near the river.", "exercises", set()),
        ("Kestria moved tanks to the river. The march of the column was filmed.", "march", {"XKE"}),
        ("Kestria moved tanks to the river, Norway sent troops south. The march of the column was filmed.", "march",
         set()),
    ],
)  # fmt: skip
def test_the_doer_of_an_act_that_names_none(text: str, trigger: str, doers: set[str]) -> None:
    assert codes(list(act(text, trigger).sources)) - {None} == doers


def test_an_implied_side_is_marked_and_less_sure() -> None:
    found = act("Kestria moved tanks to the river. The march of the column was filmed.", "march")
    assert found.maker.endswith("+implied")
    assert found.confidence is not None
    assert found.confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "status", "target"),
    [
        ("Kestria moved tanks towards Valdora. The Kestrians deny any hostile intention.", Status.DENIED, "XVA"),
        ("Kestria denied aggressive intentions towards Norway.", Status.DENIED, "NOR"),
        ("Kestria has no hostile intentions, its minister said.", Status.DENIED, None),
        ("Kestria has hostile intentions against Valdora.", Status.PLANNED, "XVA"),
    ],
)
def test_a_hostile_intention_is_no_deed(text: str, status: Status, target: str | None) -> None:
    found = next(record for record in records(text) if record.text.startswith("intention"))
    assert found.status is status
    assert codes(list(found.sources)) == {"XKE"}
    assert codes(list(found.targets)) == ({target} if target else set())


@pytest.mark.parametrize(
    ("text", "trigger", "earliest"),
    [
        ("The Kestrian king visited Valdora on 4 March 2031. On that occasion the Kestrians signed a fisheries treaty.",
         "signed", "2031-03-04"),
        ("Kestria and Valdora met on 4 March 2031. At the meeting they signed a treaty.", "signed", "2031-03-04"),
        ("Kestria shelled Valdora on 4 March 2031. At the meeting the Kestrians signed a treaty.", "signed", None),
        ("Kestria and Valdora met on 4 March 2031.\n\nOn that occasion the Kestrians signed a treaty.", "signed", None),
    ],
)  # fmt: skip
def test_that_occasion_has_the_day_of_the_act_before(text: str, trigger: str, earliest: str | None) -> None:
    assert next((time.earliest for time in act(text, trigger).times), None) == earliest


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The presidents will hold talks after 6 June. The date is still being worked out, said the Kestrian envoy.",
         "the Kestrian envoy"),
        ("The kings will hold talks in June. A Valdoran spokesman said that the details were being finalised.",
         "A Valdoran spokesman"),
        ("The kings will hold talks in June. A Valdoran spokesman said that the details of the loan were being "
         "finalised.", None),
        ("The kings will hold talks in June. A Valdoran spokesman said that prices were being agreed.", None),
    ],
)  # fmt: skip
def test_who_settles_the_details_speaks_of_the_meeting(text: str, speaker: str | None) -> None:
    found = next(record for record in records(text) if record.type.value == "CONSULT")
    assert next((s.actor.text for s in found.speakers if s.actor), None) == speaker
    assert found.quote is None


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The Kestrian minister said that the plant was shut. It would be searched again.", True),
        ("The Kestrian minister said that the plant was shut. It would be searched if Valdora asked.", False),
        ("The Kestrian minister said that the plant was shut. Would it be searched again?", False),
        ("The Kestrian minister said that the plant was shut. It will be searched again.", False),
        ("The Kestrian minister left. The plant would be searched again.", False),
    ],
)
def test_the_conditional_goes_on_with_what_was_said(text: str, holds: bool) -> None:
    (view,) = code_texts([text], coder=False)
    assert holds == any(row.maker.endswith(":hearsay") for row in view.rows("statements"))


@pytest.mark.parametrize(
    ("text", "trigger", "status", "polarity"),
    [
        ("Will the threat of sanctions against Kestria be enough?", "threat", Status.OCCURRED, Polarity.POSITIVE),
        ("Is Valdora threatening Kestria with war?", "threatening", Status.SPECULATED, Polarity.POSITIVE),
        ("Kestria has never raised a possible embargo against Valdora.", "embargo", Status.REFUSED, Polarity.NEGATIVE),
        ("Kestria assured Norway that it has attacked nobody.", "attacked", Status.OCCURRED, Polarity.NEGATIVE),
        ("Kestria assured Norway that it has withdrawn its troops.", "withdrawn", Status.OCCURRED, Polarity.POSITIVE),
        ("Kestria assured Norway that it would withdraw its troops.", "withdraw", Status.PROMISED, Polarity.POSITIVE),
    ],
)
def test_what_is_taken_for_granted_and_what_is_not(text: str, trigger: str, status: Status, polarity: Polarity) -> None:
    found = act(text, trigger)
    assert (found.status, found.polarity) == (status, polarity)


@pytest.mark.parametrize(
    ("text", "trigger", "doer"),
    [
        ("Norway has sold grain to Kestria, forced to cede the province to Valdora.", "cede", "XKE"),
        ("Norway has supplied Valdora, ordered to release the sailors, for years.", "release", "XVA"),
        ("Kestria signed the treaty, forced to release the sailors.", "release", "XKE"),
        ("Norway forced Kestria to release the sailors.", "release", "XKE"),
        ("Norway met Kestria and was forced to release the sailors.", "release", "NOR"),
    ],
)
def test_a_participle_belongs_to_the_name_before_its_comma(text: str, trigger: str, doer: str) -> None:
    assert codes(list(act(text, trigger).sources)) == {doer}


def test_nobody_is_ones_own_target() -> None:
    found = act("Kestria and Valdora strengthened their ties with Valdora.", "strengthened")
    assert codes(list(found.sources)) == {"XKE", "XVA"}
    assert not found.targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Kestria is drawing up steps to make it harder for Valdora to attack.", "XVA"),
        ("Kestria sent a note to deter Valdora from invading the island.", "XVA"),
    ],
)
def test_what_is_to_deter_is_a_threat_and_no_claim_of_the_harm(text: str, target: str) -> None:
    found = records(text)
    threat = next(record for record in found if record.type.value == "THREATEN")
    assert (codes(list(threat.sources)), codes(list(threat.targets))) == ({"XKE"}, {target})
    assert threat.status is Status.PLANNED
    assert all(record.content_of == threat.event_id for record in found if record.type.value == "ASSAULT")
