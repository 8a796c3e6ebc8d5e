"""The step `claims`: one claim per assertion, its origins counted once, its grades explained."""

from standoff.core.vocabulary import Basis, Polarity, Status
from standoff.store.records import FigureRecord
from tests.match.catalogue import claim_tables, connect
from tests.records import actor, record, speaker

MINISTRY = actor("XKE", name="Kestria (defence ministry)", sector="GOV")
ARMY = actor("XVA", name="Valdora (army)", sector="MIL")


def soldiers(value: float) -> FigureRecord:
    return FigureRecord(
        0, 5, f"{value:g}", value, value, value, "exact", None, None, "soldiers", "count", None, None, None
    )


def test_one_spokesman_in_three_outlets_is_one_origin() -> None:
    told = [record(doc_id=d, outlet=f"Paper {d}", speakers=[speaker(MINISTRY)]) for d in ("d1", "d2", "d3")]
    tables = claim_tables(connect(told))
    (claim,) = tables["claims"]
    assert (claim["mentions"], claim["origins"], claim["credibility"]) == (3, 1, 3)
    assert claim["evidence"] == [{"kind": "official", "n": 1}]
    assert claim["credibility_why"] == "a single independent origin (officials of Kestria)"


def test_a_copy_adds_no_origin_and_three_outlets_confirm() -> None:
    told = [record(doc_id=d, outlet=f"Paper {d}") for d in ("d1", "d2", "d3", "d4")]
    (claim,) = claim_tables(connect(told, copies={"d2": "d1"}))["claims"]
    assert (claim["mentions"], claim["origins"], claim["credibility"], claim["state"]) == (4, 3, 1, "confirmed")


def test_a_denial_is_a_claim_of_its_own_and_stands_beside_what_it_denies() -> None:
    said = record(doc_id="d1", outlet="Paper", speakers=[speaker(MINISTRY)])
    denied = record(
        doc_id="d2", outlet="Post", status=Status.DENIED, polarity=Polarity.NEGATIVE, speakers=[speaker(ARMY)]
    )
    tables = claim_tables(connect([said, denied]))
    claim, denial = sorted(tables["claims"], key=lambda row: str(row["polarity"]))
    assert (claim["denials"], claim["state"], claim["credibility"]) == (1, "disputed", 4)
    assert "denied by officials of Valdora, whom it accuses" in str(claim["credibility_why"])
    assert denial["denies"] == [claim["claim_id"]]
    assert [row["stance"] for row in tables["claim_mentions"] if row["claim_id"] == claim["claim_id"]] == [
        "asserts",
        "denies",
    ]


def test_figures_that_exclude_each_other_are_two_claims_with_a_reason() -> None:
    few = record(doc_id="d1", outlet="Paper", figures=[soldiers(10_000)])
    many = record(doc_id="d2", outlet="Post", figures=[soldiers(94_000)], published="2031-05-08")
    tables = claim_tables(connect([few, many]))
    assert len(tables["claims"]) == 2
    (link,) = [row for row in tables["claim_links"] if row["kind"] == "changed_figure"]
    assert link["reason"] == "10000 soldiers against 94000 soldiers"


def test_what_is_planned_is_not_judged() -> None:
    (claim,) = claim_tables(connect([record(status=Status.PLANNED)]))["claims"]
    assert (claim["credibility"], claim["modality"]) == (6, "intended")


def test_evidence_is_counted_by_kind() -> None:
    told = [
        record(doc_id="d1", outlet="Paper", speakers=[speaker(None, basis=Basis.SATELLITE)]),
        record(doc_id="d2", outlet="Post", speakers=[speaker(None, basis=Basis.SATELLITE)]),
        record(doc_id="d3", outlet="Echo", speakers=[speaker(None, basis=Basis.NAMED_WITNESS)]),
    ]
    (claim,) = claim_tables(connect(told))["claims"]
    assert claim["evidence"] == [{"kind": "satellite", "n": 1}, {"kind": "witness", "n": 1}]
    assert claim["credibility"] == 1


def test_an_outlet_nobody_knows_cannot_be_judged() -> None:
    tables = claim_tables(connect([record(outlet="Paper"), record(doc_id="d2", outlet="TASS")]))
    assert {row["source"]: row["reliability"] for row in tables["sources"]} == {"outlet:paper": "F", "outlet:tass": "D"}
