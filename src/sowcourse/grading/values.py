"""Values as text that cannot act: what crosses from student code to a check.

The format is closed. A value is what JSON knows, or a list that begins with one of the words below. No word names a
type, a module or an address, and whoever reads it builds every object itself.
"""

from __future__ import annotations

import base64
import datetime
import json
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Sequence, Set, ValuesView
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from sowcourse.bars import Bars
from sowcourse.grading import columns
from sowcourse.grading.columns import Node

DEEPEST = 8
"""Values within values within values: so deep at most."""

MOST_ITEMS = 1_000_000
"""Items in one value at most, all levels together."""

_PLAIN = (bool, int, float, str, type(None))
_SERIES: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
    deque: "list",
    **dict.fromkeys((type({}.keys()), type({}.values())), "list"),
}
"""Collections, and as what they arrive: who looks at the values of one looks at those of the other."""

_PAIRS = (dict, Counter, OrderedDict, defaultdict)

_ROWS = (Sequence, Set, ValuesView, pd.api.extensions.ExtensionArray)
"""What else holds values one after another, such as what `unique()` gives of a column, or a named tuple: as a list."""


class Thing:
    """What cannot be handed over: only its kind is known, as the name of a class of its own."""


def thing(kind: object) -> Any:
    """A stand-in for something of this kind, that can do nothing."""
    label = "".join(letter for letter in str(kind)[:60] if letter.isprintable())
    return type(label or "ding", (Thing,), {})()


def written(value: object) -> str:
    """A value as text.

    Raises: TypeError, ValueError or RecursionError when it is of no listed kind, too deep or too wide.
    """
    return json.dumps(_pack(value, 0), separators=(",", ":"))


def read(text: str) -> Any:
    """The value that stands in a text, built anew.

    Raises: any Exception when the text is of another form, too deep or too wide.
    """
    if text.count(",") + text.count("[") > MOST_ITEMS:
        raise ValueError("items")
    return _unpack(json.loads(text), 0)


def _pack(value: Any, depth: int) -> Node:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if depth > DEEPEST:
        raise ValueError("depth")

    def deeper(item: Any) -> Node:
        return _pack(item, depth + 1)

    if kind in _SERIES:
        return [_SERIES[kind], *map(deeper, value)]
    if kind in _PAIRS:
        return ["dict", *(deeper(item) for pair in value.items() for item in pair)]
    if kind is pd.DataFrame:
        return columns.pack_frame(value, lambda item: _item(item, depth + 1))
    if kind is pd.Series:
        rows = columns.pack_index(value.index, deeper)
        return ["column", deeper(value.name), rows, columns.pack_column(value.array, lambda i: _item(i, depth + 1))]
    if kind is np.ndarray:
        return columns.pack_array(value, lambda item: _item(item, depth + 1))
    if isinstance(value, pd.Index):
        return ["index", columns.pack_index(value, deeper)]
    if isinstance(value, _ROWS) and not isinstance(value, str | bytes | bytearray | range):
        return ["list", *map(deeper, value)]
    return _single(value)


def _item(value: Any, depth: int) -> Node:
    """A cell of a column; one of a strange kind does not take the others along."""
    try:
        return _pack(value, depth)
    except (TypeError, ValueError):
        return ["thing", str(type(value).__name__)]


def _single(value: Any) -> Node:
    """A value that holds no others."""
    kind = type(value)
    if value is ... or value is pd.NA or value is pd.NaT:
        return ["dots" if value is ... else "missing" if value is pd.NA else "never"]
    if isinstance(value, np.generic):
        return columns.pack_scalar(value)
    if kind in (pd.Timestamp, pd.Timedelta):
        return columns.pack_moment(value)
    if kind is Fraction:
        return ["fraction", value.numerator, value.denominator]
    if kind is Decimal:
        return ["decimal", str(value)]
    if kind is complex:
        return ["complex", value.real, value.imag]
    if kind is bytes:
        return ["bytes", base64.b64encode(value).decode()]
    if kind is range:
        return ["count", value.start, value.stop, value.step]
    if kind is datetime.datetime:
        return ["instant", value.replace(tzinfo=None).isoformat(), columns.pack_zone(value.tzinfo)]
    if kind is datetime.date:
        return ["date", value.isoformat()]
    if kind is datetime.time and value.tzinfo is None:
        return ["time", value.isoformat()]
    if kind is datetime.timedelta:
        return ["duration", value.days, value.seconds, value.microseconds]
    if isinstance(value, Bars):
        rows = [[_pack(label, 0), float(number)] for label, number in value.rows]
        return ["bars", value.title, value.unit, value.source, rows, float(value.start)]
    raise TypeError(kind.__name__)


def _unpack(node: Node, depth: int) -> Any:
    if type(node) is not list:
        if type(node) not in _PLAIN:
            raise ValueError("form")
        return node
    if depth > DEEPEST:
        raise ValueError("depth")

    def deeper(item: Node) -> Any:
        return _unpack(item, depth + 1)

    word, *rest = node
    if word == "list":
        return list(map(deeper, rest))
    if word in ("tuple", "set", "frozenset"):
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[word](map(deeper, rest))
    if word == "dict":
        return dict(zip(map(deeper, rest[::2]), map(deeper, rest[1::2]), strict=True))
    if word == "table":
        rows, labels, cells = rest
        return columns.unpack_frame(rows, labels, cells, deeper)
    if word == "column":
        name, rows, values = rest
        return columns.unpack_series(values, columns.unpack_index(rows, deeper), deeper(name), deeper)
    if word == "array":
        shape, cells = rest
        return columns.unpack_array(shape, cells, deeper)
    if word == "index":
        (labels,) = rest
        return columns.unpack_index(labels, deeper)
    return _SINGLE[word](*rest)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if number.is_finite() and abs(number.adjusted()) > 400:
        raise ValueError("size")
    return number


def _instant(text: str, zone: Node) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=columns.unpack_zone(zone))


def _bars(title: str, unit: str, origin: str, rows: list[list[Any]], start: float) -> Bars:
    found = tuple((label, float(number)) for label, number in rows)
    if any(type(text) is not str for text in (title, unit, origin, *(label for label, _ in found))):
        raise ValueError("text")
    return Bars(title, unit, origin, found, float(start))


_SINGLE: dict[str, Callable[..., Any]] = {
    "dots": lambda: ...,
    "missing": lambda: pd.NA,
    "never": lambda: pd.NaT,
    "thing": thing,
    "scalar": columns.unpack_scalar,
    "moment": columns.unpack_moment,
    "span": columns.unpack_span,
    "fraction": lambda above, below: Fraction(int(above), int(below)),
    "decimal": _decimal,
    "complex": lambda real, imaginary: complex(float(real), float(imaginary)),
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "count": lambda start, stop, step: range(start, stop, step),
    "instant": _instant,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "duration": lambda days, seconds, micro: datetime.timedelta(days, seconds, micro),
    "bars": _bars,
}
"""Every word for a value that holds no others, and how it is built; the other words stand in `_unpack`."""
