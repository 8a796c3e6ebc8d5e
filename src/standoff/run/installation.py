"""Whether the installation is whole."""

import sys

from standoff.core.errors import ModelError
from standoff.resources.language_model import check_files, default_model_folder, load_model, model_name
from standoff.resources.tables import resources_digest
from standoff.run.pipeline import build_stages
from standoff.run.settings import Settings


def check_installation(version: str) -> list[tuple[str, bool, str]]:
    """Check the installation.

    Args:
        version: that of the program.

    Returns:
        Per check its name, whether all is well, and what was found or what to do.
    """
    found = [
        ("python", sys.version_info >= (3, 11), sys.version.split()[0]),
        ("standoff", True, f"{version}, resources {resources_digest()}"),
    ]
    try:
        folder = default_model_folder()
        wrong = check_files(folder)
        text = f"{folder}: all files as tested" if not wrong else "; ".join(wrong)
        found.append(("model files", not wrong, text))
        model = load_model(model_name())
        found.append(("parser", True, f"{model.meta['lang']}_{model.meta['name']} {model.meta['version']}"))
    except ModelError as error:
        found.append(("parser", False, str(error)))
    stages = build_stages(Settings())
    found.append(("stages", True, " > ".join(stage.name for stage in stages)))
    return found
