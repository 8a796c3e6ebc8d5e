"""Predictors for figures: numbers, money, measures; and for the recognizers' sentences, which mix them with times."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.predict_recognizer_times import recognizer_values
from benchmarks.reading import read_views, stages_for
from benchmarks.rows import Row
from standoff.core.document import DocumentView
from standoff.core.layers import Figure
from standoff.core.vocabulary import Bound, FigureKind

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
    "NZD": "new zealand dollar",
    "SGD": "singaporean dollar",
    "TWD": "new taiwan dollar",
    "MXN": "mexican peso",
    "BRL": "brazilian real",
    "ZAR": "south african rand",
    "SAR": "saudi riyal",
    "AED": "united arab emirates dirham",
    "QAR": "qatari riyal",
    "KWD": "kuwaiti dinar",
    "IQD": "iraqi dinar",
    "JOD": "jordanian dinar",
    "EGP": "egyptian pound",
    "LBP": "lebanese pound",
    "SYP": "syrian pound",
    "PKR": "pakistani rupee",
    "LKR": "sri lankan rupee",
    "NPR": "nepalese rupee",
    "BDT": "bangladeshi taka",
    "IDR": "indonesian rupiah",
    "MYR": "malaysian ringgit",
    "THB": "thai baht",
    "PHP": "philippine peso",
    "VND": "vietnamese dong",
    "KHR": "cambodian riel",
    "LAK": "lao kip",
    "MNT": "mongolian tugrik",
    "KZT": "kazakhstani tenge",
    "GEL": "georgian lari",
    "AMD": "armenian dram",
    "AZN": "azerbaijani manat",
    "BYN": "belarusian ruble",
    "PLN": "polish zloty",
    "CZK": "czech koruna",
    "HUF": "hungarian forint",
    "RON": "romanian leu",
    "BGN": "bulgarian lev",
    "RSD": "serbian dinar",
    "HRK": "croatian kuna",
    "ALL": "albanian lek",
    "NOK": "norwegian krone",
    "DKK": "danish krone",
    "ISK": "icelandic krona",
    "KES": "kenyan shilling",
    "UGX": "ugandan shilling",
    "TZS": "tanzanian shilling",
    "ETB": "ethiopian birr",
    "NGN": "nigerian naira",
    "GHS": "ghanaian cedi",
    "MAD": "moroccan dirham",
    "TND": "tunisian dinar",
    "DZD": "algerian dinar",
    "ARS": "argentine peso",
    "CLP": "chilean peso",
    "COP": "colombian peso",
    "CUP": "cuban peso",
    "CRC": "costa rican colón",
    "FIM": "finnish markka",
    "NLG": "dutch guilder",
    "DEM": "deutsche mark",
    "FRF": "french franc",
    "BEF": "belgian franc",
    "ITL": "italian lira",
    "ESP": "peseta",
    "GRD": "greek drachma",
    "ATS": "austrian schilling",
    "IEP": "irish pound",
    "PTE": "portuguese escudo",
}
"""Names that the benchmarks write for ISO 4217 codes."""
UNITS: Mapping[str, str] = {"percent": "percentage", "%": "percentage", "tonne": "metric ton"}
"""Names that the benchmarks write for our units."""
KINDS: Mapping[str, frozenset[FigureKind]] = {
    "currency": frozenset({FigureKind.MONEY}),
    "dimension": frozenset({FigureKind.MEASURE}),
    "age": frozenset({FigureKind.AGE}),
    "number": frozenset(FigureKind) - {FigureKind.MEASURE, FigureKind.DURATION, FigureKind.AGE},
    "range": frozenset(FigureKind),
}
"""The figures that each kind of the recognizers' sentences is about."""
OTHER_NAMES: Mapping[str, str] = {
    "dollar": "united states dollar",
    "pound sterling": "pound",
    "penny": "pence",
    "metric ton": "ton",
}
"""Further names for the same units, which the recognizers' sentences write; they spell the American way."""


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
        if f.kind in KINDS.get(kind, KINDS["number"]) and figure_values(f)
    ]


def _recognizer_values(figure: Figure, kind: str) -> list[str]:
    """Give a figure as the recognizers' sentences write it, under each name that its unit has there."""
    if kind == "range":
        low, high = ("" if x is None else f"{x:g}" for x in (figure.low, figure.high))
        return [f"[{low},{high})"]
    values = figure_values(figure)
    number = f"{values[0]:.16g}" if values else ""
    name = unit_name(figure) if kind in {"currency", "dimension", "age"} else None
    if name is None:
        return [number]
    name = name.replace("metre", "meter").replace("litre", "liter")
    name = f"{name} per {figure.per}" if figure.per and figure.kind is FigureKind.MEASURE else name
    return [f"{number} {known}" for known in (name, OTHER_NAMES.get(name)) if known]
