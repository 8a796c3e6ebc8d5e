"""What could not be read or done, as rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that went wrong, told so that a person can act on it."""

    input: str
    """The file, address or record concerned."""
    stage: str
    """Where it was noticed: read, or the name of a stage."""
    what: str
    """What is wrong."""
    found: str
    """What was found."""
    do: str
    """What to do."""
    fatal: bool = True
    """Whether the report (or the layer) is missing because of it."""

    def line(self) -> str:
        """Say it in one line."""
        return f"{self.input}: {self.what}; found {self.found}; {self.do}"
