"""Tables, columns and arrays as plain nodes, and back: the part of `values` that knows pandas and numpy.

A column says of which kind it is by a word from a fixed list, never by a type of its own. What is read is built here,
by us; nothing that came decides what is called.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from datetime import timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd

Node = Any
"""A value that JSON knows; a list begins with a word that says what it is."""

Pack = Callable[[Any], Node]
Unpack = Callable[[Node], Any]

WIDEST = 2_000
"""Columns that a table may have."""

LONGEST = 2_000_000
"""Rows that a table may have, and items that an array may have."""

_UNITS = ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns")
_MOMENTS = {f"{kind}64[{unit}]" for kind in ("datetime", "timedelta") for unit in _UNITS}
_SIZES = {"int": (8, 16, 32, 64), "uint": (8, 16, 32, 64), "float": (16, 32, 64), "complex": (64, 128)}
_NUMBERS = {f"{kind}{size}" for kind, sizes in _SIZES.items() for size in sizes}
_RAW = {name: np.dtype(name) for name in ("bool", *_NUMBERS, *_MOMENTS)}
"""What may travel as the bytes of its numbers."""

_TEXTS = {name: pd.api.types.pandas_dtype(name) for name in ("str", "string")}
"""Columns of text."""

_MASKED = {"boolean": "bool"} | {
    name.replace("int", "Int").replace("uI", "UI").replace("float", "Float"): name
    for name in _NUMBERS - {"float16", "complex64", "complex128"}
}
"""Columns of numbers that may be missing, and the numbers they are made of."""


def pack_array(array: np.ndarray[Any, Any], pack: Pack) -> Node:
    """A numpy array."""
    if array.dtype.name in _RAW:
        return ["array", list(array.shape), ["raw", array.dtype.name, _bytes(array)]]
    return ["array", list(array.shape), ["object", [pack(item) for item in array.ravel().tolist()]]]


def unpack_array(shape: Node, column: Node, unpack: Unpack) -> Any:
    """See pack_array."""
    if len(shape) > 8 or any(type(size) is not int or size < 0 for size in shape) or math.prod(shape) > LONGEST:
        raise ValueError("shape")
    return unpack_column(column, unpack).reshape(tuple(shape))


def pack_scalar(value: np.generic) -> Node:
    """One number of numpy; a text or bytes become Python's own."""
    if value.dtype.name in _RAW:
        return ["scalar", value.dtype.name, _bytes(np.asarray(value))]
    if type(value) is np.str_:
        return str(value)
    raise TypeError(value.dtype.name)


def unpack_scalar(name: Node, raw: Node) -> Any:
    """See pack_scalar."""
    (value,) = _raw(name, raw)
    return value


def pack_moment(value: pd.Timestamp | pd.Timedelta) -> Node:
    """A moment or a span of pandas."""
    number = int(value.to_numpy().astype(np.int64))
    if isinstance(value, pd.Timedelta):
        return ["span", value.unit, number]
    return ["moment", value.unit, number, pack_zone(value.tzinfo)]


def unpack_moment(unit: Node, number: Node, zone: Node = None) -> pd.Timestamp:
    """See pack_moment."""
    moment = pd.Timestamp(_moments("datetime", unit, number))
    return moment if zone is None else moment.tz_localize("UTC").tz_convert(unpack_zone(zone))


def unpack_span(unit: Node, number: Node) -> pd.Timedelta:
    """See pack_moment."""
    return pd.Timedelta(_moments("timedelta", unit, number))


def _moments(kind: str, unit: Node, number: Node) -> Any:
    return np.array([number], dtype=np.int64).view(_RAW[f"{kind}64[{unit}]"])[0]


def pack_zone(zone: tzinfo | None) -> Node:
    """A time zone: its name, or its seconds from UTC when it has none; None for none."""
    if zone is None:
        return None
    if str(zone) in available_timezones():
        return str(zone)
    offset = zone.utcoffset(None)
    if offset is None:
        raise TypeError(str(zone))
    return int(offset.total_seconds())


def unpack_zone(zone: Node) -> tzinfo | None:
    """See pack_zone."""
    if zone is None:
        return None
    if type(zone) is int:
        return timezone(timedelta(seconds=zone))
    if zone not in available_timezones():  # a name is looked up as a file
        raise ValueError("zone")
    return ZoneInfo(zone)


def pack_column(array: Any, pack: Pack) -> Node:
    """The values of one column or index."""
    dtype = array.dtype
    if isinstance(array, np.ndarray) and dtype.name in _RAW:
        return ["raw", dtype.name, _bytes(array)]
    if str(dtype) in _MASKED:
        missing = np.asarray(array.isna())
        filled = array.to_numpy(dtype=_RAW[_MASKED[str(dtype)]], na_value=0)
        return ["masked", str(dtype), _bytes(filled), _bytes(missing)]
    if isinstance(dtype, pd.StringDtype):
        texts = array.to_numpy(dtype=object, na_value=None).tolist()
        return ["text", "string" if dtype.na_value is pd.NA else "str", texts]
    if isinstance(dtype, pd.CategoricalDtype):
        categories = pack_column(dtype.categories.array, pack)
        return ["category", bool(dtype.ordered), categories, _bytes(np.asarray(array.codes, dtype=np.int64))]
    if isinstance(dtype, pd.DatetimeTZDtype):
        utc = array.tz_convert("UTC").tz_localize(None).to_numpy()
        return ["zoned", pack_zone(dtype.tz), utc.dtype.name, _bytes(utc)]
    plain = np.asarray(array)
    if plain.dtype.name in _RAW and not isinstance(array, np.ndarray):
        return ["raw", plain.dtype.name, _bytes(plain)]
    return ["object", [pack(item) for item in array]]


