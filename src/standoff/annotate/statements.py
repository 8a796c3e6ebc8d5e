"""Who says what: speaker, cue and content of reported speech, and what pictures and papers are said to show.

A verb of saying with a clause ("X said that ..."), the same behind its content ("..., X said"), a quotation beside it,
a phrase ("according to X, ..."), evidence that shows something ("the footage shows ..."), a name and a colon, and words
of attitude ("X praised ...", "X's plan to ...").
A quotation that goes on behind the words of saying, in the same paragraph or the next, keeps its speaker.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.annotate.actors import sentence_numbers
from standoff.annotate.attitudes import contents_of, sources_of, tells
from standoff.annotate.extents import cut_aside
from standoff.annotate.hearsay import hearsay
from standoff.annotate.house import house_statement
from standoff.annotate.quotations import Quotation, Quotations
from standoff.annotate.relays import Relays
from standoff.annotate.saying import NAMING, Content, Saying
from standoff.annotate.speakers import PICTURES, SHOWING, Speakers
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.turns import Turn, find_turns
from standoff.core.document import Document, DocumentView
from standoff.core.layers import Actor, Sentence, Statement
from standoff.core.stage import Layers
from standoff.core.vocabulary import CLAIM_KINDS, Basis, Directness, StatementKind
from standoff.resources.cues import Attitude, load_attitudes, load_evidence, load_speech

NAME = "statements"
VERSION = "4"

OPENING, CLOSING = '"“«‹„', '"”»›“'
EVIDENCE_PREPOSITIONS = ("of", "on", "about", "from")
SUBJECT_PREPOSITIONS = ("on", "about")
"""What a paper or a survey deals with; what it is "of" is rather its owner or its kind."""
NOBODYS = StatementKind.APPEARS
"""How a thing looks, it looks to nobody named."""
TELLING = {
    StatementKind.JUDGES: StatementKind.ASSERTS,
    StatementKind.MENTIONS: StatementKind.ASSERTS,
    StatementKind.INTENDS: StatementKind.EXPECTS,
}
"""What an attitude becomes with a finite clause: who grumbles that a road is shut says so, and the author does not."""
HOUSE = "house"
CLAUSE, QUOTE, PHRASE, EVIDENCE, CONTINUED, ATTITUDE = 0.85, 0.8, 0.8, 0.6, 0.7, 0.6
"""Confidence by construction; set by judgement until the attribution benchmark sets them."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words of saying, with who says it."""

    first: int
    last: int
    sources: Sequence[int]
    kind: StatementKind


def make_annotator() -> Callable[[DocumentView], Layers]:
    """Make the stage's function."""
    speech, evidence, attitudes = load_speech(), load_evidence(), load_attitudes()

    def annotate(view: DocumentView) -> Layers:
        reader = _Reader(view, speech, evidence, attitudes)
        rows = sorted(reader.relays.link(list(reader.read())), key=lambda row: (row.start, -row.end))
        more = hearsay(reader.syntax, reader.text, reader.sentences, rows, f"{NAME}/{VERSION}")
        return {"statements": [*rows, *reader.continued(rows), *more, *reader.of_house(view.doc)]}

    return annotate


def is_house_statement(row: Statement) -> bool:
    """Tell whether a statement is a whole report that an official body publishes as its own."""
    return row.maker.endswith(f":{HOUSE}")


