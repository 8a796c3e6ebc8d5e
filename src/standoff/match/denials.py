"""Denials in other words: statements that name no coded act and still deny a claim, and which claim they deny.

"Valdora denied the account" speaks of what was told just before, in the same report; "the ministry denied that a
shell had
left its barrels" must be found by its words, its speaker and its day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import duckdb

from standoff.core.vocabulary import Basis, Directness, EventType, Polarity, StatementKind, Status
from standoff.match.actors import Known, fill_actor
from standoff.match.assertions import Assertion, claim_id
from standoff.match.likeness import FULL_DATE, Part, Profile, days_between, profile, side_keys
from standoff.match.links import DENIED, Link
from standoff.match.mentions import Mention
from standoff.match.stems import stem
from standoff.match.wording import Rarity, content_stems
from standoff.resources.tables import read_rows
from standoff.store.records import ActorRecord, Span, SpeakerRecord

REACH = 1000
"""What "the account" is stands no further before it than this (code points): five or six sentences."""
WINDOW_DAYS = 10
"""A denial is of something told at most this long before (days)."""
LEAST = 2.2
"""Least score at which a denial is set beside a claim. Set on the example case and the synthetic world."""
LEAST_WORDS = 0.35
"""Least share of a denial's words, rare ones counting more, that must stand in what it denies."""
FEWEST_WORDS = 2
"""Words that a denial and what it denies share at least."""
LIKE_BEST = 0.25
"""Claims this close to the best are denied with it."""
TOO_LONG = 40
"""A statement of more words than this denies no single thing."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A statement that denies something."""

    doc_id: str
    position: int
    known: str | None
    story_id: str | None
    original: str
    start: int
    content: Span
    sentence: Span
    speaker: SpeakerRecord


_QUERY = """
select s.doc_id, s.position, r.known, st.story_id, s.start, s."end", s.text, n.start as sentence_start,
       n."end" as sentence_end, n.text as sentence_text, s.cue_start, s.cue_end, s.directness, s.basis,
       a.start as actor_start, a."end" as actor_end, a.text as actor_text, i.name, i.country, i.sector,
       case when c.kind = 'copy' then c.original else s.doc_id end as copied_from,
       exists (from events e where e.doc_id = s.doc_id and e.start >= s.cue_start and e.start < s.cue_end) as is_act
from statements s
join reports r using (doc_id)
join sentences n on n.doc_id = s.doc_id and n.position = s.sentence
left join stories st on st.doc_id = s.doc_id
left join copies c on c.doc_id = s.doc_id
left join actors a on a.doc_id = s.doc_id and a.position = s.actor
left join identities i on i.doc_id = s.doc_id and i.actor = s.actor
where s.kind = 'denies'
  and not exists (from events e where e.doc_id = s.doc_id and e.start >= s.start and e.start < s."end")
order by coalesce(r.known, '9999'), s.doc_id, s.position
"""


def read_denials(connection: duckdb.DuckDBPyConnection, known: Known) -> Iterator[Denial]:
    """Read the statements that deny something and hold no coded act.

    Args:
        connection: a catalogue.
        known: persons whom any report makes known.
    """
    for row in connection.sql(_QUERY).to_arrow_table().to_pylist():
        if len(row["text"].split()) > TOO_LONG or (row["is_act"] and not names_what_is_said(row["text"])):
            continue
        actor = None
        if row["actor_text"] is not None:
            who = (row["name"], row["country"], row["sector"])
            actor = fill_actor(ActorRecord(row["actor_start"], row["actor_end"], row["actor_text"], *who), known)
        offset = row["sentence_start"]
        words = row["sentence_text"][max(0, row["cue_start"] - offset) : max(0, row["cue_end"] - offset)]
        basis = Basis(row["basis"]) if row["basis"] else None
        cue = Span(row["cue_start"], row["cue_end"], words)
        yield Denial(
            row["doc_id"],
            row["position"],
            row["known"],
            row["story_id"],
            row["copied_from"],
            row["start"],
            Span(row["start"], row["end"], row["text"]),
            Span(row["sentence_start"], row["sentence_end"], row["sentence_text"]),
            SpeakerRecord(actor, cue, StatementKind.DENIES.value, Directness(row["directness"]), basis),
        )


