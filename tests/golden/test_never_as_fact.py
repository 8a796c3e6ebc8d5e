"""What the brief must never do: tell an opinion, a question, a denial or somebody's word as what happened or is due."""

import pytest

from standoff.picture.brief import build_brief
from standoff.run.corpus import open_picture
from standoff.store.records import EventRecord, event_records
from tests.annotate.test_events import CASES as EVENT_CASES
from tests.annotate.test_events import side_code
from tests.coded import code_text, code_texts

UNTOLD = [
    ("Kestria said Valdora had shelled the mill on Monday.", ""),
    ("Valdora shelled the Kestrian mill on Monday, the Kestrian army reported.", ""),
    ("“Valdora shelled the mill,” said the Kestrian minister.", ""),
    ("According to the Kestrian army, Valdora shelled the mill on Monday.", None),
    ("Valdora shelled the Kestrian mill on Monday, according to the Kestrian army.", None),
    ("In the opinion of the Kestrian government, Valdora attacked Norway.", None),
    ("In the words of the Kestrian premier, Valdora attacked Norway.", None),
    ("Satellite images show that Valdora bombed a Kestrian depot.", ""),
    ("Will Valdora attack Kestria on 9 June?", None),
    ("Did Valdora attack Kestria?", ""),
    ("Had Valdora attacked Kestria, Norway would have helped.", ""),
    ("If Valdora attacks Kestria on 9 June, Norway will help.", ""),
    ("Valdora denied that it had attacked Kestria.", ""),
    ("Valdora denied plans to invade Kestria next month.", ""),
    ("Valdora does not plan to invade Kestria.", ""),
    ("Analysts fear that Valdora will attack Kestria in June.", ""),
    ("Rumours that Valdora had bombed Kestria proved false.", ""),
    ("Valdora almost attacked Kestria in March.", ""),
    ("Valdora threatened to attack Kestria on 9 June.", ""),
    ("Kestria demanded that Valdora release the sailors by 9 June.", ""),
    ("Valdora refused to release the Kestrian sailors.", ""),
    ("Valdora reportedly attacked Kestria.", ""),
    ("Reports indicate that Valdora attacked Kestria.", ""),
    ("Evidence shows that Valdora attacked Kestria.", ""),
    ("Valdora might have attacked Kestria.", ""),
    ("Kestria accused Valdora of shelling the mill.", ""),
    ("Norway wished that Valdora had released the Kestrian sailors.", ""),
    ("In the film, Valdora invades Kestria.", "fiction"),
    ("A heart attack killed the Kestrian poet on Monday.", "an illness"),
    ("Valdora failed to prevent Norway from attacking Kestria.", ""),
]
"""Texts that tell nothing as fact and plan nothing, each with what is known to be wrong, if anything."""
TOLD = {"Valdora failed to prevent Norway from attacking Kestria."}
"""Of these the timeline is right to tell the act."""
ASYMMETRIC_CEILING = 0.12
"""Largest share of the event cases that may be coded differently once the two states have changed names."""


@pytest.mark.parametrize(
    "text",
    [pytest.param(t, marks=[pytest.mark.xfail(reason=why, strict=False)] if why else []) for t, why in UNTOLD],
)
def test_no_fact_and_no_plan_is_made_of(text: str) -> None:
    brief = build_brief(open_picture([code_text(text)]), [])
    assert brief.agenda == []
    if text not in TOLD:
        assert [line.words for line in brief.timeline] == []
        assert brief.network == []


@pytest.mark.parametrize(
    "text",
    [
        "Valdora denied plans to invade Kestria next month.",
        "Analysts fear that Valdora will attack Kestria in June.",
        "Kestria was ready to believe that Valdora had attacked Norway.",
        "Kestria said Valdora would attack in June.",
    ],
)
def test_nobody_threatens_who_did_not_say_so(text: str) -> None:
    brief = build_brief(open_picture([code_text(text)]), [])
    kinds = [position.kind for holder in brief.positions for position in holder.positions]
    assert "threatens" not in kinds


def swapped(text: str) -> str:
    for a, b in (("Valdora", "Kestria"), ("VALDORA", "KESTRIA"), ("Sarnograd", "Lindhaven")):
        text = text.replace(a, "\0").replace(b, a).replace("\0", b)
    return text


def coding(record: EventRecord) -> tuple[str, ...]:
    return record.type.value, side_code(record.sources), side_code(record.targets), str(record.status)


def swapped_coding(record: EventRecord) -> tuple[str, ...]:
    swap = {"XVA": "XKE", "XKE": "XVA"}
    kind, source, target, status = coding(record)
    sides = ("+".join(sorted(swap.get(code, code) for code in side.split("+"))) for side in (source, target))
    return kind, *sides, status


def test_both_sides_are_treated_alike() -> None:
    texts = list(dict.fromkeys(row["text"] for row in EVENT_CASES))
    forth, back = code_texts(texts), code_texts([swapped(text) for text in texts])
    unlike = [
        text
        for text, one, other in zip(texts, forth, back, strict=True)
        if [coding(r) for r in event_records(one)] != [swapped_coding(r) for r in event_records(other)]
    ]
    print("\n".join(unlike))
    assert len(unlike) / len(texts) <= ASYMMETRIC_CEILING
