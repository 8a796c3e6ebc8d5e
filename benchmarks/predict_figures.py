"""Predictors for figures: numbers, money, measures; and for the recognizers' sentences, which mix them with times."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.predict_recognizer_times import recognizer_values
from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from standoff.core.vocabulary import Bound

CURRENCIES: Mapping[str, str] = {
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "RUB": "russian ruble",
    "UAH": "ukrainian hryvnia",
    "INR": "indian rupee",
    "CHF": "swiss franc",
    "AUD": "australian dollar",
    "CAD": "canadian dollar",
    "HKD": "hong kong dollar",
    "TRY": "turkish lira",
    "KRW": "south korean won",
    "ILS": "israeli shekel",
    "SEK": "swedish krona",
    "BTC": "bitcoin",
}
"""Names that the benchmarks write for ISO 4217 codes."""
UNITS: Mapping[str, str] = {"percent": "percentage", "%": "percentage", "tonne": "metric ton"}
"""Names that the benchmarks write for our units."""
OTHER_NAMES: Mapping[str, str] = {
    "dollar": "united states dollar",
    "pound sterling": "pound",
    "kilometre": "kilometer",
    "metre": "meter",
    "litre": "liter",
}
"""Further names for the same units, which the recognizers' sentences write."""
CHANGES: Mapping[Bound, str] = {
    Bound.EXACT: "=",
    Bound.RANGE: "=",
    Bound.ABOUT: "~",
    Bound.AT_LEAST: ">",
    Bound.AT_MOST: "<",
}


def predict_quantities(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the figures of news sentences with unit, bound and what they count."""
    for row, view in read_views(rows, stages_for("figures"), date_field=None):
        yield {"id": row["id"], "quantities": [_quantity(figure) for figure in view.rows("figures")]}


def _quantity(figure: Figure) -> Row:
    return {
        "value": figure_values(figure),
        "normalized_unit": unit_name(figure) or _head(figure.counted) or "-",
        "change": CHANGES[figure.bound],
        "concept": figure.counted or "-",
    }


def figure_values(figure: Figure) -> list[float]:
    """Give the number, or the two ends of a range."""
    if figure.bound is Bound.RANGE and figure.low is not None and figure.high is not None:
        return [figure.low, figure.high]
    return [value for value in (figure.value, figure.low, figure.high) if value is not None][:1]


def unit_name(figure: Figure) -> str | None:
    """Give currency or unit under the benchmarks' names."""
    if figure.currency is not None:
        return CURRENCIES.get(figure.currency, figure.currency.lower())
    return UNITS.get(figure.unit, figure.unit) if figure.unit else None


def _head(counted: str | None) -> str | None:
    return counted.split()[-1].lower() if counted else None


def predict_recognizers(rows: Sequence[Row]) -> Iterator[Row]:
    """Find what each sentence is about: times in the sentences on dates, else figures."""
    for row, view in read_views(rows, stages_for("times", "figures"), date_field="reference"):
        items = _time_items(view, row["reference"]) if row["kind"] == "datetime" else _figure_items(view, row["kind"])
        yield {"id": row["id"], "items": items}


def _time_items(view: DocumentView, reference: str) -> list[Row]:
    return [
        {"start": t.start, "end": t.end, "values": recognizer_values(t, view.text, reference)}
        for t in view.rows("times")
    ]


def _figure_items(view: DocumentView, kind: str) -> list[Row]:
    return [
        {"start": f.start, "end": f.end, "values": _recognizer_values(f, kind)}
        for f in view.rows("figures")
        if kind != "currency" or f.currency is not None
    ]


def _recognizer_values(figure: Figure, kind: str) -> list[str]:
    """Give a figure as the recognizers' sentences write it, under each name that its unit has there."""
    if kind == "range":
        low, high = ("" if x is None else f"{x:g}" for x in (figure.low, figure.high))
        return [f"[{low},{high})"]
    values = figure_values(figure)
    number = f"{values[0]:.12g}" if values else ""
    name = unit_name(figure) if kind in {"currency", "dimension", "age"} else None
    if name is None:
        return [number]
    return [f"{number} {known}" for known in (name, OTHER_NAMES.get(name)) if known]
