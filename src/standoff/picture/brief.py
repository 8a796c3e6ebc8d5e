"""The brief: one page on what the reports say, every line with the words that it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

import duckdb
from msgspec import Meta

from standoff.core.issues import Issue
from standoff.core.provenance import Provenance
from standoff.core.vocabulary import VoiceKind
from standoff.match.actors import key_of
from standoff.picture.checking import find_flaw, issue_of
from standoff.picture.evidence import read_evidence
from standoff.picture.figure_lines import ledger_lines
from standoff.picture.happened import ClaimLine, ClaimWriter
from standoff.picture.importance import Judge, Seen
from standoff.picture.lines import CODER_ALONE, Line, shorten
from standoff.picture.network import Tie, find_ties
from standoff.picture.position_lines import ActorPositions, position_lines, standing
from standoff.picture.told import read_told
from standoff.picture.writer import LineWriter

KEY_LINES = 8
"""So many lines stand at the head of the brief: what a reader takes in at a glance."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief was asked for."""

    as_of: Annotated[str | None, Meta(description="ISO day; what became known later is left out")] = None
    since: Annotated[str | None, Meta(description="ISO day; only what was told on it or later")] = None
    actor: Annotated[str | None, Meta(description="only lines in which this actor takes part: a code or a name")] = None


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report that the brief rests on."""

    number: int
    doc_id: str
    name: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    copy_of: Annotated[int | None, Meta(description="number of the report that it copies")]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line at the head of the brief, and the section that it is taken from."""

    section: Annotated[str, Meta(description="happened, claimed, planned, or the kind of position")]
    line: Line


@dataclass(frozen=True, slots=True)
class Brief:
    """The picture of some reports on one page."""

    reports: list[ReportHead]
    timeline: list[Line]
    agenda: list[Line]
    positions: list[ActorPositions]
    figures: list[Line]
    claims: list[ClaimLine]
    questions: list[Line]
    assessments: list[Line]
    network: list[Tie]
    issues: list[Issue]
    provenance: Provenance | None = None
    scope: Scope = field(default_factory=Scope)
    key: Annotated[list[KeyLine], Meta(description="the most important lines, first ones first")] = field(
        default_factory=list
    )


def build_brief(
    connection: duckdb.DuckDBPyConnection,
    issues: Sequence[Issue],
    provenance: Provenance | None = None,
    scope: Scope | None = None,
) -> Brief:
    """Build the brief of a catalogue.

    Args:
        connection: a catalogue, with the tables of all steps up to this room's.
        issues: what could not be read or done.
        provenance: what made the annotations.
        scope: what to leave out; the catalogue itself must already end at `as_of`.

    Returns:
        The brief; reports are numbered by date, then name. Every line was checked against its words: one that does
        not stand there is an issue instead.
    """
    made = _Builder(connection).build(issues)
    return replace(narrowed(made, scope or Scope()), provenance=provenance)


