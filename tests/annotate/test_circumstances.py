"""When, where and how many hang on the right event."""

import pytest

from standoff.store.records import EventRecord, event_records
from tests.coded import code_text


def told(text: str, words: str) -> EventRecord:
    (found,) = [record for record in event_records(code_text(text)) if record.text == words]
    return found


def test_a_time_belongs_to_its_own_clause() -> None:
    text = "Valdora, which invaded Kestria on 2 March, released the sailors on 6 May."
    assert [t.text for t in told(text, "invaded").times] == ["2 March"]
    assert [t.text for t in told(text, "released").times] == ["6 May"]


def test_a_time_under_a_light_verb_belongs_to_its_noun() -> None:
    record = told("Valdora carried out an attack on a Kestrian post on Monday.", "attack")
    assert [t.value for t in record.times] == ["2031-05-05"]


def test_a_time_of_somebody_s_words_is_not_the_act_s() -> None:
    record = told("On Tuesday the Kestrian minister said Valdora had shelled the harbour.", "shelled")
    assert record.times == []


def test_a_time_before_two_acts_of_one_doer_is_the_time_of_both() -> None:
    text = "On Monday the Valdoran army shelled Kestria and arrested two Kestrian journalists."
    assert [[t.text for t in told(text, words).times] for words in ("shelled", "arrested")] == [["Monday"], ["Monday"]]


def test_a_time_behind_the_first_act_is_its_own() -> None:
    text = "The Valdoran army shelled Kestria on Monday and arrested two Kestrian journalists."
    assert [[t.text for t in told(text, words).times] for words in ("shelled", "arrested")] == [["Monday"], []]


def test_figures_and_places_are_tied() -> None:
    record = told("Valdora sent four warships to the strait near Lindhaven.", "sent")
    assert [f.value for f in record.figures] == [4]
    assert [p.name for p in record.places] == ["Lindhaven"]


def test_no_time_means_none() -> None:
    assert told("Valdora shelled the Kestrian harbour.", "shelled").times == []


@pytest.mark.parametrize("text", ["Valdora shelled the harbour of Kestria for three days."])
def test_a_duration_is_no_date(text: str) -> None:
    assert told(text, "shelled").times == []


def test_a_town_that_is_struck_has_its_country_and_a_person_of_its_name_has_not() -> None:
    (town,) = told("Rebels captured the town of Goma on Monday.", "captured").targets
    assert (town.name, town.country, town.sector) == ("Goma", "COD", None)
    (person,) = told("Rebels captured Peter Goma on Monday.", "captured").targets
    assert person.country is None
