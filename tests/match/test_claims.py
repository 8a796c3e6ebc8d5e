"""Claims: origins are counted, not reports; denials stand beside what they deny."""

from standoff.core.vocabulary import Basis, EventType, Polarity, Status
from standoff.match.actors import known_persons, unify_actors
from standoff.match.claims import claim_key, count_origins, find_claims, is_denied, speaker_label
from standoff.store.records import EventRecord
from tests.records import actor, record, speaker

MINISTRY = actor("XKE", name="Kestria (defence ministry)", sector="GOV")
ARMY = actor("XVA", name="Valdora (army)", sector="MIL")


def unified(*records: EventRecord) -> list[EventRecord]:
    return unify_actors(records, known_persons(records))


ALONE = {"d1": "d1", "d2": "d2", "d3": "d3", "d4": "d4"}


def test_one_spokesman_quoted_by_three_outlets_is_one_origin() -> None:
    mentions = [record(doc_id=doc, speakers=[speaker(MINISTRY)]) for doc in ("d1", "d2", "d3")]
    (claim,) = find_claims(mentions, ALONE)
    assert (claim.origins, claim.speakers, len(claim.mentions)) == (1, ("Kestria (defence ministry)",), 3)


def test_two_speakers_are_two_origins() -> None:
    mentions = [record(doc_id="d1", speakers=[speaker(MINISTRY)]), record(doc_id="d2", speakers=[speaker(ARMY)])]
    (claim,) = find_claims(mentions, ALONE)
    assert claim.origins == 2


def test_a_copy_adds_no_origin() -> None:
    copies = {"d1": "d1", "d2": "d1", "d3": "d3"}
    assert count_origins([record(doc_id=doc) for doc in ("d1", "d2", "d3")], copies) == 2
    said = [record(doc_id=doc, speakers=[speaker(None, basis=Basis.SATELLITE)]) for doc in ("d1", "d2")]
    assert count_origins(said, copies) == 1


def test_a_copy_whose_original_is_not_among_the_mentions_still_is_one() -> None:
    copies = {"d1": "d1", "d2": "d1", "d3": "d1"}
    assert count_origins([record(doc_id="d2"), record(doc_id="d3")], copies) == 1


def test_a_denial_stands_beside_its_claim() -> None:
    claimed = record(doc_id="d1", speakers=[speaker(MINISTRY)])
    denied = record(doc_id="d2", status=Status.DENIED, polarity=Polarity.NEGATIVE, speakers=[speaker(ARMY)])
    (claim,) = find_claims([claimed, denied], ALONE)
    assert (claim.mentions, claim.denials, claim.speakers) == ((claimed,), (denied,), ("Kestria (defence ministry)",))
    assert find_claims([denied, claimed], ALONE)[0].denials == (denied,)


def test_a_denial_of_another_act_does_not() -> None:
    claimed = record(speakers=[speaker(MINISTRY)])
    for other in (
        record(EventType.COERCE, at=1, status=Status.DENIED),
        record(source="XKE", target="XVA", at=1, status=Status.DENIED),
        record(target="NOR", at=1, status=Status.DENIED),
    ):
        claims = find_claims([claimed, other], ALONE)
        assert [(len(c.mentions), len(c.denials)) for c in claims] == [(1, 0), (0, 1)]


def test_what_is_only_denied_has_no_origin() -> None:
    (claim,) = find_claims([record(status=Status.DENIED)], ALONE)
    assert (claim.mentions, claim.origins, claim.speakers) == ((), 0, ())


def test_what_a_report_says_in_its_own_voice_is_no_claim() -> None:
    assert find_claims([record()], ALONE) == []


def test_denials_are_told_by_status_polarity_or_cue() -> None:
    assert is_denied(record(status=Status.DENIED))
    assert is_denied(record(status=Status.REFUSED))
    assert is_denied(record(polarity=Polarity.NEGATIVE))
    assert is_denied(record(speakers=[speaker(ARMY, kind="denies")]))
    assert not is_denied(record(speakers=[speaker(ARMY)]))


def test_a_side_is_its_countries_whatever_its_words() -> None:
    soldiers = [actor("XVA", text="its soldiers", sector="MIL")]
    assert claim_key(record(sources=soldiers)) == claim_key(record(source="XVA"))


def test_speakers_are_named_from_the_inside_out() -> None:
    assert speaker_label(record(speakers=[speaker(MINISTRY), speaker(ARMY)])) == "Kestria (defence ministry)"
    assert speaker_label(record(speakers=[speaker(None, basis=Basis.SOCIAL_VIDEO)])) == "social video"
    assert speaker_label(record(outlet="North Wire")) == "North Wire"
    assert speaker_label(record()) == "d1.txt"


def test_a_person_known_in_one_report_is_known_in_the_others() -> None:
    known = actor("XKE", name="Oda Lund", sector="GOV")
    bare = actor(None, name=None, text="Lund")
    first, second = unified(record(sources=[known]), record(doc_id="d2", sources=[bare]))
    assert first.sources == [known]
    assert (second.sources[0].name, second.sources[0].country, second.sources[0].sector) == ("Oda Lund", "XKE", "GOV")


def test_a_surname_of_two_countries_stays_open() -> None:
    one, other = actor("XKE", name="Oda Lund"), actor("XVA", name="Per Lund")
    bare = actor(None, text="Lund")
    third = unified(record(sources=[one]), record(sources=[other]), record(sources=[bare]))[2]
    assert third.sources == [bare]


def test_what_was_known_is_not_changed() -> None:
    records = [record(sources=[actor("XKE", name="Oda Lund")]), record(sources=[actor("XVA", name="Oda Lund")])]
    assert unified(*records) == records
