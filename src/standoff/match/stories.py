"""Stories: reports of the same happening, gathered day by day as they come in.

The reports of a day join the stories that they are most alike on average, or start new ones; two stories that a new
report shows to be one merge; a story that turns out to hold two happenings of a kind splits (`match.story_splits`).
A report's words are weighed by what was known on its day (`match.story_words`), and a story has the id of its first
report. So what comes later never changes what was decided on a day, a report that joins one story leaves every other
as it was, and the stories as of a date are those that were seen on that date.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from standoff.match.days import FULL_DATE, UNDATED, day_number
from standoff.match.linkage import Pair, join_groups
from standoff.match.story_splits import split_story
from standoff.match.story_words import Rarity, Vector, cosine, report_words

ALIKE = 0.18
"""Average cosine from which reports are of one story. On the stories of `ecbplus` (development rows) B-cubed F1 is
within a point of the best from 0.14 to 0.22."""
HALVED_DAYS = 30
"""Days between a report and a story's last one with which their likeness counts half."""
OPEN_DAYS = 70
"""A story without a report for so long is closed: even reports twice as alike as usual would no longer join it."""
HEAVIEST, SHARED = 40, 2
"""A report is compared with the stories that share at least two of its forty weightiest words."""
GROWN = 1.25
"""A story is looked at for a split when it has grown by a quarter since the last look."""


@dataclass(frozen=True, slots=True)
class StoryText:
    """A report as the stories see it."""

    doc_id: str
    text: str
    day: str | None
    """ISO day from which it is known, None where nobody knows."""
    order: tuple[str, ...] = ()
    """What puts the reports of a day in order."""
    copies: bool = False
    """Whether it copies another report: its words then say nothing about how rare words are."""


@dataclass(slots=True)
class Story:
    """A story and what is needed to compare it with new reports."""

    members: list[int]
    """Numbers of its reports, in order of arrival."""
    total: dict[str, float]
    """Sum of their vectors."""
    last_day: int | None
    checked: int = 0
    """How many members it had when it was last looked at for a split."""

    @property
    def first(self) -> int:
        """The report that gives the story its id."""
        return self.members[0]


class _State(msgspec.Struct):
    seen: int
    holding: dict[str, float]
    reports: list[tuple[str, int | None, dict[str, float]]]
    stories: list[Story]


