"""The ledger of figures: how many of what, as of when, who says so."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from standoff.annotate.figure_nouns import is_minor
from standoff.annotate.figure_units import figure_words
from standoff.core.document import DocumentView
from standoff.core.layers import Figure, Statement, Token
from standoff.core.vocabulary import CLAIM_KINDS, Bound, ChangePart, FigureKind
from standoff.picture.lines import Line, Mark, shorten

BOUND_WORDS = {
    Bound.ABOUT: "about ",
    Bound.AT_LEAST: "at least ",
    Bound.AT_MOST: "at most ",
    Bound.EXACT: "",
    Bound.RANGE: "",
}
CHANGE_WORDS = {ChangePart.BY: "a {}", ChangePart.FROM: "before a {}", ChangePart.TO: "after a {}"}
Marker = Callable[[DocumentView, int, int, int], Mark]


def figure_lines(view: DocumentView, mark: Marker) -> list[Line]:
    """Give a line per figure that counts something or is money.

    Args:
        view: an annotated document.
        mark: makes the mark of a span from view, sentence, start and end.
    """
    rows: list[Figure] = list(view.get("figures") or [])
    told = [
        row for row in rows if (row.counted or row.kind is FigureKind.MONEY) and not is_minor(row, _lemma(view, row))
    ]
    return [_line(view, row, mark) for row in told]


def _lemma(view: DocumentView, row: Figure) -> str | None:
    """Give the lemma of the thing counted, or its last word where there are no tokens."""
    if row.counted is None:
        return None
    tokens: list[Token] = list(view.get("tokens") or [])
    at = bisect_left(tokens, row.counted_end or 0, key=lambda token: token.end)
    if at < len(tokens) and tokens[at].end == row.counted_end:
        return tokens[at].lemma.lower()
    return row.counted.split()[-1].lower()


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
    per = f"per {row.per}" if row.per else ""
    what = " ".join(part for part in (quantity(row), of, _thing(view, row), per) if part)
    marks = [mark(view, row.sentence, row.start, row.end)]
    notes = [note for note in (_moved(row), _handed(row), _speaker(view, row)) if note]
    return Line(_period(view, row), None, None, " ".join(what.split()), words, "; ".join(notes) or None, marks, [])


def _thing(view: DocumentView, row: Figure) -> str | None:
    """Give what is counted; a verb as the state it brings ("wounding eleven" is 11 wounded)."""
    lemma = _lemma(view, row)
    if row.counted is None or lemma is None or not row.counted.endswith("ing"):
        return row.counted
    states = [word for word in sorted(figure_words("casualty")) if word.startswith(lemma) and word.endswith("ed")]
    return states[0] if states else row.counted


def _moved(row: Figure) -> str | None:
    """Say what a figure is to a rise or a fall."""
    if row.change is None or row.change_part is None:
        return None
    return CHANGE_WORDS[row.change_part].format(row.change.value)


def _handed(row: Figure) -> str | None:
    """Say who gives it to whom, as far as the text does."""
    ends = (("from", row.giver), ("to", row.receiver))
    return " ".join(f"{word} {name}" for word, name in ends if name) or None


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
