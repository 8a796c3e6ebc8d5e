"""Reports that are given by name or as text, read and annotated in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from standoff.core.document import Document, DocumentView, to_batch
from standoff.core.issues import Issue
from standoff.read import inputs
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_documents
from standoff.run.settings import Settings

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Reports:
    """Reports that were read, and what could not be; annotated on first use, once."""

    documents: Sequence[Document]
    issues: list[Issue]
    settings: Settings = field(default_factory=Settings)
    _views: list[DocumentView] | None = None

    def views(self, progress: Progress | None = None) -> list[DocumentView]:
        """Annotate the reports, or give what was annotated before.

        Args:
            progress: called with the number of reports done and the number of all.
        """
        if self._views is None:
            made: list[DocumentView] = []
            total = len(self.documents)
            stages = build_stages(self.settings) if total else ()
            for views, issues in run_documents(self.documents, stages, batch_size=self.settings.batch_size):
                made += views
                self.issues += issues
                if progress is not None:
                    progress(len(made), total)
            self._views = made
        return self._views

    def to_batch(self, progress: Progress | None = None) -> pa.RecordBatch:
        """Give everything as one Arrow record batch: a row per report, a column per layer.

        Args:
            progress: as for `views`.
        """
        return to_batch(self.views(progress))


def read(*paths: str | Path, actors: str | None = None, coder: bool = True, stdin: BinaryIO | None = None) -> Reports:
    """Read files and folders.

    Args:
        paths: files (kinds: docs/sources.md), folders, web addresses, or `-` for standard input.
        actors: path of a CSV of further actors, with the columns of `countries.csv`.
        coder: let the trained coder weigh and complete the rules' events; False: rules alone, which is about twice as
            fast and misses most acts whose words the lexicon does not know.
        stdin: what `-` reads.

    Returns:
        The reports; problems are rows in `issues`, they raise nothing.
    """
    documents, issues = inputs.read_inputs(paths, stdin=stdin)
    return Reports(documents, issues, Settings(actors=actors, coder=coder))


def read_text(
    text: str,
    *,
    published: str | None = None,
    actors: str | None = None,
    coder: bool = True,
    **known: str | None,
) -> Reports:
    """Make a report of a text in memory.

    Args:
        text: the text.
        published: ISO date of publication, against which relative dates are read.
        actors: as for `read`.
        coder: as for `read`.
        known: name, ref, url, title, outlet or author.
    """
    document = inputs.read_text(text, published=published, **known)  # type: ignore[arg-type]
    return Reports([document], [], Settings(actors=actors, coder=coder))
