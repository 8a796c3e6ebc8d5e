"""Indicators: their file, when they fire, and their record."""

from datetime import timedelta
from pathlib import Path

import pytest

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.indicators import IndicatorSet, load_indicators
from standoff.outlook.warning import Firing, fire_all
from tests.outlook.made_acts import START, act

THREAT, FORCES, ASSAULT = EventType.THREATEN, EventType.MOBILIZE, EventType.ASSAULT
SEQUENCE = """
[[indicator]]
id = "threat-then-forces"
name = "Threat, then forces"
scope = "actor"
window_days = 21
sequence = true
[[indicator.when]]
types = ["THREATEN"]
[[indicator.when]]
types = ["MOBILIZE"]
"""


def read(tmp_path: Path, text: str) -> IndicatorSet:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_indicators(path)


def fired(found: IndicatorSet, acts: list, name: str, days: int = 100) -> list[Firing]:
    firings, _ = fire_all(found, acts, START + timedelta(days=days))
    return [f for f in firings if f.indicator == name]


def test_the_starter_set_has_its_signs() -> None:
    starter = load_indicators()
    assert len(starter.indicator) >= 15
    assert len({indicator.id for indicator in starter.indicator}) == len(starter.indicator)


def test_a_sequence_fires_in_its_order_only(tmp_path: Path) -> None:
    mine = read(tmp_path, SEQUENCE)
    right = [act(THREAT, 1), act(FORCES, 5)]
    (found,) = fired(mine, right, "threat-then-forces")
    assert (found.day, found.actor, found.other) == ("2031-01-06", "XVA", "")
    assert found.event_ids == tuple(a.event_id for a in right)
    assert not fired(mine, [act(FORCES, 1), act(THREAT, 5)], "threat-then-forces")
    assert not fired(mine, [act(THREAT, 1), act(FORCES, 40)], "threat-then-forces")
    assert not fired(mine, [act(THREAT, 1), act(FORCES, 5, "XKE", "XVA")], "threat-then-forces")


def test_it_fires_when_it_became_known(tmp_path: Path) -> None:
    mine = read(tmp_path, SEQUENCE)
    (found,) = fired(mine, [act(THREAT, 1), act(FORCES, 2, known=9)], "threat-then-forces")
    assert found.day == "2031-01-10"


def test_what_did_not_happen_makes_nothing_fire(tmp_path: Path) -> None:
    mine = read(tmp_path, SEQUENCE)
    assert not fired(mine, [act(THREAT, 1), act(FORCES, 2, polarity="-")], "threat-then-forces")
    assert not fired(mine, [act(THREAT, 1), act(FORCES, 2, status="denied")], "threat-then-forces")


CASES = {
    "forces-near-border": [act(FORCES, 1, words="moved two brigades to the border")],
    "build-up": [act(FORCES, day, number=day) for day in (1, 4, 9)],
    "exercise-overruns": [act(FORCES, 1, words="began an exercise"), act(FORCES, 20, words="keeps its units there")],
    "diplomats-leave": [act(EventType.RETREAT, 1, words="evacuated its embassy")],
    "ambassador-recalled": [act(EventType.SANCTION, 1, words="recalled its ambassador")],
    "ultimatum": [act(THREAT, 1, words="set a deadline of three days")],
    "demand-refused": [act(EventType.REQUEST, 1), act(EventType.REJECT, 3, "XKE", "XVA")],
    "talks-fail": [act(EventType.REJECT, 1, words="refused further talks")],
    "truce-broken": [act(ASSAULT, day, words="violated the ceasefire", number=day) for day in (1, 4)],
    "cyber-attack": [act(EventType.COERCE, 1, words="hacked the tax office")],
    "passage-closed": [act(EventType.COERCE, 1, words="closed its airspace")],
    "sanctions-answered": [act(EventType.SANCTION, 1), act(EventType.SANCTION, 6, "XKE", "XVA")],
    "accusations-surge": [act(EventType.ACCUSE, day, number=day) for day in (1, 60, 61, 62, 63, 64)],
    "first-blood": [act(ASSAULT, 40)],
    "repeated-force": [act(ASSAULT, day, number=day) for day in (1, 2, 3)],
    "easing": [act(FORCES, 1), act(EventType.RETREAT, 9)],
}


@pytest.mark.parametrize("name", CASES)
def test_the_starter_set_fires_on_what_it_names(name: str) -> None:
    assert fired(load_indicators(), CASES[name], name), name
    unrelated = [act(EventType.AID, 1, words="sent blankets to the flooded valley")]
    assert not fired(load_indicators(), unrelated, name), name


def test_first_blood_is_the_first() -> None:
    found = fired(load_indicators(), [act(ASSAULT, 40), act(ASSAULT, 45, number=1)], "first-blood")
    assert [f.day for f in found if f.actor == "XVA"] == ["2031-02-10"]


def test_the_record_tells_lift_and_false_alarms(tmp_path: Path) -> None:
    text = (
        SEQUENCE.replace("window_days = 21", "window_days = 5") + '\n[outcome]\ntypes = ["ASSAULT"]\nwithin_days = 5\n'
    )
    acts = []
    for n in range(6):
        acts += [act(THREAT, 40 * n, number=n), act(FORCES, 40 * n + 1, number=n)]
        if n < 4:
            acts.append(act(ASSAULT, 40 * n + 3, number=n))
    _, (record,) = fire_all(read(tmp_path, text), acts, START + timedelta(days=260))
    assert (record.firings, record.resolved, record.followed) == (6, 6, 4)
    assert record.false_alarms == pytest.approx(1 / 3)
    assert record.base_rate is not None
    assert record.lift == pytest.approx((4 / 6) / record.base_rate)
    assert record.lift is not None
    assert record.lift > 3
    _, (young,) = fire_all(read(tmp_path, text), acts[:3], START + timedelta(days=60))
    assert young.lift is None
    assert "1 firings" in young.why


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("indicator = 3", "array"),
        (SEQUENCE.replace("THREATEN", "SHOUT"), "SHOUT"),
        (SEQUENCE.replace("sequence", "sequel"), "sequel"),
        (SEQUENCE + SEQUENCE, "two indicators"),
        (SEQUENCE.replace("window_days = 21", "window_days = 0"), "window_days"),
        ('[[indicator]]\nid = "x"\nname = "x"\n[[indicator.when]]\ntypes = ["AID"]\nabsent = true', "no condition"),
        ('[[indicator]]\nid = "x"\nname = "x"\n[[indicator.when]]\nat_least = 2', "types, modes or words"),
        ("[[indicator", "cannot read"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(tmp_path, text)
    with pytest.raises(SettingsError, match="cannot read"):
        load_indicators(tmp_path / "none.toml")