class _Builder:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.evidence = read_evidence(connection)
        self.writer = LineWriter(connection, self.evidence)
        self.judge = Judge(self.evidence, self.evidence.last_day)
        self.issues: list[Issue] = []

    def build(self, issues: Sequence[Issue]) -> Brief:
        claims = ClaimWriter(self.writer, self.judge, read_told(self.connection, self.evidence))
        timeline = self._checked(claims.timeline())
        positions = [
            ActorPositions(actor.actor, [p for p in actor.positions if self._holds(p.line)])
            for actor in position_lines(self.connection, self.writer, self.judge)
        ]
        shown = [self.evidence.by_id[line.events[0]] for line in timeline]
        return Brief(
            reports=self._heads(),
            timeline=timeline,
            agenda=self._checked(self._agenda()),
            positions=[actor for actor in positions if actor.positions],
            figures=self._checked(ledger_lines(self.connection, self.writer, self.judge)),
            claims=[claim for claim in claims.claimed() if self._holds(claim.line)],
            questions=self._checked(self._voices(VoiceKind.QUESTION)),
            assessments=self._checked(self._voices(VoiceKind.ASSESSMENT) + self._voices(VoiceKind.PREDICTION)),
            network=find_ties(shown),
            issues=[*issues, *self.issues],
        )

    def _holds(self, line: Line) -> bool:
        """Tell whether a line may be printed; make an issue of one that may not."""
        flaw = find_flaw(line, self.writer.texts, self.evidence.by_id)
        if flaw is not None:
            self.issues.append(issue_of(line, flaw))
        return flaw is None

    def _checked(self, lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if self._holds(line)]

    def _heads(self) -> list[ReportHead]:
        rows = self.connection.sql(
            "select r.doc_id, r.name, r.title, r.outlet, r.author, r.published, c.original from reports r "
            "left join copies c on c.doc_id = r.doc_id and c.kind = 'copy'"
        ).fetchall()
        numbers = self.writer.numbers
        heads = [
            ReportHead(numbers[row[0]], row[0], row[1], row[2], row[3], row[4], row[5], numbers.get(row[6]))
            for row in rows
        ]
        return sorted(heads, key=lambda head: head.number)

    def _agenda(self) -> list[Line]:
        rows = self.connection.sql("select * from agenda").to_arrow_table().to_pylist()
        lines = [self._agenda_line(row) for row in rows]
        return sorted(lines, key=lambda line: (line.when or line.first_known or "9999", line.id or ""))

    def _agenda_line(self, row: dict[str, Any]) -> Line:
        by_id = self.evidence.by_id
        records = [by_id[name] for name in row["events"]]
        earliest, latest = row["earliest"], row["latest"]
        when = None if not earliest and not latest else f"{earliest or ''}..{latest or ''}"
        return replace(
            self.writer.merged(records),
            when=earliest if earliest and earliest == latest else when,
            id=row["agenda_id"],
            first_known=row["first_known"],
            last_known=row["last_known"],
            standing=standing(row["outcome"], row["why"], [by_id[name] for name in row["reasons"]], self.writer),
            importance=self.judge.weigh(Seen(row["actors"], row["first_known"], 1, records[0])),
        )

    def _voices(self, kind: VoiceKind) -> list[Line]:
        rows = self.connection.execute(
            'select v.doc_id, v.start, v."end", v.cue_start, v.cue_end, r.author, r.known '
            "from voices v join reports r using (doc_id) where v.kind = ? "
            "order by coalesce(r.published, '9999'), r.name, v.doc_id, v.position",
            [kind.value],
        ).fetchall()
        named = self._named() if rows else {}
        return [self._voice(kind, named.get(row[0], ()), *row) for row in rows]

    def _named(self) -> dict[str, list[tuple[int, str]]]:
        """Give where the known actors of each report stand, and their keys."""
        found: dict[str, list[tuple[int, str]]] = {}
        for doc_id, start, *who in self.connection.sql(
            "select doc_id, start, name, country, sector from identities order by doc_id, start"
        ).fetchall():
            key = key_of(*who)
            if key is not None:
                found.setdefault(doc_id, []).append((start, key))
        return found

    def _voice(
        self, kind: VoiceKind, named: Sequence[tuple[int, str]], doc_id: str, start: int, end: int,
        cue_start: int, cue_end: int, author: str | None, known: str | None,
    ) -> Line:  # fmt: skip
        text = self.writer.texts[doc_id]
        words = shorten(text, start, end, cue_start, cue_end)
        note = None if kind is VoiceKind.QUESTION else f"cue: “{text[cue_start:cue_end]}”"
        mark = self.writer.mark(doc_id, start, end)
        actors = sorted({key for at, key in named if start <= at < end})
        made = Line(None, author, None, kind.value, words, note, [mark], [], first_known=known, last_known=known)
        return replace(made, actors=actors, importance=self.judge.weigh(Seen(actors, known, 1, None)))


def narrowed(brief: Brief, scope: Scope) -> Brief:
    """Leave out of a brief what its scope does not ask for, and put the most important lines at its head."""

    def wanted(line: Line) -> bool:
        return _is_recent(line, scope.since) and _takes_part(line, scope.actor)

    positions = [ActorPositions(a.actor, [p for p in a.positions if wanted(p.line)]) for a in brief.positions]
    made = replace(
        brief,
        scope=scope,
        timeline=list(filter(wanted, brief.timeline)),
        agenda=list(filter(wanted, brief.agenda)),
        positions=[actor for actor in positions if actor.positions],
        figures=list(filter(wanted, brief.figures)),
        claims=[claim for claim in brief.claims if wanted(claim.line)],
        questions=list(filter(wanted, brief.questions)),
        assessments=list(filter(wanted, brief.assessments)),
    )
    return replace(made, key=key_lines(made))


def _is_recent(line: Line, since: str | None) -> bool:
    return since is None or (line.last_known is not None and line.last_known >= since)


def _takes_part(line: Line, actor: str | None) -> bool:
    """Tell whether an actor stands in a line, by code or by a part of the name."""
    if actor is None:
        return True
    wanted = actor.casefold()
    if any(wanted == key.split(":")[0].casefold() for key in line.actors):
        return True
    return any(wanted in (name or "").casefold() for name in (line.who, line.whom, line.note))


def key_lines(brief: Brief) -> list[KeyLine]:
    """Choose the most important lines of all sections, none of them about the same act as another.

    A line that the coder alone has found is in its section only: in news about half of those are right.
    """
    found = [KeyLine("happened", line) for line in brief.timeline]
    found += [KeyLine("claimed", claim.line) for claim in brief.claims]
    found += [KeyLine("planned", line) for line in brief.agenda if line.standing and line.standing.state == "open"]
    found += [KeyLine(p.kind, p.line) for actor in brief.positions for p in actor.positions]
    found = [item for item in found if CODER_ALONE not in (item.line.note or "")]
    found.sort(key=_rank)
    chosen: list[KeyLine] = []
    seen: set[object] = set()
    for item in found:
        same = {*item.line.events, item.line.words, *((m.doc_id, m.sentence) for m in item.line.marks[:1])}
        if not same & seen:
            chosen.append(item)
            seen |= same
        if len(chosen) == KEY_LINES:
            break
    return chosen


def _rank(item: KeyLine) -> tuple[float, str]:
    score = item.line.importance.score if item.line.importance is not None else 0.0
    return -score, item.line.id or ""
