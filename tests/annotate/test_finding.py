"""How many acts the pipeline finds in sentences by independent hands, and how many it makes up where there are none.

Neither the lexicon nor the training corpus was written with a view of these sentences: `tests/cases/acts.csv` names one
act a sentence, `tests/cases/no_event.csv` holds none. The rates are printed with `pytest -s`; only floors are asserted.
"""

from collections.abc import Sequence
from functools import cache

from standoff.core.document import DocumentView
from standoff.core.layers import Argument, Event
from standoff.run.pipeline import build_stages
from standoff.run.runner import run_batch
from standoff.run.settings import Settings
from tests.case_files import Row, read_cases
from tests.coded import document

FOUND_FLOOR, TYPE_FLOOR = 0.7, 0.6
SIDES_FLOOR = 0.85
NONSENSE_CEILING = 0.05
RULES_FOUND = 0.5
"""The rules alone find fewer than this share: what the trained coder is for."""


def views_of(rows: Sequence[Row], *, coder: bool) -> list[DocumentView]:
    views = [DocumentView(document(row["text"], name=row["id"])) for row in rows]
    assert not run_batch(views, build_stages(Settings(coder=coder)))
    return views


@cache
def found_acts(*, coder: bool) -> list[tuple[Row, Event | None]]:
    """Give each act and the event found on its trigger, one of the right type before others."""
    rows = read_cases("acts")
    made = []
    for row, view in zip(rows, views_of(rows, coder=coder), strict=True):
        start = row["text"].index(row["trigger"])
        end = start + len(row["trigger"])
        here = [event for event in view.rows("events") if event.start < end and start < event.end]
        here.sort(key=lambda event: event.type.value != row["type"])
        made.append((row, here[0] if here else None))
    return made


def share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)


def touches(row: Row, key: str, side: Sequence[Argument]) -> bool:
    start = row["text"].index(row[key])
    return any(a.start < start + len(row[key]) and start < a.end for a in side)


def test_acts_are_found_with_their_types() -> None:
    acts = found_acts(coder=True)
    found = share([event is not None for _, event in acts])
    typed = share([event is not None and event.type.value == row["type"] for row, event in acts])
    print(f"\n{len(acts)} acts: {found:.3f} found, {typed:.3f} with the right type")
    assert found >= FOUND_FLOOR
    assert typed >= TYPE_FLOOR


def test_the_sides_of_what_is_found_are_right() -> None:
    pairs = [(row, event) for row, event in found_acts(coder=True) if event is not None]
    sources = share([touches(row, "source", event.sources) for row, event in pairs if row["source"]])
    targets = share([touches(row, "target", event.targets) for row, event in pairs if row["target"]])
    print(f"\nsource {sources:.3f}, target {targets:.3f}")
    assert min(sources, targets) >= SIDES_FLOOR


def test_the_coder_finds_what_the_rules_do_not_know() -> None:
    assert share([event is not None for _, event in found_acts(coder=False)]) < RULES_FOUND


def test_sentences_without_politics_give_hardly_any_events() -> None:
    rows = read_cases("no_event")
    views = views_of(rows, coder=True)
    wrong = [row for row, view in zip(rows, views, strict=True) if view.rows("events")]
    print(f"\n{len(wrong)} of {len(rows)} sentences without politics were coded:")
    for row in wrong:
        print("  ", row["kind"], row["text"])
    assert len(wrong) <= NONSENSE_CEILING * len(rows)
