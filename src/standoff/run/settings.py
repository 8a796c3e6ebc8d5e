"""Settings of a run: what a user may choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how documents are read."""

    actors: str | None = None
    """Path of a CSV of further actors (columns of `countries.csv`)."""
    batch_size: int = 32
    """Documents to a batch; changes nothing in the result."""
