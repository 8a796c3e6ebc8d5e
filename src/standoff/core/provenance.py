"""What made a result: enough to make it again."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True, slots=True)
class Provenance:
    """Program, word lists, model and stages behind a result."""

    version: Annotated[str, Meta(description="version of Standoff")]
    resources: Annotated[str, Meta(description="digest of all lexicons and codebooks")]
    model: Annotated[str, Meta(description="the parser's model")]
    actors: Annotated[str | None, Meta(description="table of further actors, as given")]
    stages: Annotated[list[str], Meta(description="stage/version, in the order in which they ran")]
