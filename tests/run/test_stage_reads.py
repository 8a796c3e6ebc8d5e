"""What a stage says that it reads is what it reads: else a changed lexicon would leave old layers standing."""

import functools
import re
import sys
from collections.abc import Iterator

import pytest

from standoff.core.document import DocumentView
from standoff.core.errors import PipelineError
from standoff.core.stage import Stage
from standoff.resources.tables import ROOT
from standoff.run import pipeline
from standoff.run.fingerprints import CHOICES, file_key, product_keys
from standoff.run.settings import Settings
from tests.coded import example_actors, example_case

COVERED = {"coder/": "@coder", "model_digests.txt": "@model", "examples/actors.csv": "@actors"}
"""Files that stand behind a choice: the choice's digest covers them."""
HYPHENS = "parse"
"""The stage that reads the event lexicon for the forms of its hyphenated words only (`@hyphens`)."""
_opened: set[str] = set()
_listening = [False]
_RESOURCE = re.compile(r"standoff/resources/(.+)$")


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _listening[0] and isinstance(arguments[0], str):
        found = _RESOURCE.search(arguments[0].replace("\\", "/"))
        if found and not found[1].endswith((".py", ".pyc")):
            _opened.add(found[1])


@pytest.fixture
def opened() -> Iterator[set[str]]:
    """Give the package's data files that are opened during a test, with nothing kept from before."""
    if not hasattr(sys, "_standoff_listens"):
        sys.addaudithook(_listen)
        sys._standoff_listens = True  # type: ignore[attr-defined]
    _opened.clear()
    _listening[0] = True
    yield _opened
    _listening[0] = False
    forget()


def forget() -> None:
    """Empty every cache of ours, so that files are read again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("standoff"):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper) and not name.startswith("standoff.core"):
                    value.cache_clear()


def undeclared(stage: Stage, files: set[str]) -> list[str]:
    """Give the files that a stage opened and does not name."""
    wrong = []
    for file in sorted(files):
        covered = next((choice for start, choice in COVERED.items() if file.startswith(start)), None)
        names = {file, f"{file.rsplit('/', 1)[0]}/", covered}
        if stage.name == HYPHENS and file.startswith("lexicons/events/"):
            names.add("@hyphens")
        if not names & set(stage.reads):
            wrong.append(file)
    return wrong


SETTINGS = Settings(actors=example_actors())
NAMES = [stage.name for stage in pipeline.build_stages(SETTINGS)]


@pytest.mark.parametrize("name", NAMES)
def test_a_stage_names_every_file_that_it_opens(name: str, opened: set[str]) -> None:
    views = example_case().views
    stage = next(stage for stage in pipeline.build_stages(SETTINGS) if stage.name == name)
    forget()
    opened.clear()
    if name == HYPHENS:
        views = views[:2]
    fresh = [DocumentView(view.doc, {layer: view.rows(layer) for layer in stage.needs}) for view in views]
    assert not [result for result in stage.run(fresh) if isinstance(result, Exception)]
    assert undeclared(stage, opened) == []


def test_building_a_stage_opens_only_what_some_stage_names(opened: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    opened.clear()
    stages = pipeline.build_stages(SETTINGS)
    named = {name for stage in stages for name in stage.reads}
    left = undeclared(Stage("all", "1", (), (), stages[0].run, tuple(named)), opened)
    assert left == []
    assert len(opened) > 20


def test_what_is_named_is_there() -> None:
    for stage in pipeline.build_stages(SETTINGS):
        for name in stage.reads:
            assert name in CHOICES or ROOT.joinpath(*name.rstrip("/").split("/")).is_dir() == name.endswith("/")


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("lexicons/voice.csv", {"voices", "events_table"}),
        ("lexicons/status.csv", {"status", "repeats", "events_table"}),
        ("lexicons/transfers.csv", {"figures", "circumstances", "status", "repeats", "events_table"}),
        ("@require_actor", {"events", "contents", "circumstances", "status", "repeats", "events_table"}),
        ("@model", None),
    ],
)
def test_a_change_reaches_what_depends_on_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, changed: str, again: set[str] | None
) -> None:
    stages = pipeline.build_stages(Settings(coder=False))
    before = product_keys(stages, Settings(coder=False))
    monkeypatch.setattr(
        "standoff.run.fingerprints._read_key",
        lambda name, stage, settings: "new" if name == changed else _old_key(name, stage, settings),
    )
    after = product_keys(stages, Settings(coder=False))
    moved = {name for name in before if before[name] != after[name]}
    assert moved == (set(before) if again is None else again)


def _old_key(name: str, stage: Stage, settings: Settings) -> str:
    return CHOICES[name](settings) if name in CHOICES else file_key(name)


def test_an_unknown_choice_is_refused() -> None:
    stage = pipeline.build_stages(Settings(coder=False))[0]
    strange = Stage(stage.name, "1", (), stage.makes, stage.run, ("@mood",))
    with pytest.raises(PipelineError, match="reads '@mood'"):
        product_keys([strange], Settings(coder=False))
