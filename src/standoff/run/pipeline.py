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
from standoff.run.plugins import plug_in
from standoff.run.settings import Settings

TREE = ("sentences", "tokens")
_LEMMAS = "lexicons/lemma_repairs.csv"
_NAMES = ("lexicons/countries.csv", "lexicons/organisations.csv", "lexicons/office_holders.csv", "@actors")
_SPEECH = ("lexicons/speech.csv", "lexicons/attitudes.csv", "lexicons/evidence.csv")
_PLACES = ("lexicons/places.csv", "lexicons/place_aliases.csv", "lexicons/place_words.csv", "places/")
_TIMES = ("lexicons/calendar.csv", "lexicons/feasts.csv", "lexicons/numerals.csv", "lexicons/tense.csv")
_FIGURES = tuple(
    f"lexicons/{name}.csv"
    for name in ("bounds", "calendar", "changes", "currencies", "figure_words", "measures", "numerals", "transfers")
)
_STATUS = ("lexicons/status.csv", "lexicons/status_words.csv", "lexicons/speech.csv", "lexicons/classes.csv")
_ACTS = ("lexicons/events/", "lexicons/classes.csv", "codebooks/plover.yml", "@coder", "@require_actor")


@cache
def build_stages(settings: Settings) -> tuple[Stage, ...]:
    """Build the list of stages for some settings, and check it.

    Raises:
        PipelineError: the stages do not fit together.
        ResourceError: a lexicon is missing or malformed.
    """
    names = load_gazetteer(settings.actors)
    stages = plug_in((*_reading_stages(names), *_event_stages(names, settings)), settings)
    check_stages(stages)
    return stages


def _reading_stages(names: Gazetteer) -> tuple[Stage, ...]:
    """Who, when, where, how many, and who says so."""
    parsing = (*_NAMES, "@hyphens", "@model")
    acting = (*_NAMES, "lexicons/roles.csv", "lexicons/name_shapes.csv", _LEMMAS)
    who = ("tokens", "places", "actors", "statements")
    counting = (*TREE, "times", "actors", "identities")
    annotate_actors = each(actors.make_annotator(names, load_roles()))
    annotate_statements = each(statements.make_annotator())
    return (
        Stage("parse", parse.VERSION, (), TREE, parse.make_runner(names), parsing),
        Stage("times", times.VERSION, TREE, ("times",), each(times.annotate), (*_TIMES, _LEMMAS)),
        Stage(
            "places",
            places.VERSION,
            TREE,
            ("places",),
            each(places.make_annotator(names)),
            (*_NAMES, *_PLACES, "lexicons/roles.csv", _LEMMAS),
        ),
        Stage("actors", actors.VERSION, (*TREE, "places"), ("actors",), annotate_actors, acting),
        Stage(
            "statements",
            statements.VERSION,
            (*TREE, "actors"),
            ("statements",),
            annotate_statements,
            (*_SPEECH, "lexicons/status_words.csv", _LEMMAS),
        ),
        Stage("identities", identities.VERSION, who, ("identities",), each(identities.make_linker(names)), _NAMES),
        Stage("figures", figures.VERSION, counting, ("figures",), each(figures.annotate), (*_FIGURES, _LEMMAS)),
    )


def _event_stages(names: Gazetteer, settings: Settings) -> tuple[Stage, ...]:
    """Who did what to whom, with what status, and what is told twice."""
    trained = load_coder() if settings.coder else None
    coder = events.make_annotator(
        load_event_lexicon(), load_codebook(), names, trained, require_actor=settings.require_actor
    )
    around = (*TREE, "times", "places", "figures", "statements", "events")
    judged = (*TREE, "times", "events", "contents", "circumstances")
    told = ("tokens", "times", "figures", "identities", "events", "circumstances", "status")
    return (
        Stage(
            "voices",
            voices.VERSION,
            (*TREE, "statements"),
            ("voices",),
            each(voices.make_annotator()),
            ("lexicons/voice.csv", _LEMMAS),
        ),
        Stage(
            "events",
            events.VERSION,
            (*TREE, "places", "actors", "statements", "identities"),
            ("events",),
            each(coder),
            (*_NAMES, *_ACTS, "lexicons/status_words.csv", _LEMMAS),
        ),
        Stage("contents", contents.VERSION, ("tokens", "events"), ("contents",), each(contents.annotate)),
        Stage(
            "circumstances",
            circumstances.VERSION,
            around,
            ("circumstances",),
            each(circumstances.annotate),
            ("lexicons/classes.csv", _LEMMAS),
        ),
        Stage("status", status.VERSION, judged, ("status",), each(status.make_annotator()), (*_STATUS, _LEMMAS)),
        Stage("repeats", repeats.VERSION, told, ("repeats",), each(repeats.annotate)),
    )
