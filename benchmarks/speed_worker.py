"""One measurement of speed in a process of its own: `python -m benchmarks.speed_worker SYSTEM DOCUMENTS WORDS`.

The system is `standoff`, `rules` (Standoff without the trained coder) or `spacy`. Prints one JSON object. Loading and a
first short document are not counted in the time; the peak of memory is the process's, loading and all.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.documents import make_documents
from benchmarks.rows import emit
from standoff.core.document import Document, DocumentView
from standoff.core.stage import Layers, Stage
from standoff.resources.language_model import default_model_folder
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_documents
from standoff.run.settings import Settings

BATCH = 32
"""Documents to a batch, for both systems."""


def time_standoff(documents: Sequence[Document], warm_up: Sequence[Document], settings: Settings) -> dict[str, float]:
    """Run the whole pipeline over the documents and give the seconds of each stage."""
    spent: dict[str, float] = {}
    stages = [_timed(stage, spent) for stage in build_stages(settings)]
    for _ in run_documents(warm_up, stages):
        pass
    spent.clear()
    for _ in run_documents(documents, stages, batch_size=BATCH):
        pass
    return spent


def _timed(stage: Stage, spent: dict[str, float]) -> Stage:
    def run(views: Sequence[DocumentView]) -> Iterator[Layers | Exception]:
        start = time.perf_counter()
        found = list(stage.run(views))
        spent[stage.name] = spent.get(stage.name, 0.0) + time.perf_counter() - start
        yield from found

    return replace(stage, run=run)


def time_spacy(documents: Sequence[Document], warm_up: Sequence[Document]) -> dict[str, float]:
    """Run bare spaCy, with all the model's components, over the same documents."""
    import spacy

    model = spacy.load(default_model_folder())
    for _ in model.pipe([doc.text for doc in warm_up]):
        pass
    start = time.perf_counter()
    for _ in model.pipe([doc.text for doc in documents], batch_size=BATCH):
        pass
    return {"all": time.perf_counter() - start}


def main() -> int:
    """Measure once."""
    system, count, words = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    documents, warm_up = make_documents(count, words), make_documents(1, 50)
    if system == "spacy":
        stages = time_spacy(documents, warm_up)
    else:
        stages = time_standoff(documents, warm_up, Settings(coder=system == "standoff"))
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {
        "seconds": sum(stages.values()),
        "stages": stages,
        "peak_mb": peak_kib / 1024 if sys.platform != "darwin" else peak_kib / 1024**2,
        "words": sum(len(doc.text.split()) for doc in documents),
    }
    emit(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
