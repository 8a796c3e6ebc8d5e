"""The key of everything that decides what a stage makes: where it is the same, what was made is still right."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from standoff.core.arrow import layer_type, struct_type
from standoff.core.errors import PipelineError
from standoff.core.stage import Stage
from standoff.resources.event_lexicon import hyphenated_forms
from standoff.resources.language_model import DEFAULT_MODEL, model_name
from standoff.resources.tables import ROOT
from standoff.run.settings import Settings
from standoff.store.manifest import EVENTS_TABLE
from standoff.store.records import RECORDS_VERSION, EventRecord

_DIGITS = 16


def digest(*told: object) -> str:
    """Give the digest of plain values (16 hexadecimal digits)."""
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()[:_DIGITS]


@cache
def file_key(path: str) -> str:
    """Give the digest of a data file of the package, or of all files of a folder (its name ends in a slash)."""
    entry = ROOT.joinpath(*path.rstrip("/").split("/"))
    if not path.endswith("/"):
        return hashlib.sha256(entry.read_bytes()).hexdigest()[:_DIGITS]
    files = sorted((item.name, item.read_bytes()) for item in entry.iterdir() if item.is_file())
    return digest([(name, hashlib.sha256(data).hexdigest()) for name, data in files])


def _actors_key(settings: Settings) -> str:
    return digest(Path(settings.actors).read_bytes().hex()) if settings.actors else ""


def _coder_key(settings: Settings) -> str:
    return file_key("coder/manifest.json") if settings.coder else ""


@cache
def _model_key(name: str) -> str:
    """Give what decides the parser's answers: the default model's files are held to their digests when it is loaded."""
    if name == DEFAULT_MODEL:
        return file_key("model_digests.txt")
    folder = Path(name)
    if not folder.is_dir():
        return f"{name} {version(name)}"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest([(str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files])


CHOICES: Mapping[str, Callable[[Settings], str]] = {
    "@actors": _actors_key,
    "@coder": _coder_key,
    "@require_actor": lambda settings: str(settings.require_actor),
    "@model": lambda settings: _model_key(model_name()),
    "@hyphens": lambda settings: digest(sorted(hyphenated_forms().items())),
}
"""What a run chooses, beside the package's data files, and how its digest is taken."""


def product_keys(stages: Sequence[Stage], settings: Settings) -> dict[str, str]:
    """Give the key of every layer that the stages make, and of the event records.

    Args:
        stages: the checked list.
        settings: those the stages were built for.

    Raises:
        PipelineError: a stage reads something that is unknown.
    """
    keys: dict[str, str] = {}
    for stage in stages:
        read = [(name, _read_key(name, stage, settings)) for name in sorted(stage.reads)]
        types = [(layer, str(layer_type(layer))) for layer in stage.makes]
        key = digest(stage.name, stage.version, types, read, [(layer, keys[layer]) for layer in sorted(stage.needs)])
        keys |= dict.fromkeys(stage.makes, key)
    keys[EVENTS_TABLE] = digest("records", RECORDS_VERSION, str(struct_type(EventRecord)), sorted(keys.items()))
    return keys


def _read_key(name: str, stage: Stage, settings: Settings) -> str:
    if not name.startswith("@"):
        return file_key(name)
    if name not in CHOICES:
        raise PipelineError(f"stage {stage.name!r} reads {name!r}; known besides files: {', '.join(CHOICES)}")
    return CHOICES[name](settings)
