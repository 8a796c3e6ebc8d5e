"""Stages that cost nothing, in place of the real ones, and reports for them."""

from collections.abc import Callable, Iterator

from standoff.core.document import DocumentView
from standoff.core.fetched import Fetched
from standoff.core.layers import Sentence
from standoff.core.stage import Layers, Stage, each
from standoff.run.pipeline import build_stages
from standoff.run.settings import Settings

NAMES = tuple(stage.name for stage in build_stages(Settings(coder=False)))
PLUGINS = tuple(f"{__name__}:make_{name}" for name in NAMES)
BROKEN_WORD = "unspeakable"
"""The stage of statements fails on a report that holds it."""


def _stage(name: str) -> Callable[[Settings], Stage]:
    def make(settings: Settings) -> Stage:
        real = next(stage for stage in build_stages(Settings(coder=False)) if stage.name == name)

        def annotate(view: DocumentView) -> Layers:
            if name == "statements" and BROKEN_WORD in view.text:
                raise ValueError("it cannot be said")
            made: Layers = {layer: [] for layer in real.makes}
            if name == "parse":
                ends = [at + 1 for at, sign in enumerate(view.text) if sign == "."]
                starts = [0, *ends[:-1]]
                made = {**made, "sentences": [Sentence(s, e, "parse/1") for s, e in zip(starts, ends, strict=True)]}
            return made

        return Stage(name, "cheap", real.needs, real.makes, each(annotate), real.reads)

    return make


def __getattr__(name: str) -> Callable[[Settings], Stage]:
    if name.startswith("make_"):
        return _stage(name.removeprefix("make_"))
    raise AttributeError(name)


def reports(count: int) -> Iterator[Fetched]:
    """Give some reports; each tenth is no English and becomes an issue, on each seventh a stage fails."""
    for n in range(count):
        text = f"The ministry of Valdora said on Monday that convoy {n} had crossed the border. Nobody was hurt there."
        if n % 10 == 9:
            text = f"Die Regierung des Landes hat am Montag den Hafen der Stadt gesperrt, sagte Sprecher {n} am Abend."
        if n % 7 == 6:
            text += f" He called it {BROKEN_WORD}."
        yield Fetched(f"wire/{n}", f"wire{n}.txt", text.encode(), "text/plain", published=f"2031-03-{n % 28 + 1:02d}")
