"""The sections of the page: which lines stand where, and what each line shows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from standoff.core.vocabulary import Quad
from standoff.picture.brief import Brief, KeyLine
from standoff.picture.happened import ClaimLine
from standoff.picture.lines import Against, Grade, Importance, Line, Mark
from standoff.picture.position_lines import OPEN, ActorPositions
from standoff.picture.stances import POSITION_OF_TYPE
from standoff.resources.codebook import load_codebook
from standoff.web.wording import When, say_date, say_when

Address = Callable[[Mark], str | None]
Quads = Mapping[str, Quad]

SHAPES = {
    Quad.VERBAL_COOPERATION: ("cooperation verbal", "cooperation in words"),
    Quad.MATERIAL_COOPERATION: ("cooperation material", "cooperation in deeds"),
    Quad.VERBAL_CONFLICT: ("conflict verbal", "conflict in words"),
    Quad.MATERIAL_CONFLICT: ("conflict material", "conflict in deeds"),
}
"""Per quad class the classes of its sign (a shape, not a colour, tells them apart) and its name."""
SECTIONS = frozenset({"happened", "claimed", "planned"})
"""Sections whose name does not say yet what is done."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """A source mark: what it says, and where it leads (None where the words are not in the page)."""

    label: str
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Other:
    """Another account of a line, as the page shows it."""

    reason: str
    words: str
    marks: list[MarkView]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as the page shows it."""

    when: When | None
    who: str | None
    whom: str | None
    act: str
    words: str
    note: str | None
    marks: list[MarkView]
    shape: tuple[str, str] | None = None
    sayers: str | None = None
    origins: str | None = None
    denials: tuple["LineView", ...] = ()
    reported: When | None = None
    act_first: bool = False
    grade: Grade | None = None
    importance: Importance | None = None
    state: str | None = None
    why: str | None = None
    reason_words: str | None = None
    reasons: tuple[MarkView, ...] = ()
    against: tuple["Other", ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading of their own, such as an actor's name."""

    title: str | None
    lines: list[LineView]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief."""

    name: str
    title: str
    empty: str
    groups: list[Group]
    dated: bool = False

    @property
    def part(self) -> str:
        """The name of the brief's field that it shows."""
        return {"happened": "timeline", "planned": "agenda", "voice": "assessments"}.get(self.name, self.name)

    @property
    def count(self) -> int:
        """Number of lines."""
        return sum(len(group.lines) for group in self.groups)


def lines_of(brief: Brief) -> Iterator[Line]:
    """Give every line of a brief."""
    yield from (item.line for item in brief.key)
    yield from (*brief.timeline, *brief.agenda, *brief.figures, *brief.questions, *brief.assessments)
    for actor in brief.positions:
        yield from (position.line for position in actor.positions)
    for claim in brief.claims:
        yield from (claim.line, *claim.denials)


def marks_of(brief: Brief) -> Iterator[Mark]:
    """Give every mark of a brief."""
    for line in lines_of(brief):
        yield from line.marks
        yield from (mark for other in line.against for mark in other.marks)
        if line.standing is not None:
            yield from line.standing.reasons


def build_sections(brief: Brief, quads: Quads, address: Address) -> list[Section]:
    """Lay out a brief's lines.

    Args:
        brief: the picture.
        quads: quad class by event id, for the signs beside the lines.
        address: gives where a mark leads.
    """
    view = _Views(quads, address, {head.number: head.published for head in brief.reports})
    key = Group(None, [view.key(item) for item in brief.key])
    whole = Group(None, [view.line(line) for line in brief.timeline])
    planned = Group(None, [view.line(line) for line in brief.agenda])
    claims = Group(None, [view.claim(claim) for claim in brief.claims])
    figures = Group(None, [replace(view.line(line), act_first=True) for line in brief.figures])
    questions = Group(None, [_voice(view.line(line)) for line in brief.questions])
    voices = Group(None, [_voice(view.line(line)) for line in brief.assessments])
    head = [Section("key", "Most important", "", [key])] if brief.key else []
    return [
        *head,
        Section("happened", "What happened", "No event is told as fact.", [whole], dated=True),
        Section("planned", "Planned", "Nothing is said to be planned.", [planned], dated=True),
        Section("positions", "Positions by actor", "No position found.", [view.actor(a) for a in brief.positions]),
        Section("figures", "Figures", "No figure found.", [figures]),
        Section("claims", "Claims", "No claim found.", [claims]),
        Section("questions", "Open questions", "The authors leave no question open.", [questions]),
        Section("voice", "The author’s voice", "No assessment or prediction found.", [voices]),
    ]


class _Views:
    def __init__(self, quads: Quads, address: Address, published: Mapping[int, str | None]) -> None:
        self.quads = quads
        self.address = address
        self.published = published
        types = load_codebook().types
        self.plain_acts = {types[code].label for code in POSITION_OF_TYPE} | {"Deny"}

    def line(self, line: Line) -> LineView:
        quad = next((self.quads[name] for name in line.events if name in self.quads), None)
        first = line.marks[0].report if line.marks else None
        return LineView(
            when=say_when(line.when),
            who=line.who,
            whom=line.whom,
            act=line.what,
            words=line.words,
            note=line.note,
            marks=[self.mark(mark) for mark in line.marks],
            shape=SHAPES[quad] if quad is not None else None,
            reported=say_date(self.published.get(first)) if first is not None else None,
            grade=line.grade,
            importance=line.importance,
            against=tuple(self.other(other) for other in line.against),
            **self.standing(line),
        )

    def standing(self, line: Line) -> dict[str, Any]:
        """Say what became of a plan or a position; what is open needs no word."""
        found = line.standing
        if found is None or found.state == OPEN:
            return {}
        marks = tuple(self.mark(mark) for mark in found.reasons)
        return {
            "state": found.state.replace("_", " "),
            "why": found.why,
            "reason_words": found.reason_words,
            "reasons": marks,
        }

    def other(self, other: Against) -> Other:
        """Give another account."""
        return Other(other.reason, other.words, [self.mark(mark) for mark in other.marks])

    def key(self, item: KeyLine) -> LineView:
        """Give a line of the head of the brief: its section stands first."""
        line = self.line(item.line)
        act = f"{item.section}: {_lowered(line.act)}" if item.section in SECTIONS else item.section
        return replace(line, act=_raised(act), act_first=True)

    def mark(self, mark: Mark) -> MarkView:
        return MarkView(mark.label(), f"Report {mark.report}, sentence {mark.sentence}", self.address(mark))

    def actor(self, actor: ActorPositions) -> Group:
        """Give an actor's positions.

        The kind says what a speech act's own label would only repeat. No sign: an act refused is not an act.
        """
        lines = []
        for position in actor.positions:
            line = self.line(position.line)
            act = position.kind if line.act in self.plain_acts else f"{position.kind}: {_lowered(line.act)}"
            who = None if line.who == actor.actor else line.who
            lines.append(replace(line, act=_raised(act), who=who, shape=None, act_first=True))
        return Group(actor.actor, lines)

    def claim(self, claim: ClaimLine) -> LineView:
        denials = [line for line in claim.denials if line is not claim.line]
        return replace(
            self.line(claim.line),
            note=_without_speakers(claim.line.note) if claim.speakers else claim.line.note,
            sayers=", ".join(claim.speakers) or None,
            origins=_origins(claim.origins),
            denials=tuple(replace(self.line(line), note=_denial_note(line.note)) for line in denials),
            against=tuple(self.other(other) for other in claim.line.against if other.kind != "denies"),
        )


def _voice(line: LineView) -> LineView:
    """Leave out of a question or an assessment what its heading says already."""
    return replace(line, act="" if line.act in {"question", "assessment"} else _raised(line.act))


def _origins(number: int) -> str:
    if not number:
        return "only denied"
    return "1 origin" if number == 1 else f"{number} independent origins"


def _without_speakers(note: str | None) -> str | None:
    parts = (note or "").split("; ")
    return "; ".join(part for part in parts if not part.startswith("according to ")) or None


def _denial_note(note: str | None) -> str | None:
    """Leave out what the word "Denied" before the note says already."""
    parts = [part.removeprefix("denied ") for part in (note or "").split("; ") if part not in {"denied", "not"}]
    return "; ".join(parts) or None


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]


def _raised(label: str) -> str:
    return label[:1].upper() + label[1:]
