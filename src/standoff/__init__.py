"""Standoff reads the reporting on an international crisis and gives back a picture that can be checked word by word.

The functions mirror the commands: `read`, `code`, `annotate`, `brief`, `classify`, `prospects`, `schema`, `doctor`.
Importing the package loads no model and no large library; the first call does.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Classification",
    "MarkedText",
    "Picture",
    "Prospects",
    "Reports",
    "StandoffError",
    "Table",
    "__version__",
    "annotate",
    "brief",
    "changes",
    "claims",
    "classify",
    "code",
    "doctor",
    "geojson",
    "judge",
    "judgements",
    "locate",
    "parse_marked",
    "prospects",
    "read",
    "read_text",
    "schema",
    "serve",
    "settle",
    "sources",
    "watch",
    "what_if",
]


# Two rooms have the names of two functions. Loading the rooms first keeps the import system from putting them over the
# functions later.
for _room in ("annotate", "read"):
    import_module(f"{__name__}.{_room}")


def read(*paths: Any, **options: Any) -> Any:
    """Read files and folders; see `standoff.api.read`."""
    from standoff import api

    return api.read(*paths, **options)


def annotate(layer: str, source: Any, **options: Any) -> Any:
    """Give one layer of annotations; see `standoff.api.annotate`."""
    from standoff import api

    return api.annotate(layer, source, **options)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'standoff' has no attribute {name!r}; it has {', '.join(__all__)}")
    from standoff import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
