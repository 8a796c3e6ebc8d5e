"""Asking a case in a new process loads no stage, no step across reports and no model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from standoff.core.vocabulary import EventType
from standoff.run.asking import EventFilter, select_events
from standoff.run.case import Case

ASKED = {
    "events": "case.events(type='MOBILIZE', since='2031-01-01')",
    "find": "case.find('ministry')",
}
HEAVY = {"spacy", "onnxruntime", "lightgbm", "thinc", "tokenizers", "litestar", "trafilatura"}
ROOMS = ("annotate", "link", "match", "picture", "outlook", "web")


@pytest.mark.parametrize("asked", ASKED)
def test_a_question_loads_no_room_that_it_does_not_need(example_folder: Path, asked: str) -> None:
    program = (
        "import json, sys; from standoff.run.reader import CaseReader; case = CaseReader.open(sys.argv[1]); "
        f"rows = len({ASKED[asked]}); print(json.dumps([rows, sorted(sys.modules)]))"
    )
    words = [sys.executable, "-c", program, str(example_folder)]
    rows, modules = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True).stdout)
    assert rows > 0
    assert not HEAVY & {name.partition(".")[0] for name in modules}
    assert not [name for name in modules if name.startswith(tuple(f"standoff.{room}." for room in ROOMS))]


@pytest.mark.parametrize("command", ["events", "find", "sql"])
def test_the_commands_that_ask_import_the_reader_alone(command: str) -> None:
    program = (
        "import sys; from standoff.cli import main\n"
        f"try: main(['{command}', '/nowhere/at/all', 'word'][: {3 if command != 'events' else 2}])\n"
        "except SystemExit: print('standoff.run.reader' in sys.modules, 'standoff.api' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["True", "False"]
    assert "is no case" in done.stderr


def test_every_filter_finds_what_it_finds_without_outlines(example_folder: Path) -> None:
    case = Case.open(example_folder)
    views = case.views()
    (part,) = views.manifest.parts
    assert part.outline is not None
    left_out = 0
    for kind in EventType:
        for month in (3, 5, 12):
            for side in (None, "NLD"):
                wanted = EventFilter(
                    actor=side, type=kind.value, since=f"2031-{month:02d}-01", until=f"2031-{month:02d}-20"
                )
                with views.events(views.files["events"]) as connection:
                    whole = select_events(connection, wanted).num_rows
                left_out += not wanted.may_fit(part.outline)
                assert wanted.may_fit(part.outline) or not whole
                assert len(case.events(wanted)) == whole
    assert left_out > 30
