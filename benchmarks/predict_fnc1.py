"""Predictor for stances: does an article agree with a headline, disagree, discuss it, or have nothing to do with it."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.match.stance import judge_stance, read_body
from standoff.match.wording import Rarity, content_stems


def predict_fnc1(rows: Sequence[Row]) -> Iterator[Row]:
    """Judge the stance of each article to each headline; words are weighed by how rare they are in the articles."""
    sentences = _sentences({row["body_id"]: row["text"] for row in rows})
    rarity = Rarity.of(content_stems(" ".join(found)) for found in sentences.values())
    bodies = {body: read_body(found) for body, found in sentences.items()}
    for row in rows:
        judged = judge_stance(row["headline"], bodies[row["body_id"]], rarity)
        yield {"id": row["id"], "stance": judged.stance.value}


def _sentences(bodies: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    rows = [{"id": body, "text": text} for body, text in sorted(bodies.items())]
    return {
        row["id"]: [view.text[s.start : s.end] for s in view.rows("sentences")]
        for row, view in read_views(rows, stages_for("sentences"), None)
    }
