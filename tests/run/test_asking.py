"""Asking a case: events by filter, words with their places, SQL that can only read."""

from pathlib import Path

import pytest

from standoff.core.errors import SettingsError
from standoff.run.case import Case
from standoff.store.search import cut_passages, query_stems

STOLEN = [1, 2, 3]
"""A Python variable that no query may see."""


def test_filters_let_through_what_they_say(example_folder: Path) -> None:
    case = Case.open(example_folder)
    every = list(case.events())
    assert len(every) > 100
    for event in case.events(actor="XKE", type="ACCUSE"):
        assert event["type"] == "ACCUSE"
        assert "XKE" in {side["country"] for side in event["sources"]}
    named, coded = case.events(target="Valdora"), case.events(target="XVA")
    assert 0 < len(named) <= len(coded) < len(every)
    assert {event["status"] for event in case.events(status="planned")} == {"planned"}


def test_days_are_those_of_the_event_else_of_its_report(example_folder: Path) -> None:
    for event in Case.open(example_folder).events(since="2031-03-20", until="2031-03-25"):
        days = [(time["earliest"] or time["latest"], time["latest"] or time["earliest"]) for time in event["times"]]
        days = [pair for pair in days if pair[0]] or [(event["published"], event["published"])]
        assert min(pair[0] for pair in days) <= "2031-03-25"
        assert max(pair[1] for pair in days) >= "2031-03-20"


def test_unknown_types_and_days_are_refused(example_folder: Path) -> None:
    case = Case.open(example_folder)
    with pytest.raises(SettingsError, match="no event has the type 'WAR'; choose one of AGREE"):
        case.events(type="WAR")
    with pytest.raises(SettingsError, match="ISO date"):
        case.events(since="March")


def test_words_are_found_where_they_stand(example_folder: Path) -> None:
    case = Case.open(example_folder)
    texts = {row["doc_id"]: row["text"] for row in case.sql("select doc_id, text from reports")}
    found = list(case.find("reservist"))
    assert found
    for row in found:
        assert row["passages"]
        for passage in row["passages"]:
            text = texts[row["doc_id"]]
            assert text[passage["start"] : passage["end"]] == passage["text"]
            assert {text[hit["start"] : hit["end"]].lower() for hit in passage["hits"]} <= {"reservist", "reservists"}
    assert len(case.find('"called up" reservists')) <= len(found)
    assert len(case.find("reservists OR embargo")) >= len(found)
    assert len(case.find("reservists", as_of="2031-03-12")) == 0
    with pytest.raises(SettingsError, match="cannot search for"):
        case.find("(")


def test_passages_keep_whole_words_and_code_points() -> None:
    text = "🚢 " + "Lange Reihe " * 20 + "São Tomé’s convoys left. " + "Weiter " * 30
    (passage,) = cut_passages(text, query_stems("sao convoy"))
    assert text[passage["start"] : passage["end"]] == passage["text"]
    assert [text[hit["start"] : hit["end"]] for hit in passage["hits"]] == ["São", "convoys"]
    assert passage["text"].split()[0] in {"Lange", "Reihe"}


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "select * from read_csv('{folder}/case.json')",
        "select * from read_blob('{folder}/journal.jsonl')",
        "select * from glob('/*')",
        "select * from read_parquet('https://127.0.0.1:9/x.parquet')",
        "select * from STOLEN",
        "copy reports to '{folder}/out.csv'",
        "copy (select 1) to '/dev/stdout'",
        "attach '{folder}/x.db'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "set memory_limit = '100GB'",
        "create table mine as select 1",
        "insert into journal select * from journal",
        "drop view events",
        "export database '{folder}/out'",
        "call duckdb_settings()",
        "select 1; select 2",
        "",
        "selec 1",
    ],
)
def test_sql_can_only_read_the_tables(example_folder: Path, query: str) -> None:
    before = sorted(path.name for path in example_folder.iterdir())
    with pytest.raises(SettingsError):
        Case.open(example_folder).sql(query.format(folder=example_folder))
    assert sorted(path.name for path in example_folder.iterdir()) == before


def test_sql_answers(example_folder: Path) -> None:
    case = Case.open(example_folder)
    (row,) = case.sql("with a as (select type, count(*) as n from events group by all) select sum(n) as n from a")
    assert row == {"n": len(case.events())}
    assert {r["name"] for r in case.sql("show tables")} >= {"reports", "events", "arrivals", "issues", "journal"}
    (late,) = case.sql("select max(known) as day from reports", as_of="2031-03-20")
    assert late == {"day": "2031-03-20"}
