"""THE list of stages: what runs, in which order, and what each needs and makes."""

from functools import cache

from standoff.annotate import (
    actors,
    circumstances,
    contents,
    events,
    figures,
    parse,
    places,
    statements,
    status,
    times,
    voices,
)
from standoff.core.stage import Stage, check_stages, each
from standoff.link import identities, repeats
from standoff.resources.codebook import load_codebook
from standoff.resources.coder import load_coder
from standoff.resources.event_lexicon import load_event_lexicon
from standoff.resources.gazetteer import Gazetteer, load_gazetteer
from standoff.resources.roles import load_roles
from standoff.run.settings import Settings

TREE = ("sentences", "tokens")


@cache
def build_stages(settings: Settings) -> tuple[Stage, ...]:
    """Build the list of stages for some settings, and check it.

    Raises:
        PipelineError: the stages do not fit together.
        ResourceError: a lexicon is missing or malformed.
    """
    names = load_gazetteer(settings.actors)
    stages = (*_reading_stages(names), *_event_stages(names, settings))
    check_stages(stages)
    return stages


def _reading_stages(names: Gazetteer) -> tuple[Stage, ...]:
    """Who, when, where, how many, and who says so."""
    return (
        Stage("parse", parse.VERSION, (), TREE, parse.make_runner(names)),
        Stage("times", times.VERSION, TREE, ("times",), each(times.annotate)),
        Stage("places", places.VERSION, TREE, ("places",), each(places.make_annotator(names))),
        Stage(
            "actors", actors.VERSION, (*TREE, "places"), ("actors",), each(actors.make_annotator(names, load_roles()))
        ),
        Stage("statements", statements.VERSION, (*TREE, "actors"), ("statements",), each(statements.make_annotator())),
        Stage(
            "identities",
            identities.VERSION,
            ("tokens", "places", "actors", "statements"),
            ("identities",),
            each(identities.make_linker(names)),
        ),
        Stage(
            "figures",
            figures.VERSION,
            (*TREE, "times", "actors", "identities"),
            ("figures",),
            each(figures.annotate),
        ),
    )


def _event_stages(names: Gazetteer, settings: Settings) -> tuple[Stage, ...]:
    """Who did what to whom, with what status, and what is told twice."""
    trained = load_coder() if settings.coder else None
    coder = events.make_annotator(
        load_event_lexicon(), load_codebook(), names, trained, require_actor=settings.require_actor
    )
    return (
        Stage("voices", voices.VERSION, (*TREE, "statements"), ("voices",), each(voices.make_annotator())),
        Stage("events", events.VERSION, (*TREE, "places", "actors", "statements"), ("events",), each(coder)),
        Stage("contents", contents.VERSION, ("tokens", "events"), ("contents",), each(contents.annotate)),
        Stage(
            "circumstances",
            circumstances.VERSION,
            (*TREE, "times", "places", "figures", "statements", "events"),
            ("circumstances",),
            each(circumstances.annotate),
        ),
        Stage(
            "status",
            status.VERSION,
            (*TREE, "times", "events", "contents", "circumstances"),
            ("status",),
            each(status.make_annotator()),
        ),
        Stage(
            "repeats",
            repeats.VERSION,
            ("tokens", "times", "figures", "identities", "events", "circumstances", "status"),
            ("repeats",),
            each(repeats.annotate),
        ),
    )
