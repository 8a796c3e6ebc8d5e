"""Whether an event happened, is planned, threatened, demanded, denied, ...: a reader by rule.

It climbs from the trigger to the root of its sentence (`status_climb`). On the way it reads the modals, negation and
conditions of every verb that it passes (`modality`), and the operators of `lexicons/status.csv` in whose slot the event
stands. The first operator that is met decides; negation turns polarity. What no word in the sentence decides is decided
by the speech act that is about the event, by a question mark, or by dates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from standoff.annotate.status_climb import Climber
from standoff.annotate.status_reading import SETTLED, Reading, status_words
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.layers import Content, Event, EventStatus, Time
from standoff.core.stage import Layers
from standoff.core.vocabulary import Certainty, EventType, Polarity, Status
from standoff.resources.cues import Operator, load_operators, load_speech
from standoff.resources.event_lexicon import load_classes

NAME = "status"
VERSION = "3"

HISTORICAL_YEARS = 2
"""An event whose latest date lies more than this many calendar years before the report is background."""
OF_SPEECH_ACT = {
    EventType.THREATEN: (Status.THREATENED, Certainty.POSSIBLE),
    EventType.REQUEST: (Status.DEMANDED, Certainty.POSSIBLE),
    EventType.AGREE: (Status.PROMISED, Certainty.PROBABLE),
    EventType.CONCEDE: (Status.PROMISED, Certainty.PROBABLE),
    EventType.REJECT: (Status.REFUSED, Certainty.CERTAIN),
    EventType.ACCUSE: (Status.SPECULATED, Certainty.POSSIBLE),
}
"""Status of an act that a speech act is about."""
ABOUT_THE_PAST = frozenset({EventType.ACCUSE, EventType.REJECT})
"""Speech acts that may be about what is told in the past tense; nobody promises or demands what has been done."""
YIELDING_SPEECH = frozenset({EventType.AGREE, EventType.CONCEDE, EventType.REJECT})
DONE = 1.0
"""Factuality above which what an agreement, concession or refusal is about is taken to have happened already.

Of 19 held-out corpus acts that the rules called promised, refused or negative above it, 16 had happened.
"""
DOUBTFUL = 0.0
"""Factuality below which an act that no rule says anything of is not told as having happened."""
DISAPPROVE = "disapprove"
"""What is condemned or deplored is taken to have happened; what is alleged or investigated is not."""
HARMFUL = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})
"""Acts whose promise is a threat."""


def make_annotator() -> Callable[[DocumentView], Layers]:
    """Make the stage's function."""
    operators = load_operators()

    def annotate(view: DocumentView) -> Layers:
        reader = StatusReader(view, operators)
        return {"status": [reader.row(n, event) for n, event in enumerate(reader.events)]}

    return annotate


