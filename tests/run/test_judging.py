"""Judgements: appended, attributed, undone, found again by their words, and what they change."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from standoff import api
from standoff.core.errors import SettingsError
from standoff.run.case import Case


@pytest.fixture
def case(example_folder: Path, tmp_path: Path) -> Case:
    """Copy the example's case, so that each test judges one of its own."""
    folder = tmp_path / "judged"
    shutil.copytree(example_folder, folder)
    return Case.open(folder)


def found(case: Case, **wanted: Any) -> Mapping[str, Any]:
    """Find the first claim with some values."""
    return next(row for row in api.claims(case) if all(row[name] == value for name, value in wanted.items()))


def test_a_confirmed_claim_is_confirmed_by_somebody_until_it_is_undone(case: Case) -> None:
    claim = found(case, state="open", credibility=3)
    line = api.judge(case, "confirm", [claim["claim_id"]], who="Ada", note="seen on the spot")
    judged = found(case, claim_id=claim["claim_id"])
    assert (judged["state"], judged["credibility"], judged["credibility_why"]) == ("confirmed", 1, "confirmed by Ada")
    api.judge(case, "undo", undoes=line.number, who="Ada")
    assert found(case, claim_id=claim["claim_id"])["credibility"] == 3
    assert [row["state"] for row in api.judgements(case)] == ["undone", "stands"]


def test_a_judgement_survives_a_rebuild_and_is_there_for_the_next_reader(case: Case) -> None:
    claim = found(case, state="open", credibility=3)
    api.judge(case, "reject", [claim["claim_id"]], who="Ada")
    case.run()
    again = Case.open(case.folder)
    assert found(again, claim_id=claim["claim_id"])["state"] == "rejected"


def test_claims_are_merged_and_mentions_split_off(case: Case) -> None:
    one, other = [row for row in api.claims(case) if row["type"] == "REQUEST" and row["modality"] == "real"][:2]
    count = len(api.claims(case))
    api.judge(case, "merge", [one["claim_id"], other["claim_id"]], who="Ada")
    assert len(api.claims(case)) == count - 1
    (whole,) = [row for row in api.claims(case) if row["claim_id"] in {one["claim_id"], other["claim_id"]}]
    assert whole["mentions"] == one["mentions"] + other["mentions"]
    with case.catalogue() as connection:
        query = 'select doc_id, start, "end" from claim_mentions where claim_id = ? and stance = ? order by known desc'
        doc_id, start, end = connection.execute(query, [whole["claim_id"], "asserts"]).fetchall()[0]
    api.judge(case, "split", [f"{doc_id}:{start}:{end}"], who="Ada")
    assert len(api.claims(case)) == count


def test_grades_are_the_analyst_s(case: Case) -> None:
    source = next(iter(api.sources(case)))
    api.judge(case, "grade_source", source=source["source"], value="E", who="Ada")
    graded = next(row for row in api.sources(case) if row["source"] == source["source"])
    assert (graded["reliability"], graded["why"]) == ("E", "graded E by Ada")
    claim = found(case, modality="intended")
    api.judge(case, "grade_claim", [claim["claim_id"]], value="2", who="Ada")
    assert found(case, claim_id=claim["claim_id"])["credibility"] == 2


def test_an_actor_is_corrected_in_every_table_and_undone(case: Case) -> None:
    positions = "select count(*) as n from positions where holder = 'ISL'"
    identities = "select count(*) as n from identities where country = 'ISL'"
    with case.catalogue() as connection:
        query = (
            'select e.doc_id, sources[1].start, sources[1]."end" from events e join positions p '
            "on list_contains(p.events, e.event_id) where sources[1].country = ? and p.holder = ? limit 1"
        )
        doc_id, start, end = connection.execute(query, ["NOR", "NOR"]).fetchall()[0]
    line = api.judge(case, "correct_actor", [f"{doc_id}:{start}:{end}"], value="Iceland", country="ISL", who="Ada")
    assert line.quoted
    assert next(iter(api.judgements(case)))["state"] == "stands"
    assert len(case.events(actor="ISL"))
    for query in (positions, identities):
        assert next(iter(case.sql(query)))["n"] >= 1
    api.judge(case, "undo", undoes=line.number, who="Ada")
    assert not len(case.events(actor="ISL"))
    for query in (positions, identities):
        assert next(iter(case.sql(query)))["n"] == 0


@pytest.mark.parametrize(
    ("action", "targets", "details", "message"),
    [
        ("shout", [], {}, "no action is called 'shout'"),
        ("confirm", ["nothing"], {}, "no claim has the id 'nothing'"),
        ("confirm", ["d9:1:3"], {}, "holds no words at d9:1:3"),
        ("undo", [], {"undoes": 9}, "no judgement has the number 9"),
        ("grade_source", [], {"source": "outlet:none", "value": "A"}, "no source of the case"),
        ("confirm", [], {}, "needs at least 1 mention"),
    ],
)
def test_what_cannot_be_judged_is_refused(
    case: Case, action: str, targets: list[str], details: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        api.judge(case, action, targets, who="Ada", **details)
    assert len(api.judgements(case)) == 0
