"""Actors as judgements corrected them, put into the app's copy of the events, so that every view names them so."""

from collections.abc import Iterable

import duckdb

from standoff.core.judgement import Action, Judgement


def _corrected(actor: str) -> str:
    return f"""case when {actor}.start < $end and $start < {actor}."end" then struct_update({actor},
        name := coalesce($name, {actor}.name), country := coalesce($country, {actor}.country)) else {actor} end"""


_CORRECT = f"""
update events set
    sources = list_transform(sources, lambda a: {_corrected("a")}),
    targets = list_transform(targets, lambda a: {_corrected("a")}),
    speakers = list_transform(speakers, lambda s: struct_update(s, actor := {_corrected("s.actor")}))
where doc_id = $doc_id
"""


def correct_actors(connection: duckdb.DuckDBPyConnection, judgements: Iterable[Judgement]) -> None:
    """Correct the table `events` of a connection.

    Args:
        connection: it may be written to.
        judgements: those that stand; a correction holds for the words that it names.
    """
    for row in judgements:
        if row.action is Action.CORRECT_ACTOR:
            (anchor,) = row.anchors
            place = {"doc_id": anchor.doc_id, "start": anchor.start, "end": anchor.end}
            connection.execute(_CORRECT, place | {"name": row.value, "country": row.country})
