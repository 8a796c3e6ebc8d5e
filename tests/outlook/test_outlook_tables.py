"""The tables `forecasts`, `tension` and `indicators` of a case."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from standoff.core.vocabulary import EventType
from standoff.outlook.forecasts import forecast
from standoff.outlook.indicators import load_indicators
from standoff.outlook.tables import (
    LEAST_ACTS,
    OUTLOOK,
    ForecastRow,
    IndicatorRow,
    TensionRow,
    forecast_rows,
    indicator_rows,
    tension_rows,
)
from standoff.outlook.warning import fire_all
from standoff.run.corpus import CORPUS_STEPS, run_steps
from standoff.store.catalogue import open_catalogue
from tests.coded import code_texts
from tests.outlook.made_acts import START, act
from tests.outlook.test_forecasts import lively

LAST = START + timedelta(days=150)


def tables_of(texts: list[str], published: str | None) -> dict[str, list[dict[str, Any]]]:
    views = code_texts(texts, published=published, coder=False)
    made = run_steps(open_catalogue(views), CORPUS_STEPS)
    return {name: made[name].to_pylist() for name in OUTLOOK.makes}


def test_the_tables_of_one_report_hold_no_number() -> None:
    made = tables_of(["Valdora attacked Kestria on Monday. Kestria accused Valdora of murder."], "2031-05-07")
    assert made["forecasts"]
    for row in made["forecasts"]:
        assert (row["probability"], row["base_rate"], row["recurrence"], row["actor"]) == (None,) * 4
        assert row["abstained"]
        assert "are needed at least" in row["why"]
    whole = [row for row in made["tension"] if row["actor"] is None]
    assert sum(row["acts"] for row in whole) >= 1
    assert all(row["lift"] is None for row in made["indicators"])


@pytest.mark.parametrize("texts", [[], ["Valdora attacked Kestria on Monday."]])
def test_without_reports_or_without_any_day_nothing_is_said(texts: list[str]) -> None:
    made = tables_of(texts, None)
    assert made["forecasts"] == []
    assert made["tension"] == []


def test_forecasts_keep_what_they_rest_on() -> None:
    chances = forecast(lively(), LAST, (7, 100))
    silent, *rows = forecast_rows(chances)
    assert (silent.horizon_days, silent.probability, silent.abstained) == (100, None, True)
    assert len({row.forecast_id for row in rows}) == len(rows) == len(chances.forecasts)
    for row, f in zip(rows, chances.forecasts, strict=True):
        assert (row.probability, row.base_rate, row.recurrence) == (f.probability, f.base_rate, f.recurrence)
        assert row.reasons == [reason.event_id for reason in f.reasons]
        assert len(row.reason_words) == len(row.reasons)
        assert row.abstained == (row.probability == row.base_rate)


def test_tension_has_every_day_of_the_case_and_of_each_lively_pair() -> None:
    acts = [*lively(), act(EventType.ACCUSE, 3, "XQU", "XVA")]
    rows = tension_rows(acts, LAST)
    pairs = {(row.actor, row.other) for row in rows}
    assert (None, None) in pairs
    assert ("XKE", "XVA") in pairs
    assert ("XQU", "XVA") not in pairs
    for pair in pairs:
        mine = [row for row in rows if (row.actor, row.other) == pair]
        days = [date.fromisoformat(row.day) for row in mine]
        assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
        assert days[-1] == LAST
        assert sum(row.acts for row in mine) >= LEAST_ACTS
        assert all(row.expected is None for row in mine[:-1])
    assert any(row.heating is not None for row in rows)


def test_every_indicator_has_a_row_and_every_firing_its_events() -> None:
    signs, acts = load_indicators(), lively()
    rows = indicator_rows(signs, *fire_all(signs, acts, LAST))
    assert {row.indicator for row in rows} == {sign.id for sign in signs.indicator}
    known = {one.event_id for one in acts}
    for row in rows:
        assert (row.day is None) == (row.firings == 0) == (not row.events)
        assert set(row.events) <= known
        assert sum(1 for other in rows if other.indicator == row.indicator) == max(row.firings, 1)


def test_the_step_can_be_run_again_and_the_columns_are_those_promised() -> None:
    names = {"forecasts": ForecastRow, "tension": TensionRow, "indicators": IndicatorRow}
    views = code_texts(["Valdora attacked Kestria on Monday."], coder=False)
    connection: duckdb.DuckDBPyConnection = open_catalogue(views)
    run_steps(connection, CORPUS_STEPS)
    one, other = OUTLOOK.run(connection), OUTLOOK.run(connection)
    for name, row in names.items():
        table: pa.Table = one[name]
        assert table.equals(other[name])
        assert table.column_names == list(row.__dataclass_fields__)