class StoryStream:
    """Stories over a growing stream of reports."""

    def __init__(self) -> None:
        """Begin with no reports."""
        self._rarity = Rarity()
        self._ids: list[str] = []
        self._days: list[int | None] = []
        self._vectors: list[Vector] = []
        self._stories: dict[int, Story] = {}
        self._open: dict[str, Counter[int]] = {}

    def add(self, reports: Sequence[StoryText]) -> None:
        """Take in the reports of a day; none may be of a day before those taken in already.

        Args:
            reports: in any order.
        """
        ordered = sorted(reports, key=lambda report: (report.order, report.doc_id))
        words = [report_words(report.text) for report in ordered]
        for report, found in zip(ordered, words, strict=True):
            if not report.copies:
                self._rarity.see(found)
        fresh = [self._take(report, found) for report, found in zip(ordered, words, strict=True)]
        self._close(min((story.last_day for story in fresh if story.last_day is not None), default=None))
        for group in self._groups(fresh):
            self._merge(group)

    def open_state(self) -> bytes:
        """Give what later reports may still change, for `resume`."""
        kept = [story for story in self._stories.values() if story.total]
        numbers = sorted(n for story in kept for n in story.members)
        place = {number: at for at, number in enumerate(numbers)}
        stories = [replace(story, members=[place[n] for n in story.members]) for story in kept]
        reports = [(self._ids[n], self._days[n], dict(self._vectors[n])) for n in numbers]
        return msgspec.msgpack.encode(_State(self._rarity.reports, dict(self._rarity.holding), reports, stories))

    @classmethod
    def resume(cls, state: bytes) -> "StoryStream":
        """Go on from `open_state`; stories that were closed then are not in it any more."""
        stream, found = cls(), msgspec.msgpack.decode(state, type=_State)
        stream._rarity.reports, stream._rarity.holding = found.seen, Counter(found.holding)
        for doc_id, day, vector in found.reports:
            stream._ids.append(doc_id)
            stream._days.append(day)
            stream._vectors.append(vector)
        for story in found.stories:
            stream._stories[story.first] = story
            stream._count_words(story, 1)
        return stream

    def assigned(self) -> dict[str, str]:
        """Give for every report the id of its story: the doc_id of the story's first report."""
        return {self._ids[n]: self._ids[story.first] for story in self._stories.values() for n in story.members}

    def _take(self, report: StoryText, words: Vector) -> Story:
        number = len(self._ids)
        day = day_number(report.day)
        self._ids.append(report.doc_id)
        self._days.append(day)
        self._vectors.append(self._rarity.weigh(words))
        return Story([number], dict(self._vectors[number]), day, 1)

    def _close(self, day: int | None) -> None:
        """Forget the words of stories that no report can join any more."""
        for story in list(self._stories.values()):
            if story.total and day is not None and story.last_day is not None and day - story.last_day > OPEN_DAYS:
                self._count_words(story, -1)
                story.total = {}

    def _groups(self, fresh: Sequence[Story]) -> Iterator[list[Story]]:
        """Put new reports together with the stories that they belong to; every group holds a new report."""
        for story in fresh:
            self._stories[story.first] = story
            self._count_words(story, 1)
        numbers = {story.first: None for story in fresh}
        alike: dict[Pair, float] = {}
        for story in fresh:
            for other in self._met(story):
                pair = (min(other, story.first), max(other, story.first))
                if pair not in alike:
                    alike[pair] = _likeness(story, self._stories[other])
        met = sorted({number for pair in alike for number in pair} | numbers.keys())
        place = {number: at for at, number in enumerate(met)}
        scores = {(place[one], place[other]): score for (one, other), score in alike.items()}
        sizes = [len(self._stories[number].members) for number in met]
        for joined in join_groups(sizes, scores, least=ALIKE):
            if any(met[at] in numbers for at in joined):
                yield [self._stories[met[at]] for at in joined]

    def _met(self, report: Story) -> list[int]:
        """Give the stories that share enough of a report's weightiest words."""
        shared: Counter[int] = Counter()
        for word in _heaviest(self._vectors[report.first]):
            shared.update(self._open[word].keys())
        return sorted(number for number, count in shared.items() if count >= SHARED and number != report.first)

    def _merge(self, group: Sequence[Story]) -> None:
        """Make one story of a group, and two of it where it holds two happenings."""
        story, *others = sorted(group, key=lambda story: story.first)
        for other in others:
            self._count_words(other, -1)
            del self._stories[other.first]
            self._count_words(other, 1, story.first)
            story.members = sorted(story.members + other.members)
            for word, weight in other.total.items():
                story.total[word] = story.total.get(word, 0.0) + weight
            story.last_day = max((day for day in (story.last_day, other.last_day) if day is not None), default=None)
        if len(story.members) >= GROWN * story.checked:
            self._split(story)

    def _split(self, story: Story) -> None:
        story.checked = len(story.members)
        parts = split_story(story.members, self._vectors)
        if len(parts) > 1:
            self._count_words(story, -1)
            del self._stories[story.first]
            for part in parts:
                self._start(part)

    def _start(self, members: list[int]) -> None:
        total: Counter[str] = Counter()
        for number in members:
            total.update(self._vectors[number])
        days = [day for day in (self._days[number] for number in members) if day is not None]
        story = Story(members, dict(total), max(days, default=None), len(members))
        self._stories[story.first] = story
        self._count_words(story, 1)

    def _count_words(self, story: Story, sign: int, number: int | None = None) -> None:
        """Count a story's weightiest words in or out of the index of open stories."""
        number = story.first if number is None else number
        for member in story.members:
            for word in _heaviest(self._vectors[member]):
                held = self._open.setdefault(word, Counter())
                held[number] += sign
                if held[number] <= 0:
                    del held[number]


def find_stories(reports: Sequence[StoryText]) -> dict[str, str]:
    """Gather reports into stories.

    Args:
        reports: in any order.

    Returns:
        For every doc_id the id of its story, which is the doc_id of the story's first report.
    """
    stream = StoryStream()
    for _, group in by_day(reports):
        stream.add(group)
    return stream.assigned()


def by_day(reports: Sequence[StoryText]) -> Iterator[tuple[str, list[StoryText]]]:
    """Give the reports of each day, the undated last."""
    days: dict[str, list[StoryText]] = {}
    for report in reports:
        days.setdefault((report.day or UNDATED)[:FULL_DATE], []).append(report)
    yield from sorted(days.items())


def _heaviest(vector: Vector) -> list[str]:
    return sorted(vector, key=lambda word: (-vector[word], word))[:HEAVIEST]


def _likeness(report: Story, story: Story) -> float:
    """Give the average cosine between a report and a story's reports, less the longer ago these are."""
    apart = 0 if report.last_day is None or story.last_day is None else abs(report.last_day - story.last_day)
    return cosine(report.total, story.total) / len(story.members) * math.exp2(-apart / HALVED_DAYS)