@cache
def _denied_nouns() -> frozenset[str]:
    return frozenset(stem(row["word"]) for row in read_rows("lexicons/denied_nouns.csv", ("word", "example")))


def names_what_is_said(content: str) -> bool:
    """Tell whether what is denied is something said: "rejected the report", and not "rejected the offer"."""
    return is_anaphoric(content) or any(stem in _denied_nouns() for stem in content_stems(content))


def is_anaphoric(content: str) -> bool:
    """Tell whether what is denied is named only as "the account", "any involvement", "this": as told before."""
    words = content.lower().replace("“", " ").replace("”", " ").replace('"', " ").split()
    return len(words) <= 4 and (
        words in (["it"], ["this"], ["that"]) or stem(words[-1].strip(".,;")) in _denied_nouns()
    )


def match_denials(
    denials: Iterable[Denial], claims: Sequence[Assertion], rarity: Rarity
) -> tuple[list[Assertion], list[Link]]:
    """Make claims of those denials whose object is found, and link them to what they deny.

    Args:
        denials: of `read_denials`.
        claims: all claims of the case.
        rarity: how rare words are in it.
    """
    asserted = [claim for claim in claims if claim.polarity == Polarity.POSITIVE.value]
    index = _Index(asserted)
    made: dict[tuple[str, str, str], Assertion] = {}
    links: list[Link] = []
    for denial in denials:
        found = index.near(denial) if is_anaphoric(denial.content.text) else index.worded(denial, rarity)
        scored = [(sum(part.weight for part in parts), claim, parts) for claim, parts in found]
        scored = [item for item in scored if item[0] >= LEAST]
        if not scored:
            continue
        best = max(score for score, _, _ in scored)
        denied = [item for item in scored if item[0] >= best - LIKE_BEST]
        mention = _mention_of(denial, denied[0][1])
        key = (_who(denial), denied[0][1].claim_id, denial.content.text.lower())
        if key in made:
            made[key].mentions.append(mention)
            continue
        claim = made[key] = _claim_of(mention, denied[0][1])
        reason = f"{_who(denial)} {denial.speaker.cue.text}: “{' '.join(denial.content.text.split())}”"
        links += [Link(claim.claim_id, c.claim_id, DENIED, reason, round(s, 2), parts) for s, c, parts in denied]
    return list(made.values()), links


def _who(denial: Denial) -> str:
    actor = denial.speaker.actor
    return (actor.name or " ".join(actor.text.split())) if actor is not None else "somebody unnamed"