class _Reader:
    def __init__(
        self,
        view: DocumentView,
        speech: Mapping[tuple[str, str], StatementKind],
        evidence: Mapping[tuple[str, ...], Basis],
        attitudes: Mapping[tuple[str, str], Attitude],
    ) -> None:
        self.text = view.text
        self.syntax: Syntax = view.derive(build_syntax)
        self.actors: list[Actor] = list(view.rows("actors"))
        self.sentences: list[Sentence] = list(view.rows("sentences"))
        self.numbers = sentence_numbers(self.sentences, self.syntax)
        self.speakers = Speakers(self.syntax, self.actors, evidence)
        self.saying = Saying(self.syntax, self.speakers)
        self.relays = Relays(self.syntax, self.speakers, f"{NAME}/{VERSION}")
        self.quotations = Quotations(self.text)
        self.speech = speech
        self.attitudes = attitudes

    def read(self) -> Iterator[Statement]:
        """Find all statements with a cue."""
        for i, token in enumerate(self.syntax.tokens):
            if token.pos not in {"VERB", "AUX", "NOUN", "ADJ", "ADP", "SCONJ"}:
                continue
            found = list(self._claims_at(i))
            yield from found or self._attitude_at(i)
        for turn in find_turns(self.text, self.syntax, self.actors):
            yield self._turn(turn)

    def _claims_at(self, i: int) -> Iterator[Statement]:
        phrase = self.saying.phrase_at(i)
        if phrase is not None:
            yield from self._from_phrase(i, phrase)
        elif self.syntax.is_verb(i):
            kind = self.speech.get(("verb", self._verb_lemma(i)))
            if self.syntax.lemmas[i] in NAMING and not self.syntax.particle(i):
                yield from self._from_naming(i)
            elif kind is not None:
                yield from self._from_verb(i, kind)
            elif self.speakers.evidence_of(self.syntax.kids(i, "nsubj")) in PICTURES:
                yield from self._from_evidence_verb(i)
        elif self.syntax.tokens[i].pos == "NOUN" and self.syntax.announces(i) is not None:
            yield from self._from_announcement(i)
        elif self.syntax.tokens[i].pos == "NOUN" and self.speakers.basis_at(i) is not None:
            yield from self._from_evidence_noun(i)

    def _attitude_at(self, i: int) -> Iterator[Statement]:
        attitude = self._attitude_of(i)
        if attitude is None:
            return
        spans = contents_of(self.syntax, i, attitude)
        if not spans and attitude.pos == "verb" and "that" in attitude.takes:
            subjects = self._outside(self.syntax.subjects(i), i)
            yield from self._quoted_beside(_Cue(i, i, subjects, StatementKind.ASSERTS)) if subjects else ()
            return
        found = sources_of(self.syntax, i, attitude, self._is_cue)
        sources = [s for s in found if not any(a <= s <= b for a, b in spans)]
        if not self._may_hold(i, attitude, sources):
            return
        kind = attitude.kind
        if attitude.pos != "adj" and spans and kind in TELLING and tells(self.syntax, i, spans):
            kind = TELLING[kind]
        for first, last in spans:
            content = Content(first, last, ATTITUDE, f"attitude_{attitude.pos}")
            yield from self._rows(content, _Cue(i, i, sources, kind))

    def _may_hold(self, i: int, attitude: Attitude, sources: Sequence[int]) -> bool:
        """Tell whether somebody has the attitude: an infinitive that nobody is the subject of is nobody's."""
        return bool(sources) or attitude.pos != "verb" or self.syntax.is_passive(i) or attitude.kind is NOBODYS

    def _attitude_of(self, i: int) -> Attitude | None:
        lemma, pos = self.syntax.lemmas[i], self.syntax.tokens[i].pos
        if self.syntax.is_verb(i):
            particle = self.syntax.particle(i)
            found = self.attitudes.get(("verb", f"{lemma} {particle}")) if particle else None
            found = found or self.attitudes.get(("adj", self.syntax.words[i]))
            return found or self.attitudes.get(("verb", lemma))
        if pos == "ADJ":
            return self.attitudes.get(("adj", self.syntax.words[i]))
        return self.attitudes.get(("noun", lemma)) if pos == "NOUN" else None

    def _is_cue(self, i: int) -> bool:
        return self._is_saying(i) or ("verb", self.syntax.lemmas[i]) in self.attitudes

    def _is_saying(self, i: int) -> bool:
        return ("verb", self.syntax.lemmas[i]) in self.speech

    def _verb_lemma(self, i: int) -> str:
        particle = self.syntax.particle(i)
        lemma = self.syntax.lemmas[i]
        return f"{lemma} {particle}" if particle and ("verb", f"{lemma} {particle}") in self.speech else lemma

    # -- constructions ----------------------------------------------------------------------------

    def _from_verb(self, verb: int, kind: StatementKind) -> Iterator[Statement]:
        sources = self._outside(self.syntax.subjects(verb), verb)
        shows = self.speakers.evidence_of(sources)
        if kind is StatementKind.SHOWS and shows is None:
            return
        if kind is StatementKind.DEMANDS and self.saying.is_question(verb):
            kind = StatementKind.ASKS
        cue = _Cue(verb, verb, sources, kind)
        content = self.saying.of_verb(verb, kind if shows is None else StatementKind.SHOWS)
        if content is not None:
            yield from self._rows(content, cue)
        elif kind is StatementKind.ASSERTS or kind is StatementKind.DEMANDS:
            yield from self._quoted_beside(cue)

    def _from_naming(self, verb: int) -> Iterator[Statement]:
        content = self.saying.of_naming(verb)
        cue = _Cue(verb, verb, self.syntax.subjects(verb), StatementKind.ASSERTS)
        if content is not None:
            yield from self._rows(content, cue)
            return
        things = [c for c in self.syntax.kids(verb, "dobj") if c > verb]
        if things:  # what the parser took the name for, its quotation marks show
            start = self.syntax.tokens[self.syntax.edges[things[0]][0]].start
            named = self.quotations.behind(start, self.syntax.tokens[self.syntax.sentence_end(verb)].end)
            if named is not None:
                yield self._row(start, named.end, cue, QUOTE, "naming")

    def _from_phrase(self, i: int, last_cue: int) -> Iterator[Statement]:
        content, objects = self.saying.of_phrase(i, last_cue), self.saying.phrase_sources(last_cue)
        if content is not None and objects:
            yield from self._rows(content, _Cue(i, last_cue, objects, StatementKind.ASSERTS))

    def _outside(self, sources: Sequence[int], cue: int) -> Sequence[int]:
        """Leave out the speakers that stand in a quotation where the words of saying do not."""
        tokens = self.syntax.tokens
        if self.quotations.around(tokens[cue].start) is not None:
            return sources
        return [s for s in sources if self.quotations.around(tokens[s].start) is None] or sources

    def _from_evidence_verb(self, verb: int) -> Iterator[Statement]:
        """Evidence that does something to a thing shows that thing ("a clip follows the march of ...")."""
        objects = self.syntax.kids(verb, "dobj")
        if objects and not self.syntax.is_passive(verb):
            first, last = self.syntax.edges[objects[0]]
            content = Content(first, last, EVIDENCE, "evidence")
            yield from self._rows(content, _Cue(verb, verb, self.syntax.subjects(verb), StatementKind.SHOWS))

    def _from_evidence_noun(self, noun: int) -> Iterator[Statement]:
        basis = self.speakers.basis_at(noun)
        if basis not in SHOWING or any(self.syntax.words[d] == "no" for d in self.syntax.kids(noun, "det")):
            return
        names = EVIDENCE_PREPOSITIONS if basis in PICTURES else SUBJECT_PREPOSITIONS
        prepositions = self.syntax.prepositions(noun)
        following = self.syntax.words[noun + 1 : noun + 2]
        if following and following[0] not in prepositions:  # the parser hung it elsewhere
            prepositions[following[0]] = self.syntax.kids(noun + 1, "pobj")
        for word in names:
            for thing in prepositions.get(word, [])[:1]:
                first, last = self.syntax.edges[thing]
                if not self.speakers.is_person(thing):
                    content = Content(first, last, EVIDENCE, "evidence")
                    yield from self._rows(content, _Cue(noun, noun, [noun], StatementKind.SHOWS))

    def _from_announcement(self, noun: int) -> Iterator[Statement]:
        """A noun of saying that announces its content by a colon ("the demand is clear: ...")."""
        kind = self.speech.get(("noun", self.syntax.lemmas[noun]))
        colon = self.syntax.announces(noun)
        last = self.syntax.sentence_end(noun)
        if kind is not None and colon is not None and last > colon:
            content = Content(colon + 1, last, PHRASE, "announcement")
            yield from self._rows(content, _Cue(noun, noun, self.syntax.holders(noun), kind))

    def _quoted_beside(self, cue: _Cue) -> Iterator[Statement]:
        """A quotation right beside speaker and cue that the parser did not tie to the verb."""
        tokens = self.syntax.tokens
        if self.quotations.around(tokens[cue.first].start) is not None:
            return
        number = self.numbers[cue.first]
        edges = [self.syntax.edges[s] for s in cue.sources if self.numbers[s] == number]
        first = min([cue.first, *(a for a, _ in edges)])
        last = max([cue.last, *(b for _, b in edges)])
        found = self.quotations.beside(tokens[first].start, tokens[last].end)
        if found is not None:
            yield self._row(found.start, found.end, cue, QUOTE, "quoted")

    # -- rows -------------------------------------------------------------------------------------

    def _rows(self, content: Content, cue: _Cue) -> Iterator[Statement]:
        tokens = self.syntax.tokens
        first, last = self._trim(content.first, content.last)
        if self.quotations.around(tokens[last].start) is None:
            last = cut_aside(self.syntax, first, last, cue.first, self._is_saying)
        span = self.quotations.fit(tokens[first].start, tokens[last].end, tokens[cue.first].start)
        if span is not None:
            yield self._row(*span, cue, content.confidence, content.rule)

    def _row(self, start: int, end: int, cue: _Cue, confidence: float, rule: str) -> Statement:
        tokens = self.syntax.tokens
        source = cue.sources[0] if cue.sources else None
        span = self.speakers.span(source)
        return Statement(
            start=start,
            end=end,
            sentence=self.numbers[cue.first],
            kind=cue.kind,
            source_start=span[0] if span else None,
            source_end=span[1] if span else None,
            cue_start=tokens[cue.first].start,
            cue_end=tokens[cue.last].end,
            actor=self.speakers.actor(source),
            directness=self._directness(start, end),
            basis=Basis.UNNAMED_SOURCE if self.speakers.is_unnamed(cue.first) else self.speakers.basis(cue.sources),
            maker=f"{NAME}/{VERSION}:{rule}",
            confidence=confidence,
        )

    def _turn(self, turn: Turn) -> Statement:
        """What stands behind a speaker's name and a colon."""
        actor = next((n for n, a in enumerate(self.actors) if turn.source_start <= a.start < turn.source_end), None)
        sources = [] if actor is None else [self.actors[actor].head]
        return Statement(
            start=turn.start,
            end=turn.end,
            sentence=max(0, bisect_right(self.sentences, turn.source_start, key=lambda s: s.start) - 1),
            kind=StatementKind.ASSERTS,
            source_start=turn.source_start,
            source_end=turn.source_end,
            cue_start=turn.mark,
            cue_end=turn.mark + 1,
            actor=actor,
            directness=Directness.DIRECT,
            basis=self.speakers.basis(sources),
            maker=f"{NAME}/{VERSION}:turn",
            confidence=PHRASE,
        )

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        tokens = self.syntax.tokens
        while first < last and (
            (tokens[first].pos == "PUNCT" and self.text[tokens[first].start] not in OPENING)
            or (self.syntax.words[first] == "that" and tokens[first].dep == "mark")
        ):
            first += 1
        while last > first and tokens[last].pos == "PUNCT" and self.text[tokens[last].start] not in CLOSING:
            last -= 1
        return first, last

    def _directness(self, start: int, end: int) -> Directness:
        inside = self.quotations.between(start, end)
        if not inside:
            return Directness.INDIRECT
        whole = len(inside) == 1 and inside[0].start <= start and inside[0].end >= end - 1
        return Directness.DIRECT if whole else Directness.MIXED

    def continued(self, rows: Sequence[Statement]) -> Iterator[Statement]:
        """Give the quotations that go on behind words of saying, with no cue of their own."""
        said = sorted((row for row in rows if row.kind in CLAIM_KINDS), key=lambda row: row.cue_start)
        holding: dict[int, list[Statement]] = {}
        for row in said:
            for quotation in self.quotations.between(row.start, row.end):
                holding.setdefault(quotation.start, []).append(row)
        last: Statement | None = None
        before: Quotation | None = None
        for quotation in self.quotations.rows:
            outer = [row for row in holding.get(quotation.start, ()) if not quotation.holds(row.cue_start)]
            if outer:
                last = outer[-1]
            elif quotation.speech and last is not None and self._goes_on(last, quotation, before):
                last = self._continuation(last, quotation)
                yield last
            before = quotation

    def _goes_on(self, row: Statement, quotation: Quotation, before: Quotation | None) -> bool:
        if row.directness is Directness.INDIRECT:
            return False
        if "\n" not in self.text[row.end : quotation.start]:
            return True
        return before is not None and not before.closed and quotation.start == quotation.paragraph

    def _continuation(self, row: Statement, quotation: Quotation) -> Statement:
        end = max(quotation.start + 1, quotation.end)
        number = max(0, bisect_right(self.sentences, quotation.start, key=lambda s: s.start) - 1)
        return replace(
            row,
            start=quotation.start,
            end=end,
            sentence=number,
            kind=StatementKind.ASSERTS,
            directness=Directness.DIRECT,
            maker=f"{NAME}/{VERSION}:continued",
            confidence=CONTINUED,
        )

    def of_house(self, doc: Document) -> list[Statement]:
        """Give the whole text as one statement, where an official body publishes it under its own name."""
        return house_statement(doc, self.syntax, self.actors, self.numbers, f"{NAME}/{VERSION}:{HOUSE}")
