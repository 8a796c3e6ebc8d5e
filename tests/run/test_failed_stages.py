"""Whatever stage fails, the rest of the house goes on: records, brief, plain text and page of what is there."""

from dataclasses import replace

import pytest

from standoff.core.document import DocumentView, from_batch, to_batch
from standoff.core.layers import LAYERS
from standoff.core.stage import Layers, Stage, each
from standoff.picture.brief import build_brief
from standoff.run.corpus import open_picture
from standoff.run.runner import run_batch
from standoff.store.records import event_records, layer_records
from standoff.web.page import render_page
from standoff.web.text import render_text
from tests.coded import all_stages, document

TEXT = (
    "Valdora's army shelled a Kestrian post on Monday, the Kestrian minister said. He demanded that it withdraw two "
    "brigades by 9 June. Valdora denies the attack. Will the truce hold?"
)


def failing(stage: Stage) -> Stage:
    """Give a stage that fails for the document called bad, and works for the others."""

    def annotate(view: DocumentView) -> Layers:
        if view.doc.name == "bad":
            raise ValueError("no")
        (made,) = stage.run([view])
        if isinstance(made, Exception):
            raise made
        return made

    return replace(stage, run=each(annotate))


@pytest.mark.parametrize("name", [stage.name for stage in all_stages()])
def test_one_failure_spoils_nothing_else(name: str) -> None:
    stages = [failing(stage) if stage.name == name else stage for stage in all_stages()]
    bad, good = views = [DocumentView(document(TEXT, name=label)) for label in ("bad", "good")]
    issues = run_batch(views, stages)
    assert [(issue.input, issue.stage) for issue in issues] == [("bad", name)]
    lost = {layer for layer in LAYERS if not bad.has(layer)}
    assert lost >= set(next(stage for stage in stages if stage.name == name).makes)
    assert all(good.has(layer) for layer in LAYERS)
    assert {layer for layer in LAYERS if not from_batch(to_batch(views))[0].has(layer)} == lost
    assert all(record.text for view in views for record in event_records(view))
    assert all(layer_records(bad, layer) == [] for layer in lost)
    brief = build_brief(open_picture(views), issues)
    assert [issue.stage for issue in brief.issues] == [name]
    assert name in render_text(brief)
    assert name in render_page(brief, views)
