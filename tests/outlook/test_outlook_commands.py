"""The outlook over a case and over reports in memory: as a person meets it."""

import json
from datetime import date
from pathlib import Path

import pytest

from standoff import api
from standoff.cli import main
from standoff.core.errors import SettingsError
from standoff.run.case import Case
from standoff.run.prospects import Prospects, prospects, read_horizons, settle

TODAY = date(2031, 5, 1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case of three invented reports, coded by rule alone."""
    folder = tmp_path_factory.mktemp("outlook")
    for day, text in (
        ("2031-03-01", "Valdora threatened Kestria with sanctions on Saturday."),
        ("2031-03-03", "Valdora moved troops to the border with Kestria on Monday."),
        ("2031-03-05", "Kestria attacked a Valdoran outpost on Wednesday."),
    ):
        (folder / f"{day}-wire.txt").write_text(f"{text}\n", encoding="utf-8")
    actors = api.example_inputs()[1]
    made = Case.new(folder / "case", actors=actors, coder=False)
    made.add(*sorted(folder.glob("*.txt")))
    made.run()
    return made


def looked(case: Case, **options: str) -> Prospects:
    return prospects(case, today=lambda: TODAY, **options)  # type: ignore[arg-type]


def test_a_young_case_gives_no_number(case: Case) -> None:
    found = looked(case).forecasts()
    assert found.forecasts == ()
    assert all("No forecast" in statement for statement in found.statements)


def test_as_of_leaves_out_what_was_known_later(case: Case) -> None:
    early, late = looked(case, as_of="2031-03-02"), looked(case)
    assert (str(early.as_of), str(late.as_of)) == ("2031-03-02", "2031-03-05")
    assert {act.event_id for act in early.acts} < {act.event_id for act in late.acts}
    with pytest.raises(SettingsError, match="lies in the future"):
        looked(case, as_of="2032-01-01")


def test_a_primed_case_forecasts_keeps_and_scores(case: Case, tmp_path: Path) -> None:
    table = tmp_path / "past.csv"
    rows = [f"2031-{1 + n // 28:02}-{1 + n % 28:02},XVA,XKE,{'ACCUSE' if n % 3 else 'ASSAULT'}" for n in range(56)]
    table.write_text("date,actor,other,type\n" + "\n".join(rows), encoding="utf-8")
    found = prospects(case, prime=[table], today=lambda: TODAY)
    made = found.forecasts((7,), save=True)
    assert made.forecasts
    assert all(f.basis == "base rate" for f in made.forecasts)
    again = found.forecasts((7,), save=True)
    assert again == made
    assert len(found.outcomes()) == len(made.forecasts)
    assert found.scores()[0].resolved == 0
    settle(case, found.outcomes()[0].forecast.forecast_id, True, by="A. N. Analyst", today=lambda: TODAY)
    assert found.scores()[0].resolved == 1


def test_reports_in_memory_keep_nothing(case: Case) -> None:
    reports = api.read_text("Valdora attacked Kestria on Monday.", published="2031-03-04", coder=False)
    found = prospects(reports, today=lambda: TODAY)
    assert "No forecast" in found.forecasts().statements[0]
    with pytest.raises(SettingsError, match="kept in a case"):
        found.forecasts(save=True)
    with pytest.raises(SettingsError, match="only a case"):
        found.scores()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["outlook", *words])
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_the_commands_answer(case: Case, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for words in (
        [str(case.folder), "--no-keep"],
        ["tension", str(case.folder), "--weekly"],
        ["indicators", str(case.folder)],
        ["score", str(case.folder), "--each"],
        ["tension", str(case.folder), "--json"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(["outlook", *words])
        told = capfdbinary.readouterr()
        assert ended.value.code == 0, told.err
        assert told.out
    assert json.loads(told.out)[0]["points"]


def test_wrong_arguments_end_with_a_reason(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    for words, reason in (
        ((str(case.folder), "--within", "0d"), "--within takes days"),
        ((str(case.folder), "--as-of", "2999-01-01"), "lies in the future"),
        ((), "one of them"),
        (("indicators", str(case.folder), "--file", "none.toml"), "cannot read the indicators"),
        (("resolve", str(case.folder), "nonsense", "yes", "--by", "me"), "no forecast"),
    ):
        status, _, told = run(capsys, *words)
        assert status == 2
        assert reason in told


@pytest.mark.parametrize(("text", "days"), [("7d,30d", (7, 30)), ("30, 7", (7, 30)), ("1", (1,))])
def test_horizons_are_read(text: str, days: tuple[int, ...]) -> None:
    assert read_horizons(text) == days
    for wrong in ("", "7w", "400d", "-1d"):
        with pytest.raises(SettingsError):
            read_horizons(wrong)
