"""What others build on: names, commands, schemas, stages. A change here is a change for them: update with
`pytest --snapshot-update` and say so in the changelog."""

import inspect

import pytest
from syrupy.assertion import SnapshotAssertion

import standoff as package
from standoff import api
from standoff.core.errors import SettingsError
from standoff.core.layers import LAYERS
from tests.coded import all_stages
from tests.surface.conftest import Command

COMMANDS = ("brief", "code", "annotate", "classify", "schema", "doctor", "claims", "sources", "judge", "judgements")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(standoff: Command, snapshot: SnapshotAssertion, command: str) -> None:
    done = standoff(*([command] if command else []), "--help")
    assert done.status == 0
    assert done.err == ""
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out
    assert done.out == snapshot


def test_version(standoff: Command) -> None:
    assert standoff("--version").out.strip() == package.__version__


@pytest.mark.parametrize("name", ["event", "brief", "document", *LAYERS])
def test_schemas(snapshot: SnapshotAssertion, name: str) -> None:
    assert api.schema(name) == snapshot


def test_an_unknown_schema_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="no record is called 'mood'; choose one of event"):
        api.schema("mood")


def test_stages(snapshot: SnapshotAssertion) -> None:
    told = [f"{s.name}: needs {', '.join(s.needs) or '-'}; makes {', '.join(s.makes)}" for s in all_stages()]
    assert told == snapshot


def test_public_names(snapshot: SnapshotAssertion) -> None:
    assert sorted(package.__all__) == snapshot
    assert dir(package) == sorted(package.__all__)
    assert all(getattr(package, name) is not None for name in package.__all__)


def test_public_names_have_docstrings() -> None:
    found = {name: getattr(package, name) for name in package.__all__}
    assert all(inspect.getdoc(value) for value in found.values() if not isinstance(value, str))


def test_commands_mirror_functions() -> None:
    assert {name for name in COMMANDS if not callable(getattr(package, name))} == set()


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="no attribute 'guess'; it has"):
        _ = package.guess


def test_the_event_record_has_all_that_was_promised() -> None:
    known = set(api.schema("event")["$defs"]["EventRecord"]["properties"])
    promised = {
        "doc_id", "start", "end", "text", "type", "mode", "quad", "intensity", "sources", "targets", "status",
        "polarity", "certainty", "speakers", "cue", "quote", "basis", "about", "condition", "times", "places",
        "confidence",
    }  # fmt: skip
    assert promised <= known
