"""The tables that corpus steps query, and the steps' contract."""

import duckdb
import pyarrow as pa
import pytest

from standoff.core.errors import PipelineError
from standoff.core.stage import CorpusStep, check_steps
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import LAYER_TABLES, TABLES, open_catalogue
from standoff.store.records import event_records, events_table, records_of_table
from tests.coded import code_texts

TEXTS = ["Norway expelled two Icelandic diplomats on Monday, the ministry said.", "Chad closed its border with Sudan."]


def test_every_table_is_there_and_its_rows_point_at_words() -> None:
    views = code_texts(TEXTS, coder=False)
    connection = open_catalogue(views)
    assert {row[0] for row in connection.sql("show tables").fetchall()} == set(TABLES)
    texts = {view.doc.doc_id: view.text for view in views}
    for table in ("events", *LAYER_TABLES):
        rows = connection.sql(f'select doc_id, start, "end", text from {table}').fetchall()
        assert all(texts[doc_id][start:end] == text for doc_id, start, end, text in rows)
    found = connection.sql("select type, sources[1].country from events where type = 'SANCTION'").fetchall()
    assert ("SANCTION", "NOR") in found


def test_event_records_come_back_from_their_table_as_they_were() -> None:
    records = [record for view in code_texts(TEXTS, coder=False) for record in event_records(view)]
    assert records
    assert records_of_table(events_table(records)) == records


def test_steps_see_what_earlier_steps_made() -> None:
    def count(connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
        return {"counts": connection.sql("select count(*) as n from reports").to_arrow_table()}

    def double(connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
        return {"doubles": connection.sql("select 2 * n as n from counts").to_arrow_table()}

    steps = (
        CorpusStep("count", "1", ("reports",), ("counts",), count),
        CorpusStep("double", "1", ("counts",), ("doubles",), double),
    )
    check_steps(steps, TABLES)
    made = run_steps(open_catalogue(code_texts(TEXTS, coder=False)), steps)
    assert made["doubles"].to_pylist() == [{"n": 4}]
    with pytest.raises(PipelineError, match="needs 'counts'"):
        check_steps(steps[1:], TABLES)
    with pytest.raises(PipelineError, match="promised"):
        run_steps(open_catalogue([]), [CorpusStep("liar", "1", (), ("lies",), lambda connection: {})])


def test_the_list_of_steps_fits_together() -> None:
    check_steps(CORPUS_STEPS, TABLES)
