"""Runs the stages over documents, batch by batch, in this process."""

from collections.abc import Callable, Iterator, Sequence

from standoff.core.document import Document, DocumentView
from standoff.core.errors import PipelineError, ResourceError
from standoff.core.issues import Issue
from standoff.core.stage import Stage

Progress = Callable[[int], None]


def run_batch(views: Sequence[DocumentView], stages: Sequence[Stage]) -> list[Issue]:
    """Run every stage over a batch of views, adding layers to them.

    A document on which a stage fails gets `null` for the layers of that stage and of every later stage that needs
    them, and an issue; the others go on.

    Raises:
        PipelineError: a stage yields more or fewer results than documents, or makes what it did not promise.
        ResourceError: a lexicon or a model is missing; that is no document's fault.
    """
    issues: list[Issue] = []
    for stage in stages:
        ready = [view for view in views if all(view.has(layer) for layer in stage.needs)]
        results = list(stage.run(ready))
        if len(results) != len(ready):
            raise PipelineError(f"stage {stage.name!r} gave {len(results)} results for {len(ready)} documents")
        for view, result in zip(ready, results, strict=True):
            if isinstance(result, ResourceError):
                raise result
            if isinstance(result, Exception):
                issues.append(_failure(view, stage, result))
                continue
            if set(result) != set(stage.makes):
                raise PipelineError(f"stage {stage.name!r} made {sorted(result)}, promised {sorted(stage.makes)}")
            for layer, rows in result.items():
                view.add(layer, rows)
    return issues


def _failure(view: DocumentView, stage: Stage, error: Exception) -> Issue:
    return Issue(
        input=view.doc.name,
        stage=stage.name,
        what=f"the stage {stage.name!r} failed on this report",
        found=f"{type(error).__name__}: {error}",
        do="please report it with the text; the other reports are complete",
    )


def run_documents(
    documents: Sequence[Document],
    stages: Sequence[Stage],
    *,
    batch_size: int = 32,
    progress: Progress | None = None,
) -> Iterator[tuple[list[DocumentView], list[Issue]]]:
    """Run the stages over documents.

    Args:
        documents: the reports.
        stages: the checked list of stages.
        batch_size: documents to a batch.
        progress: called after each batch with the number of documents done.

    Yields:
        Per batch its views, with all layers, and the issues met.
    """
    for start in range(0, len(documents), batch_size):
        views = [DocumentView(doc) for doc in documents[start : start + batch_size]]
        issues = run_batch(views, stages)
        if progress is not None:
            progress(start + len(views))
        yield views, issues
