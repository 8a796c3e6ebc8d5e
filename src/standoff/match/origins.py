"""Origins: from whom a mention ultimately comes, by which chain, and what it rests on.

One origin each: all officials of one state; a spokesman, however many outlets quote him; a wire copy; a cited outlet;
images, videos and documents that are described alike. A report that names no source is its outlet's own word. In
doubt two mentions are one origin: too few independent origins is the smaller harm.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import duckdb

from standoff.core.vocabulary import GROUP_CODES, Basis
from standoff.match.mentions import Mention
from standoff.resources.gazetteer import load_gazetteer
from standoff.resources.tables import read_rows
from standoff.store.records import ActorRecord, SpeakerRecord

EVIDENCE: Mapping[Basis, str] = {
    Basis.OFFICIAL_STATEMENT: "official",
    Basis.NAMED_WITNESS: "witness",
    Basis.UNNAMED_SOURCE: "unnamed",
    Basis.DOCUMENT: "document",
    Basis.SOCIAL_VIDEO: "video",
    Basis.IMAGE: "image",
    Basis.SATELLITE: "satellite",
    Basis.INTERCEPT: "intercept",
    Basis.POLL: "poll",
    Basis.MEDIA_REPORT: "media",
    Basis.ANALYSIS: "analysis",
}
"""The kind of evidence that a basis is."""
MATERIAL = frozenset({"video", "image", "satellite", "document", "intercept", "poll"})
"""Kinds that can be looked at again: described twice, they are one piece unless their makers differ."""
OF_THE_STATE = frozenset({"GOV", "MIL", "SPY", "COP", None})
"""Sectors that speak for a state; parliaments, courts and oppositions speak for themselves."""
STATE_CODE = 3
"""Letters of a state's code: ISO 3166-1 alpha-3, or one that the user's table gives."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mention ultimately comes from."""

    origin_id: str
    kind: str
    label: str
    chain: tuple[str, ...]
    """Outlet, relays, speaker: outermost first, in words."""
    country: str | None
    """The state that it speaks for, where it speaks for one."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published a report."""

    source_id: str
    label: str
    house: ActorRecord | None = None
    """The state or body that speaks in it, where it publishes its own words."""


Outlets = Mapping[str, Outlet]
"""The outlet of every report, by doc_id."""


def read_outlets(connection: duckdb.DuckDBPyConnection) -> Outlets:
    """Read who published each report; one without an outlet stands for itself."""
    rows = connection.sql("select doc_id, outlet, name from reports order by doc_id").fetchall()
    return {doc_id: outlet_of(outlet, doc_id, name) for doc_id, outlet, name in rows}


def outlet_of(outlet: str | None, doc_id: str, name: str) -> Outlet:
    """Name the publisher of a report."""
    if outlet:
        return Outlet(f"outlet:{name_key(outlet)}", outlet, _house_of(outlet))
    return Outlet(f"report:{doc_id}", name)


@lru_cache(maxsize=1 << 12)
def _house_of(outlet: str) -> ActorRecord | None:
    """Find the organ of a state whose name is the outlet's whole name ("The White House")."""
    bare = re.sub(r"^the\s+", "", outlet.strip(), flags=re.IGNORECASE)
    found = next((m for m in load_gazetteer().find(bare) if m.end - m.start == len(bare)), None)
    if found is None or found.name.country is None or found.name.sector not in OF_THE_STATE - {None}:
        return None
    return ActorRecord(0, len(outlet), outlet, found.name.name, found.name.country, found.name.sector)


def name_key(name: str) -> str:
    """Reduce a name to what two spellings of it share: no article, brackets, case or punctuation."""
    bare = re.sub(r"\([^)]*\)", " ", name).casefold()
    words = re.findall(r"\w+", bare)
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def find_origin(mention: Mention, outlets: Outlets) -> Origin:
    """Find the origin of a mention and the chain that leads to it."""
    own, original = outlets[mention.record.doc_id], outlets[mention.original]
    chain = [own.label]
    if original != own:
        chain.append(f"copied from {original.label}")
    speakers = [s for s in mention.record.speakers if s.actor is not None or s.basis is not None]
    chain += [_told(s) for s in reversed(speakers)]
    deciding = _deciding(speakers)
    if deciding is None:
        return Origin(original.source_id, "outlet", original.label, tuple(chain), None)
    origin_id, kind, label, country = _speaker_origin(deciding, original)
    return Origin(origin_id, kind, label, tuple(chain), country)


