"""Predictor for event triggers and roles in whole documents (wikievents): conflict, contact, movement and justice.

Only what Standoff codes is mapped: political acts with a known side. Accidents, deaths and explosions that nobody is
said to have caused, sales, diseases and plain speech have no counterpart among PLOVER's types.
"""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.reading import all_stages, read_views
from benchmarks.rows import Row
from standoff.annotate.syntax import build_syntax
from standoff.core.layers import Event
from standoff.core.vocabulary import EventType

TYPES: Mapping[tuple[EventType, str | None], str] = {
    (EventType.ASSAULT, "explosives"): "Conflict.Attack.DetonateExplode",
    (EventType.ASSAULT, "aerial"): "Conflict.Attack.DetonateExplode",
    (EventType.ASSAULT, "heavy-weapons"): "Conflict.Attack.DetonateExplode",
    (EventType.ASSAULT, "beat"): "Life.Injure.Unspecified",
    (EventType.ASSAULT, "massacre"): "Life.Die.Unspecified",
    (EventType.ASSAULT, "destroy"): "ArtifactExistence.DamageDestroyDisableDismantle.Destroy",
    (EventType.ASSAULT, None): "Conflict.Attack.Unspecified",
    (EventType.PROTEST, None): "Conflict.Demonstrate.Unspecified",
    (EventType.CONSULT, "phone"): "Contact.Contact.Correspondence",
    (EventType.CONSULT, "visit"): "Movement.Transportation.Unspecified",
    (EventType.CONSULT, None): "Contact.Contact.Meet",
    (EventType.REQUEST, None): "Contact.RequestCommand.Unspecified",
    (EventType.THREATEN, None): "Contact.ThreatenCoerce.Unspecified",
    (EventType.MOBILIZE, "troops"): "Movement.Transportation.Unspecified",
    (EventType.COERCE, "arrest"): "Justice.ArrestJailDetain.Unspecified",
    (EventType.COERCE, "restrict"): "Control.ImpedeInterfereWith.Unspecified",
    (EventType.RETREAT, "release"): "Justice.ReleaseParole.Unspecified",
    (EventType.ACCUSE, "allege"): "Justice.ChargeIndict.Unspecified",
    (EventType.ACCUSE, "investigate"): "Justice.InvestigateCrime.Unspecified",
    (EventType.SANCTION, "convict"): "Justice.Convict.Unspecified",
}
"""KAIROS types by PLOVER type and mode; a mode that is not named here counts as none."""
BODILY: Mapping[str, str] = {
    "kill": "Life.Die.Unspecified",
    "wound": "Life.Injure.Unspecified",
    "injure": "Life.Injure.Unspecified",
}
"""Assaults that KAIROS types by what becomes of the victim."""
ROLES: Mapping[str, tuple[str, str]] = {
    "Conflict.Attack": ("Attacker", "Target"),
    "Conflict.Demonstrate": ("Demonstrator", "Target"),
    "Life.Die": ("Killer", "Victim"),
    "Life.Injure": ("Injurer", "Victim"),
    "Contact.Contact": ("Participant", "Participant"),
    "Contact.RequestCommand": ("Communicator", "Recipient"),
    "Contact.ThreatenCoerce": ("Communicator", "Recipient"),
    "Justice.ArrestJailDetain": ("Jailer", "Detainee"),
    "Justice.ReleaseParole": ("JudgeCourt", "Defendant"),
    "Justice.ChargeIndict": ("Prosecutor", "Defendant"),
    "Justice.Convict": ("JudgeCourt", "Defendant"),
    "Justice.InvestigateCrime": ("Investigator", "Defendant"),
    "Movement.Transportation": ("Transporter", "Destination"),
}
"""The roles of our two sides."""


def predict_wikievents(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the triggers of those events that have a counterpart, with their sides."""
    for row, view in read_views(rows, all_stages(), date_field=None):
        syntax = view.derive(build_syntax)
        typed = [(event, _type(event, syntax.lemmas[event.token])) for event in view.rows("events")]
        yield {"id": row["id"], "events": [_event(event, kind) for event, kind in typed if kind is not None]}


def _type(event: Event, lemma: str) -> str | None:
    if event.type is EventType.ASSAULT and lemma in BODILY:
        return BODILY[lemma]
    return TYPES.get((event.type, event.mode)) or TYPES.get((event.type, None))


def _event(event: Event, kind: str) -> Row:
    source, target = ROLES.get(kind.rsplit(".", 1)[0], ("Agent", "Target"))
    sides = [(source, side) for side in event.sources] + [(target, side) for side in event.targets]
    arguments = [{"role": role, "start": side.start, "end": side.end} for role, side in sides]
    return {"type": kind, "start": event.start, "end": event.end, "args": arguments}
