"""The example case that ships with the package."""

from pathlib import Path

from standoff.resources.tables import ROOT


def example_inputs() -> tuple[list[str], str]:
    """Give the paths of the example case that ships with the package, and of its table of actors."""
    folder = Path(str(ROOT)) / "examples"
    paths = [str(path) for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".html", ".jsonl"}]
    return paths, str(folder / "actors.csv")
