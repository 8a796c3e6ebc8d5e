"""What bears on a claim: rival accounts, differences, stances, denials' words, sources' priors. Every row is its own
test."""

from dataclasses import replace
from itertools import permutations

import pytest

from standoff.core.vocabulary import Basis, Status
from standoff.match.accounts import rival_account
from standoff.match.denials import is_anaphoric, names_what_is_said
from standoff.match.differences import doer_difference, figure_difference
from standoff.match.origins import EVIDENCE, Origin
from standoff.match.reliability import Prior, Record, judge_reliability, prior_of
from standoff.match.stance import Stance, judge_stance, read_body, stance_pattern
from standoff.match.wording import Rarity, content_stems
from standoff.resources.tables import read_rows
from standoff.store.records import FigureRecord
from tests.match.catalogue import claim_tables, connect
from tests.records import actor, day, record, speaker

ACCOUNTS = read_rows("lexicons/accounts.csv", ("account", "example", "rival_example"))
STANCES = read_rows("lexicons/stance_words.csv", ("words", "stance", "example"))
NOUNS = read_rows("lexicons/denied_nouns.csv", ("word", "example"))


@pytest.mark.parametrize("row", ACCOUNTS, ids=lambda row: row["account"])
def test_every_pair_of_accounts_is_found_both_ways(row: dict[str, str]) -> None:
    assert rival_account(row["example"], row["rival_example"])
    assert rival_account(row["rival_example"], row["example"])
    assert rival_account(row["example"], row["example"]) is None


def test_who_tells_both_accounts_takes_no_side() -> None:
    assert rival_account("It is an exercise and no build-up.", "The army is massing for an invasion.") is None


def test_every_stance_word_is_found_in_its_example() -> None:
    missed = [r["words"] for r in STANCES if not stance_pattern(r["stance"]).search(r["example"])]
    assert not missed


def test_every_denied_noun_is_understood_in_its_example() -> None:
    missed = [row["word"] for row in NOUNS if not names_what_is_said(row["example"].split(" ", 2)[2])]
    assert not missed


@pytest.mark.parametrize(
    ("words", "anaphoric"),
    [("the account", True), ("any involvement", True), ("it", True), ("a proposal", False), ("that it fired", False)],
)
def test_what_was_told_before_is_named_in_few_words(words: str, anaphoric: bool) -> None:
    assert is_anaphoric(words) is anaphoric


@pytest.mark.parametrize(
    ("headline", "body", "stance"),
    [
        ("Marines land on Skerra island", "Marines landed on Skerra island at dawn. They met nobody.", Stance.AGREE),
        ("Marines land on Skerra island", "The landing of marines on Skerra island is a hoax.", Stance.DISAGREE),
        ("Marine landing on Skerra island a hoax", "The marine landing on Skerra island is a fake.", Stance.AGREE),
        ("Marines land on Skerra island", "Marines have reportedly landed on Skerra island.", Stance.DISCUSS),
        ("Marines land on Skerra island", "The price of bread rose in the capital.", Stance.UNRELATED),
    ],
)
def test_stances(headline: str, body: str, stance: Stance) -> None:
    others = ["The price of bread rose.", "A choir sang.", "Two ministers met in the capital."]
    rarity = Rarity.of(content_stems(text) for text in [body, *others])
    assert judge_stance(headline, read_body(body.split(". ")), rarity).stance is stance


def figure(value: float, counted: str, bound: str = "exact") -> FigureRecord:
    return FigureRecord(0, 1, f"{value:g}", value, value, value, bound, None, None, counted, "count", None, None, None)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (figure(10_000, "soldiers"), figure(94_000, "troops"), True),
        (figure(10_000, "soldiers"), figure(9_950, "soldiers"), False),
        (figure(10_000, "soldiers", "about"), figure(12_000, "soldiers"), False),
        (figure(10, "soldiers"), figure(94, "tanks"), False),
    ],
)
def test_figures_differ_where_one_thing_has_two_numbers(one: FigureRecord, other: FigureRecord, differs: bool) -> None:
    assert (figure_difference([one], [other]) is not None) is differs
    assert (figure_difference([other], [one]) is not None) is differs


def test_who_did_it_is_a_point_of_difference() -> None:
    one, other = record(source="XVA", target="XKE"), record(source="XKE", target="XVA")
    found = doer_difference(one, other)
    assert found is not None
    assert found.reason == "who did it: XVA against XKE"
    assert doer_difference(one, record(source=None)) is None


def test_every_kind_of_origin_has_a_prior() -> None:
    for kind in {*EVIDENCE.values(), "outlet", "person", "body"}:
        assert prior_of(Origin(f"{kind}:x", kind, "x", (), None)).letter


def test_the_record_outweighs_the_kind_in_time() -> None:
    prior = Prior("B", "a test")
    letters = [judge_reliability(prior, Record(contradicted=n)).letter for n in (0, 2, 8, 40)]
    assert letters == ["B", "C", "D", "E"]
    assert judge_reliability(Prior("F", "unknown"), Record(confirmed=3)).letter == "F"
    assert judge_reliability(Prior("F", "unknown"), Record(confirmed=9)).letter == "A"


def test_order_of_rows_changes_nothing() -> None:
    ministry = actor("XKE", name="Kestria (ministry)", sector="GOV")
    video = [speaker(None, basis=Basis.SOCIAL_VIDEO)]
    told = [
        record(doc_id="d1", outlet="Paper", times=[day("2031-05-07")]),
        record(doc_id="d2", outlet="Post", status=Status.DENIED, speakers=[speaker(ministry)]),
        record(doc_id="d3", outlet="Echo", speakers=video, figures=[figure(3, "dead")]),
        record(doc_id="d4", outlet="News", figures=[figure(30, "dead")]),
    ]
    results = [claim_tables(connect(list(order))) for order in permutations(told)]
    assert all(result == results[0] for result in results)


def test_a_claim_keeps_its_id_when_later_reports_come() -> None:
    first = record(doc_id="d1", outlet="Paper", published="2031-05-01")
    later = replace(record(doc_id="d2", outlet="Post"), published="2031-05-03")
    before = claim_tables(connect([first]))["claims"]
    after = claim_tables(connect([first, later]))["claims"]
    assert [row["claim_id"] for row in before] == [row["claim_id"] for row in after]
