"""Predictor for incidents of whole messages (muc4): terrorist acts of 1989 and 1990, with the stage that each reached.

An incident is what a message tells of one type; every telling adds its sides. What only a law, a threat in general or a
topic names is left to the status: an act that nobody does and that befalls nobody is no incident.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.core.vocabulary import EventType, Polarity, Status
from standoff.resources.gazetteer import load_gazetteer
from standoff.store.records import ActorRecord, EventRecord, event_records

MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING", "destroy": "ATTACK"}
"""Types by PLOVER mode; an assault of any other mode is an ATTACK."""
WORDS = {
    "KIDNAPPING": re.compile(r"kidnap|abduct|hostage", re.IGNORECASE),
    "BOMBING": re.compile(r"bomb|dynamit|explo|blew up|blown up|blow up|mine[sd]?\b", re.IGNORECASE),
    "ARSON": re.compile(r"\bburn|arson|set fire|\btorch", re.IGNORECASE),
    "ROBBERY": re.compile(r"\brob|loot", re.IGNORECASE),
}
"""Types by the words of the act, which go before its mode."""
AHEAD = frozenset({Status.THREATENED, Status.PLANNED, Status.PROMISED, Status.CONDITIONAL, Status.DEMANDED})
ATTEMPT = re.compile(r"attempt|tr(?:y|ied) to|fail|foil|defuse|deactivat|thwart|unsuccessful", re.IGNORECASE)
AUTHORITIES = frozenset({"GOV", "MIL", "COP", "JUD", "SPY"})
GROUPS = frozenset({"REB", "UAF", "MIL", "COP", "PTY", "IGO", "NGO", "GOV"})
DATELINE = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d{2})\b", re.IGNORECASE)


def predict_muc4(rows: Sequence[Row]) -> Iterator[Row]:
    """Gather the incidents of each message."""
    names = {code: forms["name"].upper() for code, forms in load_gazetteer(None).forms.items()}
    dated = [{**row, "doc_date": _message_date(row["text"])} for row in rows]
    for row, view in read_views(dated, all_stages()):
        incidents: dict[str, list[EventRecord]] = {}
        for record in event_records(view):
            if record.type is EventType.ASSAULT and (record.sources or record.targets) and record.status is not None:
                incidents.setdefault(_type_of(record), []).append(record)
        yield {"id": row["id"], "templates": [_template(kind, told, names) for kind, told in incidents.items()]}


def _message_date(text: str) -> str | None:
    found = DATELINE.search(text[:400])
    if found is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%d %b %y").date().isoformat()
    except ValueError:
        return None


def _type_of(record: EventRecord) -> str:
    words = record.clause.text if record.mode is None else record.text
    by_word = next((kind for kind, pattern in WORDS.items() if pattern.search(record.text)), None)
    by_clause = "BOMBING" if WORDS["BOMBING"].search(words) else "ATTACK"
    return by_word or MODES.get(record.mode or "", by_clause)


def _template(kind: str, told: Sequence[EventRecord], names: dict[str, str]) -> Row:
    sources = [actor for record in told for actor in record.sources]
    targets = [actor for record in told for actor in record.targets]
    countries = [place.country for record in told for place in record.places if place.country in names]
    countries += [actor.country for actor in (*targets, *sources) if actor.country in names]
    dates = [time.earliest for record in told for time in record.times if time.earliest]
    return {
        "type": kind,
        "stage": _stage(told),
        "date": dates[0] if dates else None,
        "country": names[countries[0]] if countries else None,
        "perp_confidence": _confidence(told),
        "perp_individual": _texts(actor for actor in sources if actor.sector not in GROUPS),
        "perp_organization": _texts(actor for actor in sources if actor.sector in GROUPS),
        "human_target": _texts(targets),
    }


def _stage(told: Sequence[EventRecord]) -> str:
    """What was done at least once is done; else attempted, if any telling says so; else threatened."""
    done = [r for r in told if r.status not in AHEAD and r.polarity is not Polarity.NEGATIVE]
    tried = [r for r in told if ATTEMPT.search(r.clause.text) or (r.status_cue and ATTEMPT.search(r.status_cue.text))]
    if any(record not in tried for record in done):
        return "ACCOMPLISHED"
    if tried:
        return "ATTEMPTED"
    return "THREATENED" if not done else "ACCOMPLISHED"


def _confidence(told: Sequence[EventRecord]) -> str:
    speakers = [speaker for record in told for speaker in record.speakers]
    if not speakers:
        return "REPORTED AS FACT"
    sectors = {speaker.actor.sector for speaker in speakers if speaker.actor is not None}
    return "SUSPECTED OR ACCUSED BY AUTHORITIES" if sectors & AUTHORITIES else "SUSPECTED OR ACCUSED"


def _texts(actors: Iterator[ActorRecord] | Sequence[ActorRecord]) -> list[str]:
    return list(dict.fromkeys(actor.text.upper() for actor in actors))