def unpack_column(node: Node, unpack: Unpack) -> Any:
    """See pack_column."""
    kind, *rest = node
    if kind == "raw":
        return _raw(*rest)
    if kind == "object":
        (items,) = rest
        if len(items) > LONGEST:
            raise ValueError("length")
        array = np.empty(len(items), dtype=object)
        array[:] = [_Held(unpack(item)) for item in items]
        return _released(array)
    if kind == "text":
        name, texts = rest
        if name not in _TEXTS or any(type(text) is not str and text is not None for text in texts):
            raise ValueError("text")
        return pd.array(texts, dtype=_TEXTS[name])
    if kind == "masked":
        dtype, raw, missing = rest
        return _masked(_raw(_MASKED[dtype], raw), _raw("bool", missing))
    if kind == "category":
        ordered, categories, codes = rest
        labels = pd.Index(unpack_column(categories, unpack))
        return pd.Categorical.from_codes(_raw("int64", codes), categories=labels, ordered=ordered is True)
    if kind == "zoned":
        zone, name, raw = rest
        return pd.DatetimeIndex(_raw(name, raw)).tz_localize("UTC").tz_convert(unpack_zone(zone)).array
    raise ValueError("kind")


def _masked(numbers: Any, missing: Any) -> Any:
    if len(numbers) != len(missing):
        raise ValueError("length")
    kinds = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
    return kinds.get(numbers.dtype.kind, pd.arrays.IntegerArray)(numbers, missing)


class _Held:
    """Keeps numpy from looking into lists when a column of objects is filled."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _released(array: Any) -> Any:
    for place, held in enumerate(array):
        array[place] = held.value
    return array


def pack_index(index: pd.Index[Any], pack: Pack) -> Node:
    """The labels of rows or columns."""
    names = [pack(name) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return ["range", names, index.start, index.stop, index.step]
    levels = [index.get_level_values(level) for level in range(index.nlevels)]
    return ["labels", names, [pack_column(level.array, pack) for level in levels]]


def unpack_index(node: Node, unpack: Unpack) -> pd.Index[Any]:
    """See pack_index."""
    kind, names, *rest = node
    labels: list[Any] = [unpack(name) for name in names]
    if kind == "range":
        found = range(*rest)
        if len(found) > LONGEST:
            raise ValueError("length")
        return pd.RangeIndex(found, name=labels[0])
    if kind != "labels":
        raise ValueError("kind")
    levels = [unpack_column(level, unpack) for level in rest[0]]
    if len(levels) == 1:
        only: pd.Index[Any] = pd.Index(levels[0], dtype=levels[0].dtype, name=labels[0])
        return only
    if len(levels) > WIDEST:
        raise ValueError("width")
    return pd.MultiIndex.from_arrays(levels, names=labels)


def unpack_series(column: Node, rows: pd.Index[Any], name: Any, unpack: Unpack) -> pd.Series[Any]:
    """One column with its labels, of the very kind it says."""
    values = unpack_column(column, unpack)
    series: pd.Series[Any] = pd.Series(values, index=rows, name=name, dtype=values.dtype)
    return series


def pack_frame(frame: pd.DataFrame, pack: Pack) -> Node:
    """A table."""
    if frame.shape[1] > WIDEST:
        raise ValueError("width")
    columns = [pack_column(column.array, pack) for _, column in frame.items()]
    return ["table", pack_index(frame.index, pack), pack_index(frame.columns, pack), columns]


def unpack_frame(index: Node, labels: Node, columns: Node, unpack: Unpack) -> pd.DataFrame:
    """See pack_frame."""
    if len(columns) > WIDEST:
        raise ValueError("width")
    rows = unpack_index(index, unpack)
    found = [unpack_column(column, unpack) for column in columns]
    # Of objects pandas would guess what they are, unless they are told to be a column of objects.
    cells = [pd.Series(each, index=rows, dtype=object) if each.dtype == object else each for each in found]
    frame = pd.DataFrame(dict(enumerate(cells)), index=rows, copy=False)
    frame.columns = unpack_index(labels, unpack)
    return frame


def _bytes(array: Any) -> str:
    native = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return base64.b64encode(native.tobytes()).decode()


def _raw(name: Node, raw: Node) -> Any:
    """The numbers of a listed type, from their bytes."""
    content = base64.b64decode(raw, validate=True)
    if name == "bool":  # any other byte than 0 and 1 would be no truth value
        return np.frombuffer(content, dtype=np.uint8) != 0
    numbers = np.frombuffer(content, dtype=_RAW[name].newbyteorder("<")).astype(_RAW[name])
    if len(numbers) > LONGEST:
        raise ValueError("length")
    return numbers
