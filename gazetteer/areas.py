"""How far regions reach: cells of a quarter of a degree inside a country go to the region of the nearest settlement."""

import json
from collections import defaultdict, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

CELL = 0.25
FEWEST_CELLS = 10
"""Countries of fewer cells keep countryinfo's point."""
Key = tuple[str, str]
"""ISO 3166-1 alpha-2 code of the country, GeoNames code of the region."""
LABELS = {"US": (39.8, -98.5), "CD": (-2.9, 23.6)}
"""Points that countryinfo has wrong: the middle of the contiguous states; the middle of DR Congo's area."""


def distance_km(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """Give great-circle distances in km from a point to others."""
    a, b, c, d = np.radians(lat), np.radians(lon), np.radians(lats), np.radians(lons)
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 12742.02 * np.arcsin(np.minimum(1, np.sqrt(h)))


class Areas:
    """Outlines of countries, and the regions grown into them."""

    def __init__(self, folder: Path) -> None:
        """Read countryinfo's files."""
        self.labels: dict[str, tuple[float, float]] = {}
        self.outlines: dict[str, list[Any]] = {}
        self.cells: dict[Key, list[tuple[int, int]]] = {}
        for path in sorted(folder.glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            code = record.get("ISO", {}).get("alpha2")
            if not code:
                continue
            if record.get("latlng"):
                self.labels[code] = (float(record["latlng"][0]), float(record["latlng"][1]))
            shapes = [f["geometry"] for f in (record.get("geoJSON") or {}).get("features", [])]
            self.outlines[code] = [
                np.array(ring[0])
                for s in shapes
                for ring in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]])
            ]
        self.labels |= LABELS

    def label(self, code: str) -> tuple[float, float] | None:
        """Give where a map would write a country's name: between countryinfo's point and the middle of its area."""
        point, cells = self.labels.get(code), sorted(self._inside(code))
        if point is None or code in LABELS or len(cells) < FEWEST_CELLS:
            return point
        lat, lon, _ = _extent(cells)
        if abs(lon - point[1]) > 180:
            lon += 360 if point[1] > lon else -360
        return (point[0] + lat) / 2, ((point[1] + lon) / 2 + 180) % 360 - 180

    def grow(self, settlements: Iterable[tuple[str, str, float, float]]) -> None:
        """Grow every region from its settlements until its country is full."""
        seeds: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for country, region, lat, lon in settlements:
            seeds[country].setdefault((int(np.floor(lat / CELL)), int(np.floor(lon / CELL))), region)
        for country, start in sorted(seeds.items()):
            owner = dict(sorted(start.items()))
            inside = self._inside(country)
            queue = deque(owner)
            while queue:
                y, x = queue.popleft()
                for cell in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                    if cell in inside and cell not in owner:
                        owner[cell] = owner[y, x]
                        queue.append(cell)
            for cell, region in owner.items():
                self.cells.setdefault((country, region), []).append(cell)

    def _inside(self, country: str) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for ring in self.outlines.get(country, []):
            low, high = np.floor(ring.min(axis=0) / CELL), np.ceil(ring.max(axis=0) / CELL)
            xs, ys = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
            hit = _contains(ring, (xs + 0.5) * CELL, (ys + 0.5) * CELL)
            found |= {(int(y), int(x)) for y, x in zip(ys[hit], xs[hit], strict=True)}
        return found

    def extent(self, key: Key) -> tuple[float, float, float] | None:
        """Give middle and radius in km of a region that has been grown."""
        cells = self.cells.get(key)
        return _extent(cells) if cells else None


def _extent(cells: list[tuple[int, int]]) -> tuple[float, float, float]:
    lat, lon = (np.array(cells, dtype=float) + 0.5).T * CELL
    if lon.max() - lon.min() > 180:
        lon = np.where(lon < 0, lon + 360, lon)
    weight = np.cos(np.radians(lat))
    middle = float((lat * weight).sum() / weight.sum()), float((lon * weight).sum() / weight.sum())
    radius = float(np.percentile(distance_km(*middle, lat, lon), 95)) + CELL * 55
    return middle[0], (middle[1] + 180) % 360 - 180, radius


def _contains(ring: Any, x: Any, y: Any) -> Any:
    inside = np.zeros(x.shape, dtype=bool)
    for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if y1 != y2:
            inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside
