"""From the rows of a benchmark to documents, and through the stages to layers."""

from collections.abc import Iterator, Sequence

from benchmarks.rows import BenchmarkError, Row
from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.stage import Stage
from standoff.core.vocabulary import ValueBasis
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_documents
from standoff.run.settings import Settings


def make_document(row: Row, published: str | None = None) -> Document:
    """Freeze a row's text as it stands, so that its offsets remain those of the benchmark."""
    text: str = row["text"]
    return Document(
        doc_id=str(row["id"]),
        name=str(row["id"]),
        ref=str(row["id"]),
        url=None,
        title=row.get("title"),
        outlet=row.get("publisher"),
        author=None,
        published=published,
        published_basis=ValueBasis.STATED if published else None,
        language="en",
        text=text,
        body_start=0,
        text_sha=text_digest(text),
    )


def all_stages() -> tuple[Stage, ...]:
    """Give the pipeline as a user gets it by default."""
    return build_stages(Settings())


def stages_for(*layers: str) -> tuple[Stage, ...]:
    """Give those stages of the pipeline that the layers need, and no others."""
    wanted, chosen = set(layers), []
    for stage in reversed(all_stages()):
        if wanted & set(stage.makes):
            wanted |= set(stage.needs)
            chosen.append(stage)
    return tuple(reversed(chosen))


def replace_stage(stages: Sequence[Stage], name: str, other: Stage) -> tuple[Stage, ...]:
    """Give the stages with one of them exchanged."""
    return tuple(other if stage.name == name else stage for stage in stages)


def read_views(
    rows: Sequence[Row], stages: Sequence[Stage], date_field: str | None = "doc_date"
) -> Iterator[tuple[Row, DocumentView]]:
    """Run stages over the rows' texts.

    Args:
        rows: with `id` and `text`.
        stages: what to run.
        date_field: the field with the report's date (an ISO date or date-time), or None to give no date.

    Yields:
        Each row with its view, in order.

    Raises:
        BenchmarkError: a stage failed on a text; a benchmark passes over nothing.
    """
    dates = [str(row[date_field])[:19] if date_field and row.get(date_field) else None for row in rows]
    documents = [make_document(row, date) for row, date in zip(rows, dates, strict=True)]
    at = 0
    for views, issues in run_documents(documents, stages):
        if issues:
            raise BenchmarkError(f"{len(issues)} issue(s), the first: {issues[0].line()}")
        for view in views:
            yield rows[at], view
            at += 1
