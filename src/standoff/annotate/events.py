"""Who did what to whom: acts found by rule, weighed and added to by the trained coder."""

from collections.abc import Callable

from standoff.annotate.implied import imply_sides
from standoff.annotate.rule_coder import NAME, VERSION, read_rules
from standoff.annotate.weighing import Weigher
from standoff.core.document import DocumentView
from standoff.core.stage import Layers
from standoff.resources.codebook import Codebook
from standoff.resources.coder import Coder
from standoff.resources.event_lexicon import EventLexicon
from standoff.resources.gazetteer import Gazetteer

__all__ = ["NAME", "VERSION", "make_annotator"]


def make_annotator(
    lexicon: EventLexicon,
    codebook: Codebook,
    gazetteer: Gazetteer,
    coder: Coder | None,
    *,
    require_actor: bool = True,
) -> Callable[[DocumentView], Layers]:
    """Make the stage's function.

    Args:
        lexicon: the compiled rows.
        codebook: quad classes and scores of the types.
        gazetteer: knows the names of states.
        coder: the trained model; None: the rules alone.
        require_actor: code an act only where one side is a known kind of actor.
    """
    weigher = Weigher(coder, gazetteer) if coder is not None else None

    def annotate(view: DocumentView) -> Layers:
        rules, events = read_rules(view, lexicon, codebook, require_actor)
        events = imply_sides(view, rules.syntax, events)
        if weigher is not None:
            events = weigher.weigh(view.text, view.rows("sentences"), view.rows("statements"), rules, events)
        return {"events": events}

    return annotate
