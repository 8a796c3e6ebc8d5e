"""Predictor for quantities in news sentences: value, unit under the benchmark's names, bound, concept.

The reading is Standoff's; only names and conventions are mapped here. The gold writes shares such as "a third" as
numbers, "thousands" as 1,000 to 10,000, "from 4 to 5" as one pair, and takes a count's whole phrase as its unit.
"""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.predict_figures import CURRENCIES, figure_values
from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from standoff.core.vocabulary import Bound, Change, ChangePart, FigureKind

UNITS: Mapping[str, str] = {
    "percent": "percentage",
    "tonne": "metric ton",
    "degree Celsius": "celsius",
    "degree Fahrenheit": "fahrenheit",
    "times": "count",
    "part per billion": "parts-per-billion",
    "part per million": "parts-per-million",
    "milliampere hour": "milliampere-hour",
    "million British thermal units": "mega british thermal unit",
}
"""Names that differ from ours; the scorer folds more."""
UNCODED: Mapping[str, str] = {
    "franc": "swiss franc",
    "krona": "swedish krona",
    "won": "south korean won",
    "\u00a5": "japanese yen",
    "Y=": "japanese yen",
}
"""Currencies whose words alone leave the nation open, as the benchmark takes them."""
CHANGES: Mapping[Bound, str] = {
    Bound.EXACT: "=",
    Bound.RANGE: "=",
    Bound.ABOUT: "~",
    Bound.AT_LEAST: ">",
    Bound.AT_MOST: "<",
}
DIRECTIONS: Mapping[Change, str] = {Change.RISE: "up", Change.FALL: "down"}
VAGUE_FROM = 2
"""Our vague quantities begin at twice their magnitude, the benchmark's at once."""
LIGHTEST_PRICE = 1000.0
"""Pounds below this are a weight where nothing speaks of money."""


def predict_quantities(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the figures of news sentences with unit, bound and what they count."""
    for row, view in read_views(rows, stages_for("figures"), date_field=None):
        figures = [f for f in view.rows("figures") if figure_values(f)]
        made = [_quantity(figure, view) for figure in figures]
        yield {"id": row["id"], "quantities": list(_pairs(figures, made))}


def _pairs(figures: Sequence[Figure], made: Sequence[Row]) -> Iterator[Row]:
    """Join where a change started and where it ended."""
    skip = False
    for at, (figure, row) in enumerate(zip(figures, made, strict=True)):
        if skip:
            skip = False
            continue
        after = figures[at + 1] if at + 1 < len(figures) else None
        if (
            after is not None
            and (figure.change_part, after.change_part) == (ChangePart.FROM, ChangePart.TO)
            and figure.sentence == after.sentence
            and len(row["value"]) == len(made[at + 1]["value"]) == 1
        ):
            unit = made[at + 1]["normalized_unit"] if row["normalized_unit"] == "-" else row["normalized_unit"]
            yield row | {"value": row["value"] + made[at + 1]["value"], "normalized_unit": unit, "change": "="}
            skip = True
        else:
            yield row


def _quantity(figure: Figure, view: DocumentView) -> Row:
    change = CHANGES[figure.bound]
    if figure.bound in {Bound.EXACT, Bound.ABOUT} and figure.change is not None and figure.change_part is ChangePart.BY:
        change = DIRECTIONS[figure.change]
    words = counted_words(figure, view)
    return {
        "value": _values(figure),
        "normalized_unit": _unit(figure, words, view.text),
        "change": change,
        "concept": " ".join(words) if words and figure.kind is not FigureKind.COUNT else "-",
    }


def _values(figure: Figure) -> list[float]:
    values = figure_values(figure)
    if figure.maker.endswith(":fraction"):
        return [round(value / 100, 2) for value in values]
    if figure.maker.endswith(":vague"):
        low = 10.0 ** len(f"{values[0] / VAGUE_FROM:.0f}"[1:])
        low = values[0] / VAGUE_FROM if values[0] < 100 else low
        return [low, 10 * low]
    return values


def _unit(figure: Figure, words: Sequence[str], text: str) -> str:
    """Give the unit under the benchmark's names, with what it is told for each of."""
    if figure.kind is FigureKind.AGE:
        return f"{figure.unit} of age"
    if figure.maker.endswith(":fraction"):
        return f"% {' '.join(words) or '-'}"
    name = _measure(figure, text)
    if name is None:
        after = figure.counted_start is not None and (
            figure.counted_start > figure.start or figure.maker.endswith(":ellipsis")
        )
        name = " ".join(words) if after and words else "-"
    return f"{name} per {UNITS.get(figure.per, figure.per)}" if figure.per else name


def _measure(figure: Figure, text: str) -> str | None:
    if figure.currency is not None:
        return CURRENCIES.get(figure.currency, figure.currency.lower())
    written = text[figure.start : figure.end]
    if figure.unit == "penny" and written.endswith("p"):
        return "point"
    if figure.unit == "pound":
        return "pound sterling" if figure.kind is FigureKind.MONEY else "pound-mass"
    return UNITS.get(figure.unit, UNCODED.get(figure.unit, figure.unit)) if figure.unit else None


def counted_words(figure: Figure, view: DocumentView) -> list[str]:
    """Give the lemmas of what is counted, without articles and prepositions, parts of hyphened words together.

    Adjectives that stand before the number ("the last two ships") count too.
    """
    if figure.counted_start is None or figure.counted_end is None:
        return []
    tokens = view.rows("tokens")
    inside = [i for i, t in enumerate(tokens) if figure.counted_start <= t.start < figure.counted_end]
    noun = inside[-1]
    if tokens[noun].pos == "VERB":
        return []
    simple = figure.kind is FigureKind.COUNT and not figure.maker.endswith(":ellipsis")
    ahead = [
        i
        for i, t in enumerate(tokens)
        if t.end <= figure.start and t.head == noun and t.dep == "amod" and t.pos == "ADJ" and t.tag != "VBN"
    ]
    made: list[str] = []
    for i in [*(ahead if simple else []), *inside]:
        token = tokens[i]
        word = "time" if token.lemma == "times" else token.lemma.lower()
        if i > inside[0] and view.text[tokens[i - 1].start : tokens[i - 1].end] == "-" and made and i - 1 in inside:
            made[-1] += f"-{view.text[token.start : token.end].lower() if i < noun else word}"
        elif token.pos not in {"DET", "ADP", "PUNCT", "PART", "PRON", "CCONJ", "ADV", "AUX"}:
            made.append(word)
    return ["count"] if made == ["time"] else made
