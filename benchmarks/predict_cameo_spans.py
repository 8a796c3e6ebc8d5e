"""Predictor for the sides of a sentence's main act, as spans (cameo_spans).

The gold's conventions: whoever a pronoun stands for is marked, not the pronoun; two who act together are one span
where they are coordinated, and `both` where they meet; a sentence that only states something has its speaker as
source and what it is about as target.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from benchmarks.coding import PLOVER, keep_events, main_event
from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.annotate.actors import CALENDAR
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.vocabulary import ActorKind, EventType, Quad
from standoff.resources.codebook import load_codebook
from standoff.store.records import ActorRecord, EventRecord, event_records

Span = tuple[int, int]
LONGEST_JOINT = 12
"""Characters between two coordinated names, about a conjunction and an article."""
ABOUT = ("about", "on", "over", "with", "to", "for", "of", "against", "at", "by")
"""Prepositions after which the matter of a mere statement stands."""
DEMAND = re.compile(r"\b(demand|insist|order|ultimatum|must|requir|command|instruct)", re.IGNORECASE)
"""Triggers of requests that CAMEO calls demands (root 10); all others are its appeals (root 02)."""
FEELING = ("about", "on", "over", "at", "towards", "toward", "regarding", "against", "with")
"""Those that tell what a hope, a doubt or a view is about."""


def predict_cameo_spans(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the sides of a sentence's main act as spans, and its quad class; without an act it is a mere statement."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        records = event_records(view)
        if records:
            main, kind = next(iter(keep_events(records, PLOVER)), None) or _any_event(records)
            yield _row(row, _cameo_quad(main, kind), _role_spans(main, view))
        else:
            yield _row(row, 0, _statement_spans(view))


def _row(row: Row, quad: int, spans: list[tuple[str, Span]]) -> Row:
    unique = dict.fromkeys(spans)
    return {
        "id": row["id"],
        "quad": quad,
        "spans": [{"start": start, "end": end, "role": role} for role, (start, end) in unique],
    }


def _cameo_quad(record: EventRecord, kind: EventType) -> int:
    """Give the quad class as this set has it, which is CAMEO's and not PLOVER's.

    All yielding is material cooperation; an appeal, unlike a demand, is no more than a statement (class 0); reducing
    relations (embargoes, expulsions: SANCTION) is verbal conflict.
    """
    if kind is EventType.CONCEDE:
        return int(Quad.MATERIAL_COOPERATION)
    if kind is EventType.SANCTION:
        return int(Quad.VERBAL_CONFLICT)
    if kind is EventType.REQUEST:
        return int(Quad.VERBAL_CONFLICT) if DEMAND.search(record.text) else 0
    return int(load_codebook().types[kind].quad)


def _any_event(records: Sequence[EventRecord]) -> tuple[EventRecord, EventType]:
    main = main_event(records)
    return main, main.type


def _role_spans(record: EventRecord, view: DocumentView) -> list[tuple[str, Span]]:
    sources = list(dict.fromkeys(_meant(actor, view) for actor in record.sources))
    targets = [t for actor in record.targets if (t := _meant(actor, view)) not in sources]
    if not targets and len(sources) > 1:
        if _coordinated(sources, view.text):
            return [("both", (sources[0][0], sources[-1][1]))]
        if record.type is not EventType.CONSULT:
            sources, targets = sources[:1], sources[1:]
    elif record.type is EventType.CONSULT and sources and targets:
        sources, targets = [*sources, *targets], []
    role = "source" if targets or len(sources) < 2 else "both"
    return [*((role, span) for span in sources), *(("target", span) for span in targets)]


def _coordinated(spans: Sequence[Span], text: str) -> bool:
    """Tell whether spans stand side by side, joined by a conjunction."""
    gaps = [text[a[1] : b[0]] for a, b in itertools.pairwise(spans)]
    return all(0 < len(gap) <= LONGEST_JOINT for gap in gaps) and "and" in gaps[-1].split()


def _meant(record: ActorRecord, view: DocumentView) -> Span:
    """The words for whom a pronoun stands, where the text has them."""
    actors, identities = view.rows("actors"), view.rows("identities")
    at = next((n for n, actor in enumerate(actors) if (actor.start, actor.end) == (record.start, record.end)), None)
    for _ in range(len(actors)):
        if at is None or actors[at].kind is not ActorKind.PRONOUN or not identities[at].antecedents:
            break
        at = identities[at].antecedents[0]
    return (record.start, record.end) if at is None else (actors[at].start, actors[at].end)


def _statement_spans(view: DocumentView) -> list[tuple[str, Span]]:
    """Who states something in a sentence's main clause, and about what."""
    syntax = view.derive(build_syntax)
    by_head = {actor.head: (actor.start, actor.end) for actor in view.rows("actors")}
    for verb in range(len(syntax.tokens)):
        if syntax.head(verb) != verb or not syntax.is_verb(verb):
            continue
        sources = [i for i in syntax.subjects(verb) if syntax.words[i] not in {"it", "there"}]
        if not sources:
            continue
        matter = _matter(syntax, verb, set(by_head), set(sources))
        spans = [("source", by_head.get(i) or _noun(syntax, i)) for i in sources]
        return spans + [("target", by_head.get(i) or _noun(syntax, i)) for i in matter]
    return []


def _matter(syntax: Syntax, verb: int, known: set[int], barred: set[int]) -> list[int]:
    """The matter of a statement: the object of the main verb, or of what it says, known actors first."""
    for at in (verb, *syntax.complements(verb)):
        slots = syntax.slots(at, frozenset())
        filled = [slots.get("obj", []), *(slots.get(word, []) for word in ABOUT)]
        filled = [[i for i in found if i not in barred and syntax.words[i] not in CALENDAR] for found in filled]
        nouns = [i for i in slots.get("obj", []) if i not in known]
        nouns += syntax.kids(at, "acomp", "attr", "oprd")
        below = [found for i in nouns for word, found in syntax.prepositions(i).items() if word in FEELING]
        filled = below + filled  # "voiced hope about X"
        found = next((f for f in filled if any(i in known for i in f)), None) or next(filter(None, filled), None)
        if found:
            return found
    return []


def _noun(syntax: Syntax, i: int) -> Span:
    left, right = syntax.noun_span(i)
    return syntax.tokens[left].start, syntax.tokens[right].end
