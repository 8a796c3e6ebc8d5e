"""The places of reports as GeoJSON (RFC 7946): a feature per mention, without geometry where no spot is named."""

from collections.abc import Iterable
from typing import Any

from standoff.core.document import DocumentView
from standoff.store.records import layer_records

GEOMETRY = ("latitude", "longitude")


def place_features(views: Iterable[DocumentView]) -> dict[str, Any]:
    """Give a feature collection of all places.

    Args:
        views: reports with their places.

    Returns:
        A GeoJSON object; `precision_km` among the properties says within which radius a point is right.
    """
    return {"type": "FeatureCollection", "features": [_feature(r) for v in views for r in layer_records(v, "places")]}


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = record["latitude"], record["longitude"]
    point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    known = {key: value for key, value in record.items() if key not in GEOMETRY}
    return {"type": "Feature", "geometry": point, "properties": known}
