"""Settings of a run: what a user may choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how documents are read."""

    actors: str | None = None
    """Path of a CSV of further actors (columns of `countries.csv`)."""
    require_actor: bool = True
    """Code an act only where one side is a known kind of actor; False where the actors are given."""
    coder: bool = True
    """Let the trained coder weigh what the rules find, and find what they miss; False: rules alone, faster."""
    plugins: tuple[str, ...] = ()
    """Functions that give further stages, each as `module:function` (docs/stages.md)."""
    batch_size: int = 32
    """Documents to a batch; changes nothing in the result."""
