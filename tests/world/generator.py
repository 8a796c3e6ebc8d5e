"""A synthetic world: happenings, twelve outlets that tell of them with known habits, and the truth of each sentence."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from standoff.core.document import Document, text_digest
from standoff.core.vocabulary import ValueBasis
from tests.world.patterns import ACTS, ADJECTIVES, PEOPLE, STATES, THINGS, TOWNS, VERBS, WHEN, WHERE, Act

FIRST_DAY = date(2031, 3, 3)
HAPPENINGS, DAYS = 60, 75
AGAIN = 10
"""Happenings that are like an earlier one, at another time and place: they must not be taken for it."""

VERBATIM, CUTTING, PARAGRAPH = "Lindhaven Courier", "Harbour Post", "Evening Ledger"
NORTH, ORLEN = "North Wire", "Orlen Agency"
MERIDIAN, MONITOR, BALTIC = "The Meridian", "Continental Monitor", "Baltic Observer"
RADIO, HERALD, TODAY, LIAR = "Radio Ostrel", "Kestrian Herald", "Valdora Today", "Free Dawn"
OUTLETS = (NORTH, ORLEN, VERBATIM, CUTTING, PARAGRAPH, MERIDIAN, MONITOR, BALTIC, RADIO, HERALD, TODAY, LIAR)
"""Two wires that report themselves; three that copy (all of it, its beginning, a paragraph in an article of their own);
three that write in their own words, of which two quote officials; one that errs and corrects itself, one that errs;
one that
prints what its state says; one that lies."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What really happened."""

    number: int
    act: Act
    source: int
    target: int
    town: str
    day: date
    count: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """The truth about a sentence that tells of a happening."""

    doc_id: str
    start: int
    end: int
    happening: int
    variant: str
    """true, or what is false: the doer or the count; the mentions of one happening and variant are one claim."""
    stance: str
    """asserts or denies."""
    origin: str
    type: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence before it has a place in a report; without a happening a filler."""

    text: str
    happening: int = -1
    variant: str = "true"
    stance: str = "asserts"
    origin: str = ""
    type: str = ""


@dataclass(slots=True)
class World:
    """All reports, and the truth about them."""

    happenings: list[Happening] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    """The report that each copied report, whole or in part, copies from."""


def actors_csv() -> str:
    """Give the table of invented states, as a user would."""
    rows = ["code,name,aliases,adjectives,people,capital,metonyms"]
    rows += [f"{code},{name},,{adjective},{adjective}s,{capital}," for code, name, adjective, capital in STATES]
    return "\n".join(rows) + "\n"


def make_world(seed: int) -> World:
    """Make a world."""
    return _Maker(random.Random(seed)).make()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.world = World()

    def make(self) -> World:
        """Let everything happen, then let everybody tell of it."""
        for number in range(HAPPENINGS):
            earlier = self.world.happenings[number - HAPPENINGS + AGAIN] if number >= HAPPENINGS - AGAIN else None
            self.world.happenings.append(self._happen(number, earlier))
        for happening in self.world.happenings:
            self._tell(happening)
        return self.world

    def _happen(self, number: int, earlier: Happening | None) -> Happening:
        act = earlier.act if earlier else ACTS[number % len(ACTS)]
        source, target = self.chance.sample(range(len(STATES)), 2)
        town = self.chance.choice(TOWNS)
        day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        if earlier is not None:
            source, target = earlier.source, earlier.target
            town = self.chance.choice([name for name in TOWNS if name != earlier.town])
            day = earlier.day + timedelta(days=self.chance.randrange(12, 20))
        count = self.chance.randint(*act.numbers) if act.numbers else None
        return Happening(number, act, source, target, town, day, count)

    # -- who tells what ---------------------------------------------------------------------------

    def _tell(self, happening: Happening) -> None:
        wire = self.chance.choice((NORTH, ORLEN))
        wires = (NORTH, ORLEN) if self.chance.random() < 0.5 else (wire,)
        first: dict[str, str] = {}
        for outlet in wires:
            first[outlet] = self._publish(outlet, happening, [self._own(outlet, happening)])
        self._copy(happening, first)
        if self.chance.random() < 0.5:
            self._publish(MERIDIAN, happening, [self._own(MERIDIAN, happening)])
        for outlet in (MONITOR, BALTIC):
            if self.chance.random() < 0.5:
                self._publish(outlet, happening, [self._quoted(outlet, happening, self._side(happening))])
        self._err(happening)
        self._deny(happening)
        self._lie(happening)

    def _side(self, happening: Happening) -> int:
        return self.chance.choice((happening.source, happening.target))

    def _copy(self, happening: Happening, first: dict[str, str]) -> None:
        sources = {outlet: doc_id for outlet, doc_id in first.items() if outlet == NORTH}
        for doc_id in sources.values():
            original = self._sentences_of(doc_id)
            if self.chance.random() < 0.7:
                self._publish(VERBATIM, happening, original, fillers=0, copy_of=doc_id)
            if self.chance.random() < 0.7:
                self._publish(CUTTING, happening, original[: max(2, len(original) - 2)], fillers=0, copy_of=doc_id)
        if ORLEN in first and self.chance.random() < 0.7:
            original = self._sentences_of(first[ORLEN])[:3]
            self._publish(PARAGRAPH, happening, original, fillers=5, copy_of=first[ORLEN], shuffle=False)

    def _err(self, happening: Happening) -> None:
        for outlet, share in ((RADIO, 0.3), (HERALD, 0.3)):
            if self.chance.random() < 0.5:
                continue
            if self.chance.random() >= share or happening.count is None:
                self._publish(outlet, happening, [self._own(outlet, happening)])
                continue
            wrong = replace(happening, count=self._other_count(happening))
            self._publish(outlet, happening, [self._own(outlet, wrong, f"count {wrong.count}")])
            if outlet == RADIO:
                words = f"Correction: In an earlier report we gave a wrong number. {self._sentence(happening, 0)}"
                sentence = Sentence(words, happening.number, "true", "asserts", outlet, happening.act.type.value)
                self._publish(outlet, happening, [sentence], later=3)

    def _deny(self, happening: Happening) -> None:
        code, name, _, _ = STATES[happening.source]
        if self.chance.random() >= (0.8 if name == "Valdora" else 0.35):
            return
        denial = self._fill(happening.act.denial, happening)
        words = self.chance.choice(
            (
                f"{name} denied that {denial}.",
                f"{name}'s foreign ministry denied on {self._day(happening.day)} that {denial}.",
            )
        )
        outlet = TODAY if name == "Valdora" else self.chance.choice((MONITOR, BALTIC, MERIDIAN))
        row = Sentence(words, happening.number, "true", "denies", f"state:{code}", happening.act.type.value)
        self._publish(outlet, happening, [row], later=1)

    def _lie(self, happening: Happening) -> None:
        if self.chance.random() < 0.4:
            return
        turn = self.chance.random()
        if turn < 0.5 and happening.count is not None:
            false = replace(happening, count=self._other_count(happening))
            self._publish(LIAR, happening, [self._own(LIAR, false, f"count {false.count}")])
        elif turn < 0.8 and happening.act.type.value in {"ASSAULT", "COERCE", "RETREAT", "SANCTION", "MOBILIZE"}:
            false = replace(happening, source=happening.target, target=happening.source)
            self._publish(LIAR, happening, [self._own(LIAR, false, "doer")])
        elif turn < 0.9:
            denial = self._sentence(happening, 0).replace(".", "")
            row = Sentence(
                f"It is not true that {denial}.", happening.number, "true", "denies", LIAR, happening.act.type.value
            )
            self._publish(LIAR, happening, [row])
        else:
            self._publish(LIAR, happening, [self._own(LIAR, happening)])

    # -- sentences --------------------------------------------------------------------------------

    def _own(self, outlet: str, happening: Happening, variant: str = "true") -> Sentence:
        words = self._sentence(happening, self.chance.randrange(len(happening.act.told)))
        return Sentence(words, happening.number, variant, "asserts", outlet, happening.act.type.value)

    def _quoted(self, outlet: str, happening: Happening, side: int) -> Sentence:
        code, name, adjective, _ = STATES[side]
        clause = self._fill(happening.act.clause, happening)
        words = self.chance.choice(
            (
                f"A spokesman for {name}'s foreign ministry said that {clause}.",
                f"The {adjective} foreign ministry said that {clause}.",
                f"According to the {adjective} government, {clause}.",
            )
        )
        return Sentence(words, happening.number, "true", "asserts", f"state:{code}", happening.act.type.value)

    def _sentence(self, happening: Happening, which: int) -> str:
        words = self._fill(happening.act.told[which], happening)
        return words[0].upper() + words[1:]

    def _choose(self, pattern: str) -> str:
        filled = pattern.replace("{when}", f"{{{WHEN}}}")
        return re.sub(r"\{([^}]*)\}", lambda match: self.chance.choice(match[1].split("|")), filled)

    def _fill(self, pattern: str, happening: Happening) -> str:
        _, target, adjective, _ = STATES[happening.target]
        words = []
        tokens = self._choose(pattern).split()
        for at, token in enumerate(tokens):
            bare = token.rstrip(".,;")
            tail = token[len(bare) :]
            following = tokens[at + 1].rstrip(".,;") if at + 1 < len(tokens) else ""
            value = {
                "S": self._state(happening.source, following),
                "T": adjective if following in ADJECTIVAL else target,
                "P": happening.town,
                "D": self._day(happening.day),
                "N": f"{happening.count:,}" if happening.count is not None else "",
            }.get(bare, bare)
            words.append(value + tail)
        return " ".join(words)

    def _state(self, state: int, following: str) -> str:
        _, name, adjective, _ = STATES[state]
        return adjective if following in ADJECTIVAL else name

    def _filler(self) -> Sentence:
        slots = (ADJECTIVES, PEOPLE, VERBS, ADJECTIVES, THINGS, WHERE, ADJECTIVES, THINGS)
        text = " ".join(self.chance.choice(words) for words in slots)
        return Sentence(f"{text[0].upper()}{text[1:]}.")

    def _day(self, day: date) -> str:
        return self.chance.choice((f"{day.day} {day:%B}", f"{day:%B} {day.day}", f"{day:%A}, {day.day} {day:%B}"))

    def _other_count(self, happening: Happening) -> int:
        assert happening.count is not None
        factor = self.chance.choice((0.25, 0.4, 2.5, 4.0))
        return max(1, round(happening.count * factor))

    # -- reports ----------------------------------------------------------------------------------

    def _sentences_of(self, doc_id: str) -> list[Sentence]:
        doc = next(d for d in self.world.documents if d.doc_id == doc_id)
        told = {(t.start, t.end): t for t in self.world.told if t.doc_id == doc_id}
        found, start = [], 0
        for text in doc.text.rstrip("\n").split("\n\n"):
            truth = told.get((start, start + len(text)))
            found.append(
                Sentence(text)
                if truth is None
                else Sentence(text, truth.happening, truth.variant, truth.stance, truth.origin, truth.type)
            )
            start += len(text) + 2
        return found

    def _publish(
        self,
        outlet: str,
        happening: Happening,
        sentences: Sequence[Sentence],
        *,
        fillers: int = 3,
        later: int = 0,
        copy_of: str | None = None,
        shuffle: bool = True,
    ) -> str:
        number = len(self.world.documents)
        doc_id = f"w{number:04d}"
        extra = [self._filler() for _ in range(fillers)]
        rows = [*sentences, *extra] if shuffle else [*extra[:2], *sentences, *extra[2:]]
        text = "\n\n".join(row.text for row in rows) + "\n"
        start = 0
        for row in rows:
            if row.happening >= 0:
                end = start + len(row.text)
                origin = row.origin
                self.world.told.append(
                    Told(doc_id, start, end, row.happening, row.variant, row.stance, origin, row.type)
                )
            start += len(row.text) + 2
        day = happening.day + timedelta(days=later + (1 if copy_of else 0))
        none = (None,) * 3
        self.world.documents.append(
            Document(
                doc_id, f"{doc_id}.txt", *none, outlet, None, day.isoformat(), ValueBasis.STATED, "en", text, 0,
                text_digest(text),
            )
        )  # fmt: skip
        if copy_of is not None:
            self.world.copies[doc_id] = copy_of
        return doc_id


ADJECTIVAL = frozenset(
    {
        "town",
        "village",
        "settlement",
        "artillery",
        "gunners",
        "soldiers",
        "police",
        "citizens",
        "nationals",
        "border",
        "frontier",
        "diplomats",
        "counterpart",
        "proposal",
        "security",
    }
)
"""Words before which a state is named by its adjective."""
