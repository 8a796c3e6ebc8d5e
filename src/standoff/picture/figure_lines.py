"""The ledger as lines: each quantity in plain words, with who says so and what says otherwise."""

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from standoff.core.vocabulary import Bound, ChangePart
from standoff.picture.importance import Judge, Seen
from standoff.picture.lines import Against, Line, shorten
from standoff.picture.quantities import MONEY
from standoff.picture.writer import LineWriter

BOUND_WORDS = {
    Bound.ABOUT: "about ",
    Bound.AT_LEAST: "at least ",
    Bound.AT_MOST: "at most ",
    Bound.EXACT: "",
    Bound.RANGE: "",
}
CHANGE_WORDS = {ChangePart.BY: "a {}", ChangePart.FROM: "before a {}", ChangePart.TO: "after a {}"}


def ledger_lines(connection: duckdb.DuckDBPyConnection, writer: LineWriter, judge: Judge) -> list[Line]:
    """Give a line per ledger row, those of one series side by side, in the order in which they are known."""
    rows = connection.sql("select * from ledger").to_arrow_table().to_pylist()
    by_id = {row["line_id"]: row for row in rows}
    series: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        series.setdefault(row["series_id"], []).append(row)
    return [_line(row, by_id, writer, judge) for told in series.values() for row in told]


def _line(row: dict[str, Any], by_id: Mapping[str, dict[str, Any]], writer: LineWriter, judge: Judge) -> Line:
    marks = [writer.mark(t["doc_id"], t["start"], t["end"]) for t in row["tellings"]]
    rivals = [by_id[name] for name in row["rivals"]]
    actors = [name for name in (row["holder"], row["receiver"]) if name]
    event = writer.evidence.by_id.get(row["event_id"] or "")
    whose = actors + [
        key for key in (writer.event_line(event).actors if event is not None else []) if key not in actors
    ]
    return Line(
        when=row["as_of"] if row["as_of_stated"] else None,
        who=row["holder"],
        whom=row["receiver"],
        what=describe(row, writer.texts[row["doc_id"]][row["start"] : row["end"]]),
        words=_words(row, writer),
        note="; ".join(_notes(row)) or None,
        marks=marks,
        events=[row["event_id"]] if row["event_id"] else [],
        id=row["line_id"],
        actors=whose,
        first_known=row["first_known"],
        last_known=row["last_known"],
        importance=judge.weigh(Seen(whose, row["first_known"], 1 + len(rivals), event)),
        against=[_rival(other, writer) for other in rivals],
    )


def _words(row: dict[str, Any], writer: LineWriter) -> str:
    doc_id = row["doc_id"]
    sentence = writer.sentences[doc_id][writer.sentence_at(doc_id, row["start"])]
    return shorten(writer.texts[doc_id], *sentence, row["start"], row["end"])


def _rival(row: dict[str, Any], writer: LineWriter) -> Against:
    mark = writer.mark(row["doc_id"], row["start"], row["end"])
    words = writer.texts[row["doc_id"]][row["start"] : row["end"]]
    return Against("changed_figure", describe(row, words), words, [mark])


def describe(row: Mapping[str, Any], words: str) -> str:
    """Write a quantity with what it counts ("about 10,000 soldiers", "EUR 90,000,000 per year", "thousands of people").

    Args:
        row: of the ledger.
        words: the figure's own words, which stand where they hold no digits and say a size only.
    """
    thing = row["thing"] if row["thing"] != MONEY else ""
    sized = row["value"] is None and row["low"] and row["high"] and not re.search(r"\d", words)
    told = " ".join(words.lower().split()) if sized else quantity(row)
    of = "of" if thing and (row["unit"] == "percent" or (sized and not told.endswith(" of"))) else ""
    per = f"per {row['per']}" if row["per"] else ""
    return " ".join(" ".join(part for part in (told, of, thing, per) if part).split())


def quantity(row: Mapping[str, Any]) -> str:
    """Write a figure with its bounds and unit ("about 10,000", "12 to 15", "USD 4,900,000,000")."""
    unit = f"{row['currency']} " if row["currency"] else ""
    tail = f" {row['unit']}" if row["unit"] and not row["currency"] else ""
    if row["value"] is not None:
        return f"{BOUND_WORDS[Bound(row['bound'])]}{unit}{number(row['value'])}{tail}"
    low = number(row["low"]) if row["low"] is not None else None
    high = number(row["high"]) if row["high"] is not None else None
    if low and high:
        return f"{unit}{low} to {high}{tail}"
    return f"{unit}{'at least' if low else 'at most'} {low or high}{tail}"


def number(value: float) -> str:
    """Write a number with thousands parted by commas."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def _notes(row: Mapping[str, Any]) -> list[str]:
    """Say what limits a figure: whose it is, what it is to a change, who says so, what it adds up to."""
    notes = []
    if row["change"] and row["change_part"]:
        notes.append(CHANGE_WORDS[ChangePart(row["change_part"])].format(row["change"]))
    ends = (("from" if row["currency"] or row["receiver"] else "of", row["holder"]), ("to", row["receiver"]))
    notes += [" ".join(f"{word} {name}" for word, name in ends if name)]
    notes += [f"according to {name}" for name in row["speakers"]]
    if row["total"] is not None:
        notes.append(f"{number(row['total'])} in all: {row['total_why']}")
    return [note for note in dict.fromkeys(notes) if note]
