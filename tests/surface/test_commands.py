"""The command line: results on standard output and nothing else, one clear line per problem, and the exit status."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from standoff import api
from standoff.core.layers import LAYERS
from standoff.picture.brief import Brief
from standoff.resources import language_model
from standoff.run import installation
from standoff.store.records import EventRecord
from tests.surface.conftest import Command, Done

GOOD = "Valdora's army shelled a Norwegian ship on Monday. Norway demanded that Valdora withdraw its army.\n"
GERMAN = (
    "Die Regierung des Landes hat am Montag den Hafen der Stadt gesperrt und die Schiffe in der Bucht nicht "
    "mehr fahren lassen, wie ein Sprecher des Ministeriums am Abend in der Hauptstadt mitteilte.\n"
)
FIRST_TYPES = ["ASSAULT", "REQUEST"]
ALL_WELL, READ_FAULT, WRONG_ARGUMENT, BROKEN = 0, 1, 2, 3


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(f"OSLO, May 7, 2031 (North Wire) - {GOOD}", encoding="utf-8")
    return path


def put(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def lines_of(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


# -- results --------------------------------------------------------------------------------------


def test_code_gives_a_line_per_event(standoff: Command, report: Path) -> None:
    done = standoff("code", str(report))
    assert (done.status, done.err) == (ALL_WELL, "")
    records = [msgspec.json.decode(line, type=EventRecord) for line in done.out.splitlines()]
    assert [r.type for r in records][:2] == FIRST_TYPES
    (document,) = api.read(report).documents
    for record in records:
        assert record.text == document.text[record.start : record.end]
        assert record.doc_id == document.doc_id


def test_places_come_as_geojson_too(standoff: Command, tmp_path: Path) -> None:
    path = put(tmp_path, "report.txt", "The ferry burnt in Bergen. Norway's navy sent a ship. Snow fell in Norway.\n")
    done = standoff("annotate", "places", path, "--format", "geojson")
    assert (done.status, done.err) == (ALL_WELL, "")
    made = json.loads(done.out)
    assert made == api.geojson(path)
    points = {f["properties"]["text"]: f["geometry"] for f in made["features"]}
    assert points["Bergen"]["coordinates"] == pytest.approx([5.3, 60.4], abs=0.1)
    assert points["Norway"] is None


def test_only_places_have_geojson(standoff: Command, report: Path) -> None:
    done = standoff("annotate", "times", str(report), "--format", "geojson")
    assert done.status == WRONG_ARGUMENT
    assert "places" in done.err


def test_code_s_lines_hold_what_the_schema_requires(standoff: Command, report: Path) -> None:
    schema = api.schema("event")
    required = set(schema["$defs"]["EventRecord"]["required"])
    for line in lines_of(standoff("code", str(report))):
        assert set(line) == required


@pytest.mark.parametrize("layer", list(LAYERS))
def test_annotate_gives_a_line_per_row(standoff: Command, report: Path, layer: str) -> None:
    done = standoff("annotate", layer, str(report))
    assert (done.status, done.err) == (ALL_WELL, "")
    schema = api.schema(layer)
    required = set(schema["$defs"][LAYERS[layer].__name__]["required"])
    text = api.read(report).documents[0].text
    for row in lines_of(done):
        assert set(row) == required
        assert row["text"] == text[row["start"] : row["end"]]


def test_brief_is_plain_text_of_80_columns(standoff: Command) -> None:
    done = standoff("brief", "--example")
    assert done.status == ALL_WELL
    assert done.out.startswith("STANDOFF  brief of 16 reports, 2031-03-12 to 2031-04-08\n")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out + done.err
    for title in ("WHAT HAPPENED", "WHAT IS PLANNED", "POSITIONS", "FIGURES", "CLAIMS", "OPEN QUESTIONS"):
        assert f"\n{title}" in done.out


@pytest.mark.parametrize("width", ["40", "60", "80", "100"])
def test_brief_is_as_wide_as_asked(standoff: Command, report: Path, width: str) -> None:
    done = standoff("brief", str(report), "--width", width)
    assert max(map(len, done.out.splitlines())) <= int(width)


def test_brief_follows_the_terminal(standoff: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    assert 80 < max(map(len, standoff("brief", "--example").out.splitlines())) <= 90


def test_brief_as_data_is_a_brief(standoff: Command, report: Path) -> None:
    done = standoff("brief", str(report), "--json")
    assert (done.status, done.err) == (ALL_WELL, "")
    decoded = msgspec.json.decode(done.out, type=Brief)
    assert [head.name for head in decoded.reports] == ["good.txt"]
    schema = api.schema("brief")
    known = set(schema["$defs"]["Brief"]["properties"])
    assert set(json.loads(done.out)) <= known
    assert set(schema["$defs"]["Brief"]["required"]) <= set(json.loads(done.out))


def test_brief_writes_a_page(standoff: Command, report: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = standoff("brief", str(report), "--html", str(page))
    assert done.status == ALL_WELL
    assert done.err == f"standoff: page written to {page}\n"
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_a_page_that_cannot_be_written_is_told(standoff: Command, report: Path, tmp_path: Path) -> None:
    done = standoff("brief", str(report), "--html", str(tmp_path / "no" / "page.html"))
    assert done.status == WRONG_ARGUMENT
    assert len(done.err.splitlines()) == 1


def test_standard_input_is_read(standoff: Command) -> None:
    for words in (["code"], ["code", "-"]):
        done = standoff(*words, stdin=GOOD)
        assert done.status == ALL_WELL
        assert [row["type"] for row in lines_of(done)][:2] == FIRST_TYPES


def test_the_same_input_gives_the_same_bytes(standoff: Command, report: Path) -> None:
    assert standoff("code", str(report)).out == standoff("code", str(report)).out
    assert standoff("brief", str(report), "--json").out == standoff("brief", str(report), "--json").out


def test_classify_gives_a_line_per_text(standoff: Command) -> None:
    one, other = "<s>Norway</s> praised <t>Chad</t>.", "<s>Norway</s> threatened to attack <t>Chad</t>."
    for done in (standoff("classify", one, other), standoff("classify", stdin=f"{one}\n\n{other}\n")):
        assert done.status == ALL_WELL
        assert [row["type"] for row in lines_of(done)] == ["SUPPORT", "THREATEN"]


def test_schema_is_json(standoff: Command) -> None:
    for name in ("event", "brief", "document", *LAYERS):
        done = standoff("schema", name)
        assert done.status == ALL_WELL
        assert json.loads(done.out) == json.loads(json.dumps(api.schema(name)))


def test_doctor_is_well(standoff: Command) -> None:
    done = standoff("doctor")
    assert (done.status, done.err) == (ALL_WELL, "")
    assert all(line.startswith("ok ") for line in done.out.splitlines())


def test_a_report_without_events_gives_no_line_and_is_no_fault(standoff: Command) -> None:
    done = standoff("code", stdin="The harbour lay quiet under a grey sky all morning.")
    assert (done.status, done.out, done.err) == (ALL_WELL, "", "")


# -- bad input ------------------------------------------------------------------------------------

BAD = {
    "empty": ("empty.txt", b""),
    "blank": ("blank.txt", b"\n \t\n"),
    "binary": ("binary.txt", bytes(range(256)) * 40),
    "page without text": ("empty.html", b"<!DOCTYPE html><html><head><title>x</title></head><body></body></html>"),
    "record without text": ("field.jsonl", b'{"id": "a", "date": "2031-05-07"}\n'),
    "not English": ("german.txt", GERMAN.encode()),
    "not JSON": ("broken.jsonl", b"{nothing\n"),
}


@pytest.mark.parametrize("kind", list(BAD))
def test_a_bad_input_is_one_line_and_the_others_are_read(
    standoff: Command, report: Path, tmp_path: Path, kind: str
) -> None:
    path = put(tmp_path, *BAD[kind])
    done = standoff("code", path, str(report))
    assert done.status == READ_FAULT
    assert len(done.err.splitlines()) == 1, done.err
    assert done.err.startswith(f"standoff: {path}")
    assert "; found " in done.err
    assert done.out == standoff("code", str(report)).out


def test_a_missing_file_is_one_line_and_the_others_are_read(standoff: Command, report: Path, tmp_path: Path) -> None:
    done = standoff("code", str(tmp_path / "gone.txt"), str(report))
    assert done.status == READ_FAULT
    assert done.err == f"standoff: {tmp_path / 'gone.txt'}: no such file; found nothing there; check the path\n"
    assert done.out == standoff("code", str(report)).out


def test_broken_utf8_is_told_and_read_all_the_same(standoff: Command, tmp_path: Path) -> None:
    raw = GOOD.encode() + "Fünf Boote – so hieß es – fuhren aus. ".encode() + b"caf\xc3 \xe2\x28 end\n"
    done = standoff("code", put(tmp_path, "broken.txt", raw))
    assert done.status == ALL_WELL
    assert len(done.err.splitlines()) == 1
    assert [row["type"] for row in lines_of(done)][:2] == FIRST_TYPES


def test_a_bad_date_is_told_and_the_record_read_without_it(standoff: Command, tmp_path: Path) -> None:
    path = put(tmp_path, "dates.jsonl", json.dumps({"id": "a", "date": "soon", "text": GOOD}) + "\n")
    done = standoff("code", path)
    assert done.status == ALL_WELL
    assert len(done.err.splitlines()) == 1
    assert "'soon'" in done.err
    assert {row["published"] for row in lines_of(done)} == {None}


def test_a_bad_line_of_records_names_its_line(standoff: Command, tmp_path: Path) -> None:
    rows = [json.dumps({"id": "a", "text": GOOD}), '{"id": "b"}', json.dumps({"id": "c", "text": f"On Tuesday {GOOD}"})]
    done = standoff("code", put(tmp_path, "rows.jsonl", "\n".join(rows)))
    assert done.status == READ_FAULT
    assert len(done.err.splitlines()) == 1
    assert "2" in done.err.split(":", 2)[1] + done.err.split(":", 3)[2]
    assert len({row["doc_id"] for row in lines_of(done)}) == 2


def test_the_brief_lists_what_could_not_be_read(standoff: Command, report: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "empty.txt", b"")
    done = standoff("brief", path, str(report))
    assert done.status == READ_FAULT
    assert "WHAT COULD NOT BE READ" in done.out
    assert "empty" in done.out.split("WHAT COULD NOT BE READ")[1]


def test_the_brief_as_data_holds_the_issues(standoff: Command, report: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "empty.txt", b"")
    done = standoff("brief", "--json", path, str(report))
    assert done.status == READ_FAULT
    (issue,) = json.loads(done.out)["issues"]
    assert issue["input"] == path
    assert len(done.err.splitlines()) == 1


def test_nothing_readable_is_no_crash(standoff: Command, tmp_path: Path) -> None:
    path = put(tmp_path, "empty.txt", b"")
    for command in (["code"], ["brief"], ["brief", "--json"], ["annotate", "times"]):
        done = standoff(*command, path)
        assert done.status == READ_FAULT
        assert "Traceback" not in done.err


def test_empty_standard_input_is_told(standoff: Command) -> None:
    done = standoff("code", stdin=b"")
    assert done.status == READ_FAULT
    assert done.err.startswith("standoff: stdin: empty input")


# -- wrong arguments ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["annotate", "moods"],
        ["schema", "moods"],
        ["classify", "Norway praised Chad."],
        ["classify", "<s>Norway praised <t>Chad</t>."],
    ],
)
def test_a_wrong_value_is_one_line_that_says_what_to_do(standoff: Command, words: list[str]) -> None:
    done = standoff(*words, stdin=GOOD)
    assert (done.status, done.out) == (WRONG_ARGUMENT, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("standoff: ")


@pytest.mark.parametrize(
    "words", [["guess"], ["brief", "--nonsense"], ["brief", "--width", "wide", "-"], ["schema"], ["annotate"]]
)
def test_wrong_usage_is_a_wrong_argument(standoff: Command, words: list[str]) -> None:
    done = standoff(*words, stdin=GOOD)
    assert done.status == WRONG_ARGUMENT
    assert done.out == ""
    assert done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err


def test_a_table_of_actors_that_is_not_there(standoff: Command, report: Path, tmp_path: Path) -> None:
    done = standoff("code", str(report), "--actors", str(tmp_path / "gone.csv"))
    assert done.status in {WRONG_ARGUMENT, BROKEN}
    assert len(done.err.splitlines()) == 1
    assert "gone.csv" in done.err


# -- the installation -----------------------------------------------------------------------------


@pytest.fixture
def _fresh_model() -> Any:
    from standoff.annotate.parse import load_parser

    load_parser.cache_clear()
    language_model.load_model.cache_clear()
    yield
    load_parser.cache_clear()
    language_model.load_model.cache_clear()


@pytest.mark.usefixtures("_fresh_model")
def test_a_missing_model_is_named(standoff: Command, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "find_spec", lambda name: None)
    done = standoff("code", str(report))
    assert (done.status, done.out) == (BROKEN, "")
    assert len(done.err.splitlines()) == 1
    assert language_model.DEFAULT_MODEL in done.err
    assert "pip install" in done.err


@pytest.mark.usefixtures("_fresh_model")
def test_a_model_by_another_name_that_is_not_there(
    standoff: Command, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDOFF_MODEL", "no_such_model")
    done = standoff("code", str(report))
    assert (done.status, done.out) == (BROKEN, "")
    assert len(done.err.splitlines()) == 1
    assert "no_such_model" in done.err


@pytest.mark.usefixtures("_fresh_model")
def test_a_changed_model_file_is_named(
    standoff: Command, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = language_model.default_model_folder()
    copy = tmp_path / "model"
    names = [line.split(maxsplit=1)[1] for line in language_model.read_text("model_digests.txt").splitlines()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).symlink_to(real / name)
    changed = copy / "meta.json"
    changed.unlink()
    changed.write_bytes((real / "meta.json").read_bytes() + b" ")
    monkeypatch.setattr(language_model, "default_model_folder", lambda: copy)
    done = standoff("code", str(report))
    assert (done.status, done.out) == (BROKEN, "")
    assert len(done.err.splitlines()) == 1
    assert f"changed: {changed}" in done.err
    changed.unlink()
    assert f"missing: {changed}" in standoff("code", str(report)).err


@pytest.mark.usefixtures("_fresh_model")
def test_doctor_tells_what_is_wrong(standoff: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "find_spec", lambda name: None)
    monkeypatch.setattr(installation, "default_model_folder", language_model.default_model_folder)
    done = standoff("doctor")
    assert done.status == BROKEN
    assert "BAD  parser" in done.out


# -- progress -------------------------------------------------------------------------------------


def test_progress_goes_to_standard_error_only(standoff: Command, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = standoff("code", str(report))
    monkeypatch.setattr("standoff.cli.options.PROGRESS_AFTER_S", 0.0)
    loud = standoff("code", str(report))
    assert loud.out == quiet.out
    assert "\x1b" not in loud.err
