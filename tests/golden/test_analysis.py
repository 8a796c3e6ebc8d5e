"""The brief of a newspaper's analysis: positions, plans, figures and accounts that are told over several sentences."""

from functools import cache

from standoff.picture.brief import Brief, build_brief
from standoff.run.corpus import open_picture
from tests.coded import code_texts

TEXT = """\
The video summit between the presidents of Kestria and Norway is to be held after 12 May. In Kestria, the president's \
spokesman said that “the date and the agenda are still being worked out with the Norwegian side”.

Meanwhile new clips show the movement of Kestrian tanks towards the border of Valdora. The Kestrians deny any hostile \
intention and say that “routine exercises have been under way since 2 May”. Some 6,000 soldiers would be involved. \
Kestria's demand is simple: Valdora must never join NATO.

Since 2025 Norway has supplied weapons to Valdora. In total it makes $3 billion in military aid. This year the package \
is worth $200 million. In March the president of Valdora was received in Oslo by the Norwegian premier. On that \
occasion Norway and Valdora signed a treaty.

The Norwegians have to show that they mean it. Will the threat of “new trade sanctions” be enough to stop Kestria? \
The Norwegian premier has never raised a possible Norwegian intervention.
"""


@cache
def brief() -> Brief:
    views = code_texts([TEXT], coder=True)
    return build_brief(open_picture(views), [])


def positions(kind: str) -> list[tuple[str | None, str | None]]:
    return [(p.line.who, p.line.whom) for actor in brief().positions for p in actor.positions if p.kind == kind]


def test_the_summit_is_planned_on_the_word_of_who_settles_its_date() -> None:
    (line,) = brief().agenda
    assert line.when == "2031-05-12.."
    assert "spokesman" in (line.note or "") or "Kestria" in (line.note or "")
    assert line.actors == ["NOR", "XKE"]


def test_a_threat_in_a_question_is_a_position_and_its_question_stays_open() -> None:
    assert ("Norway (NOR)", "Kestria (XKE)") in positions("threatens")
    assert any("be enough" in line.words for line in brief().questions)


def test_a_demand_not_to_join_is_addressed_to_both() -> None:
    ((who, whom),) = positions("demands")
    assert who is not None
    assert "Kestria" in who
    assert whom is not None
    assert "Valdora" in whom
    assert "NATO" in whom


def test_what_was_never_so_much_as_raised_is_refused() -> None:
    assert len(positions("refuses")) == 1


def test_a_denied_intention_is_a_claim_denied() -> None:
    denied = [c.line for c in brief().claims if "denied by" in (c.line.note or "") or c.denials]
    assert any(line.actors == ["XKE", "XVA"] and "hostile" in line.words for line in denied)


def test_the_exercises_are_the_other_sides_account_of_the_movement() -> None:
    line = next(c.line for c in brief().claims if "exercises" in c.line.words)
    assert (line.who, line.when) == ("Kestria (XKE)", "2031-05-02..")


def test_figures_have_giver_receiver_and_period() -> None:
    told = {line.what: (line.who, line.whom, line.when) for line in brief().figures}
    assert told["USD 3,000,000,000 military aid"] == ("NOR", "XVA", "2025-01-01..")
    assert told["USD 200,000,000 package"][:2] == ("NOR", "XVA")
    assert told["about 6,000 soldiers"][0] == "XKE"
    soldiers = next(line for line in brief().figures if "soldiers" in line.what)
    assert "according to" in (soldiers.note or "")


def test_that_occasion_has_a_date() -> None:
    signed = next(line for line in brief().timeline if "signed" in line.words)
    assert (signed.when or "").startswith("2031-03")
    assert signed.whom is None
