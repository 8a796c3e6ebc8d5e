"""From row types to Arrow and back: one struct per row type, one list of structs per document and layer."""

import types
import typing
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any

import msgspec
import pyarrow as pa

from standoff.core.layers import LAYERS

_SCALARS: dict[type[Any], pa.DataType] = {
    int: pa.int32(),
    float: pa.float64(),
    str: pa.string(),
    bool: pa.bool_(),
}


def arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """Translate a row type's field annotation into an Arrow type.

    Args:
        hint: an annotation out of int, float, str, bool, enums, row types, lists and `| None` of these.

    Returns:
        The Arrow type and whether it may be null.
    """
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return arrow_type(typing.get_args(hint)[0])
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in typing.get_args(hint) if arg is not types.NoneType)
        return arrow_type(inner)[0], True
    if origin is list:
        return pa.list_(arrow_type(typing.get_args(hint)[0])[0]), False
    if isinstance(hint, type) and is_dataclass(hint):
        return struct_type(hint), False
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return pa.string(), False
    return _SCALARS[hint], False


@cache
def struct_type(row_type: Hashable) -> pa.StructType:
    """Give the Arrow struct of a row type.

    Args:
        row_type: a frozen dataclass out of this module.

    Returns:
        The struct, one field per dataclass field, in order.
    """
    hints = typing.get_type_hints(row_type, include_extras=True)
    made = []
    for field in fields(typing.cast(Any, row_type)):
        kind, nullable = arrow_type(hints[field.name])
        made.append(pa.field(field.name, kind, nullable))
    return pa.struct(made)


def layer_type(name: str) -> pa.ListType:
    """Give the Arrow type of a layer's column: a list of structs."""
    return pa.list_(struct_type(typing.cast(Hashable, LAYERS[name])))


@cache
def _names(row_type: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(typing.cast(Any, row_type)))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return row_to_dict(value)
    return value


def row_to_dict(row: Any) -> dict[str, Any]:
    """Turn a row into plain values, enumerations into their strings."""
    return {name: _plain(getattr(row, name)) for name in _names(row.__class__)}


def layer_array(name: str, documents: Iterable[Sequence[Any] | None]) -> pa.Array:
    """Build a layer's column.

    Args:
        name: the layer.
        documents: per document its rows, or None where the stage did not run or failed.

    Returns:
        An Arrow list<struct> array, a list per document.
    """
    plain = [None if rows is None else [row_to_dict(row) for row in rows] for rows in documents]
    return pa.array(plain, layer_type(name))


def row_from_dict(row_type: Any, values: dict[str, Any]) -> Any:
    """Rebuild a row from plain values; the inverse of `row_to_dict`."""
    return msgspec.convert(values, row_type)
