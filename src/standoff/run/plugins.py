"""Stages from outside the package, named in the settings as `module:function`."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from standoff.core.errors import SettingsError
from standoff.core.stage import Stage
from standoff.run.settings import Settings


def plug_in(stages: Sequence[Stage], settings: Settings) -> tuple[Stage, ...]:
    """Put the stages of the settings' plug-ins among the others.

    A stage takes the place of the one that has its name.

    Raises:
        SettingsError: a plug-in cannot be imported, gives no stage, or one that takes no other's place.
    """
    by_name = {stage.name: stage for stage in stages}
    for plugin in settings.plugins:
        made = load_plugin(plugin)(settings)
        if not isinstance(made, Stage):
            raise SettingsError(f"the plug-in {plugin!r} must give a Stage; found {made!r}; see docs/stages.md")
        if made.name not in by_name:
            known = ", ".join(by_name)
            raise SettingsError(f"the plug-in {plugin!r} gave a stage {made.name!r}; name it after one of {known}")
        by_name[made.name] = made
    return tuple(by_name.values())


def load_plugin(plugin: str) -> Callable[..., Any]:
    """Import what a plug-in's name stands for.

    Raises:
        SettingsError: there is no such module or function.
    """
    module, _, name = plugin.partition(":")
    try:
        found: Callable[..., Any] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(f"cannot load the plug-in {plugin!r}: {error}; write it as module:function") from error
    return found
