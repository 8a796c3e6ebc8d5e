"""A table of results: Arrow inside, pandas or Polars where they are installed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from standoff.core.errors import SettingsError
from standoff.core.issues import Issue


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of results, and what could not be read on the way to them."""

    arrow: pa.Table
    issues: Sequence[Issue]

    def __len__(self) -> int:
        """Number of rows."""
        return int(self.arrow.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows as dicts."""
        return iter(self.arrow.to_pylist())

    def to_arrow(self) -> pa.Table:
        """Give the rows as a `pyarrow.Table`."""
        return self.arrow

    def to_pandas(self) -> Any:
        """Give the rows as a `pandas.DataFrame`.

        Raises:
            SettingsError: pandas is not installed.
        """
        try:
            import pandas  # noqa: F401  (pyarrow needs it)
        except ImportError as error:
            raise SettingsError("pandas is not installed; run: pip install 'standoff[pandas]'") from error
        return self.arrow.to_pandas()

    def to_polars(self) -> Any:
        """Give the rows as a `polars.DataFrame`.

        Raises:
            SettingsError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise SettingsError("polars is not installed; run: pip install 'standoff[polars]'") from error
        return polars.from_arrow(self.arrow)
