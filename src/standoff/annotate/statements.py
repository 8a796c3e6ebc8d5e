"""Who says what: speaker, cue and content of reported speech, and what pictures and papers are said to show.

Four constructions: a verb of saying with a clause ("X said that ..."), the same behind its content ("..., X said"),
a phrase ("according to X, ..."), and a piece of evidence that shows something ("the footage shows ...", "videos
of ...").
A quotation that goes on in the next sentence keeps its speaker.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from standoff.annotate.actors import sentence_numbers
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.annotate.tree import NOMINAL
from standoff.core.document import Document, DocumentView
from standoff.core.layers import Actor, Sentence, Statement
from standoff.core.stage import Layers
from standoff.core.vocabulary import ActorKind, Basis, Directness, StatementKind
from standoff.resources.cues import load_evidence, load_speech

NAME = "statements"
VERSION = "1"

OPENING, CLOSING = '"“«‹„', '"”»›“'
EVIDENCE_PREPOSITIONS = ("of", "on", "about", "from")
OFFICIAL_WORDS = frozenset(
    {"ministry", "government", "office", "embassy", "presidency", "chancellery", "department", "house"}
)
"""A word of these in a report's outlet or verbless heading: the report is that body's own statement."""
HEADING_WORDS = 14
ACCOUNTS = frozenset({"words", "opinion", "view", "account", "assessment", "estimate", "judgment", "judgement"})
_CLOSED = re.compile(r"[,.!?]?[\"”»]")
NAMING = frozenset({"call", "describe", "term", "label", "brand", "dub"})
"""Verbs by which somebody says what a thing is ("calling it the largest build-up in years")."""
OBJECT_KINDS = frozenset({StatementKind.DENIES, StatementKind.CONFIRMS, StatementKind.SHOWS, StatementKind.EXPECTS})
"""What a speaker can do with a mere noun phrase as content ("denied any involvement")."""
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "PTY", "OPP", "REB"})
HOUSE = "house"
CLAUSE, QUOTE, PHRASE, EVIDENCE, CONTINUED = 0.85, 0.8, 0.8, 0.6, 0.5
"""Confidence by construction; set by judgement until the attribution benchmark sets them."""


@dataclass(frozen=True, slots=True)
class _Content:
    first: int
    last: int
    confidence: float
    rule: str


def make_annotator() -> Callable[[DocumentView], Layers]:
    """Make the stage's function."""
    speech, evidence = load_speech(), load_evidence()

    def annotate(view: DocumentView) -> Layers:
        reader = _Reader(view, speech, evidence)
        rows = sorted(reader.read(), key=lambda row: (row.start, -row.end))
        return {"statements": [*rows, *reader.continued(rows), *reader.house_statement(view.doc)]}

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
    ) -> None:
        self.text = view.text
        self.syntax: Syntax = view.derive(build_syntax)
        self.actors: list[Actor] = list(view.rows("actors"))
        self.by_head = {actor.head: n for n, actor in reversed(list(enumerate(self.actors)))}
        self.sentences: list[Sentence] = list(view.rows("sentences"))
        self.numbers = sentence_numbers(self.sentences, self.syntax)
        self.speech = speech
        self.evidence = evidence

    def read(self) -> Iterator[Statement]:
        """Find all statements with a cue."""
        for i, token in enumerate(self.syntax.tokens):
            phrase = self._phrase_at(i)
            if phrase is not None:
                yield from self._from_phrase(i, phrase)
            elif self.syntax.is_verb(i):
                kind = self.speech.get(("verb", self._verb_lemma(i)))
                if kind is None and self.syntax.lemmas[i] in NAMING:
                    kind = StatementKind.ASSERTS
                if kind is not None:
                    yield from self._from_verb(i, kind)
                elif self._evidence_of(self.syntax.subjects(i)) is not None:
                    yield from self._from_evidence_verb(i)
            elif token.pos == "NOUN" and self.syntax.announces(i) is not None:
                yield from self._from_announcement(i)
            elif token.pos == "NOUN" and self._basis_at(i) is not None:
                yield from self._from_evidence_noun(i)

    def _verb_lemma(self, i: int) -> str:
        particle = self.syntax.particle(i)
        lemma = self.syntax.lemmas[i]
        return f"{lemma} {particle}" if particle and ("verb", f"{lemma} {particle}") in self.speech else lemma

    # -- constructions ----------------------------------------------------------------------------

    def _from_verb(self, verb: int, kind: StatementKind) -> Iterator[Statement]:
        sources = self.syntax.subjects(verb)
        shows = self._evidence_of(sources)
        if kind is StatementKind.SHOWS and shows is None:
            return
        content = self._content(verb, kind if shows is None else StatementKind.SHOWS)
        if content is not None:
            yield self._row(content, verb, verb, sources, kind)

    def _content(self, verb: int, kind: StatementKind) -> _Content | None:
        syntax = self.syntax
        clauses = syntax.kids(verb, "ccomp")
        if kind in {StatementKind.DEMANDS, StatementKind.DENIES, StatementKind.EXPECTS}:
            clauses = clauses or syntax.kids(verb, "xcomp")
        clauses = [c for c in clauses if not (kind is StatementKind.ASSERTS and self._is_infinitive(c))]
        if clauses:
            first, last = syntax.edges[clauses[0]]
            for c in clauses[1:]:
                first, last = min(first, syntax.edges[c][0]), max(last, syntax.edges[c][1])
            if first < verb < last:
                return _Content(first, max(first, verb - 1), CLAUSE, "clause")
            return _Content(first, last, CLAUSE, "clause")
        if syntax.dep(verb) == "parataxis" or (syntax.dep(verb) == "ccomp" and syntax.head(verb) < verb):
            return self._around(verb)
        if kind in OBJECT_KINDS:
            objects = syntax.kids(verb, "dobj", "nsubjpass")
            if objects:
                first, last = syntax.edges[objects[0]]
                return _Content(first, last, CLAUSE, "object")
        named = syntax.kids(verb, "oprd") if syntax.lemmas[verb] in NAMING else []
        if named:
            return _Content(*syntax.edges[named[0]], CLAUSE, "naming")
        if kind is StatementKind.ASSERTS and not syntax.kids(verb, "dobj"):
            return self._quoted_beside(verb)
        return None

    def _is_infinitive(self, i: int) -> bool:
        return any(self.syntax.words[a] == "to" for a in self.syntax.kids(i, "aux"))

    def _around(self, verb: int) -> _Content | None:
        """The rest of the sentence in front of a verb of saying that stands behind its content."""
        first, last = self.syntax.edges[self.syntax.head(verb)]
        inner = self.syntax.edges[verb]
        if last - inner[1] <= 1:  # it stands at the end, not in the middle
            last = inner[0] - 1
        return _Content(first, last, QUOTE, "inverted") if last > first else None

    def _quoted_beside(self, verb: int) -> _Content | None:
        """A quotation in the same sentence that the parser did not tie to its verb."""
        number = self.numbers[verb]
        tokens = [i for i in range(len(self.numbers)) if self.numbers[i] == number]
        marks = [i for i in tokens if self.text[self.syntax.tokens[i].start] in OPENING + CLOSING]
        if len(marks) < 2:
            return None
        return _Content(marks[0], marks[-1], QUOTE, "quoted")

    def _phrase_at(self, i: int) -> int | None:
        """The last word of "according to" or "in the words (opinion, view, ...) of" that begins at a token."""
        words = self.syntax.words[i : i + 4]
        if words[:2] == ["according", "to"]:
            return i + 1
        if len(words) == 4 and words[0] == "in" and words[1] == "the" and words[2] in ACCOUNTS and words[3] == "of":
            return i + 3
        return None

    def _from_phrase(self, i: int, last_cue: int) -> Iterator[Statement]:
        syntax = self.syntax
        objects = syntax.kids(last_cue, "pobj")
        if not objects:
            return
        left, right = syntax.edges[self._clause_of(i)]
        inner_left, inner_right = min(i, syntax.edges[i][0]), max(syntax.edges[i][1], syntax.edges[last_cue][1])
        spans = [(left, inner_left - 1), (inner_right + 1, right)]
        first, last = max(spans, key=lambda span: span[1] - span[0])
        if last > first:
            yield self._row(_Content(first, last, PHRASE, "phrase"), i, last_cue, objects, StatementKind.ASSERTS)

    def _clause_of(self, i: int) -> int:
        """The verb over a phrase, or whatever heads the sentence."""
        at = i
        for at in self.syntax.ancestors(i):
            if self.syntax.is_verb(at) and self.syntax.words[at] != "according":
                return at
        return at

    def _from_evidence_verb(self, verb: int) -> Iterator[Statement]:
        """Evidence that does something to a thing shows that thing ("a clip follows the march of ...")."""
        objects = self.syntax.kids(verb, "dobj")
        if objects and not self.syntax.is_passive(verb):
            first, last = self.syntax.edges[objects[0]]
            content = _Content(first, last, EVIDENCE, "evidence")
            yield self._row(content, verb, verb, self.syntax.subjects(verb), StatementKind.SHOWS)

    def _from_evidence_noun(self, noun: int) -> Iterator[Statement]:
        if any(self.syntax.words[d] == "no" for d in self.syntax.kids(noun, "det")):
            return
        prepositions = self.syntax.prepositions(noun)
        following = self.syntax.words[noun + 1 : noun + 2]
        if following and following[0] not in prepositions:  # the parser hung it elsewhere
            prepositions[following[0]] = self.syntax.kids(noun + 1, "pobj")
        for word in EVIDENCE_PREPOSITIONS:
            for thing in prepositions.get(word, [])[:1]:
                first, last = self.syntax.edges[thing]
                if thing not in self.by_head or self.actors[self.by_head[thing]].kind is ActorKind.ROLE:
                    content = _Content(first, last, EVIDENCE, "evidence")
                    yield self._row(content, noun, noun, [noun], StatementKind.SHOWS)

    def _from_announcement(self, noun: int) -> Iterator[Statement]:
        """A noun of saying that announces its content by a colon ("the demand is clear: ...")."""
        kind = self.speech.get(("noun", self.syntax.lemmas[noun]))
        colon = self.syntax.announces(noun)
        last = self.syntax.sentence_end(noun)
        if kind is not None and colon is not None and last > colon:
            content = _Content(colon + 1, last, PHRASE, "announcement")
            yield self._row(content, noun, noun, self.syntax.holders(noun), kind)

    # -- evidence ---------------------------------------------------------------------------------

    def _basis_at(self, i: int) -> Basis | None:
        lemmas = self.syntax.lemmas
        for length in (4, 3, 2, 1):
            if i - length + 1 >= 0:
                found = self.evidence.get(tuple(lemmas[i - length + 1 : i + 1]))
                if found is not None:
                    return found
        return None

    def _evidence_of(self, sources: list[int]) -> Basis | None:
        for source in sources:
            if source not in self.by_head or self.actors[self.by_head[source]].kind is ActorKind.ROLE:
                found = self._basis_at(source)
                if found in {
                    Basis.SATELLITE,
                    Basis.SOCIAL_VIDEO,
                    Basis.IMAGE,
                    Basis.DOCUMENT,
                    Basis.INTERCEPT,
                    Basis.POLL,
                }:
                    return found
        return None

    def _basis(self, sources: list[int]) -> Basis | None:
        for source in sources:
            found = self._basis_at(source)
            if found is not None:
                return found
            for c in self.syntax.children[source]:
                found = self._basis_at(c) if self.syntax.tokens[c].pos in NOMINAL else None
                if found is Basis.UNNAMED_SOURCE:
                    return found
            if source in self.by_head:
                actor = self.actors[self.by_head[source]]
                if actor.sector == "MED":
                    return Basis.MEDIA_REPORT
                named = actor.kind in {ActorKind.COUNTRY, ActorKind.METONYM, ActorKind.PEOPLE}
                if actor.sector in OFFICIAL or actor.office is not None or named:
                    return Basis.OFFICIAL_STATEMENT
        return None

    # -- rows -------------------------------------------------------------------------------------

    def _row(
        self, content: _Content, first_cue: int, last_cue: int, sources: list[int], kind: StatementKind
    ) -> Statement:
        tokens = self.syntax.tokens
        first, last = self._trim(content.first, content.last)
        start, end = self._with_marks(tokens[first].start, tokens[last].end)
        source = sources[0] if sources else None
        span = self._source_span(source)
        return Statement(
            start=start,
            end=end,
            sentence=self.numbers[first_cue],
            kind=kind,
            source_start=span[0] if span else None,
            source_end=span[1] if span else None,
            cue_start=tokens[first_cue].start,
            cue_end=tokens[last_cue].end,
            actor=self.by_head.get(source) if source is not None else None,
            directness=self._directness(start, end),
            basis=self._basis(sources),
            maker=f"{NAME}/{VERSION}:{content.rule}",
            confidence=content.confidence,
        )

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        tokens = self.syntax.tokens
        while first < last and (
            tokens[first].pos in {"PUNCT", "SCONJ"} and self.text[tokens[first].start] not in OPENING
        ):
            first += 1
        while last > first and tokens[last].pos == "PUNCT" and self.text[tokens[last].start] not in CLOSING:
            last -= 1
        return first, last

    def _with_marks(self, start: int, end: int) -> tuple[int, int]:
        """Take in the quotation marks that stand right around a content but hang elsewhere in the tree."""
        after = _CLOSED.match(self.text, end)
        if start > 0 and self.text[start - 1] in OPENING and after is not None:
            return start - 1, after.end()
        return start, end

    def _source_span(self, source: int | None) -> tuple[int, int] | None:
        if source is None:
            return None
        if source in self.by_head:
            actor = self.actors[self.by_head[source]]
            return actor.start, actor.end
        left, right = self.syntax.noun_span(source)
        return self.syntax.tokens[left].start, self.syntax.tokens[right].end

    def _directness(self, start: int, end: int) -> Directness:
        words = self.text[start:end].strip()
        marks = sum(words.count(mark) for mark in set(OPENING + CLOSING))
        if not marks:
            return Directness.INDIRECT
        whole = words[0] in OPENING and words.rstrip(".,!?")[-1] in CLOSING
        return Directness.DIRECT if whole and marks <= 2 else Directness.MIXED

    def house_statement(self, doc: Document) -> list[Statement]:
        """The whole text as one statement, where an official body publishes it under its own name.

        The body is named by the report's outlet, or by a heading without a verb ("Ministry of Foreign Affairs of ...").
        """
        heading = self._official_heading()
        outlet = doc.outlet or ""
        if heading is None and not (set(outlet.lower().split()) & OFFICIAL_WORDS):
            return []
        source = (heading.start, heading.end) if heading else None
        cue = source or (doc.body_start, doc.body_start)
        end = len(self.text.rstrip())
        row = Statement(
            start=min(doc.body_start, end),
            end=end,
            sentence=0,
            kind=StatementKind.ASSERTS,
            source_start=source[0] if source else None,
            source_end=source[1] if source else None,
            cue_start=cue[0],
            cue_end=cue[1],
            actor=self.actors.index(heading) if heading else None,
            directness=Directness.MIXED,
            basis=Basis.OFFICIAL_STATEMENT,
            maker=f"{NAME}/{VERSION}:{HOUSE}",
            confidence=PHRASE,
        )
        return [row] if end > row.start else []

    def _official_heading(self) -> Actor | None:
        """A body of state that the first line names, with no verb in it."""
        first = [i for i, number in enumerate(self.numbers) if number == 0]
        if not first or len(first) > HEADING_WORDS or any(self.syntax.tokens[i].pos in {"VERB", "AUX"} for i in first):
            return None
        bodies = [a for a in self.actors if a.sentence == 0 and set((a.office or "").split()) & OFFICIAL_WORDS]
        return bodies[0] if bodies else None

    def continued(self, rows: list[Statement]) -> list[Statement]:
        """Quotations that stand as sentences of their own right after a statement, with no cue of their own."""
        made: list[Statement] = []
        by_sentence = {row.sentence: row for row in rows if row.source_start is not None}
        for number, sentence in enumerate(self.sentences):
            words = self.text[sentence.start : sentence.end]
            if words[0] not in OPENING or words.rstrip(".,")[-1] not in CLOSING + "!?" or number in by_sentence:
                continue
            before = by_sentence.get(number - 1)
            if before is None or before.directness is Directness.INDIRECT:
                continue
            row = Statement(
                start=sentence.start,
                end=sentence.end,
                sentence=number,
                kind=StatementKind.ASSERTS,
                source_start=before.source_start,
                source_end=before.source_end,
                cue_start=before.cue_start,
                cue_end=before.cue_end,
                actor=before.actor,
                directness=Directness.DIRECT,
                basis=before.basis,
                maker=f"{NAME}/{VERSION}:continued",
                confidence=CONTINUED,
            )
            by_sentence[number] = row
            made.append(row)
        return made
