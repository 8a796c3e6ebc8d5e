"""A case on disk: what goes in comes out, once, and the same as without a case."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from standoff import api
from standoff.core.errors import CaseError, SettingsError
from standoff.run.case import Case
from standoff.store.catalogue import TABLES, open_catalogue
from tests.coded import example_case
from tests.run.conftest import NOW, fixed_clock

NewCase = Callable[..., Case]


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Give the rows of a table as sorted text; `known` differs where a report has no date."""
    return sorted(
        json.dumps(row, sort_keys=True) for row in connection.sql(f"from {table}").to_arrow_table().to_pylist()
    )


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_those_of_reports_in_memory(example_folder: Path, table: str) -> None:
    there = Case.open(example_folder).catalogue()
    here = open_catalogue(example_case().views)
    if table == "reports":
        here.execute(f"create view dated as select * replace (coalesce(known, '{NOW[:10]}') as known) from reports")
        table_here = "dated"
    else:
        table_here = table
    assert there.sql(f"describe {table}").fetchall() == here.sql(f"describe {table_here}").fetchall()
    assert rows_of(there, table) == rows_of(here, table_here)


def test_adding_twice_changes_nothing(new_case: NewCase) -> None:
    case = new_case()
    paths = api.example_inputs()[0]
    assert (case.add(*paths).documents, len(paths) > 10) == (16, True)
    before = case.views().manifest.generation
    again = case.add(*paths)
    assert (again.documents, again.repeated) == (0, 16)
    assert case.views().manifest.generation == before


def test_a_run_that_finds_nothing_to_do_does_nothing(example_folder: Path) -> None:
    ran = Case.open(example_folder, clock=fixed_clock).run()
    assert (ran.documents, ran.parts, ran.made) == (0, 0, 0)


def test_as_of_leaves_out_what_was_known_later(example_folder: Path) -> None:
    case = Case.open(example_folder)
    early = case.catalogue("2031-03-20")
    assert early.sql("select max(known) from reports").fetchall() == [("2031-03-20",)]
    late = {row[0] for row in case.catalogue().sql("select doc_id from reports where known > '2031-03-20'").fetchall()}
    assert late
    for table in TABLES[:-1]:
        assert not late & {row[0] for row in early.sql(f"select doc_id from {table}").fetchall()}


def test_judgements_are_kept_in_their_order(new_case: NewCase) -> None:
    case = new_case()
    case.judge("confirm", targets=["a:0:9"], quoted=["they left"], who="ada")
    case.judge("grade_source", who="ben", source="North Wire", value="B")
    columns = "number, who, decision, targets, quoted, details"
    told = case.catalogue().sql(f"select {columns} from journal order by 1").fetchall()
    assert told == [
        (1, "ada", "confirm", ["a:0:9"], ["they left"], "{}"),
        (2, "ben", "grade_source", [], [], '{"source":"North Wire","value":"B"}'),
    ]


def test_what_is_no_judgement_is_not_written(new_case: NewCase) -> None:
    case = new_case()
    with pytest.raises(SettingsError, match="none of confirm"):
        case.judge("guess", targets=["a:0:9"], quoted=["they left"])
    with pytest.raises(SettingsError, match="with its words"):
        case.judge("confirm", targets=["a:0:9"], quoted=["they"])
    assert case.journal.read() == []


def test_a_folder_that_is_no_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"is no case.*standoff case new"):
        Case.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="not empty"):
        Case.new(tmp_path)


def test_a_case_of_a_newer_format_is_refused(new_case: NewCase) -> None:
    case = new_case()
    head = json.loads((case.folder / "case.json").read_bytes())
    (case.folder / "case.json").write_text(json.dumps(head | {"format": 99}))
    with pytest.raises(CaseError, match=r"format 99.*update standoff"):
        Case.open(case.folder)


def test_a_day_must_be_a_day(example_folder: Path) -> None:
    with pytest.raises(SettingsError, match="ISO date"):
        Case.open(example_folder).catalogue("2031-03-20' or true --")
