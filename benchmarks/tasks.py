"""THE list of tasks: what predicts each, or why nothing does yet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.predict_across import predict_ecbplus, predict_neardup
from benchmarks.predict_cameo_spans import predict_cameo_spans
from benchmarks.predict_events import predict_plover_gsr, predict_plv_zsp
from benchmarks.predict_figures import predict_recognizers
from benchmarks.predict_fnc1 import predict_fnc1
from benchmarks.predict_geo import predict_geo, predict_geo_given
from benchmarks.predict_muc4 import predict_muc4
from benchmarks.predict_quantities import predict_quantities
from benchmarks.predict_re3d import predict_re3d
from benchmarks.predict_statements import predict_polnear
from benchmarks.predict_status import predict_factuality
from benchmarks.predict_times import predict_gum_dates
from benchmarks.predict_wikievents import predict_wikievents
from benchmarks.predict_wikinews import predict_meantime
from benchmarks.rows import Row

Predictor = Callable[[Sequence[Row]], Iterator[Row]]
"""From input rows to prediction rows."""


@dataclass(frozen=True, slots=True)
class Later:
    """A task that Standoff cannot do yet."""

    why: str
    issue: int


FOLDERS: Mapping[str, str] = {"geo_given": "geo"}
"""Tasks that are scored in another task's folder."""

TASKS: Mapping[str, Predictor | Later] = {
    "plv_zsp": predict_plv_zsp,
    "plover_gsr": predict_plover_gsr,
    "cameo_spans": predict_cameo_spans,
    "re3d": predict_re3d,
    "polnear": predict_polnear,
    "factuality": predict_factuality,
    "meantime": predict_meantime,
    "gum_dates": predict_gum_dates,
    "recognizers": predict_recognizers,
    "quantities": predict_quantities,
    "wikievents": predict_wikievents,
    "geo": predict_geo,
    "geo_given": predict_geo_given,
    "fnc1": predict_fnc1,
    "muc4": predict_muc4,
    "wmt22_mt": Later("the coding of two translations of one article is not compared yet", 3),
    "ecbplus": predict_ecbplus,
    "neardup_synth": predict_neardup,
    "icews14": Later("forecasts have a command of their own: python -m benchmarks.forecast --data DIR", 9),
}