class StatusReader:
    """Reads the status of every event of one document."""

    def __init__(self, view: DocumentView, operators: Mapping[str, tuple[Operator, ...]]) -> None:
        """Index what the events hang on."""
        self.text = view.text
        self.published = view.doc.published
        self.syntax: Syntax = view.derive(build_syntax)
        self.events: Sequence[Event] = view.rows("events")
        self.times: Sequence[Time] = view.rows("times")
        self.circumstances = view.rows("circumstances")
        self.sentences = view.rows("sentences")
        contents: Sequence[Content] = view.rows("contents")
        self.speech_act = {row.about: self.events[row.event] for row in contents}
        self.climber = Climber(self.syntax, operators, load_speech(), load_classes()["light"])

    def row(self, at: int, event: Event) -> EventStatus:
        """Give one event's status."""
        reading = self.read(event)
        reading = self._by_speech_act(at, reading)
        harm = event.type in HARMFUL and reading.polarity is Polarity.POSITIVE
        if reading.status is Status.PROMISED and harm:
            reading = replace(reading, status=Status.THREATENED)
        reading = self._by_time(at, event, reading)
        if reading.rule == "default" and event.factuality is not None and event.factuality < DOUBTFUL:
            reading = replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="factuality")
        tokens = self.syntax.tokens
        cue, condition = reading.cue, reading.condition
        return EventStatus(
            start=event.start,
            end=event.end,
            event=at,
            status=reading.status,
            polarity=reading.polarity,
            certainty=reading.certainty,
            cue_start=tokens[cue[0]].start if cue else None,
            cue_end=tokens[cue[1]].end if cue else None,
            condition_start=tokens[condition[0]].start if condition else None,
            condition_end=tokens[condition[1]].end if condition else None,
            maker=f"{NAME}/{VERSION}:{reading.rule}",
            confidence=0.6 if reading.rule == "default" else 0.75,
        )

    def read(self, event: Event) -> Reading:
        """Climb from the trigger to the root; a modal that demands is itself the act."""
        if self.syntax.tokens[event.token].tag == "MD":
            return Reading(rule="modal_demand")
        reading = self.climber.climb(event.token, speaks=event.type in OF_SPEECH_ACT)
        return self._by_question(event, reading)

    # -- what the rest says -----------------------------------------------------------------------

    def _by_question(self, event: Event, reading: Reading) -> Reading:
        sentence = self.sentences[event.sentence]
        words = self.text[sentence.start : sentence.end].rstrip("\"”»'’ )")
        if not words.endswith("?") or not self.climber.is_plain_path(event.token):
            return reading
        if event.type in OF_SPEECH_ACT and self.climber.is_definite_noun(event.token):
            return reading  # "will the threat of sanctions be enough?" takes the threat for granted
        taken_for_granted = reading.status in SETTLED and self._asks_why(event.token)
        if taken_for_granted or reading.status not in SETTLED | {Status.PLANNED}:
            return reading
        return replace(reading, status=Status.SPECULATED, certainty=Certainty.POSSIBLE, rule="question")

    def _asks_why(self, token: int) -> bool:
        """Tell whether a question asks about the circumstances of an act ("why did they attack?")."""
        verb = token if self.syntax.is_verb(token) else self.syntax.governor(token)
        if verb is None:
            return False
        return any(self.syntax.words[c] in status_words("asking") for c in self.syntax.kids(verb, "advmod"))

    def _by_speech_act(self, at: int, reading: Reading) -> Reading:
        act = self.speech_act.get(at)
        if act is None or reading.status not in SETTLED or act.mode == DISAPPROVE or reading.is_by_word():
            return reading
        if act.type not in ABOUT_THE_PAST and self._looks_back(self.events[at].token):
            return reading
        if act.type in YIELDING_SPEECH and (self.events[at].factuality or 0.0) > DONE:
            return reading  # "answered by lifting the curfew", "was granted her request"
        status, certainty = OF_SPEECH_ACT[act.type]
        polarity = Polarity.NEGATIVE if act.type is EventType.REJECT else reading.polarity
        return replace(
            reading,
            status=status,
            certainty=certainty,
            polarity=polarity,
            cue=(act.token, act.token),
            rule="speech_act",
        )

    def _looks_back(self, token: int) -> bool:
        """Tell whether a clause with a subject of its own tells in the past tense."""
        syntax = self.syntax
        if not syntax.is_verb(token) or not syntax.kids(token, "nsubj", "nsubjpass"):
            return False
        return self._is_past(token)

    def _by_time(self, at: int, event: Event, reading: Reading) -> Reading:
        """A date after the report makes a plan of what has no finite past tense; one long before it, background."""
        expected = (
            reading.rule == "modal" and reading.status is Status.DEMANDED and not self.circumstances[at].statements
        )
        if self.published is None or (reading.status not in SETTLED and not expected):
            return reading
        if reading.is_by_word() and reading.polarity is Polarity.NEGATIVE:
            return reading
        times = [self.times[n] for n in self.circumstances[at].times]
        if any(t.earliest is not None and t.earliest > self.published for t in times) and not self._is_past(
            event.token
        ):
            return replace(reading, status=Status.PLANNED, certainty=Certainty.PROBABLE, rule="future_time")
        if expected:
            return reading
        limit = str(int(self.published[:4]) - HISTORICAL_YEARS)
        if any(t.latest is not None and t.latest[:4] < limit for t in times):
            return replace(reading, status=Status.HISTORICAL, rule="past_time")
        if any(t.latest is None and t.earliest is not None and t.earliest[:4] < limit for t in times):
            return replace(reading, status=Status.HISTORICAL, rule="since")
        return reading

    def _is_past(self, token: int) -> bool:
        at = token if self.syntax.is_verb(token) else self.syntax.governor(token)
        if at is None:
            return False
        forms = [at, *self.syntax.kids(at, "aux", "auxpass")]
        return any(self.syntax.tokens[f].tag == "VBD" or self.syntax.words[f] in {"has", "have", "had"} for f in forms)
