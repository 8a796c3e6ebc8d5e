"""Priming: event tables that others coded, read as acts, so that a young case has a past to learn from.

Known are ICEWS, POLECAT and GDELT as they are published, and a plain table with the columns date, actor, other, type.
Country names become ISO 3166-1 codes; CAMEO codes become PLOVER types by the codebook. What cannot be read is counted.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.acts import Act, Party
from standoff.resources.codebook import load_codebook
from standoff.resources.tables import read_rows, read_yaml, split_cell


@dataclass(frozen=True, slots=True)
class Form:
    """Where a published table keeps what is needed: names of columns, or their numbers where it has no header."""

    name: str
    day: str | int
    actor: str | int
    other: str | int
    type: str | int
    id: str | int | None
    day_format: str = "%Y-%m-%d"


FORMS = (
    Form("ICEWS", "Event Date", "Source Country", "Target Country", "CAMEO Code", "Event ID"),
    Form("POLECAT", "Event Date", "Actor Country", "Recipient Country", "Event Type", "Event ID"),
    Form("plain", "date", "actor", "other", "type", None),
)
"""Tables with a header, told by their columns. Sources: ICEWS and POLECAT on the Harvard Dataverse."""
GDELT = Form("GDELT", 1, 7, 17, 26, 0, "%Y%m%d")
"""The event table of GDELT 1 and 2, which has no header; columns count from 0. Source: GDELT event codebook 2.0."""
GDELT_WIDTHS = frozenset({57, 58, 61})
LAST_ROOT = "20"
"""Highest CAMEO root: a code of two digits above it has lost its leading zero."""


@dataclass(frozen=True, slots=True)
class Primer:
    """An imported table: its acts, and what was left out and why."""

    name: str
    form: str
    acts: tuple[Act, ...]
    left_out: dict[str, int]


def read_primer(path: str | Path) -> Primer:
    """Read an event table.

    Args:
        path: a CSV or tab-separated file.

    Raises:
        SettingsError: it cannot be read, its columns are unknown, or none of its rows is usable.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise SettingsError(f"cannot read the event table {path}: {error}; name a CSV or tab-separated file") from error
    form, rows = _rows(path, text)
    countries, left_out, acts = _country_codes(), Counter[str](), []
    for n, row in enumerate(rows):
        found = _read(form, row, countries, f"{path.name}:{n + 1}")
        if isinstance(found, str):
            left_out[found] += 1
        else:
            acts.append(found)
    if not acts:
        raise SettingsError(f"no row of {path} is usable as {form.name}: {dict(left_out) or 'it is empty'}")
    return Primer(path.name, form.name, tuple(acts), dict(left_out))


def _rows(path: Path, text: str) -> tuple[Form, Iterator[Sequence[str] | dict[str, str]]]:
    lines = text.splitlines()
    head = lines[0] if lines else ""
    tabbed = "\t" in head
    cells = next(csv.reader([head], delimiter="\t" if tabbed else ","), [])
    if len(cells) in GDELT_WIDTHS and cells[0].isdigit():
        return GDELT, (row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for form in FORMS:
        if {form.day, form.actor, form.other, form.type} <= set(cells):
            return form, (row for row in csv.DictReader(lines, delimiter="\t" if tabbed else ","))
    known = "; ".join(f"{f.name}: {f.day}, {f.actor}, {f.other}, {f.type}" for f in FORMS)
    raise SettingsError(f"{path} has the columns {cells!r}; known are {known}; and GDELT without a header")


def _read(form: Form, row: Sequence[str] | dict[str, str], countries: dict[str, str], place: str) -> Act | str:
    """Read one row as an act, or say why not."""
    cells = {name: _cell(row, getattr(form, name)) for name in ("day", "actor", "other", "type")}
    try:
        day: date = datetime.strptime(cells["day"], form.day_format).date()
    except ValueError:
        return "no readable day"
    actor, other = (countries.get(cells[side].lower(), cells[side]) for side in ("actor", "other"))
    if not actor or not other or actor.lower() in {"none", "null"} or other.lower() in {"none", "null"}:
        return "a side is missing"
    kind = plover_type(cells["type"])
    if kind is None:
        return "a type that PLOVER leaves out"
    entry = load_codebook().types[kind]
    return Act(
        event_id=f"{place}:{_cell(row, form.id)}" if form.id is not None else place,
        day=day,
        dated=True,
        known=day.isoformat(),
        type=kind,
        mode=None,
        status="occurred",
        polarity="+",
        intensity=entry.intensity,
        quad=entry.quad.value,
        sources=(Party(actor, None),),
        targets=(Party(other, None),),
        places=(),
        report=form.name,
        words=f"{actor} {entry.past} {other}",
        origin=form.name,
    )


def _cell(row: Sequence[str] | dict[str, str], column: str | int) -> str:
    if isinstance(row, dict):
        return (row.get(str(column)) or "").strip()
    return row[int(column)].strip() if int(column) < len(row) else ""


def plover_type(code: str) -> EventType | None:
    """Give the PLOVER type of a type or a CAMEO code; None for statements, which PLOVER leaves out, and the unknown."""
    code = code.strip()
    if code.upper() in EventType.__members__:
        return EventType(code.upper())
    if len(code) == 1 or (len(code) == 2 and code > LAST_ROOT):
        code = "0" + code
    known = _cameo_types()
    return known.get(code[:3], known.get(code[:2]))


@cache
def _cameo_types() -> dict[str, EventType]:
    """Give the PLOVER type by CAMEO root, and by the codes of three digits where PLOVER splits a root."""
    raw = read_yaml("codebooks/plover.yml")
    found: dict[str, EventType] = {
        root: EventType(entry["code"]) for entry in raw["types"] for root in entry["cameo_roots"]
    }
    for root, parts in raw["cameo"]["split"].items():
        del found[root]
        found |= {code: EventType(kind) for kind, codes in parts.items() for code in codes}
    return found


def _country_codes() -> dict[str, str]:
    columns = ("code", "name", "aliases", "to")
    found: dict[str, str] = {}
    for row in read_rows("lexicons/countries.csv", columns):
        if not row["to"]:
            found |= {name.lower(): row["code"] for name in (row["name"], *split_cell(row["aliases"]))}
    return found
