"""Cases for tests: the example's reports, and stages that cost nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from standoff import api
from standoff.run.case import Case
from tests.coded import example_actors

NOW = "2031-05-07T12:00:00Z"


def fixed_clock() -> str:
    return NOW


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
