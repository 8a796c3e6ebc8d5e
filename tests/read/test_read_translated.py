"""Texts that are put into English by a program of the user's."""

import json
from pathlib import Path

import pytest

from standoff.core.errors import SettingsError
from standoff.read.freeze import Translate
from standoff.read.inputs import read_inputs
from standoff.run.case import Case

GERMAN = "Der Hafen und die Stadt hat am Montag die Fähre und das Boot an der Mole gesperrt."
ENGLISH = "The harbour and the city closed the ferry and the boat at the pier on Monday."


def to_english(text: str, language: str) -> str:
    assert language == "de"
    return ENGLISH


def fail(text: str, language: str) -> str:
    raise RuntimeError("no model")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json"])
def test_a_translation_is_read_and_said_to_be_one(tmp_path: Path, name: str) -> None:
    rows = {
        "a.txt": GERMAN,
        "a.html": f"<html><body><article><p>{GERMAN}</p></article></body></html>",
        "a.jsonl": json.dumps({"text": GERMAN}),
        "a.json": json.dumps([{"text": GERMAN}]),
    }
    (tmp_path / name).write_text(rows[name], encoding="utf-8")
    (doc,), (issue,) = read_inputs([tmp_path / name], translate=to_english)
    assert (doc.text.strip(), doc.language) == (ENGLISH, "en")
    assert (issue.what, issue.found, issue.fatal) == ("machine-translated", "'de'", False)


@pytest.mark.parametrize("translate", [fail, lambda text, language: text, lambda text, language: ""])
def test_a_translator_that_fails_is_told(tmp_path: Path, translate: Translate) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    docs, (issue,) = read_inputs([tmp_path / "a.txt"], translate=translate)
    assert (docs, issue.what, issue.fatal) == ([], "not in English", True)


def test_english_is_not_translated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    assert len(read_inputs([tmp_path / "a.txt"], translate=fail)[0]) == 1


def test_a_case_has_its_translator(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    case = Case.new(tmp_path / "case", translator=f"{__name__}:to_english")
    assert case.add(tmp_path / "a.txt").documents == 1
    again = Case.open(tmp_path / "case")
    assert [row["what"] for row in again.issues()] == ["machine-translated"]
    assert again.settings.plugins == ()
    with pytest.raises(SettingsError, match="cannot load"):
        Case.new(tmp_path / "other", translator="no_such_module:translate")
