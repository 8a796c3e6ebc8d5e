"""Places named as places: found by gazetteer and context, resolved in the light of the whole report.

A name that stands for who acts there ("Moscow said") or for a body ("Kharkiv Medical School") is no place here. A
country is a country and has no point, and neither has any other place that reaches far; `precision_km` says how exact
a point is. A capitalised name after a locative preposition that no table knows has its name and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence

from standoff.annotate.actors import CALENDAR, LOCATIVE, sentence_numbers
from standoff.annotate.place_candidates import Namer
from standoff.annotate.place_finding import PlaceUse, Toponym, find_toponyms
from standoff.annotate.place_relations import find_relation, point_of
from standoff.annotate.place_resolution import Resolved, country_evidence, resolve_spans
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Place, Sentence
from standoff.core.stage import Layers
from standoff.core.vocabulary import GROUP_CODES, ActorKind, PlaceKind
from standoff.resources.gazetteer import Gazetteer
from standoff.resources.places import load_places

NAME = "places"
VERSION = "2"
TABLE, NAMED = 0.9, 0.5
"""Confidence of a place that a table knows, and of a capitalised name after a locative preposition."""
TOWARDS = frozenset({"towards", "toward", "into", "off", "beyond", "behind", "opposite"})


def make_annotator(gazetteer: Gazetteer) -> Callable[[DocumentView], Layers]:
    """Make the stage's function for a gazetteer of actors; the gazetteer of places is read when first needed."""
    namer = Namer(gazetteer)

    def annotate(view: DocumentView) -> Layers:
        toponyms = find_toponyms(view, namer)
        evidence = country_evidence(view.text, gazetteer)
        resolved = resolve_spans(view.text, [(t.start, t.end) for t in toponyms], namer, evidence)
        writer = _Writer(view, namer)
        rows = [
            row for t, r in zip(toponyms, resolved, strict=True) if t.use is PlaceUse.PLACE for row in writer.row(t, r)
        ]
        rows += writer.unknown(toponyms)
        return {"places": sorted(rows, key=lambda row: row.start)}

    return annotate


class _Writer:
    def __init__(self, view: DocumentView, namer: Namer) -> None:
        self.syntax: Syntax = view.derive(build_syntax)
        self.sentences: Sequence[Sentence] = view.rows("sentences")
        self.numbers = sentence_numbers(self.sentences, self.syntax)
        self.namer = namer

    def row(self, toponym: Toponym, resolved: Resolved | None) -> Iterator[Place]:
        """Write a place that a table knows."""
        state = toponym.state.name if toponym.state is not None else None
        table = load_places()
        invented = state is not None and state.country not in table.countries and state.country not in GROUP_CODES
        if state is not None and (invented or resolved is None):  # a state of the user's own table
            kind = PlaceKind.COUNTRY if state.kind is ActorKind.COUNTRY else PlaceKind.CAPITAL
            label = state.name if kind is PlaceKind.COUNTRY else state.surface
            country = None if state.country == "IGO" else state.country
            yield self._write(toponym.start, toponym.end, toponym.first, label, kind, country, TABLE)
            return
        if resolved is None:
            return
        place = resolved.place
        number = self.numbers[toponym.first]
        relation = find_relation(self.syntax, toponym.first, self.sentences[number].start)
        point = point_of(place, relation)
        region = table.place(place.region).name if place.region is not None else None
        yield Place(
            start=toponym.start,
            end=toponym.end,
            sentence=number,
            name=self._label(toponym, resolved),
            kind=place.kind,
            country=place.country,
            region=region,
            parties=list(table.parties(place)),
            place_id=place.place_id,
            relation=relation.words if relation else self._preposition(toponym.first, toponym.last),
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            precision_km=round(point.precision_km, 1) if point else None,
            maker=f"{NAME}/{VERSION}:{place.kind.value}",
            confidence=round(TABLE * resolved.confidence, 3),
        )

    def _label(self, toponym: Toponym, resolved: Resolved) -> str:
        """The table's name for states, the text's own words for all else."""
        if resolved.place.kind is PlaceKind.COUNTRY:
            codes = self.namer.gazetteer.country_names
            return codes.get(resolved.place.country or "", resolved.place.name)
        return " ".join(self.syntax.text[toponym.start : toponym.end].split())

    def _preposition(self, first: int, last: int) -> str | None:
        for i in range(last, first - 1, -1):
            if self.syntax.dep(i) == "pobj":
                return self.syntax.words[self.syntax.head(i)]
        return None

    # -- names that no table knows ----------------------------------------------------------------

    def unknown(self, toponyms: Sequence[Toponym]) -> list[Place]:
        """Write capitalised names after a locative preposition that no table knows."""
        taken = {i for t in toponyms for i in range(t.first, t.last + 1)}
        taken |= self._other_names()
        return [row for i in range(len(self.numbers)) if i not in taken for row in self._unknown_at(i, taken)]

    def _other_names(self) -> set[int]:
        """Tokens at which a name of the gazetteer of actors ends."""
        ends = {token.end: i for i, token in enumerate(self.syntax.tokens)}
        return {ends[match.end] for match in self.namer.gazetteer.find(self.syntax.text) if match.end in ends}

    def _unknown_at(self, i: int, taken: set[int]) -> Iterator[Place]:
        syntax, token = self.syntax, self.syntax.tokens[i]
        if token.pos != "PROPN" or syntax.words[i] in CALENDAR or syntax.dep(i) != "pobj":
            return
        if syntax.words[syntax.head(i)] not in LOCATIVE | TOWARDS or not syntax.text[token.start].isupper():
            return
        left = i
        while left > 0 and syntax.dep(left - 1) == "compound" and syntax.head(left - 1) == i and left - 1 not in taken:
            left -= 1
        name = " ".join(syntax.text[syntax.tokens[left].start : token.end].split())
        yield self._write(syntax.tokens[left].start, token.end, i, name, PlaceKind.NAMED, None, NAMED)

    def _write(
        self, start: int, end: int, i: int, name: str, kind: PlaceKind, country: str | None, confidence: float
    ) -> Place:
        relation = find_relation(self.syntax, i, self.sentences[self.numbers[i]].start)
        words = relation.words if relation else self._preposition(i, i)
        maker = f"{NAME}/{VERSION}:{kind.value}"
        return Place(
            start, end, self.numbers[i], name, kind, country, None, [], None, words, None, None, None, maker, confidence
        )
