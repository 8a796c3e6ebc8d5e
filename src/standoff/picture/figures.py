"""The ledger of figures: how many of what, as of when, who says so."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from standoff.core.document import DocumentView
from standoff.core.layers import Figure, Statement
from standoff.core.vocabulary import CLAIM_KINDS, Bound
from standoff.picture.lines import Line, Mark, shorten

BOUND_WORDS = {
    Bound.ABOUT: "about ",
    Bound.AT_LEAST: "at least ",
    Bound.AT_MOST: "at most ",
    Bound.EXACT: "",
    Bound.RANGE: "",
}
Marker = Callable[[DocumentView, int, int, int], Mark]


def figure_lines(view: DocumentView, mark: Marker) -> list[Line]:
    """Give a line per figure that counts something or is money.

    Args:
        view: an annotated document.
        mark: makes the mark of a span from view, sentence, start and end.
    """
    return [_line(view, row, mark) for row in view.get("figures") or [] if row.counted or row.currency]


def merge_figures(lines: Sequence[Line]) -> list[Line]:
    """Give one line per quantity of the same thing, its places together, those of one thing side by side."""
    made: dict[str, Line] = {}
    for line in lines:
        known = made.setdefault(line.what.lower(), line)
        if known is not line:
            known.marks.extend(line.marks)
            notes = dict.fromkeys(note for note in (known.note, line.note) if note)
            made[line.what.lower()] = replace(known, when=known.when or line.when, note="; ".join(notes) or None)
    things: dict[str, list[Line]] = {}
    for line in made.values():
        things.setdefault(line.what.lower().split()[-1], []).append(line)
    return [line for found in things.values() for line in found]


def _line(view: DocumentView, row: Figure, mark: Marker) -> Line:
    sentence = view.rows("sentences")[row.sentence]
    words = shorten(view.text, sentence.start, sentence.end, row.start, row.end)
    of = "of" if row.unit == "percent" and row.counted else ""
    what = " ".join(part for part in (quantity(row), of, row.counted) if part)
    marks = [mark(view, row.sentence, row.start, row.end)]
    return Line(_period(view, row), None, None, " ".join(what.split()), words, _speaker(view, row), marks, [])


def quantity(row: Figure) -> str:
    """Write a figure with its bounds and unit ("about 10,000", "12 to 15", "USD 4,900,000,000")."""
    unit = f"{row.currency} " if row.currency else ""
    tail = f" {row.unit}" if row.unit and not row.currency else ""
    if row.value is not None:
        return f"{BOUND_WORDS[row.bound]}{unit}{_number(row.value)}{tail}"
    low = _number(row.low) if row.low is not None else None
    high = _number(row.high) if row.high is not None else None
    if low and high:
        return f"{unit}{low} to {high}{tail}"
    return f"{unit}{'at least' if low else 'at most'} {low or high}{tail}"


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def _period(view: DocumentView, row: Figure) -> str | None:
    for n in row.period or []:
        time = view.rows("times")[n]
        of = view.text[max(0, time.start - 3) : time.start].lower() == "of "
        if not of and (time.earliest or time.latest):
            return f"{time.earliest or ''}..{time.latest or ''}"
    return None


def _speaker(view: DocumentView, row: Figure) -> str | None:
    holding: list[Statement] = [
        s for s in view.get("statements") or [] if s.start <= row.start < s.end and s.kind in CLAIM_KINDS
    ]
    for statement in sorted(holding, key=lambda s: s.end - s.start):
        if statement.actor is not None and view.has("identities"):
            name = view.rows("identities")[statement.actor].name
            words = view.text[statement.source_start : statement.source_end]
            return f"according to {name or ' '.join(words.split())}"
        if statement.source_start is not None:
            return f"according to {' '.join(view.text[statement.source_start : statement.source_end].split())}"
    return None
