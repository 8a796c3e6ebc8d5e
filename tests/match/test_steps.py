"""The steps copies, stories and happenings: tables from a catalogue, the same whatever the order of its rows."""

from standoff.core.document import DocumentView
from standoff.match.steps import COPIES, HAPPENINGS, STORIES
from standoff.run.corpus import run_steps
from standoff.store.catalogue import open_catalogue
from tests.coded import code_texts

STEPS = (COPIES, STORIES, HAPPENINGS)
WIRE = "Norway expelled two Icelandic diplomats on 3 May 2031, the ministry in Oslo said. Iceland called it a mistake."
TEXTS = [
    WIRE,
    f"{WIRE} Shops in the harbour stayed open.",
    "Chad closed its border with Sudan. Traders waited with their camels at the wells.",
]


def views() -> list[DocumentView]:
    return code_texts(TEXTS, coder=False)


def test_a_copy_tells_the_same_happening_and_says_where_its_words_come_from() -> None:
    coded = views()
    made = run_steps(open_catalogue(coded), STEPS)
    first, second, third = (view.doc.doc_id for view in coded)
    copies = {row["doc_id"]: row for row in made["copies"].to_pylist()}
    assert [copies[doc]["original"] for doc in (first, second, third)] == [first, first, third]
    assert copies[second]["kind"] == "copy"
    (passage,) = made["copied_passages"].to_pylist()
    assert (passage["doc_id"], passage["from_doc"], passage["start"], passage["from_start"]) == (second, first, 0, 0)
    stories = {row["doc_id"]: row["story_id"] for row in made["stories"].to_pylist()}
    assert stories == {first: first, second: first, third: third}
    happenings = {row["event_id"]: row["happening_id"] for row in made["happenings"].to_pylist()}
    sanctions = [event for event in happenings if event.startswith((first, second)) and event.endswith(":0")]
    assert len(sanctions) == 2
    assert len({happenings[event] for event in sanctions}) == 1
    compared = [row for row in made["comparisons"].to_pylist() if {row["event_id"], row["other_id"]} == set(sanctions)]
    assert compared[0]["score"] > 0.9
    assert {part["name"] for part in compared[0]["parts"]} >= {"act", "meaning", "time"}


def test_the_order_of_rows_changes_nothing_and_nothing_is_there_without_reports() -> None:
    coded = views()
    made, other = (run_steps(open_catalogue(order), STEPS) for order in (coded, coded[::-1]))
    assert {name: table.to_pylist() for name, table in made.items()} == {
        name: table.to_pylist() for name, table in other.items()
    }
    empty = run_steps(open_catalogue([]), STEPS)
    assert {name: table.num_rows for name, table in empty.items()} == dict.fromkeys(empty, 0)
    assert {name: table.schema for name, table in empty.items()} == {n: t.schema for n, t in made.items()}
