"""Panels of dyads."""

import numpy as np

from standoff.outlook.dyads import Acts, column_names, panel_of


def test_a_day_on_which_nobody_is_active_has_no_rows() -> None:
    numbers = np.array([0, 1])
    acts = Acts(numbers, numbers[::-1].copy(), np.array([0, 0]), np.array([0, 200]), np.array([True, True]), 2, 1)
    panel = panel_of(acts, [150, 200])
    assert panel.day.tolist() == [200]
    assert panel.values.shape == (1, len(column_names(1)))
