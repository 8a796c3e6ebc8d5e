"""The way from older formats of a case to this one, a step per version. Each may be stopped anywhere and begun again:
only when it is done does `case.json` name the next version.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from standoff.store.manifest import EVENTS_TABLE, layer_path, load_manifest, save_manifest
from standoff.store.outline import outline_file

Head = dict[str, Any]
"""The content of `case.json`."""


def outline_parts(folder: Path, head: Head) -> Head:
    """From 1 to 2: the manifest tells the types, days and sides of the events of each part."""
    manifest = load_manifest(folder)
    for part in manifest.parts:
        entry = part.layers.get(EVENTS_TABLE)
        if part.outline is None and entry is not None:
            part.outline = outline_file(folder / layer_path(EVENTS_TABLE, part.part_id, entry.key), entry)
    save_manifest(folder, manifest)
    return head


FORWARD: Mapping[int, Callable[[Path, Head], Head]] = {1: outline_parts}
"""From a version to what makes the next one of it: gets the folder and the content of `case.json`, gives the new
content."""
