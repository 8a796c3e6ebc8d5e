"""Relays: who passes on what another has said ("X quoted Y as saying that ...", "X said, citing Y", "Y told X").

The speaker's statement stays, or is made, with the words passed on as its content; the relay's statement stands
around it. So the chain of an event reads speaker, relay, outlet, from the innermost statement outwards.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.annotate.speakers import Speakers
from standoff.annotate.syntax import Syntax
from standoff.core.layers import Statement
from standoff.core.vocabulary import CLAIM_KINDS, Basis, StatementKind

QUOTING = frozenset({"quote", "cite"})
"""Verbs by which somebody names those whose words are passed on."""
CITED, RELAYED, HEARER = "cited", "relayed", "hearer"
"""Rules of the statements that are made here: the one cited, the one that cites, the outlet that was told."""
CONFIDENCE = 0.75


def nearness(row: Statement) -> tuple[int, int]:
    """Rank a statement among those that hold the same act: the innermost first.

    The shorter what is said, the nearer to it who says it; of equals the one who is cited, then the outlet that was
    told.
    """
    rule = row.maker.rsplit(":", 1)[-1]
    return row.end - row.start, {CITED: 0, HEARER: 1}.get(rule, 2)


def is_hearer(row: Statement) -> bool:
    """Tell whether a statement is that of an outlet that was told what another said."""
    return row.maker.endswith(f":{HEARER}")


class Relays:
    """Ties those who pass words on to those who said them."""

    def __init__(self, syntax: Syntax, speakers: Speakers, maker: str) -> None:
        """Keep the tree and what knows the speakers; `maker` is the stage and its version."""
        self.syntax = syntax
        self.speakers = speakers
        self.maker = maker
        self.starts = [token.start for token in syntax.tokens]

    def link(self, rows: Sequence[Statement]) -> list[Statement]:
        """Give the statements with those of relays put right and added."""
        made = list(rows)
        for verb, lemma in enumerate(self.syntax.lemmas):
            if lemma in QUOTING and self.syntax.is_verb(verb):
                made = self._quoted(verb, made) or self._cited(verb, made) or self._aside(verb, made) or made
        return [*made, *self._hearers(made)]

    def _token(self, position: int) -> int:
        return bisect_left(self.starts, position)

    def _by(self, row: Statement, source: int, rule: str) -> Statement:
        """The statement as another's."""
        span = self.speakers.span(source)
        return replace(
            row,
            source_start=span[0] if span else None,
            source_end=span[1] if span else None,
            actor=self.speakers.actor(source),
            basis=self.speakers.basis([source]),
            maker=f"{self.maker}:{rule}",
            confidence=CONFIDENCE,
        )

    def _quoted(self, verb: int, rows: list[Statement]) -> list[Statement] | None:
        """ "X quoted Y as saying that ...", "Y was quoted by X as saying that ..."."""
        syntax = self.syntax
        passive = syntax.is_passive(verb)
        speakers = syntax.kids(verb, "nsubjpass") if passive else syntax.kids(verb, "dobj")
        inner = next((n for n, row in enumerate(rows) if self._hangs_on(self._token(row.cue_start), verb)), None)
        if inner is None or not speakers:
            return None
        said = rows[inner]
        made = [row for row in rows if self._token(row.cue_start) != verb]
        made[made.index(said)] = self._by(said, speakers[0], CITED)
        for relay in self._agents(verb) if passive else syntax.subjects(verb):
            cue = syntax.tokens[verb]
            outer = replace(
                said, start=said.cue_start, cue_start=cue.start, cue_end=cue.end, kind=StatementKind.ASSERTS
            )
            made.append(self._by(outer, relay, RELAYED))
        return made

    def _hangs_on(self, cue: int, verb: int) -> bool:
        """Tell whether a word of saying hangs on a verb by "as"."""
        above = self.syntax.head(cue)
        return self.syntax.words[above] == "as" and self.syntax.head(above) == verb and cue != above

    def _agents(self, verb: int) -> list[int]:
        return [c for by in self.syntax.kids(verb, "agent") for c in self.syntax.kids(by, "pobj")]

    def _cited(self, verb: int, rows: list[Statement]) -> list[Statement] | None:
        """ "X reported that ..., citing Y", "according to a report by X citing Y, ..."."""
        tokens = self.syntax.tokens
        cited = self.syntax.kids(verb, "dobj")
        if tokens[verb].tag != "VBG" or not cited or self.syntax.kids(verb, "aux"):
            return None
        here = [
            row
            for row in rows
            if row.kind is StatementKind.ASSERTS
            and row.sentence == self._sentence_of(verb, rows)
            and row.cue_start != tokens[verb].start
            and not self._is_ours(row)
        ]
        if not here:
            return None
        told = max(here, key=lambda row: row.end - row.start)
        whole = self._without(told, verb)
        made = [whole if row is told else row for row in rows if row.cue_start != tokens[verb].start]
        cue = tokens[verb]
        made.append(self._by(replace(whole, cue_start=cue.start, cue_end=cue.end), cited[0], CITED))
        return made

    def _aside(self, verb: int, rows: list[Statement]) -> list[Statement] | None:
        """ "Y, quoted by X, said that ..."."""
        agents = self._agents(verb) if self.syntax.tokens[verb].tag == "VBN" else []
        at = self.starts[self.syntax.head(verb)]
        for row in rows if agents else ():
            if row.kind in CLAIM_KINDS and self._is_by(row, at) and not self._is_ours(row):
                cue = self.syntax.tokens[verb]
                outer = replace(self._around(row), cue_start=cue.start, cue_end=cue.end)
                return [*rows, self._by(outer, agents[0], RELAYED)]
        return None

    def _is_by(self, row: Statement, position: int) -> bool:
        """Tell whether a code point lies in a statement's speaker."""
        return (
            row.source_start is not None
            and row.source_end is not None
            and row.source_start <= position < row.source_end
        )

    def _around(self, row: Statement) -> Statement:
        """A statement about who says it and what."""
        if row.source_start is None or row.source_end is None:
            return row
        return replace(row, start=min(row.start, row.source_start), end=max(row.end, row.source_end))

    def _is_ours(self, row: Statement) -> bool:
        """Tell whether a statement was made here."""
        return row.maker.rsplit(":", 1)[-1] in {CITED, RELAYED, HEARER}

    def _sentence_of(self, verb: int, rows: Sequence[Statement]) -> int | None:
        start = self.starts[verb]
        return next((row.sentence for row in rows if row.cue_start == start), None)

    def _without(self, row: Statement, verb: int) -> Statement:
        """Cut off what cites, where the tree has hung it into what is said."""
        first = self.syntax.edges[verb][0]
        start = self.starts[first]
        if not row.start < start < row.end:
            return row
        before = first - 1
        while before > 0 and self.syntax.tokens[before].pos == "PUNCT":
            before -= 1
        return replace(row, end=max(row.start + 1, self.syntax.tokens[before].end))

    def _hearers(self, rows: Sequence[Statement]) -> Iterator[Statement]:
        """ "Y told X that ...", where X is an outlet: it passes the words on."""
        for row in rows:
            cue = self._token(row.cue_start)
            if row.kind not in CLAIM_KINDS or self._is_ours(row) or self.syntax.lemmas[cue] != "tell":
                continue
            for hearer in self.syntax.kids(cue, "dobj", "dative"):
                outlet = self.speakers.basis([hearer]) is Basis.MEDIA_REPORT and self.syntax.tokens[hearer].tag != "NNS"
                if outlet and row.source_start is not None:
                    yield self._by(self._around(row), hearer, HEARER)
