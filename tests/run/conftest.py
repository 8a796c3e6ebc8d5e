"""Cases for tests: the example's reports, and stages that cost nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from standoff import api
from standoff.run.case import Case
from tests.coded import example_actors

NOW = "2031-05-07T12:00:00Z"


def fixed_clock() -> str:
    return NOW


def age(folder: Path) -> None:
    """Give a case the form that it had in format 1."""
    head = json.loads((folder / "case.json").read_bytes())
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for part in manifest["parts"]:
        part.pop("outline", None)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "case.json").write_text(json.dumps(head | {"format": 1}))


@pytest.fixture
def new_case(tmp_path: Path) -> Callable[..., Case]:
    """Give a function that makes an empty case whose clock stands still."""

    def make(name: str = "case", **options: object) -> Case:
        return Case.new(tmp_path / name, actors=example_actors(), clock=fixed_clock, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a case that holds the example's reports, coded; tests only read it."""
    folder = tmp_path_factory.mktemp("cases") / "example"
    case = Case.new(folder, actors=example_actors(), clock=fixed_clock)
    case.add(*api.example_inputs()[0])
    case.run()
    return folder
