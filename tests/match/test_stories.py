"""Stories: what belongs together, what splits, and what later reports leave as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.match.linkage import join_groups
from standoff.match.stories import StoryText, find_stories
from standoff.match.story_splits import PART, split_story
from standoff.match.story_words import Rarity, report_words

FLOOD = "The dam at Orlen broke and the flood drowned the lower town, said mayor Tavik. Boats took {} families away."
TRIAL = "The court in Sarnograd sentenced the smuggler Brenn Halka to nine years. The verdict fell after {} hearings."
CHESS = "Grandmaster Ilva Reske won the chess tournament of Myrrin with her bishop in move {}. The crowd cheered."
THEMES = (FLOOD, TRIAL, CHESS)


def stories(*reports: tuple[str, str, str]) -> dict[str, str]:
    return find_stories([StoryText(doc_id, text, day) for doc_id, day, text in reports])


def test_reports_of_one_happening_are_one_story_and_others_are_not() -> None:
    found = stories(*[(f"{n}{k}", f"2031-05-0{k}", THEMES[n].format(k + 3)) for n in range(3) for k in (1, 2, 3)])
    assert found == {f"{n}{k}": f"{n}1" for n in range(3) for k in (1, 2, 3)}


def test_after_a_long_silence_a_story_is_closed() -> None:
    found = stories(("a", "2031-01-01", FLOOD.format(3)), ("b", "2031-05-01", FLOOD.format(4)))
    assert found == {"a": "a", "b": "b"}


def test_undated_reports_find_their_story() -> None:
    texts = [StoryText("a", FLOOD.format(3), None), StoryText("b", FLOOD.format(4), None), StoryText("c", CHESS, None)]
    assert find_stories(texts) == {"a": "a", "b": "a", "c": "c"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 28)), min_size=2, max_size=12), st.randoms())
def test_later_reports_change_nothing_that_was_decided(drawn: list[tuple[int, int]], chance: object) -> None:
    reports = [(f"r{n:02}", f"2031-05-{day:02}", THEMES[kind].format(n)) for n, (kind, day) in enumerate(drawn)]
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = stories(*shuffled)
    assert whole == stories(*reports)
    last = max(day for _, day, _ in reports)
    before = stories(*[report for report in reports if report[1] < last])
    joined = {whole[doc_id] for doc_id, day, _ in reports if day == last}
    untouched = {doc_id: story for doc_id, story in before.items() if story not in joined}
    assert untouched.items() <= whole.items()


def test_two_happenings_of_a_kind_split_and_one_does_not() -> None:
    same = "The court heard the smuggler of the harbour and the verdict of the judges was read to the crowd"
    parts = [f"{same}. Halka, Brenn, Orlen and Tavik." for _ in range(PART)]
    parts += [f"{same}. Reske, Ilva, Myrrin and Dravec." for _ in range(PART)]
    rarity = Rarity()
    words = [report_words(text) for text in parts]
    for found in words:
        rarity.see(found)
    vectors = [rarity.weigh(found) for found in words]
    numbers = list(range(2 * PART))
    assert split_story(numbers, vectors) == [numbers[:PART], numbers[PART:]]
    assert split_story(numbers[:PART] * 2, vectors) == [numbers[:PART] * 2]
    assert split_story(numbers[:4] + numbers[PART:], vectors) == [numbers[:4] + numbers[PART:]]


def test_names_weigh_more_than_words_and_what_everybody_has_little() -> None:
    words = report_words("The bridge of Velgrad fell")
    assert words["velgrad"] > words["bridg"]
    rarity = Rarity()
    alone = rarity.of("velgrad")
    for _ in range(20):
        rarity.see(["velgrad"])
    assert rarity.of("velgrad") < alone / 3


def test_average_linkage_joins_the_likest_first_and_counts_what_is_missing_as_nothing() -> None:
    alike = {(0, 1): 0.9, (1, 2): 0.8, (3, 4): 0.4}
    assert join_groups([1] * 5, alike, least=0.45) == [[0, 1], [2], [3], [4]]
    assert join_groups([1] * 5, alike, least=0.4) == [[0, 1, 2], [3, 4]]
    assert join_groups([3, 1, 1], {(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.1}, least=0.3) == [[0, 1, 2]]
    barred = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): float("-inf")}
    assert join_groups([1] * 3, barred, least=0.1) == [[0, 1], [2]]
