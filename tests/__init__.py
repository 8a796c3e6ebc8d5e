"""Tests; they mirror the rooms of `src/standoff`."""