def _deciding(speakers: Sequence[SpeakerRecord]) -> SpeakerRecord | None:
    """Choose the speaker who stands behind a mention: the innermost who is no relaying outlet, else the innermost."""
    own_word = [s for s in speakers if not _is_media(s)]
    return next(iter(own_word or speakers), None)


def _is_media(speaker: SpeakerRecord) -> bool:
    sector = speaker.actor.sector if speaker.actor is not None else None
    return speaker.basis is Basis.MEDIA_REPORT or sector == "MED"


def _speaker_origin(speaker: SpeakerRecord, outlet: Outlet) -> tuple[str, str, str, str | None]:
    """Give origin_id, kind, label and state of the speaker behind a mention.

    In what an organ of a state publishes, nobody of whom no state or body is known speaks for another than it.
    """
    actor = speaker.actor
    if outlet.house is not None and (actor is None or (actor.country is None and actor.sector in OF_THE_STATE)):
        actor = outlet.house
    kind = "media" if _is_media(speaker) else EVIDENCE[speaker.basis] if speaker.basis is not None else "person"
    named = actor is not None and _is_named(actor)
    label = _name(actor) if actor is not None else kind
    if kind in MATERIAL:
        maker = name_key(label) if named and actor is not None and actor.name else ""
        return f"{kind}:{maker}", kind, f"{kind}: {label}" if maker else kind, None
    if kind == "media" and named:
        return f"outlet:{name_key(label)}", kind, label, None
    if actor is not None and speaks_for_state(actor) and kind in {"official", "person"}:
        return f"state:{actor.country}", "official", f"officials of {_state_name(actor)}", actor.country
    if named:
        return f"{'body' if kind == 'official' else kind}:{name_key(label)}", kind, label, None
    return f"{kind}:{outlet.source_id}", kind, f"{label}, in {outlet.label}", None


def speaks_for_state(actor: ActorRecord) -> bool:
    """Tell whether an actor's word is its state's."""
    code = actor.country
    return code is not None and len(code) == STATE_CODE and code not in GROUP_CODES and actor.sector in OF_THE_STATE


def _is_named(actor: ActorRecord) -> bool:
    if actor.name is not None:
        return True
    bare = re.sub(r"^(?:the|a|an)\s+", "", " ".join(actor.text.split()), flags=re.IGNORECASE)
    words = bare.split()
    return (
        bool(words) and any(word[:1].isupper() and len(word) > 1 for word in words) and words[0].lower() not in PRONOUNS
    )


PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "this", "these", "those"})


def _name(actor: ActorRecord) -> str:
    return actor.name or " ".join(actor.text.split())


def _state_name(actor: ActorRecord) -> str:
    if actor.name and "(" in actor.name:
        return name_label(actor.name)
    return _states().get(str(actor.country), str(actor.country))


@cache
def _states() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in read_rows("lexicons/countries.csv", ("code", "name"))}


def join_outlets(origins: Sequence[Origin]) -> Mapping[str, str]:
    """Join origins that have an outlet in common: a report may name several outlets that it rests on, by commas.

    Args:
        origins: of one claim and stance.

    Returns:
        For each origin_id the id of the first origin that it shares an outlet with, directly or over others.
    """
    groups: list[tuple[str, set[str]]] = []
    joined: dict[str, str] = {}
    for origin in origins:
        outlets = origin.label.split(",") if origin.kind in {"outlet", "media"} else []
        names = {name_key(part) for part in outlets} or {origin.origin_id}
        meeting = [group for group in groups if group[1] & names]
        first = meeting[0][0] if meeting else origin.origin_id
        for group in meeting:
            names |= group[1]
            groups.remove(group)
            joined |= {key: first for key, value in joined.items() if value == group[0]}
        groups.append((first, names))
        joined[origin.origin_id] = first
    return joined


def name_label(name: str) -> str:
    """Give a canonical name without its office in brackets: "Valdora (army)" is Valdora."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def _told(speaker: SpeakerRecord) -> str:
    who = _name(speaker.actor) if speaker.actor is not None else None
    basis = speaker.basis.value.replace("_", " ") if speaker.basis is not None else None
    return f"{who} ({basis})" if who and basis else who or str(basis)