class _Index:
    """Claims by the reports and days of their mentions."""

    def __init__(self, claims: Sequence[Assertion]) -> None:
        self.by_doc: dict[str, list[tuple[Mention, Assertion]]] = {}
        self.by_actor: dict[str, list[Profile]] = {}
        self.by_story: dict[str, list[Profile]] = {}
        for claim in claims:
            item = profile(claim)
            for mention in claim.mentions:
                self.by_doc.setdefault(mention.record.doc_id, []).append((mention, claim))
            for actor in sorted(item.doers | item.targets):
                self.by_actor.setdefault(actor, []).append(item)
            for story in sorted(item.stories):
                self.by_story.setdefault(story, []).append(item)

    def near(self, denial: Denial) -> Iterator[tuple[Assertion, list[Part]]]:
        """Give the claims told just before a denial that its speaker has reason to deny."""
        for mention, claim in self.by_doc.get(denial.doc_id, ()):
            gap = denial.start - mention.record.end
            if mention.record.start >= denial.sentence.start or gap > REACH or claim.modality == "demanded":
                continue
            accused = _accused_part(denial, mention)
            if accused is not None:
                yield claim, [accused, Part("nearness", round(2.0 * (1 - gap / REACH), 2), f"{gap} characters before")]

    def worded(self, denial: Denial, rarity: Rarity) -> Iterator[tuple[Assertion, list[Part]]]:
        """Give claims with the words of a denial, of its story or its speaker's."""
        stems = content_stems(denial.content.text)
        pool = {p.claim.claim_id: p for p in self.by_story.get(denial.story_id or "", ())}
        for actor in _keys(denial):
            pool |= {p.claim.claim_id: p for p in self.by_actor.get(actor, ())}
        told = self.by_doc.get(denial.doc_id, ())
        itself = {claim.claim_id for mention, claim in told if _is_itself(denial, mention)}
        for key in sorted(pool):
            item = pool[key]
            if key in itself:
                continue
            day = (denial.known or "")[:FULL_DATE]
            gap = days_between(item.day, day)
            if item.claim.modality == "demanded" or (gap is not None and (gap > WINDOW_DAYS or item.day > day)):
                continue
            share = rarity.cover(stems, item.stems)
            if share < LEAST_WORDS or len(stems & item.stems) < FEWEST_WORDS:
                continue
            parts = [Part("words", round(3.0 * share, 2), ", ".join(sorted(stems & item.stems)))]
            accused = _accused_part(denial, item.claim.best)
            if accused is not None:
                parts.append(accused)
            if denial.story_id is not None and denial.story_id in item.stories:
                parts.append(Part("story", 0.5, "one story"))
            yield item.claim, parts


def _is_itself(denial: Denial, mention: Mention) -> bool:
    """Tell whether a mention stands in the sentence that denies: it is the act of denying, not what is denied."""
    at = mention.record.start
    return mention.record.doc_id == denial.doc_id and denial.sentence.start <= at < denial.sentence.end


def _keys(denial: Denial) -> list[str]:
    return side_keys([denial.speaker.actor]) if denial.speaker.actor is not None else []


def _accused_part(denial: Denial, mention: Mention) -> Part | None:
    """Say whether a claim is about what the denier is said to have done, in somebody else's words."""
    who = set(_keys(denial))
    said_by = {key for s in mention.record.speakers if s.actor is not None for key in side_keys([s.actor])}
    if not who or who & said_by:
        return None
    doers, targets = set(side_keys(mention.record.sources)), set(side_keys(mention.record.targets))
    if who & doers and mention.record.type is not EventType.ACCUSE:
        return Part("accused", 1.5, f"{', '.join(sorted(who))} is said to have done it")
    if who & targets and mention.record.type is EventType.ACCUSE:
        return Part("accused", 1.0, f"{', '.join(sorted(who))} is accused of it")
    return None


def _claim_of(mention: Mention, denied: Assertion) -> Assertion:
    """Make the claim that a denial is: that what it denies is not so."""
    made = Assertion(denied.happening_id, denied.modality, Polarity.NEGATIVE.value, [mention])
    made.claim_id = claim_id(mention, made.modality, made.polarity)
    return made


def _mention_of(denial: Denial, denied: Assertion) -> Mention:
    """Make a mention of a denial, with the type and sides of what it denies."""
    record = replace(
        denied.best.record,
        event_id=f"{denial.doc_id}:statement {denial.position}",
        doc_id=denial.doc_id,
        start=denial.content.start,
        end=denial.content.end,
        text=denial.content.text,
        sentence=denial.sentence,
        clause=denial.sentence,
        status=Status.DENIED,
        polarity=Polarity.NEGATIVE,
        speakers=[denial.speaker],
        cue=denial.speaker.cue,
        times=[],
        places=[],
        figures=[],
    )
    return Mention(
        record, denied.happening_id, denial.known, denial.original, denial.story_id, whole_copy=True, coded=False
    )
